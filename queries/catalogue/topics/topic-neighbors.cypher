// Neighbors of a topic
//
// Which other topics occur on the same papers as a topic? The strength is discounted if few papers
// support it (Pantel and Lin 2002). Topics with a single paper in common come last.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $limit: integer = 30 - maximum rows to return
// => id - ID of the other topic
// => name - name of the other topic
// => together - papers on both topics
// => strength - `together` divided by the geometric mean of the two paper counts (Salton's cosine), times together / (together + 1)
// needs: topics
MATCH (topic:Topic {id: $topic})
WITH topic, coalesce(topic.paperCount, COUNT {
       MATCH (topic)<-[:HAS_TOPIC]-(every:Paper)
       WHERE NOT coalesce(every.stub, false)
     }) AS mine
MATCH (topic)<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(other:Topic)
WHERE other <> topic AND NOT coalesce(paper.stub, false)
WITH mine, other, count(paper) AS together
WITH other, together, together / sqrt(mine * coalesce(other.paperCount, COUNT {
       MATCH (other)<-[:HAS_TOPIC]-(every:Paper)
       WHERE NOT coalesce(every.stub, false)
     })) * together / (together + 1) AS weight
RETURN other.id AS id, other.name AS name, together, round(weight, 3) AS strength
ORDER BY together > 1 DESC, weight DESC, together DESC, id
LIMIT $limit
// draw
// MATCH path = (:Topic {id: $topic})<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(:Topic {id: id})
// WHERE NOT coalesce(paper.stub, false)
// RETURN path
;
