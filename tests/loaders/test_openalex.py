import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Organization, Paper, Reference, Rejected, Topic, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.formats import recognize
from citegraph.loaders.sources import openalex
from citegraph.loaders.sources.openalex_works import Work, decode

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W1000000001",
    "doi": "https://doi.org/10.5555/ENGINE.1",
    "title": "Notes on the <i>Analytical</i> Engine",
    "display_name": "Notes on the <i>Analytical</i> Engine",
    "publication_year": 2021,
    "publication_date": "2021-03-04",
    "ids": {
        "openalex": "https://openalex.org/W1000000001",
        "mag": "1000000001",
        "pmid": "https://pubmed.ncbi.nlm.nih.gov/123456",
    },
    "language": "en",
    "primary_location": {
        "landing_page_url": "https://doi.org/10.5555/engine.1",
        "pdf_url": None,
        "source": {
            "id": "https://openalex.org/S2000000002",
            "display_name": "Journal of Engines",
            "issn_l": "1234-5678",
            "issn": ["1234-5678"],
            "type": "journal",
        },
    },
    "locations": [
        {"landing_page_url": "https://doi.org/10.5555/engine.1", "source": None},
        {
            "landing_page_url": "http://arxiv.org/abs/2101.00001",
            "pdf_url": "https://arxiv.org/pdf/2101.00001v2",
        },
    ],
    "type": "article",
    "authorships": [
        {
            "author_position": "first",
            "author": {
                "id": "https://openalex.org/A5000000001",
                "display_name": "Ada Lovelace",
                "orcid": "https://orcid.org/0000-0002-1825-0097",
            },
            "raw_author_name": "A. A. Lovelace",
            "institutions": [
                {
                    "id": "https://openalex.org/I3000000003",
                    "display_name": "University of Ockham",
                    "ror": "https://ror.org/00abcde12",
                    "country_code": "GB",
                    "type": "education",
                }
            ],
        },
        {
            "author_position": "last",
            "author": {"id": "https://openalex.org/A9999999999", "display_name": None},
            "raw_author_name": "Charles Babbage",
            "institutions": [],
        },
    ],
    "cited_by_count": 42,
    "is_retracted": False,
    "primary_topic": {
        "id": "https://openalex.org/T10001",
        "display_name": "Mechanical Computation",
        "score": 0.98,
        "subfield": {"display_name": "Hardware"},
        "field": {"display_name": "Computer Science"},
        "domain": {"display_name": "Physical Sciences"},
    },
    "topics": [
        {
            "display_name": "Mechanical Computation",
            "score": 0.98,
            "subfield": {"display_name": "Hardware"},
            "field": {"display_name": "Computer Science"},
            "domain": {"display_name": "Physical Sciences"},
        }
    ],
    "keywords": [
        {"id": "https://openalex.org/keywords/cards", "display_name": "Punched cards", "score": 0.5}
    ],
    "concepts": [{"display_name": "Computer science", "level": 0, "score": 0.9}],
    "referenced_works": ["https://openalex.org/W1000000007"] * 2 + [None],
    "abstract_inverted_index": {
        "engine": [1, 4],
        "The": [0],
        "weaves;": [2],
        "the": [3],
        "counts.": [5],
    },
    "updated_date": "2025-10-10T17:16:08.811792",
    "created_date": "2016-06-24",
}


def records(value: Any, name: str = "works.json") -> list[Paper | Rejected]:
    text = value if isinstance(value, str) else json.dumps(value)
    return list(openalex.read(Document(name, text.encode())))


def one(**changes: Any) -> Paper:
    work = {key: value for key, value in (WORK | changes).items() if value is not ...}
    (paper,) = records(work)
    assert isinstance(paper, Paper), paper
    return paper


