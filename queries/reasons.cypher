// evidence: whether a link to a topic has this kind of evidence
MATCH (:Paper)-[has:HAS_TOPIC]->(:Topic)
WHERE $source IN has.sources
RETURN 1 AS one
LIMIT 1;

// kinds: all kinds of evidence
MATCH (:Paper)-[has:HAS_TOPIC]->(:Topic)
UNWIND has.sources AS source
RETURN DISTINCT source
ORDER BY source;

// days: first and last day of publication
MATCH (paper:Paper)
WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
RETURN min(paper.published) AS first, max(paper.published) AS last;
