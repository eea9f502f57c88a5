// Evidence for the topics of a paper
//
// Which words of a paper support each of its topics, and what else does its text mention? Which
// keywords does it have? A keyword becomes a topic when a second paper has it.
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $topic: topic = null - restrict to this topic and narrower ones
// => id - ID of the topic; for a keyword, the ID that the topic would have
// => topic - name of the topic, or the keyword
// => link - about, keyword or mentions
// => score - probability that the paper is about it, 0 to 1
// => surface - matched words
// => field - title, abstract or source
// => evidence - sentence with the matched words
// => rule - rule that accepted the topic
// => sources - origins of the topic: text, title, ai_keywords, openalex, ...
// needs: topics of $paper
MATCH (paper:Paper {id: $paper})
OPTIONAL MATCH (paper)-[has:HAS_TOPIC|MENTIONS]->(topic:Topic)
WITH paper, collect({id: topic.id, topic: topic.name,
  link: CASE type(has) WHEN 'HAS_TOPIC' THEN 'about' ELSE 'mentions' END, score: has.score,
  surface: has.surface, field: has.field, evidence: has.evidence, rule: has.rule,
  sources: has.sources}) AS links
WITH links, [entry IN coalesce(paper.keywordSources, []) | split(entry, ' | ')] AS keywords
UNWIND [row IN links WHERE row.id IS NOT NULL]
  + [parts IN keywords WHERE NOT parts[1] IN [row IN links | coalesce(row.id, '')] |
     {id: parts[1], topic: parts[2], link: 'keyword', sources: [parts[0]]}] AS row
WITH row
WHERE $topic IS NULL OR row.id = $topic OR EXISTS {
  MATCH (:Topic {id: row.id})-[:BROADER*1..8]->(:Topic {id: $topic})
}
RETURN row.id AS id, row.topic AS topic, row.link AS link, row.score AS score,
       row.surface AS surface, row.field AS field, row.evidence AS evidence, row.rule AS rule,
       row.sources AS sources
ORDER BY link, coalesce(score, CASE WHEN link = 'keyword' AND 'title' IN sources THEN 0.0 ELSE -1.0 END) DESC,
         id
// draw
// MATCH path = (:Paper {id: $paper})-[:HAS_TOPIC|MENTIONS]->(:Topic {id: id})
// RETURN path
;
