// Evidence for the topics of a paper
//
// Which words of a paper support each of its topics, and what else does its text mention?
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $topic: topic = null - restrict to this topic
// => id - ID of the topic
// => topic - name of the topic
// => link - about or mentions
// => score - probability that the paper is about it, 0 to 1
// => surface - matched words
// => field - title, abstract or source
// => evidence - sentence with the matched words
// => rule - rule that accepted the topic
// => sources - origins of the topic: text, ai_keywords, openalex, ...
// needs: topics of $paper
MATCH (:Paper {id: $paper})-[has:HAS_TOPIC|MENTIONS]->(topic:Topic)
WHERE $topic IS NULL OR topic.id = $topic
RETURN topic.id AS id, topic.name AS topic,
       CASE type(has) WHEN 'HAS_TOPIC' THEN 'about' ELSE 'mentions' END AS link,
       has.score AS score, has.surface AS surface, has.field AS field, has.evidence AS evidence, has.rule AS rule, has.sources AS sources
ORDER BY link, coalesce(score, -1.0) DESC, id
// draw
// MATCH path = (:Paper {id: $paper})-[:HAS_TOPIC|MENTIONS]->(:Topic {id: id})
// RETURN path
;
