// Topics of two authors
//
// Which topics do two authors both work on, together or apart? Topics are ranked by the sum of the
// link scores over the papers of the author with the smaller sum, times the logarithm of their
// rarity in the graph, so that neither general topics nor those of one of the two come first.
//
// $author: author - name, ORCID iD or ID of one author, e.g. Oriol Vinyals
// $other: author - name, ORCID iD or ID of the other author, e.g. Navdeep Jaitly
// $limit: integer = 20 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => first - papers of the first author on the topic
// => second - papers of the second author on the topic
// => together - papers on the topic that the two wrote together
// => all - all papers on the topic
// => score - smaller sum of the link scores (0.5 if unknown) times the natural logarithm of (all papers / `all`)
// needs: authors, topics
CALL () {
  // kept
  MATCH (every:Paper)
  WHERE NOT coalesce(every.stub, false)
  RETURN count(every) AS total
}
CALL () {
  MATCH (:Author {id: $author})-[:AUTHORED]->(paper:Paper)
  RETURN paper, 1 AS one, 0 AS two
  UNION ALL
  MATCH (:Author {id: $other})-[:AUTHORED]->(paper:Paper)
  RETURN paper, 0 AS one, 1 AS two
}
WITH total, paper, sum(one) AS one, sum(two) AS two
WHERE NOT coalesce(paper.stub, false)
MATCH (paper)-[has:HAS_TOPIC]->(topic:Topic)
WITH total, topic, sum(one) AS first, sum(two) AS second, sum(one * two) AS together,
     sum(one * coalesce(has.score, 0.5)) AS sure, sum(two * coalesce(has.score, 0.5)) AS sureTwo
WHERE first > 0 AND second > 0
WITH total, topic, first, second, together, CASE WHEN sure < sureTwo THEN sure ELSE sureTwo END AS sure,
     coalesce(topic.paperCount, COUNT {
       MATCH (topic)<-[:HAS_TOPIC]-(every:Paper)
       WHERE NOT coalesce(every.stub, false)
     }) AS all
WITH topic, first, second, together, all, sure * log((1.0 + total) / all) AS weight
RETURN topic.id AS id, topic.name AS name, first, second, together, all, round(weight, 2) AS score
ORDER BY round(weight, 9) DESC, id
LIMIT $limit
// draw
// UNWIND [$author, $other] AS end
// MATCH path = (:Author {id: end})-[:AUTHORED]->(:Paper)-[:HAS_TOPIC]->(:Topic {id: id})
// RETURN path
;
