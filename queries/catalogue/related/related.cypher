// Papers related to a paper
//
// Which papers are most closely related to a paper by all evidence together, and why? Each kind of
// evidence adds up to one point: shared topics (the weight of the shared topics divided by the
// weight of all topics of the paper), works cited by both, papers that cite both (both Salton's
// cosine), a citation between the two, the same repository (half a point for another repository of
// the same owner), and shared authors (Salton's cosine).
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $limit: integer = 20 - maximum rows to return
// => id - ID of the other paper
// => title - title of the other paper
// => score - sum of the points
// => reasons - what connects the two, strongest first
MATCH (every:Paper)
WHERE NOT coalesce(every.stub, false)
WITH count(every) AS papers
MATCH (start:Paper {id: $paper})
CALL (start, papers) {
  MATCH (start)-[:HAS_TOPIC]->(topic:Topic)
  WITH start, topic, log((1.0 + papers) / COUNT { (topic)<-[:HAS_TOPIC]-() }) AS weight
  ORDER BY weight DESC, topic.id
  WITH start, collect({topic: topic, weight: weight}) AS topics, sum(weight) AS total
  UNWIND topics AS one
  WITH start, total, one.topic AS topic, one.weight AS weight
  MATCH (topic)<-[:HAS_TOPIC]-(other:Paper)
  WHERE other <> start
  WITH other, total, sum(weight) AS shared, collect(coalesce(topic.name, topic.id)) AS names
  RETURN other, shared / total AS points,
         'topics: ' + reduce(text = names[0], name IN names[1..5] | text + ', ' + name) AS reason
  UNION ALL
  MATCH (start)-[:CITES]->(work:Paper)<-[:CITES]-(other:Paper)
  WHERE other <> start
  WITH start, other, count(work) AS works
  RETURN other, works / sqrt(COUNT { (start)-[:CITES]->() } * COUNT { (other)-[:CITES]->() }) AS points,
         'cite the same works: ' + works AS reason
  UNION ALL
  MATCH (start)<-[:CITES]-(citing:Paper)-[:CITES]->(other:Paper)
  WHERE other <> start
  WITH start, other, count(citing) AS citing
  RETURN other, citing / sqrt(COUNT { (start)<-[:CITES]-() } * COUNT { (other)<-[:CITES]-() }) AS points,
         'cited together: ' + citing AS reason
  UNION ALL
  MATCH (start)-[:CITES]->(other:Paper)
  RETURN other, 1.0 AS points, 'cited by the paper' AS reason
  UNION ALL
  MATCH (start)<-[:CITES]-(other:Paper)
  RETURN other, 1.0 AS points, 'cites the paper' AS reason
  UNION ALL
  MATCH (start)-[:HAS_CODE]->(mine:Repository)
  MATCH (theirs:Repository {owner: mine.owner})<-[:HAS_CODE]-(other:Paper)
  WHERE theirs.host = mine.host AND other <> start
  WITH other, max(CASE WHEN theirs = mine THEN 1.0 ELSE 0.5 END) AS points,
       min(mine.host + '/' + mine.owner) AS owner
  RETURN other, points,
         CASE points WHEN 1.0 THEN 'same repository of ' ELSE 'code of the same owner, ' END + owner AS reason
  UNION ALL
  MATCH (start)<-[:AUTHORED]-(author:Author)-[:AUTHORED]->(other:Paper)
  WITH start, other, author
  ORDER BY author.name, author.id
  WITH start, other, count(author) AS authors, collect(coalesce(author.name, author.id)) AS names
  RETURN other,
         authors / sqrt(COUNT { (start)<-[:AUTHORED]-() } * COUNT { (other)<-[:AUTHORED]-() }) AS points,
         'authors: ' + reduce(text = names[0], name IN names[1..5] | text + ', ' + name) AS reason
}
WITH other, points, reason
WHERE NOT coalesce(other.stub, false)
ORDER BY points DESC, reason
WITH other, sum(points) AS points, collect(reason) AS reasons
RETURN other.id AS id, other.title AS title, round(points, 3) AS score, reasons
ORDER BY round(points, 9) DESC, id
LIMIT $limit
// draw
// MATCH (start:Paper {id: $paper}), (other:Paper {id: id})
// CALL (start, other) {
//   MATCH path = (start)-[:HAS_TOPIC|CITES|HAS_CODE]->()<-[:HAS_TOPIC|CITES|HAS_CODE]-(other)
//   RETURN path
//   UNION
//   MATCH path = (start)<-[:AUTHORED|CITES]-()-[:AUTHORED|CITES]->(other)
//   RETURN path
//   UNION
//   MATCH path = (start)-[:CITES]-(other)
//   RETURN path
//   UNION
//   MATCH mine = (start)-[:HAS_CODE]->(one:Repository)
//   MATCH theirs = (two:Repository {owner: one.owner})<-[:HAS_CODE]-(other)
//   WHERE two.host = one.host
//   UNWIND [mine, theirs] AS path
//   RETURN path
// }
// RETURN path
;
