// Papers by words
//
// Which papers have all of these words in title or abstract?
//
// $words: string - words or parts of words, e.g. graph molecule
// $limit: integer = 50 - rows at most
// => id - the paper
// => title - its title
// => published - its date
// => inTitle - how many of the words stand in the title
WITH [word IN split(toLower($words), ' ') WHERE word <> ''] AS words
MATCH (paper:Paper)
WHERE NOT coalesce(paper.stub, false)
  AND all(word IN words
          WHERE toLower(paper.title + ' ' + coalesce(paper.abstract, '')) CONTAINS word)
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       size([word IN words WHERE toLower(paper.title) CONTAINS word]) AS inTitle
ORDER BY inTitle DESC, coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit;

WITH [word IN split(toLower($words), ' ') WHERE word <> ''] AS words
MATCH (paper:Paper)
WHERE NOT coalesce(paper.stub, false)
  AND all(word IN words
          WHERE toLower(paper.title + ' ' + coalesce(paper.abstract, '')) CONTAINS word)
WITH paper, size([word IN words WHERE toLower(paper.title) CONTAINS word]) AS inTitle
ORDER BY inTitle DESC, coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
OPTIONAL MATCH code = (paper)-[:HAS_CODE]->(:Repository)
RETURN paper, about, code;
