"""Observations combine to the same result in any order, and newer values are kept."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from citegraph.graph.schema import EDGES, NODES, EdgeType, NodeType, Property, node_type
from citegraph.graph.writing.combine import combine

VALUES = {
    "string": st.sampled_from(["a", "b", "ab"]),
    "integer": st.integers(0, 3),
    "float": st.sampled_from([0.0, 0.5, 1.0]),
    "boolean": st.booleans(),
    "date": st.dates(date(2020, 1, 1), date(2020, 1, 3)),
    "list": st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, unique=True).map(sorted),
}


def observations(of: NodeType | EdgeType) -> st.SearchStrategy[dict[str, Any]]:
    def strategy(known: Property) -> st.SearchStrategy[Any]:
        if known.name == "publishedPrecision":
            return st.sampled_from(["day", "month", "year"])
        return VALUES[known.kind]

    optional = {p.name: strategy(p) for p in of.properties if not p.follows}
    days = st.dates(date(2025, 1, 1), date(2025, 1, 3))

    @st.composite
    def one(draw: st.DrawFn) -> dict[str, Any]:
        value = draw(st.fixed_dictionaries({}, optional=optional))
        if any(p.rule in ("newest", "precise") and p.name in value for p in of.properties):
            value["observed"] = draw(days)
        for p in of.properties:  # what follows comes with what it follows, or is not known
            if p.follows in value and draw(st.booleans()):
                value[p.name] = draw(strategy(p))
        return value

    return one()


@st.composite
def cases(draw: st.DrawFn) -> tuple[NodeType | EdgeType, list[dict[str, Any]]]:
    of = draw(st.sampled_from([*NODES, *EDGES]))
    return of, draw(st.lists(observations(of), min_size=3, max_size=3))


@given(cases())
def test_order_does_not_matter(case: tuple[NodeType | EdgeType, list[dict[str, Any]]]) -> None:
    of, (a, b, c) = case
    assert combine(of, a, b) == combine(of, b, a)
    assert combine(of, combine(of, a, b), c) == combine(of, a, combine(of, b, c))


def test_the_same_value_seen_later_is_no_longer_old() -> None:
    repository = node_type("Repository")
    old = {"url": "a", "host": "b", "observed": date(2025, 1, 2), "observedOf": ["host=2025-01-01"]}
    new = {"host": "b", "observed": date(2025, 1, 2)}
    assert combine(repository, old, new) == {"url": "a", "host": "b", "observed": date(2025, 1, 2)}


def test_what_follows_a_value_counts_where_the_values_are_equal() -> None:
    paper = node_type("Paper")
    plain = {"title": "a", "observed": date(2025, 1, 1)}
    raw = {**plain, "rawTitle": "$a$"}
    assert combine(paper, plain, raw) == combine(paper, raw, plain) == raw
    read = {"published": date(2025, 1, 1), "observed": date(2025, 1, 1)}
    inferred = {**read, "publishedInferred": True}
    assert combine(paper, read, inferred) == combine(paper, inferred, read) == read


@given(cases())
def test_again_changes_nothing(case: tuple[NodeType | EdgeType, list[dict[str, Any]]]) -> None:
    of, (a, b, _) = case
    both = combine(of, a, b)
    assert combine(of, both, a) == both
    assert combine(of, both, both) == both


def test_older_never_overwrites_newer_but_fills_gaps() -> None:
    newer = {"title": "New", "upvotes": 9, "observed": date(2025, 2, 1)}
    older = {"title": "Old title, longer", "abstract": "Text", "observed": date(2025, 1, 1)}
    both = combine(node_type("Paper"), newer, older)
    assert both == {
        "title": "New",
        "upvotes": 9,
        "abstract": "Text",
        "observed": date(2025, 2, 1),
        "observedOf": ["abstract=2025-01-01"],
    }


def test_a_date_that_was_read_beats_one_that_was_inferred() -> None:
    inferred = {
        "published": date(2025, 4, 7),
        "publishedPrecision": "day",
        "publishedInferred": True,
        "year": 2025,
        "observed": date(2025, 10, 27),
    }
    read = {
        "published": date(2024, 4, 7),
        "publishedPrecision": "day",
        "year": 2024,
        "observed": date(2024, 5, 1),
    }
    both = combine(node_type("Paper"), inferred, read)
    assert both["published"] == date(2024, 4, 7)
    assert both["year"] == 2024
    assert "publishedInferred" not in both


def test_a_capitalized_spelling_is_shown() -> None:
    author = node_type("Author")
    for one, other in (("Yuanxing zhang", "Yuanxing Zhang"), ("Y. Zhang", "Yuanxing Zhang")):
        for a, b in ((one, other), (other, one)):
            assert combine(author, {"name": a}, {"name": b})["name"] == "Yuanxing Zhang"
