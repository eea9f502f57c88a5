// Papers that use a dataset or a model
//
// Which papers name a dataset, a benchmark or a model, and in which sentence? A paper whose title
// begins with the name, before a colon, introduces it.
//
// $topic: topic - name, alias or ID of the dataset or model, e.g. CIFAR-10
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => role - introduces or uses
// => evidence - sentence that names it
// needs: topics
MATCH (topic:Topic {id: $topic})<-[has:HAS_TOPIC|MENTIONS]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH topic, paper, min(has.evidence) AS evidence
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       CASE WHEN paper.title CONTAINS ':' AND any(name IN [topic.name] + coalesce(topic.aliases, [])
              WHERE toLower(split(paper.title, ':')[0]) = toLower(name)) THEN 'introduces' ELSE 'uses' END AS role,
       evidence
ORDER BY role, coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: id})-[:HAS_TOPIC|MENTIONS]->(:Topic {id: $topic})
// RETURN path
;
