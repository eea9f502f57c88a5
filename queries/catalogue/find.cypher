// Papers by words
//
// Which papers have all of these words in title or abstract? A word also finds its plural with s
// or es; with an asterisk at its end it finds every word that begins like it.
//
// $words: string - whole words; molec* is the beginning of a word, e.g. graph molecule
// $limit: integer = 50 - rows at most
// => id - the paper
// => title - its title
// => published - its date
// => inTitle - how many of the words occur in the title
WITH [word IN split(toLower($words), ' ') WHERE replace(word, '*', '') <> '' |
  {text: replace(word, '*', ''),
   pattern: '(?s).*(?<![\\p{L}\\p{N}])\\Q' + replace(word, '*', '') + '\\E'
     + CASE WHEN word ENDS WITH '*' THEN '' ELSE '(e?s)?(?![\\p{L}\\p{N}])' END + '.*'}] AS words
MATCH (paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH words, paper, toLower(coalesce(paper.title, '')) AS title,
     toLower(coalesce(paper.title, '') + ' ' + coalesce(paper.abstract, '')) AS text
WHERE all(word IN words WHERE text CONTAINS word.text)
  AND all(word IN words WHERE text =~ word.pattern)
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       size([word IN words WHERE title =~ word.pattern]) AS inTitle
ORDER BY inTitle DESC, coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit;

WITH [word IN split(toLower($words), ' ') WHERE replace(word, '*', '') <> '' |
  {text: replace(word, '*', ''),
   pattern: '(?s).*(?<![\\p{L}\\p{N}])\\Q' + replace(word, '*', '') + '\\E'
     + CASE WHEN word ENDS WITH '*' THEN '' ELSE '(e?s)?(?![\\p{L}\\p{N}])' END + '.*'}] AS words
MATCH (paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH words, paper, toLower(coalesce(paper.title, '')) AS title,
     toLower(coalesce(paper.title, '') + ' ' + coalesce(paper.abstract, '')) AS text
WHERE all(word IN words WHERE text CONTAINS word.text)
  AND all(word IN words WHERE text =~ word.pattern)
WITH paper, size([word IN words WHERE title =~ word.pattern]) AS inTitle
ORDER BY inTitle DESC, coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
OPTIONAL MATCH code = (paper)-[:HAS_CODE]->(:Repository)
RETURN paper, about, code;
