// by ID
MATCH (n:Paper {id: $text})
RETURN n.id AS id, n.id AS name
ORDER BY id
LIMIT $limit;

// by another identifier, or by the full title
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

// by another identifier, of an Identifier node
UNWIND $identifiers AS identifier
MATCH (:Identifier {id: identifier})-[:IDENTIFIES]->(n:Paper)
WITH DISTINCT n
RETURN n.id AS id, coalesce(n.title, n.id) AS name
ORDER BY name, id
LIMIT $limit;

// by part of the title
MATCH (n:Paper)
WHERE n.titleKey CONTAINS $key
RETURN n.id AS id, coalesce(n.title, n.id) AS name
ORDER BY name, id
LIMIT $limit;

// candidates for a misspelled name
MATCH (n:Paper)
WHERE any(part IN $parts WHERE n.titleKey CONTAINS part)
RETURN n.id AS id, n.title AS name
ORDER BY name, id
LIMIT $many;
