// Gaps and doubts in the graph
//
// Which data is missing, incomplete or doubtful, in how many cases, and what is the remedy?
//
// => what - missing or doubtful data
// => count - number of cases
// => of - number of nodes examined
// => examples - up to three IDs
// => remedy - what to do
CALL () {
  CALL () {
    // kept
    MATCH (paper:Paper)
    WITH paper, coalesce(paper.stub, false) AS stub
    WITH count(CASE WHEN NOT stub THEN 1 END) AS papers, count(paper) AS all,
         collect(CASE WHEN NOT stub AND paper.authorsPartial THEN paper.id END) AS partial,
         collect(CASE WHEN NOT stub AND paper.title IS NULL THEN paper.id END) AS untitled,
         collect(CASE WHEN NOT stub AND paper.abstract IS NULL THEN paper.id END) AS untold,
         collect(CASE WHEN NOT stub AND paper.published IS NULL THEN paper.id END) AS undated,
         collect(CASE WHEN NOT stub AND paper.publishedInferred THEN paper.id END) AS inferred,
         collect(CASE WHEN paper.textReferences > 0 THEN paper.id END) AS texts,
         collect(CASE WHEN stub THEN paper.id END) AS stubs
    // quicker than the numbers of edges of each paper
    CALL () {
      MATCH (paper:Paper)
      WHERE NOT (paper)-[:HAS_TOPIC]->() AND NOT coalesce(paper.stub, false)
      RETURN collect(paper.id) AS bare, count(CASE WHEN paper.abstract IS NOT NULL THEN 1 END) AS readable
    }
    CALL () {
      MATCH (paper:Paper)
      WHERE NOT (paper)<-[:AUTHORED]-() AND NOT coalesce(paper.stub, false)
      RETURN collect(paper.id) AS unnamed
    }
    UNWIND [
      {what: 'papers without topics', ids: bare, of: papers, remedy: CASE
        WHEN 2 * readable >= size(bare) THEN 'rebuild the topics' ELSE 'load a source with abstracts' END},
      {what: 'papers with fewer named authors than counted', ids: partial, of: papers,
       remedy: 'load a source with all names, such as openalex'},
      {what: 'papers without a named author', ids: unnamed, of: papers, remedy: 'load a source with names, such as openalex'},
      {what: 'papers without a title', ids: untitled, of: papers, remedy: 'enrich the papers, or load a source with titles'},
      {what: 'papers without an abstract', ids: untold, of: papers, remedy: 'load a source with abstracts'},
      {what: 'papers without a date', ids: undated, of: papers, remedy: 'load a source with dates'},
      {what: 'papers with an inferred date', ids: inferred, of: papers, remedy: 'load a source that states dates'},
      {what: 'papers with references given as text only', ids: texts, of: papers,
       remedy: 'load a source that identifies them, such as openalex'},
      {what: 'works known only by identifier', ids: stubs, of: all, remedy: 'load a source that describes them'}
    ] AS row
    // arXiv has the papers with an arXiv ID only
    WITH row, size([id IN row.ids WHERE id STARTS WITH 'arxiv:']) AS preprints
    RETURN row.what AS what, size(row.ids) AS count, row.of AS of,
           COLLECT { UNWIND row.ids AS id RETURN id ORDER BY id LIMIT 3 } AS examples,
           row.remedy + CASE
             WHEN NOT row.remedy IN ['load a source with abstracts', 'load a source with dates'] THEN ''
             WHEN preprints = size(row.ids) THEN ', such as arxiv'
             WHEN preprints = 0 THEN ', such as openalex'
             ELSE ', such as arxiv and openalex' END AS remedy
  }
  RETURN what, count, of, examples, remedy
  UNION ALL
  CALL () {
    // kept
    MATCH (paper:Paper)
    WITH paper.titleKey AS title, count(paper) AS many
    WITH count(title) AS of, collect(CASE WHEN many > 1 THEN title END) AS titles
    RETURN 'merge candidates: papers with the same title' AS what, size(titles) AS count, of, COLLECT {
             UNWIND titles AS title
             MATCH (paper:Paper {titleKey: title})
             WITH title, min(paper.id) AS id
             RETURN id ORDER BY id LIMIT 3
           } AS examples,
           'see the question duplicates' AS remedy
  }
  RETURN what, count, of, examples, remedy
  UNION ALL
  CALL () {
    // kept
    MATCH (paper:Paper)
    WITH paper, paper.observations AS entries
    WHERE entries IS NOT NULL
    // the entries are sorted: sources can only disagree if the properties of two neighbors are equal;
    // the first three letters of all properties differ
    WITH count(paper) AS of, collect(CASE
           WHEN any(at IN range(1, size(entries) - 1) WHERE entries[at] STARTS WITH left(entries[at - 1], 3))
           THEN paper END) AS several
    WITH of, COLLECT {
      UNWIND several AS paper
      UNWIND paper.observations AS entry
      WITH paper.id AS paper, entry, split(entry, ' | ') AS part
      WITH paper, part[0] AS property,
           substring(entry, size(part[0]) + size(part[1]) + size(part[2]) + size(part[3]) + 12) AS value
      WITH paper, property, collect(DISTINCT value) AS found
      // 2020 and 2020-05 agree
      WHERE size(found) > 1 AND (property <> 'published'
         OR any(a IN found WHERE any(b IN found WHERE NOT a STARTS WITH b AND NOT b STARTS WITH a)))
      RETURN DISTINCT paper
    } AS ids
    RETURN 'papers whose sources disagree' AS what, size(ids) AS count, of,
           COLLECT { UNWIND ids AS id RETURN id ORDER BY id LIMIT 3 } AS examples,
           'see the question conflicts' AS remedy
  }
  RETURN what, count, of, examples, remedy
  UNION ALL
  CALL () {
    // kept
    MATCH (author:Author)
    WHERE author.nameKey IS NOT NULL
    WITH author.nameKey AS name, count(author) AS many, min(author.id) AS first
    WITH count(name) AS of, collect(CASE WHEN many > 1 THEN first END) AS ids
    RETURN 'merge candidates: authors with the same name' AS what, size(ids) AS count, of,
           COLLECT { UNWIND ids AS id RETURN id ORDER BY id LIMIT 3 } AS examples,
           'compare two of them, and judge whether they are the same' AS remedy
  }
  RETURN what, count, of, examples, remedy
  UNION ALL
  CALL () {
    // kept
    MATCH (author:Author)
    WITH count(author) AS of, collect(CASE WHEN author.id STARTS WITH 'name:' THEN author.id END) AS anonymous,
         collect(CASE WHEN author.basis = 'name' THEN author.id END) AS doubtful
    UNWIND [
      {what: 'authors without an identifier', ids: anonymous,
       remedy: 'load a source with ORCIDs or author IDs, such as openalex'},
      {what: 'authors with papers that only a name links', ids: doubtful,
       remedy: 'read the evidence, and judge whether they are the same'}
    ] AS row
    RETURN row.what AS what, size(row.ids) AS count, of,
           COLLECT { UNWIND row.ids AS id RETURN id ORDER BY id LIMIT 3 } AS examples, row.remedy AS remedy
  }
  RETURN what, count, of, examples, remedy
}
RETURN what, count, of, examples, remedy
ORDER BY count = 0, what;
