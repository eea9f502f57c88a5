"""RIS: entries, the tags that databases use differently, damage, and real exports."""

from pathlib import Path

import pytest

from citegraph.graph.records import Author, Paper, Rejected, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import ris

SHARED = Path(__file__).parents[3] / "shared" / "data" / "sources" / "ris"


def read(text: str) -> tuple[list[Paper], list[Rejected], Document]:
    document = Document("a.ris", text.encode())
    found = list(ris.read(document))
    papers = [each for each in found if isinstance(each, Paper)]
    return papers, [each for each in found if isinstance(each, Rejected)], document


def test_an_entry_with_all_that_is_kept():
    (paper,), rejected, _ = read(
        "TY  - CONF\nAU  - King, Jr., Martin\nAU  - Lovelace, Ada\nT1  - A title\n"
        "that goes on\nN2  - An abstract.\nY1  - 2019/05//\nT2  - Proceedings of Things\n"
        "SN  - 1234567X\nDO  - https://doi.org/10.1234/AB\nKW  - graphs; trees\nKW  - graphs\n"
        "UR  - https://arxiv.org/abs/1706.03762v5\nLA  - English\nER  - \n"
    )
    assert not rejected
    assert paper.title == "A title that goes on"
    assert paper.authors == (Author(name="Martin King Jr."), Author(name="Ada Lovelace"))
    assert (paper.author_count, paper.published, paper.type) == (
        2,
        "2019-05",
        "proceedings-article",
    )
    assert paper.venue == Venue(name="Proceedings of Things", issn="1234-567X")
    assert (paper.doi, paper.arxiv_id, paper.language) == ("10.1234/ab", "1706.03762", "en")
    assert [topic.name for topic in paper.topics] == ["graphs", "trees"]
    assert paper.abstract == "An abstract."


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [
        ("2012/07/03", "2012", "2012-07-03"),
        ("2012///", "2012", "2012"),
        ("07/03", "2012//", "2012"),
        ("2012-07", "", "2012-07"),
        ("2012/13/40", "", "2012"),
        ("", "in press", None),
        ("Spring", "1948/07//", "1948-07"),
        ("", "Start date: 20170812", "2017-08-12"),
        ("", "[2001]", "2001"),
    ],
)
def test_dates(date: str, year: str, expected: str | None):
    (paper,), _, _ = read(f"TY  - JOUR\nTI  - T\nDA  - {date}\nPY  - {year}\nER  - \n")
    assert paper.published == expected


def test_the_fullest_of_all_dates():
    (paper,), _, _ = read("TY  - CHAP\nTI  - T\nPY  - 2015\nY1  - 2015/09/10\nER  - \n")
    assert paper.published == "2015-09-10"


def test_what_cannot_be_read_is_rejected_with_its_line_and_the_rest_is_kept():
    papers, rejected, document = read(
        "1.\nTY  - JOUR\nTI  - One\nER  - \nsome remark\n\nTY  - JOUR\nAU  - Nobody\nER  -\n"
        "TY  - JOUR\nTI  - Open\nTY  - JOUR\nTI  - Last\n"
    )
    assert [paper.title for paper in papers] == ["One", "Open", "Last"]
    assert [paper.origin for paper in papers] == ["line 2", "line 10", "line 12"]
    assert [each.where for each in rejected] == ["a.ris:5", "a.ris:7"]
    assert [note.split(":")[0] for note in document.notes] == ["line 10", "line 12"]


def test_a_list_of_authors_that_breaks_off_is_marked():
    (paper,), _, _ = read("TY  - JOUR\nTI  - T\nAU  - Lovelace, Ada\nAU  - et al.\nER  - \n")
    assert paper.authors_partial
    assert paper.author_count is None
    assert [author.name for author in paper.authors] == ["Ada Lovelace"]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared RIS files are not here")
def test_real_exports_are_read_entry_by_entry():
    for path in sorted(SHARED.glob("*.ris")):
        document = Document(path.name, path)
        assert ris.recognizes(document) == 1.0
        found = list(ris.read(document))
        entries = path.read_text("utf-8-sig").count("TY  - ")
        outside = sum(
            isinstance(each, Rejected) and each.reason == "text outside an entry" for each in found
        )
        assert len(found) - outside == entries, path.name
