// Repositories and their papers
//
// Which code repositories do papers name, and which papers are theirs?
//
// $limit: integer = 50 - rows at most
// => id - the repository
// => url - its address
// => stars - stars when last counted
// => papers - how many papers have their code in it
// => titles - titles of the papers, or ids where no title is known, five at most
// needs: repositories
MATCH (repository:Repository)<-[:HAS_CODE]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH repository, paper
ORDER BY coalesce(paper.title, paper.id), paper.id
WITH repository, count(paper) AS papers, collect(coalesce(paper.title, paper.id)) AS titles
RETURN repository.id AS id, repository.url AS url, repository.stars AS stars,
       papers, titles[..5] AS titles
ORDER BY coalesce(stars, -1) DESC, papers DESC, id
LIMIT $limit;

MATCH (repository:Repository)<-[:HAS_CODE]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH repository, count(paper) AS papers
ORDER BY coalesce(repository.stars, -1) DESC, papers DESC, repository.id
LIMIT $limit
MATCH used = (repository)<-[:HAS_CODE]-(:Paper)
OPTIONAL MATCH owned = (repository)-[:OWNED_BY]->(:Organization)
RETURN used, owned;
