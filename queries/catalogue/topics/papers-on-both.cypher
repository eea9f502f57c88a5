// Papers on two topics
//
// Which papers are about two topics at once, or about narrower topics of the two?
//
// $topic: topic - name, alias or ID of one topic, e.g. neural network
// $other: topic - name, alias or ID of the other topic, e.g. protein
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => topics - topics of the paper that are the first topic or narrower
// => others - topics of the paper that are the second topic or narrower
// needs: topics
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH paper, narrower
ORDER BY narrower.name, narrower.id
WITH paper, collect(narrower.name) AS topics
MATCH (paper)-[:HAS_TOPIC]->(also:Topic)-[:BROADER*0..8]->(:Topic {id: $other})
WITH DISTINCT paper, topics, also
ORDER BY also.name, also.id
WITH paper, topics, collect(also.name) AS others
RETURN paper.id AS id, paper.title AS title, paper.published AS published, topics, others
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// UNWIND [$topic, $other] AS end
// MATCH path = (:Paper {id: id})-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: end})
// RETURN path
;
