// Possible duplicates
//
// Which papers have the same title but different identifiers?
//
// $limit: integer = 50 - maximum rows to return
// => firstId - ID of one paper
// => secondId - ID of the other paper
// => title - title of the first paper
// => sameYear - whether both have the same year; empty if a year is unknown
// => authors - names of authors of both papers
MATCH (paper:Paper)
WHERE paper.titleKey IS NOT NULL
WITH paper.titleKey AS title, collect(paper) AS same
WHERE size(same) > 1
UNWIND same AS a
UNWIND same AS b
WITH a, b
WHERE a.id < b.id
RETURN a.id AS firstId, b.id AS secondId, a.title AS title, a.year = b.year AS sameYear,
       COLLECT {
         MATCH (a)<-[:AUTHORED]-(author:Author)-[:AUTHORED]->(b)
         RETURN author.name ORDER BY author.name
       } AS authors
ORDER BY firstId, secondId
LIMIT $limit
// draw
// UNWIND [firstId, secondId] AS id
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH path = (paper)-[link]-(other)
// WHERE link.load IS NOT NULL AND other.load IS NOT NULL
//   AND NOT type(link) IN ['IDENTIFIES', 'SIMILAR_TO']
// RETURN paper, path
;
