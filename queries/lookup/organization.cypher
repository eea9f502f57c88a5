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
WHERE toLower(n.name) = $lower OR n.id = $organization OR toLower(n.handle) = $account
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

// distinguishing details
UNWIND $ids AS id
MATCH (n:Organization {id: id})
CALL (n) {
  MATCH (n)<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN paper
  UNION
  MATCH (n)<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  RETURN paper
}
WITH id, n, paper
WHERE paper.title IS NOT NULL
WITH id, n, paper
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
WITH id, n, collect(paper.title)[0] AS newest
RETURN id, [[part IN [n.country] WHERE part IS NOT NULL], ['newest: ' + newest]] AS details
ORDER BY id;
