// by ID
CALL () {
  MATCH (n:Organization {id: $text}) RETURN n
  UNION
  MATCH (n:Organization {handle: $text}) RETURN n
}
RETURN n.id AS id, coalesce(n.name, n.id) AS name, 0 AS weight
ORDER BY name, id
LIMIT $many;

// by name or another identifier
MATCH (n:Organization)
WHERE toLower(n.name) = $lower OR toLower(n.handle) = $account
   OR n.ror = $tail OR n.openalexId = $openalex
   OR any(other IN n.alsoKnownAs WHERE toLower(other) STARTS WITH $lower + ' (')
RETURN n.id AS id, n.name AS name, COUNT { (n)<-[:AFFILIATED_WITH]-() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by part of the name
MATCH (n:Organization)
WHERE toLower(n.name) CONTAINS $lower
RETURN n.id AS id, n.name AS name, COUNT { (n)<-[:AFFILIATED_WITH]-() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// candidates for a misspelled name
MATCH (n:Organization)
WHERE toLower(n.name) STARTS WITH $initial
   OR any(part IN $parts WHERE toLower(n.name) CONTAINS part)
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $most;
