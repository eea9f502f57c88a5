// The whole graph
//
// How large is the picture of the whole graph, if topics, authors and cited papers must stand on
// at least so many papers to be drawn? The page draws the largest picture that stays quick.
//
// $least: integer = 1 - papers that a topic or an author must have to be drawn
// => least - papers that a topic or an author must have
// => papers - papers drawn
// => topics - topics drawn
// => authors - authors drawn
// => nodes - all nodes drawn
CALL () {
  MATCH (:Paper)-[r:HAS_TOPIC]->(t:Topic)
  WITH t, count(r) AS n
  RETURN 'topic' AS kind, n, count(*) AS many
  UNION ALL
  MATCH (a:Author)-[r:AUTHORED]->(:Paper)
  WITH a, count(r) AS n
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
  MATCH (o)
  WHERE o:Repository OR o:Organization
  RETURN 'other' AS kind, 1000000 AS n, count(*) AS many
}
UNWIND [s IN [1, 2, 3, 5, 8, 13, 21, 34] WHERE s >= $least] AS least
WITH least, kind, CASE WHEN n >= least THEN many ELSE 0 END AS drawn
RETURN least,
       sum(CASE kind WHEN 'paper' THEN drawn ELSE 0 END) AS papers,
       sum(CASE kind WHEN 'topic' THEN drawn ELSE 0 END) AS topics,
       sum(CASE kind WHEN 'author' THEN drawn ELSE 0 END) AS authors,
       sum(drawn) AS nodes
ORDER BY least;

MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false)
RETURN p AS part, [] AS links
UNION ALL
MATCH (:Paper)-[r:CITES]->(p:Paper)
WHERE coalesce(p.stub, false)
WITH p, collect(r) AS links
WHERE size(links) > $least
RETURN p AS part, links
UNION ALL
MATCH (:Paper)-[r:CITES]->(p:Paper)
WHERE NOT coalesce(p.stub, false)
WITH p, collect(r) AS links
RETURN p AS part, links
UNION ALL
MATCH (:Paper)-[r:HAS_TOPIC]->(t:Topic)
WITH t, collect(r) AS links
WHERE size(links) >= $least
RETURN t AS part, links
UNION ALL
MATCH (a:Author)-[r:AUTHORED]->(:Paper)
WITH a, collect(r) AS links
WHERE size(links) >= $least
RETURN a AS part, links
UNION ALL
MATCH (:Paper)-[r:HAS_CODE|AFFILIATED_WITH]->(o)
RETURN o AS part, [r] AS links
UNION ALL
MATCH (t:Topic)-[r:BROADER]->(:Topic)
RETURN r AS part, [] AS links;
