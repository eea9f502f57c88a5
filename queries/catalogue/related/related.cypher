// Papers related to a paper
//
// Which papers are most closely related to a paper by all evidence combined, and why? Text counts
// most: similar titles and abstracts, or a sentence that names the other paper's system. Shared
// references, citations, topics, code, people and organizations add to the score. The weights are
// in docs/related.md.
//
// $paper: paper - identifier or title of the paper, e.g. arxiv:1506.03134
// $newer: boolean = false - only papers published after the paper
// $code: boolean = false - only papers with a code repository
// $limit: integer = 20 - maximum rows to return
// => rank - position in the ranking, from 1
// => title - title of the other paper
// => score - sum of the evidence; identical texts alone score 1
// => reasons - the evidence: `kind`, `share` of the score, and `words` that show it
// => id - ID of the other paper
MATCH (start:Paper {id: $paper})
CALL (start) {
  MATCH (start)-[link:SIMILAR_TO]-(other:Paper)
  RETURN other, 'text' AS kind,
         CASE WHEN startNode(link) = start THEN link.fromStart ELSE link.fromEnd END AS points,
         link.terms AS words
  UNION ALL
  WITH start, trim(split(start.title, ':')[0]) AS name
  WHERE start.title CONTAINS ':' AND name <> '' AND size(name) < 40
  WITH start, name, '.*(?<![\\w-])\\Q' + replace(name, '\\E', '') + '\\E(?!\\w|-\\w).*' AS pattern
  MATCH (start)-[:SIMILAR_TO]-(other:Paper)
  WHERE (other.title CONTAINS name OR other.abstract CONTAINS name)
    AND trim(split(other.title, ':')[0]) <> name  // another system of the same name
  WITH other, pattern, other.title =~ pattern AS inTitle
  WITH other, inTitle, CASE WHEN inTitle THEN [other.title] ELSE
    [sentence IN split(replace(other.abstract, '\n', ' '), '. ') WHERE sentence =~ pattern] END AS sentences
  WHERE sentences <> []
  RETURN other, 'names it' AS kind, CASE WHEN inTitle THEN 0.15 ELSE 0.025 END AS points,
         sentences[..1] AS words
  UNION ALL
  MATCH (start)-[:SIMILAR_TO]-(other:Paper)
  WHERE other.title CONTAINS ':'
  WITH start, other, trim(split(other.title, ':')[0]) AS name
  WHERE name <> '' AND size(name) < 40 AND (start.title CONTAINS name OR start.abstract CONTAINS name)
    AND trim(split(start.title, ':')[0]) <> name
  WITH start, other, '.*(?<![\\w-])\\Q' + replace(name, '\\E', '') + '\\E(?!\\w|-\\w).*' AS pattern
  WITH start, other, pattern, start.title =~ pattern AS inTitle
  WITH other, inTitle, CASE WHEN inTitle THEN [start.title] ELSE
    [sentence IN split(replace(start.abstract, '\n', ' '), '. ') WHERE sentence =~ pattern] END AS sentences
  WHERE sentences <> []
  RETURN other, 'named by it' AS kind, CASE WHEN inTitle THEN 0.15 ELSE 0.025 END AS points,
         sentences[..1] AS words
  UNION ALL
  MATCH (start)-[mine:HAS_TOPIC]->(topic:Topic)
  WITH start, topic, mine, COUNT { (topic)<-[:HAS_TOPIC]-() } AS papers
  WHERE papers > 1 AND papers <= 500 AND coalesce(topic.kind, '') <> 'field'
  WITH start, topic, coalesce(mine.score, 0.5) / log(1 + papers) AS weight
  ORDER BY weight DESC, topic.id
  WITH start, collect({topic: topic, weight: weight}) AS topics, sum(weight) AS total
  UNWIND topics AS one
  WITH start, total, one.topic AS topic, one.weight AS weight
  MATCH (topic)<-[theirs:HAS_TOPIC]-(other:Paper)
  WHERE other <> start
  WITH start, other, total, sum(weight * coalesce(theirs.score, 0.5)) AS shared,
       collect(coalesce(topic.name, topic.id)) AS names
  ORDER BY round(shared, 9) DESC, other.id
  WITH start, collect({other: other, id: other.id, points: 0.1 * shared / total, words: names[..5]}) AS found
  WITH found, COLLECT { MATCH (start)-[:SIMILAR_TO]-(near:Paper) RETURN near.id }
       + COLLECT { MATCH (start)<-[:AUTHORED]-(:Author)-[:AUTHORED]->(near:Paper) RETURN near.id } AS near
  // hundreds of papers that share a topic and nothing else rank behind the others
  UNWIND found[..$limit + 200] + [one IN found[$limit + 200..] WHERE one.id IN near] AS one
  RETURN one.other AS other, 'topics' AS kind, one.points AS points, one.words AS words
  UNION ALL
  // weighed and sorted before their citations are read: a work may have thousands
  MATCH (start)-[:CITES]->(work:Paper)
  WITH start, work, COUNT { (work)<-[:CITES]-() } AS citations
  WHERE citations <= 1000
  WITH start, work, 1 / (1 + log(citations / 2.0)) AS weight
  ORDER BY weight DESC, work.id
  WITH start, collect({work: work, weight: weight}) AS cited
  WITH start, cited, COUNT { (start)-[:CITES]->() } AS mine
  UNWIND cited AS one
  WITH start, mine, one.work AS work, one.weight AS weight
  MATCH (work)<-[:CITES]-(other:Paper)
  WHERE other <> start
  WITH mine, other, sum(weight) AS weight, collect(coalesce(work.title, work.id)) AS works
  WITH other, weight, works, CASE WHEN mine < 20 THEN 20 ELSE mine END AS mine, COUNT { (other)-[:CITES]->() } AS theirs
  RETURN other, 'references' AS kind,
         0.1 * log(1 + weight) + weight / sqrt(mine * CASE WHEN theirs < 20 THEN 20 ELSE theirs END) AS points,
         works[..5] AS words
  UNION ALL
  MATCH (start)<-[:CITES]-(citing:Paper)
  WITH start, citing
  ORDER BY citing.id
  MATCH (citing)-[:CITES]->(other:Paper)
  // only the titles of the first five are read
  WITH start, other, collect(citing) AS citing
  WHERE other <> start
  RETURN other, 'cited together' AS kind, 0.1 * log(1 + size(citing)) AS points,
         [one IN citing[..5] | coalesce(one.title, one.id)] AS words
  UNION ALL
  MATCH (start)-[:CITES]->(other:Paper)
  RETURN other, 'citation' AS kind, 0.2 AS points, ['cited by the paper'] AS words
  UNION ALL
  MATCH (start)<-[:CITES]-(other:Paper)
  RETURN other, 'citation' AS kind, 0.2 AS points, ['cites the paper'] AS words
  UNION ALL
  MATCH (start)-[:HAS_CODE]->(repo:Repository)<-[:HAS_CODE]-(other:Paper)
  WHERE other <> start
  WITH other, repo
  ORDER BY repo.id
  RETURN other, 'code' AS kind, 0.1 AS points, collect(repo.id)[..2] AS words
  UNION ALL
  MATCH (start)<-[:AUTHORED]-(author:Author)-[:AUTHORED]->(other:Paper)
  WITH start, other, author
  ORDER BY author.name, author.id
  WITH start, other, collect(coalesce(author.name, author.id)) AS names,
       0.2 * sum(coalesce(author.confidence, 1.0)) AS points
  RETURN other, 'people' AS kind,
         points / sqrt(COUNT { (start)<-[:AUTHORED]-() } * COUNT { (other)<-[:AUTHORED]-() }) AS points,
         names[..5] AS words
  UNION ALL
  MATCH (start)-[:AFFILIATED_WITH]->(organization:Organization)<-[:AFFILIATED_WITH]-(other:Paper)
  WHERE other <> start
  WITH other, organization
  ORDER BY organization.name, organization.id
  RETURN other, 'organization' AS kind, 0.01 AS points,
         collect(coalesce(organization.name, organization.id))[..3] AS words
}
WITH start, other, kind, points, words
WHERE NOT coalesce(other.stub, false)
ORDER BY points DESC, kind
WITH start, other, collect({kind: kind, points: points, words: words}) AS found,
     max(CASE kind WHEN 'text' THEN points ELSE 0 END) AS text,
     max(CASE kind WHEN 'references' THEN points ELSE 0 END) AS shared,
     max(CASE kind WHEN 'topics' THEN points ELSE 0 END) / 0.1 AS topics
