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
// No pair has more papers than one of its authors, so the pairs of the authors with the most papers
// give the fewest papers that a pair of the answer can have.
CALL () {
  MATCH (:Paper)<-[:AUTHORED]-(a:Author)
  WITH a, count(*) AS papers
  ORDER BY papers DESC, a.id
  LIMIT 50
  MATCH (a)-[:AUTHORED]->(paper:Paper)
  WHERE NOT coalesce(paper.stub, false) AND COUNT { (paper)<-[:AUTHORED]-() } <= $most
  MATCH (paper)<-[:AUTHORED]-(b:Author)
  WHERE a.id < b.id
  WITH a, b, count(paper) AS papers
  ORDER BY papers DESC
  LIMIT $limit
  RETURN CASE WHEN count(*) = $limit AND min(papers) > $least THEN min(papers) ELSE $least END AS bound
}
MATCH (:Paper)<-[:AUTHORED]-(a:Author)
WITH bound, a, count(*) AS own
WHERE own >= bound
CALL (a, bound) {
  MATCH (a)-[:AUTHORED]->(paper:Paper)
  WHERE NOT coalesce(paper.stub, false) AND COUNT { (paper)<-[:AUTHORED]-() } <= $most
  MATCH (paper)<-[:AUTHORED]-(b:Author)
  WHERE a.id < b.id
  WITH b, bound, count(paper) AS papers
  WHERE papers >= bound
  RETURN b, papers
}
RETURN a.id AS firstId, a.name AS first, b.id AS secondId, b.name AS second, papers
ORDER BY papers DESC, firstId, secondId
LIMIT $limit
// draw
// MATCH path = (:Author {id: firstId})-[:AUTHORED]->(:Paper)<-[:AUTHORED]-(:Author {id: secondId})
// RETURN path
;
