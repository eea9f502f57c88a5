// What was new on a day
//
// Which papers stood in a list on a day, and in none before?
//
// $day: date - the day, e.g. 2025-10-27
// $limit: integer = 100 - rows at most
// => rank - best place in a list of that day
// => id - the paper
// => title - its title
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
ORDER BY rank, id
LIMIT $limit;

MATCH (listing:Listing {date: $day})<-[listed:LISTED_IN]-(paper:Paper)
WHERE NOT EXISTS {
  MATCH (paper)-[:LISTED_IN]->(earlier:Listing)
  WHERE earlier.date < $day
}
WITH paper, min(listed.rank) AS rank
ORDER BY rank, paper.id
LIMIT $limit
OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
OPTIONAL MATCH code = (paper)-[:HAS_CODE]->(:Repository)
RETURN paper, about, code;
