// Organisations by papers
//
// Which organisations have the most papers?
//
// $limit: integer = 50 - rows at most
// => id - the organisation
// => name - its name
// => papers - how many papers come from it
// => authors - how many authors are known to work there
// needs: organizations
MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH organization, count(paper) AS papers
RETURN organization.id AS id, organization.name AS name, papers,
       COUNT { (organization)<-[:AFFILIATED_WITH]-(:Author) } AS authors
ORDER BY papers DESC, id
LIMIT $limit;

MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH organization, count(paper) AS papers
ORDER BY papers DESC, organization.id
LIMIT $limit
MATCH path = (organization)<-[:AFFILIATED_WITH]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN path;
