// Authors by papers
//
// Which authors have the most papers?
//
// $limit: integer = 50 - rows at most
// => id - the author
// => name - the name
// => papers - how many papers
// => first - on how many of them the author stands first
// needs: authors
MATCH (author:Author)-[wrote:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH author, count(paper) AS papers, count(CASE WHEN wrote.position = 1 THEN 1 END) AS first
RETURN author.id AS id, author.name AS name, papers, first
ORDER BY papers DESC, first DESC, id
LIMIT $limit;

MATCH (author:Author)-[wrote:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH author, count(paper) AS papers, count(CASE WHEN wrote.position = 1 THEN 1 END) AS first
ORDER BY papers DESC, first DESC, author.id
LIMIT $limit
MATCH path = (author)-[:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN path;
