// Papers cited together with a paper
//
// Which papers are cited together with a paper (Small 1973)?
//
// $paper: paper - the paper to start from, e.g. arxiv:1506.03134
// $stubs: boolean = false - also papers that are known by their identifier only
// $limit: integer = 20 - rows at most
// => id - the other paper
// => title - its title, where it is known
// => together - how many papers cite both
// => strength - these, over the geometric mean of the citations of the two (Salton's cosine)
// => by - ids of papers that cite both, ten at most
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
LIMIT $limit;

MATCH (start:Paper {id: $paper})<-[:CITES]-(citing:Paper)-[:CITES]->(other:Paper)
WHERE other <> start AND ($stubs OR NOT coalesce(other.stub, false))
WITH start, other, count(citing) AS together
ORDER BY together DESC, COUNT { (other)<-[:CITES]-() }, other.id
LIMIT $limit
MATCH path = (start)<-[:CITES]-(:Paper)-[:CITES]->(other)
RETURN path;
