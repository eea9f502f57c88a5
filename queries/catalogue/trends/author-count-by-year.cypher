// Author counts by year
//
// How many authors do papers have in each year?
//
// => year - year of publication
// => papers - papers in the year with a known author count
// => fewest - smallest author count
// => median - median author count
// => mean - mean author count
// => most - largest author count
// needs: counts, dates
MATCH (paper:Paper)
WHERE paper.authorCount IS NOT NULL AND paper.year IS NOT NULL AND NOT coalesce(paper.stub, false)
RETURN paper.year AS year, count(paper) AS papers, min(paper.authorCount) AS fewest,
       toFloat(percentileCont(paper.authorCount, 0.5)) AS median,
       round(avg(paper.authorCount), 2) AS mean, max(paper.authorCount) AS most
ORDER BY year
// summary
// MATCH (paper:Paper)
// WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
// RETURN max(left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)) AS `newest paper`
;
