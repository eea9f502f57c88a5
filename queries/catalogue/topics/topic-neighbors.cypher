// Neighbors of a topic
//
// With which other topics does a topic occur on the same papers? The strength is discounted where
// few papers support it (Pantel and Lin 2002), so that a topic of one paper does not lead.
//
// $topic: topic - the topic, by name, alias or id, e.g. neural network
// $limit: integer = 30 - rows at most
// => id - the other topic
// => name - its name
// => together - how many papers have both
// => strength - together, over the geometric mean of the papers of the two (Salton's cosine), times together / (together + 1)
// needs: topics
MATCH (topic:Topic {id: $topic})
WITH topic, COUNT { (topic)<-[:HAS_TOPIC]-() } AS mine
MATCH (topic)<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(other:Topic)
WHERE other <> topic
WITH mine, other, count(paper) AS together
WITH other, together, together / sqrt(mine * COUNT { (other)<-[:HAS_TOPIC]-() })
     * together / (together + 1) AS weight
RETURN other.id AS id, other.name AS name, together, round(weight, 3) AS strength
ORDER BY weight DESC, together DESC, id
LIMIT $limit;

MATCH (topic:Topic {id: $topic})
WITH topic, COUNT { (topic)<-[:HAS_TOPIC]-() } AS mine
MATCH (topic)<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(other:Topic)
WHERE other <> topic
WITH topic, mine, other, count(paper) AS together
WITH topic, other, together, together / sqrt(mine * COUNT { (other)<-[:HAS_TOPIC]-() })
     * together / (together + 1) AS weight
ORDER BY weight DESC, together DESC, other.id
LIMIT $limit
MATCH path = (topic)<-[:HAS_TOPIC]-(:Paper)-[:HAS_TOPIC]->(other)
RETURN path;
