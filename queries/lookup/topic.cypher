// by name
MATCH (n:Topic)
WHERE n.id IN $forms
RETURN n.id AS id, n.name AS name, COUNT { (n)<-[:HAS_TOPIC]-() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by name or alias
MATCH (n:Topic)
WHERE toLower(n.name) IN $forms
   OR any(alias IN n.aliases WHERE toLower(alias) IN $forms)
   OR replace(n.id, ' ', '') = $solid
RETURN n.id AS id, n.name AS name, COUNT { (n)<-[:HAS_TOPIC]-() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by part of the name
MATCH (n:Topic)
WHERE n.id CONTAINS $key OR toLower(n.name) CONTAINS $lower
RETURN n.id AS id, n.name AS name, COUNT { (n)<-[:HAS_TOPIC]-() } AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// papers with the keyword
MATCH (n:Paper)
WHERE any(entry IN coalesce(n.keywordSources, []) WHERE split(entry, ' | ')[1] IN $forms)
RETURN n.id AS id, coalesce(n.title, n.id) AS name, 0 AS weight
ORDER BY name, id
LIMIT $many;

// candidates for a misspelled name
MATCH (n:Topic)
WHERE toLower(n.name) STARTS WITH $initial
   OR any(part IN $parts WHERE toLower(n.name) CONTAINS part)
UNWIND [n.name] + coalesce(n.aliases, []) AS name
RETURN n.id AS id, name
ORDER BY name, id
LIMIT $most;

// kind and names
MATCH (n:Topic {id: $id})
RETURN n.kind AS kind, [n.name] + coalesce(n.aliases, []) AS names;
