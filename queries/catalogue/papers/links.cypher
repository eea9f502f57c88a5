// Everything about a paper
//
// To what is a paper linked, how, and what proves it?
//
// $paper: paper - the paper, e.g. arxiv:1506.03134
// $limit: integer = 200 - rows at most
// => link - the kind of link
// => direction - out: from the paper; in: to it
// => kind - label of what it is linked to
// => id - its id
// => name - its name or title
// => evidence - what proves the link, where that is known
MATCH (paper:Paper {id: $paper})-[link]-(other)
RETURN type(link) AS link, CASE WHEN startNode(link) = paper THEN 'out' ELSE 'in' END AS direction,
       coalesce([label IN labels(other) WHERE label IN ['Author', 'Listing', 'Organization', 'Paper',
                 'Repository', 'Topic', 'Venue']][0], labels(other)[0]) AS kind,
       other.id AS id, coalesce(other.title, other.name, other.id) AS name,
       link.evidence AS evidence
ORDER BY link, direction, id
LIMIT $limit;

MATCH path = (paper:Paper {id: $paper})-[link]-(other)
RETURN path
ORDER BY type(link), CASE WHEN startNode(link) = paper THEN 'out' ELSE 'in' END, other.id
LIMIT $limit;
