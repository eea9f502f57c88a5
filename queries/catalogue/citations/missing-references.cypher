// Works that many papers cite and the graph lacks
//
// Which works are cited by several papers in this graph but were never loaded? The citing papers
// can be restricted to those listed on a given day.
//
// $day: date = null - count only citations by papers listed on this day
// $least: integer = 2 - minimum number of papers that cite the work
// $limit: integer = 20 - maximum rows to return
// => id - ID of the cited work
// => title - title of the work, if known
// => year - year of publication, if known
// => citations - number of papers that cite it
// => worldwide - citation count worldwide, as reported by a source
// => by - IDs of papers that cite it, up to ten
// needs: references, day of $day, listed of $day
MATCH (citing:Paper)-[:CITES]->(work:Paper)
WHERE work.stub = true AND ($day IS NULL OR EXISTS {
  MATCH (citing)-[:LISTED_IN]->(list:Listing)
  WHERE list.date = $day
})
WITH work, count(DISTINCT citing) AS citations
WHERE citations >= $least
WITH work, citations
ORDER BY citations DESC, work.id
LIMIT $limit
RETURN work.id AS id, work.title AS title, work.year AS year, citations,
       work.citedByCount AS worldwide,
       COLLECT {
         MATCH (citing:Paper)-[:CITES]->(work)
         WHERE $day IS NULL OR EXISTS {
           MATCH (citing)-[:LISTED_IN]->(list:Listing)
           WHERE list.date = $day
         }
         WITH DISTINCT citing.id AS id
         RETURN id
         ORDER BY id
         LIMIT 10
       } AS by
ORDER BY citations DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: id})<-[:CITES]-(:Paper)
// RETURN path
;
