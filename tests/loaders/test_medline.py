"""PubMed's tagged text: entries, people, retractions, other databases, damage."""

import time
from functools import partial

from citegraph.graph.records import Paper
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import medline
from tests.loaders import reading

read = partial(reading.read, format="medline", name="a.nbib")


ENTRY = """
PMID- 12345678
OWN - NLM
STAT- MEDLINE
IS  - 1234-567X (Electronic)
DP  - 2023 Mar
TI  - Effects of examples on the reader of examples:
      a trial.
LID - 10.1234/ab-1 [doi]
AB  - BACKGROUND: Examples help.
      RESULTS: They do.
FAU - King, Martin Luther Jr
AU  - King ML Jr
AUID- ORCID: http://orcid.org/0000-0002-1825-0097
AD  - Example Lab, Oslo, Norway. Electronic address: king@example.org.
FAU - Lovelace, Ada
AU  - Lovelace A
AUID- ORCID: 0000-0002-1825-0098
CN  - The Example Group
LA  - ger
PT  - Journal Article
PT  - Review
DEP - 20230214
JT  - Journal of examples
MH  - *Aging/genetics
MH  - Humans
OT  - parabiosis
PMC - PMC123
AID - S1-2 [pii]
"""


def test_every_field_is_read():
    (paper,), rejected, notes = read(ENTRY)
    assert not rejected
    assert paper.title == "Effects of examples on the reader of examples: a trial"
    assert paper.abstract == "BACKGROUND: Examples help. RESULTS: They do."
    assert [(one.name, one.names) for one in paper.authors] == [
        ("Martin Luther King Jr", ("M L King Jr",)),
        ("Ada Lovelace", ("A Lovelace",)),
        ("The Example Group", ()),
    ]
    assert paper.authors[0].orcid == "0000-0002-1825-0097"
    assert paper.authors[0].organizations[0].name == "Example Lab, Oslo, Norway"
    assert (paper.pmid, paper.pmcid, paper.doi) == ("12345678", "PMC123", "10.1234/ab-1")
    assert (paper.published, paper.language, paper.type) == ("2023-02-14", "de", "review")
    assert paper.venue
    assert (paper.venue.name, paper.venue.issn) == ("Journal of examples", "1234-567X")
    assert [(one.name, one.source) for one in paper.topics] == [
        ("Humans", "mesh"),
        ("Aging", "mesh"),
        ("parabiosis", "author"),
    ]
    assert [one.kind for one in paper.topics[:2]] == ["keyword", "concept"]  # a check tag
    assert notes == ["line 2: invalid ORCID 'ORCID: 0000-0002-1825-0098'; it is not read"]


def test_retracted_papers_and_retraction_notices():
    retracted, notice, stub = read(
        "PMID- 1\nTI  - One.\nPT  - Retracted Publication\n"
        "RIN - J Ex. 2010 Aug 2;120(8):3009. doi: 10.1172/JCI43991. PMID: 20697155\n\n"
        "PMID- 20697155\nTI  - Retraction.\nDP  - 2010 Aug 2\nPT  - Retraction of Publication\n"
        "ROF - J Ex. 2008 Jan;1:2. doi: 10.1234/x1. PMID: 1\n"
    )[0]
    assert (retracted.retracted, retracted.retracted_on) == (True, "2010-08-02")
    assert retracted.retraction == ("Retraction, pmid:20697155 (pubmed)",)
    assert (notice.retracted, notice.type) == (None, "retraction")
    assert (stub.pmid, stub.doi, stub.retracted) == ("1", "10.1234/x1", True)


def test_the_layout_of_ovid():
    text = (
        "<1. >\nVN  - Ovid Technologies\nDB  - Embase\nUI  - 621381829\nTI  - One of two.\n"
        "SO  - BMC Proceedings. Conference: A. 12, 2018.\nAU  - Behan L.\nAU  - Lucas J.S.\n"
        "IN  - (Behan) Example University\nMH  - *quality of life\nDO  - http://dx.doi.org/10.1234/x\n"
        "LG  - English\nPT  - Conference Abstract\nYR  - 2018\n\n"
    )
    papers, rejected, _ = read(text + text.replace("One of", "Two of"))
    assert [paper.title for paper in papers] == ["One of two", "Two of two"]
    assert not rejected
    assert [one.name for one in papers[0].authors] == ["L Behan", "J S Lucas"]
    assert [one.name for one in papers[0].organizations] == ["(Behan) Example University"]
    assert (papers[0].doi, papers[0].pmid, papers[0].published) == ("10.1234/x", None, "2018")
    assert papers[0].venue
    assert papers[0].venue.name == "BMC Proceedings"
    assert papers[0].topics[0].vocabulary == "emtree"


