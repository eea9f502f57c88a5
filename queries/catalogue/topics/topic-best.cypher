// Best papers of a topic
//
// Which papers on a topic or a narrower one have the most citations and upvotes? Papers are ranked
// by the sum of the two, multiplied by the score of the link (0.5 if unknown). Papers with neither
// are ranked by that score, then by date, newest first. Older papers have had more time to collect
// citations and upvotes; set the year to compare papers of the same age.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $year: integer = null - restrict to papers of this year
// $mentions: boolean = false - also count papers that only mention the topic
// $limit: integer = 20 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => score - score of the link from the paper to the topic, 0 to 1; empty if unknown
// => upvotes - upvotes at the latest observation
// => citations - citation count reported by a source, or number of papers in this graph that cite it, whichever is larger
// => stars - stars of its code repository at the latest observation; if there are several, the maximum
// => topics - the paper's topics that are this topic or a narrower one
// => evidence - sentence that names the topic
// needs: topics
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
CALL (narrower) {
  MATCH (narrower)<-[link:HAS_TOPIC]-(paper:Paper)
  RETURN paper, link.score AS score
  UNION ALL
  WITH narrower
  WHERE $mentions
  MATCH (narrower)<-[link:MENTIONS]-(paper:Paper)
  RETURN paper, link.score AS score
}
WITH paper, max(score) AS score
WHERE NOT coalesce(paper.stub, false) AND ($year IS NULL OR paper.year = $year)
WITH paper, score, paper.citedByCount AS stated, COUNT { (paper)<-[:CITES]-() } AS counted
WITH paper, score, CASE WHEN stated > counted THEN stated ELSE counted END AS citations
WITH paper, score, citations, coalesce(score, 0.5) * (citations + coalesce(paper.upvotes, 0)) AS weight
ORDER BY weight DESC, coalesce(score, 0.5) DESC, coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
WITH collect({paper: paper, score: score, citations: citations, weight: weight}) AS rows
// the narrower topics as a list, so that a plan cannot search from the topic to each paper
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH rows, collect(DISTINCT narrower) AS tree
UNWIND rows AS one
// grouped, as Neo4j would count the memory of the list of rows for each row that it sorts
WITH one.paper AS paper, one.score AS score, one.citations AS citations, one.weight AS weight, collect(tree)[0] AS tree
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       score, paper.upvotes AS upvotes, citations,
       COLLECT {
         MATCH (paper)-[:HAS_CODE]->(code:Repository)
         WHERE code.stars IS NOT NULL
         RETURN code.stars ORDER BY code.stars DESC LIMIT 1
       }[0] AS stars, COLLECT {
         MATCH (paper)-[link:HAS_TOPIC|MENTIONS]->(narrower:Topic)
         WHERE narrower IN tree AND ($mentions OR type(link) = 'HAS_TOPIC')
         RETURN DISTINCT narrower.name AS name ORDER BY name
       } AS topics, COLLECT {
         MATCH (paper)-[link:HAS_TOPIC|MENTIONS]->(narrower:Topic)
         WHERE narrower IN tree AND link.evidence IS NOT NULL AND ($mentions OR type(link) = 'HAS_TOPIC')
         RETURN link.evidence ORDER BY coalesce(link.score, 0.0) DESC, link.evidence LIMIT 1
       }[0] AS evidence
ORDER BY weight DESC, coalesce(score, 0.5) DESC, coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: id})-[:HAS_TOPIC|MENTIONS]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic})
// RETURN path
;
