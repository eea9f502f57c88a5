// Largest author lists
//
// Which papers have the most authors?
//
// $year: integer = null - restrict to papers of this year
// $limit: integer = 20 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => year - year of publication
// => authors - number of authors
// => named - number of authors whose names are in the graph
// needs: counts
MATCH (paper:Paper)
WHERE paper.authorCount IS NOT NULL AND NOT coalesce(paper.stub, false)
  AND ($year IS NULL OR paper.year = $year)
WITH paper
ORDER BY paper.authorCount DESC, paper.id
LIMIT $limit
RETURN paper.id AS id, paper.title AS title, paper.year AS year, paper.authorCount AS authors,
       COUNT { (paper)<-[:AUTHORED]-() } AS named
ORDER BY authors DESC, id
LIMIT $limit;
