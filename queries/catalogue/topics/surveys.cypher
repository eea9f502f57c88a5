// Surveys of a topic
//
// Which surveys, reviews, tutorials and position papers exist on a topic or a narrower one? They
// are recognized by phrases in the title, such as "a survey", or in the abstract, such as "this
// survey". Surveys and reviews come first. Papers are ranked by citations plus upvotes, times the
// score of the link (0.5 if unknown).
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $mentions: boolean = false - also list papers that only mention the topic
// $limit: integer = 20 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => word - phrase by which the paper was recognized
// => score - score of the link from the paper to the topic, 0 to 1; empty if unknown
// => upvotes - upvotes at the latest observation
// => citations - citation count reported by a source, or number of papers in this graph that cite it, whichever is larger
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
WHERE NOT coalesce(paper.stub, false)
WITH paper, score, ' ' + paper.titleKey + ' ' AS title, toLower(coalesce(paper.abstract, '')) AS abstract
// one word of each phrase first, as a list of phrases for each paper is slow
WHERE title CONTAINS 'survey' OR title CONTAINS 'review' OR title CONTAINS 'tutorial' OR title CONTAINS 'overview'
   OR title CONTAINS 'primer' OR title CONTAINS 'introduction' OR title CONTAINS 'roadmap' OR title CONTAINS 'open '
   OR title CONTAINS 'position' OR abstract CONTAINS 'this survey' OR abstract CONTAINS 'this review '
   OR abstract CONTAINS 'this position paper'
WITH paper, score, title, abstract
WITH paper, score, [word IN [' a survey ', ' survey of ', ' survey on ', ' systematic survey ', ' surveying ',
       ' comprehensive survey ', ' short survey ', ' centered survey ', ' a review ', ' review of ', ' review on ',
       ' systematic review ', ' tutorial ', ' an overview ', ' overview of ', ' a primer ', ' introduction to ',
       ' roadmap ', ' open problems ', ' open challenges ', ' position paper '] WHERE title CONTAINS word]
     + [word IN ['position:'] WHERE toLower(paper.title) STARTS WITH word]
     + [word IN ['this survey', 'this review ', 'this position paper'] WHERE abstract CONTAINS word]
       AS found
WHERE size(found) > 0
WITH paper, score, trim(found[0]) AS word, paper.citedByCount AS stated, COUNT { (paper)<-[:CITES]-() } AS counted
WITH paper, score, word, CASE WHEN stated > counted THEN stated ELSE counted END AS citations
RETURN paper.id AS id, paper.title AS title, paper.published AS published, word, score,
       paper.upvotes AS upvotes, citations
ORDER BY word CONTAINS 'survey' OR word CONTAINS 'review' DESC,
         coalesce(score, 0.5) * (1 + coalesce(upvotes, 0) + citations) DESC, id
LIMIT $limit
// draw
// MATCH path = (:Paper {id: id})-[:HAS_TOPIC|MENTIONS]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic})
// RETURN path
;
