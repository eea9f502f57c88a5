// ends: the two ends
UNWIND $ids AS id
MATCH (node:Paper {id: id})
RETURN id, elementId(node) AS node;

// size: while it stays the same, the bound is not counted again
MATCH (node:Paper)
RETURN count(node) AS size;

// bound: a topic on more papers than this connects everything with everything
MATCH (paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN 20 + count(paper) / 10 AS most;

// neighbors: of nodes, as far as a path may use them
UNWIND $nodes AS id
MATCH (node) WHERE elementId(node) = id
MATCH (node)-[:HAS_TOPIC|HAS_CODE|CITES|AUTHORED|AFFILIATED_WITH|OWNED_BY]-(next)
WHERE NOT next:Topic
   OR (coalesce(next.kind, '') <> 'field' AND COUNT { (next)<-[:HAS_TOPIC]-() } <= $most)
RETURN id AS node, collect(elementId(next)) AS neighbors;

// crowd: how connected nodes are
UNWIND $nodes AS id
MATCH (node) WHERE elementId(node) = id
RETURN id AS node, labels(node) AS labels, node.id AS id, COUNT { (node)--() } AS crowd
