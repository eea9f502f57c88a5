// Pairs of co-authors
//
// Which two authors wrote together most often? Papers with very many authors are left out: they
// make a pair of everybody with everybody.
//
// $least: integer = 2 - pairs with fewer papers than this are left out
// $most: integer = 30 - papers with more named authors than this are left out
// $limit: integer = 50 - rows at most
// => firstId - one author
// => first - the name
// => secondId - the other author
// => second - the name
// => papers - how many papers they wrote together
// needs: authors
MATCH (a:Author)
WHERE COUNT { (a)-[:AUTHORED]->() } >= $least
CALL (a) {
  MATCH (a)-[:AUTHORED]->(paper:Paper)
  WHERE NOT coalesce(paper.stub, false) AND COUNT { (paper)<-[:AUTHORED]-() } <= $most
  MATCH (paper)<-[:AUTHORED]-(b:Author)
  WHERE a.id < b.id
  WITH b, count(paper) AS papers
  WHERE papers >= $least
  RETURN b, papers
}
RETURN a.id AS firstId, a.name AS first, b.id AS secondId, b.name AS second, papers
ORDER BY papers DESC, firstId, secondId
LIMIT $limit;

MATCH (a:Author)
WHERE COUNT { (a)-[:AUTHORED]->() } >= $least
CALL (a) {
  MATCH (a)-[:AUTHORED]->(paper:Paper)
  WHERE NOT coalesce(paper.stub, false) AND COUNT { (paper)<-[:AUTHORED]-() } <= $most
  MATCH (paper)<-[:AUTHORED]-(b:Author)
  WHERE a.id < b.id
  WITH b, count(paper) AS papers
  WHERE papers >= $least
  RETURN b, papers
}
WITH a, b, papers
ORDER BY papers DESC, a.id, b.id
LIMIT $limit
MATCH path = (a)-[:AUTHORED]->(:Paper)<-[:AUTHORED]-(b)
RETURN path;
