// Shortest path between two authors
//
// How far apart are two authors, and through which papers and co-authors are they connected? The
// number of the last step is their collaboration distance. Among paths of equal length, the one
// through the papers with the fewest authors is returned. A path that relies on an author's name
// alone is returned only if every other path is more than two steps longer.
//
// $from: author - name, ORCID iD or ID of one author, e.g. Thomas Kipf
// $to: author - name, ORCID iD or ID of the other author, e.g. Max Welling
// => step - number of the step, from 1
// => from - name of the author at the start of the step
// => paper - title of the paper that both wrote
// => to - name of the author at the end of the step
// => reasons - evidence that each author's papers were written by one person, if there are several papers
// => fromId - ID of the author at the start
// => paperId - ID of the paper
// => toId - ID of the author at the end
// needs: authors
MATCH (start:Author {id: $from})
MATCH (end:Author {id: $to})
WHERE end <> start
CALL (start, end) {
  MATCH path = allShortestPaths((start)-[:AUTHORED*..12]-(end))
  RETURN path
  UNION
  MATCH path = allShortestPaths((start)-[:AUTHORED*..12]-(end))
  WHERE none(link IN relationships(path) WHERE coalesce(link.nameOnly, false))
  RETURN path
}
WITH path, size([link IN relationships(path) WHERE link.nameOnly]) AS nameOnly,
     [node IN nodes(path) | node.id] AS ids,
     reduce(sum = 0, node IN nodes(path) | sum + COUNT { (node)<-[:AUTHORED]-() }) AS crowd
ORDER BY length(path) + CASE nameOnly WHEN 0 THEN 0 ELSE 4 END, nameOnly, crowd, ids
LIMIT 1
// the drawing starts here
UNWIND range(1, length(path) / 2) AS step
WITH step, nodes(path)[2 * step - 2] AS a, nodes(path)[2 * step - 1] AS paper,
     nodes(path)[2 * step] AS b, relationships(path)[2 * step - 2] AS one,
     relationships(path)[2 * step - 1] AS two
RETURN step, a.name AS from, coalesce(paper.title, paper.id) AS paper, b.name AS to,
       [end IN [{author: a, link: one}, {author: b, link: two}]
        WHERE end.link.nameOnly OR end.author.basis IS NOT NULL |
        end.author.name + ': '
        + CASE WHEN end.link.nameOnly THEN 'same name only'
               ELSE 'papers merged by ' + CASE end.author.basis WHEN 'name' THEN 'rule' ELSE end.author.basis END + 's'
          END
        + coalesce(' (confidence ' + CASE WHEN end.author.confidence > 0.99 THEN '> 0.99' ELSE toString(round(end.author.confidence, 2)) END + ')', '')] AS reasons,
       a.id AS fromId, paper.id AS paperId, b.id AS toId
ORDER BY step
// draw
// RETURN path
;
