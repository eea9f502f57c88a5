// Papers on two topics
//
// Which papers are about both of two topics or their narrower topics?
//
// $topic: topic - name, alias or ID of one topic, e.g. neural network
// $other: topic - name, alias or ID of the other topic, e.g. protein
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => topics - the paper's topics that are the first topic or a narrower one
// => others - the paper's topics that are the second topic or a narrower one
// needs: topics
CALL () {
  MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  RETURN paper, narrower.name AS one, null AS two
  UNION ALL
  MATCH (:Topic {id: $other})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  RETURN paper, null AS one, narrower.name AS two
}
WITH paper, collect(one) AS topics, collect(two) AS others
WHERE topics <> [] AND others <> [] AND NOT coalesce(paper.stub, false)
WITH paper, topics, others
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       COLLECT { UNWIND topics AS name RETURN name ORDER BY name } AS topics,
       COLLECT { UNWIND others AS name RETURN name ORDER BY name } AS others
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
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
// MATCH path = (:Paper {id: id})-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: end})
// RETURN path
;
