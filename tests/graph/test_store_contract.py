"""The contract of the store, on every engine."""

import itertools
import threading
from collections.abc import Callable
from datetime import datetime

import msgspec
import pytest

from citegraph.graph import (
    Author,
    Listing,
    Organization,
    Paper,
    Reference,
    Repository,
    Store,
    Topic,
    Venue,
    cypher,
    open_store,
)
from citegraph.graph.errors import QueryError
from citegraph.graph.exporting.papers import papers
from citegraph.graph.schema import EdgeType, edge_type
from citegraph.graph.writing.difference import Changes
from citegraph.graph.writing.merge import plan
from tests.graph.comparison import WITH_FIELDS, empty, state

LOAD = "2025-10-27T00:00:00Z"


def ids(store: Store, label: str) -> set[str]:
    return {row["id"] for row in store.read(f"MATCH (n:{label}) RETURN n.id AS id").rows}


LISTED = Paper(
    title="A Network of Pointers",
    abstract="We point.",
    published="2015-06-09",
    author_count=2,
    repositories=(
        Repository(url="github.com/Lab/Pointers.git", linked_by="abstract", evidence="at github"),
    ),
    organizations=(Organization(name="Lab", handle="lab"),),
    topics=(
        Topic(
            name="Pointer Networks",
            source="text",
            score=0.5,
            broader=("neural network",),
            vocabulary="v",
        ),
    ),
    listings=(
        Listing(
            id="daily-papers/2025-10-27", kind="daily-papers", date="2025-10-27", rank=1, upvotes=3
        ),
    ),
    sources=("daily-papers-text",),
    observed="2025-10-27",
    origin="abc:line 1",
)
KNOWN = Paper(
    title="A network of pointers",
    openalex_id="W1000",
    doi="10.1000/p",
    arxiv_id="1506.00001v2",
    published="2015-06",
    cited_by_count=7,
    authors=(
        Author(
            name="Ada Lovelace",
            orcid="0000-0002-1825-0097",
            organizations=(Organization(name="Lab", ror="https://ror.org/0abc"),),
        ),
        Author(name="Karl M\u00fcller", openalex_id="A5000"),
    ),
    author_count=2,
    venue=Venue(name="Letters", issn="1234-5678"),
    references=(Reference(openalex_id="W2000"), Reference(openalex_id="W3000")),
    sources=("openalex",),
    observed="2025-11-01",
)
NAMED = Paper(
    title="A Network of Pointers",
    arxiv_id="1506.00001",
    authors=(Author(name="Ada Lovelace", hf_user="ada"), Author(name="K. Muller")),
    author_count=2,
    sources=("daily-papers-api",),
    observed="2025-10-20",
)
CITED = Paper(
    title="What pointers point at", openalex_id="W2000", sources=("openalex",), published="2014"
)


def test_loading_again_changes_nothing(store: Store) -> None:
    first = store.merge([LISTED, KNOWN, CITED], LOAD)
    before = state(store)
    again = store.merge([LISTED, KNOWN, CITED], "another load")
    assert first.created["Paper"] == 3  # two of them in one record each, and W30 as a stub
    assert again == Changes()
    assert state(store) == before


def test_sources_meet_in_one_node(store: Store) -> None:
    store.merge([LISTED], LOAD)
    assert ids(store, "Paper") == {"title:a-network-of-pointers"}
    changes = store.merge([KNOWN], LOAD)
    assert "arxiv:1506.00001" in ids(store, "Paper")
    assert "title:a-network-of-pointers" not in ids(store, "Paper")
    assert changes.updated["Paper"] == 1
    row = store.read(
        "MATCH (p:Paper {id: 'arxiv:1506.00001'}) RETURN p.abstract AS abstract, p.doi AS doi, "
        "p.alsoKnownAs AS known, p.sources AS sources, p.publishedPrecision AS precision"
    ).rows[0]
    assert row == {
        "abstract": "We point.",
        "doi": "10.1000/p",
        "precision": "day",
        "known": ["title:a-network-of-pointers (same title)"],
        "sources": ["daily-papers-text", "openalex"],
    }


