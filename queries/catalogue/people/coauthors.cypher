// Co-authors of an author
//
// Who are the co-authors of an author, and how many papers did they write together?
//
// $author: author - name, ORCID iD or ID of the author, e.g. Thomas Kipf
// $limit: integer = 50 - maximum rows to return
// => id - ID of the co-author
// => name - name of the co-author
// => papers - number of papers they wrote together
// => titles - titles of the newest five papers, or IDs where the title is unknown
// needs: authors
MATCH (author:Author {id: $author})-[:AUTHORED]->(paper:Paper)<-[:AUTHORED]-(other:Author)
WHERE other <> author
WITH other, paper
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
WITH other, count(paper) AS papers, collect(coalesce(paper.title, paper.id)) AS titles
RETURN other.id AS id, other.name AS name, papers, titles[..5] AS titles
ORDER BY papers DESC, name, id
LIMIT $limit
// draw
// MATCH path = (:Author {id: $author})-[:AUTHORED]->(:Paper)<-[:AUTHORED]-(:Author {id: id})
// RETURN path
;
