// Papers of two authors
//
// Which papers did two authors write together?
//
// $author: author - name, ORCID iD or ID of one author, e.g. Oriol Vinyals
// $other: author - name, ORCID iD or ID of the other author, e.g. Navdeep Jaitly
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => position - position of the first author in the author list
// => otherPosition - position of the other author in the author list
// => authors - number of authors
// => basis - weakest evidence on which the papers of either author were merged: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is correct
// => nameOnly - whether the paper is linked to the other papers of one of them by name only
// needs: authors
MATCH (a:Author {id: $author})-[one:AUTHORED]->(paper:Paper)<-[two:AUTHORED]-(b:Author {id: $other})
WHERE NOT coalesce(paper.stub, false)
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       one.position AS position, two.position AS otherPosition, paper.authorCount AS authors,
       head([one IN ['name', 'rule', 'judgement', 'identifier'] WHERE one IN [a.basis, b.basis]]) AS basis,
       CASE WHEN a.confidence < b.confidence THEN a.confidence
            ELSE coalesce(b.confidence, a.confidence) END AS confidence,
       coalesce(one.nameOnly, two.nameOnly, false) AS nameOnly
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH path = (:Author {id: $author})-[:AUTHORED]->(:Paper {id: id})<-[:AUTHORED]-(:Author {id: $other})
// RETURN path
;
