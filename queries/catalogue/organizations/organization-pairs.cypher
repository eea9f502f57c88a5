// Organizations that publish together
//
// Which two organizations have papers in common most often? A paper counts where a source links
// it to the organization, and where one of its authors works there.
//
// $limit: integer = 50 - rows at most
// => firstId - one organization
// => first - its name
// => secondId - the other organization
// => second - its name
// => papers - how many papers come from both
// needs: organizations
CALL () {
  MATCH (paper:Paper)-[:AFFILIATED_WITH]->(organization:Organization)
  RETURN paper, organization
  UNION
  MATCH (paper:Paper)<-[:AUTHORED]-(:Author)-[:AFFILIATED_WITH]->(organization:Organization)
  RETURN paper, organization
}
WITH paper, organization
WHERE NOT coalesce(paper.stub, false)
WITH paper, collect(organization) AS all
UNWIND all AS a
UNWIND all AS b
WITH a, b, paper
WHERE a.id < b.id
WITH a, b, count(paper) AS papers
RETURN a.id AS firstId, a.name AS first, b.id AS secondId, b.name AS second, papers
ORDER BY papers DESC, firstId, secondId
LIMIT $limit;

CALL () {
  MATCH (paper:Paper)-[:AFFILIATED_WITH]->(organization:Organization)
  RETURN paper, organization
  UNION
  MATCH (paper:Paper)<-[:AUTHORED]-(:Author)-[:AFFILIATED_WITH]->(organization:Organization)
  RETURN paper, organization
}
WITH paper, organization
WHERE NOT coalesce(paper.stub, false)
WITH paper, collect(organization) AS all
UNWIND all AS a
UNWIND all AS b
WITH a, b, paper
WHERE a.id < b.id
WITH a, b, collect(paper) AS papers
ORDER BY size(papers) DESC, a.id, b.id
LIMIT $limit
UNWIND papers AS paper
UNWIND [a, b] AS organization
CALL (paper, organization) {
  MATCH path = (paper)-[:AFFILIATED_WITH]->(organization)
  RETURN path
  UNION
  MATCH path = (paper)<-[:AUTHORED]-(:Author)-[:AFFILIATED_WITH]->(organization)
  RETURN path
}
RETURN path;
