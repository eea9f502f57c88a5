// References of a paper
//
// Which works does a paper cite?
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $stubs: boolean = false - also include works known only by identifier
// $limit: integer = 100 - maximum rows to return
// => id - ID of the cited work
// => title - title of the cited work, if known
// => year - year of publication
// => citations - number of papers in this graph that cite the work
// needs: references of $paper, cited of $paper
MATCH (:Paper {id: $paper})-[:CITES]->(cited:Paper)
WHERE $stubs OR NOT coalesce(cited.stub, false)
RETURN cited.id AS id, cited.title AS title, cited.year AS year,
       COUNT { (cited)<-[:CITES]-() } AS citations
ORDER BY citations DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: $paper})-[:CITES]->(:Paper {id: id})
// RETURN path
;
