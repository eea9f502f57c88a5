// Most upvoted papers
//
// Which papers have the most upvotes? For the papers of a month or week, set the first and the last
// day. A paper of which only the year or month is known counts if all of it is in the period.
//
// $year: integer = null - restrict to papers of this year
// $since: date = null - earliest publication date; by default, no limit
// $until: date = null - latest publication date; by default, no limit
// $limit: integer = 20 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => upvotes - upvotes at the latest observation
// => comments - comments at the latest observation
// needs: upvotes
MATCH (paper:Paper)
WHERE paper.upvotes IS NOT NULL AND NOT coalesce(paper.stub, false)
  AND ($year IS NULL OR paper.year = $year)
  AND ($since IS NULL OR paper.published >= $since)
  AND ($until IS NULL OR $until >= paper.published + CASE paper.publishedPrecision
         WHEN 'year' THEN duration({years: 1, days: -1})
         WHEN 'month' THEN duration({months: 1, days: -1}) ELSE duration({days: 0}) END)
WITH paper
ORDER BY paper.upvotes DESC, paper.id
LIMIT $limit
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       paper.upvotes AS upvotes, paper.comments AS comments
ORDER BY upvotes DESC, id
LIMIT $limit
// draw
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
// OPTIONAL MATCH code = (paper)-[:HAS_CODE]->(:Repository)
// RETURN paper, about, code
;
