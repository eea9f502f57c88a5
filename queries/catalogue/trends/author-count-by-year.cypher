// Author counts by year
//
// How many authors do papers have, year by year?
//
// => year - the year
// => papers - papers of that year whose author count is known
// => fewest - the smallest count
// => median - the middle count
// => mean - the mean count
// => most - the largest count
// needs: counts, dates
MATCH (paper:Paper)
WHERE paper.authorCount IS NOT NULL AND paper.year IS NOT NULL AND NOT coalesce(paper.stub, false)
RETURN paper.year AS year, count(paper) AS papers, min(paper.authorCount) AS fewest,
       toFloat(percentileCont(paper.authorCount, 0.5)) AS median,
       round(avg(paper.authorCount), 2) AS mean, max(paper.authorCount) AS most
ORDER BY year;
