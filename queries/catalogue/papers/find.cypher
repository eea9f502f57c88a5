// Papers by words
//
// Which papers have all of these words in the title or the abstract? A word also matches its plural
// with s or es; with an asterisk at the end it matches every word with this beginning.
//
// $words: string - whole words; molec* matches words that begin with molec, e.g. graph molecule
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => inTitle - number of the words that occur in the title
WITH [word IN split(toLower($words), ' ') WHERE replace(word, '*', '') <> '' |
  {text: replace(word, '*', ''),
   ends: CASE WHEN word ENDS WITH '*' THEN [] ELSE ['', 's', 'es'] END}] AS words
MATCH (paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH words, paper, ' ' + toLower(coalesce(paper.title, '')) + ' ' AS title,
     ' ' + toLower(coalesce(paper.abstract, '')) + ' ' AS abstract
WHERE all(word IN words WHERE title CONTAINS word.text OR abstract CONTAINS word.text)
// split at each occurrence of a word; a match must begin after, and end before, a character that is
// neither a digit nor a letter
WITH paper, [word IN words | {ends: word.ends, texts: [split(title, word.text), split(abstract, word.text)]}]
  AS words
WITH paper, [word IN words | [parts IN word.texts | any(i IN range(1, size(parts) - 1) WHERE
    toUpper(right(parts[i - 1], 1)) = right(parts[i - 1], 1)
    AND NOT right(parts[i - 1], 1) IN split('0 1 2 3 4 5 6 7 8 9', ' ')
    AND (word.ends = [] OR any(end IN word.ends WHERE parts[i] STARTS WITH end
      AND toUpper(substring(parts[i] + ' ', size(end), 1)) = substring(parts[i] + ' ', size(end), 1)
      AND NOT substring(parts[i] + ' ', size(end), 1) IN split('0 1 2 3 4 5 6 7 8 9', ' '))))]] AS found
WHERE all(places IN found WHERE places[0] OR places[1])
WITH paper, size([places IN found WHERE places[0]]) AS inTitle
RETURN paper.id AS id, paper.title AS title, paper.published AS published, inTitle
ORDER BY inTitle DESC, coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
// OPTIONAL MATCH code = (paper)-[:HAS_CODE]->(:Repository)
// RETURN paper, about, code
;
