"""EndNote: tagged entries, entries without a type, XML."""

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import endnote
from tests.loaders.samples import ENTRIES, SAMPLES


def read(text: str) -> tuple[list[Paper], list[Rejected]]:
    document = Document("a.enw", text.encode())
    assert formats.recognize(document) == "endnote"
    found = list(formats.source("endnote").read(document))
    papers = [each for each in found if isinstance(each, Paper)]
    return papers, [each for each in found if isinstance(each, Rejected)]


def test_tagged_entries_with_all_that_is_kept():
    (paper, thesis), rejected = read(
        "a remark\n\n%0 Conference Paper\n%A King, Jr., Martin\n%A Lovelace, Ada\n%T A title\n"
        "that goes on\n%B Proceedings of Things\n%D 2019\n%8 May 3\n%@ 1234567X\n%K graphs\ntrees\n"
        "%X First.\n\nSecond.\n%R doi:10.1234/AB\n%U https://arxiv.org/abs/1706.03762v5\n%G eng\n\n"
        "%0 Thesis\n%T Another\n%8 June 1, 2020\n%D 2020\n\n%0 Book\n%A Nobody\n"
    )
    assert paper.title == "A title that goes on"
    assert [one.name for one in paper.authors] == ["Martin King Jr.", "Ada Lovelace"]
    assert (paper.doi, paper.arxiv_id, paper.published) == (
        "10.1234/ab",
        "1706.03762",
        "2019-05-03",
    )
    assert (paper.type, paper.language) == ("proceedings-article", "en")
    assert paper.venue
    assert (paper.venue.name, paper.venue.issn) == ("Proceedings of Things", "1234-567X")
    assert [one.name for one in paper.topics] == ["graphs", "trees"]
    assert paper.abstract == "First. Second."
    assert (thesis.type, thesis.published) == ("dissertation", "2020-06-01")
    assert [each.where for each in rejected] == ["a.enw:1", "a.enw:26"]


def test_entries_without_a_type_are_separated_by_blank_lines():
    papers, _ = read(
        "%A Ada Lovelace\n%T One\n%D 1990\n\n%A Bo\n%T Two\n%J Some Journal\n%D 1991\n"
    )
    assert [(one.title, one.published) for one in papers] == [("One", "1990"), ("Two", "1991")]


def test_numbers_of_pubmed():
    record = (
        "<record><ref-type name='Journal Article'>17</ref-type><titles><title>One</title></titles>"
        "<accession-num>12345678</accession-num><custom2>PMC7654321</custom2>"
        "<remote-database-name>{}</remote-database-name></record>"
    )
    records = record.format("Medline") + record.format("Embase")
    papers, _ = read(f"<xml><records>{records}</records></xml>")
    assert [(each.pmid, each.pmcid) for each in papers] == [
        ("12345678", "PMC7654321"),
        (None, "PMC7654321"),
    ]


def test_the_title_may_stand_before_the_type():
    papers, rejected = read(
        "%T One\n%0 Journal Article\n%A Alpha, Ada\n%D 2021\n%X First.\n\n\n"
        "%T Two\n%D 2020\n\n\n%T Three\n%0 Journal Article\n%A Beta, Ben\n%D 2019\n"
    )
    assert rejected == []
    assert [
        (each.title, each.published, [one.name for one in each.authors]) for each in papers
    ] == [("One", "2021", ["Ada Alpha"]), ("Two", "2020", []), ("Three", "2019", ["Ben Beta"])]


def test_the_xml_export():
    papers, rejected = read(SAMPLES["endnote xml"][1])
    assert not rejected
    assert [paper.title for paper in papers] == [entry.title for entry in ENTRIES]
    assert papers[0].abstract == ENTRIES[0].abstract
    assert papers[0].type == "article"
    assert papers[0].author_count == ENTRIES[0].authors
    assert papers[0].doi == f"10.1234/{ENTRIES[0].id}"


def test_styles_initials_and_addresses_of_the_xml_export():
    def styled(text: str) -> str:
        return f'<style face="normal" font="default" size="100%">{text}</style>'

    record = (
        "<record><ref-type name='Journal Article'>17</ref-type><contributors><authors>"
        f"<author>{styled('Roe, A. J.')}</author></authors><translated-authors>"
        f"<author>{styled('Else, S.')}</author></translated-authors></contributors>"
        f"<auth-address>{styled('Roe, AJ&#xD;Univ One, Oslo&#xD;Univ Two, Lisbon')}</auth-address>"
        f"<titles><title>{styled('On H')}<style face='subscript'>2</style>{styled('O')}</title>"
        f"</titles><dates><year>{styled('2015')}</year><pub-dates><date>{styled('Jun')}</date>"
        f"</pub-dates></dates><accession-num>{styled('WOS:000356201700010')}</accession-num></record>"
    )
    (paper,), rejected = read(f"<xml><records>{record}</records></xml>")
    assert not rejected
    assert (paper.title, paper.published, paper.wos_id) == (
        "On H2O",
        "2015-06",
        "WOS:000356201700010",
    )
    assert [author.name for author in paper.authors] == ["A. J. Roe"]
    assert [one.name for one in paper.organizations] == ["Univ One, Oslo", "Univ Two, Lisbon"]


def test_several_types_on_lines_that_follow_each_other():
    document = Document("a", b"%0 Serial\n%0 Audio\n%T One\n\n%0 Book\n%T Two\n")
    assert [each.title for each in endnote.read(document) if isinstance(each, Paper)] == [
        "One",
        "Two",
    ]


def test_keywords_on_one_line():
    paper, other = formats.source("endnote").read(
        Document(
            "a.enw",
            b"%0 Conference Paper\n%T On graphs\n%K Smartphone, VR controller, Virtual Reality\n\n"
            b"%0 Journal Article\n%T On names\n%K Networks, neural\n",
        )
    )
    assert [one.name for one in paper.topics] == ["Smartphone", "VR controller", "Virtual Reality"]
    assert [one.name for one in other.topics] == ["Networks, neural"]
