// Narrower topics of a topic
//
// Which topics are narrower than a topic, at what depth, and how many papers have them?
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $limit: integer = 100 - maximum rows to return
// => depth - number of levels below the topic
// => id - ID of the narrower topic
// => name - name of the narrower topic
// => above - names of the next broader topics
// => papers - number of papers
// needs: hierarchy
MATCH path = (:Topic {id: $topic})<-[:BROADER*1..8]-(narrower:Topic)
WHERE narrower.id <> $topic
WITH narrower, min(length(path)) AS depth
RETURN depth, narrower.id AS id, narrower.name AS name,
       COLLECT {
         MATCH (narrower)-[:BROADER]->(above:Topic)
         RETURN above.name ORDER BY above.name
       } AS above,
       coalesce(narrower.paperCount, COUNT {
         MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
         WHERE NOT coalesce(paper.stub, false)
       }) AS papers
ORDER BY depth, papers DESC, id
LIMIT $limit
// draw
// MATCH path = (:Topic {id: $topic})<-[:BROADER*1..8]-(:Topic {id: id})
// RETURN path
;
