// Digest of the newest papers
//
// Which papers were listed on a day or in the days up to it, what are they about, and where is
// their code?
//
// $until: date = null - last day; by default, the newest day of a listing
// $days: integer = 1 - number of days: 1 for a day, 7 for a week
// $limit: integer = 100 - maximum rows to return
// => day - day of the first listing in this period
// => id - ID of the paper
// => title - title of the paper
// => upvotes - upvotes when last listed in this period
// => comments - comments when last listed in this period
// => organizations - organizations that a source links to the paper
// => topics - up to three: a keyword from the title, then topics by relevance, with datasets and systems last
// => code - address of its code repository; if there are several, the one with the most stars
// => stars - stars of its code at the latest observation
// => abstract - abstract of the paper
// needs: listings, day of $until
CALL () {
  MATCH (every:Listing)
  RETURN coalesce($until, max(every.date)) AS until
}
MATCH (listing:Listing)
WHERE listing.date <= until AND listing.date > until - duration({days: $days})
MATCH (listing)<-[listed:LISTED_IN]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
// counts may fall, and a listing may lack them: the last known ones
WITH paper, listing, listed
ORDER BY listing.date DESC, coalesce(listed.upvotes, -1) DESC, coalesce(listed.comments, -1) DESC
WITH paper, min(listing.date) AS day, collect(listed.upvotes)[0] AS upvotes,
     collect(listed.comments)[0] AS comments, min(listed.rank) AS rank
ORDER BY coalesce(upvotes, -1) DESC, rank, paper.id
LIMIT $limit
WITH paper, day, upvotes, comments, rank,
     [entry IN coalesce(paper.keywordSources, []) WHERE entry STARTS WITH 'title | ' |
      split(entry, ' | ')] AS terms
RETURN day, paper.id AS id, paper.title AS title, upvotes, comments,
       COLLECT {
         MATCH (paper)-[:AFFILIATED_WITH]->(organization:Organization)
         RETURN organization.name ORDER BY organization.name
       } AS organizations,
       ([term IN terms | term[2]] + COLLECT {
         MATCH (paper)-[has:HAS_TOPIC]->(topic:Topic)
         WHERE coalesce(topic.kind, '') <> 'field' AND NOT topic.id IN [term IN terms | term[1]]
         RETURN topic.name
         ORDER BY coalesce(topic.kind, '') IN ['dataset', 'system'], coalesce(has.score, 0.0) DESC,
                  topic.id LIMIT 3
       })[..3] AS topics,
       COLLECT {
         MATCH (paper)-[:HAS_CODE]->(code:Repository)
         RETURN code.url ORDER BY coalesce(code.stars, -1) DESC, code.id LIMIT 1
       }[0] AS code,
       COLLECT {
         MATCH (paper)-[:HAS_CODE]->(code:Repository)
         RETURN code.stars ORDER BY coalesce(code.stars, -1) DESC, code.id LIMIT 1
       }[0] AS stars,
       paper.abstract AS abstract
ORDER BY coalesce(upvotes, -1) DESC, rank, id
LIMIT $limit
// summary
// CALL () {
//   MATCH (every:Listing)
//   RETURN coalesce($until, max(every.date)) AS until
// }
// MATCH (listing:Listing)
// WHERE listing.date <= until AND listing.date > until - duration({days: $days})
// MATCH (listing)<-[:LISTED_IN]-(paper:Paper)
// WHERE NOT coalesce(paper.stub, false)
// WITH toString(min(listing.date)) AS first, toString(max(listing.date)) AS last, count(DISTINCT paper) AS papers
// RETURN CASE first WHEN last THEN first ELSE first + ' to ' + last END AS period, papers
// draw
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
// OPTIONAL MATCH has = (paper)-[:HAS_CODE]->(:Repository)
// RETURN paper, about, has
;
