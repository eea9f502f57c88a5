// Citations of a paper
//
// Which papers of this graph cite a paper?
//
// $paper: paper - the paper, e.g. arxiv:1506.03134
// $limit: integer = 100 - rows at most
// => id - the citing paper
// => title - its title
// => published - its date
// => citations - how many papers of this graph cite that one in turn
// needs: references
MATCH (:Paper {id: $paper})<-[:CITES]-(citing:Paper)
RETURN citing.id AS id, citing.title AS title, citing.published AS published,
       COUNT { (citing)<-[:CITES]-() } AS citations
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit;

MATCH (paper:Paper {id: $paper})<-[:CITES]-(citing:Paper)
WITH paper, citing
ORDER BY coalesce(citing.published, date('0001-01-01')) DESC, citing.id
LIMIT $limit
MATCH path = (paper)<-[:CITES]-(citing)
RETURN path;
