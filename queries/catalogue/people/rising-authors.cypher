// Rising authors
//
// Which authors wrote a larger share of the papers in a period than in the previous period of the
// same length? Growth is the ratio of the two shares, with half a paper added to each; it has a 95%
// confidence interval (Katz et al. 1978). Authors are ranked by its lower bound, so that those whose
// growth may be due to chance come last; without papers in the previous period, by papers. Authors
// whose growth does not exceed 1 are excluded.
//
// $until: date = null - last day of the period; by default, the day of the newest paper
// $days: integer = 365 - length of each period in days
// $least: integer = 3 - minimum papers in the period
// $limit: integer = 20 - maximum rows to return
// => id - ID of the author
// => name - name of the author
// => papers - papers in the period
// => of - all papers in the period
// => before - papers in the previous period
// => ofBefore - all papers in the previous period
// => growth - ratio of the shares; empty if the graph has no papers in the previous period
// => low - lower bound of growth
// => high - upper bound of growth
// => lead - papers in the period as first author
// => upvotes - median upvotes of the papers in the period
// => basis - weakest evidence on which the author's papers were merged: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is correct
// => nameOnly - papers in both periods linked to the author's other papers by name only
// needs: authors, dates
CALL () {
  // The authors with the most papers give a rank that the authors of the answer have at least. All
  // authors are read in a subquery of its own, as a row that has further variables costs more.
  MATCH (author:Author)
  WITH author, coalesce(author.paperCount, COUNT { (author)-[:AUTHORED]->() }) AS own
  WHERE own >= $least
  WITH author, own
  ORDER BY own DESC
  RETURN collect(author) AS many, collect(own) AS owns
}
CALL () {
  // kept
  MATCH (every:Paper)
  WHERE every.published IS NOT NULL
  RETURN toString(max(every.published)) AS newest
}
WITH many, owns, coalesce($until, date(newest)) AS until
WITH many, owns, many[..5 * $limit] AS top, until, until - duration({days: $days}) AS middle, until - duration({days: 2 * $days}) AS since
CALL (until, middle, since) {
  MATCH (every:Paper)
  WHERE every.published > since AND every.published <= until AND NOT coalesce(every.stub, false)
  RETURN count(CASE WHEN every.published > middle THEN 1 END) AS of,
         count(CASE WHEN every.published <= middle THEN 1 END) AS ofBefore
}
CALL (top, until, middle, since, of, ofBefore) {
  UNWIND top AS author
  MATCH (author)-[:AUTHORED]->(paper:Paper)
  WHERE paper.published > since AND paper.published <= until AND NOT coalesce(paper.stub, false)
  WITH author, of, ofBefore, count(CASE WHEN paper.published > middle THEN 1 END) AS papers,
       count(CASE WHEN paper.published <= middle THEN 1 END) AS before
  WHERE papers >= $least
  WITH papers, ofBefore, log((papers + 0.5) / (of + 0.5)) - log((before + 0.5) / (ofBefore + 0.5)) AS logarithm,
       1.96 * sqrt(1 / (papers + 0.5) - 1 / (of + 0.5) + 1 / (before + 0.5) - 1 / (ofBefore + 0.5)) AS error
  WHERE ofBefore = 0 OR logarithm > 0
  WITH CASE ofBefore WHEN 0 THEN toFloat(papers) ELSE logarithm - error END AS rank
  // a percentile, as Neo4j would count the memory of all lists for each row that it sorts
  WITH collect(rank) AS ranks
  UNWIND CASE ranks WHEN [] THEN [-1000.0] ELSE ranks END AS rank
  WITH rank, size(ranks) AS size
  WITH CASE WHEN size > $limit + 1 THEN 1 - ($limit + 1.0) / size ELSE 0.0 END AS share, rank
  WITH share, percentileCont(rank, share) AS least
  RETURN CASE share WHEN 0.0 THEN -1000.0 ELSE least - 1e-9 END AS bound
}
// The rank of an author is highest if all of their papers are in the period, or all but one before it.
WITH many, owns, until, middle, since, of, ofBefore, bound, head([own IN range($least, coalesce(owns[0], 0))
       WHERE ofBefore = 0 AND own >= bound OR any(before IN [0, 1] WHERE bound
         <= log((own + 0.5) / (of + 0.5)) - log((before + 0.5) / (ofBefore + 0.5))
            - 1.96 * sqrt(1 / (own + 0.5) - 1 / (of + 0.5) + 1 / (before + 0.5) - 1 / (ofBefore + 0.5)))]) AS fewest
WITH until, middle, since, of, ofBefore, many[..size([own IN owns WHERE own >= fewest])] AS authors
UNWIND authors AS author
MATCH (author)-[wrote:AUTHORED]->(paper:Paper)
WHERE paper.published > since AND paper.published <= until AND NOT coalesce(paper.stub, false)
WITH of, ofBefore, author,
     count(CASE WHEN paper.published > middle THEN 1 END) AS papers,
     count(CASE WHEN paper.published <= middle THEN 1 END) AS before,
     count(CASE WHEN paper.published > middle AND wrote.position = 1 THEN 1 END) AS lead,
     count(CASE WHEN wrote.nameOnly THEN 1 END) AS nameOnly,
     percentileCont(CASE WHEN paper.published > middle THEN paper.upvotes END, 0.5) AS upvotes
WITH author, papers, of, before, ofBefore, lead, upvotes, nameOnly,
     log((papers + 0.5) / (of + 0.5)) - log((before + 0.5) / (ofBefore + 0.5)) AS logarithm,
     1.96 * sqrt(1 / (papers + 0.5) - 1 / (of + 0.5) + 1 / (before + 0.5) - 1 / (ofBefore + 0.5)) AS error
WHERE papers >= $least AND (ofBefore = 0 OR logarithm > 0)
RETURN author.id AS id, author.name AS name, papers, of, before, ofBefore,
       CASE WHEN ofBefore > 0 THEN round(exp(logarithm), 2) END AS growth,
       CASE WHEN ofBefore > 0 THEN round(exp(logarithm - error), 2) END AS low,
       CASE WHEN ofBefore > 0 THEN round(exp(logarithm + error), 2) END AS high,
       lead, toFloat(upvotes) AS upvotes, author.basis AS basis, author.confidence AS confidence, nameOnly
ORDER BY CASE WHEN ofBefore > 0 THEN round(logarithm - error, 9) ELSE 0.0 END DESC, papers DESC, lead DESC, id
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
//   AND NOT coalesce(paper.stub, false)
// WITH until, count(CASE paper.publishedPrecision WHEN 'year' THEN 1 END) AS vague,
//      count(CASE WHEN paper.published <= until - duration({days: $days}) THEN 1 END) AS before
// RETURN toString(until - duration({days: $days}) + duration({days: 1})) + ' to ' + toString(until) AS period,
//        before AS `papers in the period before`,
//        CASE WHEN vague > 0 THEN vague END AS `papers of which only the year is known, counted as January 1`
// draw
// MATCH path = (:Author {id: id})-[:AUTHORED]->(:Paper)
// RETURN path
;
