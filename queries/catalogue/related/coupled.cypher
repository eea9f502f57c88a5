// Papers that share references with a paper
//
// Which papers cite the same works as a paper (bibliographic coupling, Kessler 1963)?
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $limit: integer = 20 - maximum rows to return
// => id - ID of the other paper
// => title - title of the other paper
// => shared - number of works that both cite
// => strength - `shared` divided by the geometric mean of the reference counts of the two (Salton's cosine)
// => works - titles of the works, or IDs where the title is unknown, up to ten
// needs: references, references of $paper
MATCH (start:Paper {id: $paper})
WITH start, COUNT { (start)-[:CITES]->() } AS mine
MATCH (start)-[:CITES]->(work:Paper)
WITH start, mine, work
ORDER BY work.id
MATCH (work)<-[:CITES]-(other:Paper)
WHERE other <> start
WITH mine, other, collect(coalesce(work.title, work.id)) AS them
// references are counted for the papers that can be in the answer only
WITH mine, size(them) AS shared, collect({other: other, shared: size(them), works: them}) AS those
ORDER BY shared DESC
WITH mine, collect(those) AS groups
WITH mine, reduce(found = [], those IN groups | CASE WHEN size(found) < $limit THEN found + those ELSE found END) AS top
UNWIND top AS one
// grouped, as Neo4j would count the memory of the list for each row that it sorts
WITH mine, one.other AS other, one.shared AS shared, collect(one.works)[0] AS works
WITH other, shared, works, shared / sqrt(mine * COUNT { (other)-[:CITES]->() }) AS cosine
RETURN other.id AS id, other.title AS title, shared,
       round(cosine, 3) AS strength, works[..10] AS works
ORDER BY shared DESC, cosine DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: $paper})-[:CITES]->(:Paper)<-[:CITES]-(:Paper {id: id})
// RETURN path
;
