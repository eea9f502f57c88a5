"""Texts and names keep their meaning in copied Cypher, on every engine and in both languages."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from citegraph.graph import Store, cypher
from citegraph.queries import readonly
from tests.queries.test_readonly import opened  # noqa: F401 - a fixture

SCRIPT = Path(__file__).parents[2] / "viz" / "assets" / "js" / "cypher.js"
HOSTILE = [
    "Paper",
    "two words",
    "a`b",
    "a``) DETACH DELETE n //",
    "a\\u0060) DETACH DELETE n //",
    "\\u0060",
    "\\\\u0060",
    "\\uu0060",
    "\\u005cu0060",
    "\\u0027 + x //",
    "it's \\' \\\\' a \\n",
    "back\\slash\\",
    "new\nline\r\ttab",
    "Größe 数 \U0001f600",
    "\\é\\数",
    "\\u002a // '",
    "\u2028\u180e\u0085",
]


TYPE = "r "  # before a text: ArcadeDB has one name space for labels and types


def name(text: str) -> str:
    r"""A label or relationship type as Cypher writes it behind a colon.

    No quoted name with ``\u`` in it means the same in Cypher 5 and later, so it becomes an
    expression, which Neo4j accepts from 5.26 on.
    """
    if re.fullmatch(r"[A-Za-z]\w*", text, re.ASCII):
        return text
    return f"$({cypher.string(text)})" if "\\u" in text else "`" + text.replace("`", "``") + "`"


def written() -> list[tuple[str, str, str, str]]:
    """Write each text as a string, a label and a type, in Python and on the page."""
    found = [(text, cypher.string(text), name(text), name(TYPE + text)) for text in HOSTILE]
    if node := shutil.which("node"):
        program = (
            f"import {{ cypherName, cypherString }} from {json.dumps(SCRIPT.as_uri())};"
            f"console.log(JSON.stringify({json.dumps(HOSTILE)}.map("
            f"(text) => [text, cypherString(text), cypherName(text), cypherName({json.dumps(TYPE)} + text)])))"
        )
        done = subprocess.run(
            [node, "--input-type=module", "-e", program],
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        found += [tuple(each) for each in json.loads(done.stdout)]
    return found


def create(store: Store, text: str) -> None:
    """A node and a relationship of these names, without what is tested here."""
    label, type = ("`" + name.replace("`", "``") + "`" for name in (text, TYPE + text))
    if store.engine == "neo4j":
        label, type = "$($text)", "$($type)"
    store.write(
        f"CREATE (:{label} {{id: $text}})-[:{type}]->(:Other)", {"text": text, "type": TYPE + text}
    )


def languages(store: Store) -> list[str]:
    if store.engine != "neo4j":
        return [""]
    return ["CYPHER 5 ", "CYPHER 25 "] if "/5" not in f"/{store.version()}" else ["CYPHER 5 "]


@pytest.mark.parametrize(("text", "string", "label", "type"), written())
def test_strings_and_names_mean_what_they_were(
    opened: Store,  # noqa: F811 - the fixture imported above
    text: str,
    string: str,
    label: str,
    type: str,
) -> None:
    for language in languages(opened):
        opened.write("MATCH (n) DETACH DELETE n")
        create(opened, text)
        found: Any = opened.read(
            f"{language}MATCH (a:{label} {{id: {string}}})-[r:{type}]->(b) "
            "RETURN labels(a) AS labels, type(r) AS type, a.id AS id"
        ).rows
        assert found == [{"labels": [text], "type": TYPE + text, "id": text}]
    readonly.check_text(f"MATCH (a:{label} {{id: {string}}}) RETURN a", None)
