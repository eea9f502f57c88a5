// Topics by year
//
// How many papers are about the most frequent topics in each year? Only links with one kind of
// evidence are counted, because the sources change what they provide over time.
//
// $top: integer = 10 - number of topics
// $source: string = text - kind of evidence: text, ai_keywords, openalex, ...
// $limit: integer = 200 - maximum rows to return
// => id - ID of the topic
// => name - name of the topic
// => year - year of publication
// => papers - papers of the year on the topic
// => of - all papers of the year
// => share - `papers` divided by `of`
// needs: topics, dates
CALL () {
  MATCH (topic:Topic)
  WITH topic, COUNT { (topic)<-[:HAS_TOPIC]-() } AS every
  ORDER BY every DESC, topic.id
  LIMIT 5 * $top
  MATCH (topic)<-[has:HAS_TOPIC]-(paper:Paper)
  WHERE $source IN has.sources AND paper.year IS NOT NULL AND NOT coalesce(paper.stub, false)
  WITH topic, count(paper) AS every, collect(paper.year) AS years
  ORDER BY every DESC, topic.id
  LIMIT $top
  UNWIND years AS year
  RETURN topic, every, year, count(*) AS papers
}
WITH year, collect({topic: topic, every: every, papers: papers}) AS found
WITH found, year, COUNT {
  MATCH (any:Paper {year: year})
  WHERE NOT coalesce(any.stub, false)
} AS of
UNWIND found AS one
WITH one.topic AS topic, one.every AS every, year, one.papers AS papers, of
RETURN topic.id AS id, topic.name AS name, year, papers, of, round(1.0 * papers / of, 3) AS share
ORDER BY every DESC, id, year
LIMIT $limit;
