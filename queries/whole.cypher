// The whole graph as columns. A node or relationship as such costs fifty times the processor time
// of a list, and a row fifty times that of an entry of a list; so rows are collected by the end of
// the ID. `n {Label}` stands for the properties of the schema that are drawn.

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
RETURN right(l.id, 2) AS part, collect([l.id, l.kind, toString(l.date), l.files]) AS rows;

// similar papers
MATCH (a:Paper)-[r:SIMILAR_TO]->(n:Paper)
WITH n.id AS id, collect([a.id, r.fromStart, r.fromEnd]) AS links
RETURN right(id, 2) AS part, collect([id, links]) AS rows;

// broader topics
MATCH (a:Topic)-[r:BROADER]->(n:Topic)
WITH n.id AS id, collect([a.id, r {BROADER}]) AS links
RETURN right(id, 2) AS part, collect([id, null, links]) AS rows;

// cited works by paper
MATCH (p:Paper)-[:CITES]->(n:Paper)
WHERE coalesce(n.stub, false)
WITH n.id AS id, n.title AS name, collect(p.id) AS papers
RETURN right(id, 2) AS part, collect([id, name, null, false, papers, [], [], null]) AS rows;

// topics by paper
// scores of those alone that are not drawn; 0.5 is what the question `related` takes for none
MATCH (p:Paper)-[r:HAS_TOPIC]->(n:Topic)
WITH n.id AS id, n.name AS name, n.aliases AS aliases, coalesce(n.kind, '') = 'field' AS general,
     collect(p.id) AS papers,
     collect(CASE WHEN coalesce(n.paperCount, 0) < $least THEN coalesce(r.score, 0.5) END) AS scores
RETURN right(id, 2) AS part, collect([id, name, aliases, general, papers, [], scores, null]) AS rows;

// authors by paper
MATCH (n:Author)-[r:AUTHORED]->(p:Paper)
WITH n.id AS id, n.name AS name, n.confidence AS confidence, collect(p.id) AS papers,
     collect(CASE WHEN r.nameOnly THEN p.id END) AS nameOnly
RETURN right(id, 2) AS part, collect([id, name, null, false, papers, nameOnly, [], confidence]) AS rows;

// cited works
UNWIND $ids AS id
MATCH (p:Paper)-[r:CITES]->(n:Paper {id: id})
WITH id, n, collect([p.id, r {CITES}]) AS links
RETURN right(id, 2) AS part, collect([id, n {Paper}, links]) AS rows;

// topics
UNWIND $ids AS id
MATCH (n:Topic {id: id})
OPTIONAL MATCH (p:Paper)-[r:HAS_TOPIC]->(n)
WITH id, n, collect(CASE WHEN p IS NOT NULL THEN [p.id, r {HAS_TOPIC}] END) AS links
RETURN id AS part, [[id, n {Topic}, links]] AS rows;

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
