// Authors by papers
//
// Which authors have the most papers?
//
// $limit: integer = 50 - maximum rows to return
// => id - ID of the author
// => name - name of the author
// => papers - number of papers
// => first - number of papers as first author
// => basis - weakest evidence on which the author's papers were merged: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is correct
// => nameOnly - papers in this row linked to the author's other papers by name only
// needs: authors
MATCH (author:Author)
WITH author, coalesce(author.paperCount, COUNT {
       MATCH (author)-[:AUTHORED]->(paper:Paper)
       WHERE NOT coalesce(paper.stub, false)
     }) AS papers
WHERE papers > 0
WITH author, papers
ORDER BY papers DESC, author.id
LIMIT $limit
// the edges are read for the authors of the answer only
MATCH (author)-[wrote:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH author, papers, count(CASE WHEN wrote.position = 1 THEN 1 END) AS first,
     count(CASE WHEN wrote.nameOnly THEN 1 END) AS nameOnly
RETURN author.id AS id, author.name AS name, papers, first, author.basis AS basis,
       author.confidence AS confidence, nameOnly
ORDER BY papers DESC, id
LIMIT $limit
// draw
// MATCH path = (:Author {id: id})-[:AUTHORED]->(paper:Paper)
// WHERE NOT coalesce(paper.stub, false)
// RETURN path
;
