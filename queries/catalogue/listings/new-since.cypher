// What was new since a day
//
// Which papers stood in a list for the first time on a day or later?
//
// $since: date - the first day, e.g. 2025-10-27
// $limit: integer = 100 - rows at most
// => day - when it was first listed
// => id - the paper
// => title - its title
// => upvotes - upvotes when last observed
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
LIMIT $limit;

MATCH (listing:Listing)<-[:LISTED_IN]-(paper:Paper)
WHERE listing.date >= $since
WITH paper, min(listing.date) AS day
WHERE NOT EXISTS {
  MATCH (paper)-[:LISTED_IN]->(earlier:Listing)
  WHERE earlier.date < $since
}
WITH paper, day
ORDER BY day DESC, coalesce(paper.upvotes, -1) DESC, paper.id
LIMIT $limit
OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
OPTIONAL MATCH code = (paper)-[:HAS_CODE]->(:Repository)
RETURN paper, about, code;
