// Organisations that publish together
//
// Which two organisations stand on the same papers most often?
//
// $limit: integer = 50 - rows at most
// => firstId - one organisation
// => first - its name
// => secondId - the other organisation
// => second - its name
// => papers - how many papers come from both
// needs: organizations
MATCH (a:Organization)<-[:AFFILIATED_WITH]-(paper:Paper)-[:AFFILIATED_WITH]->(b:Organization)
WHERE a.id < b.id AND NOT coalesce(paper.stub, false)
WITH a, b, count(paper) AS papers
RETURN a.id AS firstId, a.name AS first, b.id AS secondId, b.name AS second, papers
ORDER BY papers DESC, firstId, secondId
LIMIT $limit;

MATCH (a:Organization)<-[:AFFILIATED_WITH]-(paper:Paper)-[:AFFILIATED_WITH]->(b:Organization)
WHERE a.id < b.id AND NOT coalesce(paper.stub, false)
WITH a, b, count(paper) AS papers
ORDER BY papers DESC, a.id, b.id
LIMIT $limit
MATCH path = (a)<-[:AFFILIATED_WITH]-(:Paper)-[:AFFILIATED_WITH]->(b)
RETURN path;
