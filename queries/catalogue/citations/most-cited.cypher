// Most cited papers
//
// Which papers are cited most by the papers of this graph?
//
// $stubs: boolean = false - also papers that are known by their identifier only
// $limit: integer = 20 - rows at most
// => id - the cited paper
// => title - its title, where it is known
// => year - year of publication
// => citations - how many papers of this graph cite it
// => worldwide - how many citations a source counted in the whole world
// needs: references
MATCH (paper:Paper)<-[:CITES]-(citing:Paper)
WHERE $stubs OR NOT coalesce(paper.stub, false)
WITH paper, count(citing) AS citations
RETURN paper.id AS id, paper.title AS title, paper.year AS year, citations,
       paper.citedByCount AS worldwide
ORDER BY citations DESC, id
LIMIT $limit;

MATCH (paper:Paper)<-[:CITES]-(citing:Paper)
WHERE $stubs OR NOT coalesce(paper.stub, false)
WITH paper, count(citing) AS citations
ORDER BY citations DESC, paper.id
LIMIT $limit
MATCH path = (paper)<-[:CITES]-(:Paper)
RETURN path;