WITH start, other, found, text, shared, topics,
     CASE WHEN text > 0 THEN EXISTS { (other)-[:CITES]->() } ELSE false END AS listed
ORDER BY text DESC
WITH start, collect({other: other, found: found, text: text, topics: topics, listed: listed}) AS others,
     sum(CASE WHEN listed THEN shared ELSE 0 END) AS shared,
     sum(CASE WHEN listed THEN text ELSE 0 END) AS texts,
     collect(CASE WHEN text > 0 THEN text END)[9] AS tenth
// A paper without known references gets the points for references that its text suggests, by the
// ratio of both among similar papers whose references are known; 0 if none are. A paper that is not
// among ten neighbors is at most as similar as the tenth. It gets 0.9 times the points of the tenth
// if it has two thirds of the topics, and with fewer topics a part of them.
WITH start, others, tenth, CASE WHEN texts > 0 THEN shared / texts ELSE 0 END AS ratio
UNWIND others AS one
WITH start, one.other AS other, one.text AS text,
     CASE
       WHEN tenth IS NOT NULL AND one.text = 0 AND one.topics > 0
         THEN one.found + [{kind: 'estimated text', words: ['not among the ten most similar; estimated from topics'],
           points: 0.9 * tenth * CASE WHEN 1.5 * one.topics < 1 THEN 1.5 * one.topics ELSE 1 END}]
       WHEN ratio > 0 AND one.text > 0 AND NOT one.listed
         THEN one.found + [{kind: 'references unknown', points: ratio * one.text, words: ['estimated from text']}]
       ELSE one.found END AS found
