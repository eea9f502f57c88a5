"""The export is complete: every property and every edge type of the schema survives the round trip.

All tests derive from the schema, so a property or an edge type that is added to it is tested too.
"""

import ast
import inspect
import json
import pickle
import re
import types
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from citegraph.graph import (
    Author,
    Listing,
    Organization,
    Paper,
    Reference,
    Repository,
    Result,
    Store,
    Topic,
    Venue,
)
from citegraph.graph.exporting import papers as export
from citegraph.graph.exporting.papers import records
from citegraph.graph.records import EdgeRecord, End, NodeRecord
from citegraph.graph.schema import EDGES, NODES, OBSERVED, EdgeType, NodeType
from citegraph.graph.writing.difference import Changes
from citegraph.loaders.sources.records import dump, parse
from tests.graph.comparison import WITH_FIELDS, empty, state

LOAD = "2025-10-27T00:00:00Z"
TYPES: list[NodeType | EdgeType] = [*NODES, *EDGES]
KEYS = {
    "title": "One",
    "titleKey": "one",
    "arxivId": "2001.00001",
    "doi": "10.1000/one",
    "openalexId": "W1000",
    "s2Id": "a" * 40,
    "pmid": "31452104",
    "pmcid": "PMC7029759",
    "aclId": "2020.acl-main.747",
    "corpusId": "215416146",
}
PLACES = [(of, p.name) for of in TYPES for p in (*of.properties, *OBSERVED)]


def name(of: NodeType | EdgeType) -> str:
    return of.label if isinstance(of, NodeType) else f"({of.start})-[:{of.type}]->({of.end})"


def value(of: NodeType | EdgeType, property: str, kind: str) -> Any:
    """A value that no rule derives from another."""
    if property == "observedOf":
        return [f"{of.properties[0].name if of.properties else 'load'}=2024-01-02"]
    if property in ("alsoAt", "observed"):
        return [5, 6] if property == "alsoAt" else "2024-02-03"
    if isinstance(of, NodeType) and of.label == "Paper" and property in KEYS:
        return KEYS[property]
    return {
        "string": f"{name(of)} {property}",
        "integer": len(property) + 3,
        "float": 0.125,
        "boolean": True,
        "list": [f"{property} 1", f"{property} 2"],
        "date": "2024-02-03",
        "datetime": "2024-02-03T04:05:06Z",
    }[kind]


def filled(of: NodeType | EdgeType) -> dict[str, Any]:
    given = {p.name: value(of, p.name, p.kind) for p in (*of.properties, *OBSERVED)}
    if isinstance(of, NodeType) and of.label == "Paper":
        given.pop("alsoKnownAs")  # has nodes of its own, and a field
    return given | ({"stub": False} if "stub" in given else {})


def every_type() -> list[Paper]:
    """Two papers with a node and an edge of every type, and every property of each."""
    ids = {node.label: f"{node.label.lower()}-1" for node in NODES}
    edges = []
    for edge in EDGES:
        ends = {
            which: None if label == "Paper" else End(label=label, id=ids[label])
            for which, label in (("start", edge.start), ("end", edge.end))
        }
        if edge.start == edge.end:
            ends["end"] = End(label=edge.end, id=f"{edge.end.lower()}-2")
        edges.append(EdgeRecord(type=edge.type, properties=filled(edge), **ends))
    nodes = [
        NodeRecord(label=node.label, id=ids[node.label], properties=filled(node))
        for node in NODES
        if node.label != "Paper"
    ]
    paper = next(node for node in NODES if node.label == "Paper")
    one = Paper(
        id="paper-1",
        title="One",
        also_known_as=("paper-9 (same paper)",),
        origin="0123456789ab",
        properties=filled(paper),
        nodes=tuple(nodes),
        edges=tuple(edges),
    )
    return [one, Paper(id="paper-2", title="Two", origin="0123456789ab")]


def round_trip(store: Store) -> tuple[Any, Any]:
    """The graph, and the graph that its export gives."""
    before = state(store)
    lines = [dump(record) for record in records(store)]
    empty(store)
    for line in lines:
        store.merge([parse(line)], LOAD)
    return before, state(store)


def assert_equal(before: Any, after: Any) -> None:
    for part in (0, 1):
        assert sorted(map(repr, before[part] ^ after[part])) == []


