// Papers of an author
//
// Which papers did an author write?
//
// $author: author - name, ORCID iD or ID of the author, e.g. Thomas Kipf
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => position - position of the author in the author list
// => authors - number of authors of the paper
// => basis - weakest evidence on which the author's papers were merged: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is correct
// => nameOnly - whether the paper is linked to the author's other papers by name only
// needs: authors
MATCH (author:Author {id: $author})-[wrote:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       wrote.position AS position, paper.authorCount AS authors, author.basis AS basis,
       author.confidence AS confidence, coalesce(wrote.nameOnly, false) AS nameOnly
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH wrote = (:Author {id: $author})-[:AUTHORED]->(paper:Paper {id: id})
// OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
// RETURN wrote, about
;
