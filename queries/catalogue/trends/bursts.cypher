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
MATCH (paper:Paper)
WHERE paper.published >= since AND paper.published <= until AND NOT coalesce(paper.stub, false)
  AND coalesce(paper.publishedPrecision, 'day') <> 'year'
WITH date.truncate('month', paper.published) AS month, collect(paper) AS papers
WITH collect({month: month, papers: papers, of: size(papers)}) AS months
WITH months, reduce(sum = 0, one IN months | sum + one.of) AS whole
UNWIND months AS one
UNWIND one.papers AS paper
MATCH (paper)-[has:HAS_TOPIC]->(topic:Topic)
WHERE $source IN has.sources
WITH topic, one.month AS month, one.of AS of, whole, count(paper) AS papers
WITH topic, whole, collect({month: month, of: of, papers: papers}) AS months, sum(papers) AS total
UNWIND months AS one
WITH topic, one.month AS month, one.papers AS papers, one.of AS of,
     1.0 * total * one.of / whole AS mean
WITH topic, month, papers, of, mean, (papers - mean) / sqrt(mean) AS deviations
WHERE papers >= $least AND deviations > 2
RETURN topic.id AS id, topic.name AS name, month, papers, of, round(mean, 1) AS expected,
       round(deviations, 1) AS deviation
ORDER BY deviations DESC, papers DESC, id, month
LIMIT $limit;
