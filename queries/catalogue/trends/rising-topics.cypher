// Rising topics
//
// Which topics have a larger share of the papers in a period than in the previous period of the
// same length? Only links supported by one kind of evidence are counted, so that a topic does not
// seem to rise because a source began to provide it. Growth is the ratio of the two shares, with
// half a paper added to each; it has a 95% confidence interval (Katz et al. 1978). Topics are
// ranked by its lower bound.
//
// $until: date = null - last day of the period; by default, the day of the newest paper
// $days: integer = 90 - length of each period in days
// $source: string = text - kind of evidence: text, ai_keywords, openalex, ...
// $least: integer = 5 - minimum papers on the topic in the period
// $sure: boolean = true - only topics whose entire interval is above 1
// $limit: integer = 30 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => papers - papers on the topic in the period
// => of - papers in the period with any topic supported by this kind of evidence; for text, all papers
// => before - papers on the topic in the previous period
// => ofBefore - the same for the previous period
// => growth - ratio of the shares
// => low - lower bound of growth
// => high - upper bound of growth
// => covered - `of` divided by all papers in the period
// => coveredBefore - `ofBefore` divided by all papers in the previous period
// needs: topics, dates
CALL () {
  // kept
  MATCH (every:Paper)
  WHERE every.published IS NOT NULL
  RETURN toString(max(every.published)) AS newest
}
WITH coalesce($until, date(newest)) AS until
WITH until, until - duration({days: $days}) AS middle, until - duration({days: 2 * $days}) AS since
CALL (until, middle, since) {
  MATCH (paper:Paper)
  WHERE paper.published > since AND paper.published <= until AND NOT coalesce(paper.stub, false)
  WITH paper.published > middle AS late,
       $source = 'text' OR EXISTS { MATCH (paper)-[any:HAS_TOPIC]->() WHERE $source IN any.sources } AS covered
  RETURN count(CASE WHEN late THEN 1 END) AS all, count(CASE WHEN NOT late THEN 1 END) AS allBefore,
         count(CASE WHEN late AND covered THEN 1 END) AS of,
         count(CASE WHEN covered AND NOT late THEN 1 END) AS ofBefore
}
WITH until, middle, since, all, allBefore, of, ofBefore
WHERE of > 0 AND ofBefore > 0
CALL (until, middle, since) {
  MATCH (paper:Paper)
  WHERE paper.published > since AND paper.published <= until AND NOT coalesce(paper.stub, false)
  WITH paper, CASE WHEN paper.published > middle THEN 1 ELSE 0 END AS late
  MATCH (paper)-[has:HAS_TOPIC]->(topic:Topic)
  WHERE $source IN has.sources
  WITH topic, sum(late) AS papers, count(paper) AS both
  WHERE papers >= $least
  RETURN topic, papers, both - papers AS before
}
WITH topic, papers, of, before, ofBefore, 1.0 * of / all AS covered,
     1.0 * ofBefore / allBefore AS coveredBefore,
     log((papers + 0.5) / (of + 0.5)) - log((before + 0.5) / (ofBefore + 0.5)) AS ratio,
     1.96 * sqrt(1 / (papers + 0.5) - 1 / (of + 0.5) + 1 / (before + 0.5) - 1 / (ofBefore + 0.5)) AS error
WHERE ratio > 0 AND (NOT $sure OR ratio > error)
RETURN topic.id AS id, topic.name AS name, papers, of, before, ofBefore,
       round(exp(ratio), 2) AS growth, round(exp(ratio - error), 2) AS low,
       round(exp(ratio + error), 2) AS high, round(covered, 3) AS covered,
       round(coveredBefore, 3) AS coveredBefore
ORDER BY ratio - error DESC, papers DESC, id
LIMIT $limit
// summary
// CALL () {
//   // kept
//   MATCH (every:Paper)
//   WHERE every.published IS NOT NULL
//   RETURN toString(max(every.published)) AS newest
// }
// WITH coalesce($until, date(newest)) AS until
// OPTIONAL MATCH (paper:Paper)
// WHERE paper.published > until - duration({days: 2 * $days}) AND paper.published <= until
//   AND paper.publishedPrecision = 'year' AND NOT coalesce(paper.stub, false)
// WITH until, count(paper) AS vague
// RETURN toString(until - duration({days: $days}) + duration({days: 1})) + ' to ' + toString(until) AS period,
//        CASE WHEN vague > 0 THEN vague END AS `papers of which only the year is known, counted as January 1`
;
