// Papers that share topics with a paper
//
// Which papers have topics in common with a paper, and which topics? Rare topics, and topics that
// both papers are clearly about, weigh more: a topic's weight is the logarithm of (all papers /
// papers on the topic), times the scores of both links (0.5 if unknown).
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $limit: integer = 20 - maximum rows to return
// => id - ID of the other paper
// => title - title of the other paper
// => score - sum of the weights of the shared topics
// => topics - names of the shared topics, by descending weight
// needs: topics, topics of $paper
CALL () {
  // kept
  MATCH (every:Paper)
  WHERE NOT coalesce(every.stub, false)
  RETURN count(every) AS papers
}
MATCH (:Paper {id: $paper})-[mine:HAS_TOPIC]->(topic:Topic)
WITH topic, coalesce(mine.score, 0.5) * log((1.0 + papers) / COUNT { (topic)<-[:HAS_TOPIC]-() }) AS weight
WITH collect({topic: topic, id: topic.id, weight: weight}) AS mine
CALL (mine) {
  UNWIND mine AS one
  WITH one.topic AS topic, one.weight AS weight
  MATCH (topic)<-[theirs:HAS_TOPIC]-(other:Paper)
  WITH other, sum(weight * coalesce(theirs.score, 0.5)) AS total
  WHERE NOT coalesce(other.stub, false)
  RETURN other, total
  ORDER BY round(total, 9) DESC, other.id
  LIMIT $limit + 1 // the paper itself is one of them
}
WITH mine, other, total
WHERE other.id <> $paper
RETURN other.id AS id, other.title AS title, round(total, 3) AS score, COLLECT {
         MATCH (other)-[theirs:HAS_TOPIC]->(topic:Topic)
         WITH topic, [one IN mine WHERE one.id = topic.id | one.weight * coalesce(theirs.score, 0.5)][0] AS weight
         WHERE weight IS NOT NULL
         RETURN topic.name ORDER BY weight DESC, topic.id
       } AS topics
ORDER BY round(total, 9) DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: $paper})-[:HAS_TOPIC]->(:Topic)<-[:HAS_TOPIC]-(:Paper {id: id})
// RETURN path
;