def test_every_property_and_edge_type_survives(store: Store) -> None:
    store.merge(every_type(), LOAD)
    nodes, edges = state(store)
    found = {(label, p) for label, _, properties in nodes for p, _ in properties}
    types_found = {
        (a.partition(":")[0], type, b.partition(":")[0]): {p for p, _ in properties}
        for type, a, b, properties in edges
        if "stub" not in (a, b)
    }
    for of, property in PLACES:
        if isinstance(of, NodeType):
            assert (of.label, property) in found, f"{name(of)}.{property} is not loaded"
    for edge in EDGES:
        assert (edge.start, edge.type, edge.end) in types_found, f"{name(edge)} is not loaded"
    assert_equal(*round_trip(store))
    assert [store.merge([record], LOAD) for record in records(store)] == [Changes()] * 2


def fields() -> list[Paper]:
    """Records whose fields hold every property and edge, without ``properties`` and the like."""
    organization = Organization(
        name="Lab", handle="lab", ror="0abcdef12", openalex_id="I4000", country="PT"
    )
    owner = Organization(name="Lab at the hub", handle="lab")
    one = Paper(
        id="own-1",
        title="A title of symbols: \u2013 C++ --- and $x$",
        abstract="An abstract.",
        raw_title="A {raw} title",
        raw_abstract="A raw abstract",
        published="2020-02",
        published_inferred=True,
        authors=(
            Author(
                name="Ada King, Jr.",
                orcid="0000-0002-1825-0097",
                openalex_id="A5000",
                s2_id="1741101",
                identifiers=(
                    "acl:ada-king",
                    "dblp-name:Ada King 0001",
                    "dblp:65/9612",
                    "openreview:~Ada_King1",
                    "researcherid:A-1234-2010",
                    "scopus:57200000001",
                ),
                hf_user=("ada", "king"),
                hf_assigned="lovelace",
                names=("A. King",),
                organizations=(organization, Organization(name="Duke University, Durham")),
            ),
            Author(name="Grace", openalex_id="A5001", hidden=True, position=4),
            Author(name="Grace", openalex_id="A5001", hidden=True, position=6),
        ),
        author_count=3,
        authors_partial=True,
        topics=(
            Topic(
                name="memory bank",
                kind="keyword",
                source="ai_keywords",
                aliases=("memory bank (MB)",),
            ),
            Topic(
                name="Trees",
                kind="concept",
                aliases=("Tree graphs",),
                broader=("Graphs", "Mathematics"),
                vocabulary="mine",
                source=("author", "text"),
                score=0.5,
                evidence="Trees grow.",
                surface="trees",
                field="abstract",
                rule="vocabulary",
                observed="2024-01-01",
            ),
            Topic(
                name="C++",
                source="text",
                score=0.2,
                evidence="Unlike C++.",
                surface="C++",
                field="abstract",
                rule="vocabulary",
                mention=True,
                observed="2024-01-01",
            ),
            Topic(name="\u2026"),
        ),
        repositories=(
            Repository(
                url="https://github.com/lab/Trees",
                stars=3,
                linked_by=("user", "abstract"),
                evidence="at",
                also_known_as=("github.com/lab/woods (renamed)",),
                observed="2023-01-01",
            ),
        ),
        organizations=(organization, owner),
        references=(
            Reference(
                id="openalex:W2002",
                openalex_id="W2002",
                title="Cited",
                year=2001,
                source="openalex",
            ),
            Reference(title="?!"),
            Reference(id="own-2", arxiv_id="2003.00003"),
            Reference(
                arxiv_id="2002.00002",
                doi="10.1000/three",
                openalex_id="W5005",
                s2_id="b" * 40,
                title="Three",
                year=2002,
            ),
            Reference(doi="10.1000/two", openalex_id="W3003"),
            Reference(doi="10.1000/two", openalex_id="W4004"),
        ),
        venue=Venue(name="Letters", issn="1234-5678", openalex_id="S1000", kind="journal"),
        other_venues=(Venue(name="Archive"),),
        arxiv_id="2001.00001",
        doi="10.1000/one",
        openalex_id="W1001",
        s2_id="a" * 40,
        pmid="1",
        pmcid="PMC2",
        acl_id="P18-1001",
        corpus_id="3",
        scopus_id="2-s2.0-1",
        wos_id="WOS:000000001",
        url="https://example.org",
        project_pages=("https://example.org/p",),
        links=("models/a/b",),
        upvotes=1,
        comments=2,
        cited_by_count=3,
        text_references=4,
        language="en",
        type="article",
        retracted=True,
        retracted_on="2024-03-04",
        retraction=("Retraction (publisher)",),
        observations=("title | records | 10.1000/one | 2024-01-02 | one",),
        listings=(
            Listing(
                id="daily/1",
                kind="daily",
                date="2024-01-02",
                rank=1,
                upvotes=1,
                comments=2,
                where="line 1",
                files=("f sha256:0",),
            ),
        ),
        sources=("records",),
        observed="2024-01-02",
        observed_of=("upvotes=2023-01-01",),
        also_known_as=("doi:10.1000/earlier (same paper)",),
        origin="0123456789ab:1",
    )
    if "withdrawn" in {field.name for field in msgspec.structs.fields(Paper)}:
        one = msgspec.structs.replace(one, withdrawn="2024-05-06")
    return [
        one,
        Paper(
            title="Graphs", topics=(Topic(name="Graphs", kind="field"),), origin="0123456789ab:2"
        ),
    ]


