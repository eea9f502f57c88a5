// Smallest author lists
//
// Which papers have the fewest authors?
//
// $year: integer = null - only papers of this year
// $limit: integer = 20 - rows at most
// => id - the paper
// => title - its title
// => year - year of publication
// => authors - how many authors it has
// => named - how many of them the graph knows by name
// needs: counts
MATCH (paper:Paper)
WHERE paper.authorCount IS NOT NULL AND NOT coalesce(paper.stub, false)
  AND ($year IS NULL OR paper.year = $year)
WITH paper
ORDER BY paper.authorCount, paper.id
LIMIT $limit
RETURN paper.id AS id, paper.title AS title, paper.year AS year, paper.authorCount AS authors,
       COUNT { (paper)<-[:AUTHORED]-() } AS named
ORDER BY authors, id
LIMIT $limit;
