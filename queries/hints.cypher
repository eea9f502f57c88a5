// Whether the graph has a name; citegraph replaces `name` and `label`.

// label
MATCH (n:`name`) RETURN 1 AS one LIMIT 1;

// type
MATCH ()-[n:`name`]->() RETURN 1 AS one LIMIT 1;

// property
MATCH (n) WHERE n.`name` IS NOT NULL RETURN 1 AS one LIMIT 1;

// property of a label
MATCH (n:`label`) WHERE n.`name` IS NOT NULL RETURN 1 AS one LIMIT 1
