"""OAI-PMH: the metadata formats of arXiv, Dublin Core, and replies that are no papers."""

from functools import partial

import pytest

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders import reading
from tests.loaders.samples import DAY, ENTRIES, SAMPLES


def reply(inner: str) -> str:
    return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{inner}</OAI-PMH>'


def record(metadata: str, header: str = "<identifier>oai:example.org:1</identifier>") -> str:
    return f"<record><header>{header}</header><metadata>{metadata}</metadata></record>"


read = partial(reading.read, format="oai-pmh", name="oai.xml")


@pytest.mark.parametrize("sample", ["oai arxiv", "oai dublin core"])
def test_both_formats_of_arxiv_give_the_same(sample: str) -> None:
    (first, *_), rejected, _ = read(SAMPLES[sample][1])
    assert not rejected
    assert (first.title, first.abstract) == (ENTRIES[0].title, ENTRIES[0].abstract)
    assert (first.arxiv_id, first.doi) == (ENTRIES[0].id, "10.1234/example")
    assert first.published == ENTRIES[0].published.isoformat()
    assert [one.name for one in first.authors] == ["Ada van Example", "Bo Example Jr"]
    assert first.venue
    assert first.venue.name == "Journal of Examples"
    assert first.repositories[0].url.endswith("github.com/example/code")
    assert first.topics[0].vocabulary == "arxiv"
    assert first.observed == str(DAY)


def test_versions_of_arxiv_raw_and_withdrawal() -> None:
    versions = (
        "<version version='v1'><date>Mon, 4 Jan 2016 18:42:32 GMT</date></version>"
        "<version version='v2'><date>Tue, 30 Aug 2016 05:50:33 GMT</date>"
        "<source_type>I</source_type></version>"
    )
    raw = (
        "<arXivRaw><id>1601.00001</id>{}<title>One</title><authors>Ada A, Bo B</authors></arXivRaw>"
    )
    (paper,), _, _ = read(reply(f"<ListRecords>{record(raw.format(versions))}</ListRecords>"))
    assert (paper.published, paper.withdrawn) == ("2016-01-04", "2016-08-30")
    assert [one.name for one in paper.authors] == ["Ada A", "Bo B"]


@pytest.mark.parametrize(
    ("id", "created", "published"),
    [
        ("1601.04794", "2026-08-30", "2016-01"),  # the day of the newest version
        ("1601.04794", "2015-12-31", "2015-12-31"),
        ("hep-th/9901001", "1999-01-01", "1999-01-01"),
        ("hep-th/9901001", "2003-05-06", "1999-01"),
    ],
)
def test_the_day_of_the_newest_version_is_not_that_of_publication(
    id: str, created: str, published: str
) -> None:
    metadata = f"<arXiv><id>{id}</id><created>{created}</created><title>One</title></arXiv>"
    (paper,), _, _ = read(reply(f"<GetRecord>{record(metadata)}</GetRecord>"))
    assert paper.published == published


def test_dublin_core_of_another_repository() -> None:
    text = (
        "<oai_dc:dc xmlns:oai_dc='o' xmlns:dc='d'><dc:title xml:lang='en'>A study</dc:title>"
        "<dc:title xml:lang='pt'>Um estudo</dc:title><dc:creator>Silva, Ana da</dc:creator>"
        "<dc:subject>rivers</dc:subject><dc:description>Short.</dc:description>"
        "<dc:description>A longer text is the abstract.</dc:description>"
        "<dc:source>Journal of Rivers; Vol. 3 No. 2 (2020); 12-20</dc:source>"
        "<dc:source>1234-567X</dc:source><dc:date>2021-05-06T07:08:09Z</dc:date><dc:date>2020</dc:date>"
        "<dc:type>info:eu-repo/semantics/article</dc:type><dc:language>por</dc:language>"
        "<dc:identifier>https://example.org/item/1</dc:identifier>"
        "<dc:relation>info:eu-repo/semantics/altIdentifier/doi/10.1234/X</dc:relation>"
        "<dc:relation>https://doi.org/10.9999/other</dc:relation></oai_dc:dc>"
    )
    (paper,), _, _ = read(reply(f"<ListRecords>{record(text)}</ListRecords>"))
    assert (paper.title, paper.abstract) == ("A study", "A longer text is the abstract.")
    assert (paper.published, paper.doi, paper.language) == ("2020", "10.1234/x", "pt")
    assert (paper.type, paper.url) == ("article", "https://example.org/item/1")
    assert paper.venue
    assert (paper.venue.name, paper.venue.issn) == ("Journal of Rivers", "1234-567X")
    assert [one.name for one in paper.authors] == ["Ana da Silva"]
    assert [one.name for one in paper.topics] == ["rivers"]


