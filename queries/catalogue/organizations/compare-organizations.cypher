// Two organizations compared
//
// How do two organizations differ in the topics that they work on? A topic is compared by its share of
// the papers of each organization.
//
// $organization: organization - name or ID of one organization, e.g. Google
// $other: organization - name or ID of the other organization, e.g. Microsoft
// $least: integer = 2 - minimum papers of both organizations together on a topic
// $limit: integer = 30 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => first - papers of the first organization on the topic
// => second - papers of the second organization on the topic
// => shareFirst - `first` divided by all papers of the first organization
// => shareSecond - `second` divided by all papers of the second organization
// => difference - `shareFirst` minus `shareSecond`
// needs: organizations, topics
CALL () {
  MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN paper, 1 AS side
  UNION
  MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  RETURN paper, 1 AS side
  UNION
  MATCH (:Organization {id: $other})<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN paper, 2 AS side
  UNION
  MATCH (:Organization {id: $other})<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  RETURN paper, 2 AS side
}
WITH paper, side
WHERE NOT coalesce(paper.stub, false)
WITH collect({paper: paper, side: side}) AS papers,
     count(CASE side WHEN 1 THEN 1 END) AS one, count(CASE side WHEN 2 THEN 1 END) AS two
WHERE one > 0 AND two > 0
UNWIND papers AS each
WITH one, two, each.side AS side, each.paper AS paper
MATCH (paper)-[:HAS_TOPIC]->(topic:Topic)
WITH topic, one, two, count(CASE side WHEN 1 THEN 1 END) AS first,
     count(CASE side WHEN 2 THEN 1 END) AS second
WHERE first + second >= $least
WITH topic, first, second, 1.0 * first / one AS ofFirst, 1.0 * second / two AS ofSecond
RETURN topic.id AS id, topic.name AS name, first, second, round(ofFirst, 3) AS shareFirst,
       round(ofSecond, 3) AS shareSecond, round(ofFirst - ofSecond, 3) AS difference
ORDER BY abs(ofFirst - ofSecond) DESC, first + second DESC, id
LIMIT $limit;
