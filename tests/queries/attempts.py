r"""Statements that try to do more than read, and harmless ones that resemble them.

:func:`attempts` combines payloads with wrappings, spellings, escapes and positions. ``URL`` in a
payload becomes the address of a listener, ``CONNECTION`` and ``TRANSACTION`` those of another
client, ``FILE`` a file that must not change.
"""

from collections.abc import Iterator, Mapping
from itertools import product

# Clauses; ``RETURN 1 AS v`` can follow each.
CLAUSES = [
    "LOAD CSV FROM 'URL' AS l",
    "LOAD CSV WITH HEADERS FROM 'URL' AS l",
    "LOAD CSV FROM 'FILE' AS l",
    "CALL apoc.load.json('URL') YIELD value AS l",
    "CALL apoc.cypher.run(\"LOAD CSV FROM 'URL' AS l RETURN l\", {}) YIELD value AS l",
    "CALL apoc.create.node(['Foo'], {}) YIELD node AS l",
    "CALL apoc.cypher.doIt('CREATE (n:Foo) RETURN n', {}) YIELD value AS l",
    "CALL db.createLabel('Foo')",
    "CALL db.clearQueryCaches() YIELD value AS l",
    "CALL dbms.killConnection('CONNECTION') YIELD message AS l",
    "CALL dbms.listConfig() YIELD value AS l",
    "CALL dbms.queryJmx('java.lang:type=Runtime') YIELD attributes AS l",
    "CALL apoc.util.sleep(100)",
    "CREATE (:Foo)",
    "MERGE (f:Foo {id: 1})",
    "MATCH (n) SET n.foo = 1 WITH n",
    "MATCH (n) DETACH DELETE n",
    "FOREACH (x IN [1] | CREATE (:Foo))",
]
WRAPPINGS = [
    "{} RETURN 1 AS v",
    "WITH 1 AS AS {} RETURN 1 AS v",
    "WITH 1 AS CALL {} RETURN 1 AS v",
    "WITH 1 AS LOAD {} RETURN 1 AS v",
    "WITH 1 AS x LIMIT 1{} RETURN 1 AS v",
    "WITH {{call: 1}} AS m {} RETURN m.call AS v",
    "CALL {{ {} RETURN 1 AS v }} RETURN v",
    "CALL () {{ {} RETURN 1 AS v }} RETURN v",
    "CALL {{ WITH 1 AS AS {} RETURN 1 AS v }} RETURN v",
    "UNWIND [1] AS x CALL (x) {{ {} RETURN 1 AS v }} RETURN v",
    "CALL () {{ CALL () {{ {} RETURN 1 AS v }} RETURN v }} RETURN v",
    "RETURN EXISTS {{ {} RETURN 1 AS v }} AS v",
    "RETURN COUNT {{ {} RETURN 1 AS v }} AS v",
    "RETURN COLLECT {{ {} RETURN 1 AS v }} AS v",
    "RETURN 1 AS v UNION {} RETURN 1 AS v",
    "RETURN 1 AS v UNION ALL {} RETURN 1 AS v",
    "RETURN 1 AS v; {} RETURN 1 AS v",
    "EXPLAIN {} RETURN 1 AS v",
    "PROFILE {} RETURN 1 AS v",
    "CYPHER 5 {} RETURN 1 AS v",
    "CYPHER 25 {} RETURN 1 AS v",
    "CYPHER runtime=slotted PROFILE {} RETURN 1 AS v",
    "USE neo4j {} RETURN 1 AS v",
    "/* ' */ {} RETURN 1 AS v /* ' */",
    "// \"'`\n{} RETURN 1 AS v",
    'WITH "\'" AS q {} RETURN "\'" AS v',
    "WITH '\\'' AS q {} RETURN '\\'' AS v",
    "WITH 1 AS `\"'/*` {} RETURN 1 AS v",
]
# An engine that resolves escapes at another time than the checks would run the payload.
ESCAPED = [
    '/* \\\\u002a/ \' */ WITH 1 AS a, "\\u0022 AS b {} RETURN 1 AS v //"',
    "WITH '\\u0027 AS x {} RETURN 1 AS v //' AS v RETURN v",
    "WITH 1 AS a //\\u000a{} RETURN 1 AS v",
    "WITH 1 AS a /* \\u002a/ {} RETURN 1 AS v /* */",
    "WITH 1 AS a /* \\u002a\\u002f {} RETURN 1 AS v /* */ RETURN a",
    "WITH 1 AS `a\\u0060 {} RETURN 1 AS v //`",
    'WITH "\\u005c" AS a {} RETURN 1 AS v //"',
    "WITH '\\\\u0027' AS a {} RETURN 1 AS v",
    "WITH '\\\\\\u0027 AS a {} RETURN 1 AS v //'",
    "WITH 1 AS a /\\u002a */ {} RETURN 1 AS v //*/",
]
SPACES = ["\t", "\n", "\r\n", "/**/", "/* ' */", "//\n", "\u00a0", "\u3000", "\u180e", "\u2028"]
# Expressions that reach outside.
EXPRESSIONS = [
    "apoc.cypher.runFirstColumnSingle(\"CALL apoc.load.json('URL') YIELD value RETURN 1\", {})",
    "apoc.cypher.runFirstColumnSingle(\"LOAD CSV FROM 'URL' AS l RETURN 1 AS x LIMIT 1\", {})",
    "`apoc`.cypher/**/.`runFirstColumnSingle`\n(\"LOAD CSV FROM 'URL' AS l RETURN 1 AS x\", {})",
    "apoc.cypher.runFirstColumnSingle\u180e(\"LOAD CSV FROM 'URL' AS l RETURN 1 AS x\", {})",
]
POSITIONS = [
    "RETURN <> AS v",
    "RETURN 1 AS v ORDER BY <>",
    "RETURN 1 AS v LIMIT toInteger(<>)",
    "RETURN 1 AS v SKIP <>",
    "WITH 1 AS v WHERE <> = v RETURN v",
    "MATCH (n {id: <>}) RETURN n",
    "MATCH (n) WHERE n.id = <> RETURN n",
    "MATCH (n) RETURN n {.*, v: <>} AS v",
    "RETURN [x IN [1] WHERE <> = x | x] AS v",
    "RETURN CASE 1 WHEN <> THEN 1 ELSE 2 END AS v",
    "RETURN reduce(a = 0, x IN [1] | a + <>) AS v",
    "RETURN [1, 2][..<>] AS v",
    "RETURN [1, 2][0..<>] AS v",
    "RETURN {v: [<>]} AS v",
    "UNWIND <> AS v RETURN v",
    "RETURN collect(DISTINCT <>) AS v",
    "RETURN EXISTS { MATCH (n) WHERE n.x = <> } AS v",
    "RETURN COLLECT { RETURN <> AS x } AS v",
    "MATCH (n:$(toString(<>))) RETURN n",
    "MATCH p = (a)-[*1..2]->(b) WHERE all(n IN nodes(p) WHERE n.x = <>) RETURN p",
    "CALL db.index.fulltext.queryNodes(toString(<>), 'x') YIELD node RETURN node",
    "SHOW INDEXES YIELD name WHERE name = <> RETURN name",
    "UNWIND [1] AS x CALL (x) { RETURN 1 AS y } IN TRANSACTIONS OF <> ROWS RETURN x",
]
COMMANDS = [
    "TERMINATE TRANSACTIONS 'TRANSACTION'",
    "TERMINATE TRANSACTION 'TRANSACTION' YIELD message RETURN message",
    "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message",
    "terminate /**/ transactions 'TRANSACTION'",
    "SHOW TRANSACTIONS",
    "SHOW SETTINGS",
    "SHOW SETTINGS YIELD name, value RETURN name, value",
    "SHOW USERS",
    "SHOW CURRENT USER",
    "SHOW USER PRIVILEGES",
    "CREATE INDEX foo FOR (n:Foo) ON (n.x)",
    "CREATE CONSTRAINT foo FOR (n:Foo) REQUIRE n.x IS UNIQUE",
    "DROP CONSTRAINT paper_id IF EXISTS",
    "CREATE USER foo SET PASSWORD 'abcdefgh'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'abcdefgh'",
    "CREATE DATABASE foo",
]
PREFIXES = ["", "EXPLAIN ", "PROFILE ", "CYPHER 5 ", "/* SHOW INDEXES */ ", "RETURN 1; "]

