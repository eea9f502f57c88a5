// by ID
MATCH (n:Author {id: $text})
RETURN n.id AS id, n.id AS name
ORDER BY id
LIMIT $limit;

// by another identifier, or by the full name
CALL () {
  MATCH (n:Author {orcid: $orcid}) RETURN n
  UNION
  MATCH (n:Author {openalexId: $openalex}) RETURN n
  UNION
  MATCH (n:Author {nameKey: $key}) RETURN n
}
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $limit;

// by another spelling
MATCH (n:Author)
WHERE any(other IN n.names WHERE toLower(other) = $lower)
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $limit;

// by a Hugging Face account
MATCH (n:Author)-[wrote:AUTHORED]->(:Paper)
WHERE wrote.hfUser IS NOT NULL AND any(user IN wrote.hfUser WHERE toLower(user) = $account)
RETURN DISTINCT n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $limit;

// by part of the name
MATCH (n:Author)
WHERE n.nameKey CONTAINS $key
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $limit;

// candidates for a misspelled name
MATCH (n:Author)
WHERE any(part IN $parts WHERE n.nameKey CONTAINS part)
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $many;
