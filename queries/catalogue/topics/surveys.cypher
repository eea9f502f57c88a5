// Surveys of a topic
//
// Which surveys, reviews, tutorials and position papers are there on a topic or a narrower one? The
// title decides.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $mentions: boolean = false - also list papers that only mention the topic
// $limit: integer = 20 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => word - the word in the title that decides
// => upvotes - upvotes at the latest observation
// => citations - citations that a source states, or papers of this graph that cite it
// needs: topics
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
CALL (narrower) {
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  RETURN paper
  UNION
  MATCH (narrower)<-[:MENTIONS]-(paper:Paper)
  WHERE $mentions
  RETURN paper
}
WITH DISTINCT paper
WHERE NOT coalesce(paper.stub, false)
WITH paper, ' ' + paper.titleKey + ' ' AS title
WITH paper, [word IN [' survey ', ' surveys ', ' review ', ' tutorial ', ' overview ', ' primer ', ' roadmap ',
     ' taxonomy ', ' perspective ', ' introduction to ', ' position paper '] WHERE title CONTAINS word][0] AS found
WHERE found IS NOT NULL
WITH paper, trim(found) AS word
RETURN paper.id AS id, paper.title AS title, paper.published AS published, word,
       paper.upvotes AS upvotes, coalesce(paper.citedByCount, COUNT { (paper)<-[:CITES]-() }) AS citations
ORDER BY word IN ['survey', 'surveys', 'review', 'tutorial', 'overview', 'primer'] DESC,
         coalesce(upvotes, 0) + citations DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: id})-[:HAS_TOPIC|MENTIONS]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic})
// RETURN path
;
