// Trend of a topic
//
// How many papers are about a topic or a narrower one in each year?
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// => year - year of publication
// => papers - papers of the year on the topic
// => all - all papers of the year
// => share - `papers` divided by `all`
// needs: topics, dates
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WHERE paper.year IS NOT NULL AND NOT coalesce(paper.stub, false)
WITH paper.year AS year, count(DISTINCT paper) AS papers
WITH year, papers, COUNT {
  MATCH (every:Paper {year: year})
  WHERE NOT coalesce(every.stub, false)
} AS all
RETURN year, papers, all, round(1.0 * papers / all, 3) AS share
ORDER BY year;
