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
MATCH (start)<-[:CITES]-(citing:Paper)
WITH start, mine, citing
ORDER BY citing.id
MATCH (citing)-[:CITES]->(other:Paper)
// grouped before other values are read: there may be 100,000 citations
WITH start, mine, other, collect(citing) AS them
WHERE other <> start AND ($stubs OR NOT coalesce(other.stub, false))
// citations are counted for the papers that can be in the answer only
WITH mine, size(them) AS together, collect({other: other, together: size(them), citing: them}) AS those
ORDER BY together DESC
WITH mine, collect(those) AS groups
WITH mine, reduce(found = [], those IN groups | CASE WHEN size(found) < $limit THEN found + those ELSE found END) AS top
UNWIND top AS one
// grouped, as Neo4j would count the memory of the list for each row that it sorts
WITH mine, one.other AS other, one.together AS together, collect(one.citing)[0] AS citing
WITH other, together, citing, together / sqrt(mine * COUNT { (other)<-[:CITES]-() }) AS cosine
RETURN other.id AS id, other.title AS title, together,
       round(cosine, 3) AS strength, [one IN citing[..10] | one.id] AS by
ORDER BY together DESC, cosine DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: $paper})<-[:CITES]-(:Paper)-[:CITES]->(:Paper {id: id})
// RETURN path
;
