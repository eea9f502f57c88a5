// Authors between two topics
//
// Which authors connect two topics or fields by writing about both or about their narrower topics?
// Authors are ranked by the smaller of their two paper counts, then by the number of distinct
// papers, so that authors with a single paper on both topics come last.
//
// $topic: topic - name, alias or ID of one topic, e.g. neural network
// $other: topic - name, alias or ID of the other topic, e.g. protein
// $limit: integer = 20 - maximum rows to return
// => id - ID of the author
// => name - name of the author
// => papers - papers on the first topic
// => otherPapers - papers on the second topic
// => both - papers on both topics
// => newest - title of the newest paper on the first topic
// => otherNewest - title of the newest paper on the second topic
// => basis - weakest evidence on which the author's papers were merged: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is correct
// => nameOnly - papers on either topic linked to the author's other papers by name only
// needs: topics, authors
CALL () {
  MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  RETURN DISTINCT paper, 1 AS side
  UNION ALL
  MATCH (:Topic {id: $other})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  RETURN DISTINCT paper, 1000000 AS side
}
// one number counts the papers on both topics, as each further column of these rows costs time
WITH paper, sum(side) AS side
WHERE NOT coalesce(paper.stub, false)
MATCH (paper)<-[:AUTHORED]-(author:Author)
WITH author, sum(side) AS sides, collect(paper) AS those, collect(side) AS sideOf
WHERE sides > 1000000 AND sides % 1000000 > 0
WITH author, sides % 1000000 AS papers, sides / 1000000 AS otherPapers, those, sideOf
ORDER BY CASE WHEN papers < otherPapers THEN papers ELSE otherPapers END DESC,
         size(those) DESC, author.id
LIMIT $limit
CALL (those, sideOf) {
  UNWIND range(0, size(those) - 1) AS at
  WITH those[at] AS paper, sideOf[at] AS side
  ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
  RETURN count(CASE side WHEN 1000001 THEN 1 END) AS both,
         collect(CASE WHEN side <> 1000000 THEN coalesce(paper.title, paper.id) END)[0] AS newest,
         collect(CASE WHEN side <> 1 THEN coalesce(paper.title, paper.id) END)[0] AS otherNewest
}
RETURN author.id AS id, author.name AS name, papers, otherPapers, both, newest, otherNewest,
       author.basis AS basis, author.confidence AS confidence,
       COUNT {
         MATCH (author)-[wrote:AUTHORED]->(paper:Paper)
         WHERE wrote.nameOnly AND paper IN those
       } AS nameOnly
ORDER BY CASE WHEN papers < otherPapers THEN papers ELSE otherPapers END DESC,
         papers + otherPapers - both DESC, id
LIMIT $limit
// summary
// MATCH (end:Topic)
// WHERE end.id IN [$topic, $other]
// OPTIONAL MATCH (end)-[:BROADER*1..8]->(broader:Topic)
// WHERE broader.id IN [$topic, $other]
// WITH collect(DISTINCT CASE WHEN broader.id <> end.id THEN end.name END)[0] AS narrower
// RETURN narrower + ', whose papers count for both' AS `narrower of the two topics`
// draw
// UNWIND [$topic, $other] AS end
// MATCH path = (:Author {id: id})-[:AUTHORED]->(:Paper)-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: end})
// RETURN path
;
