// by ID
MATCH (n:Author {id: $text})
RETURN n.id AS id, coalesce(n.name, n.id) AS name, 0 AS weight
ORDER BY id
LIMIT $many;

// by identifier
CALL () {
  MATCH (n:Author {orcid: $orcid}) RETURN n
  UNION
  MATCH (n:Author {dblpPid: $dblpPid}) RETURN n
  UNION
  MATCH (n:Author {dblpName: $dblpName}) RETURN n
  UNION
  MATCH (n:Author {openreviewId: $openreviewId}) RETURN n
  UNION
  MATCH (n:Author {openalexId: $openalexId}) RETURN n
  UNION
  MATCH (n:Author {s2Id: $s2Id}) RETURN n
  UNION
  MATCH (n:Author {scopusId: $scopusId}) RETURN n
  UNION
  MATCH (n:Author {researcherId: $researcherId}) RETURN n
  UNION
  MATCH (n:Author {aclPerson: $aclPerson}) RETURN n
}
RETURN n.id AS id, n.name AS name, 0 AS weight
ORDER BY name, id
LIMIT $many;

// by name
MATCH (n:Author {nameKey: $key})
RETURN n.id AS id, n.name AS name, COUNT { (n)-[:AUTHORED]->() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by another spelling
MATCH (n:Author)
WHERE any(other IN n.names WHERE toLower(other) = $lower)
RETURN n.id AS id, n.name AS name, COUNT { (n)-[:AUTHORED]->() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by a Hugging Face account
WITH $account AS account
WHERE account <> ''
MATCH (n:Author)-[wrote:AUTHORED]->(:Paper)
WHERE any(user IN coalesce(wrote.hfUser, []) + coalesce(wrote.hfAssigned, [])
          WHERE toLower(user) = account)
RETURN DISTINCT n.id AS id, n.name AS name, 0 AS weight
ORDER BY name, id
LIMIT $many;

// by part of the name, its initials
MATCH (n:Author)
WHERE $family <> '' AND n.nameKey STARTS WITH $initial AND n.nameKey ENDS WITH $family
RETURN n.id AS id, n.name AS name, COUNT { (n)-[:AUTHORED]->() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by part of the name
MATCH (n:Author)
WHERE n.nameKey CONTAINS $key
RETURN n.id AS id, n.name AS name, COUNT { (n)-[:AUTHORED]->() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by part of the name, its words
MATCH (n:Author)
WHERE size($words) > 1 AND all(word IN $words WHERE ' ' + n.nameKey + ' ' CONTAINS ' ' + word + ' ')
RETURN n.id AS id, n.name AS name, COUNT { (n)-[:AUTHORED]->() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// candidates for a misspelled name
MATCH (n:Author)
WHERE any(part IN $parts WHERE n.nameKey CONTAINS part)
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $most;

// distinguishing details
UNWIND $ids AS id
MATCH (n:Author {id: id})
CALL (n) {
  MATCH (n)-[:AUTHORED]->(:Paper)-[:HAS_TOPIC]->(topic:Topic)
  WITH topic, count(*) AS papers
  ORDER BY papers DESC, topic.paperCount, topic.id
  LIMIT 2
  RETURN collect(topic.name) AS topics
}
CALL (n) {
  MATCH (n)-[:AUTHORED]->(paper:Paper)
  WHERE paper.title IS NOT NULL
  WITH paper ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
  LIMIT 1
  RETURN collect('newest: ' + paper.title) AS newest
}
RETURN id, [topics, newest] AS details
ORDER BY id;

// confidence
MATCH (n:Author {id: $id})
RETURN n.basis AS basis, n.confidence AS confidence, COUNT { (n)-[:AUTHORED]->() } AS papers,
       COUNT { (n)-[:AUTHORED {nameOnly: true}]->() } AS nameOnly;
