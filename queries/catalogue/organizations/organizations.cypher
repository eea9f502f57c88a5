// Organizations by papers
//
// Which organizations have the most papers? A paper counts where a source links it to the
// organization, and where one of its authors works there.
//
// $limit: integer = 50 - rows at most
// => id - the organization
// => name - its name
// => papers - how many papers come from it
// => authors - how many authors are known to work there
// needs: organizations
CALL () {
  MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN organization, paper
  UNION
  MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  RETURN organization, paper
}
WITH organization, paper
WHERE NOT coalesce(paper.stub, false)
WITH organization, count(paper) AS papers
RETURN organization.id AS id, organization.name AS name, papers,
       COUNT { (organization)<-[:AFFILIATED_WITH]-(:Author) } AS authors
ORDER BY papers DESC, id
LIMIT $limit;

CALL () {
  MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN organization, paper
  UNION
  MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  RETURN organization, paper
}
WITH organization, paper
WHERE NOT coalesce(paper.stub, false)
WITH organization, count(paper) AS papers
ORDER BY papers DESC, organization.id
LIMIT $limit
CALL (organization) {
  MATCH path = (organization)<-[:AFFILIATED_WITH]-(paper:Paper)
  WHERE NOT coalesce(paper.stub, false)
  RETURN path
  UNION
  MATCH path = (organization)<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  WHERE NOT coalesce(paper.stub, false)
  RETURN path
}
RETURN path;
