// New papers since a day
//
// Which papers were listed for the first time on or after a day?
//
// $since: date - the first day, e.g. 2025-10-27
// $limit: integer = 100 - maximum rows to return
// => day - day of the first listing
// => id - ID of the paper
// => title - title of the paper
// => upvotes - upvotes at the latest observation
// needs: listings
MATCH (listing:Listing)<-[:LISTED_IN]-(paper:Paper)
WHERE listing.date >= $since
WITH paper, min(listing.date) AS day
WHERE NOT EXISTS {
  MATCH (paper)-[:LISTED_IN]->(earlier:Listing)
  WHERE earlier.date < $since
}
RETURN day, paper.id AS id, paper.title AS title, paper.upvotes AS upvotes
ORDER BY day DESC, coalesce(upvotes, -1) DESC, id
LIMIT $limit
// draw
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
// OPTIONAL MATCH code = (paper)-[:HAS_CODE]->(:Repository)
// RETURN paper, about, code
;
