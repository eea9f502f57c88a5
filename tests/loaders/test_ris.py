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
        ("", "2015/october", "2015-10"),
        ("", "[2001]", "2001"),
    ],
)
def test_dates(date: str, year: str, expected: str | None):
    (paper,), _, _ = read(f"TY  - JOUR\nTI  - T\nDA  - {date}\nPY  - {year}\nER  - \n")
    assert paper.published == expected


def test_the_fullest_of_all_dates():
    (paper,), _, _ = read("TY  - CHAP\nTI  - T\nPY  - 2015\nY1  - 2015/09/10\nER  - \n")
    assert paper.published == "2015-09-10"


def test_names_without_a_comma_begin_with_the_surname_if_all_end_with_initials():
    embase = "TY  - JOUR\nT1  - T\nA1  - van der Roe J.K.\nA1  - Poe A.-B.\nER  - \n"
    (surnames, given), _, _ = read(embase + embase.replace("Poe A.-B.", "Ada Poe"))
    assert [author.name for author in surnames.authors] == ["J.K. van der Roe", "A.-B. Poe"]
    assert [author.name for author in given.authors] == ["van der Roe J.K.", "Ada Poe"]


def test_fields_before_the_type_belong_to_the_entry():
    text = "DB  - X\nTI  - One  \t title\nTY  - JOUR\nAU  - Alpha, Ada\nER  - \n"
    late = "AB  - Of the entry above\n"
    papers, rejected, _ = read(f"{text}\n{text}{late}TY  - JOUR\nTI  - Next\nER  - \n")
    assert [paper.title for paper in papers] == ["One title", "One title", "Next"]
    assert [paper.origin for paper in papers] == ["line 1", "line 7", "line 13"]
    assert [one.raw for one in rejected] == ["AB  - Of the entry above"]


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


def test_lines_without_a_tag_are_further_values_of_lists():
    (paper,), _, _ = read(
        "TY  - JOUR\nTI  - T\nKW  - graphs\n*Trees/growth\nlong\n  keyword\nAD  - Here\nThere\n"
        "UR  - https://a.org/1\nhttps://b.org/2\nSN  - 1234-5679\n0000-0000\nER  - \n"
    )
    assert [topic.name for topic in paper.topics] == ["graphs", "Trees/growth", "long keyword"]
    assert [each.name for each in paper.organizations] == ["Here", "There"]
    assert paper.url == "https://a.org/1"


@pytest.mark.parametrize(
    ("lines", "field", "expected"),
    [
        ("C2  - PMC1234567", "pmcid", "PMC1234567"),
        ("U1  - PMC1234567 [PMCID]\nU1  - 12345 [PMID]", "pmcid", "PMC1234567"),
        ("U1  - PMC1234567 [PMCID]\nU1  - 12345 [PMID]", "pmid", "12345"),
        ("UR  - https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234/pdf/a.pdf", "pmcid", "PMC1234"),
        ("UR  - https://pubmed.ncbi.nlm.nih.gov/12345/", "pmid", "12345"),
        ("AN  - 12345\nDP  - Nlm", "pmid", "12345"),
        ("AN  - 12345\nDB  - PsycInfo", "pmid", None),
        ("C5  - 12345\nDB  - Embase\nDB  - Medline", "pmid", "12345"),
        ("C2  - 12345\nDB  - Scopus", "pmid", "12345"),
        ("L2  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=medp&AN=12345", "pmid", "12345"),
        ("L2  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=psyc&AN=12345", "pmid", None),
        ("AN  - WOS:000123456700001", "wos_id", "WOS:000123456700001"),
        ("UR  - <Go to ISI>://WOS:000123456700001", "wos_id", "WOS:000123456700001"),
        ("UR  - https://www.scopus.com/x?eid=2-s2.0-123&doi=10.1%2fb", "scopus_id", "2-s2.0-123"),
        ("UR  - https://www.scopus.com/x?eid=2-s2.0-1&doi=10.1234%2fb&c=d", "doi", "10.1234/b"),
        ("L2  - https://sfx.x.edu/?issn=1&id=doi:10.1234%2Fb&title=T", "doi", "10.1234/b"),
        ("L2  - https://sfx.x.edu/?rft_id=info:doi/10.1234%2Fb", "doi", "10.1234/b"),
        ("UR  - https://doi.org/10.1234/b?download=1", "doi", "10.1234/b"),
        ("M3  - doi:10.1234/b", "doi", "10.1234/b"),
        ("N1  - doi: 10.1234/b", "doi", "10.1234/b"),
        ("ID  - 10.1234/b", "doi", "10.1234/b"),
        ("N1  - Comment on doi: 10.1234/b", "doi", None),
        ("JO  - arXiv preprint arXiv:1706.03762", "arxiv_id", "1706.03762"),
        ("JO  - arXiv e-prints\nSP  - arXiv:1706.03762", "arxiv_id", "1706.03762"),
        ("PY  - 2018\nY1  - 15-20 April 2018", "published", "2018-04"),
        ("DA  - 30 April-3 May 2018\nPY  - 2018", "published", "2018-04"),
        ("PY  - 2019\nY1  - Sept. 2019", "published", "2019-09"),
        ("UR  - https://a.org/1 and https://b.org/2", "url", "https://a.org/1"),
        ("UR  - https://a.org/1;v=2; https://b.org/2", "url", "https://a.org/1;v=2"),
        ("L1  - internal-pdf://12/Doe.pdf", "url", None),
        ("AB  - NA", "abstract", None),
        ("DA  - NOV\nPY  - 2019", "published", "2019-11"),
        ("DA  - NOV 15\nPY  - 2019", "published", "2019-11-15"),
        ("DA  - 3 Oct\nPY  - 2019", "published", "2019-10-03"),
        ("DA  - NOV-DEC\nPY  - 2019", "published", "2019-11"),
        ("DA  - SPR\nPY  - 2019", "published", "2019"),
    ],
)
def test_where_databases_put_what(lines: str, field: str, expected: str | None):
    (paper,), _, _ = read(f"TY  - JOUR\nTI  - T\n{lines}\nER  - \n")
    assert getattr(paper, field) == expected