def test_a_whole_work() -> None:
    paper = one()
    assert paper.title == "Notes on the Analytical Engine"
    assert paper.raw_title == "Notes on the <i>Analytical</i> Engine"
    assert paper.abstract == "The engine weaves; the engine counts."
    assert paper.published == "2021-03-04"
    assert (paper.openalex_id, paper.doi, paper.arxiv_id, paper.pmid) == (
        "W1000000001",
        "10.5555/engine.1",
        "2101.00001",
        "123456",
    )
    ada, charles = paper.authors
    assert (ada.name, ada.orcid, ada.openalex_id, ada.names) == (
        "Ada Lovelace",
        "0000-0002-1825-0097",
        "A5000000001",
        ("A. A. Lovelace",),
    )
    assert ada.organizations == (
        Organization(
            name="University of Ockham",
            ror="https://ror.org/00abcde12",
            openalex_id="I3000000003",
            country="GB",
        ),
    )
    assert (charles.name, charles.openalex_id) == ("Charles Babbage", None)
    assert (paper.author_count, paper.authors_partial) == (2, False)
    assert paper.references == (Reference(openalex_id="W1000000007"),)
    assert paper.venue == Venue(
        name="Journal of Engines", issn="1234-5678", openalex_id="S2000000002", kind="journal"
    )
    assert paper.topics == (
        Topic(
            name="Mechanical Computation",
            kind="concept",
            broader=("Hardware", "Computer Science", "Physical Sciences"),
            vocabulary="openalex",
            source="openalex",
            score=0.98,
            field="source",
        ),
        Topic(
            name="Punched cards",
            kind="keyword",
            vocabulary="openalex",
            source="openalex",
            score=0.5,
            field="source",
        ),
    )
    assert (paper.cited_by_count, paper.language, paper.type, paper.retracted) == (
        42,
        "en",
        "article",
        False,
    )
    assert paper.url == "https://doi.org/10.5555/engine.1"
    assert paper.sources == ("openalex",)
    assert paper.observed == "2025-10-10"
    assert paper.origin == "entry 1"


@pytest.mark.parametrize(
    "value",
    [
        WORK,
        [WORK],
        {"meta": {"count": 1, "page": 1}, "results": [WORK], "group_by": []},
        {"results": [WORK]},
        [{"meta": {"count": 1}, "results": [WORK]}],
        json.dumps(WORK) + "\n",
        "\ufeff" + json.dumps(WORK, indent=2),
    ],
)
def test_all_outer_shapes_give_the_same_paper(value: Any) -> None:
    (paper,) = records(value)
    assert isinstance(paper, Paper)
    assert paper.openalex_id == "W1000000001"
    text = value if isinstance(value, str) else json.dumps(value)
    assert recognize(Document("x", text.encode())) == "openalex"


def test_json_lines_name_the_line() -> None:
    lines = "\n".join(
        [json.dumps(WORK), "", "{broken", json.dumps(WORK | {"id": "https://openalex.org/A55"})]
    )
    first, broken, author = records(lines)
    assert isinstance(first, Paper)
    assert first.origin == "line 1"
    assert isinstance(broken, Rejected)
    assert broken.where == "works.json:3"
    assert isinstance(author, Rejected)
    assert author.where == "works.json:4"


@pytest.mark.parametrize(
    ("id", "kind"),
    [
        ("https://openalex.org/A5023888391", "authors"),
        ("https://openalex.org/S125754415", "sources"),
        ("https://openalex.org/I136199984", "institutions"),
        ("https://openalex.org/C71924100", "concepts"),
        ("https://openalex.org/T11636", "topics"),
        ("https://openalex.org/P4310320990", "publishers"),
        ("https://openalex.org/F4320332161", "funders"),
        ("https://openalex.org/G1234567", "awards"),
        ("https://openalex.org/authors/A55", "authors"),
        ("https://openalex.org/keywords/cardiac-imaging", "keywords"),
        ("https://openalex.org/fields/27", "fields"),
    ],
)
def test_other_entities_are_named(id: str, kind: str) -> None:
    entity = {"id": id, "display_name": "Something", "works_count": 3, "cited_by_count": 4}
    for value in (entity, {"meta": {"count": 1}, "results": [entity]}):
        (rejected,) = records(value)
        assert isinstance(rejected, Rejected)
        assert f"these are {kind}, not works" in rejected.reason
        assert rejected.where == "works.json#1"
        assert recognize(Document("x", json.dumps(value).encode())) == "openalex"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (
            {"error": "Invalid query parameters error.", "message": "titel is not a valid field"},
            "Invalid query parameters error: titel is not a valid field",
        ),
        ({"error": "Not Found"}, "Not Found"),
        ({"message": "Rate limit exceeded", "retryAfter": 12}, "Rate limit exceeded"),
        (
            {"code": 404, "name": "Not Found", "description": "No such page"},
            "Not Found: No such page",
        ),
    ],
)
def test_an_error_reply_is_said(reply: dict[str, Any], said: str) -> None:
    document = Document("reply.json", json.dumps(reply).encode())
    assert recognize(document) == "openalex"
    with pytest.raises(SourceError, match=r"^reply\.json: .*") as caught:
        list(openalex.read(document))
    assert said in str(caught.value)


