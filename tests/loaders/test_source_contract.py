"""What every source keeps, checked on the samples of ``tests/loaders/samples.py``.

A source has a sample and recognizes it, reads as a stream, rejects with a place, and survives
truncation, damage and hostile text.
"""

import json
import re
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders.damage import damage, outcome
from tests.loaders.samples import ENTRIES, PAPERS, SAMPLES, WRITERS

FORMAT = pytest.mark.parametrize("format", formats.FORMATS)
# One writer a format, and every variant of it where variants are read by other code.
VARIANT = pytest.mark.parametrize(
    "name", [name for name in WRITERS if not name.startswith("text ") or name == "text plain"]
)
# Formats that are read whole, and why.
WHOLE = {
    "daily-papers-page": "HTML is repaired as a tree",
    "daily-papers-text": "the layout of a page is inferred from all its lines",
    "citation-cff": "a YAML document is one value; a file describes one work",
}
# Formats in which a line of text can itself be markup of the format.
LAYOUT = {"daily-papers-text", "labelled-text", "markdown-list", "markdown-table"}
MANY = 3000
PAYLOADS: list[str] = json.loads(
    (Path(__file__).parents[1] / "viz" / "payloads.json").read_text(encoding="utf-8")
)


def samples(format: str) -> list[str]:
    return [text for each, text in SAMPLES.values() if each == format and len(text) > 10]


def read(format: str, text: str) -> list[Paper | Rejected]:
    return list(formats.source(format).read(Document("input", text.encode())))


def check(record: object) -> None:
    """A paper has its place; what is rejected has a reason and a place."""
    if isinstance(record, Rejected):
        assert record.reason
        assert record.where.startswith("input")
    else:
        assert isinstance(record, Paper)
        identifier = record.doi or record.pmid or record.id or record.arxiv_id
        assert record.title or identifier or record.nodes
        assert record.origin


@FORMAT
def test_every_format_has_a_sample(format: str) -> None:
    assert samples(format), f"add a sample of {format} to WRITERS in tests/loaders/samples.py"


@FORMAT
def test_a_sample_is_recognized_as_its_own_format_only(format: str) -> None:
    for text in samples(format):
        document = Document("input", text.encode())
        scores = {each: formats.source(each).recognizes(document) for each in formats.FORMATS}
        assert formats.recognize(document) == format
        others = [score for each, score in scores.items() if each != format]
        assert scores[format] > max(others), scores


@FORMAT
def test_records_have_places(format: str) -> None:
    for text in samples(format):
        found = read(format, text)
        assert found
        for record in found:
            check(record)


@VARIANT
def test_reading_streams(name: str) -> None:
    """The first record comes after a small part of the input, the middle one at half of it."""
    format, write = WRITERS[name]
    if format in WHOLE:
        pytest.skip(WHOLE[format])
    entries = [
        replace(ENTRIES[n % len(ENTRIES)], title=f"Paper {n}", id=f"2101.{n:05}")
        for n in range(MANY)
    ]
    document = Document("input", write(entries).encode())
    records = iter(formats.source(format).read(document))
    next(records)
    first = document.position / document.size
    assert len(list(islice(records, MANY // 2 - 1))) == MANY // 2 - 1
    middle = document.position / document.size
    assert first < 0.25
    assert middle < 0.75
    assert sum(1 for _ in records) == MANY - MANY // 2


def test_formats_that_are_read_whole_exist() -> None:
    assert WHOLE.keys() <= formats.FORMATS.keys()


@FORMAT
@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8, 0.95])
def test_what_is_cut_off_is_read_up_to_the_cut(format: str, share: float) -> None:
    for text in samples(format):
        titles = [each.title for each in read(format, text) if isinstance(each, Paper)]
        found = []
        try:
            document = Document("input", text[: int(len(text) * share)].encode())
            found = list(formats.source(formats.recognize(document)).read(document))
        except SourceError as error:
            assert str(error).startswith("input")  # noqa: PT017 - allowed, with the name
        for record in found:
            check(record)
        papers = [each.title for each in found if isinstance(each, Paper)]
        # The last one may itself be cut.
        assert papers[:-1] == titles[: len(papers[:-1])]


@VARIANT
def test_damage_is_rejected_or_read(name: str) -> None:
    for seed in range(12):
        outcome(name, damage(name, seed), seed)


@VARIANT
def test_hostile_text_is_kept_as_text(name: str) -> None:
    """A payload in a title or an abstract changes neither the other papers nor their number."""
    format, write = WRITERS[name]
    for start in range(0, len(PAYLOADS), 40):
        payloads = PAYLOADS[start : start + 40]
        entries = [
            replace(
                ENTRIES[n % len(ENTRIES)],
                title=f"Alpha {n} {payload} omega",
                abstract=f"We study {payload} here at length.",
                id=f"2101.{n:05}",
                organization=None,
            )
            for n, payload in enumerate(payloads)
        ]
        document = Document("input", write(entries).encode("utf-8", "replace"))
        found = list(formats.source(format).read(document))
        for record in found:
            check(record)
        kept = [
            record
            for record in found
            if isinstance(record, Paper)
            and re.fullmatch(r"Alpha \d+ .*omega", record.title or "", re.DOTALL)
        ]
        rejected = [record for record in found if isinstance(record, Rejected)]
        if format in LAYOUT:
            assert found
        else:
            assert len(kept) + len(rejected) == PAPERS.get(format, len(entries))
            assert len(rejected) <= 2  # JSON with half of a surrogate pair


UNITS = [
    "\n",
    "[",
    "[ ",
    "{",
    '{"a":',
    "<",
    "<!-- -->",
    "<a>",
    " ",
    "|",
    "a | ",
    "-",
    "# a\n",
    "**",
    "·\n",
    "Title: ",
    '"',
    ",",
    "\\",
    "&lt;",
    "@a{",
    "TY  - \n",
    "12\n",
    "Upvotes: ",
    "- ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_no_recognizer_needs_long_for_repetitive_text(unit: str) -> None:
    """A search that backtracks needs minutes for a head of 64 kB; a linear one, milliseconds."""
    text = unit * (64 * 1024 // len(unit))
    for name, source in ((name, formats.source(name)) for name in formats.FORMATS):
        document = Document("input", f"x{text}".encode())
        other = Document("input", text.encode())
        started = time.process_time()
        for each in (document, other):
            try:
                source.recognizes(each)
            except SourceError:
                continue
        assert time.process_time() - started < 3, name
