// Pairs of co-authors
//
// Which pairs of authors wrote the most papers together? Papers with very many authors are left
// out, because they pair everyone with everyone.
//
// $least: integer = 2 - minimum papers of a pair
// $most: integer = 30 - maximum named authors of a paper
// $limit: integer = 50 - maximum rows to return
// => firstId - ID of one author
// => first - name of this author
// => secondId - ID of the other author
// => second - name of the other author
// => papers - number of papers they wrote together
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
LIMIT $limit
// draw
// MATCH path = (:Author {id: firstId})-[:AUTHORED]->(:Paper)<-[:AUTHORED]-(:Author {id: secondId})
// RETURN path
;
