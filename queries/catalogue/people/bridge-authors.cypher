// Authors between two topics
//
// Which authors wrote about two topics or fields, or about narrower topics of the two, and so
// connect them? Authors are ranked by the smaller of their two numbers of papers.
//
// $topic: topic - name, alias or ID of one topic, e.g. neural network
// $other: topic - name, alias or ID of the other topic, e.g. protein
// $limit: integer = 20 - maximum rows to return
// => id - ID of the author
// => name - name of the author
// => papers - papers on the first topic
// => otherPapers - papers on the second topic
// => both - papers on both topics
// => newest - title of the newest paper on the first topic
// => otherNewest - title of the newest paper on the second topic
// => basis - weakest basis that joins the papers of the author: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is correct
// => nameOnly - papers on both topics that only the name links to the author's other papers
// needs: topics, authors
CALL () {
  MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  RETURN DISTINCT paper, 1 AS one, 0 AS two
  UNION ALL
  MATCH (:Topic {id: $other})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  RETURN DISTINCT paper, 0 AS one, 1 AS two
}
WITH paper, sum(one) AS one, sum(two) AS two
WHERE NOT coalesce(paper.stub, false)
MATCH (paper)<-[wrote:AUTHORED]-(author:Author)
WITH author, sum(one) AS papers, sum(two) AS otherPapers, sum(one * two) AS both,
     count(CASE WHEN wrote.nameOnly THEN 1 END) AS nameOnly,
     collect(CASE one WHEN 1 THEN paper END) AS ones, collect(CASE two WHEN 1 THEN paper END) AS twos
WHERE papers > 0 AND otherPapers > 0
WITH author, papers, otherPapers, both, nameOnly, ones, twos
ORDER BY CASE WHEN papers < otherPapers THEN papers ELSE otherPapers END DESC,
         papers + otherPapers DESC, author.id
LIMIT $limit
RETURN author.id AS id, author.name AS name, papers, otherPapers, both,
       COLLECT {
         UNWIND ones AS paper
         RETURN coalesce(paper.title, paper.id)
         ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id LIMIT 1
       }[0] AS newest,
       COLLECT {
         UNWIND twos AS paper
         RETURN coalesce(paper.title, paper.id)
         ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id LIMIT 1
       }[0] AS otherNewest,
       author.basis AS basis, author.confidence AS confidence, nameOnly
ORDER BY CASE WHEN papers < otherPapers THEN papers ELSE otherPapers END DESC,
         papers + otherPapers DESC, id
LIMIT $limit
// draw
// UNWIND [$topic, $other] AS end
// MATCH path = (:Author {id: id})-[:AUTHORED]->(:Paper)-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: end})
// RETURN path
;
