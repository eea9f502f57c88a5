// Topics by year
//
// How many papers are about the most frequent topics in each year?
//
// $top: integer = 10 - number of topics
// $limit: integer = 200 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => year - year of publication
// => papers - papers of the year on the topic
// needs: topics, dates
MATCH (topic:Topic)<-[:HAS_TOPIC]-(paper:Paper)
WHERE paper.year IS NOT NULL AND NOT coalesce(paper.stub, false)
WITH topic, count(paper) AS every
ORDER BY every DESC, topic.id
LIMIT $top
MATCH (topic)<-[:HAS_TOPIC]-(paper:Paper)
WHERE paper.year IS NOT NULL AND NOT coalesce(paper.stub, false)
WITH topic, every, paper.year AS year, count(paper) AS papers
RETURN topic.id AS id, topic.name AS name, year, papers
ORDER BY every DESC, id, year
LIMIT $limit;
