// ends: the two ends
UNWIND $ids AS id
MATCH (node:Author {id: id})
RETURN id, elementId(node) AS node;

// neighbors: the neighbors of nodes that a path may use
UNWIND $nodes AS id
MATCH (node) WHERE elementId(node) = id
MATCH (node)-[wrote:AUTHORED]-(next)
RETURN id AS node, collect(elementId(next)) AS neighbors,
       collect(CASE WHEN wrote.nameOnly THEN elementId(next) END) AS nameOnly;

// crowd: the degree of nodes
UNWIND $nodes AS id
MATCH (node) WHERE elementId(node) = id
RETURN id AS node, labels(node) AS labels, node.id AS id, COUNT { (node)<-[:AUTHORED]-() } AS crowd
