"""Sources with references and reference managers: BibTeX, Crossref, CSL-JSON, Semantic Scholar."""

import json
from pathlib import Path
from typing import Any

import pytest

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Author, Paper, Reference, Rejected, Venue
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document

SHARED = Path(__file__).parents[3] / "shared" / "data" / "sources"
WITH_DATA = pytest.mark.skipif(not SHARED.exists(), reason="the shared source files are not here")


def read(format: str, text: str, name: str = "a") -> tuple[list[Paper], list[Rejected], Document]:
    document = Document(name, text.encode())
    found = list(formats.source(format).read(document))
    papers = [each for each in found if isinstance(each, Paper)]
    return papers, [each for each in found if isinstance(each, Rejected)], document


# -- BibTeX -----------------------------------------------------------------------------------

BIB = r"""% a comment
@string{jair = "Journal of Examples"}
@article{one,
  title = {{Deep} Learning with {\"o}: a $10\%$ study},
  author = {King, Jr., Martin and Fran{\c c}ois Delebecque and {Team of Twelve and Friends} and others},
  journal = jair # ", Letters",
  year = 2019, month = sep,
  doi = {10.1234/a\_b}, url = {https://github.com/example/one},
  eprint = {1901.00001}, archivePrefix = {arXiv}, primaryClass = {cs.LG},
  keywords = {graphs, trees; graphs},
}
@article{one, title = {The same key again}, year = "2020"}
@article{, title = {No key}, date = {2021-03-04}}
@inproceedings{child, title = {A chapter}, crossref = {volume}}
@proceedings{volume, title = {Proceedings of Examples}, year = 2018}
@book{twice, title = {Two titles}, title = {The second}}
@misc{empty, year = 2000}
@article{open, title = {Never closed
@article{last, title = {After the damage}, author = {Lovelace, A.; Babbage, C.}}
"""


def test_bibtex_keeps_every_entry_that_can_be_read():
    papers, rejected, document = read("bibtex", BIB)
    assert [paper.title for paper in papers] == [
        "Deep Learning with ö: a 10% study",
        "The same key again",
        "No key",
        "A chapter",
        "Proceedings of Examples",
        "Two titles",
        "After the damage",
    ]
    assert [each.where for each in rejected] == ["a:17", "a:18"]
    assert rejected[0].reason == "no title and no identifier"
    assert "invalid BibTeX" in rejected[1].reason
    assert document.notes == ["line 16: the field `title` occurs twice; the first is kept"]


def test_bibtex_fields():
    one, again, keyless, chapter, *_, last = read("bibtex", BIB)[0]
    assert [author.name for author in one.authors] == [
        "Martin King Jr.",
        "François Delebecque",
        "Team of Twelve and Friends",
    ]
    assert one.authors_partial
    assert one.author_count is None
    assert one.venue == Venue(name="Journal of Examples, Letters")
    assert (one.published, one.doi, one.arxiv_id) == ("2019-09", "10.1234/a_b", "1901.00001")
    assert [repository.url for repository in one.repositories] == ["https://github.com/example/one"]
    assert one.url is None
    assert [topic.name for topic in one.topics] == ["graphs", "trees", "cs.LG"]
    assert (again.published, keyless.published) == ("2020", "2021-03-04")
    assert (chapter.venue, chapter.published) == (Venue(name="Proceedings of Examples"), "2018")
    assert [author.name for author in last.authors] == ["A. Lovelace", "C. Babbage"]


def test_orcids_in_a_data_annotation_of_biblatex():
    papers, *_ = read(
        "bibtex",
        "@article{x, title={Annotated}, author={Doe, Ada and Roe, Bo and Poe, Cy},"
        ' author+an:orcid = {1="0000-0002-1825-0097"; 3=https://orcid.org/0000-0001-5109-3700;'
        ' 2="0000-0002-1825-0098"}}',  # the check digit of the last one is wrong
    )
    assert [author.orcid for author in papers[0].authors] == [
        "0000-0002-1825-0097",
        None,
        "0000-0001-5109-3700",
    ]


def test_a_long_bibtex_file_is_read_in_parts_with_its_line_numbers_and_macros():
    entries = "".join(
        f"@article{{k{n},\n title={{Title {n}}},\n journal=jx, abstract={{{'x ' * 400}}}}}\n"
        for n in range(1000)
    )
    papers, rejected, _ = read("bibtex", f"@string{{jx = {{Journal X}}}}\n{entries}")
    assert not rejected
    assert [paper.title for paper in papers] == [f"Title {n}" for n in range(1000)]
    assert [paper.origin for paper in papers] == [f"line {3 * n + 2}" for n in range(1000)]
    assert {paper.venue for paper in papers} == {Venue(name="Journal X")}


