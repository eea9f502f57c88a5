// Papers on a topic
//
// Which papers are about a topic, or about a narrower one?
//
// $topic: topic - the topic, by name, alias or id, e.g. neural network
// $limit: integer = 50 - rows at most
// => id - the paper
// => title - its title
// => published - its date
// => topics - its topics that are this one or narrower
// needs: topics
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH paper, narrower
ORDER BY narrower.name, narrower.id
WITH paper, collect(narrower.name) AS topics
RETURN paper.id AS id, paper.title AS title, paper.published AS published, topics
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit;

MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH DISTINCT paper
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
MATCH path = (paper)-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic})
RETURN path;
