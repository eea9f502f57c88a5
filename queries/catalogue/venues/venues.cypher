// Venues by papers
//
// Which journals, conferences and archives have the most papers?
//
// $limit: integer = 50 - maximum rows to return
// => id - ID of the venue
// => name - name of the venue
// => kind - journal, conference, repository, ...
// => papers - number of papers
// => from - year of the earliest paper
// => to - year of the latest paper
// needs: venues
MATCH (venue:Venue)
WITH venue, coalesce(venue.paperCount, COUNT {
       MATCH (venue)<-[:PUBLISHED_IN]-(paper:Paper)
       WHERE NOT coalesce(paper.stub, false)
     }) AS papers
WHERE papers > 0
WITH venue, papers
ORDER BY papers DESC, venue.id
LIMIT $limit
MATCH (venue)<-[:PUBLISHED_IN]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH venue, papers, min(paper.year) AS from, max(paper.year) AS to
RETURN venue.id AS id, venue.name AS name, venue.kind AS kind, papers, from, to
ORDER BY papers DESC, id
LIMIT $limit
// draw
// MATCH path = (:Venue {id: id})<-[:PUBLISHED_IN]-(paper:Paper)
// WHERE NOT coalesce(paper.stub, false)
// RETURN path
;
