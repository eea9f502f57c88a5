"""Web of Science: the three layouts of one export are read alike."""

import time

import pytest

from citegraph.graph.records import Paper, Reference, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document

TEXT = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Exampleson, AB
   Sample, C
AF Exampleson, Ada B.
   Sample, Cy
TI On "invented" examples
   and samples
SO JOURNAL OF EXAMPLES
LA English
DT Article; Proceedings Paper
DE testing; samples
ID SYSTEMS
C1 [Exampleson, Ada B.; Sample, Cy] Example Univ, Oslo, Norway.
   [Sample, Cy] Sample Inc, Lisbon, Portugal.
OI Exampleson, Ada/0000-0001-5109-3700; Sample, Cy/0000-0002-1825-0097
CR Alpha A, 2017, J EXAMPLES, V29, P1, DOI 10.1234/EX.2
   [Anonymous], 2010, J EXAMPLES
TC 12
PD JUN 15
PY 2023
DI 10.1234/EX.1
PM 123
UT WOS:000123456789012
ER

PT J
AU Nobody, N
ER

stray words
EF
"""
TABLE = (
    "PT\tAU\tAF\tTI\tSO\tLA\tDT\tDE\tID\tC1\tOI\tCR\tTC\tPD\tPY\tDI\tPM\tUT\t\n"
    "J\tExampleson, AB; Sample, C\tExampleson, Ada B.; Sample, Cy\t"
    'On "invented" examples and samples\tJOURNAL OF EXAMPLES\tEnglish\tArticle; Proceedings Paper\t'
    "testing; samples\tSYSTEMS\t[Exampleson, Ada B.; Sample, Cy] Example Univ, Oslo, Norway; "
    "[Sample, Cy] Sample Inc, Lisbon, Portugal\tExampleson, Ada/0000-0001-5109-3700; "
    "Sample, Cy/0000-0002-1825-0097\tAlpha A, 2017, J EXAMPLES, V29, P1, DOI 10.1234/EX.2; "
    "[Anonymous], 2010, J EXAMPLES\t12\tJUN 15\t2023\t10.1234/EX.1\t123\tWOS:000123456789012\t\n"
)


def read(data: bytes) -> list[Paper | Rejected]:
    document = Document("input", data)
    assert formats.recognize(document) == "web-of-science"
    return list(formats.source("web-of-science").read(document))


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode("utf-8"),
        TEXT.partition("VR 1.0\n")[2].encode("utf-8"),
        TABLE.encode("utf-16"),
        TABLE.replace("\n", "\r").encode("utf-8-sig"),
    ],
    ids=["text", "text windows", "text without head", "table utf-16", "table mac"],
)
def test_each_layout(data: bytes) -> None:
    paper = read(data)[0]
    assert isinstance(paper, Paper)
    assert paper.title == 'On "invented" examples and samples'
    assert [(a.name, a.names, a.orcid) for a in paper.authors] == [
        ("Ada B. Exampleson", ("A B Exampleson",), "0000-0001-5109-3700"),
        ("Cy Sample", ("C Sample",), "0000-0002-1825-0097"),
    ]
    assert [[o.name for o in a.organizations] for a in paper.authors] == [
        ["Example Univ, Oslo, Norway"],
        ["Example Univ, Oslo, Norway", "Sample Inc, Lisbon, Portugal"],
    ]
    assert [(t.name, t.source) for t in paper.topics] == [
        ("testing", "author"),
        ("samples", "author"),
        ("systems", "keywords-plus"),
    ]
    assert paper.references == (
        Reference(doi="10.1234/ex.2", year=2017),
        Reference(id="cited:[Anonymous], 2010, J EXAMPLES", year=2010),
    )
    assert (paper.published, paper.doi, paper.pmid) == ("2023-06-15", "10.1234/ex.1", "123")
    assert (paper.cited_by_count, paper.type, paper.language) == (12, "article", "en")
    assert paper.wos_id == "WOS:000123456789012"


def test_what_is_no_paper_is_rejected_with_its_line() -> None:
    rejected = [one for one in read(TEXT.encode()) if isinstance(one, Rejected)]
    assert [(one.where, one.reason.split(" (")[0]) for one in rejected] == [
        ("input:28", "no title and no identifier"),
        ("input:32", "text outside an entry"),
    ]


@pytest.mark.parametrize(
    ("authors", "stated", "expected"),
    [  # the registry has other forms of a name; "Dr" is cut out of it
        (["Alexandre-Diaz, Andrea"], "Alexane-Diaz, Anea/", [True]),
        (["Beta-Gamma, Bo"], "Beta, Bo/", [True]),
        (["dos Santos, Cy N. M."], "SANTOS, CY/", [True]),
        (["Xu Dan"], "Xu, Dan/", [True]),
        (["Faerber, Eva"], "F\u00e4rber, Eva/", [True]),
        (["Delta, O., I"], "Delta, Osman Ilkay/", [True]),
        (["Delta, Eva", "Delta, Ed"], "Delta, E/", [False, False]),
        (["Delta, Eva", "Delta, Ed"], "Delta, Ed/", [False, True]),
        (["Epsilon, Flo"], "Zeta, Flo/", [False]),
        (["Epsilon, Flo"], ", Flo/", [False]),
    ],
)
def test_the_orcid_belongs_to_the_only_author_of_a_like_name(
    authors: list[str], stated: str, expected: list[bool]
) -> None:
    names = "\n   ".join(authors)
    text = f"FN Clarivate Analytics Web of Science\nPT J\nAU {names}\nAF {names}\nTI One\n"
    (paper,) = read(f"{text}OI {stated}0000-0002-1825-0097\nER\n".encode())
    assert isinstance(paper, Paper)
    assert [author.orcid is not None for author in paper.authors] == expected


def test_identifiers_of_nobody_in_the_list_are_noted() -> None:
    text = (
        "FN Clarivate Analytics Web of Science\nPT J\nAU Delta, E\nAF Delta, Eva\nTI One\n"
        "OI Delta, Eva/0000-0002-1825-0097; Zeta, Flo/0000-0001-5109-3700\n"
        "RI Delta, Eva/A-1234-2010; Delta, Eva/B-1234-2010\nER\n"
    )
    document = Document("input", text.encode())
    (paper,) = formats.source("web-of-science").read(document)
    assert isinstance(paper, Paper)
    assert (paper.authors[0].orcid, paper.authors[0].identifiers) == ("0000-0002-1825-0097", ())
    assert document.notes == [
        f"line 2: {one!r} cannot be assigned to one author; not read"
        for one in (
            "Delta, Eva/A-1234-2010",
            "Delta, Eva/B-1234-2010",
            "Zeta, Flo/0000-0001-5109-3700",
        )
    ]


def test_thousands_of_authors_and_addresses_take_linear_time() -> None:
    """Comparing each author with each address and each registered name would take a minute."""
    names = [f"Wei{n}, Li" for n in range(3000)]
    places = [f"Univ {n}, City" for n in range(3000)]
    orcids = "; ".join(f"{name}/0000-0002-1825-0097" for name in names)
    lines, joined = "\n   ".join, " and ".join(names)
    wos = (
        f"FN Clarivate Analytics Web of Science\nPT J\nTI On wires\nAF {lines(names)}\n"
        f"C1 {lines(f'[{a}] {b}.' for a, b in zip(names, places, strict=True))}\nOI {orcids}\nER\n"
    )
    bibtex = (
        f"@article{{a, title={{On wires}}, unique-id={{WOS:000123456789012}}, author={{{joined}}},\n"
        f"affiliation={{{lines(f'{a}, {b}.' for a, b in zip(names, places, strict=True))}}},\n"
        f"orcid-numbers={{{orcids}}}}}\n"
    )
    started = time.process_time()
    for format, text in (("web-of-science", wos), ("bibtex", bibtex)):
        (paper,) = formats.source(format).read(Document("input", text.encode()))
        assert isinstance(paper, Paper)
        assert len({author.organizations for author in paper.authors}) == 3000
        assert all(author.orcid for author in paper.authors)
    assert time.process_time() - started < 10


def test_the_spreadsheet_as_csv() -> None:
    data = (
        "Publication Type,Authors,Article Title,Source Title,Publication Year,DOI,UT (Unique WOS ID)"
        '\nJ,"Exampleson, AB; Sample, C",On examples,JOURNAL,2023,10.1234/ex,WOS:000123456789012\n'
    )
    (paper,) = read(data.encode())
    assert isinstance(paper, Paper)
    assert [author.name for author in paper.authors] == ["A B Exampleson", "C Sample"]


def test_the_references_of_the_bibtex_export() -> None:
    data = (
        "@article{ WOS:000123456789012,\nAuthor = {Exampleson, Ada},\nTitle = {{On examples}},\n"
        "Year = {{2023}},\nCited-References = {{Alpha A, 2017, J EXAMPLES, V29, DOI 10.1234/a\\_b.\n"
        "   Beta B, 2010, J EXAMPLES, V1.}},\nUnique-ID = {{WOS:000123456789012}},\n}\n"
    )
    (paper,) = formats.source("bibtex").read(Document("input", data.encode()))
    assert isinstance(paper, Paper)
    assert paper.references == (
        Reference(doi="10.1234/a_b", year=2017),
        Reference(id="cited:Beta B, 2010, J EXAMPLES, V1.", year=2010),
    )


def test_what_the_bibtex_export_states_beside_the_work() -> None:
    data = (
        "@article{ WOS:000123456789012,\nAuthor = {Doe, Jo and Roe, Al and de la Fuente, Bo},\n"
        "Title = {{On examples}},\nType = {{Article; Retracted Publication}},\n"
        "Affiliation = {{Doe, J (Corresponding Author), Univ One, Rome, Italy.\n"
        "   Doe, Jo; Roe, Al, Univ One, Dept Art \\& Sci, Rome, Italy.Roe, Al; de la Fuente, Bo,\n"
        "   Univ Two, Lima, Peru.\n   Univ Three, Oslo, Norway.}},\n"
        "Keywords = {{glass; steel}},\nKeywords-Plus = {{THIN FILMS; CO2}},\n"
        "Web-of-Science-Categories = {{Physics, Applied; Optics}},\nTimes-Cited = {{12}},\n"
        "Unique-ID = {{WOS:000123456789012}},\n}\n"
    )
    (paper,) = formats.source("bibtex").read(Document("input", data.encode()))
    assert isinstance(paper, Paper)
    assert (paper.wos_id, paper.cited_by_count) == ("WOS:000123456789012", 12)
    assert paper.retracted
    assert [(topic.name, topic.source) for topic in paper.topics] == [
        ("glass", "author"),
        ("steel", "author"),
        ("thin films", "keywords-plus"),
        ("co2", "keywords-plus"),
        ("Physics, Applied", "web-of-science"),
        ("Optics", "web-of-science"),
    ]
    one, two = "Univ One, Dept Art & Sci, Rome, Italy", "Univ Two, Lima, Peru"
    assert [[place.name for place in author.organizations] for author in paper.authors] == [
        [one],
        [one, two],
        [two],
    ]
    assert [place.name for place in paper.organizations] == ["Univ Three, Oslo, Norway"]


def test_an_initial_after_the_given_name_is_no_suffix() -> None:
    text = TEXT.replace("AF Exampleson, Ada B.", "AF Exampleson, Ada, I").replace("AU ", "AX ")
    (paper,) = (
        one
        for one in formats.source("web-of-science").read(Document("a", text.encode()))
        if isinstance(one, Paper)
    )
    assert [author.name for author in paper.authors] == ["Ada I Exampleson", "Cy Sample"]
