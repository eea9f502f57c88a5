// Papers that share code with a paper
//
// Which papers have their code in the same repository as a paper, or in one of the same owner?
//
// $paper: paper - the paper to start from, e.g. arxiv:1506.03134
// $limit: integer = 20 - rows at most
// => id - the other paper
// => title - its title
// => repositories - repositories of both
// => owners - owners of repositories of both, by host
// needs: repositories, repositories of $paper
MATCH (:Paper {id: $paper})-[:HAS_CODE]->(repo:Repository)
MATCH (theirs:Repository {owner: repo.owner})
WHERE theirs.host = repo.host
MATCH (theirs)<-[:HAS_CODE]-(other:Paper)
WHERE other.id <> $paper AND NOT coalesce(other.stub, false)
WITH DISTINCT other, theirs, repo
ORDER BY theirs.id
WITH other, collect(DISTINCT CASE WHEN theirs = repo THEN repo.id END) AS repositories,
     collect(DISTINCT repo.host + '/' + repo.owner) AS owners
RETURN other.id AS id, other.title AS title, repositories, owners
ORDER BY size(repositories) DESC, size(owners) DESC, id
LIMIT $limit;

MATCH (start:Paper {id: $paper})-[:HAS_CODE]->(repo:Repository)
MATCH (theirs:Repository {owner: repo.owner})
WHERE theirs.host = repo.host
MATCH (theirs)<-[:HAS_CODE]-(other:Paper)
WHERE other.id <> $paper AND NOT coalesce(other.stub, false)
MATCH owning = (start)-[:HAS_CODE]->(repo)
MATCH using = (other)-[:HAS_CODE]->(theirs)
RETURN owning, using;
