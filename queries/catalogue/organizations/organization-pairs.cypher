// Organizations that publish together
//
// Which pairs of organizations have the most papers in common? A paper counts for an organization
// if a source links the two or if one of the authors works there. It counts for a pair only if
// different authors work at the two, because two affiliations of one author are often two names of
// the same organization.
//
// $limit: integer = 50 - maximum rows to return
// => firstId - ID of one organization
// => first - name of this organization
// => secondId - ID of the other organization
// => second - name of the other organization
// => papers - number of papers that count for both
// needs: organizations, collaborations
CALL () {
  MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN paper, organization, paper.id AS link
  UNION
  MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(author:Author)-[:AUTHORED]->(paper:Paper)
  RETURN paper, organization, author.id AS link
}
WITH paper, organization, collect(link) AS links
WHERE NOT coalesce(paper.stub, false)
WITH paper, collect({organization: organization, links: links}) AS all
UNWIND all AS first
UNWIND all AS second
WITH paper, first, second
WHERE first.organization.id < second.organization.id
WITH first.organization AS a, second.organization AS b, paper,
     paper.id IN first.links AND paper.id IN second.links
     OR any(link IN first.links WHERE NOT link IN second.links)
        AND any(link IN second.links WHERE NOT link IN first.links) AS together
WHERE together
WITH a, b, collect(paper) AS common
ORDER BY size(common) DESC, a.id, b.id
LIMIT $limit
// the drawing starts here
RETURN a.id AS firstId, a.name AS first, b.id AS secondId, b.name AS second,
       size(common) AS papers
ORDER BY papers DESC, firstId, secondId
LIMIT $limit
// summary
// CALL () {
//   MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(paper:Paper)
//   RETURN paper, organization, paper.id AS link
//   UNION
//   MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(author:Author)-[:AUTHORED]->(paper:Paper)
//   RETURN paper, organization, author.id AS link
// }
// WITH paper, organization, collect(link) AS links
// WHERE NOT coalesce(paper.stub, false)
// WITH paper, collect({organization: organization, links: links}) AS all
// UNWIND all AS first
// UNWIND all AS second
// WITH paper, first, second
// WHERE first.organization.id < second.organization.id
// WITH first.organization AS a, second.organization AS b, paper,
//      paper.id IN first.links AND paper.id IN second.links
//      OR any(link IN first.links WHERE NOT link IN second.links)
//         AND any(link IN second.links WHERE NOT link IN first.links) AS together
// WITH a, b, count(CASE WHEN together THEN 1 END) AS papers
// RETURN count(CASE WHEN papers > 0 THEN 1 END) AS pairs,
//        count(CASE WHEN papers = 0 THEN 1 END) AS `pairs left out, which only the affiliations of one author connect`
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
