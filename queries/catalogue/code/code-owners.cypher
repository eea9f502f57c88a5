// Owners of code
//
// Which repository owners host the code of the most papers?
//
// $limit: integer = 50 - maximum rows to return
// => owner - host and name of the owner
// => organizations - names of the organizations that own the repositories, if known
// => repositories - number of repositories
// => papers - number of papers
// => stars - total stars of the repositories
// needs: repositories

// An owner has at least as many papers as one of the repositories, and at most as many as all.
MATCH (repository:Repository)
WITH repository, coalesce(repository.paperCount, COUNT {
       MATCH (repository)<-[:HAS_CODE]-(paper:Paper)
       WHERE NOT coalesce(paper.stub, false)
     }) AS own
WHERE own > 0
WITH repository.host + '/' + repository.owner AS owner, collect(repository) AS repositories,
     max(own) AS fewest, sum(own) AS most
ORDER BY fewest DESC
WITH collect({owner: owner, repositories: repositories, fewest: fewest, most: most}) AS owners
WITH owners, coalesce(owners[$limit - 1].fewest, 1) AS bound
UNWIND owners AS one
WITH one, bound
WHERE one.most >= bound
UNWIND one.repositories AS repository
MATCH (repository)<-[:HAS_CODE]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH one.owner AS owner, one.repositories AS repositories, count(DISTINCT paper) AS papers
ORDER BY papers DESC, size(repositories) DESC, owner
LIMIT $limit
UNWIND repositories AS repository
OPTIONAL MATCH (repository)-[:OWNED_BY]->(organization:Organization)
WITH owner, repositories, papers, coalesce(organization.name, organization.id) AS name
ORDER BY name
WITH owner, repositories, papers, collect(DISTINCT name) AS organizations
UNWIND repositories AS repository
WITH owner, papers, organizations, count(repository) AS repositories,
     CASE WHEN count(repository.stars) > 0 THEN sum(repository.stars) END AS stars
RETURN owner, organizations, repositories, papers, stars
ORDER BY papers DESC, repositories DESC, owner
LIMIT $limit;
