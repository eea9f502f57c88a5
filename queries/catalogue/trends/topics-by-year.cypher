// Topics by year
//
// How many papers are about the most frequent topics in each year? Only links supported by one kind
// of evidence are counted, because sources provide different data at different times.
//
// $top: integer = 10 - number of topics
// $source: string = text - kind of evidence: text, ai_keywords, openalex, ...
// $limit: integer = 200 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => year - year of publication
// => papers - papers on the topic in the year
// => of - papers in the year with any topic supported by this kind of evidence; for text, all papers
// => share - `papers` divided by `of`
// => covered - `of` divided by all papers in the year
// needs: topics, dates
CALL () {
  // No topic has more papers with one kind of evidence than with all, so the topics with the most
  // papers give the fewest that a topic of the answer can have.
  MATCH (topic:Topic)
  WHERE topic.months IS NOT NULL
  WITH topic
  ORDER BY topic.paperCount DESC, topic.id
  LIMIT 2 * $top
  WITH [entry IN topic.months WHERE entry ENDS WITH ' ' + $source] AS entries
  WITH reduce(sum = 0, entry IN entries | sum + CASE
         WHEN substring(entry, size(split(entry, ' ')[0]) + size(split(entry, ' ')[1]) + 2) = $source
         THEN toInteger(split(entry, ' ')[1]) ELSE 0 END) AS papers
  ORDER BY papers DESC
  WITH collect(papers) AS found
  RETURN coalesce(found[$top - 1], 0) AS bound
}
CALL (bound) {
  MATCH (topic:Topic)
  WHERE coalesce(topic.paperCount, bound) >= bound
  // each is a month, a number of papers and a source
  WITH topic, coalesce(topic.months, COLLECT {
    MATCH (topic)<-[has:HAS_TOPIC]-(paper:Paper)
    WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
    UNWIND has.sources AS source
    WITH left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 ELSE 7 END) AS month,
         source, count(paper) AS papers
    RETURN month + ' ' + toString(papers) + ' ' + source
  }) AS entries
  UNWIND [entry IN entries WHERE entry ENDS WITH ' ' + $source] AS entry
  WITH topic, split(entry, ' ') AS part, entry
  WHERE substring(entry, size(part[0]) + size(part[1]) + 2) = $source
  WITH topic, toInteger(left(part[0], 4)) AS year, sum(toInteger(part[1])) AS papers
  WITH topic, sum(papers) AS every, collect({year: year, papers: papers}) AS years
  ORDER BY every DESC, topic.id
  LIMIT $top
  UNWIND years AS one
  RETURN topic, every, one.year AS year, one.papers AS papers
}
WITH collect({topic: topic, every: every, year: year, papers: papers}) AS found
CALL () {
  // kept
  MATCH (any:Paper)
  WHERE any.year IS NOT NULL AND NOT coalesce(any.stub, false)
  RETURN any.year AS year, count(any) AS total, count(CASE WHEN $source = 'text' OR EXISTS {
           MATCH (any)-[link:HAS_TOPIC]->()
           WHERE $source IN link.sources
         } THEN 1 END) AS of
}
UNWIND found AS one
WITH one, year, of, total
WHERE one.year = year AND of > 0
WITH one.topic AS topic, one.every AS every, year, one.papers AS papers, of, total
RETURN topic.id AS id, topic.name AS name, year, papers, of, round(1.0 * papers / of, 3) AS share,
       round(1.0 * of / total, 3) AS covered
ORDER BY every DESC, id, year
LIMIT $limit
// summary
// MATCH (paper:Paper)
// WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
// RETURN $source AS evidence, max(left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)) AS `newest paper`
;
