// Organizations of a topic
//
// Which organizations have the most papers on a topic or a narrower one?
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $limit: integer = 20 - maximum rows to return
// => id - ID of the organization
// => name - name of the organization
// => papers - papers on the topic
// => latest - date of the newest one, as precise as it is known
// => best - title of the most upvoted or cited one; in a tie, the newest
// needs: topics, topicOrganizations of $topic
CALL () {
  MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  WITH collect(DISTINCT paper) AS papers
  UNWIND papers AS paper
  MATCH (paper)-[:AFFILIATED_WITH]->(organization:Organization)
  RETURN organization, paper
  UNION
  // authors are read only if the graph knows the organization of one
  MATCH (:Organization)<-[:AFFILIATED_WITH]-(affiliated:Author)
  WITH affiliated
  LIMIT 1
  MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  WITH collect(DISTINCT paper) AS papers
  UNWIND papers AS paper
  MATCH (paper)<-[:AUTHORED]-(:Author)-[:AFFILIATED_WITH]->(organization:Organization)
  RETURN organization, paper
}
WITH organization, paper
WHERE NOT coalesce(paper.stub, false)
WITH organization, collect(paper) AS those,
     // of texts, as "2023" is a year of which the day is unknown
     max(left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)) AS latest
ORDER BY size(those) DESC, organization.id
LIMIT $limit
RETURN organization.id AS id, organization.name AS name, size(those) AS papers, latest,
       COLLECT {
         UNWIND those AS paper
         WITH paper
         WHERE paper.title IS NOT NULL
         RETURN paper.title
         ORDER BY coalesce(paper.upvotes, 0) + coalesce(paper.citedByCount, 0) DESC,
                  coalesce(paper.published, date('0001-01-01')) DESC, paper.id
         LIMIT 1
       }[0] AS best
ORDER BY papers DESC, id
LIMIT $limit;
