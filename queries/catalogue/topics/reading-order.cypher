// Reading order for a topic
//
// In which order can the papers on a topic or a narrower one be read? First come up to three surveys,
// then the most cited and upvoted papers of each year, from the earliest to the latest, so that a
// paper comes after those that it builds on. The score of the link (0.5 if unknown) weighs them.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $each: integer = 3 - maximum papers of a year
// $mentions: boolean = false - also list papers that only mention the topic
// $limit: integer = 30 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => reason - why the paper is in the list
// => code - address of its code
// needs: topics, dates
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
CALL (narrower) {
  MATCH (narrower)<-[link:HAS_TOPIC]-(paper:Paper)
  RETURN paper, coalesce(link.score, 0.5) AS sure
  UNION
  MATCH (narrower)<-[link:MENTIONS]-(paper:Paper)
  WHERE $mentions
  RETURN paper, coalesce(link.score, 0.5) AS sure
}
WITH paper, max(sure) AS sure
WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
WITH paper, sure, ' ' + paper.titleKey + ' ' AS title,
     coalesce(paper.citedByCount, COUNT { (paper)<-[:CITES]-() }) AS citations
WITH paper, sure, citations,
     any(word IN [' a survey ', ' survey of ', ' survey on ', ' systematic survey ', ' comprehensive survey ',
         ' a review ', ' review of ', ' review on ', ' systematic review ', ' tutorial ', ' an overview ',
         ' overview of ', ' a primer ', ' introduction to '] WHERE title CONTAINS word)
     OR toLower(coalesce(paper.abstract, '')) CONTAINS 'this survey' AS survey
WITH paper, citations, survey, sure * (citations + coalesce(paper.upvotes, 0)) AS weight
ORDER BY weight DESC, paper.id
WITH CASE WHEN survey THEN 0 ELSE paper.year END AS part,
     collect({paper: paper, citations: citations}) AS papers
WITH part, papers[..CASE part WHEN 0 THEN 3 ELSE $each END] AS papers
UNWIND range(0, size(papers) - 1) AS place
WITH part, place, papers[place].paper AS paper, papers[place].citations AS citations
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       CASE part WHEN 0 THEN 'survey' ELSE 'number ' + (place + 1) + ' of ' + part END
       + CASE WHEN citations > 0 THEN ', ' + citations + ' citations' ELSE '' END
       + CASE WHEN paper.upvotes > 0 THEN ', ' + paper.upvotes + ' upvotes' ELSE '' END AS reason,
       COLLECT { MATCH (paper)-[:HAS_CODE]->(r:Repository) RETURN r.url ORDER BY r.url LIMIT 1 }[0] AS code
ORDER BY part > 0, published, id
LIMIT $limit
// draw
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH path = (paper)-[:CITES|HAS_TOPIC|MENTIONS]->()
// RETURN paper, path
;
