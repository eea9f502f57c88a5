"""Renamed repositories and nodes that are judged the same are one node, in any order."""

from collections.abc import Callable
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest

from citegraph.graph import Author, Organization, Paper, Reference, Repository, Store, Topic
from citegraph.graph.exporting.papers import papers
from citegraph.graph.identity.judged import judged
from citegraph.graph.identity.judgements import parse
from citegraph.graph.records import NodeRecord
from citegraph.graph.writing.difference import Changes
from citegraph.queries.naming import resolve
from tests.graph.comparison import empty, state

LOAD = "2025-10-27T00:00:00Z"


def named(owner: str, day: str, former: str) -> Paper:
    properties = {
        "url": f"https://github.com/{owner.title()}/Code",
        "host": "github.com",
        "owner": owner,
        "name": "Code",
        "observed": day,
        "alsoKnownAs": [f"github.com/{former}/code (renamed)"],
    }
    node = NodeRecord(label="Repository", id=f"github.com/{owner}/code", properties=properties)
    return Paper(nodes=(node,))


def paper(n: int, **given: Any) -> Paper:
    return Paper(title=f"Paper number {n} about names", doi=f"10.1000/{n}", **given)


def graphs(store: Store, records: list[Paper], orders: list[tuple[int, ...]]) -> tuple[Any, Any]:
    """The graph, which is the same after each order of loading."""
    found = []
    for order in orders:
        empty(store)
        for at in order:
            store.merge([records[at]], LOAD)
        assert store.merge(records, LOAD) == Changes(), order
        found.append(state(store))
    for order, other in zip(orders, found, strict=True):
        for part in (0, 1):
            assert sorted(map(repr, other[part] ^ found[0][part])) == [], order
    return found[0]


def test_a_renamed_repository_is_one_node(store: Store) -> None:
    code = [(Repository(url=f"https://github.com/{o}/Code", stars=3),) for o in ("First", "Second")]
    records = [
        paper(1, repositories=code[0]),
        named("second", "2025-01-01", "first"),
        paper(2, repositories=code[1]),
        named("third", "2025-02-01", "second"),
    ]
    nodes, edges = graphs(store, records, [*permutations(range(4))][::4])
    [(_, id, properties)] = [node for node in nodes if node[0] == "Repository"]
    assert id == "github.com/third/code"
    assert dict(properties)["url"] == "https://github.com/Third/Code"
    assert {(a, b) for t, a, b, _ in edges if t == "HAS_CODE"} == {
        (f"Paper:doi:10.1000/{n}", "Repository:github.com/third/code") for n in (1, 2)
    }
    for name in ("https://github.com/first/code", "second/code", "third/code"):
        assert resolve(store, "repository", name) == "github.com/third/code"
    exported = list(papers(store))
    empty(store)
    store.merge(exported, LOAD)
    for part, kept in enumerate((nodes, edges)):
        assert sorted(map(repr, state(store)[part] ^ kept)) == []


@pytest.fixture
def judge(store: Store, tmp_path: Path) -> Callable[..., None]:
    """Write the judgements of a store."""
    store.judgements = tmp_path / "judgements"
    return lambda *lines: (store.judgements.write_text("".join(f"{x}\n" for x in lines)), None)[1]


SAME = "same\tpaper:doi:10.1000/1\tpaper:arxiv:2001.00001"
TWO = [
    paper(1, published="2020"),
    Paper(title="Quite another title", arxiv_id="2001.00001", abstract="An abstract."),
    paper(3, references=(Reference(arxiv_id="2001.00001"), Reference(doi="10.1000/1"))),
]


