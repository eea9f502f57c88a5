// Topics of an organization
//
// What does an organization work on? Topics are ranked by the sum of their link scores over its
// papers, times the logarithm of their rarity in the graph, so that neither general topics nor the
// rare words of a single paper come first.
//
// $organization: organization - name, acronym, handle or ID of the organization, e.g. Google
// $limit: integer = 20 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => papers - papers of the organization on the topic
// => all - all papers on the topic
// => from - year of the organization's earliest paper on the topic
// => to - year of the organization's latest paper on the topic
// => score - sum of the link scores (0.5 if unknown) times the natural logarithm of (all papers / `all`)
// needs: organizations, topics
CALL () {
  // kept
  MATCH (every:Paper)
  WHERE NOT coalesce(every.stub, false)
  RETURN count(every) AS total
}
CALL () {
  MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN paper
  UNION
  MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  RETURN paper
}
MATCH (paper)-[has:HAS_TOPIC]->(topic:Topic)
WHERE NOT coalesce(paper.stub, false)
WITH total, topic, count(paper) AS papers, sum(coalesce(has.score, 0.5)) AS sure,
     min(paper.year) AS from, max(paper.year) AS to
WITH total, topic, papers, sure, from, to, coalesce(topic.paperCount, COUNT {
       MATCH (topic)<-[:HAS_TOPIC]-(every:Paper)
       WHERE NOT coalesce(every.stub, false)
     }) AS all
WITH topic, papers, all, from, to, sure * log((1.0 + total) / all) AS weight
RETURN topic.id AS id, topic.name AS name, papers, all, from, to, round(weight, 2) AS score
ORDER BY round(weight, 9) DESC, id
LIMIT $limit;
