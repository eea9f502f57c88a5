"""Records that are hard to tell apart give one graph, in any order and split, byte by byte."""

import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from citegraph.graph import Author, Organization, Paper, Reference, Repository, Store
from citegraph.graph.exporting.papers import papers
from citegraph.graph.records import NodeRecord
from citegraph.graph.writing.difference import Changes
from tests.graph.comparison import empty, state

ORCID = "0000-0002-1825-0097"
LOAD = "2025-10-27T00:00:00Z"
JUDGEMENTS = """\
same\tpaper:doi:10.1000/german\tpaper:doi:10.1000/english
different\tpaper:arxiv:2001.00007\tpaper:doi:10.1000/other-seven
same\tyang liu@doi:10.1000/yl1\tyang liu@doi:10.1000/yl2
"""


def names(*given: str) -> tuple[Author, ...]:
    return tuple(Author(name=name) for name in given)


def renamed(owner: str, former: str) -> Paper:
    id = f"github.com/{owner}/code"
    also = [f"github.com/{former}/code (renamed)"]
    properties = {"url": f"https://{id}", "host": "github.com", "owner": owner, "name": "code"}
    properties |= {"alsoKnownAs": also}
    return Paper(nodes=(NodeRecord(label="Repository", id=id, properties=properties),))


def yang_liu(n: int, **account: Any) -> Paper:
    authors = (Author(name="Yang Liu", **account), *names("Zebedäus Oxenknecht"))
    return Paper(title=f"Paper of Yang Liu number {n}", doi=f"10.1000/yl{n}", authors=authors)


