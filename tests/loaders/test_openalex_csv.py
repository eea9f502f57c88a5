"""The CSV export of OpenAlex."""

import csv
import io

from citegraph.graph.records import Paper
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document

WORK = {
    "id": "https://openalex.org/W4300000001",
    "doi": "https://doi.org/10.1234/a",
    "title": "1984",
    "publication_year": "2021",
    "publication_date": "2021-05-14",
    "cited_by_count": "46",
    "is_retracted": "True",
    "referenced_works": "https://openalex.org/W4200000001|https://openalex.org/W4200000002",
    "primary_location.source.display_name": "Journal of Examples",
    "primary_location.source.issn": "1234-5679|2049-3630",
    "authorships.author.display_name": "Ada Example|Bo Beispiel",
    "authorships.author.id": "https://openalex.org/A5000000001|https://openalex.org/A5000000002",
    "authorships.author.orcid": "https://orcid.org/0000-0002-1825-0097",
    "authorships.institutions": "{'id': 'https://openalex.org/I1', 'display_name': 'Lab One', "
    "'country_code': 'NO'}||{'id': 'https://openalex.org/I2', 'display_name': 'Lab Two'}|",
    "topics.display_name": "Bibliometrics|Graphs",
    "topics.score": "0.97|0.5",
    "fwci": "1.5",
}


def read(*works: dict[str, str]) -> tuple[list[object], Document]:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(WORK))
    writer.writeheader()
    writer.writerows(works)
    document = Document("works.csv", out.getvalue().encode())
    assert formats.recognize(document) == "openalex-csv"
    return list(formats.source("openalex-csv").read(document)), document


def test_a_row_is_a_work() -> None:
    [paper], document = read(WORK)
    assert isinstance(paper, Paper)
    assert (paper.title, paper.published, paper.cited_by_count) == ("1984", "2021-05-14", 46)
    assert (paper.doi, paper.openalex_id, paper.retracted) == ("10.1234/a", "W4300000001", True)
    assert [one.openalex_id for one in paper.references] == ["W4200000001", "W4200000002"]
    assert paper.venue is not None
    assert paper.venue.name == "Journal of Examples"
    assert [(a.name, a.openalex_id) for a in paper.authors] == [
        ("Ada Example", "A5000000001"),
        ("Bo Beispiel", "A5000000002"),
    ]
    assert [(o.name, o.country) for o in paper.organizations] == [
        ("Lab One", "NO"),
        ("Lab Two", None),
    ]
    assert [(t.name, t.score) for t in paper.topics] == [("Bibliometrics", 0.97), ("Graphs", 0.5)]
    assert "line 1: columns not read: fwci" in document.notes


def test_values_of_a_list_that_are_fewer_belong_to_no_element() -> None:
    [paper], document = read(WORK)
    assert isinstance(paper, Paper)
    assert [author.orcid for author in paper.authors] == [None, None]
    assert (
        "line 2: authorships.author.orcid: expected 2 values, as in "
        "authorships.author.display_name, found 1; not read" in document.notes
    )


def test_what_is_no_work_is_rejected() -> None:
    rows, _ = read(
        dict.fromkeys(WORK, "") | {"cited_by_count": "1"},
        WORK | {"id": "https://openalex.org/A5000000001"},
        WORK | {"authorships.institutions": "{'id': __import__('os')}"},
    )
    assert [getattr(row, "where", None) for row in rows] == ["works.csv:2", "works.csv:3", None]
