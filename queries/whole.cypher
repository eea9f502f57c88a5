// The whole graph as columns. A node or relationship as such costs fifty times the processor time
// of a list, and a row fifty times that of an entry of a list; so rows are collected by the end of
// the ID. Grouping links by properties of a node takes twice the time of grouping them by the node.
// A pattern in a list begins with the bound node; ArcadeDB reads all nodes that match the first one.
// `n {Label}` stands for the properties of the schema that are drawn.

// papers
MATCH (n:Paper)
WHERE NOT coalesce(n.stub, false)
RETURN right(n.id, 2) AS part, collect([n.id, n {Paper}, []]) AS rows;

// citations
MATCH (a:Paper)-[r:CITES]->(n:Paper)
WHERE NOT coalesce(n.stub, false)
WITH n.id AS id, collect([a.id, r {CITES}]) AS links
RETURN right(id, 2) AS part, collect([id, null, links]) AS rows;

// lists
MATCH (l:Listing)
RETURN right(l.id, 2) AS part, collect([l.id, coalesce(l.kind, 'list'), toString(l.date), l.files]) AS rows;

// similar papers
MATCH (n:Paper)
WITH n, [(n)<-[r:SIMILAR_TO]-(a:Paper) | [a.id, r.fromStart, r.fromEnd]] AS links
WHERE size(links) > 0
RETURN right(n.id, 2) AS part, collect([n.id, links]) AS rows;

// broader topics
MATCH (a:Topic)-[r:BROADER]->(n:Topic)
WITH n.id AS id, collect([a.id, r {BROADER}]) AS links
RETURN right(id, 2) AS part, collect([id, null, links]) AS rows;

// cited works by paper
MATCH (p:Paper)-[:CITES]->(n:Paper)
WHERE coalesce(n.stub, false)
WITH n, collect([p.id, null]) AS links
RETURN right(n.id, 2) AS part, collect([n.id, n.title, null, links]) AS rows;

// authors by paper
MATCH (n:Author)
WITH n, [(n)-[r:AUTHORED]->(p:Paper) | [p.id, r.nameOnly]] AS links
RETURN right(n.id, 2) AS part, collect([n.id, n.name, n.confidence, links]) AS rows;

// topics
MATCH (n:Topic)
WITH n, [(n)<-[r:HAS_TOPIC]-(p:Paper) | [p.id, r {HAS_TOPIC}]] AS links
RETURN right(n.id, 2) AS part, collect([n.id, n {Topic}, links]) AS rows;

// cited works
UNWIND $ids AS id
MATCH (n:Paper {id: id})<-[r:CITES]-(p:Paper)
WITH id, n, collect([p.id, r {CITES}]) AS links
RETURN right(id, 2) AS part, collect([id, n {Paper}, links]) AS rows;

// authors
UNWIND $ids AS id
MATCH (n:Author {id: id})-[r:AUTHORED]->(p:Paper)
WITH id, n, collect([p.id, r {AUTHORED}]) AS links
RETURN right(id, 2) AS part, collect([id, n {Author}, links]) AS rows;

// repositories
MATCH (n:Repository)
OPTIONAL MATCH (p:Paper)-[r:HAS_CODE]->(n)
WITH n, collect(CASE WHEN p IS NOT NULL THEN [p.id, r {HAS_CODE}] END) AS links
RETURN right(n.id, 2) AS part, collect([n.id, n {Repository}, links]) AS rows;

// organizations
MATCH (n:Organization)
OPTIONAL MATCH (p:Paper)-[r:AFFILIATED_WITH]->(n)
WITH n, collect(CASE WHEN p IS NOT NULL THEN [p.id, r {AFFILIATED_WITH}] END) AS links
RETURN right(n.id, 2) AS part, collect([n.id, n {Organization}, links]) AS rows;

// members of organizations
MATCH (a:Author)-[r:AFFILIATED_WITH]->(n:Organization)
WITH n.id AS id, collect([a.id, r {AFFILIATED_WITH}]) AS links
RETURN right(id, 2) AS part, collect([id, null, links]) AS rows;

// owners of repositories
MATCH (c:Repository)-[r:OWNED_BY]->(n:Organization)
WITH n.id AS id, collect([c.id, r {OWNED_BY}]) AS links
RETURN right(id, 2) AS part, collect([id, null, links]) AS rows;

// venues
MATCH (n:Venue)
OPTIONAL MATCH (p:Paper)-[r:PUBLISHED_IN]->(n)
WITH n, collect(CASE WHEN p IS NOT NULL THEN [p.id, r {PUBLISHED_IN}] END) AS links
RETURN right(n.id, 2) AS part, collect([n.id, n {Venue}, links]) AS rows
