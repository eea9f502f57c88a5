// Two organizations compared
//
// How do two organizations differ in their topics? A paper on a topic counts for the broader topics,
// too. Each row compares the topic's share of the papers of each organization. The difference has a 95% confidence interval (Newcombe 1998, method
// 10); if it contains 0, the difference may be due to chance. Topics are ranked by the bound closer
// to 0, so that the clearest differences come first.
//
// $organization: organization - name, acronym, handle or ID of one organization, e.g. Google
// $other: organization - name, acronym, handle or ID of the other organization, e.g. Microsoft
// $least: integer = 2 - minimum papers on a topic, both organizations together
// $limit: integer = 30 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => first - papers of the first organization on the topic
// => ofFirst - all papers of the first organization
// => second - papers of the second organization on the topic
// => ofSecond - all papers of the second organization
// => shareFirst - `first` divided by `ofFirst`
// => shareSecond - `second` divided by `ofSecond`
// => difference - `shareFirst` minus `shareSecond`
// => low - lower bound of the difference
// => high - upper bound of the difference
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
MATCH (paper)-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(topic:Topic)
WITH DISTINCT one, two, side, paper, topic
WITH topic, one, two, count(CASE side WHEN 1 THEN 1 END) AS first,
     count(CASE side WHEN 2 THEN 1 END) AS second
WHERE first + second >= $least
WITH topic, first, one, second, two, 1.0 * first / one AS p, 1.0 * second / two AS q
WITH topic, first, one, second, two, p, q, (p + 1.9208 / one) / (1 + 3.8416 / one) AS center,
     1.96 / (1 + 3.8416 / one) * sqrt((p * (1 - p) + 0.9604 / one) / one) AS half,
     (q + 1.9208 / two) / (1 + 3.8416 / two) AS centerTwo,
     1.96 / (1 + 3.8416 / two) * sqrt((q * (1 - q) + 0.9604 / two) / two) AS halfTwo
WITH topic, first, one, second, two, p, q,
     p - q - sqrt((p - center + half) ^ 2 + (centerTwo + halfTwo - q) ^ 2) AS least,
     p - q + sqrt((center + half - p) ^ 2 + (q - centerTwo + halfTwo) ^ 2) AS most
RETURN topic.id AS id, topic.name AS name, first, one AS ofFirst, second, two AS ofSecond,
       round(p, 3) AS shareFirst, round(q, 3) AS shareSecond, round(p - q, 3) AS difference,
       round(least, 3) AS low, round(most, 3) AS high
ORDER BY round(CASE WHEN least > -most THEN least ELSE -most END, 9) DESC, first + second DESC, id
LIMIT $limit;
