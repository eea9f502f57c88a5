// Reach of a retraction
//
// Which papers cite a retracted or withdrawn paper, directly or through other papers?
//
// $paper: paper = null - identifier or title of the paper, retracted or not; by default, all retracted or withdrawn papers
// $steps: integer = 2 - maximum length of the chain of citations, 1 to 4
// $limit: integer = 100 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => steps - length of the shortest chain of citations
// => chain - IDs of the papers from this one to the retracted one; each cites the next
// => retractedId - ID of the retracted paper, or of the given paper
// => retracted - title of the retracted paper, or of the given paper
// => retractedOn - day of the retraction or withdrawal, if known
// => after - whether the paper was published after that day; empty if a day is unknown
// needs: references
// states: retractions

// two parts, so that one paper is found by the index
CALL () {
  MATCH (source:Paper {id: $paper})
  RETURN source
  UNION
  WITH 1 AS one
  WHERE $paper IS NULL
  MATCH (source:Paper)
  WHERE source.retracted OR source.withdrawn IS NOT NULL
  RETURN source
}
// rows with fewer steps come first, so those with more are not needed if there are enough
WITH source, COUNT { MATCH (source)<-[:CITES]-(paper:Paper) WHERE paper <> source RETURN DISTINCT paper } < $limit AS far
CALL (source, far) {
  MATCH (source)<-[:CITES]-(paper:Paper)
  RETURN paper, 1 AS steps, [] AS between
  UNION
  WITH source, far
  WHERE far AND $steps > 1
  MATCH (source)<-[:CITES]-(a:Paper)<-[:CITES]-(paper:Paper)
  WITH paper, min(a.id) AS a
  RETURN paper, 2 AS steps, [a] AS between
  UNION
  WITH source, far
  WHERE far AND $steps > 2
  MATCH (source)<-[:CITES]-(a:Paper)<-[:CITES]-(b:Paper)
  WITH b, min(a.id) AS a
  MATCH (b)<-[:CITES]-(paper:Paper)
  WITH paper, a, b.id AS b
  ORDER BY b, a
  WITH paper, head(collect([b, a])) AS between
  RETURN paper, 3 AS steps, between
  UNION
  WITH source, far
  WHERE far AND $steps > 3
  MATCH (source)<-[:CITES]-(a:Paper)<-[:CITES]-(b:Paper)
  WITH b, min(a.id) AS a
  MATCH (b)<-[:CITES]-(c:Paper)
  WITH c, a, b.id AS b
  ORDER BY b, a
  WITH c, head(collect([b, a])) AS two
  MATCH (c)<-[:CITES]-(paper:Paper)
  WITH paper, two, c.id AS c
  ORDER BY c
  WITH paper, head(collect([c] + two)) AS between
  RETURN paper, 4 AS steps, between
}
WITH source, paper, steps, between
WHERE paper.id <> source.id
ORDER BY steps
WITH source, paper, min(steps) AS steps, head(collect(between)) AS between
WITH source, paper, steps, between, coalesce(source.retractedOn, source.withdrawn) AS day
RETURN paper.id AS id, paper.title AS title, steps,
       [paper.id] + between + [source.id] AS chain, source.id AS retractedId,
       source.title AS retracted, day AS retractedOn, paper.published > day AS after
// null, if a day is unknown, is neither first nor last
ORDER BY steps, CASE WHEN after THEN 0 WHEN after IS NULL THEN 1 ELSE 2 END, id, retractedId
LIMIT $limit
// summary
// OPTIONAL MATCH (given:Paper {id: $paper})
// CALL (given) {
//   WITH given
//   WHERE given IS NULL
//   MATCH (paper:Paper)
//   WHERE paper.retracted OR paper.withdrawn IS NOT NULL
//   RETURN count(paper) AS papers, count(CASE WHEN EXISTS { (paper)<-[:CITES]-() } THEN 1 END) AS cited
// }
// RETURN CASE WHEN given IS NULL THEN null
//             WHEN given.retracted THEN 'retracted'
//             WHEN given.withdrawn IS NOT NULL THEN 'withdrawn'
//             WHEN given.retracted IS NOT NULL THEN 'not retracted'
//             ELSE 'unknown' END AS `retraction state of the paper`,
//        CASE WHEN given IS NULL THEN papers END AS `retracted or withdrawn papers in the graph`,
//        CASE WHEN given IS NULL THEN cited END AS `cited ones among them`
// draw
// UNWIND range(0, size(chain) - 2) AS at
// MATCH path = (:Paper {id: chain[at]})-[:CITES]->(:Paper {id: chain[at + 1]})
// RETURN path
;
