// Co-authors of an author
//
// Who are the co-authors of an author, and how many papers did they write together?
//
// $author: author - name, ORCID iD or ID of the author, e.g. Thomas Kipf
// $limit: integer = 50 - maximum rows to return
// => id - ID of the co-author
// => name - name of the co-author
// => papers - number of papers they wrote together
// => basis - weakest evidence on which the co-author's papers were merged: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is correct
// => nameOnly - papers in this row linked to one of the two authors by name only
// => titles - titles of the five newest papers, or IDs where the title is unknown
// needs: authors
MATCH (author:Author {id: $author})-[one:AUTHORED]->(paper:Paper)<-[two:AUTHORED]-(other:Author)
WHERE other <> author AND NOT coalesce(paper.stub, false)
WITH other, paper, coalesce(one.nameOnly, two.nameOnly) AS named
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
WITH other, count(paper) AS papers, count(CASE WHEN named THEN 1 END) AS nameOnly,
     collect(coalesce(paper.title, paper.id)) AS titles
RETURN other.id AS id, other.name AS name, papers, other.basis AS basis,
       other.confidence AS confidence, nameOnly, titles[..5] AS titles
ORDER BY papers DESC, name, id
LIMIT $limit
// draw
// MATCH path = (:Author {id: $author})-[:AUTHORED]->(paper:Paper)<-[:AUTHORED]-(:Author {id: id})
// WHERE NOT coalesce(paper.stub, false)
// RETURN path
;
