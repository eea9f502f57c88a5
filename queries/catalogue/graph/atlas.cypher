// The whole graph
//
// How many nodes does a page of the whole graph have, for each minimum number of edges? An author
// or a topic is drawn if it has at least that many edges, a work known only by identifier if it has
// more. A page uses the lowest minimum that keeps it responsive. Listings are excluded, because
// each one connects all papers of a day or a file.
//
// $least: integer = 1 - minimum number of papers per author, and of papers, broader and narrower topics per topic
// => least - minimum number of edges
// => papers - papers drawn
// => topics - topics drawn
// => authors - authors drawn
// => nodes - all nodes drawn
// => lists - daily listings, which are not drawn

// the drawing starts here
CALL () {
  MATCH (t:Topic)
  WITH coalesce(t.paperCount, COUNT {
         MATCH (t)<-[:HAS_TOPIC]-(p:Paper)
         WHERE NOT coalesce(p.stub, false)
       }) + COUNT { (t)-[:BROADER]-() } AS n
  RETURN 'topic' AS kind, n, count(*) AS many
  UNION ALL
  MATCH (a:Author)
  WITH coalesce(a.paperCount, COUNT {
         MATCH (a)-[:AUTHORED]->(p:Paper)
         WHERE NOT coalesce(p.stub, false)
       }) AS n
  RETURN 'author' AS kind, n, count(*) AS many
  UNION ALL
  MATCH (:Paper)-[r:CITES]->(p:Paper)
  WHERE coalesce(p.stub, false)
  WITH p, count(r) - 1 AS n
  RETURN 'paper' AS kind, n, count(*) AS many
  UNION ALL
  MATCH (p:Paper)
  WHERE NOT coalesce(p.stub, false)
  RETURN 'paper' AS kind, 1000000 AS n, count(*) AS many
  UNION ALL
  MATCH (r:Repository)
  RETURN 'other' AS kind, 1000000 AS n, count(*) AS many
  UNION ALL
  MATCH (o:Organization)
  RETURN 'other' AS kind, 1000000 AS n, count(*) AS many
  UNION ALL
  MATCH (v:Venue)
  RETURN 'other' AS kind, 1000000 AS n, count(*) AS many
  UNION ALL
  MATCH (l:Listing)
  WHERE l.date IS NOT NULL
  RETURN 'list' AS kind, 1000000 AS n, count(*) AS many
}
UNWIND [s IN [1, 2, 3, 5, 8, 13, 21, 34] WHERE s >= $least] AS least
WITH least, kind, CASE WHEN n >= least THEN many ELSE 0 END AS drawn
RETURN least,
       sum(CASE kind WHEN 'paper' THEN drawn ELSE 0 END) AS papers,
       sum(CASE kind WHEN 'topic' THEN drawn ELSE 0 END) AS topics,
       sum(CASE kind WHEN 'author' THEN drawn ELSE 0 END) AS authors,
       sum(CASE kind WHEN 'list' THEN 0 ELSE drawn END) AS nodes,
       sum(CASE kind WHEN 'list' THEN drawn ELSE 0 END) AS lists
ORDER BY least
// draw
// MATCH (p:Paper)
// WHERE NOT coalesce(p.stub, false)
// RETURN p AS part, [] AS links
// UNION ALL
// MATCH (:Paper)-[r:CITES]->(p:Paper)
// WHERE coalesce(p.stub, false)
// WITH p, collect(r) AS links
// WHERE size(links) > $least
// RETURN p AS part, links
// UNION ALL
// MATCH (:Paper)-[r:CITES]->(p:Paper)
// WHERE NOT coalesce(p.stub, false)
// WITH p, collect(r) AS links
// RETURN p AS part, links
// UNION ALL
// MATCH (t:Topic)
// OPTIONAL MATCH (:Paper)-[r:HAS_TOPIC]->(t)
// WITH t, collect(r) AS links
// WHERE size(links) + COUNT { (t)-[:BROADER]-() } >= $least
// RETURN t AS part, links
// UNION ALL
// MATCH (a:Author)-[r:AUTHORED]->(:Paper)
// WITH a, collect(r) AS links
// WHERE size(links) >= $least
// RETURN a AS part, links
// UNION ALL
// MATCH (c:Repository)
// OPTIONAL MATCH (:Paper)-[r:HAS_CODE]->(c)
// WITH c, collect(r) AS links
// RETURN c AS part, links
// UNION ALL
// MATCH (o:Organization)
// OPTIONAL MATCH ()-[r:AFFILIATED_WITH|OWNED_BY]->(o)
// WITH o, collect(r) AS links
// RETURN o AS part, links
// UNION ALL
// MATCH (v:Venue)
// OPTIONAL MATCH (:Paper)-[r:PUBLISHED_IN]->(v)
// WITH v, collect(r) AS links
// RETURN v AS part, links
// UNION ALL
// MATCH (t:Topic)-[r:BROADER]->(:Topic)
// RETURN r AS part, [] AS links
;
