// Teams by size
//
// How many papers have teams of each size, and how do code and upvotes vary with team size?
//
// $year: integer = null - restrict to papers of this year
// => authors - number of authors
// => papers - papers with this number of authors
// => share - `papers` divided by all papers with a known author count
// => codeShare - share of these papers with a code repository; empty if the graph has no repositories
// => upvotes - median upvotes
// needs: counts
// states: repositories
CALL () {
  MATCH (repository:Repository)
  RETURN count(repository) > 0 AS known
}
MATCH (paper:Paper)
WHERE paper.authorCount IS NOT NULL AND NOT coalesce(paper.stub, false)
  AND ($year IS NULL OR paper.year = $year)
WITH CASE WHEN paper.authorCount <= 1 THEN 1 WHEN paper.authorCount <= 2 THEN 2
          WHEN paper.authorCount <= 5 THEN 3 WHEN paper.authorCount <= 10 THEN 6
          WHEN paper.authorCount <= 20 THEN 11 WHEN paper.authorCount <= 50 THEN 21
          ELSE 51 END AS least, paper, known
WITH known, least, count(paper) AS papers, percentileCont(paper.upvotes, 0.5) AS upvotes,
     count(CASE WHEN COUNT { (paper)-[:HAS_CODE]->() } > 0 THEN 1 END) AS coded
WITH least, papers, upvotes, CASE WHEN known THEN coded END AS code
WITH collect({least: least, papers: papers, upvotes: upvotes, code: code}) AS groups,
     sum(papers) AS all
UNWIND groups AS one
WITH one.least AS least, one.papers AS papers, one.upvotes AS upvotes, one.code AS code, all
ORDER BY least
RETURN CASE least WHEN 1 THEN '1' WHEN 2 THEN '2' WHEN 3 THEN '3-5' WHEN 6 THEN '6-10'
       WHEN 11 THEN '11-20' WHEN 21 THEN '21-50' ELSE '51 or more' END AS authors,
       papers, round(1.0 * papers / all, 3) AS share, round(1.0 * code / papers, 3) AS codeShare,
       toFloat(upvotes) AS upvotes;
