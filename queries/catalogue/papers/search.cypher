// Papers by words
//
// Which papers match the given words best in title and abstract? Papers that contain all the words
// come first, ranked by BM25. Words in double quotes form a phrase. The name of an author, topic or
// keyword also returns its papers. A title, the part of a title before the colon, an identifier or
// an address returns that paper.
//
// $words: string - words, "a phrase", molec* for all words that begin with molec, a name, or an identifier, e.g. graph molecule
// $limit: integer = 20 - maximum rows to return
// => rank - position in the ranking, from 1
// => title - title of the paper
// => score - BM25 score of title and abstract; empty for a paper found by author, title or identifier
// => match - the sentence that contains most of the words, or the author, title, topic or identifier
// => published - publication date
// => id - ID of the paper
WITH [word IN split(toLower(replace($words, '"', ' ')), ' ') WHERE word <> ''] AS words
MATCH (paper:Paper)
WHERE NOT coalesce(paper.stub, false)
  AND all(word IN words WHERE toLower(paper.title) CONTAINS word OR toLower(paper.abstract) CONTAINS word)
WITH paper, size([word IN words WHERE toLower(paper.title) CONTAINS word]) AS inTitle
ORDER BY inTitle DESC, paper.id
LIMIT $limit
WITH collect({id: paper.id, score: inTitle, match: paper.title}) AS found
// the drawing starts here
UNWIND range(1, size(found)) AS rank
// grouped, as Neo4j would count the memory of the whole list for each row that it sorts
WITH rank, collect(found[rank - 1])[0] AS one
MATCH (paper:Paper {id: one.id})
RETURN rank, paper.title AS title, one.score AS score, one.match AS match,
       paper.published AS published, paper.id AS id
ORDER BY rank
LIMIT $limit
// draw
// UNWIND found AS one
// MATCH (paper:Paper {id: one.id})
// OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
// OPTIONAL MATCH code = (paper)-[:HAS_CODE]->(:Repository)
// RETURN paper, about, code
;
