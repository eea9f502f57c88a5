// Organizations that publish together
//
// Which pairs of organizations have the most papers in common? A paper counts for an organization
// if a source links the two or if one of its authors works there.
//
// $limit: integer = 50 - maximum rows to return
// => firstId - ID of one organization
// => first - name of this organization
// => secondId - ID of the other organization
// => second - name of the other organization
// => papers - number of papers of both
// needs: organizations, collaborations
CALL () {
  MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN paper, organization
  UNION
  MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  RETURN paper, organization
}
WITH paper, organization
WHERE NOT coalesce(paper.stub, false)
WITH paper, collect(organization) AS all
UNWIND all AS a
UNWIND all AS b
WITH a, b, paper
WHERE a.id < b.id
WITH a, b, collect(paper) AS common
ORDER BY size(common) DESC, a.id, b.id
LIMIT $limit
// the drawing starts here
RETURN a.id AS firstId, a.name AS first, b.id AS secondId, b.name AS second,
       size(common) AS papers
ORDER BY papers DESC, firstId, secondId
LIMIT $limit
// draw
// UNWIND common AS paper
// UNWIND [a, b] AS organization
// CALL (paper, organization) {
//   MATCH path = (paper)-[:AFFILIATED_WITH]->(organization)
//   RETURN path
//   UNION
//   MATCH path = (paper)<-[:AUTHORED]-(:Author)-[:AFFILIATED_WITH]->(organization)
//   RETURN path
// }
// RETURN path
;
