// Neighbours of a topic
//
// With which other topics does a topic stand on the same papers?
//
// $topic: topic - the topic, by name, alias or id, e.g. neural network
// $limit: integer = 30 - rows at most
// => id - the other topic
// => name - its name
// => together - how many papers have both
// => strength - these, over the geometric mean of the papers of the two (Salton's cosine)
// needs: topics
MATCH (topic:Topic {id: $topic})
WITH topic, COUNT { (topic)<-[:HAS_TOPIC]-() } AS mine
MATCH (topic)<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(other:Topic)
WHERE other <> topic
WITH mine, other, count(paper) AS together
RETURN other.id AS id, other.name AS name, together,
       round(together / sqrt(mine * COUNT { (other)<-[:HAS_TOPIC]-() }), 3) AS strength
ORDER BY strength DESC, together DESC, id
LIMIT $limit;

MATCH (topic:Topic {id: $topic})
WITH topic, COUNT { (topic)<-[:HAS_TOPIC]-() } AS mine
MATCH (topic)<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(other:Topic)
WHERE other <> topic
WITH topic, mine, other, count(paper) AS together
WITH topic, other, together, round(together / sqrt(mine * COUNT { (other)<-[:HAS_TOPIC]-() }), 3) AS strength
ORDER BY strength DESC, together DESC, other.id
LIMIT $limit
MATCH path = (topic)<-[:HAS_TOPIC]-(:Paper)-[:HAS_TOPIC]->(other)
RETURN path;