def test_a_plan_meets_what_the_graph_learnt_meanwhile(store: Store) -> None:
    ready = plan([LISTED], LOAD)  # knows no identifier
    store.merge([NAMED], LOAD)
    changes = store.write_plan(ready)
    assert ids(store, "Paper") == {"arxiv:1506.00001"}
    assert not changes.created["Paper"]
    assert changes.created["HAS_TOPIC"] == 1
    before = state(store)
    assert store.write_plan(ready) == Changes()  # its rows are spent, and made anew
    assert state(store) == before


def test_order_does_not_matter(store: Store) -> None:
    orders = list(itertools.permutations([LISTED, KNOWN, NAMED, CITED]))
    assert len(orders) == 24
    seen = []
    for order in orders:
        empty(store)
        for record in order:
            store.merge([record], LOAD)
        seen.append(state(store))
    assert all(one == seen[0] for one in seen)


def test_a_stub_says_so_and_is_filled(store: Store) -> None:
    store.merge([KNOWN], LOAD)
    stubs = "MATCH (p:Paper) WHERE p.stub RETURN p.id AS id ORDER BY id"
    assert [r["id"] for r in store.read(stubs).rows] == ["openalex:W2000", "openalex:W3000"]
    store.merge([CITED], LOAD)
    assert [r["id"] for r in store.read(stubs).rows] == ["openalex:W3000"]
    cited = store.read(
        "MATCH (:Paper)-[:CITES]->(p:Paper {id: 'openalex:W2000'}) RETURN p.title AS t"
    ).rows
    assert cited == [{"t": "What pointers point at"}]


def test_two_nodes_that_turn_out_to_be_one_are_merged(store: Store) -> None:
    store.merge(
        [
            Paper(
                title="First name of it",
                openalex_id="W4000",
                references=(Reference(openalex_id="W5000"),),
            )
        ],
        LOAD,
    )
    store.merge(
        [Paper(title="Second name of it", arxiv_id="2001.00001", topics=(Topic(name="trees"),))],
        LOAD,
    )
    changes = store.merge(
        [Paper(title="Second name of it", arxiv_id="2001.00001", openalex_id="W4000")], LOAD
    )
    assert ids(store, "Paper") == {"arxiv:2001.00001", "openalex:W5000"}
    assert changes.merged == ["openalex:W4000 is arxiv:2001.00001: same openalexId"]
    edges = state(store)[1]
    assert {(t, a, b) for t, a, b, _ in edges} == {
        ("CITES", "Paper:arxiv:2001.00001", "Paper:openalex:W5000"),
        ("IDENTIFIES", "Identifier:title:first-name-of-it", "Paper:arxiv:2001.00001"),
        ("IDENTIFIES", "Identifier:title:second-name-of-it", "Paper:arxiv:2001.00001"),
        ("HAS_TOPIC", "Paper:arxiv:2001.00001", "Topic:tree"),
    }


def test_a_name_and_an_identified_author_are_one_on_the_same_paper(store: Store) -> None:
    other = Paper(
        title="Another paper of hers", arxiv_id="2001.00009", authors=(Author(name="Ada Lovelace"),)
    )
    store.merge([NAMED, other], LOAD)
    store.merge([KNOWN], LOAD)
    authored = store.read(
        "MATCH (a:Author)-[:AUTHORED]->(p:Paper) RETURN a.id AS a, p.id AS p ORDER BY a, p"
    ).rows
    assert [(r["a"], r["p"]) for r in authored] == [
        ("openalex:A5000", "arxiv:1506.00001"),  # K. Muller in another source
        ("orcid:0000-0002-1825-0097", "arxiv:1506.00001"),
        ("orcid:0000-0002-1825-0097", "arxiv:2001.00009"),  # a rare name
    ]


