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
// => basis - what holds the papers of each author together at least: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is right
// => nameOnly - papers of the row that nothing but the name links to one of the two authors
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
  MATCH (a)-[one:AUTHORED]->(paper:Paper)
  WHERE NOT coalesce(paper.stub, false) AND COUNT { (paper)<-[:AUTHORED]-() } <= $most
  MATCH (paper)<-[two:AUTHORED]-(b:Author)
  WHERE a.id < b.id
  WITH b, bound, count(paper) AS papers,
       count(CASE WHEN coalesce(one.nameOnly, two.nameOnly) THEN 1 END) AS nameOnly
  WHERE papers >= bound
  RETURN b, papers, nameOnly
}
RETURN a.id AS firstId, a.name AS first, b.id AS secondId, b.name AS second, papers,
       head([one IN ['name', 'rule', 'judgement', 'identifier'] WHERE one IN [a.basis, b.basis]]) AS basis,
       CASE WHEN a.confidence < b.confidence THEN a.confidence
            ELSE coalesce(b.confidence, a.confidence) END AS confidence,
       nameOnly
ORDER BY papers DESC, firstId, secondId
LIMIT $limit
// draw
// MATCH path = (:Author {id: firstId})-[:AUTHORED]->(:Paper)<-[:AUTHORED]-(:Author {id: secondId})
// RETURN path
;
