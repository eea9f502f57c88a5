// Code of a topic
//
// Which code repositories belong to the papers on a topic or a narrower one, by stars? Repositories
// with unknown stars are ranked by number of papers, then by the date of the newest paper.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $limit: integer = 20 - maximum rows to return
// => id - ID of the repository
// => name - owner and name of the repository
// => url - address of the repository
// => stars - stars at the latest observation; empty if unknown, and then last
// => paper - title of the paper; if there are several, the most upvoted or cited one
// => published - publication date of that paper
// => papers - papers on the topic with this repository
// needs: topics, repositories
// states: stars of $topic
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WITH collect(DISTINCT paper) AS papers
UNWIND papers AS paper
WITH paper
WHERE NOT coalesce(paper.stub, false)
MATCH (paper)-[:HAS_CODE]->(repository:Repository)
WITH repository, paper
ORDER BY coalesce(paper.upvotes, 0) + coalesce(paper.citedByCount, 0) DESC, paper.id
WITH repository, collect(paper) AS those
RETURN repository.id AS id, repository.owner + '/' + repository.name AS name, repository.url AS url,
       repository.stars AS stars, those[0].title AS paper, those[0].published AS published, size(those) AS papers
ORDER BY coalesce(stars, -1) DESC, papers DESC, coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH path = (:Repository {id: id})<-[:HAS_CODE]-(:Paper)-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic})
// RETURN path
;