def test_two_of_one_name_on_a_paper_are_two_people(store: Store) -> None:
    store.merge(
        [
            Paper(
                title="Two of a name wrote this",
                authors=(Author(name="Li Wei"), Author(name="B"), Author(name="Li Wei")),
            )
        ],
        LOAD,
    )
    rows = store.read(
        "MATCH (a:Author)-[r:AUTHORED]->() RETURN a.name AS n, r.position AS p, r.alsoAt AS also ORDER BY p"
    ).rows
    assert rows == [
        {"n": name, "p": place, "also": None}
        for place, name in enumerate(("Li Wei", "B", "Li Wei"), 1)
    ]
    assert store.read("MATCH (a:Author) RETURN count(a) AS n").rows == [{"n": 3}]


def test_addresses_of_a_repository_meet(store: Store) -> None:
    urls = (
        "https://github.com/Lab/Pointers",
        "github.com/lab/pointers.git",
        "http://www.github.com/Lab/Pointers/tree/main",
    )
    store.merge(
        [
            Paper(title=f"Paper number {n} on code", repositories=(Repository(url=url),))
            for n, url in enumerate(urls)
        ],
        LOAD,
    )
    assert ids(store, "Repository") == {"github.com/lab/pointers"}


def test_export_and_load_give_the_same_graph(store: Store) -> None:
    two = (
        Topic(name="trees", broader=("graphs", "mathematics"), vocabulary="mine", source="author"),
        Topic(name="trees", broader=("plants",), vocabulary="yours", source="openalex", score=0.5),
        Topic(name="woods", source="author"),
        Topic(name="rivers", source="author", mention=True),
    )
    owned = Paper(
        title="A paper whose lab owns its code",
        topics=two,
        organizations=(Organization(name="Lab", handle="lab"),),
        repositories=(Repository(url="https://github.com/lab/trees", stars=3),),
        listings=LISTED.listings,
    )
    store.merge([LISTED, KNOWN, NAMED, CITED, owned], LOAD)
    records, before = list(papers(store)), state(store)
    # Every edge type is in it: one that the export forgets would be lost here.
    found = {(a.partition(":")[0], t, b.partition(":")[0]) for t, a, b, _ in before[1]}
    assert found == WITH_FIELDS, "fill the fields of the missing edge types in the records above"
    empty(store)
    store.merge(records, LOAD)
    assert state(store) == before


def test_provenance_is_written_once(store: Store) -> None:
    store.merge([LISTED], LOAD)
    store.merge([LISTED, KNOWN], "later")
    rows = store.read(
        "MATCH (p:Paper) WHERE p.title IS NOT NULL RETURN p.origin AS o, p.load AS l"
    ).rows
    assert rows == [{"o": "abc:line 1", "l": datetime.fromisoformat(LOAD)}]
    assert store.read("MATCH ()-[r]->() WHERE r.load IS NULL RETURN count(r) AS n").rows == [
        {"n": 0}
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (n:Paper {id: 'x'}) RETURN n",
        "MERGE (n:Topic {id: 'x'})",
        "MATCH (p:Paper) SET p.title = 'x'",
        "MATCH (p:Paper) REMOVE p.title",
        "MATCH (p:Paper) DETACH DELETE p",
        "FOREACH (i IN [1] | CREATE (:Paper {id: 'x'}))",
    ],
)
def test_reading_cannot_write(store: Store, statement: str) -> None:
    store.merge([LISTED], LOAD)
    before = state(store)
    with pytest.raises(QueryError):
        store.read(statement)
    assert state(store) == before


def test_a_limit_that_cuts_says_so(store: Store) -> None:
    result = store.read("UNWIND range(1, 10) AS n RETURN n", limit=3)
    assert ([row["n"] for row in result.rows], result.cut) == ([1, 2, 3], True)
    assert not store.read("UNWIND range(1, 3) AS n RETURN n", limit=3).cut


