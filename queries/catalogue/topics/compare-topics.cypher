// Two topics compared
//
// How do two topics, each with its narrower topics, compare in each year by share of papers, code
// and upvotes? Only links supported by one kind of evidence are counted, because sources provide
// different data at different times. Shares have 95% confidence intervals (Wilson 1927): if the
// intervals of two topics or years overlap, the difference may be due to chance.
//
// $topic: topic - name, alias or ID of one topic, e.g. neural network
// $other: topic - name, alias or ID of the other topic, e.g. protein
// $source: string = text - kind of evidence: text, ai_keywords, openalex, ...
// => year - year of publication
// => name - name of the topic
// => papers - papers on the topic in the year
// => of - papers in the year with any topic supported by this kind of evidence; for text, all papers
// => share - `papers` divided by `of`
// => low - lower bound of the share
// => high - upper bound of the share
// => both - papers on both topics in the year
// => codeShare - share of `papers` with a code repository; empty if the graph has no repositories
// => codeLow - lower bound of that share
// => codeHigh - upper bound of that share
// => upvotes - median upvotes of `papers`
// => covered - `of` divided by all papers in the year
// needs: topics, dates
// states: dated of $topic, dated of $other, repositories
CALL () {
  MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[has:HAS_TOPIC]-(paper:Paper)
  WHERE $source IN has.sources
  RETURN DISTINCT paper, 1 AS side
  UNION ALL
  MATCH (:Topic {id: $other})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[has:HAS_TOPIC]-(paper:Paper)
  WHERE $source IN has.sources
  RETURN DISTINCT paper, 2 AS side
}
WITH paper, sum(side) AS sides
WHERE paper.year IS NOT NULL AND NOT coalesce(paper.stub, false)
WITH paper.year AS year, sides, paper.upvotes AS upvotes, COUNT { (paper)-[:HAS_CODE]->() } > 0 AS code
UNWIND [1, 2] AS side
WITH year, side, sides, sides = side OR sides = 3 AS here, upvotes, code
WITH year, side, count(CASE WHEN here THEN 1 END) AS papers, count(CASE sides WHEN 3 THEN 1 END) AS both,
     count(CASE WHEN here AND code THEN 1 END) AS coded,
     percentileCont(CASE WHEN here THEN upvotes END, 0.5) AS median
WITH collect({year: year, side: side, papers: papers, both: both, coded: coded, median: median}) AS found
CALL () {
  // kept
  MATCH (every:Paper)
  WHERE every.year IS NOT NULL AND NOT coalesce(every.stub, false)
  RETURN every.year AS year, count(every) AS total, count(CASE WHEN $source = 'text' OR EXISTS {
           MATCH (every)-[any:HAS_TOPIC]->()
           WHERE $source IN any.sources
         } THEN 1 END) AS of
}
CALL () {
  MATCH (repository:Repository)
  RETURN count(repository) > 0 AS known
}
UNWIND found AS one
WITH one, year, total, of, known
WHERE one.year = year
WITH year, one.side AS side, one.papers AS papers, one.both AS both,
     CASE WHEN known THEN one.coded END AS coded, one.median AS median, total, of
WITH year, side, papers, both, coded, median, total, of, 1.0 * papers / of AS p,
     1.0 * coded / CASE papers WHEN 0 THEN 1 ELSE papers END AS q,
     CASE papers WHEN 0 THEN 1.0 ELSE 1.0 * papers END AS n
WHERE of > 0
WITH year, side, papers, both, median, total, of, p, q,
     (p + 1.9208 / of) / (1 + 3.8416 / of) AS center,
     1.96 / (1 + 3.8416 / of) * sqrt((p * (1 - p) + 0.9604 / of) / of) AS half,
     (q + 1.9208 / n) / (1 + 3.8416 / n) AS codeCenter,
     1.96 / (1 + 3.8416 / n) * sqrt((q * (1 - q) + 0.9604 / n) / n) AS codeHalf
MATCH (topic:Topic {id: CASE side WHEN 1 THEN $topic ELSE $other END})
RETURN year, topic.name AS name, papers, of, round(p, 4) AS share, round(center - half, 4) AS low,
       round(center + half, 4) AS high, both,
       CASE WHEN papers > 0 THEN round(q, 3) END AS codeShare,
       CASE WHEN papers > 0 THEN round(codeCenter - codeHalf, 3) END AS codeLow,
       CASE WHEN papers > 0 THEN round(codeCenter + codeHalf, 3) END AS codeHigh,
       toFloat(median) AS upvotes, round(1.0 * of / total, 3) AS covered
ORDER BY year, side
// summary
// MATCH (paper:Paper)
// WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
// WITH max(left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)) AS newest
// MATCH (end:Topic)
// WHERE end.id IN [$topic, $other]
// OPTIONAL MATCH (end)-[:BROADER*1..8]->(broader:Topic)
// WHERE broader.id IN [$topic, $other]
// WITH newest, collect(DISTINCT CASE WHEN broader.id <> end.id THEN end.name END)[0] AS narrower
// RETURN $source AS evidence, newest AS `newest paper`,
//        narrower + ', whose papers count for both' AS `narrower of the two topics`
;
