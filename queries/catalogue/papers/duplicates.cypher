// Papers that may be the same
//
// Which papers stand in the graph under two identifiers but one title?
//
// $limit: integer = 50 - rows at most
// => firstId - one of the two
// => secondId - the other
// => title - the title of the first
// => sameYear - whether both are of one year; empty where a year is unknown
// => authors - names of authors of both
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
LIMIT $limit;

MATCH (paper:Paper)
WHERE paper.titleKey IS NOT NULL
WITH paper.titleKey AS title, collect(paper) AS same
WHERE size(same) > 1
UNWIND same AS a
UNWIND same AS b
WITH a, b
WHERE a.id < b.id
WITH a, b
ORDER BY a.id, b.id
LIMIT $limit
UNWIND [a, b] AS paper
OPTIONAL MATCH path = (paper)--()
RETURN paper, path;