def test_names_on_one_line_and_the_title_of_the_proceedings():
    (paper,), _, _ = read("TY  - CPAPER\nTI  - T\nAU  - Doe, Jo; Roe, Al\nC3  - Proc. X\nER  - \n")
    assert [author.name for author in paper.authors] == ["Jo Doe", "Al Roe"]
    assert paper.venue == Venue(name="Proc. X")


def test_what_ovid_ebsco_and_the_lens_write():
    (paper,), _, _ = read(
        "TY  - THES\nTI  - T\nA1  - Doe, Jo\nA1  - Sneha, null\nPB  - University of X\n"
        "M2  - Doe, Jo. Dept. of X, There. Electronic address: jo@x.edu.\n"
        "M2  - Doe, Jon. Dept. of Y.\nKW  - One\n"
        "N1  - Doe, Jo 1; Author-Supplied Keyword: Two; Author-Supplied Keyword: Three; Pages: 1\n"
        "L2  - https://europepmc.org/article/MED/12345\nER  - \n"
    )
    assert [author.name for author in paper.authors] == ["Jo Doe", "Sneha"]
    assert [[one.name for one in author.organizations] for author in paper.authors] == [
        ["Dept. of X, There"],
        [],
    ]
    assert [topic.name for topic in paper.topics] == ["One", "Two", "Three"]
    assert [one.name for one in paper.organizations] == ["University of X"]
    assert paper.pmid == "12345"


def test_the_references_that_scopus_writes_on_further_lines():
    (paper,), _, _ = read(
        "TY  - JOUR\nTI  - T\nN1  - Export Date: 1 May 2020\nN1  - Cited By :12\n"
        "N1  - References: Doe, J., First work of three (2017) J. X, 29, pp. 1-10;\n"
        "Roe, A., Second work of three (2018) J. X, 3;\n"
        "Poe, E., (1999) Phys. Y, 1\nUR  - https://a.b/c\nER  - \n"
    )
    assert [(one.title, one.id, one.year) for one in paper.references] == [
        ("First work of three", None, 2017),
        ("Second work of three", None, 2018),
        (None, "cited:Poe, E., (1999) Phys. Y, 1", 1999),
    ]
    assert (paper.cited_by_count, paper.url) == (12, "https://a.b/c")


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


def test_what_psycinfo_states_of_authors_and_references():
    (paper,), _, document = read(
        "TY  - JOUR\nT1  - A title\nA1  - Doe, Jo A\nA1  - Roe, Al\n"
        "AI  - ORCID: http://orcid.org/Doe, Jo A.; ORCID: http://orcid.org/0000-0002-1825-0097, "
        "Poe, Ed; ORCID: http://orcid.org/0000-0001-5109-3700\n"
        "AD  - Doe, Jo A.: Example University, Oslo, doe@example.org\nAD  - Roe, Al: r@example.org\n"
        "M1  - Poe, E., & Moe, B. (2009). Effects of many examples. Journal, 1, 2-3. "
        "http://dx.doi.org/10.1234/AB\n"
        "M1  - Poe, E. (2010a) Examples of every kind? New York: Example Press.\nER  - \n"
    )
    assert [one.orcid for one in paper.authors] == ["0000-0002-1825-0097", None]
    places = [[one.name for one in author.organizations] for author in paper.authors]
    assert places == [["Example University, Oslo"], []]
    assert not paper.organizations
    assert [(one.doi, one.title, one.year) for one in paper.references] == [
        ("10.1234/ab", "Effects of many examples", 2009),
        (None, "Examples of every kind?", 2010),
    ]
    assert document.notes == [
        "line 1: the ORCID 0000-0001-5109-3700 belongs to none of the authors"
    ]


def test_headings_with_qualifiers_glued_initials_and_a_year_that_is_none():
    (paper,), _, document = read(
        "TY  - JOUR\nTI  - A title\nAU  - Doe, JA\nAU  - ROE, AL\nPY  - 10 15\n"
        "KW  - Aging/*drug effects/genetics\nKW  - *Mice\nKW  - COX-1/2 inhibitors\n"
        "AD  - Example Lab, Oslo. doe@example.org\nER  - \n"
    )
    assert [one.name for one in paper.authors] == ["J A Doe", "AL ROE"]
    assert [(one.name, one.vocabulary) for one in paper.topics] == [
        ("Aging", "mesh"),
        ("Mice", "mesh"),
        ("COX-1/2 inhibitors", None),
    ]
    assert [one.name for one in paper.organizations] == ["Example Lab, Oslo"]
    assert document.notes == ["line 1: no year in '10 15'"]