# -- Crossref and CSL-JSON --------------------------------------------------------------------

WORK: dict[str, Any] = {
    "DOI": "10.1234/ABC",
    "title": ["A <i>Study</i>"],
    "subtitle": ["Of &amp; Things"],
    "prefix": "10.1234",
    "author": [
        {
            "given": "Ada",
            "family": "Lovelace",
            "ORCID": "https://orcid.org/0000-0002-1825-0097",
            "affiliation": [{"name": "Example University"}],
        },
        {"name": "The Example Consortium"},
    ],
    "issued": {"date-parts": [[2019]]},
    "published-online": {"date-parts": [[2019, 3, 2]]},
    "published-print": {"date-parts": [[2020, 1]]},
    "container-title": ["Journal"],
    "ISSN": ["12345678"],
    "type": "journal-article",
    "member": "1",
    "reference-count": 4,
    "is-referenced-by-count": 7,
    "abstract": "<jats:title>Abstract</jats:title><jats:p>One &lt; two.</jats:p><jats:p>Three.</jats:p>",
    "reference": [
        {"DOI": "10.5678/Cited"},
        {"unstructured": "A. Author. arXiv:1706.03762 (2017)"},
        {"article-title": "Known by title", "year": "1999a"},
        {"unstructured": "Nothing to go by"},
        {"DOI": "10.5678/cited"},
    ],
}


def test_a_crossref_work():
    (paper,), rejected, _ = read("crossref", json.dumps({"message-type": "work", "message": WORK}))
    assert not rejected
    assert (paper.title, paper.doi, paper.published) == (
        "A Study: Of & Things",
        "10.1234/abc",
        "2019-03-02",
    )
    assert paper.abstract == "One < two. Three."
    assert paper.authors[0].orcid == "0000-0002-1825-0097"
    assert [one.name for one in paper.authors[0].organizations] == ["Example University"]
    assert paper.authors[1] == Author(name="The Example Consortium")
    assert paper.references == (
        Reference(doi="10.5678/cited"),
        Reference(arxiv_id="1706.03762"),
        Reference(title="Known by title", year=1999),
    )
    assert (paper.venue, paper.cited_by_count) == (Venue(name="Journal", issn="1234-5678"), 7)
    assert paper.retracted is None


def test_retractions_stand_at_the_paper_and_at_the_notice():
    retracted = {**WORK, "updated-by": [{"DOI": "10.1234/notice", "type": "retraction"}]}
    notice = {
        **WORK,
        "DOI": "10.1234/notice",
        "title": ["Retraction: A Study"],
        "update-to": [
            {"DOI": "10.1234/ABC", "type": "retraction"},
            {"DOI": "10.1234/x", "type": "correction"},
        ],
    }
    (paper,), _, _ = read("crossref", json.dumps({"message": retracted}))
    assert paper.retracted
    papers, _, _ = read("crossref", json.dumps({"message": {"items": [notice]}}))
    assert [(each.doi, each.retracted) for each in papers] == [
        ("10.1234/notice", None),
        ("10.1234/abc", True),
    ]


def test_a_crossref_entry_that_is_no_work_is_rejected_with_its_place():
    text = json.dumps(
        {"message-type": "work-list", "message": {"items": [WORK, {"type": "other"}, "x"]}}
    )
    papers, rejected, _ = read("crossref", text)
    assert len(papers) == 1
    assert [each.where for each in rejected] == ["a#2", "a#3"]


