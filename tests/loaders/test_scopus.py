"""Scopus: the CSV export in its old and new form, and cited works in one line of text."""

import csv
import io

import pytest

from citegraph.graph.records import Paper, Reference, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import cited_text, scopus

NEW = {
    "Authors": "Exampleson A.B.; Sample C.-D.",
    "Author full names": "Exampleson, Ada B. (57000000001); Sample, Cy-Don (57000000002)",
    "Author(s) ID": "57000000001; 57000000002",
    "Title": "On invented examples",
    "Year": "2023",
    "Source title": "Journal of Examples",
    "Cited by": "12",
    "DOI": "10.1234/EX.1",
    "Affiliations": "Dept of Tests, Example Univ., Oslo, Norway; Sample Inc., Lisbon, Portugal",
    "Authors with affiliations": "Exampleson A.B., Dept of Tests, Example Univ., Oslo, Norway, "
    "Sample Inc., Lisbon, Portugal; Sample C.-D., Sample Inc., Lisbon, Portugal",
    "Abstract": "[No abstract available]",
    "Author Keywords": "Testing; Samples",
    "Index Keywords": "Software testing",
    "References": "Sample C., A cited work, with commas, Journal of Examples, 29, 1, pp. 1-10, (2017); "
    "Sample C., Doe J., (2001), arXiv preprint arXiv:1706.03762",
    "PubMed ID": "123",
    "Document Type": "Conference Paper",
    "EID": "2-s2.0-85000000001",
}
OLD = {
    "Authors": "Exampleson, A.B., Sample, C.-D.",
    "Titles": "On older examples",
    "Year": "2010",
    "Source title": "Journal of Examples",
    "EID": "2-s2.0-77000000001",
}


def read(rows: list[dict[str, str]], separator: str = ",") -> list[Paper | Rejected]:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    document = Document("input", b"\xef\xbb\xbf" + out.getvalue().encode())
    assert formats.recognize(document) == "scopus"
    return list(formats.source("scopus").read(document))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_row_of_the_new_export(separator: str) -> None:
    (paper,) = read([NEW], separator)
    assert isinstance(paper, Paper)
    assert [(a.name, [o.name for o in a.organizations]) for a in paper.authors] == [
        (
            "Ada B. Exampleson",
            ["Dept of Tests, Example Univ., Oslo, Norway", "Sample Inc., Lisbon, Portugal"],
        ),
        ("Cy-Don Sample", ["Sample Inc., Lisbon, Portugal"]),
    ]
    assert [(t.name, t.source) for t in paper.topics] == [
        ("Testing", "author"),
        ("Samples", "author"),
        ("Software testing", "scopus"),
    ]
    assert paper.references == (
        Reference(title="A cited work, with commas", year=2017),
        Reference(arxiv_id="1706.03762", year=2001),
    )
    assert (paper.doi, paper.pmid, paper.cited_by_count) == ("10.1234/ex.1", "123", 12)
    assert (paper.type, paper.abstract) == ("proceedings-article", None)
    assert paper.scopus_id == "2-s2.0-85000000001"


def test_an_entity_does_not_divide_a_list() -> None:
    row = {**NEW, "Index Keywords": "Landau&#x2013;; R&amp;D", "Source title": "Tests &amp; Trials"}
    (paper,) = read([row])
    assert isinstance(paper, Paper)
    assert [one.name for one in paper.topics if one.source == "scopus"] == ["Landau\u2013", "R&D"]
    assert paper.venue
    assert paper.venue.name == "Tests & Trials"


def test_a_row_of_the_old_export() -> None:
    (paper,) = read([OLD])
    assert isinstance(paper, Paper)
    assert [author.name for author in paper.authors] == ["A.B. Exampleson", "C.-D. Sample"]
    assert paper.title == "On older examples"


