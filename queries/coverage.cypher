// The data that questions need. The first line of a statement matches all nodes `n`, the lines after
// it restrict them to those that have the data. The first node of the pattern is the paper or topic
// of a question about one node. `from` lists input formats that contain the data
// (loaders/formats.py); `remedy` is another way to get it.

// references: papers have references
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
// from: openalex, daily-papers-api, daily-papers-text, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND ((n)-[:AFFILIATED_WITH]->() OR (n)<-[:AUTHORED]-()-[:AFFILIATED_WITH]->())
RETURN n;

// collaborations: papers have several organizations
// from: openalex, records
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND (COUNT { (n)-[:AFFILIATED_WITH]->() } > 1 OR EXISTS {
  MATCH (n)<-[:AUTHORED]-()-[:AFFILIATED_WITH]->(one:Organization)
  WHERE EXISTS {
    MATCH (n)<-[:AUTHORED]-()-[:AFFILIATED_WITH]->(other:Organization)
    WHERE other.id <> one.id
  } OR EXISTS {
    MATCH (n)-[:AFFILIATED_WITH]->(other:Organization)
    WHERE other.id <> one.id
  }
})
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
AND EXISTS { MATCH (n)-[:LISTED_IN]->(l:Listing) WHERE l.date IS NOT NULL }
RETURN n;

// counted: papers were listed with upvotes on several days
// remedy: load lists of later days that contain the same papers
MATCH (n:Paper) WHERE NOT coalesce(n.stub, false)
AND EXISTS {
  MATCH (n)-[one:LISTED_IN]->(early:Listing), (n)-[two:LISTED_IN]->(late:Listing)
  WHERE one.upvotes IS NOT NULL AND two.upvotes IS NOT NULL AND early.date < late.date
}
RETURN n;

// hierarchy: topics have a broader topic
// from: records, openalex
MATCH (n:Topic) WHERE true
AND (n)-[:BROADER]->()
RETURN n;

// cited: cited works are more than an identifier
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

// The size of the graph: coverage is measured again if it changes.
MATCH (n)
RETURN count(n) AS size;