def test_csl_json_is_recognized_by_items_that_have_a_title_alone():
    items = [
        {"id": "a", "type": "book", "title": "A"},
        {"id": "b", "type": "chapter", "title": "B"},
    ]
    array = Document("a", json.dumps(items).encode())
    lines = Document("b", "\n".join(map(json.dumps, items)).encode())
    assert formats.recognize(array) == "csl-json"
    assert formats.recognize(lines) == "records"


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        (
            {"issued": [{"date-parts": [2018, 2, 1]}, {"date-parts": [2018]}]},
            "published",
            "2018-02-01",
        ),
        ({"issued": {"year": 2017, "month": "8"}}, "published", "2017-08"),
        ({"issued": "2016-05"}, "published", "2016-05"),
        ({"issued": {"date_parts": [["2011"]]}}, "published", "2011"),
        ({"number": "arXiv:2001.01234"}, "arxiv_id", "2001.01234"),
        ({"note": "arXiv:2001.01234 [cs]"}, "arxiv_id", "2001.01234"),
        ({"note": "a text\nPMID: 12\nPMCID: PMC345"}, "pmid", "12"),
        ({"note": "PMID: 12\nPMCID: PMC345"}, "pmcid", "PMC345"),
        ({"PMCID": "PMC345"}, "pmcid", "PMC345"),
        ({"URL": "http://dx.doi.org/10.1000/ABC"}, "doi", "10.1000/abc"),
    ],
)
def test_dates_and_identifiers_of_csl_json(fields: dict, name: str, expected: str):
    (paper,), _, _ = read("csl-json", json.dumps([{"type": "book", "title": "T", **fields}]))
    assert getattr(paper, name) == expected


@pytest.mark.parametrize("author", ["Jo Doe and Al Roe and others", ["Jo Doe", "Al Roe", "et al."]])
def test_authors_as_text_in_csl_json(author: str | list[str]):
    (paper,), _, _ = read(
        "csl-json", json.dumps([{"type": "book", "title": "T", "author": author}])
    )
    assert [one.name for one in paper.authors] == ["Jo Doe", "Al Roe"]
    assert paper.authors_partial


@pytest.mark.parametrize(
    "first",
    [
        {"type": "article-journal", "DOI": "10.1000/abc", "container-title": "J"},
        {"type": "patent", "title": "T", "issued": {"date-parts": [[1999]]}},
        {"type": "legal_case", "title": "T", "container-title": "J"},
    ],
)
def test_csl_json_is_recognized_by_any_type_and_without_a_title(first: dict):
    assert formats.recognize(Document("a", json.dumps([first]).encode())) == "csl-json"


def test_csl_yaml_is_read_item_by_item():
    text = """---
title: Notes
author:
- name: The writer
references:
  - id: one
    type: article-journal
    title: "Wires: a study"
    author:
      - family: Doe
        given: Jo
      - literal: The Group
    issued:
      - year: 2020
        month: 3
    container-title: Journal of Wires
  - id: two
    type: book
    title: [broken
  - {id: three, type: book, title: Tubes, issued: 2021-05}
keywords:
- no item
...
"""
    assert formats.recognize(Document("a.yaml", text.encode())) == "csl-json"
    papers, rejected, _ = read("csl-json", text)
    assert [(one.title, one.published, one.origin) for one in papers] == [
        ("Wires: a study", "2020-03", "line 6"),
        ("Tubes", "2021-05", "line 20"),
    ]
    assert [one.name for one in papers[0].authors] == ["Jo Doe", "The Group"]
    assert papers[0].venue == Venue(name="Journal of Wires")
    assert [one.where for one in rejected] == ["a:19"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("doe:\n    type: Article\n    title: On wires\n    author: Doe, Jo\n", "YAML"),  # Typst
        ("author:\n- given: Jo\n  family: Doe\ntitle: On wires\nurl: https://a.example\n", "YAML"),
        ('callback({"message": {"title": ["On wires"]}});', "JSONP"),
        ('/**/cb.a1([{"title": "On wires"}])', "JSONP"),
    ],
)
def test_formats_that_are_not_read_are_named_with_the_remedy(text: str, name: str):
    with pytest.raises(SourceError, match=rf"{name}.* read; "):
        formats.recognize(Document("a", text.encode()))


@pytest.mark.parametrize(
    "text",
    [
        "Links:\n- code: https://github.com/a/b\n\n- [On wires](https://arxiv.org/abs/2401.00001)\n",
        "```yaml\nmodel:\n  name: x\n```\n- [On wires](https://arxiv.org/abs/2401.00001)\n",
        "Papers ([all](https://a.example))\n- [On wires](https://arxiv.org/abs/2401.00001)\n",
    ],
)
def test_a_list_that_contains_some_yaml_or_brackets_is_read(text: str):
    assert formats.recognize(Document("README.md", text.encode())) == "markdown-list"


