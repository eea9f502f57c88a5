// People of a topic
//
// Who has the most papers on a topic or a narrower one? An author with an ORCID or OpenAlex ID is one
// person; a name alone may be several.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $limit: integer = 20 - maximum rows to return
// => id - ID of the author
// => name - name of the author
// => papers - papers on the topic
// => lead - papers on the topic as first author
// => latest - date of the latest of them
// => best - title of the most upvoted or cited of them
// => identified - whether an identifier, not the name alone, identifies the author
// needs: topics, authors
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH DISTINCT paper
MATCH (paper)<-[wrote:AUTHORED]-(author:Author)
WITH author, count(paper) AS papers, count(CASE WHEN wrote.position = 1 THEN 1 END) AS lead,
     max(paper.published) AS latest
ORDER BY papers DESC, lead DESC, author.id
LIMIT $limit
RETURN author.id AS id, author.name AS name, papers, lead, latest,
       COLLECT {
         MATCH (author)-[:AUTHORED]->(one:Paper)
         WHERE EXISTS { (one)-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic}) }
         RETURN one.title
         ORDER BY coalesce(one.upvotes, 0) + coalesce(one.citedByCount, 0) DESC, one.id LIMIT 1
       }[0] AS best, NOT author.id STARTS WITH 'name:' AS identified
ORDER BY papers DESC, lead DESC, id
LIMIT $limit
// draw
// MATCH path = (:Author {id: id})-[:AUTHORED]->(:Paper)-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic})
// RETURN path
;
