// Organizations of a topic
//
// Which organizations have the most papers on a topic or a narrower one?
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $limit: integer = 20 - maximum rows to return
// => id - ID of the organization
// => name - name of the organization
// => papers - papers on the topic
// => latest - date of the latest of them
// => best - title of the most upvoted or cited of them
// needs: topics, organizations
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH DISTINCT paper
CALL (paper) {
  MATCH (paper)-[:AFFILIATED_WITH]->(organization:Organization)
  RETURN organization
  UNION
  MATCH (paper)<-[:AUTHORED]-(:Author)-[:AFFILIATED_WITH]->(organization:Organization)
  RETURN organization
}
WITH organization, paper
ORDER BY coalesce(paper.upvotes, 0) + coalesce(paper.citedByCount, 0) DESC, paper.id
WITH organization, count(paper) AS papers, max(paper.published) AS latest,
     collect(paper.title)[0] AS best
RETURN organization.id AS id, organization.name AS name, papers, latest, best
ORDER BY papers DESC, id
LIMIT $limit;
