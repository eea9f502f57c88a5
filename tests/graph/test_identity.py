"""Every identifier of a paper finds it, in any order of loading, and loading again changes nothing."""

import random
from itertools import permutations
from typing import Any

import msgspec
import pytest

from citegraph.graph import Author, Organization, Paper, Reference, Store, Topic
from citegraph.graph.exporting.papers import papers
from citegraph.graph.writing import people
from citegraph.graph.writing.difference import Changes
from citegraph.graph.writing.merge import plan
from citegraph.queries.naming import resolve
from tests.graph.comparison import empty, state

LOAD = "2025-10-27T00:00:00Z"
ORCID = "0000-0002-1825-0097"
ONE = Paper(title="Two works of one DOI", doi="10.1000/one", openalex_id="W1001", published="2020")
OTHER = Paper(title="Two works of one DOI", doi="10.1000/one", openalex_id="W1002")
CITING = [
    Paper(
        title=f"Citing paper number {n}",
        openalex_id=f"W20{n}1",
        references=(Reference(openalex_id=f"W100{n}"),),
    )
    for n in (1, 2)
]


def test_two_works_of_one_doi_are_loaded_once(store: Store) -> None:
    for records in (CITING, [ONE], [OTHER]):
        store.merge(records, LOAD)
    before = state(store)
    cited = {(a, b) for t, a, b, _ in before[1] if t == "CITES"}
    assert cited == {
        ("Paper:openalex:W2011", "Paper:doi:10.1000/one"),
        ("Paper:openalex:W2021", "Paper:doi:10.1000/one"),
    }
    for records in ([OTHER], CITING, [ONE], CITING[::-1]):
        assert store.merge(records, LOAD) == Changes()
    assert state(store) == before


@pytest.mark.parametrize(
    "name",
    [
        "openalex:W1001",
        "openalex:W1002",
        "https://openalex.org/w1002",
        "doi:10.1000/one",
        "https://doi.org/10.1000/ONE",
        "title:two-works-of-one-doi",
        "title:an-earlier-title",
        "An earlier title",
        "own-2",
    ],
)
def test_every_identifier_finds_the_paper(store: Store, name: str) -> None:
    earlier = Paper(title="An earlier title", doi="10.1000/one", observed="2019-01-01")
    listed = Paper(title="Two works of one DOI")
    own = [Paper(title="Two works of one DOI", id=f"own-{n}", doi="10.1000/one") for n in (1, 2)]
    store.merge([ONE, *CITING], LOAD)
    store.merge([OTHER, listed, own[1]], LOAD)
    store.merge([earlier, own[0]], LOAD)
    assert resolve(store, "paper", name) == "own-1"
    before = state(store)
    scheme, _, value = name.partition(":")
    cited = Reference(openalex_id=value) if scheme == "openalex" else Reference(id=name)
    if " " in name:
        cited = Reference(title=name)
    store.merge([Paper(title="One more citing paper", references=(cited,))], LOAD)
    new = state(store)[0] - before[0]
    assert {node[:2] for node in new} == {("Paper", "title:one-more-citing-paper")}


