import gzip
import io
import tracemalloc
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citegraph.graph.errors import RecordError, SourceError
from citegraph.graph.records import (
    Author,
    Listing,
    Organization,
    Paper,
    Reference,
    Rejected,
    Repository,
    Topic,
    Venue,
)
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import records

counts = st.none() | st.integers(0, 2**53)
dates = st.none() | st.dates().map(str) | st.dates().map(lambda day: str(day)[:7]) | st.just("1999")
filled = st.text(min_size=1).filter(lambda text: bool(text.strip()))
maybe = st.none() | st.text(max_size=8)


def several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


organizations = st.builds(
    Organization, name=st.text(), handle=maybe, ror=maybe, openalex_id=maybe, country=maybe
)
papers = st.builds(
    Paper,
    title=st.none() | filled,
    id=filled,
    abstract=maybe,
    raw_title=maybe,
    raw_abstract=maybe,
    published=dates,
    published_inferred=st.booleans(),
    authors=several(
        st.builds(
            Author,
            name=st.text(),
            orcid=maybe,
            hf_user=maybe,
            hf_assigned=maybe,
            hidden=st.booleans(),
            names=several(st.text()),
            organizations=several(organizations),
        )
    ),
    author_count=counts,
    authors_partial=st.booleans(),
    topics=several(
        st.builds(
            Topic,
            name=st.text(),
            aliases=several(st.text()),
            broader=several(st.text()),
            source=st.text(),
            score=st.none() | st.floats(allow_nan=False, allow_infinity=False),
            evidence=maybe,
        )
    ),
    repositories=several(st.builds(Repository, url=st.text(), stars=counts, evidence=maybe)),
    organizations=several(organizations),
    references=several(st.builds(Reference, id=maybe, title=maybe, year=counts)),
    venue=st.none() | st.builds(Venue, name=st.text(), issn=maybe),
    arxiv_id=st.sampled_from([None, "1706.03762", "hep-th/9901001"]),
    doi=st.sampled_from([None, "10.5555/1", "10.48550/arXiv.1706.03762"]),
    pmid=st.sampled_from([None, "31452104"]),
    pmcid=st.sampled_from([None, "PMC7029759"]),
    acl_id=st.sampled_from([None, "P18-1001"]),
    corpus_id=st.sampled_from([None, "215416146"]),
    url=maybe,
    project_pages=several(st.text()),
    links=several(st.text()),
    upvotes=counts,
    retracted=st.none() | st.booleans(),
    withdrawn=st.sampled_from([None, "2026-01-31"]),
    listings=several(st.builds(Listing, id=st.text(), kind=st.text(), rank=counts)),
    sources=several(st.text()),
    observed=dates,
    origin=filled,
)


@given(papers)
def test_out_and_in_again_without_loss(paper: Paper) -> None:
    line = records.dump(paper)
    assert line.count(b"\n") == 1
    assert records.parse(line) == paper
    assert list(records.read(Document("x.jsonl", line))) == [paper]


def test_the_keys_are_the_documented_ones() -> None:
    assert {field.encode_name for field in msgspec.structs.fields(Paper)} >= {
        "title",
        "id",
        "abstract",
        "published",
        "authors",
        "authorCount",
        "topics",
        "repositories",
        "organization",
        "references",
        "arxivId",
        "doi",
        "venue",
    }


def test_short_forms_are_the_long_ones() -> None:
    short = b"""{"title": "T", "authors": ["Ada Lovelace", {"name": "Charles Babbage",
        "organization": "Cambridge"}], "topics": ["engine"], "venue": "Notes",
        "repositories": ["github.com/ada/engine"], "organization": "OpenBMB",
        "references": ["arxiv:1706.03762", {"title": "Another"}]}"""
    assert records.parse(short) == Paper(
        title="T",
        authors=(
            Author(name="Ada Lovelace"),
            Author(name="Charles Babbage", organizations=(Organization(name="Cambridge"),)),
        ),
        topics=(Topic(name="engine"),),
        venue=Venue(name="Notes"),
        repositories=(Repository(url="github.com/ada/engine"),),
        organizations=(Organization(name="OpenBMB"),),
        references=(Reference(id="arxiv:1706.03762"), Reference(title="Another")),
    )


