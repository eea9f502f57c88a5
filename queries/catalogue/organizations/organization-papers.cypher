// Papers of an organization
//
// Which papers come from an organization? A paper counts if a source links it to the organization
// or if one of the authors works there. The answer can be restricted to the papers in common with
// another organization, to a topic, including its narrower topics, and to recent papers.
//
// $organization: organization - name, acronym, handle or ID of the organization, e.g. OpenBMB
// $other: organization = null - restrict to papers that come from this organization, too
// $topic: topic = null - name, alias or ID of a topic; by default, all topics
// $since: date = null - earliest publication date; by default, no limit
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => authors - number of authors
// => from - names of the authors who work there or at `other`; empty if a source links only the paper
// needs: organizations, collaborations of $other

// the narrower topics as a list, so that the broader topics of each paper are not read
CALL () {
  OPTIONAL MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
  RETURN collect(DISTINCT narrower) AS tree
}
CALL () {
  MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN paper
  UNION
  MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  RETURN paper
}
WITH tree, paper
WHERE NOT coalesce(paper.stub, false) AND ($since IS NULL OR paper.published >= $since)
  AND ($other IS NULL OR EXISTS { (paper)-[:AFFILIATED_WITH]->(:Organization {id: $other}) }
       OR EXISTS { (paper)<-[:AUTHORED]-(:Author)-[:AFFILIATED_WITH]->(:Organization {id: $other}) })
  AND ($topic IS NULL OR EXISTS {
    MATCH (paper)-[:HAS_TOPIC]->(narrower:Topic)
    WHERE narrower IN tree
  })
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       paper.authorCount AS authors,
       COLLECT {
         MATCH (paper)<-[wrote:AUTHORED]-(author:Author)-[:AFFILIATED_WITH]->(place:Organization)
         WHERE place.id IN [$organization, $other]
         WITH DISTINCT wrote, author
         RETURN author.name ORDER BY wrote.position, author.id
       } AS from
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH (paper:Paper {id: id})
// OPTIONAL MATCH linked = (place:Organization)<-[:AFFILIATED_WITH]-(paper)
// WHERE place.id IN [$organization, $other]
// OPTIONAL MATCH by = (at:Organization)<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper)
// WHERE at.id IN [$organization, $other]
// OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
// RETURN linked, by, about
;
