"""DBLP: entities, namesakes, links, persons, withdrawal, replies of the search."""

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders.reading import read


def test_publications_of_a_dump() -> None:
    document = Document(
        "dblp.xml",
        b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'
        b'<article mdate="2020-03-04" key="a/1" publtype="informal withdrawn">'
        b'<author orcid="0000-0002-1825-0097">Wei Wang 0001</author><author>J&uuml;rgen M&#246;ller'
        b"</author><title>On CO<sub>2</sub> &amp; Stra&szlig;en.</title><year>2019</year><journal>CoRR"
        b"</journal><ee>https://arxiv.org/abs/1706.03762</ee><ee>https://doi.org/10.1234/AB</ee></article>"
        b'<www key="homepages/1"><author>Wei Wang 0001</author><title>Home Page</title></www>'
        b'<inproceedings key="c/2"><author>Ada</author><year>2020</year></inproceedings></dblp>',
    )
    assert formats.recognize(document) == "dblp"
    paper, rejected = formats.source("dblp").read(document)
    assert isinstance(paper, Paper)
    assert paper.title == "On CO2 & Straßen"
    assert [one.name for one in paper.authors] == ["Wei Wang", "Jürgen Möller"]
    assert paper.authors[0].orcid == "0000-0002-1825-0097"
    assert (paper.arxiv_id, paper.doi) == ("1706.03762", "10.1234/ab")
    assert (paper.published, paper.type, paper.withdrawn) == ("2019", "preprint", "2020-03-04")
    assert isinstance(rejected, Rejected)
    assert (rejected.where, rejected.raw) == ("dblp.xml#2", "c/2")
    assert document.notes == ["skipped 1 record of persons (www)"]


def _search(info: str, total: int) -> str:
    return (
        '{"result": {"query": "a", "completions": {"@total": "7"},\n'
        f'"hits": {{"@total": "{total}", "@sent": "2", "@first": "0"{info}}}}}}}\n'
    )


def test_reply_of_the_search() -> None:
    hits = """, "hit": [
      {"@score": "4", "@id": "1", "url": "URL#1", "info": {
        "authors": {"author": [{"@pid": "1/2", "text": "Wei Wang 0001"},
          {"@pid": "3/4", "text": "Ada D&apos;Or"}]},
        "title": "Ends &amp; Means.", "venue": ["Conf A", "LNCS"], "year": "2014",
        "type": "Conference and Workshop Papers", "doi": "10.1234/AB",
        "ee": ["https://doi.org/10.1234/ab", "https://arxiv.org/abs/1706.03762"]}},
      {"@score": "3", "@id": "2", "info": {"authors": {"author": "Bo Birch"}, "title": "One",
        "year": "2024", "type": "Informal and Other Publications",
        "ee": "https://arxiv.org/abs/2401.12345"}},
      {"@score": "2", "@id": "3", "info": {"author": "Bo Birch", "url": "https://dblp.org/pid/1"}}
    ]"""
    (first, second), rejected, notes = read(_search(hits, 14), "dblp")
    assert (first.title, first.published, first.type) == (
        "Ends & Means",
        "2014",
        "proceedings-article",
    )
    assert [one.name for one in first.authors] == ["Wei Wang", "Ada D'Or"]
    assert set(first.authors[0].identifiers) == {"dblp:1/2", "dblp-name:Wei Wang 0001"}
    assert (first.doi, first.arxiv_id) == ("10.1234/ab", "1706.03762")
    assert first.venue
    assert first.venue.name == "Conf A"
    assert (second.arxiv_id, second.type, second.author_count) == ("2401.12345", "preprint", 1)
    assert [(one.where, "search in /search/publ/api" in one.reason) for one in rejected] == [
        ("a#3", True)
    ]
    assert notes == ["the reply has 3 of 14 publications; load the other pages for the rest"]


def test_search_that_found_nothing_or_one_publication() -> None:
    assert read(_search("", 0), "dblp") == ([], [], ["DBLP found no publications"])
    one = ', "hit": {"@id": "1", "info": {"title": "One.", "year": "2020"}}'
    (paper,), rejected, notes = read(_search(one, 1), "dblp")
    assert (paper.title, rejected, notes) == ("One", [], [])


def test_search_in_xml_and_tables_of_contents() -> None:
    (paper,), rejected, notes = read(
        '<?xml version="1.0"?>\n<result><query>a</query><hits total="1" computed="1" sent="1">\n'
        '<hit score="4" id="1"><info><authors><author pid="1/2">Ada Ash</author></authors>'
        "<title>On A &amp;amp; B.</title><venue>Conf A</venue><year>2020</year>"
        "<type>Journal Articles</type><ee>https://doi.org/10.1234/ab</ee></info></hit></hits></result>",
        "dblp",
    )
    assert (paper.title, paper.doi, paper.type) == ("On A & B", "10.1234/ab", "article")
    assert paper.authors[0].identifiers == ("dblp:1/2",)
    assert (rejected, notes) == ([], [])
    (paper,), rejected, notes = read(
        '<bht key="db/conf/a/a2020.bht" title="A 2020"><h1>A 2020</h1><dblpcites><r>'
        '<inproceedings key="conf/a/1"><author>Ada</author><title>One.</title><year>2020</year>'
        "<booktitle>A</booktitle></inproceedings></r></dblpcites></bht>",
        "dblp",
    )
    assert (paper.title, paper.published, rejected, notes) == ("One", "2020", [], [])
