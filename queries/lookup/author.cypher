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
MATCH (n:Author)-[wrote:AUTHORED]->(:Paper)
WHERE any(user IN coalesce(wrote.hfUser, []) + coalesce(wrote.hfAssigned, [])
          WHERE toLower(user) = $account)
RETURN DISTINCT n.id AS id, n.name AS name, 0 AS weight
ORDER BY name, id
LIMIT $many;

// by part of the name
MATCH (n:Author)
WHERE n.nameKey CONTAINS $key
RETURN n.id AS id, n.name AS name, COUNT { (n)-[:AUTHORED]->() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// candidates for a misspelled name
MATCH (n:Author)
WHERE any(part IN $parts WHERE n.nameKey CONTAINS part)
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $most;
