// Largest gains in upvotes
//
// Which papers gained the most upvotes between their first and their latest listing with a count?
//
// $since: date = 2000-01-01 - ignore listings before this day
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => first - day of the first listing
// => last - day of the latest listing
// => before - upvotes on the first day
// => after - upvotes on the last day
// => gained - `after` minus `before`
// needs: listings, counted
MATCH (paper:Paper)
WHERE COUNT { (paper)-[:LISTED_IN]->() } > 1
MATCH (paper)-[listed:LISTED_IN]->(listing:Listing)
WHERE listing.date >= $since AND listed.upvotes IS NOT NULL
WITH paper, listing, listed
ORDER BY listing.date, listed.upvotes, listing.id
WITH paper, collect({day: listing.date, upvotes: listed.upvotes}) AS days
WHERE days[0].day < days[-1].day
RETURN paper.id AS id, paper.title AS title, days[0].day AS first, days[-1].day AS last,
       days[0].upvotes AS before, days[-1].upvotes AS after,
       days[-1].upvotes - days[0].upvotes AS gained
ORDER BY gained DESC, id
LIMIT $limit;
