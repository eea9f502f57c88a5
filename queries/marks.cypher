// by ID
UNWIND $texts AS text
MATCH (paper:Paper {id: text})
WHERE paper.retracted OR paper.withdrawn IS NOT NULL
RETURN DISTINCT paper.id AS id, paper.title AS title,
       paper.retracted AS retracted, paper.withdrawn AS withdrawn;

// by title
UNWIND $texts AS text
MATCH (paper:Paper {titleKey: text})
WHERE paper.retracted OR paper.withdrawn IS NOT NULL
RETURN DISTINCT paper.id AS id, paper.title AS title,
       paper.retracted AS retracted, paper.withdrawn AS withdrawn;

// partial dates: only the year or the month is known
UNWIND $texts AS text
MATCH (paper:Paper {id: text})
WHERE paper.publishedPrecision <> 'day'
RETURN paper.id AS id, paper.publishedPrecision AS precision;
