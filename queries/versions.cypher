// texts: of the papers that name a topic
MATCH (:Topic {id: $id})<-[:HAS_TOPIC|MENTIONS]-(paper:Paper)
WHERE NOT coalesce(paper.stub, false)
RETURN DISTINCT paper.id AS id, paper.title AS title, paper.abstract AS abstract
ORDER BY id
