// Most cited papers
//
// Which papers are cited most by papers in this graph?
//
// $stubs: boolean = false - also include works known only by identifier
// $limit: integer = 20 - maximum rows to return
// => id - ID of the cited paper
// => title - title of the cited paper, if known
// => year - year of publication
// => citations - number of papers in this graph that cite it
// => worldwide - citation count worldwide, as reported by a source
// needs: references
MATCH (paper:Paper)
WHERE $stubs OR NOT coalesce(paper.stub, false)
WITH paper, COUNT { (paper)<-[:CITES]-() } AS citations
WHERE citations > 0
RETURN paper.id AS id, paper.title AS title, paper.year AS year, citations,
       paper.citedByCount AS worldwide
ORDER BY citations DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: id})<-[:CITES]-(:Paper)
// RETURN path
;
