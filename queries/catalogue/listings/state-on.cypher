// Papers and upvotes as of a day
//
// Which papers had been listed by a day, and how many upvotes and comments did they have at their
// latest listing?
//
// $day: date - the day, e.g. 2025-10-27
// $limit: integer = 100 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => seen - day of the latest listing
// => upvotes - upvotes on that day
// => comments - comments on that day
// needs: listings
MATCH (listing:Listing)
WHERE listing.date <= $day
WITH listing
ORDER BY listing.date DESC, listing.id
MATCH (listing)<-[listed:LISTED_IN]-(paper:Paper)
WITH paper, collect(listed)[0] AS last, max(listing.date) AS seen
WITH paper, last, seen
ORDER BY coalesce(last.upvotes, -1) DESC, seen DESC, paper.id
LIMIT $limit
RETURN paper.id AS id, paper.title AS title, seen, last.upvotes AS upvotes, last.comments AS comments
ORDER BY coalesce(upvotes, -1) DESC, seen DESC, id
LIMIT $limit;
