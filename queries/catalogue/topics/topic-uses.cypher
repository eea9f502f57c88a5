// Papers that use a dataset or a model
//
// Which papers name a dataset, a benchmark or a model, and in which sentence? A paper whose title
// begins with the name and a colon introduces it. A version, such as Qwen2.5-VL, matches papers
// that name this version, with or without a size (Qwen2.5-VL-7B); a family, such as Qwen, matches
// papers that name any of its versions. If the topic comes from a source, the text of the paper may
// not contain the name.
//
// $topic: topic - name, alias or ID of the dataset or model, e.g. CIFAR-10
// $version: string = null - only papers that name this version; by default, the version in the given name, if any
// $limit: integer = 50 - maximum rows to return
// => id - ID of the paper
// => title - title of the paper
// => published - publication date
// => role - whether the paper introduces it, introduces one of its versions or names it; otherwise, the source of the topic
// => evidence - sentence that names it
// needs: topics
MATCH (topic:Topic {id: $topic})<-[has:HAS_TOPIC|MENTIONS]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
WITH topic, paper, max(CASE WHEN has.evidence IS NULL AND NOT 'text' IN coalesce(has.sources, ['text']) THEN 0 ELSE 1 END) AS read, collect(has.sources)[0] AS sources
// citegraph replaces $version by lists: the ID of a paper that names it, the sentence, and whether the
// title does before a colon
WITH topic, paper, read, sources, [one IN $version WHERE one[0] = paper.id][0] AS named,
     CASE WHEN paper.title CONTAINS ':' THEN split(paper.title, ':')[0] ELSE '' END AS before
WHERE $version IS NULL OR named IS NOT NULL
WITH topic, paper, named,
     CASE WHEN before = '' OR NOT any(name IN [topic.name] + coalesce(topic.aliases, [])
                                      WHERE toLower(before) = toLower(name))
         THEN CASE WHEN read = 1 OR named IS NOT NULL THEN 'names'
              ELSE 'stated by ' + reduce(text = sources[0], source IN sources[1..] | text + ', ' + source) END
         WHEN named[2] OR ($version IS NULL AND toLower(before) = toLower(topic.name)) THEN 'introduces'
         ELSE 'introduces ' + before END AS role
ORDER BY role, coalesce(paper.published, date('0001-01-01')) DESC, paper.id
LIMIT $limit
// the sentence is read for the papers of the answer only
MATCH (paper)-[has:HAS_TOPIC|MENTIONS]->(topic)
WITH paper, named, role, min(has.evidence) AS evidence
RETURN paper.id AS id, paper.title AS title, paper.published AS published, role,
       coalesce(named[1], evidence) AS evidence
ORDER BY role, coalesce(published, date('0001-01-01')) DESC, id
LIMIT $limit
// summary
// MATCH (topic:Topic {id: $topic})
// RETURN CASE WHEN topic.kind IN ['field', 'concept']
//          THEN topic.kind + ' (this question is about datasets, benchmarks and models)' END AS `kind of the topic`
// draw
// MATCH path = (:Paper {id: id})-[:HAS_TOPIC|MENTIONS]->(:Topic {id: $topic})
// RETURN path
;