def observations(seed: int) -> list[Paper]:
    """Papers as several sources observe them, under different identifiers, titles and dates.

    Every second identifier is observed with the first one at least once, since otherwise nothing
    says that they belong to one paper.
    """
    choose = random.Random(seed)
    papers = range(5)

    def title(n: int) -> str:
        return f"Observed paper number {n} on c{'+' * (n % 3)} and {'αβγδε'[n]}"

    def work(n: int) -> str:
        return f"W{n}00{choose.randrange(3)}"

    def reference(n: int) -> Reference:
        return choose.choice(
            [
                Reference(openalex_id=work(n)),
                Reference(doi=f"10.1000/{n}"),
                Reference(title=title(n)),
                Reference(title=title(n), doi=f"10.1000/{n}", openalex_id=work(n)),
            ]
        )

    def extras(n: int) -> dict[str, Any]:
        known = choose.random() < 0.5
        return {
            "authors": (
                Author(name="Ada King, Jr.", orcid=ORCID if known else None),
                Author(
                    name=f"Author {n}", hf_user=choose.choice([None, f"user{choose.randrange(3)}"])
                ),
            ),
            "topics": (
                Topic(
                    name=choose.choice(["C++", "C#", "Trees", "trees"]),
                    score=choose.choice([None, 0.5]),
                ),
            ),
            "organizations": (Organization(name="Lab", handle=choose.choice([None, "lab"])),),
            "published": choose.choice(["2020", "2020-05", None]),
            "upvotes": choose.choice([None, 1, 2]),
            "observed": choose.choice(["2024-01-01", "2024-01-02", None]),
            "references": tuple(reference(m) for m in choose.sample(papers, 2)),
        }

    found = [
        Paper(title=title(n), doi=f"10.1000/{n}", openalex_id=f"W{n}00{k}", **extras(n))
        for n in papers
        for k in range(3)
    ]
    found += [Paper(title=title(n).upper().replace(" ON ", ": on "), **extras(n)) for n in papers]
    found += [
        Paper(title=f"Other title {n}", doi=f"10.1000/{n}", arxiv_id=f"2001.0000{n}", **extras(n))
        for n in papers[:3]
    ]
    found += [
        Paper(title=title(n), id=f"own-{k}-{n}", openalex_id=work(n))
        for n in papers[:2]
        for k in range(2)
    ]
    return found


@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_split_of_the_sources_gives_one_graph(store: Store, seed: int) -> None:
    records = observations(seed)
    choose = random.Random(seed)
    graphs = []
    for size in (1, 4, len(records)):
        empty(store)
        batches = [records[i : i + size] for i in range(0, len(records), size)]
        for batch in batches:
            store.merge(batch, LOAD)
        graphs.append(state(store))
        choose.shuffle(batches)
        assert [store.merge(batch, LOAD) for batch in batches] == [Changes()] * len(batches)
        choose.shuffle(records)
    assert {n[1] for n in graphs[0][0] if n[0] == "Paper"} == {f"own-0-{n}" for n in range(2)} | {
        "arxiv:2001.00002",
        "doi:10.1000/3",
        "doi:10.1000/4",
    }
    for other in graphs[1:]:
        for part in (0, 1):
            assert sorted(map(repr, other[part] ^ graphs[0][part])) == []


def test_a_preprint_and_its_published_version_are_one_work(store: Store) -> None:
    """Titles differ by a word or a subtitle; a second part, or another team's paper, stays apart."""
    names = ("Ada Lovelace", "Emmy Noether", "Mary Somerville")
    authors = tuple(Author(name=name) for name in names)
    initials = tuple(Author(name=f"{name.split()[1]}, {name[0]}.") for name in names)
    preprint = Paper(
        title="Learning to sort large graphs with engines",
        arxiv_id="2001.00001",
        openalex_id="W1001",
        published="2020-01-02",
        authors=authors,
        sources=("arxiv",),
    )
    published = Paper(
        title="Learning to Sort Very Large Graphs with Engines",
        doi="10.1000/sort",
        openalex_id="W1002",
        published="2021-05",
        authors=initials,
        sources=("crossref",),
    )
    second = Paper(
        title="Learning to sort large graphs with engines, Part II",
        doi="10.1000/sort-2",
        published="2021",
        authors=initials,
    )
    others = Paper(
        title="Learning to sort large graphs with engines",
        doi="10.1000/others",
        published="2021",
        authors=(Author(name="Sofia Kovalevskaya"),),
    )
    records = [preprint, published, second, others]
    graphs = []
    for order in ((0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)):
        empty(store)
        for at in order:
            store.merge([records[at]], LOAD)
        assert store.merge(records, LOAD) == Changes()
        graphs.append(state(store))
    papers = {node[1]: dict(node[2]) for node in graphs[0][0] if node[0] == "Paper"}
    assert set(papers) == {"arxiv:2001.00001", "doi:10.1000/sort-2", "doi:10.1000/others"}
    one = papers["arxiv:2001.00001"]
    assert (one["doi"], one["arxivId"]) == ("10.1000/sort", "2001.00001")
    dates = [entry for entry in one["observations"] if entry.startswith("published")]
    assert [entry.rpartition(" | ")[2] for entry in dates] == ["2020-01-02", "2021-05"]
    for other in graphs[1:]:
        assert sorted(map(repr, other[0] ^ graphs[0][0])) == []


