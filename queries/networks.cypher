// Networks to compute measures on; citegraph replaces `name` by a property.

// citations Paper: a paper and a paper that it cites
MATCH (a:Paper)-[:CITES]->(b:Paper)
WHERE NOT coalesce(a.stub, false) AND NOT coalesce(b.stub, false) AND a <> b
RETURN [a.id, b.id] AS ids;

// coauthors Author: the authors of a paper
MATCH (paper:Paper)<-[:AUTHORED]-(author:Author)
WHERE NOT coalesce(paper.stub, false)
WITH paper, collect(DISTINCT author.id) AS ids
WHERE size(ids) > 1 AND size(ids) <= $most
RETURN ids;

// topics Topic: the topics of a paper, without fields and topics of one or two papers
MATCH (topic:Topic)
WHERE coalesce(topic.kind, '') <> 'field' AND COUNT { (topic)<-[:HAS_TOPIC]-() } > 2
MATCH (topic)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH paper, collect(DISTINCT topic.id) AS ids
WHERE size(ids) > 1 AND size(ids) <= $most
RETURN ids;

// names: of some nodes
UNWIND $ids AS id
MATCH (n:Label {id: id})
RETURN n.id AS id, coalesce(n.title, n.name) AS name;

// write: a value to each node
UNWIND $rows AS row
MATCH (n:Label {id: row.id})
SET n.`name` = row.value;
