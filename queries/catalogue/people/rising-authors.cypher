// Rising authors
//
// Which authors had more papers in the last days of the graph than in the same number of days
// before?
//
// $until: date = null - last day, by default the day of the newest paper
// $days: integer = 365 - length of both periods
// $least: integer = 3 - minimum papers in the last period
// $limit: integer = 20 - maximum rows to return
// => id - ID of the author
// => name - name of the author
// => papers - papers of the last period
// => before - papers of the period before
// => lead - papers of the last period as first author
// => upvotes - median upvotes of the papers of the last period
// => basis - what holds the papers of the author together at least: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is right
// => nameOnly - papers of both periods that nothing but the name links to the author's other papers
// needs: authors, dates
CALL () {
  // Nobody has more papers in the last period than in all, so the authors with the most papers give
  // the smallest rise that an author of the answer can have. All authors are read in a subquery of
  // its own, as a row that has further variables costs more.
  MATCH (author:Author)
  WITH author, coalesce(author.paperCount, COUNT { (author)-[:AUTHORED]->() }) AS own
  WHERE own >= $least
  WITH author, own
  ORDER BY own DESC
  RETURN collect(author) AS many, collect(own) AS owns
}
CALL () {
  MATCH (every:Paper)
  WHERE every.published IS NOT NULL
  RETURN coalesce($until, max(every.published)) AS until
}
WITH many, owns, many[..5 * $limit] AS top, until, until - duration({days: $days}) AS middle, until - duration({days: 2 * $days}) AS since
CALL (top, until, middle, since) {
  UNWIND top AS author
  MATCH (author)-[:AUTHORED]->(paper:Paper)
  WHERE paper.published > since AND paper.published <= until AND NOT coalesce(paper.stub, false)
  WITH author, count(CASE WHEN paper.published > middle THEN 1 END) AS papers,
       count(CASE WHEN paper.published <= middle THEN 1 END) AS before
  WHERE papers >= $least AND papers > before
  WITH papers - before AS rise
  ORDER BY rise DESC
  LIMIT $limit
  RETURN CASE WHEN count(rise) = $limit THEN min(rise) ELSE 1 END AS bound
}
WITH until, middle, since, bound, many[..size([own IN owns WHERE own >= bound])] AS authors
UNWIND authors AS author
MATCH (author)-[wrote:AUTHORED]->(paper:Paper)
WHERE paper.published > since AND paper.published <= until AND NOT coalesce(paper.stub, false)
WITH bound, author,
     count(CASE WHEN paper.published > middle THEN 1 END) AS papers,
     count(CASE WHEN paper.published <= middle THEN 1 END) AS before,
     count(CASE WHEN paper.published > middle AND wrote.position = 1 THEN 1 END) AS lead,
     count(CASE WHEN wrote.nameOnly THEN 1 END) AS nameOnly,
     percentileCont(CASE WHEN paper.published > middle THEN paper.upvotes END, 0.5) AS upvotes
WHERE papers >= $least AND papers - before >= bound
RETURN author.id AS id, author.name AS name, papers, before, lead, toFloat(upvotes) AS upvotes,
       author.basis AS basis, author.confidence AS confidence, nameOnly
ORDER BY papers - before DESC, papers DESC, lead DESC, id
LIMIT $limit
// draw
// MATCH path = (:Author {id: id})-[:AUTHORED]->(:Paper)
// RETURN path
;
