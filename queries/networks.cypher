// Networks to compute measures on; citegraph replaces `name` by a property.

// citations: a paper and a paper that it cites
MATCH (a:Paper)-[:CITES]->(b:Paper)
WHERE NOT coalesce(a.stub, false) AND NOT coalesce(b.stub, false) AND a <> b
RETURN [a.id, b.id] AS ids, [a.id, b.id] AS papers;

// coauthors: the authors of a paper
MATCH (paper:Paper)<-[:AUTHORED]-(author:Author)
WHERE NOT coalesce(paper.stub, false)
WITH paper, collect(DISTINCT author.id) AS ids
WHERE size(ids) > 1 AND size(ids) <= $most
RETURN ids, [paper.id] AS papers;

// topics: the topics of a paper, without fields and topics of one or two papers
MATCH (topic:Topic)
WHERE coalesce(topic.kind, '') <> 'field' AND COUNT { (topic)<-[:HAS_TOPIC]-() } > 2
MATCH (topic)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH paper, collect(DISTINCT topic.id) AS ids
WHERE size(ids) > 1 AND size(ids) <= $most
RETURN ids, [paper.id] AS papers;

// papers: on a topic or a narrower one
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN DISTINCT paper.id AS id;

// about-citations: name and date of some papers
UNWIND $ids AS id
MATCH (n:Paper {id: id})
RETURN n.id AS id, n.title AS name, n.published AS published;

// about-coauthors: name, papers and identity of some authors
UNWIND $ids AS id
MATCH (n:Author {id: id})
RETURN n.id AS id, n.name AS name, n.basis AS basis, n.confidence AS confidence,
       COUNT {
         MATCH (n)-[:AUTHORED]->(p:Paper)
         WHERE NOT coalesce(p.stub, false) AND ($on IS NULL OR p.id IN $on)
       } AS papers;

// about-topics: name and papers of some topics
UNWIND $ids AS id
MATCH (n:Topic {id: id})
RETURN n.id AS id, n.name AS name, COUNT {
         MATCH (n)<-[:HAS_TOPIC]-(p:Paper)
         WHERE $on IS NULL OR p.id IN $on
       } AS papers;

// write: a value to each node
UNWIND $rows AS row
MATCH (n:Label {id: row.id})
SET n.`name` = row.value;