SUSPICIOUS = [
    "LOAD",
    "CSV",
    "CALL",
    "CREATE",
    "DELETE",
    "MERGE",
    "REMOVE",
    "SET",
    "TERMINATE",
    "SHOW",
]
HARMLESS = [
    "RETURN 1 AS {}",
    "WITH 1 AS {} RETURN {}",
    "RETURN '{} CSV FROM x AS l' AS v",
    "RETURN \"{} apoc.load.json('x')\" AS v",
    "RETURN 1 AS v // {} db.createLabel('x')",
    "/* {} CSV FROM 'x' AS l */ RETURN 1 AS v",
    "MATCH (n:{}) RETURN count(n) AS v",
    "MATCH (n:`{} CSV`) RETURN count(n) AS v",
    "MATCH ()-[r:{}]->() RETURN count(r) AS v",
    "MATCH (n) RETURN n.{} AS v ORDER BY n.id LIMIT 1",
    "RETURN {{{}: 1}} AS v",
    "RETURN {{{}: 1}}.{} AS v",
    "MATCH ({}:Paper) RETURN count({}) AS v",
    "UNWIND [1, 2] AS {} RETURN sum({}) AS v",
]
PLAIN = [
    "WITH 1 AS AS RETURN AS",
    "RETURN 'it\\'s LOAD CSV' AS v",
    'RETURN "\\"CALL db.x()\\"" AS v',
    "RETURN '\\\\' AS v // ' LOAD CSV",
    "RETURN 'caf\\u00e9 \\u4e2d' AS v",
    "RETURN 'a' AS v /* \\u0041 */",
    "RETURN '//' AS v, '/* CREATE (n) */' AS w",
    "RETURN '`' AS v, \"'\" AS w",
    "RETURN 1 AS `LOAD CSV FROM`, 2 AS `a``b`",
    "RETURN 'café' AS größe, 1 AS 数",
    "RETURN size('REMOVE n.x; DROP INDEX') AS v",
    "RETURN date.truncate('month', date('2026-01-31')) AS v",
    "RETURN duration.between(date('2026-01-01'), date('2026-02-01')) AS v",
    "RETURN point.distance(point({x: 1, y: 1}), point({x: 1, y: 2})) AS v",
    "RETURN [1, 2, 3][0..2] AS v, 1.5 AS w, 1e3 AS x, 0xff AS y",
    "WITH {call: {db: {labels: 1}}} AS m RETURN m.call.db.labels AS v",
    "WITH 1 AS call MATCH (n:Paper) RETURN call, count(n) AS v",
    "WITH [1] AS call WHERE 1 IN call RETURN call",
    "MATCH (n:Paper) CALL (n) { RETURN n.id AS id } RETURN id ORDER BY id",
    "RETURN EXISTS { MATCH (n:Paper) } AS v",
    "RETURN COUNT { MATCH (n:Paper) RETURN n } AS v",
    "RETURN 1 AS v UNION RETURN 2 AS v",
    "CALL db.labels() YIELD label RETURN label ORDER BY label",
    "CALL db.labels() YIELD label AS CALL RETURN CALL ORDER BY CALL",
    "CALL `db`.`labels`() YIELD label RETURN count(label) > 0 AS v",
    "CALL db.propertyKeys() YIELD propertyKey RETURN count(*) > 0 AS v",
    "CALL { CALL db.labels() YIELD label RETURN label } RETURN count(label) > 0 AS v",
    "SHOW INDEXES YIELD name RETURN count(*) > 0 AS v",
    "RETURN 1 AS v;",
]