def test_versions_are_found_by_the_names_on_the_paper_whatever_was_loaded_before(
    store: Store,
) -> None:
    """An author's other names, known from other papers, do not decide what a paper matches."""
    two = [(f"{first} Quandt", f"{first} Abendschein-Morgenroth") for first in ("Emmy", "Mary")]
    orcids = ("0000-0002-1825-0097", "0000-0001-5109-3700")

    def authors(which: int, *, orcid: bool = True) -> tuple[Author, ...]:
        named = zip(two, orcids, strict=True)
        known = (Author(name=n[which], orcid=o if orcid else None) for n, o in named)
        return (Author(name="Ada Lovelace"), *known)

    title = "Learning to sort large graphs with engines"
    records = [
        Paper(title=title, arxiv_id="2001.00001", published="2020-01-02", authors=authors(0)),
        Paper(
            title=title.replace("large", "very large"),
            doi="10.1000/sort",
            published="2021-05",
            authors=(Author(name="Lovelace, A."), *authors(0, orcid=False)[1:]),
        ),
        Paper(title="An earlier work of two people", doi="10.1000/early", authors=authors(1)[1:]),
        Paper(title="A later work of two people", doi="10.1000/late", authors=authors(1)[1:]),
    ]
    orders = [*permutations(range(4))][::5]
    graphs = []
    for order in orders:
        empty(store)
        for at in order:
            store.merge([records[at]], LOAD)
        graphs.append(state(store))
    papers = {node[1] for node in graphs[0][0] if node[0] == "Paper"}
    assert papers == {"arxiv:2001.00001", "doi:10.1000/early", "doi:10.1000/late"}
    for order, other in zip(orders, graphs, strict=True):
        for part in (0, 1):
            assert sorted(map(repr, other[part] ^ graphs[0][part])) == [], order


