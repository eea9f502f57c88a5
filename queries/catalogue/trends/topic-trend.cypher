// Trend of a topic
//
// How many papers are about a topic or a narrower one in each year, month or week? Only links
// supported by one kind of evidence are counted, because sources provide different data at
// different times. The share has a 95% confidence interval (Wilson 1927). A period is a burst if
// its papers exceed the number expected from the topic's overall share by more than two standard
// deviations of a Poisson count.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $unit: string = year - one of year, month, week
// $source: string = text - kind of evidence: text, ai_keywords, openalex, ...
// => from - first day of the period
// => papers - papers on the topic in the period
// => of - papers in the period with any topic supported by this kind of evidence; for text, all papers
// => share - `papers` divided by `of`; empty in a period without evidence of this kind
// => low - lower bound of the share
// => high - upper bound of the share
// => deviation - `papers` minus the expected number, in standard deviations
// => burst - whether the deviation is above 2
// => covered - `of` divided by all papers in the period
// needs: topics, dates
// states: dated of $topic
CALL () {
  MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[has:HAS_TOPIC]-(paper:Paper)
  WHERE $source IN has.sources AND paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
    AND ($unit = 'year' OR coalesce(paper.publishedPrecision, 'day') <> 'year')
  RETURN paper.published AS day, 0 AS total, 0 AS of, count(DISTINCT paper) AS papers
  UNION ALL
  CALL () {
    // kept
    MATCH (every:Paper)
    WHERE every.published IS NOT NULL AND NOT coalesce(every.stub, false)
      AND ($unit = 'year' OR coalesce(every.publishedPrecision, 'day') <> 'year')
    WITH every.published AS day, count(every) AS total, count(CASE WHEN $source = 'text' OR EXISTS {
           MATCH (every)-[any:HAS_TOPIC]->()
           WHERE $source IN any.sources
         } THEN 1 END) AS of
    WITH total, of, CASE $unit WHEN 'week' THEN date.truncate('week', day)
         WHEN 'month' THEN date.truncate('month', day) ELSE date.truncate('year', day) END AS from
    RETURN toString(from) AS from, sum(total) AS total, sum(of) AS of
  }
  RETURN date(from) AS day, total, of, 0 AS papers
}
WITH CASE $unit WHEN 'week' THEN date.truncate('week', day) WHEN 'month' THEN date.truncate('month', day)
     ELSE date.truncate('year', day) END AS from, total, of, papers
WITH from, sum(total) AS total, sum(of) AS of, sum(papers) AS papers
WITH collect({from: from, total: total, of: of, papers: papers}) AS periods,
     1.0 * sum(papers) AS found, sum(of) AS whole
UNWIND periods AS period
WITH period.from AS from, period.papers AS papers, period.of AS of, period.total AS total,
     found * period.of / CASE whole WHEN 0 THEN 1 ELSE whole END AS expected
WITH from, papers, of, total, expected, 1.0 * papers / CASE of WHEN 0 THEN 1 ELSE of END AS share
WITH from, papers, of, total, expected, share,
     (share + 1.9208 / (of + 0.000001)) / (1 + 3.8416 / (of + 0.000001)) AS center,
     1.96 / (1 + 3.8416 / (of + 0.000001)) * sqrt((share * (1 - share) + 0.9604 / (of + 0.000001)) / (of + 0.000001)) AS half
RETURN from, papers, of, CASE WHEN of > 0 THEN round(share, 4) END AS share,
       CASE WHEN of > 0 THEN round(center - half, 4) END AS low,
       CASE WHEN of > 0 THEN round(center + half, 4) END AS high,
       CASE WHEN expected > 0 THEN round((papers - expected) / sqrt(expected), 1) END AS deviation,
       coalesce(expected > 0 AND papers - expected > 2 * sqrt(expected), false) AS burst,
       round(1.0 * of / total, 3) AS covered
ORDER BY from
// summary
// MATCH (paper:Paper)
// WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
// WITH max(left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)) AS newest,
//      count(CASE WHEN $unit <> 'year' AND paper.publishedPrecision = 'year' THEN 1 END) AS vague
// RETURN $source AS evidence, newest AS `newest paper`,
//        CASE WHEN vague > 0 THEN vague END AS `papers left out, of which only the year is known`
;
