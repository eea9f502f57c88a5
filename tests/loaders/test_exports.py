"""Defects that files of databases and reference managers often have: text, names, headers."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from citegraph import loaders
from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper
from citegraph.loaders.cleaning import clean, decoded, without_label
from citegraph.loaders.documents import inputs
from citegraph.loaders.documents.document import Document
from citegraph.loaders.latex import readable
from citegraph.loaders.sources import cited_text
from tests.loaders import reading

read = partial(reading.read, name="export")


def names(paper: Paper) -> list[str]:
    return [author.name for author in paper.authors]


@pytest.mark.parametrize(
    ("abstract", "title", "shown"),
    [
        ("AbstractWe present a parser", "Parsing", "We present a parser"),
        ("ABSTRACTA common form", "Sarcasm", "A common form"),
        ("Abstract Arc contractions", "Trees", "Arc contractions"),
        ("Abstract: deep models", "Models", "deep models"),
        ("Summary. We select", "Lasso", "We select"),
        ("Abstract concepts are hard", "Concepts", None),
        ("ABSTRACTIVE SUMMARIES", "Summaries", None),
        ("Abstract-level screening", "Screening", None),
        ("Abstract Meaning Representation is", "Parsing for Abstract Meaning Representation", None),
        ("AbstractBeam searches", "AbstractBeam: Programs", None),
        ("Summary of methods", "Methods", None),
        ("Abstract", "Title", None),
    ],
)
def test_the_heading_of_an_abstract(abstract: str, title: str, shown: str | None) -> None:
    assert without_label(abstract, title) == (shown or abstract)


def test_the_raw_abstract_keeps_its_heading(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(
        "@article{a, title={Vine}, abstract={AbstractCoarse-to-fine \\textsc{Infer}ence.}}"
    )
    [paper] = loaders.read([str(tmp_path / "a.bib")])
    assert isinstance(paper, Paper)
    assert paper.abstract == "Coarse-to-fine Inference."
    assert (paper.raw_abstract or "").startswith("AbstractCoarse")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JosÃ©", "José"),
        ("50Â nm", "50 nm"),
        ("â€œyesâ€ and noâ€™s", "“yes” and no\u2019s"),
        ("CORAÃ‡ÃƒO", "CORAÇÃO"),
    ],
)
def test_utf8_that_was_read_as_windows_1252_is_decoded_again(text: str, expected: str) -> None:
    assert decoded(text) == expected


@pytest.mark.parametrize(
    "text", ["IMPLANTAÇÃO", "naïve café", "“À LA CARTE”", "Ångström", "日本語", "fà “l"]
)
def test_text_that_is_right_is_kept(text: str) -> None:
    assert decoded(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Does the <i>h</i> index grow?", "Does the h index grow?"),
        ("<scp>R</scp>esearch &amp; CO<sub>2</sub>", "Research & CO2"),
        ("NaBH<inf>4</inf>, p &amp;lt; 0.05", "NaBH4, p < 0.05"),
        ("the <p> tag, a < b and c > d, <T> of T", "the <p> tag, a < b and c > d, <T> of T"),
        ("AT&T; R&D", "AT&T; R&D"),
    ],
)
def test_markup_of_publishers(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Compilers\emdash Prin\-ci\-ples", "Compilers—Principles"),
        (r"X\slash Open, 20\textsuperscript{th} Century", "X/Open, 20th Century"),
        (r"Br{\^a}nza\textcommabelow s", "Brânzaș"),
        (r"\noopsort{1973b}Title", "Title"),
        (r"\dj or\dj e", "đorđe"),
    ],
)
def test_latex_of_old_bibliographies(text: str, expected: str) -> None:
    assert readable(text).replace("{", "").replace("}", "") == expected


@pytest.mark.parametrize(
    ("value", "expected", "partial"),
    [
        ("ALPHA, A. et al.", ["A. ALPHA"], True),
        ("Alpha, Ada and Beta, Bo et. al.", ["Ada Alpha", "Bo Beta"], True),
        ("Alpha, Ada; and Beta, Bo; and Gamma, Cy;", ["Ada Alpha", "Bo Beta", "Cy Gamma"], False),
        ("Alpha, Ada and ten others", ["Ada Alpha"], True),
        (
            "Alpha, Ada and Brothers, Al and Etal, Bo",
            ["Ada Alpha", "Al Brothers", "Bo Etal"],
            False,
        ),
        (r"Alpha, Ada and {\ldots} and Beta, Bo", ["Ada Alpha", "Bo Beta"], True),
        ("{Group of Others} and Alpha, Ada", ["Group of Others", "Ada Alpha"], False),
    ],
)
def test_lists_of_authors_that_end_early(value: str, expected: list[str], partial: bool) -> None:
    (paper,), _, _ = read(f"@article{{k, title={{T}}, author={{{value}}}}}", "bibtex")
    assert names(paper) == expected
    assert paper.authors_partial is partial
    assert paper.author_count == (None if partial else len(expected))


def test_prose_whose_braces_do_not_balance_ends_before_the_next_field() -> None:
    text = (
        "@article{a,\ntitle={One},\nabstract={On {0,1) it is.},\nkeywords={x},\nyear={2013},\n}\n\n"
        "@article{b,\ntitle={Two},\nyear={2014},\nabstract={The {set.}\n}\n"
        "@article{c,\ntitle={Three},\nfile = {:C:/A - {\\{}B{\\}} and {\\{}C.pdf:pdf}},\nyear={2015}}\n"
    )
    papers, rejected, notes = read(text, "bibtex")
    assert not rejected
    assert [(paper.title, paper.published) for paper in papers] == [
        ("One", "2013"),
        ("Two", "2014"),
        ("Three", "2015"),
    ]
    assert papers[0].abstract == "On 0,1) it is."
    assert [note.partition(":")[0] for note in notes] == ["line 1", "line 8"]


NAMED = "10.1234/x"
UNTITLED = {  # an entry with a DOI, then one without
    "bibtex": f"@article{{a, doi={{{NAMED}}}, year=2001}}\n@article{{b, year=2001}}",
    "ris": f"TY  - JOUR\nDO  - {NAMED}\nER  - \nTY  - JOUR\nPY  - 2001\nER  - \n",
    "medline": f"PMID- 1\nLID - {NAMED} [doi]\nDP  - 2001\n\nPMID- none\nPT  - Letter\nDP  - 2001\n",
    "endnote": "<xml><records>"
    + "".join(
        "<record><ref-type name='Journal Article'>17</ref-type><electronic-resource-num>"
        f"{one}</electronic-resource-num></record>"
        for one in (NAMED, "")
    )
    + "</records></xml>",
    "csv": f"Title,DOI,Year\n,{NAMED},2001\n,,2001\n",
    "scopus": f"Authors,Title,Year,Source title,DOI,EID\nA,,2001,J,{NAMED},\nB,,2001,J,,\n",
    "web-of-science": (
        f"FN Clarivate Analytics Web of Science\nPT J\nAU A\nDI {NAMED}\nER\nPT J\nAU B\nER\n"
    ),
    "zotero": json.dumps(
        [{"itemType": "webpage", "DOI": one, "creators": []} for one in (NAMED, "")]
    ),
    "csl-json": json.dumps(
        [
            {"id": "1", "type": "article", "title": "", "DOI": NAMED, "issued": {}},
            {"id": "2", "type": "article", "title": "", "issued": {}},
        ]
    ),
    "pubmed-xml": (
        f"<PubmedArticleSet><PubmedArticle><PubmedData><ArticleIdList><ArticleId IdType='doi'>{NAMED}"
        "</ArticleId></ArticleIdList></PubmedData></PubmedArticle><PubmedArticle><Article/>"
        "</PubmedArticle></PubmedArticleSet>"
    ),
    "jats": "<pmc-articleset>"
    + "".join(
        "<article><front><article-meta><article-id pub-id-type='doi'>"
        f"{one}</article-id></article-meta></front></article>"
        for one in (NAMED, "")
    )
    + "</pmc-articleset>",
    "dblp": "<dblp>"
    + "".join(f"<article key='k'><ee>{one}</ee></article>" for one in (f"doi.org/{NAMED}", ""))
    + "</dblp>",
}


@pytest.mark.parametrize("format", UNTITLED)
def test_an_entry_with_an_identifier_needs_no_title(format: str) -> None:
    (paper,), (rejected,), _ = read(UNTITLED[format], format)
    assert (paper.title, paper.doi) == (None, NAMED)
    assert rejected.reason == "no title and no identifier"
    assert rejected.where.startswith("export")


def test_headers_of_databases_in_ris() -> None:
    entry = "TY  - JOUR\nTI  - One\nAU  - Alpha, Ada\nAU  - et al.\nER  - \n\n"
    header = "Provider: JSTOR\nDatabase: JSTOR\nContent: text/plain; charset=UTF-8\n\n"
    ovid = (
        "NL  - J Example\n\nLink to the Ovid Full Text or citation: https://example.org/1\n\n2.\n"
    )
    header += "Record #2 of 784\n"  # Cochrane
    papers, rejected, _ = read(f"{header}{entry}{ovid}{header}{entry}Lost: text\n", "ris")
    assert [names(paper) for paper in papers] == [["Ada Alpha"], ["Ada Alpha"]]
    assert papers[0].authors_partial
    assert [one.raw for one in rejected] == ["Lost: text"]


def test_authors_of_web_of_science_in_one_line() -> None:
    text = (
        "FN ISI Export Format\nVR 1.0\nPT J\nTI One\nAU Alpha, Ada; Beta, Bo B\nPY 2006\nER\n\nEF\n"
    )
    (paper,), _, _ = read(text, "web-of-science")
    assert names(paper) == ["Ada Alpha", "Bo B Beta"]


def test_pubmed_ids_without_a_space_begin_entries() -> None:
    text = (
        "PMID-1234\nOWN - NLM\nTI  - One.\nFAU - Alpha, Ada\n\nPMID-1235\nOWN - NLM\nTI  - Two.\n"
    )
    papers, _, _ = read(text, "medline")
    assert [(paper.pmid, paper.title) for paper in papers] == [("1234", "One"), ("1235", "Two")]


def test_a_record_has_the_repaired_names(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    record = {"title": "Un <i>cafÃ©</i>", "authors": ["JosÃ© Alpha"], "venue": "R&amp;D"}
    path.write_bytes(msgspec.json.encode(record) + b"\n")
    (paper,) = loaders.read([str(path)])
    assert isinstance(paper, Paper)
    assert (paper.title, names(paper)) == ("Un café", ["José Alpha"])
    assert paper.raw_title == "Un <i>cafÃ©</i>"
    assert paper.venue
    assert paper.venue.name == "R&D"


def cited(text: str) -> list[str | None]:
    return [one.title for one in cited_text.scopus(cited_text.split(text))]


def test_a_journal_is_not_the_title_of_a_cited_work() -> None:
    """Else all works of a journal in a year were one cited paper."""
    assert cited(
        "Alpha, A., Beta, B., (1997) IEEE Trans. Magn., 33, p. 978; Gamma, C., (2005) Angew. Chem., "
        "Int. Ed., 44, p. 5576; Delta D., Phys. Rev. B, 64, (2001); Eta E., Physical Review B, 64, "
        "(2001); Theta T., The Theory of Things, Phys. Rev. B, 64, (2001); Iota, I., (2005) Thin "
        "Structures II, , (Springer)"
    ) == [None, None, None, None, "The Theory of Things", "Thin Structures II"]


def test_names_before_the_title_of_a_cited_work() -> None:
    assert cited(
        "Alpha, Ada, Tensor factorizations with missing data, pp. 701-712, (2010); Beta, Bo Yu, "
        "Resolution of a thing: A study, Journal of Things, 27, 2, pp. 165-173, (2003); Women, "
        "Fire, and Other Things, (1987)"
    ) == [
        "Tensor factorizations with missing data",
        "Resolution of a thing: A study",
        "Women, Fire, and Other Things",
    ]
    assert cited(
        "Et al., Exchange in permanent magnets, J. Things, 1, (2020); Alpha J, Beta E L, Gamma T, "
        "A sensitive detection, Things, 3, (2021); Delta D., Assembly of <sub>n</sub> things[J], "
        "J. Things, 4, (2019); Alpha, Beta, Gamma of all Things, Things, 2, (2001)"
    ) == [
        "Exchange in permanent magnets",
        "A sensitive detection",
        "Assembly of n things",
        "Alpha, Beta, Gamma of all Things",
    ]


def test_the_affiliation_of_an_editor_is_not_one_of_the_paper() -> None:
    text = (
        "<?xml version='1.0'?><article><front><article-meta><article-id pub-id-type='doi'>10.1234/x"
        "</article-id><title-group><article-title>One</article-title></title-group><contrib-group>"
        "<contrib contrib-type='author'><name><surname>Alpha</surname></name><xref ref-type='aff' "
        "rid='a1'/></contrib><contrib contrib-type='editor'><name><surname>Beta</surname></name>"
        "<xref ref-type='aff' rid='e1'/></contrib></contrib-group><aff id='a1'>Example Lab</aff>"
        "<aff id='e1'>Press</aff></article-meta></front></article>"
    )
    (paper,), _, _ = read(text, "jats")
    assert names(paper) == ["Alpha"]
    assert not paper.organizations
    assert [one.name for one in paper.authors[0].organizations] == ["Example Lab"]


def test_an_initial_of_two_letters() -> None:
    text = (
        "<?xml version='1.0'?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID>"
        "<Article><ArticleTitle>One.</ArticleTitle><AuthorList><Author><LastName>Alpha</LastName>"
        "<ForeName>Lia Ia</ForeName><Initials>LIa</Initials></Author></AuthorList></Article>"
        "</MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    (paper,), _, _ = read(text, "pubmed-xml")
    assert paper.authors[0].names == ("L Ia Alpha",)


def test_an_address_of_an_author_in_the_list_of_names() -> None:
    text = "TY  - JOUR\nTI  - One\nAU  - Alpha, A.B., ada@example.org\nER  - \n"
    (paper,), _, _ = read(text, "ris")
    assert names(paper) == ["A.B. Alpha"]


def test_a_body_that_was_recorded_as_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "reply.json"
    body = "TY  - JOUR\nTI  - Über café\nER  - \n".encode().decode("latin-1")
    path.write_bytes(msgspec.json.encode({"status_code": 200, "body": body}))
    (document,) = inputs.documents([str(path)])
    assert isinstance(document, Document)
    assert "Über café" in document.text


def test_a_reply_of_crossref_that_is_no_work() -> None:
    funders = {"message-type": "funder-list", "message": {"items": [{"id": "1", "name": "Fund"}]}}
    papers, (rejected,), _ = read(json.dumps(funders), "crossref")
    assert (papers, rejected.reason) == ([], "a funder, not a work")
    failed = {
        "status": "failed",
        "message-type": "validation-failure",
        "message": [{"type": "cursor-invalid", "message": "the cursor is invalid"}],
    }
    with pytest.raises(SourceError, match="replied with an error: the cursor is invalid"):
        read(json.dumps(failed), "crossref")


def test_a_retraction_of_crossref_without_its_notice() -> None:
    work = {
        "DOI": "10.1234/x",
        "title": ["One"],
        "updated-by": [{"type": "retraction", "source": "publisher"}],
        "update-to": [{"type": "retraction"}],
    }
    (paper,), _, _ = read(json.dumps({"message-type": "work", "message": work}), "crossref")
    assert (paper.retracted, paper.retraction) == (True, ("retraction (publisher)",))


@pytest.mark.parametrize(
    ("dates", "retracted", "since"),
    [
        (("2020-05-01", "2021-02-03"), False, None),
        (("2022-05-01", "2021-02-03"), True, "2022-05-01"),
        ((None, None), False, None),
    ],
)
def test_a_reinstatement_of_crossref_withdraws_an_earlier_retraction(
    dates: tuple[str | None, str | None], retracted: bool, since: str | None
) -> None:
    def notice(kind: str, day: str | None, **more: str) -> dict[str, Any]:
        parts = [list(map(int, day.split("-")))] if day else []
        return {"type": kind, "updated": {"date-parts": parts}, **more}

    kinds = ("retraction", "reinstatement")
    work = {
        "DOI": "10.1234/x",
        "title": ["One"],
        "updated-by": [notice(*one) for one in zip(kinds, dates, strict=True)],
        "update-to": [notice("reinstatement", "2021-02-03", DOI="10.1234/y")],
    }
    found, _, _ = read(json.dumps({"message-type": "work", "message": work}), "crossref")
    assert [(one.doi, one.retracted, one.retracted_on) for one in found] == [
        ("10.1234/x", retracted, since),
        ("10.1234/y", False, None),
    ]
    assert found[0].retraction == ("reinstatement (publisher)", "retraction (publisher)")
    assert found[1].retraction == "reinstatement, doi:10.1234/x (publisher)"


def test_a_page_of_crossref_states_how_many_results_it_lacks() -> None:
    message = {"total-results": 525905, "items": [{"DOI": "10.1234/x", "title": ["One"]}]}
    reply = json.dumps({"message-type": "work-list", "message": message})
    _, _, notes = read(reply, "crossref")
    assert notes == ["the reply has 1 of 525905 works; load the other pages for the rest"]


def test_a_journal_of_crossref_is_not_a_work() -> None:
    journal = {"title": "Journal of Examples", "ISSN": ["1234-5678"], "breakdowns": {}}
    work = {"title": ["One"], "DOI": "10.1234/x", "type": "journal-article"}
    reply = {"status": "ok", "message-type": "work-list", "message": {"items": [journal, work]}}
    (paper,), (rejected,), _ = read(msgspec.json.encode(reply).decode(), "crossref")
    assert paper.title == "One"
    assert rejected.reason == "a journal, not a work"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (
            "@article{a, title={基于图的论文检索方法}, author={张三 and 李四}}\n".encode("gbk"),
            "gb18030",
        ),
        ("@article{a, title={Über die Größe}, author={Müller, Jörg}}\n".encode("cp1252"), "utf-8"),
        ("@article{a, title={基于图的论文检索方法}}\n".encode(), "utf-8"),
        ("@article{a, title={размер графа цитат}}\n".encode("cp1251"), "utf-8"),
        ("@article{a, title={美文書作成入門}}\n".encode("iso2022_jp"), "iso2022_jp"),
    ],
)
def test_chinese_and_japanese_text_without_a_declaration(data: bytes, encoding: str) -> None:
    assert Document("library.bib", data).encoding == encoding


@pytest.mark.parametrize("value", [r"{\apj}", r"{{\apj}}", '"\\apj{}"'])
def test_the_journal_macros_of_ads(value: str) -> None:
    (paper,), _, _ = read(f"@article{{k, title={{T}}, journal={value}}}", "bibtex")
    assert paper.venue
    assert paper.venue.name == "The Astrophysical Journal"
