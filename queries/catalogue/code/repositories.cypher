// Repositories and their papers
//
// Which code repositories are linked to papers, and to which papers?
//
// $limit: integer = 50 - maximum rows to return
// => id - ID of the repository
// => url - address of the repository
// => stars - stars at the latest observation
// => papers - number of papers
// => titles - titles of the papers, or IDs where the title is unknown, up to five
// needs: repositories
MATCH (repository:Repository)
WITH repository, coalesce(repository.paperCount, COUNT {
       MATCH (repository)<-[:HAS_CODE]-(paper:Paper)
       WHERE NOT coalesce(paper.stub, false)
     }) AS papers
WHERE papers > 0
WITH repository, papers
ORDER BY coalesce(repository.stars, -1) DESC, papers DESC, repository.id
LIMIT $limit
RETURN repository.id AS id, repository.url AS url, repository.stars AS stars, papers,
       COLLECT {
         MATCH (repository)<-[:HAS_CODE]-(paper:Paper)
         WHERE NOT coalesce(paper.stub, false)
         RETURN coalesce(paper.title, paper.id) ORDER BY coalesce(paper.title, paper.id), paper.id LIMIT 5
       } AS titles
ORDER BY coalesce(stars, -1) DESC, papers DESC, id
LIMIT $limit
// draw
// MATCH used = (repository:Repository {id: id})<-[:HAS_CODE]-(:Paper)
// OPTIONAL MATCH owned = (repository)-[:OWNED_BY]->(:Organization)
// RETURN used, owned
;
