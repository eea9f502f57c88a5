"""The Python interface, as a notebook uses it."""

import ast
import html
import inspect
import json
import pydoc
import re
import rlcompleter
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import citegraph as cg
from citegraph import queries

ROOT = Path(__file__).parents[2]
SHELL = re.compile(
    r"(?<![\w-])--?[a-z][\w-]*=?(?= |$|[;,.)'`])|\bcitegraph (load|query|queries|view|cypher|stats|"
    r"schema|export|topics|doctor)\b"
)
HOSTILE = "<img src=x onerror=alert(1)>"
PAPERS = [
    {
        "id": "a",
        "title": "Convolution on Graphs",
        "published": "2017-01-02",
        "authors": ["Ada Stone", "Bo Lind"],
        "topics": ["graphs", "convolution"],
        "repositories": ["https://github.com/stone/graphs"],
    },
    {
        "id": "b",
        "title": "Attention on Graphs",
        "published": "2018-03-04",
        "authors": ["Bo Lind", "Cy Hart"],
        "topics": ["graphs", "attention"],
        "references": ["a"],
    },
    {"id": "c", "title": HOSTILE, "published": "2019-05-06", "topics": ["attention"]},
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "papers.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS), "utf-8")
    return path


@pytest.fixture(scope="module")
def g(tmp_path_factory: pytest.TempPathFactory, source: Path) -> Iterator[cg.Graph]:
    with cg.open(tmp_path_factory.mktemp("api") / "papers.db") as graph:
        summary = graph.load(source)
        assert summary.papers == 3
        yield graph


def test_a_load_again_changes_nothing(g: cg.Graph, source: Path) -> None:
    summary = g.load(str(source), captured=date(2026, 1, 1))
    assert summary.papers == 3
    assert not summary.changes


def test_a_question_by_name_and_by_attribute(g: cg.Graph) -> None:
    by_name = g.query("topic-papers", topic="graphs")
    assert by_name["title"] == ["Attention on Graphs", "Convolution on Graphs"]
    assert g.query("topic_papers", topic="graphs") == by_name
    assert g.query.topic_papers("graphs") == by_name
    assert g.query.topic_papers(topic="graphs", limit=1).rows == by_name.rows[:1]


def test_a_parameter_that_is_a_word_of_python(g: cg.Graph) -> None:
    path = g.query.path("a", "b")
    assert len(path) > 0
    assert g.query.path(from_="a", to="b") == path
    assert g.query("path", from_="a", to="b") == path
    assert g.query("path", **{"from": "a", "to": "b"}) == path
    assert "<html" in g.view("path", from_="a", to="b").html


def test_tab_completes_every_question(g: cg.Graph) -> None:
    completer = rlcompleter.Completer({"g": g})
    found = set()
    state = 0
    while (text := completer.complete("g.query.", state)) is not None:
        found.add(text.removeprefix("g.query.").rstrip("()"))
        state += 1
    names = {name.replace("-", "_") for name in queries.catalogue()}
    assert len(names) > 30
    assert names <= found
    assert list(g.query) == list(queries.catalogue())
    assert set(repr(g.query).split()) > {f"{name}:" for name in names}


@pytest.mark.parametrize("name", queries.catalogue())
def test_every_question_has_help_and_a_signature(name: str) -> None:
    question = queries.catalogue()[name]
    ask = getattr(cg.open("does-not-exist.db").query, name.replace("-", "_"))
    signature = inspect.signature(ask)
    assert [p.rstrip("_") for p in signature.parameters] == [
        p.name for p in sorted(question.parameters, key=lambda p: not p.required)
    ]
    for parameter in question.parameters:
        found = next(p for n, p in signature.parameters.items() if n.rstrip("_") == parameter.name)
        assert (found.default is inspect.Parameter.empty) == parameter.required
    shown = pydoc.plain(pydoc.render_doc(ask))
    assert ask.__name__ in shown
    for text in (
        question.question,
        *(p.about for p in question.parameters),
        *(c.name for c in question.columns),
    ):
        assert text in shown


def test_wrong_parameters_are_type_errors_that_show_the_signature(g: cg.Graph) -> None:
    with pytest.raises(TypeError, match=r"^topic_papers\(topic: str, .*missing.*'topic'"):
        g.query.topic_papers()
    with pytest.raises(TypeError, match=r"^topics\(.*unexpected.*'top'"):
        g.query.topics(top=3)


def test_an_answer_is_a_table(g: cg.Graph) -> None:
    answer = g.query.topic_papers("graphs")
    assert len(answer) == 2
    assert list(answer) == answer.rows
    assert answer[0] is answer.rows[0]
    assert answer[-1]["title"] == "Convolution on Graphs"
    assert answer[:1].rows == answer.rows[:1]
    assert isinstance(answer[:1], cg.Answer)
    with pytest.raises(KeyError, match="no column 'tilte'; the columns are id, title"):
        answer["tilte"]
    with pytest.raises(IndexError):
        answer[2]


def test_an_answer_shows_itself_as_text_and_as_html(g: cg.Graph) -> None:
    answer = g.query.topic_papers("attention")
    lines = repr(answer).splitlines()
    assert lines[0].split()[:2] == ["id", "title"]
    assert any(HOSTILE in line for line in lines)
    shown = answer._repr_html_()
    assert HOSTILE not in shown
    assert html.escape(HOSTILE) in shown
    assert shown.count("<tr>") == 3
    many = cg.Answer(["n"], [{"n": f"\x1b[31m{n}"} for n in range(50)], note="of <all>")
    assert repr(many).endswith("... and 30 more rows\nof <all>")
    assert "\x1b" not in repr(many)
    assert "of &lt;all&gt;" in many._repr_html_()


def test_an_unknown_answer_states_why(g: cg.Graph) -> None:
    answer = g.query.venues()
    assert not answer.rows
    assert answer.unknown is not None
    assert "0 of 3" in repr(answer)


def test_pandas(g: cg.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = g.query.topic_papers("graphs")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(cg.CitegraphError, match="pandas is not installed; install"):
        answer.to_pandas()
    monkeypatch.undo()
    pandas = pytest.importorskip("pandas")
    frame = answer.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == answer.columns
    assert list(frame["title"]) == answer["title"]


def test_pandas_gets_rows_and_columns(g: cg.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = ModuleType("pandas")
    stand_in.DataFrame = lambda rows, columns: (rows, columns)  # type: ignore[attr-defined]  # a module
    monkeypatch.setitem(sys.modules, "pandas", stand_in)
    answer = g.query.topic_papers("graphs")
    assert answer.to_pandas() == (answer.rows, answer.columns)


def test_cypher(g: cg.Graph) -> None:
    statement = "MATCH (p:Paper) WHERE p.year >= $since RETURN p.title AS title ORDER BY p.year"
    assert len(g.cypher(statement, since=2018)) == 2
    assert g.cypher(statement, {"since": 2018}) == g.cypher(statement, since=2018)
    assert g.cypher("RETURN $limit AS n", {"limit": 3})["n"] == [3]
    assert "more" in (g.cypher(statement, since=2000, limit=1).note or "")
    assert len(g.cypher(statement, since=2000, limit=None)) == 3
    with pytest.raises(cg.CitegraphError):
        g.cypher("CREATE (:Note)")
    assert g.cypher("CREATE (:Note)", write=True).note == "labels added: 1, nodes created: 1"
    g.cypher("MATCH (n:Note) DELETE n", write=True)


def test_related_stats_networkx_and_view(g: cg.Graph, tmp_path: Path) -> None:
    assert g.related("Convolution on Graphs")["title"] == ["Attention on Graphs"]
    assert {"what": "Paper", "count": 3, "of": None} in [
        {"what": row["what"], "count": row["count"], "of": row.get("of")} for row in g.stats()
    ]
    graph = g.networkx()
    assert graph.number_of_nodes() == sum(
        row["count"] for row in g.stats() if row["what"][0].isupper() and row["what"][1].islower()
    )
    page = g.view("topic-papers", topic="graphs")
    assert page.path is None
    assert page._repr_html_().startswith("<iframe")
    written = g.view(path=tmp_path / "graph.html")
    assert "Attention on Graphs" in (tmp_path / "graph.html").read_text("utf-8")
    assert str(tmp_path) in repr(written)


def test_reading_a_folder_that_does_not_exist_creates_nothing(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "new.db"
    with cg.open(folder) as graph:
        for ask in (graph.stats, graph.networkx, graph.query.topics, graph.view):
            with pytest.raises(cg.CitegraphError, match=r"new\.db: .*load"):
                ask()
        with pytest.raises(cg.CitegraphError, match="no such file"):
            graph.load(tmp_path / "absent.txt")
        assert "new" in repr(graph)
        assert not folder.exists()
        assert graph.load(source).papers == 3
        assert folder.is_dir()
        assert len(graph.query.topics()) == 3
        graph.close()
        graph.close()
        assert "closed" in repr(graph)
        for use in (graph.stats, graph.query.topics, lambda: graph.load(source)):
            with pytest.raises(cg.CitegraphError, match="the graph is closed; open it again"):
                use()


def test_a_script_that_does_not_close_ends(tmp_path: Path, source: Path) -> None:
    script = f"import citegraph as cg; print(cg.open('x.db').load({str(source)!r}).papers)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "3\n", "")


def test_the_default_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert repr(cg.open()) == "<citegraph.Graph citegraph.db (new)>"
    monkeypatch.setenv("CITEGRAPH_DB", "other.db")
    assert repr(cg.open()) == "<citegraph.Graph other.db (new)>"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert repr(cg.open("~/mine.db")) == f"<citegraph.Graph {tmp_path}/mine.db (new)>"


FAILING: dict[str, Callable[[cg.Graph, Path], Any]] = {
    "no source": lambda g, _: g.load(),
    "absent source": lambda g, tmp: g.load(tmp / "absent.txt"),
    "unreadable source": lambda g, tmp: g.load(_file(tmp, "x.txt", "no paper at all\n")),
    "empty source": lambda g, tmp: g.load(_file(tmp, "y.txt", "")),
    "unknown question": lambda g, _: g.query("zzz"),
    "near question": lambda g, _: g.query("topic"),
    "missing parameter": lambda g, _: g.query("topic-papers"),
    "unknown parameter": lambda g, _: g.query("topic-papers", topci="graphs"),
    "wrong type": lambda g, _: g.query.topics(limit="many"),
    "limit 0": lambda g, _: g.query.topics(limit=0),
    "no such paper": lambda g, _: g.related("Nothing of the Kind"),
    "ambiguous paper": lambda g, _: g.related("on Graphs"),
    "no such attribute": lambda g, _: g.query.zzz,
    "no such name": lambda g, _: cg.zzz,
    "bad Cypher": lambda g, _: g.cypher("MATCH (n RETURN n"),
    "empty Cypher": lambda g, _: g.cypher(" "),
    "writing Cypher": lambda g, _: g.cypher("CREATE (n:Paper {id: '1'})"),
    "LOAD CSV": lambda g, _: g.cypher("LOAD CSV FROM 'file:///x' AS r RETURN r"),
    "procedure": lambda g, _: g.cypher("CALL dbms.listConfig()"),
    "SHOW": lambda g, _: g.cypher("SHOW TRANSACTIONS"),
    "negative limit": lambda g, _: g.cypher("RETURN 1", limit=-1),
    "no timeout": lambda g, _: g.cypher("RETURN 1", timeout=0),
    "too slow": lambda g, _: g.cypher(
        "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(a + b)", timeout=0.2
    ),
    "table only": lambda g, _: g.view("papers-by-year"),
    "nothing drawn": lambda g, _: g.view("venues"),
    "drawing a file name": lambda g, _: g.view("graph.html"),
    "parameter without question": lambda g, _: g.view(limit=3),
    "page in no folder": lambda g, tmp: g.view(path=tmp / "absent" / "graph.html"),
    "new folder": lambda g, tmp: cg.open(tmp / "new.db").stats(),
    "file as folder": lambda g, tmp: cg.open(_file(tmp, "z.db", "x")),
    "foreign folder": lambda g, tmp: cg.open(_file(tmp, "f/other.txt", "x").parent),
    "empty graph": lambda g, tmp: _on_new(tmp, lambda new: new.view()),
    "no server": lambda g, _: cg.open("bolt://localhost:1"),
    "no host": lambda g, _: cg.open("bolt://nowhere.invalid:7687"),
    "option as address": lambda g, _: cg.open("--limit"),
    "wrong scheme": lambda g, _: cg.open("http://localhost"),
}


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def _on_new(folder: Path, use: Callable[[cg.Graph], Any]) -> None:
    with cg.open(folder / "empty.db") as graph:
        graph.cypher("CREATE (:Note)", write=True)
        use(graph)


@pytest.mark.parametrize("name", FAILING)
def test_errors_speak_python(g: cg.Graph, tmp_path: Path, name: str) -> None:
    with pytest.raises((cg.CitegraphError, TypeError, AttributeError)) as raised:
        FAILING[name](g, tmp_path)
    text = str(raised.value)
    assert text.count("\n") == 0
    assert not SHELL.search(text.replace("--limit", "")), text


def test_notes_of_answers_speak_python(g: cg.Graph) -> None:
    for name, question in queries.catalogue().items():
        if all(p.default is not None or not p.required for p in question.parameters):
            answer = g.query(name, **({"limit": 1} if _has_limit(question) else {}))
            assert not SHELL.search(answer.note or ""), answer.note


def _has_limit(question: queries.Question) -> bool:
    return any(p.name == "limit" for p in question.parameters)


DOCUMENTS = {"queries/question.py", "queries/reference.py"}  # show commands in docs/queries.md


def test_no_message_of_the_library_names_an_option_of_the_shell() -> None:
    """Every text with a space in it is read, as no test can provoke all of them."""
    found = {}
    for folder in ("graph", "loaders", "queries", "viz"):
        for path in (ROOT / folder).rglob("*.py"):
            if path.relative_to(ROOT).as_posix() in DOCUMENTS:
                continue
            tree = ast.parse(path.read_text("utf-8"))
            for text in _messages(tree):
                if SHELL.search(text):
                    found.setdefault(path.relative_to(ROOT).as_posix(), []).append(text)
    assert found == {}


def _messages(tree: ast.Module) -> Iterator[str]:
    """Texts with a space in them that are no docstrings: sentences."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str) and " " in node.value.strip():
            yield node.value
