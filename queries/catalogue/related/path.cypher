// Shortest path between two papers
//
// How are two papers connected, and what supports each step? Listings and broad topics (fields, and
// topics with more than a tenth of the papers) are excluded, because they connect almost
// everything. Among paths of equal length, the one whose nodes have the fewest edges is returned. A
// path that relies on an author's name alone is returned only if every other path is more than two
// steps longer. If every path passes through a broad topic, the shortest one is returned and marked
// "weak link" in its reasons. A page of the whole graph finds the same path.
//
// $from: paper - identifier or title of one paper, e.g. arxiv:1506.03134
// $to: paper - identifier or title of the other paper, e.g. arxiv:1609.02907
// => step - number of the step, from 1
// => from - title or name of the node at the start of the step
// => link - type of the edge
// => to - title or name of the node at the end of the step
// => reason - the edge as a sentence, with its evidence and, for an author, the basis
// => fromId - ID of the node at the start
// => toId - ID of the node at the end
MATCH (every:Paper)
WHERE NOT coalesce(every.stub, false)
WITH count(every) AS papers
OPTIONAL MATCH (topic:Topic)
WHERE topic.kind = 'field' OR COUNT { (topic)<-[:HAS_TOPIC]-() } > 20 + papers / 10
WITH collect(topic) AS general
MATCH (start:Paper {id: $from})
MATCH (end:Paper {id: $to})
WHERE end <> start
CALL (start, end, general) {
  MATCH path = allShortestPaths(
    (start)-[:HAS_TOPIC|HAS_CODE|CITES|AUTHORED|AFFILIATED_WITH|OWNED_BY*..8]-(end))
  WHERE none(node IN nodes(path) WHERE node IN general)
  RETURN path
  UNION
  MATCH path = allShortestPaths(
    (start)-[:HAS_TOPIC|HAS_CODE|CITES|AUTHORED|AFFILIATED_WITH|OWNED_BY*..8]-(end))
  WHERE none(node IN nodes(path) WHERE node IN general)
    AND none(link IN relationships(path) WHERE coalesce(link.nameOnly, false))
  RETURN path
  UNION
  MATCH path = allShortestPaths(
    (start)-[:HAS_TOPIC|HAS_CODE|CITES|AUTHORED|AFFILIATED_WITH|OWNED_BY*..8]-(end))
  RETURN path
}
WITH path, [node IN nodes(path) WHERE node IN general | node.id] AS broad,
     size([link IN relationships(path) WHERE link.nameOnly]) AS nameOnly,
     reduce(sum = 0, node IN nodes(path) |
       sum + COUNT { (node)-[:HAS_TOPIC|HAS_CODE|CITES|AUTHORED|AFFILIATED_WITH|OWNED_BY]-() }) AS crowd,
     [node IN nodes(path) | node.id] AS ids
ORDER BY CASE size(broad) WHEN 0 THEN 0 ELSE 1 END, length(path) + CASE nameOnly WHEN 0 THEN 0 ELSE 2 END, nameOnly, crowd, ids
LIMIT 1
// the drawing starts here
UNWIND range(1, length(path)) AS step
WITH step, broad, nodes(path)[step - 1] AS a, relationships(path)[step - 1] AS link,
     nodes(path)[step] AS b
WITH step, broad, a, link, b, startNode(link) AS s, endNode(link) AS e
RETURN step, coalesce(a.title, a.name, a.id) AS from, type(link) AS link,
       coalesce(b.title, b.name, b.id) AS to,
       coalesce(s.title, s.name, s.id) + CASE type(link)
         WHEN 'HAS_TOPIC' THEN ' is about '
         WHEN 'HAS_CODE' THEN ' has code in '
         WHEN 'AUTHORED' THEN ' wrote '
         WHEN 'OWNED_BY' THEN ' belongs to '
         WHEN 'AFFILIATED_WITH' THEN ' is from '
         ELSE ' ' + toLower(replace(type(link), '_', ' ')) + ' '
       END + coalesce(e.title, e.name, e.id) + coalesce(': ' + link.evidence, '')
       + CASE WHEN type(link) <> 'AUTHORED' OR s.basis IS NULL THEN ''
         ELSE CASE WHEN link.nameOnly THEN ': same name only'
              ELSE ': papers of the author merged by ' + CASE s.basis WHEN 'name' THEN 'rule' ELSE s.basis END + 's' END
              + coalesce(' (confidence ' + CASE WHEN s.confidence > 0.99 THEN '> 0.99' ELSE toString(round(s.confidence, 2)) END + ')', '')
         END
       + CASE WHEN type(link) = 'HAS_TOPIC' AND e.id IN broad THEN ' (weak link: broad topic)'
         ELSE '' END AS reason,
       a.id AS fromId, b.id AS toId
ORDER BY step
// draw
// RETURN path
;
