// Papers by year
//
// How many papers are there in each year, and how many of them have code?
//
// => year - year of publication
// => papers - papers in the year
// => withCode - papers in the year with a code repository; empty if the graph has no repositories
// => share - `withCode` divided by `papers`
// needs: dates
// states: repositories
CALL () {
  MATCH (repository:Repository)
  RETURN count(repository) > 0 AS known
}
MATCH (paper:Paper)
WHERE paper.year IS NOT NULL AND NOT coalesce(paper.stub, false)
WITH known, paper.year AS year, count(paper) AS papers,
     count(CASE WHEN COUNT { (paper)-[:HAS_CODE]->() } > 0 THEN 1 END) AS coded
WITH year, papers, CASE WHEN known THEN coded END AS withCode
RETURN year, papers, withCode, round(1.0 * withCode / papers, 3) AS share
ORDER BY year
// summary
// MATCH (paper:Paper)
// WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
// RETURN max(left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)) AS `newest paper`
;
