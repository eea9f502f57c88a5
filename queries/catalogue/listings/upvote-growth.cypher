// Upvotes of a paper over time
//
// How many upvotes and comments did a paper have on each day it was listed?
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// => day - day of the listing
// => list - ID of the listing
// => rank - position in the listing
// => upvotes - upvotes on that day
// => comments - comments on that day
// => gained - increase since the previous count
// needs: listings of $paper
MATCH (paper:Paper {id: $paper})-[listed:LISTED_IN]->(listing:Listing)
WHERE listing.date IS NOT NULL
RETURN listing.date AS day, listing.id AS list, listed.rank AS rank, listed.upvotes AS upvotes,
       listed.comments AS comments,
       listed.upvotes - COLLECT {
         MATCH (paper)-[before:LISTED_IN]->(earlier:Listing)
         WHERE earlier.date < listing.date AND before.upvotes IS NOT NULL
         RETURN before.upvotes ORDER BY earlier.date DESC, earlier.id LIMIT 1
       }[0] AS gained
ORDER BY day, list
// draw
// MATCH path = (:Paper {id: $paper})-[:LISTED_IN]->(:Listing {id: list})
// RETURN path
;
