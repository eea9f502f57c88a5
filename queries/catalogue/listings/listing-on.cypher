// The lists of a day
//
// Which papers stood in a list on a day, in which order, with how many upvotes and comments then?
//
// $day: date - the day, e.g. 2025-10-27
// $limit: integer = 100 - rows at most
// => list - the list
// => rank - place in it
// => id - the paper
// => title - its title
// => upvotes - upvotes on that day
// => comments - comments on that day
// needs: listings, day of $day
MATCH (listing:Listing {date: $day})<-[listed:LISTED_IN]-(paper:Paper)
RETURN listing.id AS list, listed.rank AS rank, paper.id AS id, paper.title AS title,
       listed.upvotes AS upvotes, listed.comments AS comments
ORDER BY list, rank, id
LIMIT $limit;

MATCH path = (:Listing {date: $day})<-[:LISTED_IN]-(:Paper)
RETURN path;
