// Bridges between two topics
//
// Which third topics connect two topics, that is, occur on papers about one and on different papers
// about the other? The strength is discounted if few papers support it (Pantel and Lin 2002).
//
// $topic: topic - name, alias or ID of one topic, e.g. neural network
// $other: topic - name, alias or ID of the other topic, e.g. protein
// $single: boolean = false - also include topics that share only one paper with either of the two
// $limit: integer = 30 - maximum rows to return
// => id - ID of the third topic
// => name - name of the third topic
// => withFirst - papers on the third and the first topic
// => withSecond - papers on the third and the second topic
// => strength - m divided by the square root of the number of papers on the third topic, times m / (m + 1), where m is the smaller of `withFirst` and `withSecond`, each minus `withBoth`
// => withBoth - papers on all three topics
// needs: topics
CALL () {
  MATCH (:Topic {id: $topic})<-[:HAS_TOPIC]-(paper:Paper)
  RETURN paper, 1 AS one, 0 AS two
  UNION ALL
  MATCH (:Topic {id: $other})<-[:HAS_TOPIC]-(paper:Paper)
  RETURN paper, 0 AS one, 1 AS two
}
WITH paper, sum(one) AS one, sum(two) AS two
WITH paper, one, two, one * two AS both
WHERE NOT coalesce(paper.stub, false)
MATCH (paper)-[:HAS_TOPIC]->(bridge:Topic)
WITH bridge, sum(one) AS withFirst, sum(two) AS withSecond, sum(both) AS withBoth
WHERE withFirst > withBoth AND withSecond > withBoth AND NOT bridge.id IN [$topic, $other]
WITH bridge, withFirst, withSecond, withBoth,
     CASE WHEN withFirst < withSecond THEN withFirst ELSE withSecond END - withBoth AS least
WHERE least > 1 OR $single
WITH bridge, withFirst, withSecond, withBoth,
     least / sqrt(coalesce(bridge.paperCount, COUNT {
       MATCH (bridge)<-[:HAS_TOPIC]-(every:Paper)
       WHERE NOT coalesce(every.stub, false)
     })) * least / (least + 1) AS weight
RETURN bridge.id AS id, bridge.name AS name, withFirst, withSecond,
       round(weight, 3) AS strength, withBoth
ORDER BY weight DESC, withBoth DESC, id
LIMIT $limit
// draw
// UNWIND [$topic, $other] AS end
// MATCH path = (:Topic {id: id})<-[:HAS_TOPIC]-(paper:Paper)-[:HAS_TOPIC]->(:Topic {id: end})
// WHERE NOT coalesce(paper.stub, false)
// RETURN path
;
