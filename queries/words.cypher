// texts: titles and abstracts, to look for phrases and sentences
UNWIND $ids AS id
MATCH (paper:Paper {id: id})
RETURN id, paper.title AS title, paper.abstract AS abstract;

// author: papers of an author of this name, the newest first
MATCH (author:Author {nameKey: $key})-[:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH paper, min(author.name) AS name
RETURN paper.id AS id, name
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, id;

// words: papers of authors whose names have these words, the newest first
MATCH (author:Author)
WHERE all(word IN $words WHERE ' ' + author.nameKey + ' ' CONTAINS ' ' + word + ' ')
MATCH (author)-[:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH paper, min(author.name) AS name
RETURN paper.id AS id, name
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, id;

// title: papers whose titles begin with these words
MATCH (paper:Paper)
WHERE paper.titleKey STARTS WITH $key
  AND (paper.titleKey = $key OR paper.title CONTAINS ':')
  AND NOT coalesce(paper.stub, false)
RETURN paper.id AS id, paper.title AS title
ORDER BY id;

// topic: papers of a topic of this name
MATCH (topic:Topic)
WHERE topic.id IN $forms
MATCH (topic)<-[has:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH paper, max(coalesce(has.score, 0.5)) AS score, min(coalesce(topic.name, topic.id)) AS name
RETURN paper.id AS id, name, score
ORDER BY id;

// alias: topics of this alias; reads all topics
MATCH (topic:Topic)
WHERE any(alias IN topic.aliases WHERE toLower(alias) IN $forms)
RETURN topic.id AS id
ORDER BY id;

// repository: papers whose code is in a repository, the newest first
MATCH (:Repository {id: $id})<-[:HAS_CODE]-(paper:Paper)
RETURN DISTINCT paper.id AS id, coalesce(paper.published, date('0001-01-01')) AS day
ORDER BY day DESC, id;

// keyword: papers with this keyword, if it is no topic
MATCH (paper:Paper)
WHERE any(keyword IN paper.keywords WHERE toLower(keyword) IN $forms)
RETURN paper.id AS id, [keyword IN paper.keywords WHERE toLower(keyword) IN $forms][0] AS name,
       0.5 AS score
ORDER BY id
