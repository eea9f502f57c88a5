// New papers of a topic
//
// Which papers on a topic or a narrower one are new? By default, the period ends on the date of the
// newest listing or of the newest paper on the topic, whichever is later.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $days: integer = 30 - length of the period in days
// $until: date = null - last day of the period; by default, as described above
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => upvotes - upvotes at the latest observation
// => code - address of its code repository; if there are several, the one with the most stars
// => topics - the paper's topics that are this topic or a narrower one
// => evidence - sentence that names the topic
// needs: topics, dates
// states: dated of $topic
CALL () {
  MATCH (listing:Listing)
  RETURN max(listing.date) AS listed
}
CALL () {
  MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  WITH collect(DISTINCT paper) AS papers
  UNWIND papers AS paper
  WITH paper
  WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
  RETURN paper
}
WITH listed, collect(paper) AS papers, max(paper.published) AS newest
WITH papers, coalesce($until, CASE WHEN listed > newest THEN listed ELSE newest END) AS until
WITH papers, until, until - duration({days: $days}) AS since
UNWIND papers AS paper
WITH until, since, paper
WHERE paper.published <= until AND paper.published > since
WITH paper
ORDER BY paper.published DESC, coalesce(paper.upvotes, -1) DESC, paper.id
LIMIT $limit
WITH collect(paper) AS papers
// the narrower topics as a list, so that a plan cannot search from the topic to each paper
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH papers, collect(DISTINCT narrower) AS tree
UNWIND papers AS paper
// grouped, as Neo4j would count the memory of the list of papers for each row that it sorts
WITH paper, collect(tree)[0] AS tree
RETURN paper.id AS id, paper.title AS title, paper.published AS published, paper.upvotes AS upvotes,
       COLLECT { MATCH (paper)-[:HAS_CODE]->(r:Repository) RETURN r.url ORDER BY coalesce(r.stars, -1) DESC, r.id LIMIT 1 }[0] AS code,
       COLLECT {
         MATCH (paper)-[:HAS_TOPIC]->(narrower:Topic)
         WHERE narrower IN tree
         RETURN DISTINCT narrower.name ORDER BY narrower.name
       } AS topics,
       COLLECT {
         MATCH (paper)-[has:HAS_TOPIC]->(narrower:Topic)
         WHERE narrower IN tree AND has.evidence IS NOT NULL
         RETURN has.evidence ORDER BY coalesce(has.score, 0.0) DESC, has.evidence LIMIT 1
       }[0] AS evidence
ORDER BY published DESC, coalesce(upvotes, -1) DESC, id
LIMIT $limit
// summary
// CALL () {
//   MATCH (listing:Listing)
//   RETURN max(listing.date) AS listed
// }
// MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
// WITH DISTINCT listed, narrower
// MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
// WHERE NOT coalesce(paper.stub, false)
// WITH listed, collect(DISTINCT paper) AS papers, collect(DISTINCT {
//   day: paper.published, text: left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)}) AS days
// UNWIND CASE days WHEN [] THEN [null] ELSE days END AS day
// WITH listed, papers, max(day.day) AS newest, max(day.text) AS latest
// WITH papers, newest, latest, coalesce($until, CASE WHEN listed > newest THEN listed ELSE newest END) AS until
// WITH papers, latest, until, until - duration({days: $days}) AS since
// WITH papers, latest, until, since,
//      [paper IN papers WHERE paper.published <= until AND paper.published > since] AS new
// WITH papers, latest, until, since, new, size([paper IN new WHERE paper.publishedPrecision = 'year']) AS vague
// RETURN toString(since + duration({days: 1})) + ' to ' + toString(until) AS period,
//        size(new) AS `papers in the period`,
//        CASE WHEN vague > 0 THEN vague END AS `new papers of which only the year is known, counted as January 1`,
//        size(papers) AS `papers on the topic`, latest AS `newest paper on the topic`
// draw
// MATCH path = (:Paper {id: id})-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic})
// RETURN path
;