def test_an_error_among_lines_is_rejected() -> None:
    _, rejected = records(json.dumps(WORK) + '\n{"error": "Too many requests", "message": "wait"}')
    assert isinstance(rejected, Rejected)
    assert "Too many requests: wait" in rejected.reason


def test_an_empty_page_and_a_part_of_many_are_said() -> None:
    empty = Document("e", b'{"meta": {"count": 0, "db_response_time_ms": 3}, "results": []}')
    assert recognize(empty) == "openalex"
    assert list(openalex.read(empty)) == []
    assert empty.notes == ["OpenAlex found no works"]
    part = Document("p", json.dumps({"meta": {"count": 417}, "results": [WORK]}).encode())
    list(openalex.read(part))
    assert part.notes == ["the reply has 1 of 417 works; load the other pages for the rest"]


@pytest.mark.parametrize(
    "other",
    [
        {"message": {"DOI": "10.5555/1", "title": ["x"]}},
        {"status": "ok", "message-type": "work-list", "message": {"items": []}},
        {"paperId": "0" * 40, "title": "x", "year": 2020},
        {"title": "x", "authors": ["Ada Lovelace"]},
        [1, 2, 3],
        "plain text",
    ],
)
def test_other_forms_are_not_taken(other: Any) -> None:
    assert openalex.recognizes(Document("x", json.dumps(other).encode())) == 0


@pytest.mark.parametrize(
    ("count", "changes", "expected", "partial"),
    [
        (100, {}, None, True),
        (100, {"is_authors_truncated": True}, None, True),
        (100, {"is_authors_truncated": False}, 100, False),
        (100, {"authors_count": 3000}, 3000, True),
        (99, {}, 99, False),
        (150, {}, 150, False),
        (0, {}, None, False),
    ],
)
def test_a_capped_author_list_is_not_passed_off_as_whole(
    count: int, changes: dict[str, Any], expected: int | None, *, partial: bool
) -> None:
    authorships = [{"author": {"display_name": f"Author {n}"}} for n in range(count)]
    paper = one(authorships=authorships, **changes)
    assert (len(paper.authors), paper.author_count, paper.authors_partial) == (
        count,
        expected,
        partial,
    )


@pytest.mark.parametrize(
    ("index", "abstract", "noted"),
    [
        ({"b": [1], "a": [0]}, "a b", False),
        ({"b": [1000], "a": [3]}, "a b", False),
        ({"a": [0], "b": [0], "c": [1]}, "a b c", False),
        ({"a": [0], "b": [-1], "c": [10**12], "d": ["x"], "e": [True]}, "a", True),
        ({"a": 0, "b": 1}, "a b", False),
        ('{"b": [1], "a": [0]}', "a b", False),
        ({"IndexLength": 2, "InvertedIndex": {"b": [1], "a": [0]}}, "a b", False),
        ({}, None, False),
        (None, None, False),
        (..., None, False),
        ("not json", None, False),
        (["a"], None, False),
    ],
)
def test_abstracts(index: Any, abstract: str | None, *, noted: bool) -> None:
    work = {
        key: value
        for key, value in (WORK | {"abstract_inverted_index": index}).items()
        if value is not ...
    }
    document = Document("x", json.dumps(work).encode())
    (paper,) = openalex.read(document)
    assert isinstance(paper, Paper)
    assert paper.abstract == abstract
    assert bool(document.notes) is noted


@given(st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True), min_size=1, max_size=50))
def test_an_inverted_abstract_comes_back(words: list[str]) -> None:
    index: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        index.setdefault(word, []).append(place)
    shuffled = list(index.items())
    random.Random(0).shuffle(shuffled)
    assert one(abstract_inverted_index=dict(shuffled)).abstract == " ".join(words)


def test_the_shape_of_2022() -> None:
    paper = one(
        primary_location=...,
        locations=...,
        primary_topic=...,
        topics=...,
        keywords=[{"keyword": "punched cards", "score": 0.4}],
        host_venue={
            "id": "https://openalex.org/V55555",
            "display_name": "Old Journal",
            "issn_l": "1111-1111",
            "type": "journal",
        },
        concepts=[
            {"display_name": "Computer science", "level": 0, "score": 0.8},
            {"display_name": "Engine", "level": 2, "score": "0.6"},
            {"display_name": "Ancestor", "level": 1, "score": 0.0},
        ],
    )
    assert paper.venue == Venue(
        name="Old Journal", issn="1111-1111", openalex_id="V55555", kind="journal"
    )
    assert [(topic.name, topic.kind, topic.score) for topic in paper.topics] == [
        ("punched cards", "keyword", 0.4),
        ("Computer science", "field", 0.8),
        ("Engine", "concept", 0.6),
    ]
    assert paper.arxiv_id is None


