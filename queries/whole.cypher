// The whole graph as columns. A node or relationship as such costs fifty times the processor time
// of a list. `n {Label}` stands for the properties of the schema that are drawn.

// papers
MATCH (n:Paper)
WHERE NOT coalesce(n.stub, false)
RETURN n.id AS id, n {Paper} AS properties, [] AS links;

// citations
MATCH (a:Paper)-[r:CITES]->(n:Paper)
WHERE NOT coalesce(n.stub, false)
RETURN n.id AS id, null AS properties, collect([a.id, r {CITES}]) AS links;

// broader topics
MATCH (a:Topic)-[r:BROADER]->(n:Topic)
RETURN n.id AS id, null AS properties, collect([a.id, r {BROADER}]) AS links;

// cited works by paper
MATCH (p:Paper)-[:CITES]->(n:Paper)
WHERE coalesce(n.stub, false)
RETURN n.id AS id, n.title AS name, null AS aliases, false AS general, collect(p.id) AS papers;

// topics by paper
MATCH (p:Paper)-[:HAS_TOPIC]->(n:Topic)
RETURN n.id AS id, n.name AS name, n.aliases AS aliases,
       coalesce(n.kind, '') = 'field' AS general, collect(p.id) AS papers;

// authors by paper
MATCH (n:Author)-[r:AUTHORED]->(p:Paper)
RETURN n.id AS id, n.name AS name, null AS aliases, false AS general, collect(p.id) AS papers,
       collect(CASE WHEN r.nameOnly THEN p.id END) AS nameOnly;

// cited works
UNWIND $ids AS id
MATCH (p:Paper)-[r:CITES]->(n:Paper {id: id})
RETURN id, n {Paper} AS properties, collect([p.id, r {CITES}]) AS links;

// topics
UNWIND $ids AS id
MATCH (n:Topic {id: id})
OPTIONAL MATCH (p:Paper)-[r:HAS_TOPIC]->(n)
RETURN id, n {Topic} AS properties,
       collect(CASE WHEN p IS NOT NULL THEN [p.id, r {HAS_TOPIC}] END) AS links;

// authors
UNWIND $ids AS id
MATCH (n:Author {id: id})-[r:AUTHORED]->(p:Paper)
RETURN id, n {Author} AS properties, collect([p.id, r {AUTHORED}]) AS links;

// repositories
MATCH (n:Repository)
OPTIONAL MATCH (p:Paper)-[r:HAS_CODE]->(n)
RETURN n.id AS id, n {Repository} AS properties,
       collect(CASE WHEN p IS NOT NULL THEN [p.id, r {HAS_CODE}] END) AS links;

// organizations
MATCH (n:Organization)
OPTIONAL MATCH (p:Paper)-[r:AFFILIATED_WITH]->(n)
RETURN n.id AS id, n {Organization} AS properties,
       collect(CASE WHEN p IS NOT NULL THEN [p.id, r {AFFILIATED_WITH}] END) AS links;

// members of organizations
MATCH (a:Author)-[r:AFFILIATED_WITH]->(n:Organization)
RETURN n.id AS id, null AS properties, collect([a.id, r {AFFILIATED_WITH}]) AS links;

// owners of repositories
MATCH (c:Repository)-[r:OWNED_BY]->(n:Organization)
RETURN n.id AS id, null AS properties, collect([c.id, r {OWNED_BY}]) AS links;

// venues
MATCH (n:Venue)
OPTIONAL MATCH (p:Paper)-[r:PUBLISHED_IN]->(n)
RETURN n.id AS id, n {Venue} AS properties,
       collect(CASE WHEN p IS NOT NULL THEN [p.id, r {PUBLISHED_IN}] END) AS links
