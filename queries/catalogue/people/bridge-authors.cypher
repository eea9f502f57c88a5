// Authors between two topics
//
// Which authors wrote about two topics or fields, or about narrower topics of the two, and so connect
// them? Authors with the most papers on the topic of which they have fewer come first.
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
// needs: topics, authors
CALL () {
  MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  WHERE NOT coalesce(paper.stub, false)
  WITH DISTINCT paper
  MATCH (paper)<-[:AUTHORED]-(author:Author)
  RETURN author, paper, 1 AS side
  UNION ALL
  MATCH (:Topic {id: $other})<-[:BROADER*0..8]-(narrower:Topic)
  WITH DISTINCT narrower
  MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
  WHERE NOT coalesce(paper.stub, false)
  WITH DISTINCT paper
  MATCH (paper)<-[:AUTHORED]-(author:Author)
  RETURN author, paper, 2 AS side
}
WITH author, side, paper
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
WITH author, collect(CASE side WHEN 1 THEN paper.id END) AS ones,
     collect(CASE side WHEN 2 THEN paper.id END) AS twos
WHERE ones <> [] AND twos <> []
WITH author, ones, twos, CASE WHEN size(ones) < size(twos) THEN size(ones) ELSE size(twos) END AS fewer
ORDER BY fewer DESC, size(ones) + size(twos) DESC, author.id
LIMIT $limit
MATCH (newest:Paper {id: ones[0]})
MATCH (otherNewest:Paper {id: twos[0]})
RETURN author.id AS id, author.name AS name, size(ones) AS papers, size(twos) AS otherPapers,
       size([id IN ones WHERE id IN twos]) AS both, coalesce(newest.title, newest.id) AS newest,
       coalesce(otherNewest.title, otherNewest.id) AS otherNewest
ORDER BY CASE WHEN papers < otherPapers THEN papers ELSE otherPapers END DESC,
         papers + otherPapers DESC, id
LIMIT $limit
// draw
// UNWIND [$topic, $other] AS end
// MATCH path = (:Author {id: id})-[:AUTHORED]->(:Paper)-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: end})
// RETURN path
;