def test_csl_json_has_particles_and_literal_names_and_raw_dates():
    items = [
        {
            "id": "1",
            "type": "book",
            "title": "T",
            "issued": {"raw": "2001-05"},
            "note": "",
            "author": [
                {"family": "Beethoven", "non-dropping-particle": "van", "given": "L."},
                {"family": "Oliveira", "dropping-particle": "de", "given": "Regina"},
                {"literal": "A Group"},
            ],
        },
        {"id": "2", "type": "book", "author": []},
    ]
    papers, rejected, _ = read("csl-json", json.dumps(items))
    assert [author.name for author in papers[0].authors] == [
        "L. van Beethoven",
        "Regina de Oliveira",
        "A Group",
    ]
    assert papers[0].published == "2001-05"
    assert [each.where for each in rejected] == ["a#2"]


# -- Semantic Scholar -------------------------------------------------------------------------

PAPER = {
    "paperId": "a" * 40,
    "externalIds": {"ArXiv": "1706.03762", "DOI": "10.1234/X", "CorpusId": 5, "PubMed": "77"},
    "title": "T",
    "year": 2017,
    "authors": [{"name": "Ada Lovelace"}],
    "s2FieldsOfStudy": [{"category": "Computer Science"}],
    "references": [{"paperId": "b" * 40, "title": "R"}, {"paperId": None, "title": None}],
}


def test_a_paper_of_semantic_scholar():
    (paper,), rejected, _ = read("semantic-scholar", json.dumps(PAPER))
    assert not rejected
    assert (paper.s2_id, paper.arxiv_id, paper.doi, paper.pmid) == (
        "a" * 40,
        "1706.03762",
        "10.1234/x",
        "77",
    )
    assert (paper.corpus_id, paper.published) == ("5", "2017")
    assert paper.references == (Reference(s2_id="b" * 40, title="R"),)


def test_a_batch_says_which_identifiers_were_not_found():
    papers, rejected, document = read("semantic-scholar", json.dumps([None, PAPER, None]))
    assert formats.recognize(document) == "semantic-scholar"
    assert len(papers) == 1
    assert [(each.where, each.reason) for each in rejected] == [
        ("a#1", "no paper has the requested identifier; check it"),
        ("a#3", "no paper has the requested identifier; check it"),
    ]


def test_citations_are_edges_where_the_address_names_the_cited_paper():
    reply = json.dumps(
        {"offset": 0, "data": [{"citingPaper": {"paperId": "c" * 40, "title": "C"}}]}
    )
    address = "https://api.example.org/graph/v1/paper/ARXIV:1706.03762/citations?fields=title"
    (citing,), _, _ = read("semantic-scholar", reply, address)
    assert citing.references == (Reference(arxiv_id="1706.03762"),)
    (alone,), _, document = read("semantic-scholar", reply)
    assert alone.references == ()
    assert "does not name the cited paper" in document.notes[0]


def test_references_are_edges_from_the_paper_that_the_address_names():
    reply = json.dumps({"data": [{"citedPaper": {"paperId": "d" * 40, "title": "D"}}]})
    papers, _, _ = read(
        "semantic-scholar", reply, f"https://api.example.org/paper/{'a' * 40}/references"
    )
    assert [each.s2_id for each in papers] == ["d" * 40, "a" * 40]
    assert papers[1].references == (Reference(s2_id="d" * 40, title="D"),)


def test_s2orc_lines_cite_by_corpus_id():
    line = {
        "paper_id": "9",
        "title": "T",
        "authors": [{"first": "A", "middle": ["B."], "last": "C", "suffix": "Jr"}],
        "outbound_citations": ["10", "11"],
        "s2_url": "https://api.example.org/CorpusID:9",
        "year": 2001,
    }
    (paper,), _, _ = (
        read("semantic-scholar", json.dumps(line) + "\n" + json.dumps({**line, "paper_id": "10"}))[
            0
        ][:1],
        0,
        0,
    )
    assert paper.corpus_id == "9"
    assert [author.name for author in paper.authors] == ["A B. C Jr"]
    assert [each.id for each in paper.references] == ["corpusid:10", "corpusid:11"]