WHERE (NOT $newer OR other.published > start.published)
  AND (NOT $code OR EXISTS { (other)-[:HAS_CODE]->() })
// grouped, as Neo4j would count the memory of the list of all candidates for each row that it sorts
WITH other, text, collect(found)[0] AS found
WITH other, text, found, reduce(total = 0.0, reason IN found | total + reason.points) AS points
// in the order of the scores as shown; of the same score, the more similar text first
ORDER BY round(points, 3) DESC, text DESC, round(points, 9) DESC, other.id
LIMIT $limit
WITH collect({other: other, points: points, found: found}) AS rows
UNWIND range(1, size(rows)) AS rank
// grouped, for the same reason
WITH rank, collect(rows[rank - 1])[0] AS one
WITH rank, one.other AS other, one.points AS points, one.found AS found
RETURN rank, other.title AS title, round(points, 3) AS score,
       [one IN found | {kind: one.kind, share: round(one.points / points, 2), words: one.words}] AS reasons,
       other.id AS id
ORDER BY rank
LIMIT $limit
// summary
// MATCH (paper:Paper {id: $paper})
// RETURN CASE WHEN paper.abstract IS NULL THEN 'abstract'
//          + CASE WHEN EXISTS { (paper)-[:HAS_TOPIC]->(:Topic) } THEN '' ELSE ', topics' END
//          + CASE WHEN EXISTS { (paper)-[:CITES]->(:Paper) } THEN '' ELSE ', references' END
//        END AS `missing data of the paper`
// draw
// MATCH (start:Paper {id: $paper})
// MATCH (other:Paper {id: id})
// CALL (start, other) {
//   MATCH path = (start)-[:SIMILAR_TO]-(other)
//   RETURN path
//   UNION
//   MATCH path = (start)-[:HAS_TOPIC|CITES|HAS_CODE]->()<-[:HAS_TOPIC|CITES|HAS_CODE]-(other)
//   RETURN path
//   UNION
//   MATCH path = (start)<-[:AUTHORED|CITES]-()-[:AUTHORED|CITES]->(other)
//   RETURN path
//   UNION
//   MATCH path = (start)-[:CITES]-(other)
//   RETURN path
//   UNION
//   RETURN other AS path
// }
// RETURN path
;
