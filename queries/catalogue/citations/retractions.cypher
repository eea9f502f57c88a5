// Retracted and withdrawn papers
//
// Is a paper retracted or withdrawn? If no paper is given: which papers in this graph are? The
// state of a paper is unknown if no source provides it. The question retraction-reach finds the
// papers that cite a retracted one.
//
// $paper: paper = null - identifier or title of a paper; by default, all retracted or withdrawn papers
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => state - retracted, withdrawn, not retracted, or unknown
// => since - day of the retraction or withdrawal, if known
// => published - publication date
// => citations - number of papers in this graph that cite it
// needs: retractions

// two parts, so that one paper is found by the index
CALL () {
  MATCH (paper:Paper {id: $paper})
  RETURN paper
  UNION
  WITH 1 AS one
  WHERE $paper IS NULL
  MATCH (paper:Paper)
  WHERE paper.retracted OR paper.withdrawn IS NOT NULL
  RETURN paper
}
RETURN paper.id AS id, paper.title AS title,
       CASE WHEN paper.retracted THEN 'retracted'
            WHEN paper.withdrawn IS NOT NULL THEN 'withdrawn'
            WHEN paper.retracted IS NOT NULL THEN 'not retracted'
            ELSE 'unknown'
       END AS state,
       coalesce(paper.retractedOn, paper.withdrawn) AS since, paper.published AS published,
       COUNT { (paper)<-[:CITES]-(:Paper) } AS citations
ORDER BY citations DESC, id
LIMIT $limit
// draw
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH path = (paper)<-[:CITES]-(:Paper)
// RETURN paper, path
;
