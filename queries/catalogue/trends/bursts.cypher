// Bursts of topics
//
// In which months did a topic have far more papers than expected? The expected number follows from
// the topic's share of all papers in the period. The deviation is measured in standard deviations
// of a Poisson count. Only links supported by one kind of evidence are counted, because sources
// provide different data at different times.
//
// $until: date = null - a day in the last month of the period; by default, the day of the newest paper
// $months: integer = 12 - length of the period in months
// $source: string = text - kind of evidence: text, ai_keywords, openalex, ...
// $least: integer = 8 - minimum papers on the topic in the month
// $limit: integer = 30 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => month - first day of the month of the burst
// => papers - papers on the topic in the month
// => of - papers in the month
// => expected - expected number of papers
// => deviation - `papers` minus `expected`, in standard deviations
// needs: topics, dates
CALL () {
  // kept
  MATCH (every:Paper)
  WHERE every.published IS NOT NULL
  RETURN toString(max(every.published)) AS newest
}
WITH coalesce($until, date(newest)) AS until
WHERE until IS NOT NULL
WITH toString(date.truncate('month', until) - duration({months: $months - 1})) AS since,
     toString(date.truncate('month', until) + duration({months: 1})) AS end
CALL () {
  // kept
  MATCH (paper:Paper)
  WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
    AND coalesce(paper.publishedPrecision, 'day') <> 'year'
  WITH paper.published AS day, count(paper) AS of
  RETURN left(toString(day), 7) AS month, sum(of) AS of
}
WITH since, end, month, of
WHERE month >= left(since, 7) AND month < left(end, 7)
WITH since, end, collect({month: month, of: of}) AS months, sum(of) AS whole
MATCH (topic:Topic)
WHERE coalesce(topic.paperCount, $least) >= $least
// each is a month (or a year), a number of papers and a source
WITH months, whole, since, end, topic, coalesce(topic.months, COLLECT {
  MATCH (topic)<-[has:HAS_TOPIC]-(paper:Paper)
  WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
  UNWIND has.sources AS source
  WITH left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 ELSE 7 END) AS month,
       source, count(paper) AS papers
  RETURN month + ' ' + toString(papers) + ' ' + source
}) AS entries
UNWIND entries AS entry
WITH months, whole, since, end, topic, entry
WHERE entry >= left(since, 7) AND entry < left(end, 7) AND entry ENDS WITH ' ' + $source
  AND substring(entry, 4, 1) = '-'
WITH months, whole, topic, left(entry, 7) AS month, substring(entry, 8) AS rest
WHERE substring(rest, size(split(rest, ' ')[0]) + 1) = $source
WITH months, whole, topic, month, toInteger(split(rest, ' ')[0]) AS papers
WITH months, whole, topic, collect({month: month, papers: papers}) AS found, sum(papers) AS total
UNWIND found AS one
WITH months, whole, topic, total, one.month AS month, one.papers AS papers
WHERE papers >= $least
WITH topic, month, papers, total, whole, [each IN months WHERE each.month = month][0].of AS of
WITH topic, month, papers, of, 1.0 * total * of / whole AS mean
WITH topic, month, papers, of, mean, (papers - mean) / sqrt(mean) AS deviations
WHERE deviations > 2
RETURN topic.id AS id, topic.name AS name, date(month + '-01') AS month, papers, of,
       round(mean, 1) AS expected, round(deviations, 1) AS deviation
ORDER BY deviations DESC, papers DESC, id, month
LIMIT $limit
// summary
// MATCH (every:Paper)
// WHERE every.published IS NOT NULL
// WITH coalesce($until, max(every.published)) AS until
// WHERE until IS NOT NULL
// WITH date.truncate('month', until) - duration({months: $months - 1}) AS since,
//      date.truncate('month', until) + duration({months: 1}) - duration({days: 1}) AS end
// MATCH (paper:Paper)
// WHERE paper.published >= since AND paper.published <= end AND NOT coalesce(paper.stub, false)
// WITH since, end, count(CASE WHEN paper.publishedPrecision = 'year' THEN 1 END) AS vague
// RETURN toString(since) + ' to ' + toString(end) AS period, $source AS evidence,
//        CASE WHEN vague > 0 THEN vague END AS `papers left out, of which only the year is known`
;
