// The state on a day
//
// Which papers had been listed up to a day, and with how many upvotes and comments were they seen
// last?
//
// $day: date - the day, e.g. 2025-10-27
// $limit: integer = 100 - rows at most
// => id - the paper
// => title - its title
// => seen - the last day up to then on which it was listed
// => upvotes - upvotes on that day
// => comments - comments on that day
// needs: listings
MATCH (listing:Listing)<-[listed:LISTED_IN]-(paper:Paper)
WHERE listing.date <= $day
WITH paper, listing, listed
ORDER BY listing.date DESC, listing.id
WITH paper, collect({day: listing.date, upvotes: listed.upvotes, comments: listed.comments})[0] AS last
RETURN paper.id AS id, paper.title AS title, last.day AS seen, last.upvotes AS upvotes,
       last.comments AS comments
ORDER BY coalesce(upvotes, -1) DESC, seen DESC, id
LIMIT $limit;
