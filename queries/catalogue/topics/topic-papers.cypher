// Papers on a topic
//
// Which papers are about a topic or a narrower one, newest first? The question topic-best ranks
// them by citations and upvotes.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $mentions: boolean = false - also list papers that only mention the topic, after the others
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => link - about or mentions
// => topics - the paper's topics that are this topic or a narrower one
// => score - highest probability that the paper is about one of them, 0 to 1; empty if the topic comes from a source
// => evidence - sentence that names the topic, if any
// needs: topics
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
CALL (narrower) {
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  RETURN paper, 'about' AS link
  UNION ALL
  WITH narrower
  WHERE $mentions
  MATCH (narrower)<-[:MENTIONS]-(paper:Paper)
  RETURN paper, 'mentions' AS link
}
WITH paper, min(link) AS link
WHERE NOT coalesce(paper.stub, false)
WITH paper, link
ORDER BY link, coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
WITH collect(paper) AS papers
// the evidence is read for the papers of the answer only
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH papers, collect(DISTINCT narrower) AS all
UNWIND papers AS paper
MATCH (paper)-[has:HAS_TOPIC|MENTIONS]->(narrower:Topic)
WHERE narrower IN all AND ($mentions OR type(has) = 'HAS_TOPIC')
WITH paper, narrower, has
ORDER BY type(has), coalesce(has.score, -1.0) DESC, narrower.name, narrower.id
WITH paper, collect(DISTINCT narrower.name) AS topics, collect(has)[0] AS best
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       CASE type(best) WHEN 'HAS_TOPIC' THEN 'about' ELSE 'mentions' END AS link, topics,
       best.score AS score, best.evidence AS evidence
ORDER BY link, coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: id})-[:HAS_TOPIC|MENTIONS]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic})
// RETURN path
;