def test_a_syntax_error_is_one_line(store: Store) -> None:
    with pytest.raises(QueryError) as error:
        store.read("MATCH (n RETURN n")
    assert "\n" not in str(error.value)


def test_a_subgraph_has_each_thing_once(store: Store) -> None:
    store.merge([LISTED, KNOWN], LOAD)
    subgraph = store.graph("MATCH p = (:Paper)-[]-() RETURN p, p AS again")
    keys = [node.key for node in subgraph.nodes]
    assert len(keys) == len(set(keys))
    ends = {end for edge in subgraph.edges for end in (edge.source, edge.target)}
    assert ends <= set(keys)
    assert ("HAS_CODE", "Paper:arxiv:1506.00001", "Repository:github.com/lab/pointers") in {
        (e.type, e.source, e.target) for e in subgraph.edges
    }


def test_hostile_text_is_only_text(store: Store) -> None:
    title = "'}) DETACH DELETE n // \" ` $x {{}} \u202e \x00 </script>"
    store.merge(
        [LISTED, Paper(title=title, authors=(Author(name=title),), topics=(Topic(name=title),))],
        LOAD,
    )
    titles = {row["t"] for row in store.read("MATCH (p:Paper) RETURN p.title AS t").rows}
    assert titles == {LISTED.title, title}


def test_two_writers_at_once_make_each_thing_once(store: Store) -> None:
    records = [
        Paper(
            title=f"Paper number {n} of many",
            arxiv_id=f"2001.{n:05}",
            topics=(Topic(name="shared topic"),),
            authors=(Author(name="Ada Lovelace"), Author(name=f"Author {n}")),
        )
        for n in range(60)
    ]
    store.prepare()
    errors: list[Exception] = []

    def work() -> None:
        try:
            for start in range(0, 60, 10):
                store.merge(records[start : start + 10], LOAD)
        except Exception as error:  # noqa: BLE001 - looked at below
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    counts = store.read(
        "MATCH (a:Author)-[r:AUTHORED]->(p:Paper) WITH a, p, count(r) AS n "
        "RETURN count(*) AS pairs, sum(n) AS edges"
    ).rows
    assert counts == [{"pairs": 120, "edges": 120}]


