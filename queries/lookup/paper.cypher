// by ID
MATCH (n:Paper {id: $text})
RETURN n.id AS id, coalesce(n.title, n.id) AS name, 0 AS weight
ORDER BY id
LIMIT $many;

// by identifier
CALL () {
  MATCH (n:Paper {arxivId: $arxiv}) RETURN n
  UNION
  MATCH (n:Paper {doi: $doi}) RETURN n
  UNION
  MATCH (n:Paper {openalexId: $openalex}) RETURN n
  UNION
  MATCH (n:Paper {s2Id: $s2}) RETURN n
  UNION
  MATCH (n:Paper {pmid: $pmid}) RETURN n
  UNION
  MATCH (n:Paper {pmcid: $pmcid}) RETURN n
  UNION
  MATCH (n:Paper {aclId: $acl}) RETURN n
  UNION
  MATCH (n:Paper {corpusId: $corpusid}) RETURN n
}
RETURN n.id AS id, coalesce(n.title, n.id) AS name, 0 AS weight
ORDER BY name, id
LIMIT $many;

// by a further identifier
UNWIND $identifiers AS identifier
MATCH (:Identifier {id: identifier})-[:IDENTIFIES]->(n:Paper)
WITH DISTINCT n
RETURN n.id AS id, coalesce(n.title, n.id) AS name, 0 AS weight
ORDER BY name, id
LIMIT $many;

// by repository
MATCH (:Repository {id: $repository})<-[:HAS_CODE]-(n:Paper)
RETURN n.id AS id, coalesce(n.title, n.id) AS name,
       coalesce(n.upvotes, 0) + coalesce(n.citedByCount, 0) AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by the name before the colon
MATCH (n:Paper)
WHERE n.titleKey STARTS WITH $begins AND n.title CONTAINS ':'
RETURN n.id AS id, n.title AS name,
       coalesce(n.upvotes, 0) + coalesce(n.citedByCount, 0) AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by title
MATCH (n:Paper {titleKey: $key})
RETURN n.id AS id, coalesce(n.title, n.id) AS name,
       coalesce(n.upvotes, 0) + coalesce(n.citedByCount, 0) AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by another title
MATCH (:Identifier {id: $titleId})-[:IDENTIFIES]->(n:Paper)
WITH DISTINCT n
RETURN n.id AS id, coalesce(n.title, n.id) AS name,
       coalesce(n.upvotes, 0) + coalesce(n.citedByCount, 0) AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by the name before the colon, written without spaces
MATCH (n:Paper)
WHERE n.titleKey STARTS WITH $two AND n.title CONTAINS ':'
  AND replace(replace(toLower(split(n.title, ':')[0]), ' ', ''), '-', '') = $joined
RETURN n.id AS id, n.title AS name,
       coalesce(n.upvotes, 0) + coalesce(n.citedByCount, 0) AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// by part of the title
MATCH (n:Paper)
WHERE n.titleKey CONTAINS $key
RETURN n.id AS id, coalesce(n.title, n.id) AS name,
       coalesce(n.upvotes, 0) + coalesce(n.citedByCount, 0) AS weight
ORDER BY weight DESC, name, id
LIMIT $many;

// candidates for a misspelled name
MATCH (n:Paper)
WHERE any(part IN $parts WHERE n.titleKey CONTAINS part)
RETURN n.id AS id, n.title AS name
ORDER BY name, id
LIMIT $most;

// distinguishing details
UNWIND $ids AS id
MATCH (n:Paper {id: id})
RETURN id, [
       COLLECT {
         MATCH (author:Author)-[wrote:AUTHORED]->(n)
         RETURN author.name ORDER BY coalesce(wrote.position, 0), author.id LIMIT 1
       },
       [part IN [toString(n.year), CASE WHEN n.retracted THEN 'retracted' WHEN n.withdrawn IS NOT NULL THEN 'withdrawn' END]
        WHERE part IS NOT NULL]] AS details
ORDER BY id;