@pytest.mark.parametrize(
    "changes",
    [
        {"doi": "https://doi.org/10.48550/arXiv.2101.00001"},
        {"primary_location": {"landing_page_url": "https://arxiv.org/abs/2101.00001v3"}},
        {"locations": [{"pdf_url": "http://arxiv.org/pdf/2101.00001"}]},
        {"locations": [{"id": "pmh:oai:arXiv.org:2101.00001"}]},
        {
            "ids": {"arxiv": "2101.00001", "openalex": "W1"},
            "locations": [{"landing_page_url": "https://arxiv.org/abs/2101.00001"}],
        },
    ],
)
def test_where_the_arxiv_identifier_is_found(changes: dict[str, Any]) -> None:
    paper = one(**({"locations": [], "primary_location": None} | changes))
    assert paper.arxiv_id == "2101.00001"
    assert paper.doi != "10.48550/arxiv.2101.00001"


def test_null_title_null_source_and_a_venue_known_by_name_only() -> None:
    where = {"source": None, "raw_source_name": "Proceedings"}
    paper = one(title=None, display_name=None, primary_location=where)
    assert paper.title is None
    assert paper.openalex_id == "W1000000001"
    assert paper.venue == Venue(name="Proceedings")
    assert one(primary_location=None).venue is None
    assert one(title=None).title == "Notes on the Analytical Engine"


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (
            {"raw_affiliation_strings": [" Univ. of Ockham, <i>UK</i>. ", ""]},
            ["Univ. of Ockham, UK"],
        ),
        ({"raw_affiliation_string": "Univ. of Ockham"}, ["Univ. of Ockham"]),
        ({"raw_affiliation_strings": []}, []),
        (
            {
                "raw_affiliation_strings": ["Ockham"],
                "institutions": [{"id": "https://openalex.org/I3000000003", "display_name": "Ock"}],
            },
            ["Ock"],
        ),
    ],
)
def test_affiliations_without_an_institution(given: dict[str, Any], names: list[str]) -> None:
    paper = one(authorships=[{"author": {"display_name": "Ada"}, "institutions": [], **given}])
    assert [each.name for each in paper.authors[0].organizations] == names


def test_partial_works_of_select() -> None:
    (paper,) = records({"results": [{"title": "Only a title"}]})
    assert isinstance(paper, Paper)
    assert (paper.title, paper.author_count, paper.references) == ("Only a title", None, ())
    (paper,) = records({"open_access": {"oa_url": "https://example.org/x.pdf"}, "doi": "10.5555/9"})
    assert isinstance(paper, Paper)
    assert (paper.doi, paper.title) == ("10.5555/9", None)
    (rejected,) = records({"results": [{"cited_by_count": 3}]})
    assert isinstance(rejected, Rejected)
    assert "no title and no identifier" in rejected.reason


def test_the_address_is_one_that_opens() -> None:
    assert one(primary_location=None).url == "https://doi.org/10.5555/ENGINE.1"
    arxiv = one(doi="https://doi.org/10.48550/arxiv.2101.00001", primary_location=None)
    assert arxiv.url == "https://doi.org/10.48550/arxiv.2101.00001"
    assert one(doi="10.5555/x", primary_location={"landing_page_url": "javascript:x"}).url is None


def test_counts_of_a_group_by_are_no_works() -> None:
    reply = {"meta": {"count": 2}, "group_by": [{"key": "2020", "count": 5}]}
    assert recognize(Document("x", json.dumps(reply).encode())) == "openalex"
    (rejected,) = records(reply)
    assert isinstance(rejected, Rejected)
    assert "counts of a group_by" in rejected.reason


def test_a_year_alone_and_a_deleted_work() -> None:
    assert one(publication_date=None).published == "2021"
    assert one(publication_date="2021-01-01").published == "2021"  # the day is not known
    assert one(publication_date="2021-02-01").published == "2021-02-01"
    assert one(publication_date="soon", publication_year="x").published is None
    (rejected,) = records({"id": "https://openalex.org/W4285719527", "title": "Deleted Work"})
    assert isinstance(rejected, Rejected)


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["display_name", "id", "author", "source", "score", "a"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(WORK)), _JUNK))
def test_any_value_anywhere_gives_a_paper_or_a_reason(changes: dict[str, Any]) -> None:
    (record,) = records({"results": [WORK | changes]})
    assert isinstance(record, Paper | Rejected)


