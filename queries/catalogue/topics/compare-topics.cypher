// Two topics compared
//
// How do two topics, with their narrower ones, compare by year in papers, code and upvotes, and how
// many papers are about both?
//
// $topic: topic - name, alias or ID of one topic, e.g. neural network
// $other: topic - name, alias or ID of the other topic, e.g. protein
// => year - year of publication
// => first - papers on the first topic
// => second - papers on the second topic
// => both - papers on both
// => codeFirst - share of `first` with a code repository
// => codeSecond - share of `second` with a code repository
// => upvotesFirst - median upvotes of `first`
// => upvotesSecond - median upvotes of `second`
// needs: topics, dates
CALL () {
  MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  RETURN DISTINCT paper, 1 AS side
  UNION ALL
  MATCH (:Topic {id: $other})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  RETURN DISTINCT paper, 2 AS side
}
WITH paper, sum(side) AS sides
WHERE paper.year IS NOT NULL AND NOT coalesce(paper.stub, false)
WITH paper.year AS year, sides IN [1, 3] AS one, sides IN [2, 3] AS two, paper.upvotes AS upvotes,
     COUNT { (paper)-[:HAS_CODE]->() } > 0 AS code
WITH year, count(CASE WHEN one THEN 1 END) AS first, count(CASE WHEN two THEN 1 END) AS second,
     count(CASE WHEN one AND two THEN 1 END) AS both,
     count(CASE WHEN one AND code THEN 1 END) AS codeOne, count(CASE WHEN two AND code THEN 1 END) AS codeTwo,
     percentileCont(CASE WHEN one THEN upvotes END, 0.5) AS upvotesOne,
     percentileCont(CASE WHEN two THEN upvotes END, 0.5) AS upvotesTwo
RETURN year, first, second, both,
       CASE WHEN first > 0 THEN round(1.0 * codeOne / first, 3) END AS codeFirst,
       CASE WHEN second > 0 THEN round(1.0 * codeTwo / second, 3) END AS codeSecond,
       toFloat(upvotesOne) AS upvotesFirst, toFloat(upvotesTwo) AS upvotesSecond
ORDER BY year;
