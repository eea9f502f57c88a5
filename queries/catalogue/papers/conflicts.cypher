// Conflicts
//
// Which values of a paper do its sources disagree about, and which one is shown?
//
// $paper: paper = null - identifier or title of the paper; by default, all papers
// $limit: integer = 100 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => property - title, published, authorCount, firstAuthor, venue, retracted or withdrawn
// => value - a value stated by one or more sources; text is normalized
// => sources - sources that state it, each with the identifier of its record, if any
// => observed - day of the newest observation of this value
// => shown - whether the graph shows this value
// => rule - rule that selects the shown value

// two parts, so that one paper is found by the index
CALL () {
  MATCH (paper:Paper {id: $paper})
  RETURN paper
  UNION ALL
  WITH 1 AS one
  WHERE $paper IS NULL
  MATCH (paper:Paper)
  RETURN paper
}
WITH paper
WHERE paper.observations IS NOT NULL
  // the entries are sorted, so entries about one property are neighbors
  AND any(at IN range(1, size(paper.observations) - 1)
          WHERE paper.observations[at] STARTS WITH left(paper.observations[at - 1], 3)
            AND split(paper.observations[at], ' | ')[0] = split(paper.observations[at - 1], ' | ')[0])
UNWIND paper.observations AS entry
WITH paper, split(entry, ' | ')[0] AS property, collect(entry) AS entries
WHERE size(entries) > 1
UNWIND entries AS entry
WITH paper, entry, split(entry, ' | ') AS part
WITH paper, part[0] AS property, part[3] AS day,
     CASE part[2] WHEN '' THEN part[1] ELSE part[1] + ' ' + part[2] END AS source,
     substring(entry, size(part[0]) + size(part[1]) + size(part[2]) + size(part[3]) + 12) AS value
WITH paper, property, value, source, day
ORDER BY source
WITH paper, property, value, collect(source) AS sources, max(day) AS observed
WITH paper, property, collect({value: value, sources: sources, observed: observed}) AS found
WHERE size(found) > 1
  // 2020 and 2020-05 agree
  AND (property <> 'published' OR any(a IN found WHERE any(b IN found
    WHERE NOT a.value STARTS WITH b.value AND NOT b.value STARTS WITH a.value)))
UNWIND found AS one
WITH paper, property, one,
     CASE property
       WHEN 'title' THEN one.value = paper.titleKey
       WHEN 'published' THEN toString(paper.published) STARTS WITH replace(one.value, '?', '')
       WHEN 'authorCount' THEN one.value = toString(paper.authorCount)
       WHEN 'firstAuthor' THEN one.value = paper.firstAuthor
       WHEN 'retracted' THEN one.value = toString(paper.retracted)
       WHEN 'withdrawn' THEN one.value = toString(paper.withdrawn)
       ELSE true
     END AS shown,
     CASE property
       WHEN 'published' THEN 'the most precise date, then the newest observation'
       WHEN 'firstAuthor' THEN 'the first in the alphabet; used for matching only'
       WHEN 'retracted' THEN 'true if one source states it'
       WHEN 'venue' THEN 'each venue is a node'
       ELSE 'the newest observation, then the longest value'
     END AS rule
RETURN paper.id AS id, paper.title AS title, property, one.value AS value, one.sources AS sources,
       one.observed AS observed, shown, rule
ORDER BY id, property, shown DESC, value
LIMIT $limit
// summary
// CALL () {
//   MATCH (paper:Paper {id: $paper})
//   RETURN paper
//   UNION ALL
//   WITH 1 AS one
//   WHERE $paper IS NULL
//   MATCH (paper:Paper)
//   RETURN paper
// }
// WITH paper
// WHERE paper.observations IS NOT NULL
// WITH count(paper) AS papers, count(CASE
//        WHEN any(at IN range(1, size(paper.observations) - 1)
//                 WHERE split(paper.observations[at], ' | ')[0] = split(paper.observations[at - 1], ' | ')[0])
//        THEN 1 END) AS several
// RETURN papers AS `papers with values of known sources`,
//        several AS `papers of which several sources state a value`
// draw
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH path = (paper)-[:AUTHORED|PUBLISHED_IN|LISTED_IN]-()
// RETURN paper, path
;
