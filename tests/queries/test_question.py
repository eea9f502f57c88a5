"""A question's file is checked when it is read."""

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from citegraph import queries
from citegraph.graph.errors import QueryError
from citegraph.queries import lexer
from citegraph.queries.question import literal, parse

GOOD = """// Papers of a year
//
// Which papers are
// of a year?
//
// $year: integer - the year, e.g. 2024
// $day: date = null - a day
// $limit: integer = 20 - rows at most
// => id - the paper
// => name - its title
// needs: dates, references of $year
MATCH (p:Paper {year: $year}) // a comment; with $other and a semicolon
WHERE $day IS NULL OR p.published = $day
RETURN p.id AS id, [x IN p.list | x] AS name
ORDER BY id
LIMIT $limit
// draw
// MATCH (p:Paper {id: id})
// RETURN p
;
"""


def test_a_good_file():
    question = parse("papers-of-year", GOOD)
    assert question.title == "Papers of a year"
    assert question.question == "Which papers are of a year?"
    assert [(p.name, p.type, p.required, p.default, p.example) for p in question.parameters] == [
        ("year", "integer", True, None, 2024),
        ("day", "date", False, None, None),
        ("limit", "integer", False, 20, None),
    ]
    assert [column.name for column in question.columns] == ["id", "name"]
    assert [(need.what, need.of) for need in question.needs] == [
        ("dates", None),
        ("references", "year"),
    ]
    assert question.table.startswith("MATCH")
    assert question.table.endswith("LIMIT $limit")
    assert question.graph is not None
    assert question.graph.startswith("CALL () {\n  MATCH (p:Paper {year: $year})")
    assert question.graph.endswith("LIMIT $limit\n}\nMATCH (p:Paper {id: id})\nRETURN p")
    assert question.example == "citegraph query papers-of-year -p year=2024"
    assert [str(p) for p in question.parameters] == [
        "year: integer",
        "day: date = null",
        "limit: integer = 20",
    ]
    assert question.browser == ":param {year: 2024, day: null, limit: 20}"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{year: $year}", "{year: $yaer}", r"\$yaer is used but not declared"),
        ("// $day: date = null - a day\n", "", r"\$day is used but not declared"),
        ("// => id", "// $extra: string = a - more\n// => id", r"\$extra is declared but not used"),
        (
            "// => name - its title\n",
            "",
            r"the head declares the columns \['id'\], RETURN has \['id', 'name'\]",
        ),
        ("AS name", "AS title", r"RETURN has \['id', 'title'\]"),
        ("LIMIT $limit\n", "LIMIT 10 + $limit\n", r"must end with LIMIT \$limit"),
        ("ORDER BY id\n", "", "must have ORDER BY"),
        ("of a year?", "of a year.", "the question in words"),
        ("integer - the", "int - the", "unknown type 'int'"),
        (", e.g. 2024", "", "has no example"),
        ("e.g. 2024", "e.g. soon", "invalid integer year='soon'"),
        ("of $year", "of $paper", "`needs` names a parameter"),
        ("// $limit: integer", "// $limit integer", "malformed head line"),
        ("LIMIT $limit\n// draw", "LIMIT $limit; RETURN 2\n// draw", "not 2"),
        (
            "// needs: dates, references of $year\n",
            "// the drawing starts here\n",
            "an empty line must follow the head",
        ),
        ("// RETURN p\n", "// WITH p\n", "the drawing must have RETURN"),
        ("// draw\n", "// summary\n// WITH 1 AS n\n// draw\n", "the summary must have RETURN"),
        ("// needs: ", "// A comment.\n// needs: ", "'A comment.' follows the columns"),
    ],
)
def test_a_faulty_file(old: str, new: str, fault: str):
    assert old in GOOD
    with pytest.raises(QueryError, match=rf"^papers-of-year\.cypher: .*{fault}|{fault}"):
        parse("papers-of-year", GOOD.replace(old, new))


def test_a_drawing_may_continue_from_the_middle_of_the_statement():
    text = GOOD.replace("RETURN p.id", "// the drawing starts here\nRETURN p.id")
    text = text.replace("// MATCH (p:Paper {id: id})\n", "")
    graph = parse("papers-of-year", text).graph
    assert graph is not None
    assert graph.startswith("MATCH (p:Paper {year: $year})")
    assert graph.endswith("p.published = $day\n// the drawing starts here\nRETURN p")


def test_a_description_limits_an_integer():
    question = parse("papers-of-year", GOOD.replace("rows at most", "rows, 1 to 4"))
    limit = question.parameters[-1]
    limit.check(4)
    for value in (0, 5):
        with pytest.raises(QueryError, match=f"invalid limit: {value}"):
            limit.check(value)


def test_a_name_is_lower_case_with_hyphens():
    with pytest.raises(QueryError, match="lower-case"):
        parse("Papers Of Year", GOOD)


def test_the_catalogue_is_whole():
    catalogue = queries.catalogue()
    assert list(catalogue) == sorted(catalogue)
    assert len(catalogue) >= 40
    grouped = [q.name for questions in queries.themes().values() for q in questions]
    assert sorted(grouped) == list(catalogue)
    assert all(queries.themes().values())
    assert len({question.title for question in catalogue.values()}) == len(catalogue)


def test_statements_are_split_outside_strings_and_comments():
    text = "RETURN ';' AS a // ;\n;/* ; */ RETURN `;` AS b;\n// the end;"
    assert lexer.statements(text) == ["RETURN ';' AS a // ;", "/* ; */ RETURN `;` AS b"]


@pytest.mark.parametrize(
    ("statement", "columns"),
    [
        ("RETURN a, b.c, count(*) AS n", ["a", "b.c", "n"]),
        ("RETURN DISTINCT f(a, b) AS `x y`, [1, 2] AS z ORDER BY z SKIP 1", ["x y", "z"]),
        (
            "CALL () { RETURN 1 AS one } RETURN one AS a, COLLECT { RETURN 1 AS q } AS b LIMIT 1",
            ["a", "b"],
        ),
        ("RETURN 1 AS a UNION RETURN 2 AS a", ["a"]),
        ("CREATE (n)", []),
    ],
)
def test_columns_of_a_statement(statement: str, columns: list[str]):
    assert lexer.columns(statement) == columns


@pytest.mark.parametrize("value", ["it's", "back\\slash", "new\nline", "", "// no comment"])
def test_a_text_as_cypher_writes_it_is_one_token(value: str):
    assert [token.kind for token in lexer.tokens(literal(value))] == ["string"]


def test_a_question_waits_for_no_other_file_and_no_module_that_writes() -> None:
    code = (
        "import sys; from citegraph import queries; queries.find('topics'); "
        "print(sys.modules['citegraph.queries.run']._parsed.cache_info().currsize, "
        "*(name for name in sys.modules if name.startswith('citegraph.graph.writing.m')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["1"]


def test_a_pattern_in_a_list_begins_with_a_bound_node() -> None:
    # ArcadeDB would read all nodes of the label for each row, which takes hours on a large graph
    folder = Path(str(files("citegraph.queries")))
    unbound = {
        f"{path.name}: {found[0]}"
        for path in folder.rglob("*.cypher")
        for found in re.finditer(r"\[ *\(\w*:\w.*?\)<?-.*\|", path.read_text("utf-8"))
    }
    assert not unbound
