// Bridges between two topics
//
// Which third topics connect two topics: stand on papers of the one and on papers of the other?
//
// $topic: topic - one topic, by name, alias or id, e.g. neural network
// $other: topic - the other, e.g. protein
// $limit: integer = 30 - rows at most
// => id - the topic between
// => name - its name
// => withFirst - how many papers have it and the first topic
// => withSecond - how many papers have it and the second topic
// => strength - the smaller of the two, over the root of all papers of the topic between
// => withBoth - how many papers have all three
// needs: topics
MATCH (first:Topic {id: $topic})<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(bridge:Topic)
WHERE NOT bridge.id IN [$topic, $other]
WITH bridge, count(paper) AS withFirst,
     count(CASE WHEN EXISTS { (paper)-[:HAS_TOPIC]->(:Topic {id: $other}) } THEN 1 END) AS withBoth
MATCH (:Topic {id: $other})<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(bridge)
WITH bridge, withFirst, withBoth, count(paper) AS withSecond
WITH bridge, withFirst, withSecond, withBoth,
     CASE WHEN withFirst < withSecond THEN withFirst ELSE withSecond END AS least
RETURN bridge.id AS id, bridge.name AS name, withFirst, withSecond,
       round(least / sqrt(COUNT { (bridge)<-[:HAS_TOPIC]-() }), 3) AS strength, withBoth
ORDER BY strength DESC, withBoth DESC, id
LIMIT $limit;

MATCH (:Topic {id: $topic})<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(bridge:Topic)
WHERE NOT bridge.id IN [$topic, $other]
WITH bridge, count(paper) AS withFirst
MATCH (:Topic {id: $other})<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(bridge)
WITH bridge, withFirst, count(paper) AS withSecond
WITH bridge, CASE WHEN withFirst < withSecond THEN withFirst ELSE withSecond END AS least
ORDER BY least / sqrt(COUNT { (bridge)<-[:HAS_TOPIC]-() }) DESC, bridge.id
LIMIT $limit
MATCH one = (:Topic {id: $topic})<-[:HAS_TOPIC]-(:Paper)-[:HAS_TOPIC]->(bridge)
MATCH two = (:Topic {id: $other})<-[:HAS_TOPIC]-(:Paper)-[:HAS_TOPIC]->(bridge)
RETURN one, two;
