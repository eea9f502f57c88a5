// Topics by papers
//
// Which topics have the most papers?
//
// $limit: integer = 50 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => kind - concept, system, dataset, field or keyword
// => papers - number of papers
// needs: topics
MATCH (topic:Topic)
WITH topic, coalesce(topic.paperCount, COUNT {
       MATCH (topic)<-[:HAS_TOPIC]-(paper:Paper)
       WHERE NOT coalesce(paper.stub, false)
     }) AS papers
WHERE papers > 0
RETURN topic.id AS id, topic.name AS name, topic.kind AS kind, papers
ORDER BY papers DESC, id
LIMIT $limit
// draw
// MATCH path = (:Topic {id: id})<-[:HAS_TOPIC]-(paper:Paper)
// WHERE NOT coalesce(paper.stub, false)
// RETURN path
;
