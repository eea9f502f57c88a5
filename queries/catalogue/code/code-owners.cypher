// Owners of code
//
// Which repository owners have the code of the most papers?
//
// $limit: integer = 50 - maximum rows to return
// => owner - host and name of the owner
// => organizations - names of organizations that the repositories belong to, if known
// => repositories - number of repositories
// => papers - number of papers
// => stars - total stars of the repositories
// needs: repositories
MATCH (repository:Repository)<-[:HAS_CODE]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH repository.host + '/' + repository.owner AS owner, repository, collect(paper) AS those
OPTIONAL MATCH (repository)-[:OWNED_BY]->(organization:Organization)
WITH owner, repository, those, organization
ORDER BY organization.name, organization.id
WITH owner, repository, those, collect(coalesce(organization.name, organization.id)) AS names
WITH owner, collect(repository) AS repositories, collect(names) AS names, collect(those) AS those,
     CASE WHEN count(repository.stars) > 0 THEN sum(repository.stars) END AS stars
UNWIND those AS some
UNWIND some AS paper
WITH owner, repositories, names, stars, count(DISTINCT paper) AS papers
RETURN owner,
       reduce(all = [], some IN names | all + [name IN some WHERE NOT name IN all]) AS organizations,
       size(repositories) AS repositories, papers, stars
ORDER BY papers DESC, repositories DESC, owner
LIMIT $limit;
