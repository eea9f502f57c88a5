// People of a topic
//
// Who has the most papers on a topic or a narrower one? For an organization, all papers of the
// authors who work there count, and those papers of others that a source links to it.
//
// $topic: topic - name, alias or ID of the topic, e.g. neural network
// $organization: organization = null - restrict to people of this organization
// $limit: integer = 20 - maximum rows to return
// => id - ID of the author
// => name - name of the author
// => papers - papers on the topic
// => lead - papers on the topic as first author
// => latest - date of the newest one, as precise as it is known
// => best - title of the most upvoted or cited one; in a tie, the newest
// => organizations - up to three organizations of the author, in alphabetical order
// => ofPapers - up to three organizations that a source links to these papers, not to this author; the most frequent first
// => basis - weakest evidence on which the author's papers were merged: name, rule, judgement, identifier
// => confidence - probability that the weakest merge by name or rule is correct
// => nameOnly - papers in this row linked to the author's other papers by name only
// needs: topics, authors
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WITH collect(DISTINCT paper) AS papers
UNWIND papers AS paper
WITH paper
WHERE NOT coalesce(paper.stub, false)
MATCH (paper)<-[:AUTHORED]-(author:Author)
WHERE $organization IS NULL
   OR EXISTS { (author)-[:AFFILIATED_WITH]->(:Organization {id: $organization}) }
   OR EXISTS { (paper)-[:AFFILIATED_WITH]->(:Organization {id: $organization}) }
WITH author, collect(paper) AS papers
// the other columns are computed for the authors of the answer only
WITH size(papers) AS count, collect({author: author, papers: papers}) AS those
ORDER BY count DESC
WITH collect({count: count, those: those}) AS groups
UNWIND range(0, size(groups) - 1) AS at
WITH groups[at] AS one, reduce(sum = 0, other IN groups[..at] | sum + size(other.those)) AS before
WHERE before < $limit
UNWIND one.those AS each
// grouped, as Neo4j would count the memory of all groups for each row that it sorts
WITH each.author AS author, one.count AS papers, collect(each.papers)[0] AS those
CALL (author, those) {
  MATCH (author)-[wrote:AUTHORED]->(paper:Paper)
  WHERE paper IN those
  WITH paper, wrote
  ORDER BY coalesce(paper.upvotes, 0) + coalesce(paper.citedByCount, 0) DESC,
           coalesce(paper.published, date('0001-01-01')) DESC, paper.id
  RETURN count(CASE WHEN wrote.position = 1 THEN 1 END) AS lead, collect(paper.title)[0] AS best,
         // of texts, as "2023" is a year of which the day is unknown
         max(left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)) AS latest,
         count(CASE WHEN wrote.nameOnly THEN 1 END) AS nameOnly
}
CALL (those) {
  UNWIND those AS paper
  OPTIONAL MATCH (paper)-[:AFFILIATED_WITH]->(linked:Organization)
  WITH linked.name AS name, count(linked) AS count
  ORDER BY count DESC, name
  RETURN collect(name)[..3] AS ofPapers
}
RETURN author.id AS id, author.name AS name, papers, lead, latest, best,
       COLLECT {
         MATCH (author)-[:AFFILIATED_WITH]->(own:Organization)
         WHERE own.name IS NOT NULL
         RETURN DISTINCT own.name AS name ORDER BY name LIMIT 3
       } AS organizations, ofPapers, author.basis AS basis, author.confidence AS confidence, nameOnly
ORDER BY papers DESC, lead DESC, id
LIMIT $limit
// summary
// MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
// WITH DISTINCT narrower
// MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
// WHERE NOT coalesce(paper.stub, false)
// WITH collect(DISTINCT paper) AS papers
// UNWIND papers AS paper
// OPTIONAL MATCH (paper)<-[:AUTHORED]-(author:Author)
// WITH papers, paper, author
// WHERE $organization IS NULL
//    OR EXISTS { (author)-[:AFFILIATED_WITH]->(:Organization {id: $organization}) }
//    OR EXISTS { (paper)-[:AFFILIATED_WITH]->(:Organization {id: $organization}) }
// RETURN count(DISTINCT author) AS people, size(papers) AS `papers on the topic`
// draw
// MATCH path = (author:Author {id: id})-[:AUTHORED]->(paper:Paper)-[:HAS_TOPIC]->(:Topic)-[:BROADER*0..8]->(:Topic {id: $topic})
// WHERE $organization IS NULL
//    OR EXISTS { (author)-[:AFFILIATED_WITH]->(:Organization {id: $organization}) }
//    OR EXISTS { (paper)-[:AFFILIATED_WITH]->(:Organization {id: $organization}) }
// RETURN path
;
