"""Parameters are read by their declared type; an error has an example."""

from datetime import UTC, date, datetime

import pytest

from citegraph import queries
from citegraph.graph.errors import QueryError
from citegraph.graph.store import Store
from citegraph.queries.values import convert


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("integer", "20", 20),
        ("integer", " -3 ", -3),
        ("integer", 7, 7),
        ("number", "0.5", 0.5),
        ("date", "2025-10-27", date(2025, 10, 27)),
        ("date", date(2025, 10, 27), date(2025, 10, 27)),
        ("date", datetime(2025, 10, 27, 12, tzinfo=UTC), date(2025, 10, 27)),
        ("boolean", "Yes", True),
        ("boolean", "false", False),
        ("boolean", True, True),
        ("string", "  a b ", "a b"),
        ("topic", "10", "10"),
    ],
)
def test_values_by_type(type: str, text: object, value: object):
    assert convert(type, text, "x") == value


@pytest.mark.parametrize(
    ("type", "text", "said"),
    [
        ("integer", "many", "invalid integer x='many'; use a whole number"),
        ("integer", "1.5", "invalid integer"),
        (
            "date",
            "yesterday",
            "invalid date x='yesterday'; use a day of the calendar, written as 2025-10-27",
        ),
        ("date", "2025-02-30", "invalid date"),
        ("boolean", "maybe", "use true or false"),
        ("paper", "  ", "invalid paper"),
    ],
)
def test_values_of_another_type(type: str, text: str, said: str):
    with pytest.raises(QueryError, match=said):
        convert(type, text, "x")


def test_defaults_are_filled_in():
    question = queries.catalogue()["most-cited"]
    assert queries.parameters(question, {"limit": "5"}) == {"stubs": False, "limit": 5}


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        (
            "shared-topics",
            {},
            "shared-topics needs 'paper': identifier or title of the paper, for example arxiv:1506.03134",
        ),
        (
            "shared-topics",
            {"papr": "x"},
            "shared-topics has no parameter 'papr'; did you mean 'paper'?",
        ),
        ("topics", {"zzz": "x"}, "topics has no parameter 'zzz'; its parameters: limit"),
        ("papers-by-year", {"zzz": "x"}, "its parameters: none"),
        ("topics", {"limit": "0"}, "invalid limit: 0"),
        ("topic-new", {"topic": "GNN", "days": "0"}, "invalid days: 0; it must be at least 1"),
        (
            "topic-trend",
            {"topic": "GNN", "unit": "quarter"},
            "invalid unit: 'quarter'; use one of year, month, week",
        ),
        (
            "topic-trend",
            {"topic": "GNN", "source": "openalx"},
            "no topic of this graph has evidence of kind 'openalx'; set source to ai_keywords, openalex or text",
        ),
        (
            "papers-together",
            {"author": "Ada Lind", "other": "orcid:0000-0002-1825-0097"},
            "papers-together needs two nodes, and 'Ada Lind and orcid:0000-0002-1825-0097' names one: "
            "Ada Lind (orcid:0000-0002-1825-0097); set author and other to different ones",
        ),
        (
            "path",
            {"from": "2301.00001", "to": "arxiv:2301.00001"},
            "path needs two nodes, and '2301.00001 and arxiv:2301.00001' names one: Graph neural "
            "networks for molecules (arxiv:2301.00001); set from and to to different ones",
        ),
        ("topics", {"limit": "ten"}, "invalid integer limit='ten'"),
        ("shared-topic", {}, "no question 'shared-topic'; did you mean shared-topics"),
        ("Shared_Topics", {}, "no question 'Shared_Topics'; did you mean shared-topics"),
        ("author count", {}, "author-count-by-year"),
        ("zzz", {}, "no question 'zzz'; see the catalogue of questions"),
    ],
)
def test_wrong_calls(store: Store, name: str, given: dict[str, str], said: str):
    with pytest.raises(QueryError) as error:
        queries.run(store, name, **given)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
