"""A key that a JSON object has twice is named, with its place."""

import json

import pytest

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import records
from tests.loaders.samples import ENTRIES, api_entry


def read(text: str) -> tuple[list[Paper | Rejected], list[str]]:
    document = Document("x", text.encode())
    return list(formats.source(formats.recognize(document)).read(document)), document.notes


@pytest.mark.parametrize(
    ("record", "key"),
    [
        ('{"title": "One", "authors": ["A"], "title": "Two"}', "title"),
        ('{"title": "One", "authors": [{"name": "A", "orcid": null, "name": "B"}]}', "name"),
    ],
)
def test_a_record_with_a_repeated_key_is_rejected_alone(record: str, key: str) -> None:
    good = '{"title": "Fine", "authors": ["A", "A"], "topics": [{"name": "x"}, {"name": "x"}]}\n'
    found = list(records.read(Document("x", f"{good}{record}\n{good}".encode())))
    assert [type(one) for one in found] == [Paper, Rejected, Paper]
    assert isinstance(found[1], Rejected)
    assert found[1].where == "x:2"
    assert found[1].reason == f"the key `{key}` occurs twice; remove one of them"


@pytest.mark.parametrize("lines", [False, True])
def test_a_repeated_key_of_an_entry_is_noted(lines: bool) -> None:
    entries = [json.dumps(api_entry(e)) for e in ENTRIES]
    entries[1] = entries[1].replace('"upvotes":', '"upvotes": 5, "upvotes":', 1)
    found, notes = read("\n".join(entries) if lines else f"[{','.join(entries)}]")
    assert len(found) == len(ENTRIES)
    place = "line 2" if lines else "entry 2"
    assert notes == [f"{place}: the key 'upvotes' occurs twice; the last value is read"]


def test_a_repeated_list_is_noted() -> None:
    entries = json.dumps([api_entry(e) for e in ENTRIES])
    found, notes = read(f'{{"status": "x", "data": {entries}, "data": []}}')
    assert len(found) == len(ENTRIES)
    assert len(notes) == 1
    assert "'data' occurs twice" in notes[0]
