// Shortest path between two papers
//
// How are two papers connected, and why does each step hold? Lists, and topics that are fields or
// stand on more than a tenth of the papers, connect everything with everything and are left out.
// Of several paths of the same length it is the one through the least connected nodes.
//
// $from: paper - one paper, e.g. arxiv:1506.03134
// $to: paper - the other, e.g. arxiv:1609.02907
// => step - 1 for the first step
// => from - title or name of the node the step starts from
// => link - the kind of link
// => to - title or name of the node it leads to
// => reason - what the link says and what proves it
// => fromId - id of the first node
// => toId - id of the second node
MATCH (every:Paper)
WHERE NOT coalesce(every.stub, false)
WITH count(every) AS papers
OPTIONAL MATCH (topic:Topic)
WHERE topic.kind = 'field' OR COUNT { (topic)<-[:HAS_TOPIC]-() } > 20 + papers / 10
WITH collect(topic) AS general
MATCH (start:Paper {id: $from})
MATCH (end:Paper {id: $to})
WHERE end <> start
MATCH path = allShortestPaths(
  (start)-[:HAS_TOPIC|HAS_CODE|CITES|AUTHORED|AFFILIATED_WITH|OWNED_BY*..8]-(end))
WHERE none(node IN nodes(path) WHERE node IN general)
WITH path, reduce(sum = 0, node IN nodes(path) | sum + COUNT { (node)--() }) AS crowd,
     [node IN nodes(path) | node.id] AS ids
ORDER BY crowd, ids
LIMIT 1
// path
UNWIND range(1, length(path)) AS step
WITH step, nodes(path)[step - 1] AS a, relationships(path)[step - 1] AS link, nodes(path)[step] AS b
WITH step, a, link, b, startNode(link) AS s, endNode(link) AS e
RETURN step, coalesce(a.title, a.name, a.id) AS from, type(link) AS link,
       coalesce(b.title, b.name, b.id) AS to,
       coalesce(s.title, s.name, s.id) + CASE type(link)
         WHEN 'HAS_TOPIC' THEN ' is about '
         WHEN 'HAS_CODE' THEN ' has code in '
         WHEN 'CITES' THEN ' cites '
         WHEN 'AUTHORED' THEN ' wrote '
         WHEN 'OWNED_BY' THEN ' belongs to '
         ELSE ' is from '
       END + coalesce(e.title, e.name, e.id) + coalesce(': ' + link.evidence, '') AS reason,
       a.id AS fromId, b.id AS toId
ORDER BY step;

MATCH (every:Paper)
WHERE NOT coalesce(every.stub, false)
WITH count(every) AS papers
OPTIONAL MATCH (topic:Topic)
WHERE topic.kind = 'field' OR COUNT { (topic)<-[:HAS_TOPIC]-() } > 20 + papers / 10
WITH collect(topic) AS general
MATCH (start:Paper {id: $from})
MATCH (end:Paper {id: $to})
WHERE end <> start
MATCH path = allShortestPaths(
  (start)-[:HAS_TOPIC|HAS_CODE|CITES|AUTHORED|AFFILIATED_WITH|OWNED_BY*..8]-(end))
WHERE none(node IN nodes(path) WHERE node IN general)
WITH path, reduce(sum = 0, node IN nodes(path) | sum + COUNT { (node)--() }) AS crowd,
     [node IN nodes(path) | node.id] AS ids
ORDER BY crowd, ids
LIMIT 1
// path
RETURN path;
