// by id
MATCH (n:Paper {id: $text})
RETURN n.id AS id, n.id AS name
ORDER BY id
LIMIT $limit;

// by another identifier, or by the whole title
CALL () {
  MATCH (n:Paper {arxivId: $arxiv}) RETURN n
  UNION
  MATCH (n:Paper {doi: $doi}) RETURN n
  UNION
  MATCH (n:Paper {openalexId: $openalex}) RETURN n
  UNION
  MATCH (n:Paper {s2Id: $s2}) RETURN n
  UNION
  MATCH (n:Paper {titleKey: $key}) RETURN n
}
RETURN n.id AS id, coalesce(n.title, n.id) AS name
ORDER BY name, id
LIMIT $limit;

// by one of its further identifiers
UNWIND $identifiers AS identifier
MATCH (:Identifier {id: identifier})-[:IDENTIFIES]->(n:Paper)
WITH DISTINCT n
RETURN n.id AS id, coalesce(n.title, n.id) AS name
ORDER BY name, id
LIMIT $limit;

// by a part of the title
MATCH (n:Paper)
WHERE n.titleKey CONTAINS $key
RETURN n.id AS id, coalesce(n.title, n.id) AS name
ORDER BY name, id
LIMIT $limit;

// near ones
MATCH (n:Paper)
WHERE any(part IN $parts WHERE n.titleKey CONTAINS part)
RETURN n.id AS id, n.title AS name
ORDER BY name, id
LIMIT $many;
