// Rising topics
//
// Which topics have a larger share of the papers of a year than of the papers before it?
//
// $year: integer - the year, e.g. 2025
// $least: integer = 3 - topics with fewer papers in that year are left out
// $limit: integer = 30 - rows at most
// => id - the topic
// => name - its name
// => papers - papers of that year that have it
// => before - papers of earlier years that have it
// => share - its share of the papers of that year
// => shareBefore - its share of the earlier papers
// needs: topics, dates
MATCH (every:Paper)
WHERE every.year <= $year AND NOT coalesce(every.stub, false)
WITH count(CASE WHEN every.year = $year THEN 1 END) AS now, count(CASE WHEN every.year < $year THEN 1 END) AS then
MATCH (topic:Topic)<-[:HAS_TOPIC]-(paper:Paper)
WHERE paper.year <= $year AND NOT coalesce(paper.stub, false)
WITH topic, now, then, count(CASE WHEN paper.year = $year THEN 1 END) AS papers,
     count(CASE WHEN paper.year < $year THEN 1 END) AS before
WHERE papers >= $least
WITH topic, papers, before, 1.0 * papers / now AS share,
     CASE then WHEN 0 THEN 0.0 ELSE 1.0 * before / then END AS shareBefore
WITH topic, papers, before, share, shareBefore, share - shareBefore AS rise
WHERE rise > 0
RETURN topic.id AS id, topic.name AS name, papers, before, round(share, 4) AS share,
       round(shareBefore, 4) AS shareBefore
ORDER BY rise DESC, id
LIMIT $limit;