def test_an_interrupted_decision_about_authors_is_completed_by_the_next_load(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parts of the names depend on one another: by the order of a name, initials, an ORCID."""
    written = ("Yang Liu", "Liu, Yang", "Liu Yang", "Y. Liu", "Yun Liu", "Quirin Abendschein")
    shared = ("Quirin Abendschein", "Thekla Morgenroth")
    records = [
        Paper(
            title=f"Paper number {n} of several people",
            doi=f"10.1000/{n}",
            authors=(
                Author(name=written[n % 5], orcid=ORCID if n in (3, 9) else None),
                Author(name=shared[n % 2]),
            ),
        )
        for n in range(12)
    ]
    monkeypatch.setattr(people, "PART", 1000)
    store.merge(records, LOAD)
    expected = state(store)
    empty(store)
    monkeypatch.setattr(people, "PART", 2)
    seen: list[tuple[str, int, int]] = []

    def stop(step: str, done: int, total: int) -> None:
        seen.append((step, done, total))
        raise KeyboardInterrupt

    store.write_plan(plan(records, LOAD))
    with pytest.raises(KeyboardInterrupt):
        store.derive(stop)
    assert seen == [("comparing authors", 2, 6)]
    assert state(store) != expected
    assert store.merge(records[:1], LOAD)
    for part in (0, 1):
        assert sorted(map(repr, state(store)[part] ^ expected[part])) == []
    assert not store.derive()


def test_an_identifier_of_any_scheme_makes_one_person_in_any_order(store: Store) -> None:
    """Two names and one Scopus ID; one name and two DBLP persons."""
    scopus, first, second = "scopus:57200000001", "dblp:51/3710-1", "dblp:51/3710-2"
    records = [
        Paper(
            title=f"Paper number {n} about identifiers",
            doi=f"10.1000/{n}",
            authors=(Author(name=name, identifiers=(identifier,)),),
        )
        for n, (name, identifier) in enumerate(
            [
                ("Liu, Y.", scopus),
                ("Yang Liu", scopus),
                ("Yang Liu", first),
                ("Yang Liu", second),
                ("Yang Liu", first),
            ]
        )
    ]
    graphs = []
    for order in ((0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 4, 1, 3)):
        empty(store)
        for at in order:
            store.merge([records[at]], LOAD)
        assert store.merge(records, LOAD) == Changes()
        graphs.append(state(store))
    for other in graphs[1:]:
        for part in (0, 1):
            assert sorted(map(repr, other[part] ^ graphs[0][part])) == []
    written = {}
    for _, author, paper, _ in (edge for edge in graphs[0][1] if edge[0] == "AUTHORED"):
        written.setdefault(author, set()).add(paper[-1])
    assert written == {
        "Author:scopus:57200000001": {"0", "1"},
        "Author:dblp:51/3710-1": {"2", "4"},
        "Author:dblp:51/3710-2": {"3"},
    }
    assert resolve(store, "author", "https://dblp.org/pid/51/3710-1.html") == first
    exported = list(papers(store))
    assert {one for p in exported for a in p.authors for one in a.identifiers} == {
        *(scopus, first, second)
    }
    empty(store)
    store.merge(exported, LOAD)
    for part in (0, 1):
        assert sorted(map(repr, state(store)[part] ^ graphs[0][part])) == []


def test_an_initial_is_compared_with_the_names_that_evidence_links_it_to(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Papers are loaded alone, in several orders; other full names are not read."""
    lists = (
        ("Yue Zhang", "Thekla Morgenroth", "Wunibald Xaverstein"),
        ("Yue Zhang", "Dagobert Quandt"),
        ("Yong Zhang", "Zebedaeus Oxenknecht", "Leocadia Finsterwalder"),
        ("Y. Zhang", "Zebedaeus Oxenknecht", "Leocadia Finsterwalder", "Zeno Ebenezer"),
        ("Yue Zhang", "Thekla Morgenroth", "Wunibald Xaverstein", "Zeno Ebenezer"),
        ("Yang Zhang", "Zebedaeus Oxenknecht", "Leocadia Finsterwalder"),
    )
    records = [
        Paper(title=f"A paper on topic {n}", doi=f"10.1000/{n}", authors=tuple(map(Author, some)))
        for n, some in enumerate(lists)
    ]
    read: list[set[str]] = []
    entries = people._entries
    monkeypatch.setattr(
        people, "_entries", lambda edges: read.append({*edges.lists}) or entries(edges)
    )
    store.merge(records, LOAD)
    expected = state(store)
    for order in ((0, 2, 3, 4, 1, 5), (5, 3, 1, 4, 0, 2), (2, 3, 0, 4, 5, 1)):
        empty(store)
        for at in order:
            read.clear()
            store.merge([records[at]], LOAD)
        assert [sorted(map(repr, a ^ b)) for a, b in zip(state(store), expected, strict=True)] == [
            [],
            [],
        ]
    assert store.merge(records, LOAD) == Changes()
    # The last load, of paper 1, compares "Y. Zhang" without reading the papers of "Yang Zhang".
    assert {"doi:10.1000/0", "doi:10.1000/4"} <= set().union(*read)
    assert "doi:10.1000/5" not in set().union(*read)


def test_addresses_of_one_institution_are_evidence_in_any_order(store: Store) -> None:
    """Each paper states another address, the last one of another university."""
    addresses = (
        "Department of Nursing, Osaka University, Suita, Japan",
        "Graduate School of Medicine, Department of Nursing, Osaka University",
        "Department of Nursing, Hubei Engineering University",
    )
    records = [
        Paper(
            title=f"Paper number {n} about nursing",
            doi=f"10.1000/{n}",
            authors=(Author(name="Rong Liu", organizations=(Organization(name=address),)),),
        )
        for n, address in enumerate(addresses)
    ]
    for order in permutations(range(3)):
        empty(store)
        for at in order:
            store.merge([records[at]], LOAD)
        assert store.merge(records, LOAD) == Changes()
        people_of: dict[str, list[str]] = {}
        for _, author, paper, _ in (edge for edge in state(store)[1] if edge[0] == "AUTHORED"):
            people_of.setdefault(author, []).append(paper[-1])
        assert sorted(map(sorted, people_of.values())) == [["0", "1"], ["2"]]


def test_a_graph_of_an_earlier_version_is_decided_anew(store: Store) -> None:
    """It lacks ``nameOnly``."""
    rare = (Author(name="Quirinius Abendschein-Morgenroth"),)
    records = [Paper(title=f"A paper number {n}", doi=f"10.1/{n}", authors=rare) for n in (1, 2)]
    store.merge(records, LOAD)
    expected = state(store)[1]
    assert [dict(edge[3]).get("nameOnly") for edge in expected].count(True) == 1
    store.write("MATCH ()-[r:AUTHORED]->() REMOVE r.nameOnly")
    assert not store.derive()
    assert store.derive(rebuild=True)
    edges = state(store)[1]
    assert sorted(map(repr, {e for e in edges if e[0] == "AUTHORED"} ^ expected)) == []
    assert not store.derive(rebuild=True)


def test_papers_of_one_title_without_identifier_stay_apart(store: Store) -> None:
    """Other first authors, or years far apart, are other papers; a record of no author is not."""
    records = [
        Paper(title="Introduction", published="2019", authors=(Author(name="Carl Klein"),)),
        Paper(title="Introduction", published="2019", authors=(Author(name="Dora Gross"),)),
        Paper(title="On the theory of things", published="1990", authors=(Author(name="E. One"),)),
        Paper(title="On the theory of things", published="2020", authors=(Author(name="E. One"),)),
        Paper(title="On the theory of things", published="2020", authors=(Author(name="F. Two"),)),
    ]
    for order in ((0, 1, 2, 3, 4), (4, 3, 2, 1, 0)):
        empty(store)
        for at in order:
            store.merge([records[at]], LOAD)
        found = {node[1] for node in state(store)[0] if node[0] == "Paper"}
        assert found == {
            "work:introduction-klein-c-2019",
            "work:introduction-gross-d-2019",
            "work:on-the-theory-of-things-one-e-1990",
            "work:on-the-theory-of-things-one-e-2020",
            "work:on-the-theory-of-things-two-f-2020",
        }
        assert store.merge(records, LOAD) == Changes()
    before = state(store)
    exported = list(papers(store))
    empty(store)
    store.merge(exported, LOAD)
    for part in (0, 1):
        assert sorted(map(repr, state(store)[part] ^ before[part])) == []
    empty(store)
    store.merge(records, LOAD)
    assert len([node for node in state(store)[0] if node[0] == "Paper"]) == 5
    store.merge([Paper(title="Introduction", doi="10.1000/i", authors=records[1].authors)], LOAD)
    found = {node[1] for node in state(store)[0] if node[0] == "Paper"}
    assert {"doi:10.1000/i", "title:introduction"} < found
    assert len(found) == 5


def test_software_and_a_paper_of_one_title_and_author_stay_apart(store: Store) -> None:
    """Their IDs differ, so that loading them again, or one after the other, changes nothing."""
    paper = Paper(title="Scilab", published="1994", authors=(Author(name="F. Delebecque"),))
    records = [paper, msgspec.structs.replace(paper, type="software")]
    for batches in ([records], [records[:1], records[1:]], [records[1:], records[:1]]):
        empty(store)
        for batch in batches:
            store.merge(batch, LOAD)
        found = {node[1] for node in state(store)[0] if node[0] == "Paper"}
        assert found == {"work:scilab-delebecque-f-1994", "work:scilab-delebecque-f-1994-software"}
        assert store.merge(records, LOAD) == Changes()


def test_papers_of_one_title_that_an_earlier_version_loaded_are_renamed(store: Store) -> None:
    """It gave the ID of the title to the paper that was loaded first."""
    records = [
        Paper(title="Introduction", published="2019", authors=(Author(name=name),))
        for name in ("Carl Klein", "Dora Gross", "Emil Kurz")
    ]
    store.merge(records, LOAD)
    expected = state(store)
    store.write(
        "MATCH (p:Paper {id: 'work:introduction-klein-c-2019'})<-[r:IDENTIFIES]-() "
        "SET p.id = 'title:introduction' REMOVE p.alsoKnownAs DELETE r"
    )
    assert state(store) != expected
    store.merge(records[1:2], LOAD)
    for part in (0, 1):
        assert sorted(map(repr, state(store)[part] ^ expected[part])) == []
    assert store.merge(records, LOAD) == Changes()


BOOK, COPY = "10.1000/book", "10.18653/v1/W18-6481"
COPIED = [
    Paper(title="Compilers by example", doi=BOOK, authors=(Author("Ada Lovelace"),)),
    Paper(title="Garbage collection", doi=BOOK, authors=(Author("Bob Smith"),)),
    Paper(title="On registers", doi=BOOK, authors=(Author("Cy Young"), Author("Bob Smith"))),
    Paper(title="Cleaning parallel corpora", doi=COPY, authors=(Author("Di Adams"),)),
    Paper(  # "parallel corpora" in both titles, but a different ACL ID
        title="Filtering parallel corpora",
        doi=COPY,
        url="https://aclanthology.org/W18-6482",
        authors=(Author("Eva Stone"),),
    ),
]


@pytest.mark.parametrize("together", [True, False])
def test_papers_that_contradict_are_not_merged_by_a_copied_identifier(
    store: Store, together: bool
) -> None:
    for batch in [COPIED] if together else [[record] for record in COPIED]:
        changes = store.merge(batch, LOAD)
    before = state(store)
    assert {id for label, id, *_ in before[0] if label == "Paper"} == {
        "doi:10.1000/book",
        "title:garbage-collection",
        "title:on-registers",
        "doi:10.18653/v1/w18-6481",
        "acl:W18-6482",
    }
    assert changes.disputed[-1] == (
        "Filtering parallel corpora: loaded without doi:10.18653/v1/w18-6481, "
        "the identifier of another paper"
    )
    for batch in (COPIED[::-1], *([record] for record in COPIED)):
        assert not store.merge(batch, LOAD)
    assert state(store) == before


def test_one_paper_keeps_its_identifier_whatever_its_title_and_first_author(store: Store) -> None:
    same = [
        Paper(title="Ein Verfahren", doi=BOOK, authors=(Author("Ada Lovelace"),)),
        Paper(title="A fast method", doi=BOOK, authors=(Author("A. Lovelace"),)),
        Paper(title="A quick method", doi=BOOK, authors=(Author("Bo Lee"), Author("A. Lovelace"))),
        Paper(title="Une méthode", doi=BOOK),
    ]
    for record in same:
        assert not store.merge([record], LOAD).disputed
    assert [id for label, id, _ in state(store)[0] if label == "Paper"] == [f"doi:{BOOK}"]
