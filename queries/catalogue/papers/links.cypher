// Everything about a paper
//
// Which nodes is a paper connected to, by which edges and on what evidence? Which keywords does it
// have? Authors come last, because a paper may have thousands.
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $limit: integer = 200 - maximum rows to return
// => link - type of the edge, or keyword
// => direction - out: from the paper; in: to the paper
// => kind - label of the other node; empty for a keyword
// => id - ID of the other node; empty for a keyword
// => name - name or title of the other node; the keyword
// => evidence - text that supports the edge, if known
MATCH (paper:Paper {id: $paper})
OPTIONAL MATCH (paper)-[link]-(other)
WHERE link.load IS NOT NULL AND other.load IS NOT NULL  // else it belongs to another application
  AND NOT type(link) IN ['IDENTIFIES', 'SIMILAR_TO']
WITH paper, link, other,
     coalesce([label IN labels(other) WHERE label IN ['Author', 'Listing', 'Organization', 'Paper',
      'Repository', 'Topic', 'Venue']][0], labels(other)[0]) AS kind
WITH paper, collect({link: type(link),
  direction: CASE WHEN startNode(link) = paper THEN 'out' ELSE 'in' END, kind: kind, id: other.id,
  name: coalesce(other.title, other.name, other.id), evidence: link.evidence}) AS links
UNWIND [row IN links WHERE row.kind IS NOT NULL] + [keyword IN coalesce(paper.keywords, []) |
  {link: 'keyword', direction: 'out', name: keyword}] AS row
RETURN row.link AS link, row.direction AS direction, row.kind AS kind, row.id AS id,
       row.name AS name, row.evidence AS evidence
ORDER BY link = 'AUTHORED', link, direction, id, name
LIMIT $limit
// draw
// MATCH path = (:Paper {id: $paper})-[edge]-(other {id: id})
// WHERE type(edge) = link AND kind IN labels(other)
// RETURN path
;