def test_what_another_process_wrote_meanwhile_is_met(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", store.writer[0])
    monkeypatch.setenv("NEO4J_PASSWORD", store.writer[1])
    with open_store(store.name) as late:
        late.prepare()  # the graph is empty, so it takes all names for new ones
        store.merge([LISTED], LOAD)
        before = state(store)
        fellow = msgspec.structs.replace(LISTED, title="Another of theirs", arxiv_id="1506.00002")
        changes = late.merge([fellow], LOAD)
        assert dict(+changes.created).keys().isdisjoint({"Topic", "Repository", "Organization"})
        assert changes.created["HAS_TOPIC"] == 1
        assert late.merge([LISTED], LOAD) == Changes()
    nodes, _ = state(store)
    new = {node[:2] for node in nodes} - {node[:2] for node in before[0]}
    assert new == {("Paper", "arxiv:1506.00002")}


def test_a_property_that_the_schema_does_not_know_is_an_error() -> None:
    with pytest.raises(KeyError, match="color"):
        cypher.create_nodes("Author", ["id", "color"])
    with pytest.raises(KeyError, match="color"):
        cypher.create_edges(edge_type("Paper", "HAS_TOPIC", "Topic"), ["color"])


def test_networkx_has_everything(store: Store) -> None:
    from citegraph.graph import to_networkx

    store.merge([LISTED, KNOWN], LOAD)
    nodes, edges = state(store)
    graph = to_networkx(store)
    assert {(d["label"], d["id"]) for _, d in graph.nodes(data=True)} == {
        (n[0], n[1]) for n in nodes
    }
    assert {(k, a, b) for a, b, k in graph.edges(keys=True)} == {(e[0], e[1], e[2]) for e in edges}
    assert graph.nodes["Paper:arxiv:1506.00001"]["abstract"] == "We point."


def test_py2neo_reads_the_same_graph(store: Store) -> None:
    pytest.importorskip("py2neo", reason="the extra py2neo is not installed")
    from citegraph.graph import py2neo_graph

    store.merge([LISTED], LOAD)
    graph = py2neo_graph(store)
    try:
        assert graph.evaluate("MATCH (p:Paper) RETURN p.title") == LISTED.title
        assert graph.nodes.match("Repository").first()["owner"] == "lab"
    finally:
        graph.service.connector.close()  # py2neo leaves its sockets open otherwise


def test_a_load_reads_stored_times_as_text(store: Store) -> None:
    """The driver decodes a time slowly, and each node and edge has one."""
    store.merge([LISTED], LOAD)
    [paper] = ids(store, "Paper")
    [nodes] = store.read(cypher.read_nodes("Paper"), {"ids": [paper]}).rows
    edge = edge_type("Paper", "HAS_TOPIC", "Topic")
    [edges] = store.read(cypher.read_edges(edge, start=True), {"ids": [paper]}).rows
    times = [row["properties"]["load"] for row in nodes["rows"] + edges["rows"]]
    assert [datetime.fromisoformat(time) for time in times] == [datetime.fromisoformat(LOAD)] * 2
    assert all(time.endswith("Z") for time in times)  # it can be written again
    # An edge of another application has no such time.
    store.write("MATCH (p:Paper) MATCH (t:Topic) CREATE (p)-[:HAS_TOPIC {mine: 1}]->(t)")
    [edges] = store.read(cypher.read_edges(edge, start=True), {"ids": [paper]}).rows
    assert {"mine": 1} in [row["properties"] for row in edges["rows"]]


def test_all_edges_of_an_author_of_many_papers_are_deleted(store: Store) -> None:
    """ArcadeDB cannot go on along the edges of a node while they are deleted."""
    store.write(
        "CREATE (a:Author {id: 'a'}) WITH a UNWIND range(1, 400) AS n "
        "CREATE (a)-[:AUTHORED]->(:Paper {id: toString(n)})"
    )
    rows = [{"a": "a", "b": str(n)} for n in range(1, 401)]
    store.write_rows(cypher.delete_edges(edge_type("Author", "AUTHORED", "Paper")), rows)
    assert store.read("MATCH ()-[r:AUTHORED]->() RETURN count(r) AS n").rows == [{"n": 0}]


@pytest.mark.parametrize(
    "statement",
    [cypher.read_these_edges, cypher.merge_edges, cypher.set_edges, cypher.delete_edges],
)
def test_an_edge_is_looked_for_at_its_paper(statement: Callable[[EdgeType], str]) -> None:
    """ArcadeDB tests each edge of the first node: of a common name tens of thousands a row."""
    assert (
        "(b" in statement(edge_type("Author", "AUTHORED", "Paper")).partition("<-[r:AUTHORED]-")[0]
    )
    assert "<-" not in statement(edge_type("Paper", "CITES", "Paper"))


def test_keys_are_sorted(store: Store):
    store.write("CREATE (:Paper {id: 'x', year: 2024, title: 'T', abstract: 'A'})")
    [row] = store.read("MATCH (p:Paper) RETURN p, {b: {d: 1, c: [p.year]}, a: 2} AS map").rows
    assert list(row["p"]) == ["labels", "abstract", "id", "title", "year"]
    assert list(row["map"]) == ["a", "b"]
    assert list(row["map"]["b"]) == ["c", "d"]
    [node] = store.graph("MATCH (p:Paper) RETURN p").nodes
    assert list(node.properties) == ["abstract", "title", "year"]