def test_the_papers_of_an_author():
    papers = [
        {"paperId": "a" * 40, "title": "One", "year": 2020},
        {"paperId": "b" * 40, "title": "Two", "authors": [{"name": "Bo"}, {"name": "Ada"}]},
    ]
    author = {"authorId": "1", "name": "Ada", "papers": papers}
    for reply in (author, {"total": 1, "offset": 0, "data": [author]}):
        (one, two), rejected, _ = read("semantic-scholar", json.dumps(reply))
        assert not rejected
        assert (one.s2_id, one.authors_partial, one.author_count) == ("a" * 40, True, None)
        assert [(each.name, each.s2_id) for each in one.authors] == [("Ada", "1")]
        assert [each.name for each in two.authors] == ["Bo", "Ada"]
    _, (rejected,), _ = read("semantic-scholar", json.dumps({"authorId": "1", "name": "Ada"}))
    assert rejected.reason == "an author without papers"


def test_the_authors_of_the_paper_that_the_address_names():
    people = [{"authorId": "1", "name": "Ada"}, {"authorId": "2", "name": "Bo"}]
    reply = json.dumps({"offset": 0, "data": people})
    address = "https://api.example.org/graph/v1/paper/10.1234/x/authors?fields=name"
    (paper,), rejected, _ = read("semantic-scholar", reply, address)
    assert not rejected
    assert (paper.doi, paper.author_count) == ("10.1234/x", 2)
    assert [(each.name, each.s2_id) for each in paper.authors] == [("Ada", "1"), ("Bo", "2")]


def test_citing_and_cited_papers_within_a_paper():
    ada = {"authorId": "1", "name": "Ada", "aliases": ["A. B."], "affiliations": ["Here"]}
    cited = {"paperId": "c" * 40, "title": "Cited", "authors": [ada]}
    bare = {"paperId": None, "externalIds": {"CorpusId": 8}}
    citing = [{"paperId": "b" * 40, "title": "Citing"}, {"paperId": None, "title": ""}]
    reply = {**PAPER, "citations": citing, "references": [cited, bare]}
    papers, (rejected,), _ = read("semantic-scholar", json.dumps(reply))
    assert [each.s2_id for each in papers] == ["a" * 40, "b" * 40, "c" * 40]
    assert [each.s2_id or each.id for each in papers[0].references] == ["c" * 40, "corpusid:8"]
    assert [each.s2_id for each in papers[1].references] == ["a" * 40]
    assert [len(each.listings) for each in papers] == [1, 0, 0]
    (author,) = papers[2].authors
    assert (author.names, [each.name for each in author.organizations]) == (("A. B.",), ["Here"])
    assert rejected.where == "a#1#2"


def test_snippets_and_replies_of_the_first_version_of_semantic_scholar():
    paper = {"corpusId": "5", "title": "T", "authors": ["Ada Lovelace"]}
    reply = {"data": [{"snippet": {"text": "x"}, "score": 0.9, "paper": paper}]}
    (found,), rejected, _ = read("semantic-scholar", json.dumps(reply))
    assert not rejected
    assert (found.title, found.corpus_id, found.authors[0].name) == ("T", "5", "Ada Lovelace")
    first = {
        "arxivId": "1706.03762",
        "doi": "10.1234/x",
        "paperId": "a" * 40,
        "title": "T",
        "topics": [{"topic": "Parsing", "topicId": "5"}],
        "references": [{"arxivId": "1801.00001", "doi": None, "title": "R"}],
    }
    (found,), _, _ = read("semantic-scholar", json.dumps(first))
    assert (found.arxiv_id, found.doi, found.topics[0].name) == (
        "1706.03762",
        "10.1234/x",
        "Parsing",
    )
    assert found.references == (Reference(arxiv_id="1801.00001", title="R"),)


def test_data_sets_of_semantic_scholar():
    def rows(*rows: Any) -> tuple[list[Paper], list[Rejected]]:
        return read("semantic-scholar", "\n".join(map(json.dumps, rows)))[:2]

    row = {"citationid": 1, "citingcorpusid": 11, "citedcorpusid": 22, "isinfluential": False}
    (citing,), (rejected,) = rows(row, {**row, "citedcorpusid": None})
    assert (citing.corpus_id, citing.references) == ("11", (Reference(id="corpusid:22"),))
    assert rejected.where == "a:2"
    row = {"corpusid": 11, "sha": "c" * 40, "primary": True}
    (one, other), _ = rows(row, {**row, "sha": "d" * 40, "primary": False})
    assert [(each.s2_id, each.corpus_id) for each in (one, other)] == [
        ("c" * 40, "11"),
        (None, "11"),
    ]
    known = {"externalids": {"ArXiv": "1901.00001", "DOI": None}, "status": None}
    (one, _), _ = rows(*[{"corpusid": 11, "abstract": "Text.", "openaccessinfo": known}] * 2)
    assert (one.corpus_id, one.abstract, one.arxiv_id) == ("11", "Text.", "1901.00001")
    annotations = {"title": '[{"start": 2, "end": "7"}]', "abstract": None}
    full = {"text": "\n\nTitle\nBody", "annotations": annotations}
    (one, _), _ = rows(*[{"corpusid": 11, "externalids": {"doi": None}, "content": full}] * 2)
    assert one.title == "Title"
    damaged = {"text": "Title", "annotations": {"title": "[{"}}
    (one, _), _ = rows(*[{"corpusid": 11, "content": damaged}] * 2)
    assert (one.title, one.corpus_id) == (None, "11")


