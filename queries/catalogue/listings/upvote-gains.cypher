// Whose upvotes grew most
//
// Which papers gained the most upvotes between the first and the last day on which they were
// listed with a count?
//
// $since: date = 2000-01-01 - only days from this one on
// $limit: integer = 50 - rows at most
// => id - the paper
// => title - its title
// => first - the first day
// => last - the last day
// => before - upvotes on the first day
// => after - upvotes on the last day
// => gained - the difference
// needs: listings
MATCH (paper:Paper)-[listed:LISTED_IN]->(listing:Listing)
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
