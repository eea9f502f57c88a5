// The state on a day
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
MATCH (listing:Listing)<-[listed:LISTED_IN]-(paper:Paper)
WHERE listing.date <= $day
WITH paper, collect({day: listing.date, id: listing.id, upvotes: listed.upvotes, comments: listed.comments}) AS days
WITH paper, reduce(last = days[0], one IN days |
  CASE WHEN one.day > last.day OR (one.day = last.day AND one.id < last.id) THEN one ELSE last END) AS last
RETURN paper.id AS id, paper.title AS title, last.day AS seen, last.upvotes AS upvotes,
       last.comments AS comments
ORDER BY coalesce(upvotes, -1) DESC, seen DESC, id
LIMIT $limit;
