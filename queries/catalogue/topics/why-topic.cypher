// Why a paper has its topics
//
// Which words of a paper prove each of its topics?
//
// $paper: paper - the paper, e.g. arxiv:1506.03134
// $topic: topic = null - only this topic
// => id - the topic
// => topic - its name
// => score - how telling it is, 0 to 1
// => surface - the very words
// => field - title, abstract or source
// => evidence - the sentence
// => rule - the rule that accepted it
// => sources - who gave it: text, ai_keywords, openalex, ...
// needs: topics of $paper
MATCH (:Paper {id: $paper})-[has:HAS_TOPIC]->(topic:Topic)
WHERE $topic IS NULL OR topic.id = $topic
RETURN topic.id AS id, topic.name AS topic, has.score AS score, has.surface AS surface,
       has.field AS field, has.evidence AS evidence, has.rule AS rule, has.sources AS sources
ORDER BY coalesce(score, -1.0) DESC, id;

MATCH path = (:Paper {id: $paper})-[:HAS_TOPIC]->(topic:Topic)
WHERE $topic IS NULL OR topic.id = $topic
RETURN path;
