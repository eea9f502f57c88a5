// Everything about a paper
//
// Which nodes is a paper connected to, by which edges and on what evidence?
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $limit: integer = 200 - maximum rows to return
// => link - type of the edge
// => direction - out: from the paper; in: to the paper
// => kind - label of the other node
// => id - ID of the other node
// => name - name or title of the other node
// => evidence - text that supports the edge, if known
MATCH (paper:Paper {id: $paper})
MATCH (paper)-[link:AFFILIATED_WITH|AUTHORED|CITES|HAS_CODE|HAS_TOPIC|LISTED_IN|MENTIONS|PUBLISHED_IN]-(other)
WITH paper, link, other,
     [label IN labels(other) WHERE label IN ['Author', 'Listing', 'Organization', 'Paper',
      'Repository', 'Topic', 'Venue']][0] AS kind
WHERE kind IS NOT NULL
RETURN type(link) AS link, CASE WHEN startNode(link) = paper THEN 'out' ELSE 'in' END AS direction,
       kind, other.id AS id, coalesce(other.title, other.name, other.id) AS name,
       link.evidence AS evidence
ORDER BY link, direction, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: $paper})-[edge]-(other {id: id})
// WHERE type(edge) = link AND kind IN labels(other)
// RETURN path
;