def test_papers_judged_the_same_are_one(store: Store, judge: Callable[..., None]) -> None:
    judge(SAME)
    nodes, edges = graphs(store, TWO, [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
    assert {n[1] for n in nodes if n[0] == "Paper"} == {"arxiv:2001.00001", "doi:10.1000/3"}
    [cites] = [edge for edge in edges if edge[0] == "CITES"]
    assert cites[2] == "Paper:arxiv:2001.00001"
    judge("")
    empty(store)
    store.merge(TWO, LOAD)
    assert len([n for n in state(store)[0] if n[0] == "Paper"]) == 3
    judge(SAME)
    assert store.derive()
    for part, kept in enumerate((nodes, edges)):
        assert sorted(map(repr, state(store)[part] ^ kept)) == []


def test_papers_judged_different_are_not_merged(store: Store, judge: Callable[..., None]) -> None:
    title = "A title that two papers have in common"
    records = [
        Paper(title=title, doi="10.1000/1", published="2020"),
        Paper(title=title, arxiv_id="2001.00001", published="2020"),
    ]
    assert len([n for n in graphs(store, records, [(0, 1)])[0] if n[0] == "Paper"]) == 1
    judge("different\tpaper:doi:10.1000/1\tpaper:arxiv:2001.00001")
    nodes, _ = graphs(store, records, [(0, 1), (1, 0)])
    assert {n[1] for n in nodes if n[0] == "Paper"} == {"doi:10.1000/1", "arxiv:2001.00001"}


def test_a_record_of_one_identifier_of_papers_judged_different_joins_the_stronger(
    store: Store, judge: Callable[..., None]
) -> None:
    """A source gives both the same identifier."""
    judge("different\tpaper:doi:10.1000/1\tpaper:arxiv:2001.00001")
    records = [
        paper(1, openalex_id="W1001"),
        Paper(title="Quite another title", arxiv_id="2001.00001", openalex_id="W1001"),
        paper(3, references=(Reference(openalex_id="W1001"),)),
    ]
    nodes, edges = graphs(store, records, [(0, 1, 2), (1, 0, 2)])
    assert len([n for n in nodes if n[0] == "Paper"]) == 3
    assert [e[2] for e in edges if e[0] == "CITES"] == ["Paper:arxiv:2001.00001"]


def test_organizations_and_topics_judged_the_same_are_one(
    store: Store, judge: Callable[..., None]
) -> None:
    ror = Organization(name="Example Laboratory", ror="0abcdef12")
    people = [
        (Author(name="Ada Lovelace", organizations=(Organization(name="Example Lab"),)),),
        (Author(name="Ada Lovelace", organizations=(ror,)),),
    ]
    records = [
        paper(1, authors=people[0], topics=(Topic(name="deep nets", score=0.9),)),
        paper(2, authors=people[1], topics=(Topic(name="deep neural networks", score=0.8),)),
        paper(3, organizations=(Organization(name="Example Lab"),)),
    ]
    judge(
        "same\torganization:name:example-lab\torganization:ror:0abcdef12",
        "same\ttopic:deep net\ttopic:deep neural network",
    )
    nodes, edges = graphs(store, records, [(0, 1, 2), (2, 1, 0)])
    assert {n[1] for n in nodes if n[0] == "Organization"} == {"ror:0abcdef12"}
    assert {n[1] for n in nodes if n[0] == "Topic"} == {"deep neural network"}
    at = [edge for edge in edges if edge[0] == "AFFILIATED_WITH"]
    assert {edge[2] for edge in at} == {"Organization:ror:0abcdef12"}
    lists = [dict(edge[3])["organizations"] for edge in edges if edge[0] == "AUTHORED"]
    assert lists == [("ror:0abcdef12",)] * 2
    assert resolve(store, "organization", "Example Lab") == "ror:0abcdef12"
    judge("")
    empty(store)
    store.merge(records, LOAD)
    judge(
        "same\ttopic:deep net\ttopic:deep neural network",
        "same\torganization:name:example-lab\torganization:ror:0abcdef12",
    )
    store.derive()
    for part, kept in enumerate((nodes, edges)):
        assert sorted(map(repr, state(store)[part] ^ kept)) == []


def test_a_class_does_not_depend_on_the_order_of_the_judgements() -> None:
    ends = [
        "paper:doi:10.1/a",
        "paper:doi:10.1/b",
        "paper:arxiv:2001.00001",
        "paper:s2:" + "0" * 40,
    ]
    pairs = [f"same\t{a}\t{b}" for a, b in pairwise(ends)]
    found = {
        tuple(sorted(judged([one for text in order if (one := parse(text, ""))]).papers.items()))
        for order in permutations(pairs)
    }
    assert len(found) == 1
    [(first, *_)] = found
    assert len(first[1]) == 4