# What no field holds, and why.
NOT_A_FIELD = {
    ("Repository", "observedOf"): "several records give it",
    **{
        ("Repository", name): "GitHub's description of a repository gives it"
        for name in ("language", "topics", "license", "description", "fork", "archived")
    },
    ("Repository", "renamedTo"): "a record of a repository gives it",
    ("Organization", "alsoKnownAs"): "a judgement gives it",
    ("Topic", "alsoKnownAs"): "a judgement gives it",
    ("HAS_TOPIC", "observedOf"): "several records give it",
    ("MENTIONS", "observedOf"): "several records give it",
    ("Author", "confidence"): "a merge by rule gives it",
    ("Author", "basis"): "two entries of one author give it",
    ("AUTHORED", "nameOnly"): "two entries of one author give it",
    ("Author", "otherBlocks"): "names of several forms give it",
}


FOLLOWS = {("Author", "hfUser"), ("Author", "hfAssigned")}  # from the edges


def further(found: list[Paper]) -> Iterator[str]:
    """Names of what records hold outside of their fields."""
    for record in found:
        yield from (f"Paper.{p}" for p in record.properties)
        for node in record.nodes:
            yield from (f"{node.label}.{p}" for p in node.properties)
        for edge in record.edges:
            yield from (f"{edge.type}.{p}" for p in edge.properties)
            yield edge.type


def test_fields_hold_every_property_and_edge_type(store: Store) -> None:
    unfilled = {
        f.name for f in msgspec.structs.fields(Paper) if getattr(fields()[0], f.name) == f.default
    }
    assert unfilled == {"stub", "nodes", "edges"}, "fields() fills every field of a record"
    store.merge(fields(), LOAD)
    nodes, edges = state(store)
    present = {(label, p) for label, _, properties in nodes for p, _ in properties}
    present |= {(type, p) for type, _, _, properties in edges for p, _ in properties}
    dated = {of for of in TYPES if any(p.rule in ("newest", "precise") for p in of.properties)}
    for of, property in PLACES:
        label = of.label if isinstance(of, NodeType) else of.type
        if label not in set().union(*WITH_FIELDS):
            continue  # only in `nodes` and `edges` of a record: every_type()
        if (label, property) in NOT_A_FIELD or (
            property in ("observed", "observedOf") and of not in dated
        ):
            continue
        assert (label, property) in present, f"no field of a record gives {name(of)}.{property}"
    assert {(a.partition(":")[0], t, b.partition(":")[0]) for t, a, b, _ in edges} == WITH_FIELDS, (
        "each edge type with a field in graph/records.py is in WITH_FIELDS, is filled by fields() of "
        "this file, and is written by graph/exporting/papers.py"
    )
    # The rest is what a field cannot express: of a broader topic a record gives the name only.
    allowed = {"Topic.kind", "Paper", "IDENTIFIES"}
    assert set(further(list(records(store)))) <= allowed
    assert_equal(*round_trip(store))


def mutants() -> Iterator[tuple[str, types.ModuleType]]:
    """The module of the export, each time without one argument that it passes to a record."""
    tree = ast.parse(inspect.getsource(export))
    for call in ast.walk(tree):
        if not (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and re.fullmatch(
                "Paper|Author|Topic|Repository|Reference|Organization|Venue|Listing", call.func.id
            )
        ):
            continue
        arguments = call.keywords
        for argument in arguments:
            call.keywords = [one for one in arguments if one is not argument]
            module = types.ModuleType("mutant")
            exec(compile(tree, "mutant", "exec"), module.__dict__)
            yield f"{call.func.id}.{argument.arg}", module
        call.keywords = arguments