def test_affiliations_after_all_names_belong_to_no_author():
    (paper,), _, _ = read(
        "PMID- 1\nTI  - One\nAU  - King ML\nAU  - Doe J\nAD  - Example Lab\nPT  - Letter\n"
    )
    assert not any(one.organizations for one in paper.authors)
    assert [one.name for one in paper.organizations] == ["Example Lab"]


def test_an_identifier_is_read_before_a_damaged_line_and_replaces_a_title():
    papers, rejected, _ = read(
        "PMID- 27433151\nSO  no tag\nTI  - One\n\nPMID- 2664220\nAU  - Doe J\n"
    )
    assert [(one.pmid, one.title) for one in papers] == [("27433151", "One"), ("2664220", None)]
    assert not rejected


def test_what_cannot_be_read_is_rejected_with_its_line_and_the_rest_is_kept():
    papers, rejected, _ = read(
        "a remark\n1: PMID- x\n\nPMID- 1\nTI  - One\nPT  - Letter\n\nPMID- 2\nAU  - Nobody N\n\n"
        "PMID- 3\nSTAT- Publisher\nTT  - Drei\n\n\nSTAT- MEDLINE\nTI  - Four\n\nSTAT- MEDLINE\nTI  - Five\n"
    )
    assert [paper.title for paper in papers] == ["One", None, "Drei", "Four", "Five"]
    assert [each.where for each in rejected] == ["a.nbib:1", "a.nbib:2"]


def test_a_list_of_names_that_is_cut_off_the_book_of_a_chapter_and_labels_of_addresses():
    document = Document(
        "a",
        b"PMID- 1\nDP  - 1993\nTI  - T.\nBTI - A Book\nFAU - Gout, I\nAU  - Gout I\n"
        b"AD  - a Department of X , Here , There.\nFAU - Booker, G W\nAU  - Booker GW\n"
        b"AD  - 1Institute of Y, There.\nAD  - 3M Company, There.\nAU  - et al.\nPT  - Book Chapter\n",
    )
    (paper,) = medline.read(document)
    assert isinstance(paper, Paper)
    assert [author.name for author in paper.authors] == ["I Gout", "G W Booker"]
    assert (paper.authors_partial, paper.author_count) == (True, None)
    assert paper.venue is not None
    assert paper.venue.name == "A Book"
    assert [[one.name for one in author.organizations] for author in paper.authors] == [
        ["Department of X, Here, There"],
        ["Institute of Y, There", "3M Company, There"],
    ]


def test_an_entry_of_eric():
    document = Document(
        "a",
        b"OWN - ERIC\r\nTI  - T\r\nAU  - Doe, Jo\r\nDP  - Apr 2019\r\nLID - http://eric.ed.gov/?id=EJ1\r\n"
        b"AID - http://dx.doi.org/10.1234/x\r\nJT  - J Things\r\nISSN - ISSN-1042-1629\r\n",
    )
    (paper,) = medline.read(document)
    assert isinstance(paper, Paper)
    assert (paper.published, paper.doi) == ("2019-04", "10.1234/x")
    assert paper.url == "http://eric.ed.gov/?id=EJ1"
    assert paper.venue is not None
    assert paper.venue.issn == "1042-1629"


def test_an_original_title_where_none_is_available_in_english():
    (paper,), _, _ = read("PMID- 12\nOWN - NLM\nTI  - [Not Available].\nTT  - Un exemple.\n")
    assert paper.title == "Un exemple"


def test_thousands_of_authors_take_linear_time():
    text = "".join(f"FAU - Li{n}, Wei\nAD  - Univ {n}\n" for n in range(20_000))
    started = time.process_time()
    (paper,) = medline.read(Document("x", f"PMID- 1\nTI  - On wires\n{text}\n".encode()))
    assert len({author.organizations for author in paper.authors}) == 20_000
    assert time.process_time() - started < 5  # comparing each author with each address: 9 s