def attempts(given: Mapping[str, str]) -> list[str]:
    """All statements that must be refused, each once."""

    def made() -> Iterator[str]:
        for clause, wrapping in product(CLAUSES, WRAPPINGS + ESCAPED):
            yield wrapping.format(clause)
        for clause, space in product(CLAUSES, SPACES):
            head, body = clause.split("'", 1) if "'" in clause else (clause, None)
            spaced = head.replace(" ", space).replace(".", f"{space}.{space}")
            yield f"{spaced} RETURN 1 AS v" if body is None else f"{spaced}'{body} RETURN 1 AS v"
        for clause in CLAUSES:
            first = clause[0]
            for escape in (f"\\u{ord(first):04x}", f"\\u{ord(first):04X}", f"\\uu{ord(first):04x}"):
                yield f"{escape}{clause[1:]} RETURN 1 AS v"
            yield f"{clause.swapcase()} RETURN 1 AS v".replace("url", "URL")
        for expression, position in product(EXPRESSIONS, POSITIONS):
            yield position.replace("<>", expression)
        for command, prefix in product(COMMANDS, PREFIXES):
            yield prefix + command

    statements = dict.fromkeys(made())
    for name, value in given.items():
        statements = dict.fromkeys(each.replace(name, value) for each in statements)
    return list(statements)


def harmless() -> list[str]:
    """Statements that only read, and look as if they did not."""
    return [template.format(word, word) for template, word in product(HARMLESS, SUSPICIOUS)] + PLAIN
