"""What every source keeps: it has a sample, rejects with place, survives damage."""

import time

import pytest

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders.samples import SAMPLES

FORMAT = pytest.mark.parametrize("format", formats.FORMATS)


def samples(format: str) -> list[str]:
    return [text for each, text in SAMPLES.values() if each == format and len(text) > 10]


def check(record: object) -> None:
    """A paper knows its place; what is rejected has a reason and a place."""
    if isinstance(record, Rejected):
        assert record.reason
        assert record.where.startswith("input")
    else:
        assert isinstance(record, Paper)
        assert record.title or record.doi or record.id or record.arxiv_id
        assert record.origin


@FORMAT
def test_every_format_has_a_sample(format: str) -> None:
    assert samples(format), f"add a sample of {format} to tests/loaders/samples.py"


@FORMAT
def test_records_have_places(format: str) -> None:
    for text in samples(format):
        found = list(formats.source(format).read(Document("input", text.encode())))
        assert found
        for record in found:
            check(record)


@FORMAT
@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8, 0.95])
def test_what_is_cut_off_is_read_up_to_the_cut(format: str, share: float) -> None:
    for text in samples(format):
        whole = list(formats.source(format).read(Document("input", text.encode())))
        titles = [each.title for each in whole if isinstance(each, Paper)]
        found = []
        try:
            document = Document("input", text[: int(len(text) * share)].encode())
            found = list(formats.source(formats.recognize(document)).read(document))
        except SourceError as error:
            assert str(error).startswith("input")  # noqa: PT017 - allowed, with the name
        for record in found:
            check(record)
        read = [each.title for each in found if isinstance(each, Paper)]
        # The last one may itself be cut.
        assert read[:-1] == titles[: len(read[:-1])]


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
