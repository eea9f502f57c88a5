// by address
MATCH (n:Repository {id: $address})
RETURN n.id AS id, n.id AS name, 0 AS weight
ORDER BY id
LIMIT $many;

// by name
MATCH (n:Repository)
WHERE n.id ENDS WITH '/' + $address
RETURN n.id AS id, n.id AS name, coalesce(n.stars, 0) AS weight
ORDER BY weight DESC, id
LIMIT $many;

// by an earlier name
MATCH (n:Repository)
WHERE any(other IN n.alsoKnownAs
          WHERE other STARTS WITH $address + ' (' OR other CONTAINS '/' + $address + ' (')
RETURN n.id AS id, n.id AS name, coalesce(n.stars, 0) AS weight
ORDER BY weight DESC, id
LIMIT $many;

// by part of the address
MATCH (n:Repository)
WHERE n.id CONTAINS $address
RETURN n.id AS id, n.id AS name, coalesce(n.stars, 0) AS weight
ORDER BY weight DESC, id
LIMIT $many;

// candidates for a misspelled name
MATCH (n:Repository)
WHERE any(part IN $parts WHERE n.id CONTAINS part)
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $most;
