// New papers of a day
//
// Which papers were listed for the first time on a day?
//
// $day: date - the day, e.g. 2025-10-27
// $limit: integer = 100 - maximum rows to return
// => rank - best position in a listing of that day; papers without it are in the order of upvotes
// => id - ID of the paper
// => title - title of the paper
// => upvotes - upvotes on that day
// => comments - comments on that day
// needs: listings, day of $day
MATCH (:Listing {date: $day})<-[listed:LISTED_IN]-(paper:Paper)
WHERE NOT EXISTS {
  MATCH (paper)-[:LISTED_IN]->(earlier:Listing)
  WHERE earlier.date < $day
}
WITH paper, min(listed.rank) AS rank, max(listed.upvotes) AS upvotes, max(listed.comments) AS comments
RETURN rank, paper.id AS id, paper.title AS title, upvotes, comments
ORDER BY rank, coalesce(upvotes, -1) DESC, id
LIMIT $limit
// draw
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
// OPTIONAL MATCH code = (paper)-[:HAS_CODE]->(:Repository)
// RETURN paper, about, code
;
