// Papers of a venue
//
// Which papers appeared in a journal, conference or archive?
//
// $venue: venue - the venue, by name, ISSN or id, e.g. Neural Networks
// $limit: integer = 50 - rows at most
// => id - the paper
// => title - its title
// => published - its date
// => citations - how many papers of this graph cite it
// needs: venues
MATCH (:Venue {id: $venue})<-[:PUBLISHED_IN]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       COUNT { (paper)<-[:CITES]-() } AS citations
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit;

MATCH (venue:Venue {id: $venue})<-[:PUBLISHED_IN]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH venue, paper
ORDER BY coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
MATCH in = (venue)<-[:PUBLISHED_IN]-(paper)
OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
RETURN in, about;
