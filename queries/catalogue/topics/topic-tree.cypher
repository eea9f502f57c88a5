// Narrower topics of a topic
//
// Which topics are narrower than a topic, how far below it, and how many papers have them?
//
// $topic: topic - the topic, by name, alias or id, e.g. neural network
// $limit: integer = 100 - rows at most
// => depth - 1 for a topic right below
// => id - the narrower topic
// => name - its name
// => above - names of the topics right above it
// => papers - how many papers have it
// needs: hierarchy
MATCH path = (:Topic {id: $topic})<-[:BROADER*1..8]-(narrower:Topic)
WHERE narrower.id <> $topic
WITH narrower, min(length(path)) AS depth
RETURN depth, narrower.id AS id, narrower.name AS name,
       COLLECT {
         MATCH (narrower)-[:BROADER]->(above:Topic)
         RETURN above.name ORDER BY above.name
       } AS above,
       COUNT { (narrower)<-[:HAS_TOPIC]-() } AS papers
ORDER BY depth, papers DESC, id
LIMIT $limit;

MATCH path = (:Topic {id: $topic})<-[:BROADER*1..8]-(:Topic)
RETURN path;
