// authors: all authors of papers
MATCH (node:Author)-[:AUTHORED]->(paper:Paper)
RETURN 'Author' AS label, 'AUTHORED' AS type, node.id AS id, node.name AS name,
       [] AS aliases, collect(paper.id) AS papers;

// topics: all topics of papers
MATCH (paper:Paper)-[:HAS_TOPIC]->(node:Topic)
RETURN 'Topic' AS label, 'HAS_TOPIC' AS type, node.id AS id, node.name AS name,
       node.aliases AS aliases, collect(paper.id) AS papers
