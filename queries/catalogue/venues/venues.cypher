// Venues by papers
//
// In which journals, conferences and archives did the papers appear?
//
// $limit: integer = 50 - rows at most
// => id - the venue
// => name - its name
// => kind - journal, conference, repository, ...
// => papers - how many papers
// => from - year of the first
// => to - year of the last
// needs: venues
MATCH (venue:Venue)<-[:PUBLISHED_IN]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH venue, count(paper) AS papers, min(paper.year) AS from, max(paper.year) AS to
RETURN venue.id AS id, venue.name AS name, venue.kind AS kind, papers, from, to
ORDER BY papers DESC, id
LIMIT $limit;

MATCH (venue:Venue)<-[:PUBLISHED_IN]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH venue, count(paper) AS papers
ORDER BY papers DESC, venue.id
LIMIT $limit
MATCH path = (venue)<-[:PUBLISHED_IN]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN path;
