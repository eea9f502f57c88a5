// Reading order for a topic
//
// In which order should the papers on a topic or a narrower one be read? Up to three surveys come
// first, then the leading papers of each year, earliest year first, so that a paper follows those
// it builds on. Papers are ranked by citations from papers in the graph, then by the citation count
// that a source reports, then by upvotes plus one, each multiplied by the score of the link (0.5 if
// unknown). Papers without a date come last and are limited like those of a year.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $each: integer = 3 - maximum papers per year
// $mentions: boolean = false - also list papers that only mention the topic
// $limit: integer = 30 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => reason - survey or rank within the year, and the counts that determine the rank; if all are 0 or unknown, those known to be 0
// => code - address of its code repository; if there are several, the one with the most stars
// needs: topics
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
CALL (narrower) {
  MATCH (narrower)<-[link:HAS_TOPIC]-(paper:Paper)
  RETURN paper, coalesce(link.score, 0.5) AS sure
  UNION ALL
  WITH narrower
  WHERE $mentions
  MATCH (narrower)<-[link:MENTIONS]-(paper:Paper)
  RETURN paper, coalesce(link.score, 0.5) AS sure
}
WITH paper, max(sure) AS sure
WHERE NOT coalesce(paper.stub, false)
WITH paper, sure, ' ' + paper.titleKey + ' ' AS title, COUNT { (paper)<-[:CITES]-() } AS cited,
     coalesce(paper.citedByCount, 0) AS citations, coalesce(paper.upvotes, 0) AS upvotes
WITH paper, sure, cited, citations, upvotes,
     // one word of each phrase first, as a list of phrases for each paper is slow
     (title CONTAINS 'survey' OR title CONTAINS 'review' OR title CONTAINS 'tutorial' OR title CONTAINS 'overview'
      OR title CONTAINS 'primer' OR title CONTAINS 'introduction')
     AND any(word IN [' a survey ', ' survey of ', ' survey on ', ' systematic survey ', ' comprehensive survey ',
         ' a review ', ' review of ', ' review on ', ' systematic review ', ' tutorial ', ' an overview ',
         ' overview of ', ' a primer ', ' introduction to '] WHERE title CONTAINS word)
     OR toLower(coalesce(paper.abstract, '')) CONTAINS 'this survey' AS survey
WITH CASE WHEN survey THEN 0 ELSE coalesce(paper.year, 9999) END AS part,
     collect({paper: paper, id: paper.id, sure: sure, cited: cited, citations: citations, upvotes: upvotes}) AS papers
// the first papers of each year: sorting all papers takes longer
CALL (papers) {
  UNWIND papers AS one
  WITH one
  ORDER BY one.sure * one.cited DESC, one.sure * one.citations DESC, one.sure * (1 + one.upvotes) DESC, one.id
  LIMIT 3 + $each
  RETURN collect(one) AS first
}
WITH part, size(papers) AS of, first[..CASE part WHEN 0 THEN 3 ELSE $each END] AS papers
UNWIND range(0, size(papers) - 1) AS place
WITH part, of, place, papers[place] AS one
WITH part, of, place, one, one.paper AS paper,
     CASE WHEN one.cited > 0 THEN ['citations in the graph (' + one.cited + ')'] ELSE [] END
     + CASE WHEN one.citations > 0 THEN ['citations (' + one.citations + ')'] ELSE [] END
     + CASE WHEN one.upvotes > 0 THEN ['upvotes (' + one.upvotes + ')'] ELSE [] END AS figures
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       CASE part WHEN 0 THEN 'survey, ' ELSE '' END + 'number ' + (place + 1) + ' of ' + of
       + CASE part WHEN 0 THEN '' WHEN 9999 THEN ' without a date' ELSE ' in ' + part END
       + CASE WHEN size(figures) = 0 THEN CASE
             WHEN paper.citedByCount = 0 AND paper.upvotes = 0 THEN '; 0 citations and 0 upvotes'
             WHEN paper.citedByCount = 0 THEN '; 0 citations' WHEN paper.upvotes = 0 THEN '; 0 upvotes'
             ELSE '; no citations or upvotes are known' END + ', so by the score of the link'
           ELSE ' by ' + reduce(text = figures[0], figure IN figures[1..] | text + ', ' + figure)
             + ', times the score of the link (' + round(one.sure, 2) + ')' END AS reason,
       COLLECT { MATCH (paper)-[:HAS_CODE]->(r:Repository) RETURN r.url ORDER BY coalesce(r.stars, -1) DESC, r.id LIMIT 1 }[0] AS code
ORDER BY part > 0, part = 9999, CASE part WHEN 0 THEN place ELSE 0 END, coalesce(published, date('9999-01-01')), id
LIMIT $limit
// summary
// MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
// WITH DISTINCT narrower
// MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
// WHERE NOT coalesce(paper.stub, false)
// WITH collect(DISTINCT left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)) AS days, count(DISTINCT paper) AS papers
// UNWIND CASE days WHEN [] THEN [null] ELSE days END AS day
// RETURN papers AS `papers on the topic`, min(day) AS earliest, max(day) AS newest
// draw
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH path = (paper)-[:CITES|HAS_TOPIC|MENTIONS]->()
// RETURN paper, path
;
