"""The ACL Anthology: its XML of today and of earlier years, and its BibTeX export."""

from functools import partial

import pytest

from citegraph.graph.records import Paper
from citegraph.graph.writing.values import paper_keys
from citegraph.loaders import formats, latex
from citegraph.loaders.documents.document import Document
from tests.loaders import reading
from tests.loaders.samples import ENTRIES, SAMPLES

read = partial(reading.read, format="acl-anthology", name="acl.xml")


def collection(
    papers: str, id: str = "2026.tests", volume: str = 'id="main"', meta: str = ""
) -> str:
    return (
        f'<?xml version="1.0"?><collection id="{id}"><volume {volume}><!-- a remark -->'
        f"<meta>{meta}</meta>{papers}</volume></collection>"
    )


def test_every_field_is_read() -> None:
    (first, *_), rejected, notes = read(SAMPLES["acl anthology"][1])
    assert not rejected
    assert (first.title, first.abstract) == (ENTRIES[0].title, ENTRIES[0].abstract)
    assert (first.acl_id, first.doi) == ("2026.tests-main.1", "10.18653/v1/2026.tests-main.1")
    assert (first.published, first.type) == ("2026-07", "proceedings-article")
    assert first.url == "https://aclanthology.org/2026.tests-main.1/"
    assert first.venue
    assert first.venue.name == "Proceedings of the First Meeting on Tests"
    ada, bo = first.authors
    assert (ada.name, ada.orcid) == ("Ada van Example", "0000-0002-1825-0097")
    assert ada.organizations[0].name == "Example Lab"
    assert bo.name == "Bo Example, Jr."
    assert notes == ["skipped 1 entry of front or back matter"]


def test_markup_names_and_notices() -> None:
    (paper, gone), _, notes = read(
        collection(
            '<paper id="7"><title><fixed-case>B</fixed-case>ERT in <i>O</i>(<tex-math>n^2</tex-math>)'
            "</title><author><first>Weiguang</first><last>Qu</last><variant script='hani'><first>维光"
            "</first><last>曲</last></variant></author><author><first/><last>Mausam</last></author>"
            "<abstract>See <url>https://github.com/example/code</url>, <b>now</b>.</abstract>"
            '<pdf hash="a"/><revision id="2" href="x">A fix.</revision><language>fra</language>'
            '<pwccode url="https://github.com/example/other" additional="false">example/other</pwccode>'
            '</paper><paper id="8"><title>Gone</title><retracted date="2022-05-06">Not archival.'
            "</retracted></paper>",
            meta="<booktitle>B</booktitle><year>2026</year>",
        )
    )
    assert latex.readable(paper.title or "") == "BERT in O(n²)"
    assert paper.abstract == "See https://github.com/example/code, now."
    assert [(one.name, one.names) for one in paper.authors] == [
        ("Weiguang Qu", ("维光 曲",)),
        ("Mausam", ()),
    ]
    assert (paper.acl_id, paper.language) == ("2026.tests-main.7", "fr")
    assert [one.url for one in paper.repositories] == ["https://github.com/example/other"]
    assert (gone.retracted, gone.retracted_on) == (True, "2022-05-06")
    assert gone.retraction == "Retracted: Not archival. (acl-anthology)"
    assert notes == ["1 paper with a revision or an erratum, which is not stored"]


@pytest.mark.parametrize(
    ("collection_id", "volume", "paper", "id"),
    [
        ("P18", "1", "1", "P18-1001"),
        ("W19", "50", "7", "W19-5007"),
        ("D19", "1", "12", "D19-1012"),
        ("D19", "50", "12", "D19-5012"),
        ("2020.acl", "main", "747", "2020.acl-main.747"),
    ],
)
def test_an_id_is_made_where_no_address_states_it(
    collection_id: str, volume: str, paper: str, id: str
) -> None:
    text = f'<paper id="{paper}"><title>One</title></paper>'
    (one,), _, _ = read(collection(text, collection_id, f'id="{volume}"'))
    assert one.acl_id == id


def test_a_volume_as_it_was_written_until_2019() -> None:
    (one,), _, notes = read(
        '<?xml version="1.0" encoding="UTF-8" ?>\n<volume id="P18"><paper id="1000"><title>Proceedings'
        " of an Old Meeting</title><editor><first>Cy</first><last>Ed</last></editor><month>July</month>"
        '<year>2018</year></paper><paper id="1001"><title>One</title><author><first>A</first><last>B'
        "</last></author></paper></volume>"
    )
    assert (one.acl_id, one.published) == ("P18-1001", "2018-07")
    assert one.venue
    assert one.venue.name == "Proceedings of an Old Meeting"
    assert notes == ["skipped 1 entry of front or back matter"]


def test_an_issue_of_a_journal_is_the_journal() -> None:
    meta = "<booktitle>Journal of Tests, Volume 15, Number 4, <b>D</b>ecember 1989</booktitle>"
    (one,), _, _ = read(collection('<paper id="1"><title>One</title></paper>', "J89", meta=meta))
    assert one.venue
    assert (one.venue.name, one.type) == ("Journal of Tests", "article")


@pytest.mark.parametrize(
    "field",
    [
        'url = "https://aclanthology.org/P18-1001/"',
        'url = "https://www.aclweb.org/anthology/P18-1001"',
        'doi = "10.18653/v1/P18-1001"',
    ],
)
def test_its_bibtex_export_has_the_same_identifier(field: str) -> None:
    text = f'@inproceedings{{a-2018-one,\n title = "{{O}}ne",\n month = jul,\n {field}\n}}\n'
    (paper,) = formats.source("bibtex").read(Document("a.bib", text.encode()))
    assert isinstance(paper, Paper)
    assert ("aclId", "P18-1001") in paper_keys(paper)


def test_back_matter_is_no_paper() -> None:
    papers, _, notes = read(
        collection(
            '<paper id="1"><title>One</title></paper>'
            '<paper id="2" type="backmatter"><title>List of participants</title></paper>'
        )
    )
    assert [paper.title for paper in papers] == ["One"]
    assert notes == ["skipped 1 entry of front or back matter"]


def test_the_form_with_pdf_in_place_of_an_address() -> None:
    text = (
        '<collection id="Q89"><volume id="1" type="journal"><!-- https://x/Q89-1/ --><meta><booktitle>'
        "Journal of Tests, Volume 15, Number 1, March 1989</booktitle><year>1989</year></meta>"
        '<frontmatter><pdf hash="1"/></frontmatter><paper id="3"><!-- https://x/Q89-1003/ --><title>One'
        '</title><month>August</month><pdf hash="2"/></paper></volume></collection>'
    )
    (paper,), _, notes = read(text)
    assert (paper.acl_id, paper.published, paper.type) == ("Q89-1003", "1989-08", "article")
    assert paper.venue
    assert paper.venue.name == "Journal of Tests"
    assert notes == ["skipped 1 entry of front or back matter"]


@pytest.mark.parametrize(
    "text", ['<collection id="1979.x"/>', '<collection id="1979.x"></collection>']
)
def test_an_empty_collection(text: str) -> None:
    papers, (rejected,), _ = read(text)
    assert (papers, rejected.reason) == ([], "no papers in the collection")
