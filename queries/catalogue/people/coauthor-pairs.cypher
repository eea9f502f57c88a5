// Pairs of co-authors
//
// Which pairs of authors wrote the most papers together? Papers with very many authors are
// excluded, because every two of their authors would form a pair.
//
// $least: integer = 2 - minimum papers per pair
// $most: integer = 30 - maximum named authors per paper
// $limit: integer = 50 - maximum rows to return
// => firstId - ID of one author
// => first - name of this author
// => secondId - ID of the other author
// => second - name of the other author
// => papers - number of papers they wrote together
// => basis - weakest evidence on which the papers of either author were merged: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is correct
// => nameOnly - papers in this row linked to one of the two authors by name only
// needs: authors

// No pair has more papers than one of its authors, so the pairs of the authors with the most papers
// give the fewest papers that a pair of the answer can have.
MATCH (author:Author)
WITH author, coalesce(author.paperCount, COUNT { (author)-[:AUTHORED]->() }) AS own
WHERE own >= $least
WITH own, collect(author) AS those
ORDER BY own DESC
WITH collect({own: own, those: those}) AS groups
WITH groups, reduce(found = [], one IN groups | CASE WHEN size(found) < $limit THEN found + one.those ELSE found END)[..$limit] AS top
CALL (top) {
  UNWIND top AS a
  MATCH (a)-[:AUTHORED]->(paper:Paper)
  WHERE NOT coalesce(paper.stub, false) AND COUNT { (paper)<-[:AUTHORED]-() } <= $most
  MATCH (paper)<-[:AUTHORED]-(b:Author)
  WHERE a.id < b.id
  WITH a, b, count(paper) AS papers
  // counted by papers, as Neo4j would count the memory of all lists for each pair that it sorts
  WITH papers, count(a) AS pairs
  WHERE papers >= $least
  WITH collect({papers: papers, pairs: pairs}) AS counts
  RETURN reduce(bound = $least, one IN counts | CASE
           WHEN one.papers > bound AND reduce(all = 0, other IN counts | CASE
                  WHEN other.papers >= one.papers THEN all + other.pairs ELSE all END) >= $limit
           THEN one.papers ELSE bound END) AS bound
}
UNWIND groups AS one
WITH bound, one
WHERE one.own >= bound
UNWIND one.those AS author
MATCH (author)-[:AUTHORED]->(paper:Paper)
WITH bound, paper, collect(author) AS authors
WHERE size(authors) > 1 AND COUNT { (paper)<-[:AUTHORED]-() } <= $most
  AND NOT coalesce(paper.stub, false)
UNWIND authors AS a
UNWIND authors AS b
WITH bound, a, b
WHERE a.id < b.id
WITH bound, a, b, count(*) AS papers
WHERE papers >= bound
WITH a, b, papers
ORDER BY papers DESC, a.id, b.id
LIMIT $limit
RETURN a.id AS firstId, a.name AS first, b.id AS secondId, b.name AS second, papers,
       head([one IN ['name', 'rule', 'judgement', 'identifier'] WHERE one IN [a.basis, b.basis]]) AS basis,
       CASE WHEN a.confidence < b.confidence THEN a.confidence
            ELSE coalesce(b.confidence, a.confidence) END AS confidence,
       COUNT {
         MATCH (a)-[one:AUTHORED]->(paper:Paper)<-[two:AUTHORED]-(b)
         WHERE (one.nameOnly OR two.nameOnly) AND NOT coalesce(paper.stub, false)
           AND COUNT { (paper)<-[:AUTHORED]-() } <= $most
       } AS nameOnly
ORDER BY papers DESC, firstId, secondId
LIMIT $limit
// draw
// MATCH path = (:Author {id: firstId})-[:AUTHORED]->(:Paper)<-[:AUTHORED]-(:Author {id: secondId})
// RETURN path
;
