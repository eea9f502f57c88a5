// evidence: whether a link to a topic has this kind of evidence
MATCH (:Paper)-[has:HAS_TOPIC]->(:Topic)
WHERE $source IN has.sources
RETURN 1 AS one
LIMIT 1;

// evidence of a topic: whether a link to the topic or a narrower one has this kind of evidence
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[has:HAS_TOPIC]-(:Paper)
WHERE $source IN has.sources
RETURN 1 AS one
LIMIT 1;

// kinds of a topic: all kinds of evidence of links to the topic or a narrower one
MATCH (:Topic {id: $topic})<-[:BROADER*0..8]-(narrower:Topic)
WITH DISTINCT narrower
MATCH (narrower)<-[has:HAS_TOPIC]-(:Paper)
UNWIND has.sources AS source
RETURN DISTINCT source
ORDER BY source;

// kinds: all kinds of evidence
MATCH (:Paper)-[has:HAS_TOPIC]->()
UNWIND has.sources AS source
RETURN DISTINCT source
ORDER BY source;

// other kinds: whether a topic has evidence of another kind, by its counts
MATCH (topic:Topic)
WHERE topic.months IS NULL OR any(entry IN topic.months WHERE
  substring(entry, size(split(entry, ' ')[0]) + size(split(entry, ' ')[1]) + 2) <> $source)
RETURN 1 AS one
LIMIT 1;

// covered papers: the number of papers whose topics have each kind of evidence
MATCH (paper:Paper)-[has:HAS_TOPIC]->()
UNWIND has.sources AS source
RETURN source, count(DISTINCT paper) AS papers
ORDER BY source;

// papers: whether the graph has any paper
MATCH (paper:Paper)
RETURN 1 AS one
LIMIT 1;

// days: first and last day of publication
MATCH (paper:Paper)
WHERE paper.published IS NOT NULL AND NOT coalesce(paper.stub, false)
WITH left(toString(paper.published), CASE paper.publishedPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS day
RETURN min(day) AS first, max(day) AS last;
