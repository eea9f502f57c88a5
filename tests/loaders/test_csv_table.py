"""Tables whose quotes, cells or columns do not fit: each is named, the rest is read."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import csv_table, markdown_table

HEADER = "Title,Abstract,Year\n"


def read(text: str) -> tuple[list[str | None], list[Rejected], Document]:
    document = Document("x.csv", text.encode())
    found = list(csv_table.read(document))
    papers = [one.title for one in found if isinstance(one, Paper)]
    return papers, [one for one in found if isinstance(one, Rejected)], document


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("at", [11, 2999])
@pytest.mark.parametrize(
    "broken",
    [
        '"A title without end,Text,2026',
        'Paper,"Text without end,2026',
        'Paper,Text,"',
        '"a" b" c,"',
    ],
)
def test_an_unclosed_quote_costs_one_row(broken: str, at: int, quoted: bool) -> None:
    mark = '"' if quoted else ""
    rows = [f"{mark}Paper {n}{mark},{mark}Text{mark},2026" for n in range(3000)]
    rows[at] = broken
    titles, rejected, _ = read(HEADER + "\n".join(rows) + "\n")
    assert titles == [f"Paper {n}" for n in range(3000) if n != at]
    assert [one.where for one in rejected] == [f"x.csv:{at + 2}"]
    assert "quotes" in rejected[0].reason
    assert rejected[0].raw == broken


def test_lines_of_a_broken_row_are_rejected_one_by_one() -> None:
    titles, rejected, _ = read(
        HEADER + 'One,"A cell of\nthree "quoted" lines\nends here",2026\nTwo,Text,2026\n'
    )
    assert titles == ["Two"]
    assert [one.where for one in rejected] == ["x.csv:2", "x.csv:3", "x.csv:4"]


def test_cells_of_several_lines_are_read() -> None:
    titles, rejected, _ = read(
        HEADER + '"One ""and"" only","First\n\nthird, ""x""",2026\nTwo,,2026\n'
    )
    assert titles == ['One "and" only', "Two"]
    assert rejected == []


def test_quotes_inside_of_a_cell_are_read() -> None:
    titles, rejected, _ = read(HEADER + 'A 12" tube,Text,2026\n"Big" data,Text,2026\n')
    assert titles == ['A 12" tube', "Big data"]
    assert rejected == []


def test_surplus_cells_are_rejected() -> None:
    titles, rejected, _ = read(HEADER + "One,Text, and more,2026\nTwo,Text,2026,,\nThree\n")
    assert titles == ["Two", "Three"]
    assert [(one.where, one.reason.split(";")[0]) for one in rejected] == [
        ("x.csv:2", "the row has 4 cells, the header 3")
    ]


def test_columns_that_are_not_read_are_noted() -> None:
    _, _, document = read("\nTitle,Mood,Title,Summary,Abstract,\nOne,x,y,z,w,\n")
    assert document.notes == [
        "line 2: 'Title', 'Abstract': not read, because an earlier column has the same data",
        "line 2: 'Mood': unknown column, not read",
    ]


@pytest.mark.parametrize(
    ("header", "row", "authors", "venue", "published"),
    [
        (
            '"PMID","Title","Authors","Citation","Journal/Book","Publication Year","PMCID","DOI"',
            '"12","A title","Alpha AB, Beta C.","-","J Examples","2021","PMC3","10.1234/x"',
            ["AB Alpha", "C Beta"],
            "J Examples",
            "2021",
        ),
        (
            '"Document Title",Authors,"Publication Title","Publication Year",ISSN,"DOI"',
            '"A title","A. Alpha; B. Beta","Examples","2020","1234-5678","10.1234/x"',
            ["A. Alpha", "B. Beta"],
            "Examples",
            "2020",
        ),
        (
            "Item Title,Publication Title,Book Series Title,Item DOI,Authors,Publication Year",
            '"A title","Examples","","10.1234/x","Ada McAlphaBen Beta","2019"',
            ["Ada McAlpha", "Ben Beta"],
            "Examples",
            "2019",
        ),
        (
            "title,year,published,journal,booktitle,authors,doi",
            'A title,2018,2018-05,,Proceedings,"Alpha, Ada and Beta, Ben",https://doi.org/10.1234/X',
            ["Ada Alpha", "Ben Beta"],
            "Proceedings",
            "2018-05",
        ),
        (  # Dimensions: a line of prose before the header
            '"About the data: Exported on Nov 01, 2025. Criteria: ""a title"", 2020, all."\n'
            "Rank,DOI,Title,Source title,Anthology title,Publisher,Publication Date,PubYear,Authors",
            '1,10.1234/x,A title,Examples,,Press,2020-05-03,2020,"Alpha, Ada; Beta, Ben B."',
            ["Ada Alpha", "Ben B. Beta"],
            "Examples",
            "2020-05-03",
        ),
        (  # Publish or Perish
            "Cites,Authors,Title,Year,Source,Publisher,ArticleURL,DOI,AuthorCount",
            '7,"A Alpha, B Beta",A title,2020,Examples,Press,https://example.org/x,10.1234/x,2',
            ["A Alpha", "B Beta"],
            "Examples",
            "2020",
        ),
        (  # ACM
            "Item type,Authors,Title,Journal,Publication year,Proceedings title,URLs,DOI",
            'Conference,"Alpha A,Beta B",A title,,2020,Examples,https://example.org/x,10.1234/x',
            ["A Alpha", "B Beta"],
            "Examples",
            "2020",
        ),
    ],
)
def test_exports_of_databases(
    header: str, row: str, authors: list[str], venue: str, published: str
) -> None:
    document = Document("x.csv", f"{header}\n{row}\n".encode())
    assert formats.recognize(document) == "csv"
    (paper,) = csv_table.read(document)
    assert isinstance(paper, Paper)
    assert (paper.title, paper.doi, paper.published) == ("A title", "10.1234/x", published)
    assert [one.name for one in paper.authors] == authors
    assert paper.venue
    assert paper.venue.name == venue
    assert (paper.pmid, paper.pmcid) == (("12", "PMC3") if "PMID" in header else (None, None))


