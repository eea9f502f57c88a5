// Topics by year
//
// How many papers have the most frequent topics, year by year?
//
// $top: integer = 10 - how many topics
// $limit: integer = 200 - rows at most
// => id - the topic
// => name - its name
// => year - the year
// => papers - papers of that year that have it
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