def test_what_is_no_paper_is_noted_or_rejected() -> None:
    gone = "<record><header status='deleted'><identifier>oai:x:2</identifier></header></record>"
    marc = record("<record xmlns='http://www.loc.gov/MARC21/slim'><leader>1</leader></record>")
    token = "<resumptionToken completeListSize='900'>abc</resumptionToken>"
    papers, rejected, notes = read(
        reply(f"<ListRecords>{gone}{marc}{record('<dc/>')}{token}</ListRecords>")
    )
    assert not papers
    assert [one.where for one in rejected] == ["oai.xml#2", "oai.xml#3"]
    assert "metadataPrefix=oai_dc" in rejected[0].reason
    assert notes == [
        "skipped 1 record marked as deleted",
        "the reply has 3 records; load its address for the rest",
    ]


def test_errors_of_a_repository() -> None:
    error = "<request verb='ListRecords'>x</request><error code='{}'>why</error>"
    assert read(reply(error.format("noRecordsMatch"))) == (
        [],
        [],
        ["the repository has no records that match the request"],
    )
    _, (rejected,), _ = read(reply(error.format("badResumptionToken")))
    assert "load again from the day of the last record" in rejected.reason
    with pytest.raises(SourceError, match=r"oai.xml: the repository replied .*: badArgument: why"):
        read(reply(error.format("badArgument")))
    with pytest.raises(SourceError, match="a reply to ListIdentifiers has no papers"):
        read(reply("<ListIdentifiers><header/></ListIdentifiers>"))


def test_records_that_a_harvester_saved() -> None:
    metadata = "<arXiv><id>1601.04794</id><title>One</title></arXiv>"
    for outer in ("{}", "<records>{}</records>", "<ListRecords>{}{}</ListRecords>"):
        papers, rejected, _ = read('<?xml version="1.0"?>' + outer.replace("{}", record(metadata)))
        assert {one.title for one in papers} == {"One"}
        assert not rejected


def test_entities_are_neither_fetched_nor_expanded() -> None:
    bomb = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">'
    metadata = record("<arXiv><id>1601.04794</id><title>One &b; &c;</title></arXiv>")
    document = Document("a.xml", f"<!DOCTYPE x [{bomb}]>{reply(metadata)}".encode())
    (paper,) = formats.source("oai-pmh").read(document)
    assert isinstance(paper, Paper)
    assert paper.title == "One &b; &c;"


def test_dublin_core_with_markup_languages_and_affiliations() -> None:
    (journal, library), rejected, _ = read(
        reply(
            record(
                "<oai_dc:dc xmlns:oai_dc='o' xmlns:dc='d'>"
                "<dc:title xml:lang='en-US'>On &lt;i&gt;things&lt;/i&gt;</dc:title>"
                "<dc:title xml:lang='es-ES'>Sobre cosas</dc:title>"
                "<dc:creator>Ash, Ann; University X</dc:creator>"
                "<dc:subject xml:lang='en-US'>alpha; beta</dc:subject>"
                "<dc:description xml:lang='en-US'>&lt;p&gt;We&amp;nbsp;study&lt;/p&gt;</dc:description>"
                "<dc:description xml:lang='es-ES'>&lt;p&gt;Estudiamos las cosas&lt;/p&gt;</dc:description>"
                "<dc:source>The Park Economist</dc:source></oai_dc:dc>"
            )
            + record(
                "<oai_dc:dc xmlns:oai_dc='o' xmlns:dc='d'><dc:title>Rocks</dc:title>"
                "<dc:creator>Birch, Bo James, 1951-</dc:creator>"
                "<dc:source>Park Economist, 3, 12-20</dc:source>"
                "<dc:description>&amp;lt;h2&amp;gt;News&amp;lt;/h2&amp;gt; of p &lt; 1</dc:description></oai_dc:dc>"
            )
        )
    )
    assert not rejected
    assert (journal.title, journal.abstract) == ("On things", "We study")
    assert journal.raw_abstract == "<p>We&nbsp;study</p>"
    [author] = journal.authors
    assert (author.name, [one.name for one in author.organizations]) == (
        "Ann Ash",
        ["University X"],
    )
    assert [one.name for one in journal.topics] == ["alpha", "beta"]
    assert journal.venue
    assert journal.venue.name == "The Park Economist"
    assert [one.name for one in library.authors] == ["Bo James Birch"]
    assert (library.abstract, library.venue) == ("News of p < 1", None)
