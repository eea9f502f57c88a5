// Citations of a paper
//
// Which papers in this graph cite a paper?
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $limit: integer = 100 - maximum rows to return
// => id - ID of the citing paper
// => title - title of the citing paper
// => published - publication date
// => citations - number of papers in this graph that cite the citing paper
// needs: references
MATCH (:Paper {id: $paper})<-[:CITES]-(citing:Paper)
RETURN citing.id AS id, citing.title AS title, citing.published AS published,
       COUNT { (citing)<-[:CITES]-() } AS citations
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: $paper})<-[:CITES]-(:Paper {id: id})
// RETURN path
;
