// Papers of an author
//
// Which papers did an author write?
//
// $author: author - the author, by name, ORCID or id, e.g. Thomas Kipf
// $limit: integer = 50 - rows at most
// => id - the paper
// => title - its title
// => published - its date
// => position - the author's place in the author list
// => authors - how many authors the paper has
// needs: authors
MATCH (:Author {id: $author})-[wrote:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       wrote.position AS position, paper.authorCount AS authors
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit;

MATCH (author:Author {id: $author})-[:AUTHORED]->(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH author, paper
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
MATCH wrote = (author)-[:AUTHORED]->(paper)
OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
RETURN wrote, about;
