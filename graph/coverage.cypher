// The data that questions need. The first line of a statement matches all nodes `n`. The lines after
// it restrict them to those that have the data, or, after a line FOUND BY, match these by themselves,
// which is quicker if they are few. The first node of the pattern, or `n`, is the paper or topic of a
// question about one node. `from` lists input formats that contain the data (loaders/formats.py);
// `remedy` is another way to get it.

// references: papers have references
// remedy: enrich the papers (with openalex)
// from: openalex, crossref, semantic-scholar, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND (n)-[:CITES]->()
RETURN n;

// authors: papers have named authors
// from: openalex, bibtex, daily-papers-api, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND (n)<-[:AUTHORED]-()
RETURN n;

// counts: papers have an author count
// from: daily-papers-text, openalex, bibtex, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND n.authorCount IS NOT NULL
RETURN n;

// topics: papers have topics
// from: daily-papers-text, openalex, crossref, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND (n)-[:HAS_TOPIC]->()
RETURN n;

// repositories: papers have a code repository
// from: daily-papers-text, daily-papers-api, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND (n)-[:HAS_CODE]->()
RETURN n;

// organizations: papers have an organization
// remedy: enrich the papers (with openalex)
// from: openalex, daily-papers-api, daily-papers-text, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
// FOUND BY
CALL () {
  MATCH (:Organization)<-[:AFFILIATED_WITH]-(n:Paper)
  RETURN n
  UNION
  MATCH (:Organization)<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(n:Paper)
  RETURN n
}
WITH n
WHERE NOT coalesce(n.stub, false)
RETURN n;

// collaborations: papers have several organizations
// from: openalex, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
// FOUND BY
CALL () {
  MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(n:Paper)
  RETURN n, organization
  UNION
  MATCH (organization:Organization)<-[:AFFILIATED_WITH]-(:Author)-[:AUTHORED]->(n:Paper)
  RETURN n, organization
}
WITH n, count(organization) AS organizations
WHERE organizations > 1 AND NOT coalesce(n.stub, false)
RETURN n;

// retractions: papers have a known retraction state
// remedy: enrich the papers (with openalex)
// from: openalex, crossref, medline, pubmed-xml
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND (n.retracted IS NOT NULL OR n.withdrawn IS NOT NULL)
RETURN n;

// venues: papers have a venue
// from: openalex, crossref, csl-json, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND (n)-[:PUBLISHED_IN]->()
RETURN n;

// dates: papers have a publication date
// from: daily-papers-text, openalex, bibtex, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND n.published IS NOT NULL
RETURN n;

// upvotes: papers have upvotes
// from: daily-papers-api, daily-papers-text, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND n.upvotes IS NOT NULL
RETURN n;

// listings: papers were listed on a known day
// from: daily-papers-text, daily-papers-api, daily-papers-page
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
// FOUND BY
MATCH (l:Listing)<-[:LISTED_IN]-(n:Paper)
WHERE l.date IS NOT NULL AND NOT coalesce(n.stub, false)
RETURN n;

// counted: papers were listed with upvotes on several days
// remedy: load lists of later days that contain the same papers
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
// FOUND BY
MATCH (l:Listing)<-[listed:LISTED_IN]-(n:Paper)
WHERE listed.upvotes IS NOT NULL
WITH n, min(l.date) AS first, max(l.date) AS latest
WHERE first < latest AND NOT coalesce(n.stub, false)
RETURN n;

// topicOrganizations: papers on the topic or a narrower one have an organization
// remedy: enrich the papers (with openalex)
// from: openalex, daily-papers-api, daily-papers-text, records
MATCH (:Topic)<-[:BROADER*0..8]-(:Topic)<-[:HAS_TOPIC]-(n:Paper) WHERE NOT coalesce(n.stub, false)
// FOUND BY
MATCH (:Topic)<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(n:Paper)
WHERE NOT coalesce(n.stub, false)
WITH collect(DISTINCT n) AS papers
CALL (papers) {
  UNWIND papers AS n
  MATCH (n)-[:AFFILIATED_WITH]->(:Organization)
  RETURN n
  UNION
  MATCH (:Organization)<-[:AFFILIATED_WITH]-(affiliated:Author)
  WITH papers, affiliated
  LIMIT 1
  UNWIND papers AS n
  MATCH (n)<-[:AUTHORED]-(:Author)-[:AFFILIATED_WITH]->(:Organization)
  RETURN n
}
WITH n
RETURN n;

// hierarchy: topics have a broader topic
// from: records, openalex
MATCH (n:Topic) WHERE true
AND (n)-[:BROADER]->()
RETURN n;

// cited: cited works are loaded papers
// remedy: include the others with stubs=true
// from: openalex, records
MATCH (:Paper)-[:CITES]->(n:Paper) WHERE true
AND NOT coalesce(n.stub, false)
RETURN n;

// day: lists are of that day
// remedy: load the list of that day: daily-papers:$id
MATCH (n:Listing) WHERE true
AND ($id IS NULL OR n.date = $id)
RETURN n;

// listed: listed papers have references
// remedy: enrich the papers of that day (with openalex)
MATCH (l:Listing)<-[:LISTED_IN]-(n) WHERE ($id IS NULL OR l.date = $id)
AND NOT coalesce(n.stub, false) AND (n)-[:CITES]->()
RETURN n;

// stars: repositories of papers on the topic or a narrower one have known stars
// remedy: load a newer list of the papers
// from: daily-papers-api
MATCH (:Topic)<-[:BROADER*0..8]-(:Topic)<-[:HAS_TOPIC]-(:Paper)-[:HAS_CODE]->(n:Repository) WHERE true
// FOUND BY
MATCH (:Topic)<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(paper:Paper)
WITH DISTINCT paper
MATCH (paper)-[:HAS_CODE]->(n:Repository)
WHERE n.stars IS NOT NULL
RETURN n;

// dated: papers on the topic or a narrower one have a publication date
// from: daily-papers-text, openalex, bibtex, records
MATCH (:Topic)<-[:BROADER*0..8]-(:Topic)<-[:HAS_TOPIC]-(n:Paper) WHERE NOT coalesce(n.stub, false)
// FOUND BY
MATCH (:Topic)<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[:HAS_TOPIC]-(n:Paper)
WHERE n.published IS NOT NULL AND NOT coalesce(n.stub, false)
RETURN n;