@pytest.mark.parametrize("entry", [None, 1, "W1", [], ["x"], True, {}, {"foo": 1}])
def test_what_is_no_work_is_rejected_with_its_place(entry: Any) -> None:
    _, record = records({"results": [WORK, entry]})
    assert isinstance(record, Rejected)
    assert record.where == "works.json#2"


def test_truncated_input_keeps_what_came_before() -> None:
    text = json.dumps({"meta": {"count": 2}, "results": [WORK, WORK]})
    first, rest = records(text[:-200])
    assert isinstance(first, Paper)
    assert isinstance(rest, Rejected)


TYPED = WORK | {"referenced_works": ["https://openalex.org/W2000000001"]}  # as a snapshot has it


def lines_and_array(works: list[Any]) -> tuple[list[Any], list[Any]]:
    """The records of works as lines, which are decoded with types, and as an array."""
    found = []
    for text in ("\n".join(map(json.dumps, works)), json.dumps(works)):
        given = openalex.read(Document("works.json", text.encode()))
        found.append(
            [
                msgspec.structs.replace(one, origin=None) if isinstance(one, Paper) else one.reason
                for one in given
            ]
        )
    return found[0], found[1]


@given(st.dictionaries(st.sampled_from(sorted(WORK)), _JUNK))
def test_lines_and_arrays_give_the_same(changes: dict[str, Any]) -> None:
    lines, array = lines_and_array([TYPED, TYPED | changes, TYPED])
    assert lines == array
    assert len(lines) == 3


def test_lines_are_decoded_with_types(shared_data: Path) -> None:
    works = [TYPED]
    for path in (shared_data / "sources/openalex").glob("*.json"):
        value = json.loads(path.read_text())
        given = value.get("results", [value])
        works += [one for one in given if str(one.get("id")).startswith("https://openalex.org/W")]
    assert len(works) > 40
    typed = [one for one in works if isinstance(decode(json.dumps(one).encode()), Work)]
    assert len(typed) == len(works)
    lines, array = lines_and_array(works)
    assert lines == array


def test_repeated_keys_are_looked_for_in_some_lines() -> None:
    text = json.dumps(TYPED)
    repeated = text.replace('"language":', '"language": "de", "language":', 1)
    document = Document("works.json", "\n".join([text] * 256 + [repeated, repeated]).encode())
    assert {one.language for one in openalex.read(document) if isinstance(one, Paper)} == {"en"}
    assert document.notes == ["line 257: the key 'language' occurs twice; the last value is read"]


@pytest.mark.parametrize(
    "index", [{"a": [0], "b": [-1]}, {"a": [0], "b": [10**7]}, {"a": [0], "b": ["1"]}]
)
def test_a_position_that_no_word_has(index: Any) -> None:
    for shape in ("{}\n{}", "[{},{}]"):
        text = shape.replace("{}", json.dumps(TYPED | {"abstract_inverted_index": index}))
        document = Document("works.json", text.encode())
        papers = [one for one in openalex.read(document) if isinstance(one, Paper)]
        assert [one.abstract for one in papers] == ["a", "a"]
        assert "1 words of the abstract have an invalid position" in document.notes[0]


def test_saved_replies(shared_data: Path) -> None:
    counts: dict[str, tuple[int, int]] = {}
    for path in sorted((shared_data / "sources/openalex").glob("*.json")):
        document = Document(path.name, path)
        if openalex.recognizes(document) == 0:
            continue
        got = list(openalex.read(document))
        papers = [record for record in got if isinstance(record, Paper)]
        counts[path.name] = len(papers), len(got) - len(papers)
        value = json.loads(path.read_text())
        works = value.get("results", [value])
        assert len(got) == len(works)
        for work, paper in zip(works, got, strict=True):
            if isinstance(paper, Paper) and "authorships" in work:
                assert len(paper.authors) == len(work["authorships"])
                assert len(paper.references) == len(set(work.get("referenced_works", [])))
                words = (work["abstract_inverted_index"] or {}).values()
                if not paper.raw_abstract:
                    assert len((paper.abstract or "").split()) >= sum(map(len, words))
    assert sum(papers for papers, _ in counts.values()) == 49
    assert sum(rejected for _, rejected in counts.values()) == 11
    assert "crossref_valid.json" not in counts