def records() -> list[Paper]:
    team = names("Ada Lovelace", "Emmy Noether")
    title = "Learning to sort large graphs with engines"
    intro = names("Carl Klein"), names("Dora Groß")
    return [
        # Papers of one title without identifiers; one gains an identifier, one a year.
        Paper(title="Introduction", published="2019", authors=intro[0], sources=("a",)),
        Paper(title="Introduction", published="2019", authors=intro[1], sources=("a",)),
        Paper(title="INTRODUCTION", published="2019-05", authors=intro[1], sources=("b",)),
        Paper(title="Editorial", published="2001", authors=intro[1]),
        Paper(title="Editorial", published="2002", authors=intro[1]),
        Paper(title="Editorial", published="2003", authors=intro[1], doi="10.1000/editorial"),
        # Parts, symbols, corrections, other authors.
        Paper(title="On the theory of sorting, Part I", published="2020", authors=team),
        Paper(title="On the theory of sorting, Part II", published="2020", authors=team),
        Paper(title="Teaching C++", doi="10.1000/cpp", published="2020"),
        Paper(title="Teaching C#", published="2020", references=(Reference(doi="10.1000/CPP"),)),
        Paper(title=f"Erratum to: {title}", doi="10.1000/erratum", authors=team),
        Paper(
            title=title, doi="10.1000/others", published="2021", authors=names("S. Kovalevskaya")
        ),
        # A preprint, its published version a year later under another title, a record of both.
        Paper(
            title=title,
            arxiv_id="2001.00001",
            published="2020-12-30",
            authors=team,
            withdrawn="2021-01-05",
            sources=("arxiv",),
        ),
        Paper(
            title=title.replace("large", "very large"),
            doi="10.1000/sort",
            published="2021",
            authors=names("Lovelace, A.", "Noether, E."),
            retracted=True,
            sources=("crossref",),
        ),
        Paper(title=title, arxiv_id="2001.00001", doi="10.1000/sort", openalex_id="W1001"),
        # A reference that is known by one identifier, completed by a record with two.
        Paper(
            title="A citing paper", doi="10.1000/c1", references=(Reference(openalex_id="W1007"),)
        ),
        Paper(title="A paper cited twice", openalex_id="W1007", pmid="77"),
        Paper(title="A paper cited twice", pmid="77", doi="10.1000/twice"),
        Paper(title="A citing paper", references=(Reference(title="A paper cited twice"),)),
        # A title that another one replaced, a notice, a data set, a second preprint.
        Paper(title="The first title of nine", doi="10.1000/nine", observed="2019-01-01"),
        Paper(title="The final title of nine", doi="10.1000/nine", observed="2020-01-01"),
        Paper(title="The first title of nine", abstract="An abstract."),
        Paper(
            title=f"Retraction Note: {title}", doi="10.1000/note", authors=team, published="2021"
        ),
        Paper(title=title, doi="10.5061/dryad.7", authors=team, published="2021", type="dataset"),
        Paper(title=title.upper(), doi="10.1101/2020.01.02.123456", published="2020", authors=team),
        # People of one name, on papers that gain an identifier.
        *(
            Paper(title=f"A study of {topic} by Wei Wang", authors=names("Wei Wang"))
            for topic in ("sorting", "graphs", "engines")
        ),
        Paper(title="A study of graphs by Wei Wang", doi="10.1000/ww"),
        # Judgements.
        Paper(title="Über das Gesetz der Energie", doi="10.1000/german", published="1901"),
        Paper(title="On the law of energy", doi="10.1000/english", published="1902"),
        Paper(title="The seventh paper of all", arxiv_id="2001.00007", published="2020"),
        Paper(title="The seventh paper of all", doi="10.1000/other-seven", published="2020"),
        # A repository that regains a name, accounts.
        Paper(
            title="Code of a renamed repository",
            doi="10.1000/code",
            repositories=(Repository(url="https://github.com/first/Code", stars=2),),
        ),
        renamed("second", "first"),
        renamed("first", "second"),
        yang_liu(1, hf_user="one", organizations=(Organization(name="Lab"),)),
        yang_liu(2, hf_user=("one", "two")),
        yang_liu(3, hf_user="three"),
        yang_liu(4),
        # One identifier on entries of two people, by mistake of a program or of an author.
        *(
            Paper(title=f"A study by {name}", authors=(Author(name=name, openalex_id="A501"),))
            for name in ("Jun Ouyang", "Jin Owang", "Jun Ouyang Senior")
        ),
        *(
            Paper(title=f"A study by {name}", authors=(Author(name=name, orcid=ORCID),))
            for name in ("Greta Holmqvist", "Pavel Sorokin", "Greta Sandberg")
        ),
        # An author cites an own paper; the reference and the paper come from several records.
        Paper(
            title="A study of dunes by Oddvar", doi="10.1000/o1", authors=names("O. Brekkestoel")
        ),
        Paper(title="A study of dunes by Oddvar", references=(Reference(doi="10.1000/o2"),)),
        Paper(
            title="A study of reeds by Oddvar", doi="10.1000/o2", authors=names("O. Brekkestoel")
        ),
        Paper(title="A study of moss by Oddvar", doi="10.1000/o3", authors=names("O. Brekkestoel")),
    ]


@pytest.fixture
def judged(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(store, "judgements", tmp_path / "judgements")  # the store is shared
    store.judgements.write_text(JUDGEMENTS, "utf-8")
    return store


def test_hard_records_give_one_graph_in_any_order(judged: Store) -> None:
    choose = random.Random(15)
    given = records()
    expected: tuple[Any, bytes] | None = None
    for size in (len(given), 2, 7):
        empty(judged)
        batches = [given[i : i + size] for i in range(0, len(given), size)]
        for batch in batches:
            judged.merge(batch, LOAD)
        found = state(judged)
        exported = b"\n".join(map(msgspec.json.encode, papers(judged)))
        if expected is None:
            expected = found, exported
        for part in (0, 1):
            assert sorted(map(repr, found[part] ^ expected[0][part])) == [], size
        assert exported == expected[1]
        assert judged.merge(given[::-1], LOAD) == Changes()
        choose.shuffle(given)
