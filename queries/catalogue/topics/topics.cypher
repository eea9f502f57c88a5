// Topics by papers
//
// Which topics have the most papers?
//
// $limit: integer = 50 - rows at most
// => id - the topic
// => name - its name
// => kind - concept, system, dataset, field or keyword
// => papers - how many papers have it
// needs: topics
MATCH (topic:Topic)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH topic, count(paper) AS papers
RETURN topic.id AS id, topic.name AS name, topic.kind AS kind, papers
ORDER BY papers DESC, id
LIMIT $limit;

MATCH (topic:Topic)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH topic, count(paper) AS papers
ORDER BY papers DESC, topic.id
LIMIT $limit
MATCH path = (topic)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN path;
