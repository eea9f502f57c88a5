// ends: the two ends
UNWIND $ids AS id
MATCH (node:Paper {id: id})
RETURN id, elementId(node) AS node;

// bound: maximum papers of a topic on a path; a more frequent one connects everything
MATCH (paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN 20 + count(paper) / 10 AS most;

// neighbors: the neighbors of nodes that a path may use; without a bound, all of them
UNWIND $nodes AS id
MATCH (node) WHERE elementId(node) = id
MATCH (node)-[link:PATH_TYPES]-(next)
WHERE NOT next:Topic OR $most IS NULL
   OR (coalesce(next.kind, '') <> 'field' AND COUNT { (next)<-[:HAS_TOPIC]-() } <= $most)
RETURN id AS node, collect(elementId(next)) AS neighbors,
       collect(CASE WHEN link.nameOnly THEN elementId(next) END) AS nameOnly;

// crowd: the degree of nodes, by the edges of paths, and whether they are broad topics
UNWIND $nodes AS id
MATCH (node) WHERE elementId(node) = id
RETURN id AS node, labels(node) AS labels, node.id AS id, COUNT { (node)-[:PATH_TYPES]-() } AS crowd,
       'Topic' IN labels(node)
       AND (coalesce(node.kind, '') = 'field' OR COUNT { (node)<-[:HAS_TOPIC]-() } > $most) AS broad
