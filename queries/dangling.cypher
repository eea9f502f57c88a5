// dangling: cited works that no source describes, and references that identify no work
CALL () {
  MATCH (cited:Paper)
  WHERE EXISTS { (cited)<-[:CITES]-() }
  RETURN 'cited works known only by identifier' AS what,
         count(CASE WHEN cited.stub THEN 1 END) AS count, count(cited) AS of
  UNION ALL
  MATCH (paper:Paper)
  WHERE paper.textReferences > 0
  RETURN 'references without identifier and title' AS what,
         coalesce(sum(paper.textReferences), 0) AS count,
         coalesce(sum(paper.textReferences), 0) + sum(COUNT { (paper)-[:CITES]->() }) AS of
}
RETURN what, count, of;
