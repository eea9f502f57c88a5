// Papers of an organization
//
// Which papers come from an organization: by a source that links them to it, or by an author who
// works there?
//
// $organization: organization - the organization, by name, handle, acronym or id, e.g. OpenBMB
// $limit: integer = 50 - rows at most
// => id - the paper
// => title - its title
// => published - its date
// => authors - how many authors it has
// => from - names of its authors who work there; empty where a source links the paper alone
// needs: organizations
CALL () {
  MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN paper
  UNION
  MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  RETURN paper
}
WITH paper
WHERE NOT coalesce(paper.stub, false)
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       paper.authorCount AS authors,
       COLLECT {
         MATCH (paper)<-[wrote:AUTHORED]-(author:Author)-[:AFFILIATED_WITH]->(:Organization {id: $organization})
         RETURN author.name ORDER BY wrote.position, author.id
       } AS from
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit;

CALL () {
  MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(paper:Paper)
  RETURN paper
  UNION
  MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper:Paper)
  RETURN paper
}
WITH paper
WHERE NOT coalesce(paper.stub, false)
WITH paper
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
OPTIONAL MATCH from = (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(paper)
OPTIONAL MATCH by = (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(paper)
OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
RETURN from, by, about;