def test_an_argument_that_the_export_forgets_is_noticed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.merge(fields(), LOAD)
    answers: dict[str, bytes] = {}  # the mutants differ in what they do with the same answers
    ask = store.read

    def read(*statement: Any, **options: Any) -> Result:
        key = repr(statement)
        if key not in answers:
            answers[key] = pickle.dumps(ask(*statement, **options))
        answer: Result = pickle.loads(answers[key])
        return answer

    monkeypatch.setattr(store, "read", read)
    whole = list(records(store))
    expected = sorted(further(whole))
    unnoticed, tried = [], 0
    for place, module in mutants():
        tried += 1
        try:
            found = list(module.records(store))
        except (KeyError, TypeError):  # the record requires it
            continue
        if sorted(further(found)) == expected and len(found) == len(whole):
            unnoticed.append(place)
    assert tried > 60
    assert set(unnoticed) == {"Paper.origin"}, unnoticed  # provenance, which no export restores


@pytest.mark.parametrize("of", TYPES, ids=name)
def test_what_the_export_does_not_read_makes_the_round_trip_fail(
    engine: Store, of: NodeType | EdgeType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison notices each property and edge type that is dropped on the way."""
    if engine.engine != "arcadedb":
        pytest.skip("about the comparison, which is the same on every engine")
    empty(engine)
    engine.merge(every_type(), LOAD)
    before, real = state(engine, counts=False), export.neighborhood
    dropped: list[str] = []

    def forgetful(store: Store, page: Any) -> Any:
        here = real(store, page)
        things: Any = here.nodes if isinstance(of, NodeType) else here.edges
        for key, properties in list(things.items()):
            same = (
                key[0] == of.label
                if isinstance(of, NodeType)
                else key[:3] == (of.start, of.type, of.end)
            )
            if same and dropped[0] == "":
                things.pop(key)
                for at in here.at.values():
                    at[:] = [edge for edge in at if edge != key]
            elif same:
                properties.pop(dropped[0], None)
        return here

    monkeypatch.setattr(export, "neighborhood", forgetful)
    properties = [p for other, p in PLACES if other is of and (name(of), p) not in FOLLOWS]
    for property in ["nothing", *properties, *([""] if isinstance(of, EdgeType) else [])]:
        dropped[:] = [property]
        lines = [dump(record) for record in records(engine)]
        rows = export.Rows()
        for line in lines:
            record = parse(line)
            export.add(rows, record, record.id or "", lambda r: r.id or "", "")
            export.add_identifiers(rows, record.id or "", record.also_known_as, "")
        export.add_nodes(rows)
        if property == "nothing":
            assert_equal(before, as_state(rows))
        else:
            assert before != as_state(rows), f"{name(of)}.{property} can be dropped unnoticed"


def as_state(rows: Any) -> tuple[set[Any], set[Any]]:
    def plain(properties: dict[str, Any]) -> frozenset[tuple[str, Any]]:
        return frozenset(
            (k, tuple(v) if isinstance(v, list) else v)
            for k, v in properties.items()
            if k not in ("origin", "load", "id")
        )

    nodes = {(label, id, plain(p)) for (label, id), p in rows.nodes.items()}
    edges = {(t, f"{s}:{a}", f"{e}:{b}", plain(p)) for (s, t, e, a, b), p in rows.edges.items()}
    return nodes, edges


def test_nodes_that_no_paper_leads_to_survive(store: Store) -> None:
    store.merge(
        [
            Paper(
                nodes=(
                    NodeRecord(label="Author", id="name:alone", properties={"name": "Alone"}),
                    NodeRecord(label="Topic", id="alone"),
                ),
                edges=(
                    EdgeRecord(
                        type="AFFILIATED_WITH",
                        start=End(label="Author", id="name:alone"),
                        end=End(label="Organization", id="name:lab"),
                    ),
                ),
            ),
            Paper(title="A stub of its own", stub=True, doi="10.1000/alone", origin="0123456789ab"),
        ],
        LOAD,
    )
    before, after = round_trip(store)
    assert {node[:2] for node in before[0]} == {
        ("Author", "name:alone"),
        ("Topic", "alone"),
        ("Organization", "name:lab"),
        ("Paper", "doi:10.1000/alone"),
    }
    assert_equal(before, after)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"properties": {"color": 1}}, "unknown property `color`"),
        ({"properties": {"upvotes": "many"}}, "`upvotes` is not of type integer"),
        ({"properties": {"published": "soon"}}, r"\$.properties"),
        ({"properties": {"upvotes": 2**70}}, "not of type integer"),
        ({"nodes": [{"label": "Planet", "id": "x"}]}, "unknown label `Planet`"),
        ({"nodes": [{"label": "Paper", "id": "x"}]}, "write it as a separate record"),
        ({"edges": [{"type": "EATS"}]}, r"unknown edge \(Paper\)-\[:EATS\]->\(Paper\)"),
    ],
)
def test_what_the_schema_does_not_have_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(Exception, match=message):
        parse(json.dumps({"title": "One", **given}).encode())
