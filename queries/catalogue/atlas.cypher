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
UNWIND [n IN [1, 2, 3, 5, 8, 13, 21, 34] WHERE n >= $least] AS least
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) OR COUNT { (p)<-[:CITES]-() } > least
WITH least, count(p) AS papers
CALL (least) {
  MATCH (t:Topic)
  WHERE COUNT { (t)<-[:HAS_TOPIC]-() } >= least
  RETURN count(t) AS topics
}
CALL (least) {
  MATCH (a:Author)
  WHERE COUNT { (a)-[:AUTHORED]->() } >= least
  RETURN count(a) AS authors
}
CALL () {
  MATCH (n)
  WHERE n:Repository OR n:Organization
  RETURN count(n) AS others
}
RETURN least, papers, topics, authors, papers + topics + authors + others AS nodes
ORDER BY least;

MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) OR COUNT { (p)<-[:CITES]-() } > $least
RETURN p AS part
UNION ALL
MATCH (t:Topic)
WHERE COUNT { (t)<-[:HAS_TOPIC]-() } >= $least
RETURN t AS part
UNION ALL
MATCH (a:Author)
WHERE COUNT { (a)-[:AUTHORED]->() } >= $least
RETURN a AS part
UNION ALL
MATCH (n)
WHERE n:Repository OR n:Organization
RETURN n AS part
UNION ALL
MATCH (:Paper)-[r:HAS_TOPIC|HAS_CODE|AFFILIATED_WITH|CITES]->()
RETURN r AS part
UNION ALL
MATCH (:Author)-[r:AUTHORED]->()
RETURN r AS part
UNION ALL
MATCH (:Topic)-[r:BROADER]->(:Topic)
RETURN r AS part;
