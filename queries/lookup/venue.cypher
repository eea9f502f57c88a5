// by ID
MATCH (n:Venue {id: $text})
RETURN n.id AS id, coalesce(n.name, n.id) AS name, 0 AS weight
ORDER BY id
LIMIT $many;

// by name or another identifier
MATCH (n:Venue)
WHERE toLower(n.name) = $lower OR n.issn = $text OR n.openalexId = $openalex
RETURN n.id AS id, n.name AS name, COUNT { (n)<-[:PUBLISHED_IN]-() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by part of the name
MATCH (n:Venue)
WHERE toLower(n.name) CONTAINS $lower
RETURN n.id AS id, n.name AS name, COUNT { (n)<-[:PUBLISHED_IN]-() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by part of the name, its words
MATCH (n:Venue)
WHERE size($words) > 1 AND all(word IN $words WHERE toLower(n.name) CONTAINS word)
RETURN n.id AS id, n.name AS name, COUNT { (n)<-[:PUBLISHED_IN]-() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// candidates for a misspelled name
MATCH (n:Venue)
WHERE toLower(n.name) STARTS WITH $initial OR toLower(n.name) CONTAINS ' ' + $initial
   OR any(part IN $parts WHERE toLower(n.name) CONTAINS part)
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $most;
