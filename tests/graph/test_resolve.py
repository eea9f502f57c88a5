"""Records of one paper are found, and its identifier is the strongest."""

import pytest

from citegraph.graph.identity.resolve import Known, resolve, title_id
from citegraph.graph.identity.works import author_key, first_author


def known(
    node: str | None = None,
    title: str | None = None,
    year: int | None = None,
    authors: int | None = None,
    first: str | None = None,
    **keys: str,
) -> Known:
    titles = frozenset([title_id(title)] if title else [])
    named = frozenset([first] if first else [])
    return Known(frozenset(keys.items()), titles, year, authors, node, first_authors=named)


def test_a_shared_identifier_is_one_paper_under_the_strongest() -> None:
    a, b, c = resolve(
        [
            known(doi="10.1/x", openalexId="W1"),
            known(openalexId="W1", arxivId="2001.00001"),
            known(openalexId="W2"),
        ]
    )
    assert a is b
    assert a.id == "arxiv:2001.00001"
    assert c.id == "openalex:W2"


def test_a_title_joins_a_record_without_identifiers() -> None:
    title = "a title of some length"
    a, b = resolve(
        [known(title=title, year=2020), known(title=title, year=2021, arxivId="2001.00001")]
    )
    assert a is b
    assert a.id == "arxiv:2001.00001"


def test_different_identifiers_of_one_kind_stay_apart() -> None:
    title = "a title of some length"
    a, b = resolve(
        [known(title=title, arxivId="2001.00001"), known(title=title, arxivId="2001.00002")]
    )
    assert a is not b


def test_a_short_title_needs_year_and_author_count() -> None:
    a, b, c = resolve(
        [
            known(title="pointer networks", year=2015, authors=3),
            known(title="pointer networks", year=2015, authors=3, arxivId="1506.03134"),
            known(title="pointer networks", year=2020, authors=1, doi="10.1/y"),
        ]
    )
    assert a is b
    assert c is not a


def test_years_far_apart_are_two_papers() -> None:
    a, b = resolve(
        [
            known(title="on the theory of things", year=1990),
            known(title="on the theory of things", year=2020),
        ]
    )
    assert a is not b


def test_nodes_that_turn_out_to_be_one_are_named_with_the_reason() -> None:
    record, _, _ = resolve(
        [
            known(openalexId="W1", arxivId="2001.00001"),
            known(node="openalex:W1", openalexId="W1"),
            known(node="arxiv:2001.00001", arxivId="2001.00001"),
        ]
    )
    assert record.id == "arxiv:2001.00001"
    assert set(record.nodes) == {"openalex:W1", "arxiv:2001.00001"}
    assert record.reasons["openalex:W1"] == "same openalexId"


def test_own_identifiers_come_first() -> None:
    (paper,) = resolve([known(id="p1", arxivId="2001.00001")])
    assert paper.id == "p1"


LONG = "a title of some length"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"arxivId": "2001.00001"}, {"doi": "10.1038/x"}, True),
        ({"doi": "10.1101/2020.01.01.123456"}, {"doi": "10.1038/x"}, True),
        ({"doi": "10.21203/rs.3.rs-1/v1"}, {"doi": "10.21203/rs.3.rs-2/v1"}, False),
        ({"doi": "10.1101/2020.01.01.123456"}, {"doi": "10.1101/2020.01.01.654321"}, False),
        ({"doi": "10.1109/cvpr.1"}, {"doi": "10.1007/s1-2"}, False),
        (
            {"arxivId": "2001.00001", "openalexId": "W1001"},
            {"doi": "10.1038/x", "openalexId": "W1002"},
            True,
        ),
        ({"doi": "10.1038/x", "pmid": "1"}, {"doi": "10.1101/123456", "pmid": "2"}, True),
        ({"openalexId": "W1001"}, {"openalexId": "W1002"}, False),
        ({"aclId": "P18-1001"}, {"aclId": "P18-1002"}, False),
        ({"id": "mine-1"}, {"id": "mine-2"}, False),
    ],
)
def test_a_preprint_matches_its_published_version_and_no_other(
    one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    a, b = resolve([known(title=LONG, **one), known(title=LONG, **other)])
    assert (a is b) == same


def test_papers_of_one_title_by_other_authors_stay_apart() -> None:
    a, b, c = resolve(
        [
            known(title=LONG, year=2023, first="zhao w", arxivId="2303.18223"),
            known(title=LONG, year=2023, first="minaee s", doi="10.1000/x"),
            known(title=LONG, year=2024, first="zhao w"),
        ]
    )
    assert a is not b
    assert a is c


def test_a_title_that_many_papers_share_needs_more() -> None:
    title = "editorial for the special issue on graphs"
    a, b = resolve([known(title=title, year=2019), known(title=title, year=2021)])
    assert a is not b


def test_names_without_characters_end_no_load() -> None:
    assert author_key(" ") == first_author([" "]) == ""


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_papers_of_one_title_have_different_identifiers(order: tuple[int, ...]) -> None:
    some = [
        known(title="introduction", year=2019, first="klein c"),
        known(title="introduction", year=2019, first="gross d"),
        known(title="introduction", year=1990, first="klein c"),
    ]
    found = resolve([some[at] for at in order])
    assert {identity.id for identity in found} == {
        "work:introduction-gross-d-2019",
        "work:introduction-klein-c-1990",
        "work:introduction-klein-c-2019",
    }
