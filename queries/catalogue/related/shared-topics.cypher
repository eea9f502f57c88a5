// Papers that share topics with a paper
//
// Which papers are about the same topics as a paper, and about which of them? A topic that few
// papers have weighs more: its weight is the logarithm of all papers over those that have it.
//
// $paper: paper - the paper to start from, e.g. arxiv:1506.03134
// $limit: integer = 20 - rows at most
// => id - the other paper
// => title - its title
// => score - sum of the weights of the shared topics
// => topics - names of the shared topics, the most telling first
// needs: topics, topics of $paper
MATCH (every:Paper)
WHERE NOT coalesce(every.stub, false)
WITH count(every) AS papers
MATCH (:Paper {id: $paper})-[:HAS_TOPIC]->(topic:Topic)
WITH topic, log((1.0 + papers) / COUNT { (topic)<-[:HAS_TOPIC]-() }) AS weight
ORDER BY weight DESC, topic.id
MATCH (topic)<-[:HAS_TOPIC]-(other:Paper)
WHERE other.id <> $paper AND NOT coalesce(other.stub, false)
WITH other, sum(weight) AS total, collect(topic.name) AS topics
RETURN other.id AS id, other.title AS title, round(total, 3) AS score, topics
ORDER BY round(total, 9) DESC, id
LIMIT $limit;

MATCH (every:Paper)
WHERE NOT coalesce(every.stub, false)
WITH count(every) AS papers
MATCH (start:Paper {id: $paper})-[:HAS_TOPIC]->(topic:Topic)
WITH start, topic, log((1.0 + papers) / COUNT { (topic)<-[:HAS_TOPIC]-() }) AS weight
MATCH (topic)<-[:HAS_TOPIC]-(other:Paper)
WHERE other.id <> $paper AND NOT coalesce(other.stub, false)
WITH start, other, sum(weight) AS total
ORDER BY round(total, 9) DESC, other.id
LIMIT $limit
MATCH path = (start)-[:HAS_TOPIC]->(:Topic)<-[:HAS_TOPIC]-(other)
RETURN path;
