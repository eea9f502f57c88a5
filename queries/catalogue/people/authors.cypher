// Authors by papers
//
// Which authors have the most papers?
//
// $limit: integer = 50 - maximum rows to return
// => id - ID of the author
// => name - name of the author
// => papers - number of papers
// => first - number of papers as first author
// needs: authors
MATCH (author:Author)-[wrote:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH author, count(paper) AS papers, count(CASE WHEN wrote.position = 1 THEN 1 END) AS first
RETURN author.id AS id, author.name AS name, papers, first
ORDER BY papers DESC, first DESC, id
LIMIT $limit
// draw
// MATCH path = (:Author {id: id})-[:AUTHORED]->(paper:Paper)
// WHERE NOT coalesce(paper.stub, false)
// RETURN path
;
