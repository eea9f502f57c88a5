// What questions need, and how much of it the graph holds. One statement a need: `of` things in
// all, `have` of them have it; with $id, of that paper alone. A head names the need, says what
// is counted, and what to load where it is missing.

// references: papers have references
// remedy: load an OpenAlex reply or records with references: citegraph load works.json
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) AND ($id IS NULL OR p.id = $id)
RETURN count(p) AS of, count(CASE WHEN EXISTS { (p)-[:CITES]->() } THEN 1 END) AS have;

// authors: papers have named authors
// remedy: load a source that names authors (an API reply, OpenAlex, records): citegraph load works.json
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) AND ($id IS NULL OR p.id = $id)
RETURN count(p) AS of, count(CASE WHEN EXISTS { (p)<-[:AUTHORED]-() } THEN 1 END) AS have;

// counts: papers have an author count
// remedy: load a listing or a source that names all authors: citegraph load listing.txt
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) AND ($id IS NULL OR p.id = $id)
RETURN count(p) AS of, count(p.authorCount) AS have;

// topics: papers have topics
// remedy: load papers with abstracts, or records with topics: citegraph load papers.jsonl
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) AND ($id IS NULL OR p.id = $id)
RETURN count(p) AS of, count(CASE WHEN EXISTS { (p)-[:HAS_TOPIC]->() } THEN 1 END) AS have;

// repositories: papers have a code repository
// remedy: load papers whose abstracts or records name one: citegraph load papers.jsonl
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) AND ($id IS NULL OR p.id = $id)
RETURN count(p) AS of, count(CASE WHEN EXISTS { (p)-[:HAS_CODE]->() } THEN 1 END) AS have;

// organizations: papers have an organisation
// remedy: load a source that gives them (a Daily Papers reply, OpenAlex): citegraph load works.json
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) AND ($id IS NULL OR p.id = $id)
RETURN count(p) AS of, count(CASE WHEN EXISTS { (p)-[:AFFILIATED_WITH]->() } THEN 1 END) AS have;

// venues: papers have a venue
// remedy: load a source that gives them (OpenAlex, BibTeX, records): citegraph load works.json
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) AND ($id IS NULL OR p.id = $id)
RETURN count(p) AS of, count(CASE WHEN EXISTS { (p)-[:PUBLISHED_IN]->() } THEN 1 END) AS have;

// dates: papers have a publication date
// remedy: load a source that gives dates: citegraph load listing.txt
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) AND ($id IS NULL OR p.id = $id)
RETURN count(p) AS of, count(p.published) AS have;

// upvotes: papers have upvotes
// remedy: load a source that counts them (a Daily Papers reply): citegraph load daily.json
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) AND ($id IS NULL OR p.id = $id)
RETURN count(p) AS of, count(p.upvotes) AS have;

// listings: papers stood in a list of a known day
// remedy: load a Daily Papers page of a day: citegraph load daily-papers:2025-10-27
MATCH (p:Paper)
WHERE NOT coalesce(p.stub, false) AND ($id IS NULL OR p.id = $id)
RETURN count(p) AS of,
       count(CASE WHEN EXISTS { MATCH (p)-[:LISTED_IN]->(l:Listing) WHERE l.date IS NOT NULL } THEN 1 END)
         AS have;

// hierarchy: topics have a broader topic
// remedy: load a vocabulary that has one, or records whose topics name broader ones
MATCH (t:Topic)
RETURN count(t) AS of, count(CASE WHEN EXISTS { (t)-[:BROADER]->() } THEN 1 END) AS have;

// cited: cited works are more than an identifier here (-p stubs=true shows the others too)
// remedy: add -p stubs=true, or load the cited works: citegraph load works.json
MATCH (cited:Paper)
WHERE EXISTS { (cited)<-[:CITES]-(p:Paper) WHERE $id IS NULL OR p.id = $id }
RETURN count(cited) AS of, count(CASE WHEN NOT coalesce(cited.stub, false) THEN 1 END) AS have;

// day: lists are of that day
// remedy: load the list of that day: citegraph load daily-papers:$id
MATCH (l:Listing)
WITH count(l) AS every, count(CASE WHEN $id IS NULL OR l.date = $id THEN 1 END) AS have
RETURN CASE have WHEN 0 THEN every ELSE have END AS of, have;