def test_a_source_without_a_publisher_is_no_venue() -> None:
    text = b"Title,Date,Source\nA title,2026-10-01,https://example.org/feed\n"
    (paper,) = csv_table.read(Document("x.csv", text))
    assert isinstance(paper, Paper)
    assert paper.venue is None


def test_an_entity_does_not_divide_a_list() -> None:
    text = (
        "Title,Authors,Author Keywords,Link,Abstract\n"
        "Alpha,Jo O&#x0027;Hara; Al Beta,R&amp;D; <i>p</i> &lt; 0.05,"
        "https://example.org/?a=1&amp;b=2,At &lt; 3\n"
    )
    (paper,) = csv_table.read(Document("x.csv", text.encode()))
    assert isinstance(paper, Paper)
    assert [one.name for one in paper.authors] == ["Jo O'Hara", "Al Beta"]
    assert [one.name for one in paper.topics] == ["R&D", "<i>p</i> < 0.05"]
    assert (paper.url, paper.abstract) == ("https://example.org/?a=1&b=2", "At &lt; 3")


def test_markdown_tables_name_surplus_cells_and_unread_columns() -> None:
    text = "| Title | Title | Mood |\n|---|---|---|\n| One | x | y | z |\n| Two | x | y |\n"
    document = Document("x.md", text.encode())
    first, second = markdown_table.read(document)
    assert isinstance(first, Rejected)
    assert first.where == "x.md:3"
    assert isinstance(second, Paper)
    assert len(document.notes) == 2


@settings(max_examples=100)
@given(st.lists(st.text('",\n a', max_size=12), max_size=30))
def test_any_text_is_read_to_its_end(parts: list[str]) -> None:
    """No line is lost: the row behind the damage is read, and nothing but it is called so."""
    titles, _, _ = read(f'{HEADER}{"".join(parts)}\n"\n",,\nThe last paper,Its text,2026\n')
    assert titles[-1:] == ["The last paper"]


def test_a_table_of_open_quotes_is_read_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0
    take = csv_table._Lines.next

    def counted(lines: csv_table._Lines) -> tuple[int, str] | None:
        nonlocal taken
        taken += 1
        return take(lines)

    monkeypatch.setattr(csv_table._Lines, "next", counted)
    chance = random.Random(3)
    pieces = ['"', '""', ",", '","', "a", "\n", '"\n', '\n"', '"""']
    for _ in range(20):
        some = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 6))) + "\n"
        taken = 0
        read(HEADER + some * 2_000)
        assert taken <= 4 * (some.count("\n") * 2_000 + 10), repr(some)


def test_lists_as_programs_write_them_and_the_terms_of_embase():
    document = Document(
        "x.csv",
        b"Title,Author Names,Keywords,Open URL Link\n"
        b'One,"[\'Doe, Jo\', ""O\'Hara, Al""]","[\'a, b\', \'c\']",\n'
        b'Two,"Doe J.A., Roe B.","cyst (diagnosis, surgery), child",'
        b"http://sfx.example.org/x?sid=EMBASE&id=doi:10.1234%2Fab&atitle=Two\n",
    )
    one, two = csv_table.read(document)
    assert isinstance(one, Paper)
    assert isinstance(two, Paper)
    assert [each.name for each in one.authors] == ["Jo Doe", "Al O'Hara"]
    assert [each.name for each in one.topics] == ["a, b", "c"]
    assert [each.name for each in two.authors] == ["J A Doe", "B Roe"]
    assert [each.name for each in two.topics] == ["cyst (diagnosis, surgery)", "child"]
    assert two.doi == "10.1234/ab"


def test_a_long_name_is_read_in_linear_time():
    document = Document("x.csv", b"Title,Authors\nT," + b"a" * 200_000 + b"\n")
    start = time.process_time()
    assert len(list(csv_table.read(document))) == 1
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "text",
    [
        "id,value\n10.1234/abc,2\n10.1234/abd,4\n",  # was DOIs with a comma
        "doi;citations\n10.1234/abc;2\n10.1234/abd;4\n",
        "doi\tcitations\n10.1234/abc\t2\n10.1234/abd\t4\n",  # was a title "2"
        'Year,Authors,DOI\n2020,"Doe, J",10.1234/abc\n2021,"Roe, J",10.1234/abd\n',
        "name,country\nAlpha Press,NL\nBeta Press,DE\n",  # publishers
        "id,name,url\n1,Alpha Press,https://alpha.example\n2,Beta Press,https://beta.example\n",
    ],
)
def test_a_table_without_titles_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(
        SourceError, match=r"without a column of titles .* name that column 'title'"
    ):
        formats.recognize(Document("table.csv", text.encode()))


@pytest.mark.parametrize(
    "text",
    [
        "name,year\nOn wires,2020\nOn tubes,2021\n",
        "name,arxiv\nOn wires,2001.00001\nOn tubes,2001.00002\n",
        "10.1002/(SICI)1097-4571(199601)47:1<1::AID-ASI1>3.0.CO;2-A\n"
        "10.1002/(SICI)1097-4571(199601)47:1<9::AID-ASI2>3.0.CO;2-B\n",  # no table
    ],
)
def test_names_of_papers_and_identifiers_with_separators_are_read(text: str) -> None:
    document = Document("table.csv", text.encode())
    found = list(formats.source(formats.recognize(document)).read(document))
    assert [type(one) for one in found] == [Paper, Paper]