def test_an_error_reply_is_an_error():
    with pytest.raises(SourceError, match="Title match not found"):
        read("semantic-scholar", '{"error": "Title match not found"}')


# -- OpenCitations ----------------------------------------------------------------------------

META = (
    '"id","title","author","pub_date","venue","volume","issue","page","type","publisher","editor"\n'
    '"doi:10.1234/X pmid:77 omid:br/061","A title","Lovelace, Ada [orcid:0000-0002-1825-0097]; A Group","2022-9",'
    '"Journal of Examples [issn:1234-5678 issn:8765-4321]","1","","","journal article","P [crossref:1]",""\n'
    '"","","Nobody","","","","","","","",""\n'
)
INDEX = (
    "oci,citing,cited,creation\n"
    "1-2,10.1234/a,10.1234/b,2020-01\n"
    "1-3,omid:br/061 doi:10.1234/a,omid:br/062 doi:10.48550/arxiv.1706.03762,2020-01\n"
    "1-4,10.1234/a,,2020\n"
    "1-5,pmid:7 pmcid:PMC8 omid:br/07,pmid:9 omid:br/09,2020\n"
    "1-6,pmid:7,pmcid:PMC10,2020\n"
)


def test_an_opencitations_publication():
    (paper,), (rejected,), _ = read("opencitations", META)
    assert (paper.doi, paper.pmid, paper.id, paper.published) == (
        "10.1234/x",
        "77",
        "omid:br/061",
        "2022-09",
    )
    assert paper.authors == (
        Author(name="Ada Lovelace", orcid="0000-0002-1825-0097"),
        Author(name="A Group"),
    )
    assert paper.venue == Venue(name="Journal of Examples", issn="1234-5678")
    assert rejected.where == "a:3"


def test_opencitations_citations():
    papers, (rejected,), _ = read("opencitations", INDEX)
    assert [paper.doi for paper in papers] == ["10.1234/a", "10.1234/a", None, None]
    assert papers[0].references == (Reference(doi="10.1234/b"),)
    assert papers[1].references == (Reference(arxiv_id="1706.03762", id="omid:br/062"),)
    assert (papers[2].pmid, papers[2].pmcid, papers[2].id) == ("7", "PMC8", "omid:br/07")
    assert papers[2].references == (Reference(id="pmid:9"),)
    assert papers[3].references == (Reference(id="pmcid:PMC10"),)
    assert rejected.where == "a:4"
    assert formats.recognize(Document("a", INDEX.encode())) == "opencitations"


# -- real files -------------------------------------------------------------------------------

COUNTS = {
    "opencitations": 3000,
    "bibtex": 40,
    "crossref": 37,
    "csl_json": 2,
    "semantic_scholar": 1900,
    "s2orc": 102,
}


@WITH_DATA
@pytest.mark.parametrize("folder", COUNTS)
def test_real_files_are_recognized_and_read(folder: str):
    papers, errors = 0, []
    for path in sorted((SHARED / folder).iterdir()):
        document = Document(path.name, path)
        try:
            format = formats.recognize(document)
            found = list(formats.source(format).read(document))
        except SourceError as error:
            errors.append(str(error))
            continue
        papers += sum(isinstance(each, Paper) for each in found)
        assert all(each.reason and each.where for each in found if isinstance(each, Rejected))
    assert papers >= COUNTS[folder]
    assert all("replied with an error" in each or "Release.json" in each for each in errors)


