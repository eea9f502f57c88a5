// by address
MATCH (n:Repository {id: $address})
RETURN n.id AS id, n.id AS name
ORDER BY id
LIMIT $limit;

// by owner and name, or by name
MATCH (n:Repository)
WHERE n.id ENDS WITH '/' + $address
RETURN n.id AS id, n.id AS name
ORDER BY id
LIMIT $limit;

// by part of the address
MATCH (n:Repository)
WHERE n.id CONTAINS $address
RETURN n.id AS id, n.id AS name
ORDER BY id
LIMIT $limit;

// candidates for a misspelled name
MATCH (n:Repository)
WHERE any(part IN $parts WHERE n.id CONTAINS part)
RETURN n.id AS id, n.name AS name
ORDER BY name, id
LIMIT $many;
