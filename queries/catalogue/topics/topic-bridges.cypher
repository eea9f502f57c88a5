// Bridges between two topics
//
// Which third topics connect two topics: occur on papers of the one and on other papers of the
// other? The strength is discounted where few papers support it (Pantel and Lin 2002).
//
// $topic: topic - one topic, by name, alias or id, e.g. neural network
// $other: topic - the other, e.g. protein
// $limit: integer = 30 - rows at most
// => id - the topic between
// => name - its name
// => withFirst - how many papers have it and the first topic
// => withSecond - how many papers have it and the second topic
// => strength - the smaller of the two (m), over the root of all papers of the topic between, times m / (m + 1)
// => withBoth - how many papers have all three
// needs: topics
CALL () {
  MATCH (:Topic {id: $topic})<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(bridge:Topic)
  RETURN bridge, 1 AS one, 0 AS two,
         CASE WHEN EXISTS { (paper)-[:HAS_TOPIC]->(:Topic {id: $other}) } THEN 1 ELSE 0 END AS both
  UNION ALL
  MATCH (:Topic {id: $other})<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(bridge:Topic)
  RETURN bridge, 0 AS one, 1 AS two, 0 AS both
}
WITH bridge, sum(one) AS withFirst, sum(two) AS withSecond, sum(both) AS withBoth
WHERE withFirst > 0 AND withSecond > 0 AND withFirst + withSecond > withBoth + 1
  AND NOT bridge.id IN [$topic, $other]
WITH bridge, withFirst, withSecond, withBoth,
     CASE WHEN withFirst < withSecond THEN withFirst ELSE withSecond END AS least
WITH bridge, withFirst, withSecond, withBoth,
     least / sqrt(COUNT { (bridge)<-[:HAS_TOPIC]-() }) * least / (least + 1) AS weight
RETURN bridge.id AS id, bridge.name AS name, withFirst, withSecond,
       round(weight, 3) AS strength, withBoth
ORDER BY weight DESC, withBoth DESC, id
LIMIT $limit;

CALL () {
  MATCH (:Topic {id: $topic})<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(bridge:Topic)
  RETURN bridge, 1 AS one, 0 AS two,
         CASE WHEN EXISTS { (paper)-[:HAS_TOPIC]->(:Topic {id: $other}) } THEN 1 ELSE 0 END AS both
  UNION ALL
  MATCH (:Topic {id: $other})<-[:HAS_TOPIC]-(:Paper)-[:HAS_TOPIC]->(bridge:Topic)
  RETURN bridge, 0 AS one, 1 AS two, 0 AS both
}
WITH bridge, sum(one) AS withFirst, sum(two) AS withSecond, sum(both) AS withBoth
WHERE withFirst > 0 AND withSecond > 0 AND withFirst + withSecond > withBoth + 1
  AND NOT bridge.id IN [$topic, $other]
WITH bridge, withBoth, CASE WHEN withFirst < withSecond THEN withFirst ELSE withSecond END AS least
WITH bridge, withBoth,
     least / sqrt(COUNT { (bridge)<-[:HAS_TOPIC]-() }) * least / (least + 1) AS weight
ORDER BY weight DESC, withBoth DESC, bridge.id
LIMIT $limit
MATCH path = (bridge)<-[:HAS_TOPIC]-(:Paper)-[:HAS_TOPIC]->(end:Topic)
WHERE end.id IN [$topic, $other]
RETURN path;
