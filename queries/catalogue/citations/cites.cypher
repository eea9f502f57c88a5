// References of a paper
//
// Which works does a paper cite?
//
// $paper: paper - the paper, e.g. arxiv:1506.03134
// $stubs: boolean = false - also works that are known by their identifier only
// $limit: integer = 100 - rows at most
// => id - the cited work
// => title - its title, where it is known
// => year - year of publication
// => citations - how many papers of this graph cite it
// needs: references of $paper, cited of $paper
MATCH (:Paper {id: $paper})-[:CITES]->(cited:Paper)
WHERE $stubs OR NOT coalesce(cited.stub, false)
RETURN cited.id AS id, cited.title AS title, cited.year AS year,
       COUNT { (cited)<-[:CITES]-() } AS citations
ORDER BY citations DESC, id
LIMIT $limit;

MATCH (paper:Paper {id: $paper})-[:CITES]->(cited:Paper)
WHERE $stubs OR NOT coalesce(cited.stub, false)
WITH paper, cited, COUNT { (cited)<-[:CITES]-() } AS citations
ORDER BY citations DESC, cited.id
LIMIT $limit
MATCH path = (paper)-[:CITES]->(cited)
RETURN path;
