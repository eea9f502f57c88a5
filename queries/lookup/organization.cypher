// by ID
CALL () {
  MATCH (n:Organization {id: $text}) RETURN n
  UNION
  MATCH (n:Organization {handle: $text}) RETURN n
}
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $limit;

// by name or another identifier
MATCH (n:Organization)
WHERE toLower(n.name) = $lower OR toLower(n.handle) = $lower
   OR n.ror = $tail OR n.openalexId = $openalex
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $limit;

// by part of the name
MATCH (n:Organization)
WHERE toLower(n.name) CONTAINS $lower
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $limit;

// candidates for a misspelled name
MATCH (n:Organization)
WHERE toLower(n.name) STARTS WITH $initial
   OR any(part IN $parts WHERE toLower(n.name) CONTAINS part)
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $many;
