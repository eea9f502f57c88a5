// Papers cited together with a paper
//
// Which papers are cited together with a paper (co-citation, Small 1973)?
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $stubs: boolean = false - also include works known only by identifier
// $limit: integer = 20 - maximum rows to return
// => id - ID of the other paper
// => title - title of the other paper, if known
// => together - number of papers that cite both
// => strength - `together` divided by the geometric mean of the citation counts of the two (Salton's cosine)
// => by - IDs of papers that cite both, up to ten
// needs: references
MATCH (start:Paper {id: $paper})
WITH start, COUNT { (start)<-[:CITES]-() } AS mine
MATCH (start)<-[:CITES]-(citing:Paper)-[:CITES]->(other:Paper)
WHERE other <> start AND ($stubs OR NOT coalesce(other.stub, false))
WITH mine, other, citing
ORDER BY citing.id
WITH mine, other, collect(citing.id) AS citing
WITH other, citing, size(citing) / sqrt(mine * COUNT { (other)<-[:CITES]-() }) AS cosine
RETURN other.id AS id, other.title AS title, size(citing) AS together,
       round(cosine, 3) AS strength, citing[..10] AS by
ORDER BY together DESC, cosine DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: $paper})<-[:CITES]-(:Paper)-[:CITES]->(:Paper {id: id})
// RETURN path
;
