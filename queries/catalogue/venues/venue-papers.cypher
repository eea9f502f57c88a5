// Papers of a venue
//
// Which papers appeared in a journal, conference or archive?
//
// $venue: venue - name, ISSN or ID of the venue, e.g. Neural Networks
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => citations - number of papers in this graph that cite it
// needs: venues
MATCH (:Venue {id: $venue})<-[:PUBLISHED_IN]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN paper.id AS id, paper.title AS title, paper.published AS published,
       COUNT { (paper)<-[:CITES]-() } AS citations
ORDER BY coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// draw
// MATCH appeared = (:Venue {id: $venue})<-[:PUBLISHED_IN]-(paper:Paper {id: id})
// OPTIONAL MATCH about = (paper)-[:HAS_TOPIC]->(:Topic)
// RETURN appeared, about
;
