// authors: all authors of papers
MATCH (node:Author)-[:AUTHORED]->(paper:Paper)
RETURN 'Author' AS label, 'AUTHORED' AS type, node.id AS id, node.name AS name,
       [] AS aliases, false AS general, collect(paper.id) AS papers;

// topics: all topics of papers
MATCH (paper:Paper)-[:HAS_TOPIC]->(node:Topic)
RETURN 'Topic' AS label, 'HAS_TOPIC' AS type, node.id AS id, node.name AS name,
       node.aliases AS aliases, coalesce(node.kind, '') = 'field' AS general, collect(paper.id) AS papers;

// papers: all papers known only by identifier that papers cite
MATCH (paper:Paper)-[:CITES]->(node:Paper)
WHERE coalesce(node.stub, false)
RETURN 'Paper' AS label, 'CITES' AS type, node.id AS id, node.title AS name,
       [] AS aliases, false AS general, collect(paper.id) AS papers
