// Rising topics
//
// Which topics have a larger share of the papers of a year than of the papers of earlier years?
//
// $year: integer - the year, e.g. 2025
// $least: integer = 3 - minimum papers of a topic in the year
// $limit: integer = 30 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => papers - papers of the year on the topic
// => before - papers of earlier years on the topic
// => share - share of the topic in the papers of the year
// => shareBefore - share of the topic in the papers of earlier years
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
