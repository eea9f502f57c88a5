// Papers of an organisation
//
// Which papers come from an organisation?
//
// $organization: organization - the organisation, by name, handle, acronym or id, e.g. OpenBMB
// $limit: integer = 50 - rows at most
// => id - the paper
// => title - its title
// => published - its date
// => authors - how many authors it has
// needs: organizations
MATCH (:Organization {id: $organization})<-[:AFFILIATED_WITH]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       paper.authorCount AS authors
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit;

MATCH (organization:Organization {id: $organization})<-[:AFFILIATED_WITH]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH organization, paper
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
MATCH from = (organization)<-[:AFFILIATED_WITH]-(paper)
OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
RETURN from, about;
