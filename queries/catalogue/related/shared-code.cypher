// Papers that share code with a paper
//
// Which papers have their code in the same repository as a paper, or in another repository of the
// same owner?
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $limit: integer = 20 - maximum rows to return
// => id - ID of the other paper
// => title - title of the other paper
// => repositories - IDs of the repositories of both papers
// => owners - hosts and names of owners with repositories of both papers
// needs: repositories, repositories of $paper
MATCH (:Paper {id: $paper})-[:HAS_CODE]->(repo:Repository)
// apart from the first pattern, so that the index of owners is used
WITH repo, repo.owner AS owner
MATCH (theirs:Repository {owner: owner})
WITH repo, theirs
MATCH (theirs)<-[:HAS_CODE]-(other:Paper)
WHERE theirs.host = repo.host AND other.id <> $paper AND NOT coalesce(other.stub, false)
WITH DISTINCT other, theirs, repo
ORDER BY theirs.id
WITH other, collect(DISTINCT CASE WHEN theirs = repo THEN repo.id END) AS repositories,
     collect(DISTINCT repo.host + '/' + repo.owner) AS owners
RETURN other.id AS id, other.title AS title, repositories, owners
ORDER BY size(repositories) DESC, size(owners) DESC, id
LIMIT $limit
// draw
// MATCH mine = (:Paper {id: $paper})-[:HAS_CODE]->(repo:Repository)
// MATCH other = (:Paper {id: id})-[:HAS_CODE]->(theirs:Repository {owner: repo.owner})
// WHERE theirs.host = repo.host
// RETURN mine, other
;
