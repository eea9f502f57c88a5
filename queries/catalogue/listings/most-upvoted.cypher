// Most upvoted papers
//
// Which papers have the most upvotes?
//
// $year: integer = null - only papers of this year
// $limit: integer = 20 - rows at most
// => id - the paper
// => title - its title
// => published - its date
// => upvotes - upvotes when last observed
// => comments - comments when last observed
// needs: upvotes
MATCH (paper:Paper)
WHERE paper.upvotes IS NOT NULL AND NOT coalesce(paper.stub, false)
  AND ($year IS NULL OR paper.year = $year)
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       paper.upvotes AS upvotes, paper.comments AS comments
ORDER BY upvotes DESC, id
LIMIT $limit;

MATCH (paper:Paper)
WHERE paper.upvotes IS NOT NULL AND NOT coalesce(paper.stub, false)
  AND ($year IS NULL OR paper.year = $year)
WITH paper
ORDER BY paper.upvotes DESC, paper.id
LIMIT $limit
OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
OPTIONAL MATCH code = (paper)-[:HAS_CODE]->(:Repository)
RETURN paper, about, code;