def test_a_preprint_in_crossref_and_a_doi_in_the_text_of_a_reference():
    work = {
        **WORK,
        "type": "posted-content",
        "subtype": "preprint",
        "title": [],
        "subtitle": [],
        "short-title": ["Short"],
        "container-title": [],
        "institution": [{"name": "bioRxiv"}],
        "issued": {"date-parts": [[None]]},
        "reference": [
            {"key": "1", "unstructured": "Doe J. Things (2001). https://doi.org/10.5555/Things."},
            {"key": "2", "unstructured": "Doe J. Other things (2001)."},
            {"key": "3", "unstructured": "Roe B. Software: v2.4.1.10.5281/zenodo.1."},
            {"key": "4", "unstructured": "Roe B. Thirst.2025.10.48550/arXiv.2304.03271."},
            {"key": "5", "unstructured": "Roe B. Heat. https://arxiv.org/abs/2304.03272"},
        ],
    }
    (paper,), _, _ = read("crossref", json.dumps({"message-type": "work", "message": work}))
    assert (paper.title, paper.type) == ("Short", "preprint")
    assert paper.venue is not None
    assert paper.venue.name == "bioRxiv"
    assert paper.references == (
        Reference(doi="10.5555/things"),
        Reference(doi="10.5281/zenodo.1"),
        Reference(arxiv_id="2304.03271"),
        Reference(arxiv_id="2304.03272"),
    )
    assert paper.text_references == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"corpusid": 1, "model": "tldr@v2", "text": "Short."}, "not stored"),
        ({"corpusid": 1, "model": "specter@v1", "vector": "[0.1]"}, "not stored"),
        ({"data": None, "citingPaperInfo": {"openAccessPdf": {}}}, "withholds"),
    ],
)
def test_rows_of_semantic_scholar_without_a_paper(row: dict[str, Any], reason: str) -> None:
    document = Document("a", json.dumps(row).encode())
    assert formats.recognize(document) == "semantic-scholar"
    (found,) = formats.source("semantic-scholar").read(document)
    assert isinstance(found, Rejected)
    assert reason in found.reason


def test_saved_references_whose_paper_is_unknown() -> None:
    reply = {"offset": 0, "data": [{"citedPaper": {"paperId": "a" * 40, "title": "On graphs"}}]}
    (paper,), _, document = read("semantic-scholar", json.dumps(reply))
    assert paper.title == "On graphs"
    assert "does not name the citing paper" in document.notes[0]


def test_publications_of_the_citation_index_version_1() -> None:
    row = {
        "doi": "10.1234/a", "title": "On  graphs", "author": "Ash, Ann; Birch, Bo, 0000-0002-1825-0097",
        "year": "2013", "source_title": "Journal of Graphs", "source_id": "issn:1756-8722",
        "reference": "10.1234/b; 10.1234/c", "citation": "10.1234/d; 10.1234/e",
        "citation_count": "2", "volume": "6", "issue": "1", "page": "59", "oa_link": "",
    }  # fmt: skip
    document = Document("a", json.dumps([row]).encode())
    assert formats.recognize(document) == "opencitations"
    first, *citing = formats.source("opencitations").read(document)
    assert isinstance(first, Paper)
    assert (first.title, first.published, first.cited_by_count) == ("On graphs", "2013", 2)
    assert [(one.name, one.orcid) for one in first.authors] == [
        ("Ann Ash", None),
        ("Bo Birch", "0000-0002-1825-0097"),
    ]
    assert first.venue == Venue(name="Journal of Graphs", issn="1756-8722")
    assert [one.doi for one in first.references] == ["10.1234/b", "10.1234/c"]
    assert [
        (one.doi, [cited.doi for cited in one.references])
        for one in citing
        if isinstance(one, Paper)
    ] == [("10.1234/d", ["10.1234/a"]), ("10.1234/e", ["10.1234/a"])]


def test_crowdsourced_citations_are_no_list_of_identifiers() -> None:
    table = (
        '"citing_id","citing_publication_date","cited_id","cited_publication_date"\n'
        '"doi:10.1234/a","2004","doi:10.1234/b","1973-07"\n'
    )
    document = Document("a.csv", table.encode())
    assert formats.recognize(document) == "opencitations"
    (paper,) = formats.source("opencitations").read(document)
    assert isinstance(paper, Paper)
    assert (paper.doi, paper.references) == ("10.1234/a", (Reference(doi="10.1234/b"),))
    with pytest.raises(SourceError, match="a table without a column of titles"):
        formats.recognize(Document("b.csv", table.replace("_id", "_as").encode() * 3))
