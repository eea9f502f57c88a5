// Co-authors of an author
//
// With whom did an author write, and how often?
//
// $author: author - the author, by name, ORCID or id, e.g. Thomas Kipf
// $limit: integer = 50 - rows at most
// => id - the co-author
// => name - the name
// => papers - how many papers they wrote together
// => titles - titles of the newest of them, or ids where no title is known, five at most
// needs: authors
MATCH (author:Author {id: $author})-[:AUTHORED]->(paper:Paper)<-[:AUTHORED]-(other:Author)
WHERE other <> author
WITH other, paper
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
WITH other, count(paper) AS papers, collect(coalesce(paper.title, paper.id)) AS titles
RETURN other.id AS id, other.name AS name, papers, titles[..5] AS titles
ORDER BY papers DESC, name, id
LIMIT $limit;

MATCH (author:Author {id: $author})-[:AUTHORED]->(paper:Paper)<-[:AUTHORED]-(other:Author)
WHERE other <> author
WITH author, other, count(paper) AS papers
ORDER BY papers DESC, other.name, other.id
LIMIT $limit
MATCH path = (author)-[:AUTHORED]->(:Paper)<-[:AUTHORED]-(other)
RETURN path;
