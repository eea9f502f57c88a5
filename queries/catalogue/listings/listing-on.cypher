// The listings of a day
//
// Which papers were listed on a day, in which order, and with how many upvotes and comments?
//
// $day: date - the day, e.g. 2025-10-27
// $limit: integer = 100 - maximum rows to return
// => list - ID of the listing
// => rank - position in the listing; papers without it are in the order of upvotes
// => id - ID of the paper
// => title - title of the paper
// => upvotes - upvotes on that day
// => comments - comments on that day
// needs: listings, day of $day
MATCH (listing:Listing {date: $day})<-[listed:LISTED_IN]-(paper:Paper)
RETURN listing.id AS list, listed.rank AS rank, paper.id AS id, paper.title AS title,
       listed.upvotes AS upvotes, listed.comments AS comments
ORDER BY list, rank, coalesce(upvotes, -1) DESC, id
LIMIT $limit
// draw
// MATCH (listing:Listing {id: list})<-[:LISTED_IN]-(paper:Paper {id: id})
// CALL (listing, paper) {
//   MATCH path = (listing)<-[:LISTED_IN]-(paper)
//   RETURN path
//   UNION
//   MATCH path = (paper)-[:HAS_TOPIC]->(:Topic)
//   RETURN path
// }
// RETURN path
;