@pytest.mark.parametrize(
    "given_form", ['"OpenBMB"', '{"name": "OpenBMB"}', '["OpenBMB"]', '[{"name": "OpenBMB"}]']
)
def test_an_organization_in_each_form(given_form: str) -> None:
    paper = records.parse(f'{{"title": "T", "organization": {given_form}}}'.encode())
    assert paper.organizations == (Organization(name="OpenBMB"),)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"title": "T", "autors": []}', "unknown key `autors` at `$`; did you mean `authors`?"),
        ('{"title": "T", "author_count": 3}', "did you mean `authorCount`?"),
        ('{"title": "T", "organizations": []}', "did you mean `organization`?"),
        (
            '{"title": "T", "authors": [{"nome": "A", "name": "B"}]}',
            "unknown key `nome` at `$.authors[0]`; did you mean `name`?",
        ),
        ('{"title": "T", "zzzz": 1}', "unknown key `zzzz` at `$`; use one of title, id, abstract"),
        ('{"title": "T", "authorCount": "3"}', "at `$.authorCount`"),
        ('{"title": 5}', "at `$.title`"),
        ('{"title": "T", "authors": ["A", 7]}', "at `$.authors[1]`"),
        ('{"title": "T", "authors": "A"}', "at `$.authors`"),
        ('{"title": "T", "references": [{"year": "x"}]}', "at `$.references[0].year`"),
        ('{"title": "T", "published": "yesterday"}', "invalid date: 'yesterday'"),
        ('{"title": "T", "published": "2020-02-30"}', "at `$.published`"),
        ('{"title": "T", "arxivId": "x"}', "invalid identifier: 'x'; check it - at `$.arxivId`"),
        ('{"abstract": "A"}', "add at least `title`"),
        ('{"title": "  ", "id": "x"}', "add at least `title`"),
        ("{}", "add at least `title`"),
        ("[1]", "Expected `object`, got `array`"),
        ('"text"', "Expected `object`, got `str`"),
        ("null", "Expected `object`, got `null`"),
        ('{"title": "T"', "not JSON"),
        ('{"title": "T"} {"title": "U"}', "not JSON: trailing characters"),
        ("prose", "not JSON"),
        ('{"title": ' + "[" * 100_000, "nested too deep"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(line: str, said: str) -> None:
    with pytest.raises(RecordError) as caught:
        records.parse(line.encode())
    assert said in str(caught.value)
    good = b'{"title": "Good", "authorCount": 2}'
    first, bad, last = records.read(Document("f.jsonl", b"\n".join([good, line.encode(), good])))
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    assert last.origin == "line 3"
    assert isinstance(bad, Rejected)
    assert said in bad.reason
    assert bad.where == "f.jsonl:2"
    assert bad.raw == line[:200].strip()


def test_invalid_utf8_is_rejected_at_its_byte() -> None:
    line = b'{"title": "Schr\xf6dinger"}'
    _, bad = records.read(Document("f.jsonl", b'{"title": "Good"}\n' + line))
    assert isinstance(bad, Rejected)
    assert bad.reason == "not UTF-8 at byte 16 of the line"
    assert line[16 - 1 : 16] == b"\xf6"
    assert "Schr" in bad.raw


def test_blank_lines_byte_order_mark_and_other_line_ends() -> None:
    data = b'\xef\xbb\xbf{"title": "A"}\r\n\r\n   \n{"title": "B"}'
    papers = list(records.read(Document("f", data)))
    assert [(paper.title, paper.origin) for paper in papers if isinstance(paper, Paper)] == [
        ("A", "line 1"),
        ("B", "line 4"),
    ]


def test_an_array_and_an_indented_record_are_read_too() -> None:
    array = Document("a", b'[{"title": "A", "authors": ["Ada"]}, {"title": 1}]')
    assert records.recognizes(array) > 0
    first, second = records.read(array)
    assert isinstance(first, Paper)
    assert (first.title, first.origin) == ("A", "entry 1")
    assert isinstance(second, Rejected)
    assert second.where == "a#2"
    indented = Document("i", b'{\n "title": "A",\n "authorCount": 3\n}')
    assert records.recognizes(indented) > 0.9
    assert [type(record) for record in records.read(indented)] == [Paper]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ('{"title": "T", "authorCount": 3, "arxivId": "1706.03762"}', True),
        ('{"title": "T"}\n{"title": "U"}', True),
        ('{"title": "T", "autors": ["A"]}', True),
        ('{"title": "T", "publication_year": 2020, "doi": "10.5555/1"}', False),
        ('{"name": "x"}', False),
        ("plain text", False),
        ("[]", False),
        ("[1, 2]", False),
    ],
)
def test_recognized_by_its_keys(text: str, *, sure: bool) -> None:
    assert (records.recognizes(Document("x", text.encode())) > 0.3) is sure


def test_damaged_compressed_data_is_said() -> None:
    data = gzip.compress(b'{"title": "A"}\n' * 100_000)
    with pytest.raises(SourceError, match=r"damaged .* after line"):
        list(records.read(Document("x.jsonl.gz", data[: len(data) // 2])))


def test_it_is_streamed(tmp_path: Path) -> None:
    line = b'{"title":"A short title","authors":[{"name":"Ada Lovelace"}],"authorCount":1}\n'
    path = tmp_path / "many.jsonl"
    path.write_bytes(line * 100_000)
    tracemalloc.start()
    number = sum(isinstance(record, Paper) for record in records.read(Document("m", path)))
    assert number == 100_000
    assert tracemalloc.get_traced_memory()[1] < path.stat().st_size / 2
    tracemalloc.stop()


def test_written_lines_join_into_a_file() -> None:
    sink = io.BytesIO()
    written = [Paper(title=f"T\n{number}", origin="x") for number in range(3)]
    for paper in written:
        sink.write(records.dump(paper))
    assert list(records.read(Document("f", sink.getvalue()))) == written
