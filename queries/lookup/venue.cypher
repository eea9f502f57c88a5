// by ID
MATCH (n:Venue {id: $text})
RETURN n.id AS id, n.name AS name
ORDER BY id
LIMIT $limit;

// by name or another identifier
MATCH (n:Venue)
WHERE toLower(n.name) = $lower OR n.issn = $text OR n.openalexId = $openalex
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $limit;

// by part of the name
MATCH (n:Venue)
WHERE toLower(n.name) CONTAINS $lower
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $limit;

// candidates for a misspelled name
MATCH (n:Venue)
WHERE toLower(n.name) STARTS WITH $initial
   OR any(part IN $parts WHERE toLower(n.name) CONTAINS part)
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $many;
