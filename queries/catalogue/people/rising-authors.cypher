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
  MATCH (every:Paper)
  WHERE every.published IS NOT NULL
  RETURN coalesce($until, max(every.published)) AS until
}
WITH until, until - duration({days: $days}) AS middle, until - duration({days: 2 * $days}) AS since
MATCH (paper:Paper)
WHERE paper.published > middle AND paper.published <= until AND NOT coalesce(paper.stub, false)
MATCH (paper)<-[:AUTHORED]-(author:Author)
WITH until, middle, since, author, count(paper) AS papers
WHERE papers >= $least
WITH until, middle, since, author, papers, COUNT {
  MATCH (author)-[:AUTHORED]->(paper:Paper)
  WHERE paper.published > since AND paper.published <= middle AND NOT coalesce(paper.stub, false)
} AS before
WHERE papers > before
// the edges are read for the authors of the answer only
WITH until, middle, since, papers - before AS rise, papers, collect(author) AS those
ORDER BY rise DESC, papers DESC
WITH until, middle, since, collect(those) AS groups
UNWIND range(0, size(groups) - 1) AS at
WITH until, middle, since, groups[at] AS those,
     reduce(sum = 0, other IN groups[..at] | sum + size(other)) AS above
WHERE above < $limit
UNWIND those AS author
MATCH (author)-[wrote:AUTHORED]->(paper:Paper)
WHERE paper.published > since AND paper.published <= until AND NOT coalesce(paper.stub, false)
WITH author,
     count(CASE WHEN paper.published > middle THEN 1 END) AS papers,
     count(CASE WHEN paper.published <= middle THEN 1 END) AS before,
     count(CASE WHEN paper.published > middle AND wrote.position = 1 THEN 1 END) AS lead,
     count(CASE WHEN wrote.nameOnly THEN 1 END) AS nameOnly,
     percentileCont(CASE WHEN paper.published > middle THEN paper.upvotes END, 0.5) AS upvotes
RETURN author.id AS id, author.name AS name, papers, before, lead, toFloat(upvotes) AS upvotes,
       author.basis AS basis, author.confidence AS confidence, nameOnly
ORDER BY papers - before DESC, papers DESC, lead DESC, id
LIMIT $limit
// draw
// MATCH path = (:Author {id: id})-[:AUTHORED]->(:Paper)
// RETURN path
;
