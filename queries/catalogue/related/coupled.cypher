// Papers that share references with a paper
//
// Which papers cite the same works as a paper (Kessler 1963)?
//
// $paper: paper - the paper to start from, e.g. arxiv:1506.03134
// $limit: integer = 20 - rows at most
// => id - the other paper
// => title - its title
// => shared - how many works both cite
// => strength - these, over the geometric mean of the reference counts of the two (Salton's cosine)
// => works - titles of the works, or ids where no title is known, ten at most
// needs: references, references of $paper
MATCH (start:Paper {id: $paper})
WITH start, COUNT { (start)-[:CITES]->() } AS mine
MATCH (start)-[:CITES]->(work:Paper)<-[:CITES]-(other:Paper)
WHERE other <> start
WITH mine, other, work
ORDER BY work.id
WITH mine, other, collect(coalesce(work.title, work.id)) AS works
WITH other, works, size(works) / sqrt(mine * COUNT { (other)-[:CITES]->() }) AS cosine
RETURN other.id AS id, other.title AS title, size(works) AS shared,
       round(cosine, 3) AS strength, works[..10] AS works
ORDER BY shared DESC, cosine DESC, id
LIMIT $limit;

MATCH (start:Paper {id: $paper})-[:CITES]->(work:Paper)<-[:CITES]-(other:Paper)
WHERE other <> start
WITH start, other, count(work) AS shared
ORDER BY shared DESC, COUNT { (other)-[:CITES]->() }, other.id
LIMIT $limit
MATCH path = (start)-[:CITES]->(:Paper)<-[:CITES]-(other)
RETURN path;
