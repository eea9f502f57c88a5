// Papers on two topics
//
// Which papers are about two topics at once, or about narrower ones?
//
// $topic: topic - one topic, by name, alias or id, e.g. neural network
// $other: topic - the other, e.g. protein
// $limit: integer = 50 - rows at most
// => id - the paper
// => title - its title
// => published - its date
// => topics - its topics that are the first or narrower
// => others - its topics that are the second or narrower
// needs: topics
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH paper, narrower
ORDER BY narrower.name, narrower.id
WITH paper, collect(narrower.name) AS topics
MATCH (paper)-[:HAS_TOPIC]->(also:Topic)-[:BROADER*0..8]->(:Topic {id: $other})
WITH DISTINCT paper, topics, also
ORDER BY also.name, also.id
WITH paper, topics, collect(also.name) AS others
RETURN paper.id AS id, paper.title AS title, paper.published AS published, topics, others
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit;

MATCH one = (:Topic {id: $topic})<-[:BROADER*0..8]-(:Topic)<-[:HAS_TOPIC]-(paper:Paper)
MATCH two = (paper)-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $other})
WHERE NOT coalesce(paper.stub, false)
RETURN one, two
LIMIT 10 * $limit;
