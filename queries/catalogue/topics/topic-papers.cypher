// Papers on a topic
//
// Which papers are about a topic or a narrower one?
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => topics - topics of the paper that are this topic or narrower
// needs: topics
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH paper, narrower
ORDER BY narrower.name, narrower.id
WITH paper, collect(narrower.name) AS topics
RETURN paper.id AS id, paper.title AS title, paper.published AS published, topics
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: id})-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic})
// RETURN path
;
