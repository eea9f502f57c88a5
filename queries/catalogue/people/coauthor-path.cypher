// Shortest path between two authors
//
// Through which papers and co-authors are two authors connected? Of several paths of the same
// length it is the one through the papers with the fewest authors.
//
// $from: author - one author, e.g. Thomas Kipf
// $to: author - the other, e.g. Max Welling
// => step - 1 for the first step
// => from - the author the step starts from
// => paper - title of the paper both wrote
// => to - the author it leads to
// => fromId - id of the first author
// => paperId - id of the paper
// => toId - id of the second author
// needs: authors
MATCH (start:Author {id: $from})
MATCH (end:Author {id: $to})
WHERE end <> start
MATCH path = allShortestPaths((start)-[:AUTHORED*..12]-(end))
WITH path, [node IN nodes(path) | node.id] AS ids,
     reduce(sum = 0, node IN nodes(path) | sum + COUNT { (node)<-[:AUTHORED]-() }) AS crowd
ORDER BY crowd, ids
LIMIT 1
// path
UNWIND range(1, length(path) / 2) AS step
WITH step, nodes(path)[2 * step - 2] AS a, nodes(path)[2 * step - 1] AS paper,
     nodes(path)[2 * step] AS b
RETURN step, a.name AS from, coalesce(paper.title, paper.id) AS paper, b.name AS to,
       a.id AS fromId, paper.id AS paperId, b.id AS toId
ORDER BY step;

MATCH (start:Author {id: $from})
MATCH (end:Author {id: $to})
WHERE end <> start
MATCH path = allShortestPaths((start)-[:AUTHORED*..12]-(end))
WITH path, [node IN nodes(path) | node.id] AS ids,
     reduce(sum = 0, node IN nodes(path) | sum + COUNT { (node)<-[:AUTHORED]-() }) AS crowd
ORDER BY crowd, ids
LIMIT 1
// path
RETURN path;
