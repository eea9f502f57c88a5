// Shortest path between two authors
//
// Through which papers and co-authors are two authors connected? Among paths of the same length,
// the one through the papers with the fewest authors is returned.
//
// $from: author - name, ORCID iD or ID of one author, e.g. Thomas Kipf
// $to: author - name, ORCID iD or ID of the other author, e.g. Max Welling
// => step - number of the step, from 1
// => from - name of the author at the start of the step
// => paper - title of the paper that both wrote
// => to - name of the author at the end of the step
// => fromId - ID of the author at the start
// => paperId - ID of the paper
// => toId - ID of the author at the end
// needs: authors
MATCH (start:Author {id: $from})
MATCH (end:Author {id: $to})
WHERE end <> start
MATCH path = allShortestPaths((start)-[:AUTHORED*..12]-(end))
WITH path, [node IN nodes(path) | node.id] AS ids,
     reduce(sum = 0, node IN nodes(path) | sum + COUNT { (node)<-[:AUTHORED]-() }) AS crowd
ORDER BY crowd, ids
LIMIT 1
// the drawing starts here
UNWIND range(1, length(path) / 2) AS step
WITH step, nodes(path)[2 * step - 2] AS a, nodes(path)[2 * step - 1] AS paper,
     nodes(path)[2 * step] AS b
RETURN step, a.name AS from, coalesce(paper.title, paper.id) AS paper, b.name AS to,
       a.id AS fromId, paper.id AS paperId, b.id AS toId
ORDER BY step
// draw
// RETURN path
;