def test_a_row_without_a_title_and_an_identifier_is_rejected_with_its_line() -> None:
    _, rejected = read([NEW, {"Authors": NEW["Authors"], "Year": "2001"}])
    assert isinstance(rejected, Rejected)
    assert rejected.where == "input:3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Alpha, A., Beta, B.-C., Of moods, and behavior selection (2015) Neuron, 87, pp. 4-9",
            Reference(title="Of moods, and behavior selection", year=2015),
        ),
        (
            "Alpha A., Beta B.-C., Of moods, and behavior selection, Neuron, 87, pp. 4-9, (2015)",
            Reference(title="Of moods, and behavior selection", year=2015),
        ),
        (
            "Alpha A., A book, its chapters, and pages, (1990)",
            Reference(title="A book, its chapters, and pages", year=1990),
        ),
        (
            "Alpha, A., (1999) A Book of Many Chapters, , Example Press",
            Reference(title="A Book of Many Chapters", year=1999),
        ),
        (
            "Alpha A., A method for examples, Proceedings of Examples, (2019)",
            Reference(title="A method for examples", year=2019),
        ),
        (
            "Alpha A., Introduction, Neuron, 87, (2015)",  # too short to be unique
            Reference(id="cited:Alpha A., Introduction, Neuron, 87, (2015)", year=2015),
        ),
        (
            "Alpha A., J Inv Examples, 28, 1, (2015)",  # a journal, not a title
            Reference(id="cited:Alpha A., J Inv Examples, 28, 1, (2015)", year=2015),
        ),
        (
            "Alpha A., Journal of Examples and Invented Examples, 28, (2015)",
            Reference(
                id="cited:Alpha A., Journal of Examples and Invented Examples, 28, (2015)",
                year=2015,
            ),
        ),
        (
            "Alpha A., Examples and Their Samples, 4, (2015)",  # a book, with its volume
            Reference(title="Examples and Their Samples", year=2015),
        ),
        (
            "Alpha A., What it is, Neuron, 8, (2015), doi: 10.1234/A(1)B",
            Reference(doi="10.1234/a(1)b", title="What it is", year=2015),
        ),
    ],
)
def test_a_cited_work_of_scopus(text: str, expected: Reference) -> None:
    assert cited_text.scopus([text]) == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Alpha A, 2017, J EXAMPLES, V29, P1, DOI 10.1234/EX.2",
            Reference(doi="10.1234/ex.2", year=2017),
        ),
        (
            "Alpha A, 2017, J EXAMPLES, V29, DOI [10.1234/ex.2, 10.5678/other]",
            Reference(doi="10.1234/ex.2", year=2017),
        ),
        ("Alpha A, 2017, ARXIV170603762", Reference(arxiv_id="1706.03762", year=2017)),
        (
            "[Anonymous], 2010, J EXAMPLES",
            Reference(id="cited:[Anonymous], 2010, J EXAMPLES", year=2010),
        ),
    ],
)
def test_a_cited_work_of_web_of_science(text: str, expected: Reference) -> None:
    assert cited_text.web_of_science([text]) == (expected,)


def test_a_family_name_before_a_given_name_in_full():
    document = Document(
        "a",
        b"Authors,Title,Authors with affiliations,EID\n"
        b'Doe Jane,T,"Doe, Jane, Univ. X, Here",2-s2.0-1\n',
    )
    (paper,) = scopus.read(document)
    assert isinstance(paper, Paper)
    assert [author.name for author in paper.authors] == ["Jane Doe"]


def test_a_work_of_which_the_year_or_the_authors_alone_are_known_is_counted_and_is_no_node():
    works = [
        "Alpha A., Beta B.-C.",
        "Alpha A., Et al.",
        "undefined",
        "",
        "undefined, (2009)",
        "[Anonymous], 2013",
        "A title of it all (2001) X, 1",
    ]
    assert cited_text.nameless(works) == 5
    assert [each.title for each in cited_text.scopus(works)] == ["A title of it all"]
    assert cited_text.nameless(["[Anonymous], CITATION ANAL", "Anonymous, 2013, J THINGS"]) is None


def test_authors_of_a_cited_work_between_semicolons():
    works = cited_text.split(
        "A report without authors of it, J Examples, 5, (2023); Alpha K.-C.; De Beta B.; Gamma C., Many "
        "examples of one kind, J Examples, 50, pp. 1-9, (2025); Delta D., Examples of a kind, (2024)"
    )
    assert len(works) == 3
    assert [(one.title, one.year, one.id) for one in cited_text.scopus(works)] == [
        ("A report without authors of it", 2023, None),
        ("Many examples of one kind", 2025, None),
        ("Examples of a kind", 2024, None),
    ]


def test_what_the_bibtex_export_states() -> None:
    data = (
        "@ARTICLE{Doe2023,\nauthor={Doe, J. and Roe, A.},\ntitle={On examples},\nyear={2023},\n"
        "note={cited By 12; All Open Access},\npubmed_id={123},\ndocument_type={Retracted},\n"
        "url={https://www.scopus.com/inward/record.uri?eid=2-s2.0-85141914988&partnerID=40},\n"
        "affiliation={Univ One, Rome, Italy; Univ Two, Lima, Peru},\n"
        "author_keywords={glass;  thin films},\n"
        "keywords={Magnets;  Poles, Bits;  Mice;  Models, Animal;  Rats, Poles},\n"
        "references={Doe, J., First work of three (2017) J. X, 29; Roe, A., (2018) J. Y, 3},\n"
        "source={Scopus},\n}\n"
    )
    (paper,) = formats.source("bibtex").read(Document("input", data.encode()))
    assert isinstance(paper, Paper)
    assert (paper.scopus_id, paper.cited_by_count) == ("2-s2.0-85141914988", 12)
    assert (paper.pmid, paper.retracted, len(paper.references)) == ("123", True, 2)
    assert [one.name for one in paper.organizations] == [
        "Univ One, Rome, Italy",
        "Univ Two, Lima, Peru",
    ]
    assert [topic.name for topic in paper.topics if topic.source == "author"] == [
        "glass",
        "thin films",
    ]
    # Index keywords are several sorted lists; a comma where the order breaks divides two of them.
    assert [topic.name for topic in paper.topics if topic.source == "scopus"] == [
        "Magnets",
        "Poles",
        "Bits",
        "Mice",
        "Models, Animal",
        "Rats",
    ]
