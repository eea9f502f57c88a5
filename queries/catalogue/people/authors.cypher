// Authors by papers
//
// Which authors have the most papers?
//
// $limit: integer = 50 - maximum rows to return
// => id - ID of the author
// => name - name of the author
// => papers - number of papers
// => first - number of papers as first author
// => basis - what holds the papers of the author together at least: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is right
// => nameOnly - papers of the row that nothing but the name links to the author's other papers
// needs: authors
MATCH (author:Author)-[:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH author, count(paper) AS papers
// the edges are read for the authors of the answer only
WITH papers, collect(author) AS those
ORDER BY papers DESC
WITH collect({papers: papers, those: those}) AS groups
UNWIND range(0, size(groups) - 1) AS at
WITH groups[at] AS one, reduce(sum = 0, other IN groups[..at] | sum + size(other.those)) AS before
WHERE before < $limit
UNWIND one.those AS author
MATCH (author)-[wrote:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH author, count(paper) AS papers, count(CASE WHEN wrote.position = 1 THEN 1 END) AS first,
     count(CASE WHEN wrote.nameOnly THEN 1 END) AS nameOnly
RETURN author.id AS id, author.name AS name, papers, first, author.basis AS basis,
       author.confidence AS confidence, nameOnly
ORDER BY papers DESC, first DESC, id
LIMIT $limit
// draw
// MATCH path = (:Author {id: id})-[:AUTHORED]->(paper:Paper)
// WHERE NOT coalesce(paper.stub, false)
// RETURN path
;
