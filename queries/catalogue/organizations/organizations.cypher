// Organizations by papers
//
// Which organizations have the most papers? A paper counts for an organization if a source links
// the two or if one of the authors works there.
//
// $limit: integer = 50 - maximum rows to return
// => id - ID of the organization
// => name - name of the organization
// => papers - number of papers
// => authors - number of authors affiliated with it; empty if none is
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
WITH organization, papers, COUNT { (organization)<-[:AFFILIATED_WITH]-(:Author) } AS authors
RETURN organization.id AS id, organization.name AS name, papers, nullIf(authors, 0) AS authors
ORDER BY papers DESC, id
LIMIT $limit
// draw
// MATCH (organization:Organization {id: id})
// CALL (organization) {
//   MATCH path = (organization)<-[:AFFILIATED_WITH]-(paper:Paper)
//   WHERE NOT coalesce(paper.stub, false)
//   RETURN path
//   UNION
//   MATCH path = (organization)<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
//   WHERE NOT coalesce(paper.stub, false)
//   RETURN path
// }
// RETURN path
;
