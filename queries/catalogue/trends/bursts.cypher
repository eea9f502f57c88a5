// Bursts of topics
//
// Which topics had far more papers in a month than their share of all papers of the last months lets
// one expect? The deviation is in standard deviations of a Poisson count. Only links with one kind of
// evidence are counted, because the sources change what they provide over time.
//
// $until: date = null - last day, by default the day of the newest paper
// $months: integer = 12 - number of months
// $source: string = text - kind of evidence: text, ai_keywords, openalex, ...
// $least: integer = 8 - minimum papers on the topic in the month
// $limit: integer = 30 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => month - first day of the month
// => papers - papers of the month on the topic
// => of - papers of the month
// => expected - papers expected from the share of the topic in all months
// => deviation - `papers` minus `expected`, in standard deviations
// needs: topics, dates
CALL () {
  MATCH (every:Paper)
  WHERE every.published IS NOT NULL
  RETURN coalesce($until, max(every.published)) AS until
}
WITH until
WHERE until IS NOT NULL
WITH until, date.truncate('month', until) - duration({months: $months - 1}) AS since
CALL (until, since) {
  MATCH (paper:Paper)
  WHERE paper.published >= since AND paper.published <= until AND NOT coalesce(paper.stub, false)
    AND coalesce(paper.publishedPrecision, 'day') <> 'year'
  WITH date.truncate('month', paper.published) AS month, count(paper) AS of
  RETURN collect({month: month, of: of}) AS months, sum(of) AS whole
}
CALL (until, since) {
  MATCH (paper:Paper)
  WHERE paper.published >= since AND paper.published <= until AND NOT coalesce(paper.stub, false)
    AND coalesce(paper.publishedPrecision, 'day') <> 'year'
  MATCH (paper)-[has:HAS_TOPIC]->(topic:Topic)
  WHERE $source IN has.sources
  WITH topic, date.truncate('month', paper.published) AS month, count(paper) AS papers
  RETURN topic, collect({month: month, papers: papers}) AS found, sum(papers) AS total
}
UNWIND found AS one
WITH months, whole, topic, total, one.month AS month, one.papers AS papers
WHERE papers >= $least
WITH topic, month, papers, total, whole, [each IN months WHERE each.month = month][0].of AS of
WITH topic, month, papers, of, 1.0 * total * of / whole AS mean
WITH topic, month, papers, of, mean, (papers - mean) / sqrt(mean) AS deviations
WHERE deviations > 2
RETURN topic.id AS id, topic.name AS name, month, papers, of, round(mean, 1) AS expected,
       round(deviations, 1) AS deviation
ORDER BY deviations DESC, papers DESC, id, month
LIMIT $limit;
