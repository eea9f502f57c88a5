"""DBLP's XML: entities, namesakes, links, persons, withdrawal."""

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document


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
