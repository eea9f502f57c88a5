"""One sample of every format, all of it made up here."""

import json
import random
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape
from typing import Any

import yaml

from tests.loaders.pages import STYLES, Entry, Page, invented

DAY = date(2026, 6, 29)
ENTRIES = [replace(e, authors=min(e.authors, 40)) for e in invented(random.Random(11), 6, DAY)]


def api_entry(e: Entry) -> dict[str, Any]:
    organization = (
        {"name": e.organization[0], "fullname": e.organization[1]} if e.organization else None
    )
    stamp = f"{e.published}T17:59:00.000Z"
    paper: dict[str, Any] = {
        "id": e.id,
        "title": e.title,
        "summary": e.abstract,
        "publishedAt": stamp,
        "submittedOnDailyAt": f"{DAY}T02:00:00.000Z",
        "upvotes": e.upvotes,
        "authors": [
            {"_id": str(n), "name": f"Author {n}", "hidden": n == 1} for n in range(e.authors)
        ],
        "ai_keywords": ["sparse attention", "kernels"],
        "discussionId": "x",
    }
    if e.repository:
        paper |= {
            "githubRepo": f"https://{e.repository}",
            "githubStars": 7,
            "githubRepoAddedBy": "user",
        }
    if organization:
        paper["organization"] = organization
    paper["authors"][0]["user"] = {"user": "first-author", "fullname": "Author 0"}
    return {"paper": paper, "title": e.title, "publishedAt": stamp, "numComments": e.comments}


def api(entries: list[Entry]) -> str:
    return json.dumps([api_entry(e) for e in entries])


def saved_page(entries: list[Entry], *, embedded: bool = True) -> str:
    """As the site writes it: entries in an attribute, and cards."""
    props = {"date": f"{DAY}T00:00:00.000Z", "dailyPapers": [api_entry(e) for e in entries]}
    attribute = (
        f' data-target="DailyPapers" data-props="{escape(json.dumps(props))}"' if embedded else ""
    )
    cards = []
    for e in entries:
        organization = (
            f'<a href="/{e.organization[0]}"><img alt="{e.organization[0]}">{e.organization[1]}</a>'
            if e.organization
            else ""
        )
        comments = (
            f'<a href="/papers/{e.id}#community"><svg></svg> {e.comments}</a>' if e.comments else ""
        )
        cards.append(
            f'<div><article><a href="/papers/{e.id}"><img src="/thumbnails/{e.id}.png" alt=""></a>'
            f'<div>Submitted by <img alt="" src="/a.svg"> someone</div>'
            f'<a href="/login?next=%2Fpapers%2F{e.id}"><input type="checkbox"><div>{e.upvotes or "-"}</div></a>'
            f'<h3><a href="/papers/{e.id}">{escape(e.title)}</a></h3>'
            f"<p>{escape(e.abstract)}</p>{organization}"
            f'<a href="/papers/{e.id}"><ul><li title="x"><img alt=""></li><li><div>·</div>{e.authors} authors</li></ul></a>'
            f'<time datetime="{e.published}T00:00:00.000Z">some day</time>{comments}</article></div>'
        )
    return (
        "<!doctype html><html><head><title>Daily Papers - Hugging Face</title>"
        '<meta property="og:url" content="https://huggingface.co/papers"></head><body>'
        '<header><nav><a href="/models">Models</a> <a href="/docs">Docs</a></nav></header>'
        '<main><h1>Daily Papers</h1><h2>by <a href="/akhaliq">AK</a> and the research community</h2>'
        f'<time datetime="{DAY}T00:00:00.000Z"><span>Jun</span> <span>29</span></time>'
        f'<div class="contents"{attribute}>{"".join(cards)}</div></main>'
        '<footer><nav><a href="/terms-of-service">TOS</a> <a href="/privacy">Privacy</a></nav></footer>'
        "</body></html>"
    )


def rss(entries: list[Entry]) -> str:
    items = "".join(
        f"<item><title>{escape(e.title)}</title><link>https://huggingface.co/papers/{e.id}</link>"
        f"<description>&lt;p&gt;{escape(escape(e.abstract))}&lt;/p&gt;</description>"
        f"<dc:creator>Ada Example, Bo Example</dc:creator>"
        f"<pubDate>{e.published:%d %b %Y} 00:00:00 GMT</pubDate></item>"
        for e in entries
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Daily Papers</title><lastBuildDate>{DAY:%d %b %Y} 08:00:00 GMT</lastBuildDate>{items}</channel></rss>"
    )


def atom(entries: list[Entry]) -> str:
    items = "".join(
        f"<entry><title>{escape(e.title)}</title><id>http://arxiv.org/abs/{e.id}v2</id>"
        f'<link rel="related" href="https://example.org/x"/><link href="http://arxiv.org/abs/{e.id}v2"/>'
        f"<summary>{escape(e.abstract)}</summary><published>{e.published}T00:00:00Z</published>"
        "<author><name>Ada Example</name></author><author><name>Bo Example</name></author></entry>"
        for e in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Daily Papers</title><updated>{DAY}T08:00:00Z</updated>{items}</feed>"
    )


def markdown_table(entries: list[Entry]) -> str:
    def cell(text: str) -> str:
        return " ".join(text.split()).replace("|", "\\|")

    rows = "".join(
        f"| {e.published} | **[{cell(e.title)}](https://arxiv.org/abs/{e.id})** | Ada Example, Bo Example | "
        f"{'[code](https://' + e.repository + ')' if e.repository else '-'} | {cell(e.abstract)} |\n"
        for e in entries
    )
    return f"# Papers of the day\n\n| Date | Title | Authors | Code | Abstract |\n|:---|:---|---|---|---|\n{rows}\nThe end.\n"


def labelled(entries: list[Entry]) -> str:
    return "# Digest\n\n" + "\n\n".join(
        f"Title: {e.title}\nPDF: https://arxiv.org/pdf/{e.id}\nSummary: {e.abstract}"
        for e in entries
    )


def csv_table(entries: list[Entry]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Title", "Abstract", "Authors", "arXiv ID", "Published", "Upvotes", "GitHub"])
    for e in entries:
        writer.writerow(
            [
                e.title,
                e.abstract.replace(". ", ".\n"),
                "Ada Example; Bo Example",
                e.id,
                e.published,
                e.upvotes,
                f"https://{e.repository}" if e.repository else "",
            ]
        )
    return out.getvalue()


def openalex_csv(entries: list[Entry]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            "id",
            "doi",
            "title",
            "publication_year",
            "publication_date",
            "cited_by_count",
            "is_retracted",
            "referenced_works",
            "primary_location.source.display_name",
            "abstract",
            "authorships.author.id",
            "authorships.author.display_name",
            "authorships.author.orcid",
        ]
    )
    for n, e in enumerate(entries):
        people = range(e.authors)
        writer.writerow(
            [
                f"https://openalex.org/W{4300000000 + n}",
                f"https://doi.org/10.1234/{e.id}",
                e.title,
                e.published.year,
                e.published,
                n,
                "False",
                f"https://openalex.org/W{4200000000 + n}|https://openalex.org/W4200000000",
                "Journal of Examples",
                e.abstract,
                "|".join(f"https://openalex.org/A{5100000000 + i}" for i in people),
                "|".join(f"Example Author{i}" for i in people),
                "|".join("None" for _ in people),
            ]
        )
    return out.getvalue()


def scopus(entries: list[Entry]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(
        [
            "Authors",
            "Author full names",
            "Author(s) ID",
            "Title",
            "Year",
            "Source title",
            "Cited by",
            "DOI",
            "Affiliations",
            "Authors with affiliations",
            "Abstract",
            "Author Keywords",
            "Index Keywords",
            "References",
            "Document Type",
            "Source",
            "EID",
        ]
    )
    for n, e in enumerate(entries):
        people = range(e.authors)
        writer.writerow(
            [
                "; ".join(f"Example {chr(65 + i % 26)}." for i in people),
                "; ".join(f"Example, Author{i} ({57000000000 + i})" for i in people),
                "; ".join(f"{57000000000 + i}" for i in people),
                e.title,
                e.published.year,
                "Journal of Examples",
                n,
                f"10.1234/{e.id}",
                "Example Lab, Exampleton, Norway",
                "; ".join(
                    f"Example {chr(65 + i % 26)}., Example Lab, Exampleton, Norway" for i in people
                ),
                e.abstract,
                "kernels; sparse attention",
                "Learning systems",
                "Example A., Sample B., A cited paper of examples, Journal of Examples, 7, 2, "
                "pp. 1-9, (2019)",
                "Article",
                "Scopus",
                f"2-s2.0-{85000000000 + n}",
            ]
        )
    return out.getvalue()


def web_of_science(entries: list[Entry]) -> str:
    """As plain text."""

    def text(value: str) -> str:
        return "\n   ".join(line for line in value.splitlines() if line.strip())

    def one(n: int, e: Entry) -> str:
        names = [f"Example, Author{i}" for i in range(e.authors)]
        return (
            "PT J\n"
            + ("AU " + "\n   ".join(name[:10] for name in names) + "\n" if names else "")
            + ("AF " + "\n   ".join(names) + "\n" if names else "")
            + f"TI {text(e.title)}\nSO JOURNAL OF EXAMPLES\nLA English\nDT Article\n"
            f"DE kernels; sparse attention\nID NETWORKS\nAB {text(e.abstract)}\n"
            "C1 [Example, Author0] Example Univ, Oslo, Norway.\n"
            f"CR Sample B, 2019, J EXAMPLES, V7, P1, DOI 10.1234/cited\n"
            f"TC {n}\nPD {e.published:%b %d}\nPY {e.published:%Y}\nDI 10.1234/{e.id}\n"
            f"UT WOS:{n:015}\nER\n\n"
        )

    return (
        "FN Clarivate Analytics Web of Science\nVR 1.0\n"
        + "".join(one(n, e) for n, e in enumerate(entries))
        + "EF\n"
    )


def web_of_science_table(entries: list[Entry]) -> str:
    """As tab-delimited text."""
    return "PT\tAU\tTI\tSO\tAB\tC1\tCR\tPY\tDI\tUT\t\n" + "".join(
        "\t".join(
            (
                "J",
                "; ".join(f"Example, Author{i}" for i in range(e.authors)),
                " ".join(e.title.split()),
                "JOURNAL OF EXAMPLES",
                " ".join(e.abstract.split()),
                "[Example, Author0; Example, Author1] Example Univ, Oslo, Norway",
                "Sample B, 2019, J EXAMPLES, V7, P1; Sample C, 2020, J EXAMPLES",
                str(e.published.year),
                f"10.1234/{e.id}",
                f"WOS:{n:015}",
                "",
            )
        )
        + "\n"
        for n, e in enumerate(entries)
    )


def zotero(entries: list[Entry]) -> str:
    """As the API replies."""
    return json.dumps(
        [
            {
                "key": f"KEY{n:05}",
                "version": n,
                "library": {"type": "user", "id": 1},
                "meta": {"parsedDate": str(e.published)},
                "data": {
                    "key": f"KEY{n:05}",
                    "itemType": "journalArticle",
                    "title": e.title,
                    "abstractNote": e.abstract,
                    "creators": [
                        {"creatorType": "author", "firstName": f"Author {i}", "lastName": "Example"}
                        for i in range(e.authors)
                    ],
                    "publicationTitle": "Journal of Examples",
                    "date": f"{e.published:%B %Y}",
                    "DOI": f"10.1234/{e.id}",
                    "extra": f"arXiv:{e.id} [cs]",
                    "tags": [{"tag": "kernels", "type": 1}, {"tag": "to read"}],
                    "collections": [],
                },
            }
            for n, e in enumerate(entries)
        ]
    )


def zotero_csv(entries: list[Entry]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(
        [
            "Key",
            "Item Type",
            "Publication Year",
            "Author",
            "Title",
            "Publication Title",
            "DOI",
            "Url",
            "Abstract Note",
            "Date",
            "Extra",
            "Manual Tags",
            "Automatic Tags",
        ]
    )
    for n, e in enumerate(entries):
        names = "; ".join(f"Example, Author {i}" for i in range(e.authors))
        head = [f"KEY{n:05}", "journalArticle", e.published.year, names, e.title, "Journal"]
        writer.writerow(
            [*head, f"10.1234/{e.id}", "", e.abstract, e.published, "", "to read", "kernels"]
        )
    return out.getvalue()


def zotero_rdf(entries: list[Entry]) -> str:
    nodes = "".join(
        f'<bib:Article rdf:about="https://example.org/{n}"><z:itemType>journalArticle</z:itemType>'
        f'<dcterms:isPartOf rdf:resource="urn:issn:1234-{n:04}"/><bib:authors><rdf:Seq><rdf:li>'
        "<foaf:Person><foaf:surname>van Example</foaf:surname><foaf:givenName>Ada</foaf:givenName>"
        "</foaf:Person></rdf:li></rdf:Seq></bib:authors><dc:subject><z:AutomaticTag><rdf:value>"
        "kernels</rdf:value></z:AutomaticTag></dc:subject><dc:subject>to read</dc:subject>"
        f"<dc:title>{escape(e.title)}</dc:title><dcterms:abstract>{escape(e.abstract)}</dcterms:abstract>"
        f"<dc:date>{e.published}</dc:date><z:language>en</z:language><dc:identifier><dcterms:URI>"
        f"<rdf:value>https://example.org/{n}</rdf:value></dcterms:URI></dc:identifier>"
        f"<dc:description>arXiv:{e.id} [cs]\nPMID: {n + 1}</dc:description></bib:Article>\n"
        f'<bib:Journal rdf:about="urn:issn:1234-{n:04}"><prism:volume>7</prism:volume><dc:title>'
        f"Journal of Examples</dc:title><dc:identifier>DOI 10.1234/{e.id}</dc:identifier>"
        "<dc:identifier>ISSN 1234-567X</dc:identifier></bib:Journal>\n"
        for n, e in enumerate(entries)
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">\n{nodes}</rdf:RDF>\n'
    )


def papers_with_code(entries: list[Entry]) -> str:
    return json.dumps(
        [
            {
                "paper_url": f"https://example.org/paper/{e.id}",
                "arxiv_id": e.id,
                "title": e.title,
                "abstract": e.abstract,
                "url_abs": f"http://arxiv.org/abs/{e.id}v1",
                "url_pdf": f"http://arxiv.org/pdf/{e.id}v1.pdf",
                "proceeding": None,
                "authors": [f"Author {n}" for n in range(e.authors)],
                "tasks": ["Graph Learning"],
                "date": str(e.published),
                "methods": [{"name": "SGD", "full_name": "Stochastic Gradient Descent"}],
            }
            for e in entries
        ]
    )


def github(entries: list[Entry]) -> str:
    return json.dumps(
        [
            {
                "full_name": f"Example/code-{n}",
                "html_url": f"https://github.com/Example/code-{n}",
                "description": e.title,
                "stargazers_count": n,
                "forks_count": 1,
                "language": "Python",
                "topics": ["kernels"],
                "license": {"spdx_id": "MIT"},
                "fork": False,
                "archived": False,
                "default_branch": "main",
            }
            for n, e in enumerate(entries)
        ]
    )


def markdown_list(entries: list[Entry]) -> str:
    return "# Awesome Examples\n\n## Sparse Attention\n\n" + "".join(
        f"- **{' '.join(e.title.split())}** [[paper]](https://arxiv.org/abs/{e.id}) "
        f"{' '.join(e.abstract.split())}\n"
        for e in entries
    )


def identifiers(entries: list[Entry]) -> str:
    return "# to read\n" + "".join(
        f"arXiv:{e.id}  {' '.join(e.title.split())}\n# {' '.join(e.abstract.split())}\n"
        for e in entries
    )


def openalex(entries: list[Entry]) -> str:
    works = [
        {
            "id": f"https://openalex.org/W{1000 + n}",
            "title": e.title,
            "display_name": e.title,
            "publication_year": 2026,
            "authorships": [],
            "referenced_works": [],
            "type": "article",
        }
        for n, e in enumerate(entries)
    ]
    return json.dumps({"meta": {"count": len(works)}, "results": works})


def records(entries: list[Entry]) -> str:
    return "".join(json.dumps({"title": e.title, "abstract": e.abstract}) + "\n" for e in entries)


def ris(entries: list[Entry]) -> str:
    """As a reference manager exports it."""
    return "".join(
        f"TY  - JOUR\nTI  - {e.title}\nAB  - {e.abstract}\n"
        + "".join(f"AU  - Example, {n}\n" for n in range(e.authors))
        + f"PY  - {e.published:%Y/%m/%d}/\nKW  - kernels\nUR  - https://arxiv.org/abs/{e.id}\nER  - \n\n"
        for e in entries
    )


def medline(entries: list[Entry]) -> str:
    """As PubMed exports it, with lines of at most about 90 characters."""

    def field(tag: str, value: str) -> str:
        lines = textwrap.wrap(" ".join(value.split()), 84, break_long_words=False) or [""]
        return f"{tag:4}- " + "\n      ".join(lines) + "\n"

    return "\n".join(
        field("PMID", str(30000000 + n))
        + "OWN - NLM\nSTAT- MEDLINE\nIS  - 1234-5678 (Electronic)\n"
        + field("DP", f"{e.published:%Y %b} {e.published.day}")
        + field("TI", e.title)
        + field("AB", e.abstract)
        + "".join(
            f"FAU - Example, Author {i}\nAU  - Example A\nAD  - Example Lab, Exampleton, Norway.\n"
            for i in range(e.authors)
        )
        + "LA  - eng\nPT  - Journal Article\nTA  - J Examples\nJT  - Journal of examples\n"
        f"MH  - *Learning/physiology\nOT  - kernels\nAID - 10.1234/{e.id} [doi]\n"
        for n, e in enumerate(entries)
    )


def pubmed_xml(entries: list[Entry]) -> str:
    articles = "".join(
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{30000000 + n}</PMID>'
        '<Article><Journal><ISSN IssnType="Electronic">1234-5678</ISSN><JournalIssue><PubDate>'
        f"<Year>{e.published.year}</Year><Month>{e.published:%b}</Month></PubDate></JournalIssue>"
        f"<Title>Journal of examples</Title></Journal><ArticleTitle>{escape(e.title)}</ArticleTitle>"
        f'<Abstract><AbstractText Label="RESULTS">{escape(e.abstract)}</AbstractText></Abstract>'
        '<AuthorList CompleteYN="Y">'
        + "".join(
            f"<Author><LastName>Example</LastName><ForeName>Author {i}</ForeName><Initials>A"
            "</Initials><AffiliationInfo><Affiliation>Example Lab.</Affiliation></AffiliationInfo>"
            "</Author>"
            for i in range(e.authors)
        )
        + "</AuthorList><Language>eng</Language></Article><MeshHeadingList><MeshHeading>"
        '<DescriptorName MajorTopicYN="Y">Learning</DescriptorName></MeshHeading></MeshHeadingList>'
        "</MedlineCitation><PubmedData><ArticleIdList>"
        f'<ArticleId IdType="doi">10.1234/{e.id}</ArticleId></ArticleIdList><ReferenceList>'
        '<Reference><Citation>J Ex. 2019;1:2.</Citation><ArticleIdList><ArticleId IdType="pubmed">77'
        "</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>\n"
        for n, e in enumerate(entries)
    )
    return (
        '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st '
        'January 2025//EN" "pubmed_250101.dtd">\n'
        f"<PubmedArticleSet>{articles}</PubmedArticleSet>"
    )


def jats(entries: list[Entry]) -> str:
    """As PubMed Central replies."""
    articles = "".join(
        '<article article-type="research-article" xml:lang="en"><front><journal-meta>'
        "<journal-title-group><journal-title>Journal of Examples</journal-title>"
        "</journal-title-group></journal-meta><article-meta>"
        f'<article-id pub-id-type="doi">10.1234/{e.id}</article-id><title-group><article-title>'
        f"{escape(e.title)}</article-title></title-group><contrib-group>"
        + "".join(
            '<contrib contrib-type="author"><name><surname>Example</surname><given-names>'
            f'Author {i}</given-names></name><xref ref-type="aff" rid="a1">1</xref></contrib>'
            for i in range(e.authors)
        )
        + '</contrib-group><aff id="a1"><label>1</label>Example Lab</aff><pub-date pub-type="epub">'
        f"<day>{e.published.day}</day><month>{e.published.month}</month><year>{e.published.year}"
        f"</year></pub-date><abstract><p>{escape(e.abstract)}</p></abstract><kwd-group>"
        "<kwd>kernels</kwd></kwd-group></article-meta></front><body><p>Text.</p></body><back>"
        '<ref-list><ref id="r1"><element-citation><article-title>A cited paper of examples'
        "</article-title><year>2019</year></element-citation></ref></ref-list></back></article>\n"
        for e in entries
    )
    return f'<?xml version="1.0"?>\n<pmc-articleset>{articles}</pmc-articleset>'


def dblp(entries: list[Entry]) -> str:
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'
        + "".join(
            f'<article mdate="2026-01-02" key="journals/ex/{n}">\n'
            + "".join(f"<author>Author Ex&auml;mple {i:04}</author>\n" for i in range(e.authors))
            + f"<title>{escape(e.title).encode('ascii', 'xmlcharrefreplace').decode()}.</title>\n"
            f"<year>{e.published.year}</year><journal>J. Examples</journal>\n"
            f"<ee>https://doi.org/10.1234/{e.id}</ee>\n</article>\n"
            for n, e in enumerate(entries)
        )
        + "</dblp>\n"
    )


def endnote(entries: list[Entry]) -> str:
    return "\n".join(
        f"%0 Journal Article\n%T {' '.join(e.title.split())}\n"
        + "".join(f"%A Example, Author {i}\n" for i in range(e.authors))
        + f"%J Journal of Examples\n%D {e.published.year}\n%X {' '.join(e.abstract.split())}\n"
        f"%K kernels\n%K sparse attention\n%R 10.1234/{e.id}\n%U https://arxiv.org/abs/{e.id}\n"
        for e in entries
    )


def endnote_xml(entries: list[Entry]) -> str:
    def styled(text: object) -> str:
        return f'<style face="normal" font="default" size="100%">{escape(str(text))}</style>'

    return (
        '<?xml version="1.0" encoding="UTF-8" ?><xml><records>'
        + "".join(
            '<record><database name="a.enl">a.enl</database><source-app name="EndNote">EndNote'
            '</source-app><rec-number>1</rec-number><ref-type name="Journal Article">17</ref-type>'
            "<contributors><authors>"
            + "".join(
                f"<author>{styled(f'Example, Author {i}')}</author>" for i in range(e.authors)
            )
            + f"</authors></contributors><titles><title>{styled(e.title)}</title>"
            f"<secondary-title>{styled('Journal of Examples')}</secondary-title></titles>"
            f"<keywords><keyword>{styled('kernels')}</keyword></keywords>"
            f"<dates><year>{styled(e.published.year)}</year></dates>"
            f"<electronic-resource-num>{styled('10.1234/' + e.id)}</electronic-resource-num>"
            f"<abstract>{styled(e.abstract)}</abstract></record>\n"
            for e in entries
        )
        + "</records></xml>"
    )


def bibtex(entries: list[Entry]) -> str:
    return "\n".join(
        f"@article{{key{n},\n  title = {{{e.title}}},\n  abstract = {{{e.abstract}}},\n"
        f"  author = {{{' and '.join(f'Example, Author {i}' for i in range(e.authors))}}},\n"
        f"  year = {e.published:%Y}, month = {e.published:%b}, eprint = {{{e.id}}}, archiveprefix = {{arXiv}}\n}}\n"
        for n, e in enumerate(entries)
    )


def crossref_work(e: Entry) -> dict[str, Any]:
    return {
        "DOI": f"10.1234/{e.id}",
        "title": [e.title],
        "abstract": f"<jats:p>{escape(e.abstract)}</jats:p>",
        "author": [{"given": f"Author {n}", "family": "Example"} for n in range(e.authors)],
        "issued": {"date-parts": [[e.published.year, e.published.month, e.published.day]]},
        "type": "journal-article",
        "container-title": ["Journal of Examples"],
        "prefix": "10.1234",
        "is-referenced-by-count": 3,
        "member": "1",
        "reference-count": 1,
        "reference": [{"key": "1", "DOI": "10.1234/cited"}],
    }


def crossref(entries: list[Entry]) -> str:
    items = [crossref_work(e) for e in entries]
    message = {"total-results": len(items), "items": items}
    return json.dumps(
        {
            "status": "ok",
            "message-type": "work-list",
            "message-version": "1.0.0",
            "message": message,
        }
    )


def csl_json(entries: list[Entry]) -> str:
    return json.dumps(
        [
            {
                "id": e.id,
                "type": "article-journal",
                "title": e.title,
                "abstract": e.abstract,
                "author": [{"given": f"Author {n}", "family": "Example"} for n in range(e.authors)],
                "issued": {"date-parts": [[e.published.year, e.published.month]]},
                "DOI": f"10.1234/{e.id}",
                "container-title": "Journal of Examples",
            }
            for e in entries
        ]
    )


def csl_yaml(entries: list[Entry]) -> str:
    return f"---\n{yaml.safe_dump({'references': json.loads(csl_json(entries))})}...\n"


def semantic_scholar(entries: list[Entry]) -> str:
    return json.dumps(
        [
            {
                "paperId": f"{n:040x}",
                "externalIds": {"ArXiv": e.id, "CorpusId": 1000 + n},
                "title": e.title,
                "abstract": e.abstract,
                "year": e.published.year,
                "publicationDate": str(e.published),
                "authors": [{"authorId": str(i), "name": f"Author {i}"} for i in range(e.authors)],
                "citationCount": 5,
                "references": [{"paperId": f"{n + 90:040x}", "title": "A cited paper"}],
            }
            for n, e in enumerate(entries)
        ]
    )


def opencitations(entries: list[Entry]) -> str:
    rows = [
        '"id","title","author","pub_date","venue","volume","issue","page","type","publisher","editor"'
    ]
    for e in entries:
        authors = "; ".join(f"Example, Author {n}" for n in range(e.authors))
        rows.append(
            f'"doi:10.1234/{e.id} omid:br/06{e.id}","{e.title.replace(chr(34), chr(34) * 2)}","{authors}","{e.published}","Journal [issn:1234-5678]","1","","","journal article","",""'
        )
    return "\n".join(rows) + "\n"


def arxiv(entries: list[Entry]) -> str:
    items = "".join(
        f"<entry><id>http://arxiv.org/abs/{e.id}v2</id><updated>{DAY}T05:50:33Z</updated>"
        f"<title>{escape(e.title)}</title><summary>{escape(e.abstract)}</summary>"
        f'<published>{e.published}T17:42:32Z</published><category term="cs.LG"/><category term="stat.ML"/>'
        "<arxiv:comment>Code: https://github.com/example/code</arxiv:comment>"
        "<arxiv:doi>10.1234/example</arxiv:doi><arxiv:journal_ref>Journal of Examples 7 (2026) 1-9"
        "</arxiv:journal_ref><author><name>Ada Example</name><arxiv:affiliation>Example Lab"
        "</arxiv:affiliation></author><author><name>Bo Example</name></author></entry>\n"
        for e in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title>'
        f"<updated>{DAY}T22:09:40Z</updated>{items}</feed>"
    )


def arxiv_snapshot(entries: list[Entry]) -> str:
    return "".join(
        json.dumps(
            {
                "id": e.id,
                "submitter": "Ada Example",
                "authors": "Ada van Example (Example Lab), Bo Example Jr",
                "title": e.title,
                "comments": "Code: https://github.com/example/code",
                "journal-ref": "Journal of Examples 7 (2026) 1-9",
                "doi": "10.1234/example",
                "report-no": None,
                "categories": "cs.LG stat.ML",
                "license": None,
                "abstract": f"  {e.abstract}\n",
                "versions": [
                    {"version": "v1", "created": f"{e.published:%a, %d %b %Y} 17:42:32 GMT"},
                    {"version": "v2", "created": f"{DAY:%a, %d %b %Y} 05:50:33 GMT"},
                ],
                "update_date": str(DAY),
                "authors_parsed": [
                    ["van Example", "Ada", "", "Example Lab"],
                    ["Example", "Bo", "Jr"],
                ],
            }
        )
        + "\n"
        for e in entries
    )


def openreview(entries: list[Entry]) -> str:
    notes = [
        {
            "id": f"NOTE{n:06}",
            "forum": f"NOTE{n:06}",
            "number": n,
            "invitations": ["Tests.cc/2026/Conference/-/Submission"],
            "signatures": ["Tests.cc/2026/Conference/Submission1/Authors"],
            "cdate": 1_780_000_000_000,
            "pdate": 1_782_864_000_000,
            "content": {
                "title": {"value": e.title},
                "abstract": {"value": e.abstract},
                "authors": {"value": ["Ada van Example", "Bo Example"]},
                "authorids": {"value": ["~Ada_van_Example1", "bo@example.org"]},
                "keywords": {"value": ["kernels", "sparse attention"]},
                "primary_area": {"value": "learning theory"},
                "TLDR": {"value": "We measure it."},
                "venue": {"value": "Tests 2026 poster"},
                "venueid": {"value": "Tests.cc/2026/Conference"},
                "code": {"value": "https://github.com/example/code"},
                "pdf": {"value": "/pdf/0123abcd.pdf"},
            },
        }
        for n, e in enumerate(entries)
    ]
    return json.dumps({"notes": notes, "count": len(notes)})


def acl_anthology(entries: list[Entry]) -> str:
    papers = "".join(
        f'<paper id="{n}"><title>{escape(e.title)}</title><author id="ada-van-example" '
        'orcid="0000-0002-1825-0097"><first>Ada</first><last>van Example</last><affiliation>Example '
        "Lab</affiliation></author><author><first>Bo</first><last>Example, Jr.</last></author>"
        f"<pages>{n}-{n + 8}</pages><abstract>{escape(e.abstract)}</abstract>"
        f'<url hash="0123abcd">2026.tests-main.{n}</url><bibkey>example-etal-2026-{n}</bibkey>'
        f"<doi>10.18653/v1/2026.tests-main.{n}</doi></paper>\n"
        for n, e in enumerate(entries, 1)
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<collection id=\"2026.tests\">\n"
        '  <volume id="main" ingest-date="2026-10-01" type="proceedings">\n    <meta><booktitle>'
        "Proceedings of the First Meeting on Tests</booktitle><editor><first>Cy</first><last>Ed</last>"
        "</editor><month>July 5-10</month><year>2026</year><venue>tests</venue></meta>"
        '<frontmatter><url hash="1">2026.tests-main.0</url></frontmatter>'
        f"{papers}</volume></collection>"
    )


def _oai(entries: list[Entry], prefix: str, metadata: Callable[[Entry], str]) -> str:
    records = "".join(
        f"<record><header><identifier>oai:arXiv.org:{e.id}</identifier><datestamp>{DAY}</datestamp>"
        f"<setSpec>cs:cs:LG</setSpec></header><metadata>{metadata(e)}</metadata></record>\n"
        for e in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<responseDate>{DAY}T00:00:00Z</responseDate>"
        f'<request verb="ListRecords" metadataPrefix="{prefix}">https://example.org/oai</request>'
        f"<ListRecords>{records}<resumptionToken/></ListRecords></OAI-PMH>"
    )


def oai_arxiv(entries: list[Entry]) -> str:
    return _oai(
        entries,
        "arXiv",
        lambda e: (
            f'<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{e.id}</id><created>{e.published}'
            f"</created><updated>{DAY}</updated><authors><author><keyname>van Example</keyname>"
            "<forenames>Ada</forenames><affiliation>Example Lab</affiliation></author><author>"
            "<keyname>Example</keyname><forenames>Bo</forenames><suffix>Jr</suffix></author></authors>"
            f"<title>{escape(e.title)}</title><categories>cs.LG stat.ML</categories>"
            "<comments>Code: https://github.com/example/code</comments>"
            "<journal-ref>Journal of Examples 7 (2026) 1-9</journal-ref><doi>10.1234/example</doi>"
            f"<abstract>  {escape(e.abstract)}\n</abstract></arXiv>"
        ),
    )


def oai_dublin_core(entries: list[Entry]) -> str:
    return _oai(
        entries,
        "oai_dc",
        lambda e: (
            '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(e.title)}</dc:title>'
            "<dc:creator>van Example, Ada</dc:creator><dc:creator>Example Jr, Bo</dc:creator>"
            "<dc:subject>Computer Science - Machine Learning</dc:subject><dc:subject>68T05</dc:subject>"
            f"<dc:description>{escape(e.abstract)} </dc:description>"
            "<dc:description>Code: https://github.com/example/code</dc:description>"
            f"<dc:date>{e.published}</dc:date><dc:date>{DAY}</dc:date><dc:type>text</dc:type>"
            f"<dc:identifier>http://arxiv.org/abs/{e.id}</dc:identifier>"
            "<dc:identifier>Journal of Examples 7 (2026) 1-9</dc:identifier>"
            "<dc:identifier>doi:10.1234/example</dc:identifier></oai_dc:dc>"
        ),
    )


def citation_cff(entries: list[Entry]) -> str:
    software, paper = entries[:2]
    return (
        "cff-version: 1.2.0\nmessage: Please cite the paper.\n"
        f"title: {json.dumps(software.title)}\nabstract: {json.dumps(software.abstract)}\n"
        "authors:\n  - family-names: Example\n    given-names: Ada\n    name-particle: van\n"
        "    affiliation: Example Lab\n  - name: The Example Team\n"
        "repository-code: https://github.com/example/code\ndate-released: 2026-05-31\n"
        "keywords: [kernels, sparse attention]\npreferred-citation:\n  type: article\n"
        f"  title: {json.dumps(paper.title)}\n  doi: 10.1234/{paper.id}\n  year: 2026\n  month: 5\n"
        "  journal: Journal of Examples\n  authors:\n    - family-names: Example\n      given-names: Bo\n"
    )


# Papers in a file, where a format does not write all entries: a work, and the one to cite instead.
PAPERS = {"citation-cff": 2, "github": 0}
# name: (format, how entries are written in it)
WRITERS: dict[str, tuple[str, Callable[[list[Entry]], str]]] = {
    "api list": ("daily-papers-api", api),
    "api object": (
        "daily-papers-api",
        lambda entries: json.dumps(
            {"status": "success", "date": str(DAY), "data": [api_entry(e) for e in entries]}
        ),
    ),
    "api literals": (
        "daily-papers-api",
        lambda entries: json.dumps([repr(api_entry(e)) for e in entries]),
    ),
    "api lines": (
        "daily-papers-api",
        lambda entries: "".join(
            json.dumps({**api_entry(e), "_dates": [str(DAY)]}) + "\n" for e in entries
        ),
    ),
    "page": ("daily-papers-page", saved_page),
    "page without entries": ("daily-papers-page", partial(saved_page, embedded=False)),
    "rss": ("feed", rss),
    "atom": ("feed", atom),
    "markdown table": ("markdown-table", markdown_table),
    "labelled text": ("labelled-text", labelled),
    "csv": ("csv", csv_table),
    "openalex": ("openalex", openalex),
    "openalex csv": ("openalex-csv", openalex_csv),
    "scopus": ("scopus", scopus),
    "web of science": ("web-of-science", web_of_science),
    "web of science table": ("web-of-science", web_of_science_table),
    "zotero": ("zotero", zotero),
    "zotero rdf": ("zotero", zotero_rdf),
    "zotero csv": ("zotero", zotero_csv),
    "papers with code": ("papers-with-code", papers_with_code),
    "github": ("github", github),
    "markdown list": ("markdown-list", markdown_list),
    "identifiers": ("identifiers", identifiers),
    "ris": ("ris", ris),
    "medline": ("medline", medline),
    "pubmed xml": ("pubmed-xml", pubmed_xml),
    "jats": ("jats", jats),
    "dblp": ("dblp", dblp),
    "endnote": ("endnote", endnote),
    "endnote xml": ("endnote", endnote_xml),
    "opencitations": ("opencitations", opencitations),
    "bibtex": ("bibtex", bibtex),
    "crossref": ("crossref", crossref),
    "csl-json": ("csl-json", csl_json),
    "csl-yaml": ("csl-json", csl_yaml),
    "semantic scholar": ("semantic-scholar", semantic_scholar),
    "openreview": ("openreview", openreview),
    "acl anthology": ("acl-anthology", acl_anthology),
    "arxiv": ("arxiv", arxiv),
    "oai arxiv": ("oai-pmh", oai_arxiv),
    "oai dublin core": ("oai-pmh", oai_dublin_core),
    "arxiv snapshot": ("arxiv-snapshot", arxiv_snapshot),
    "citation file": ("citation-cff", citation_cff),
    "records": ("records", records),
    **{
        f"text {style.name}": (
            "daily-papers-text",
            lambda entries, style=style: style.write(entries, Page(DAY)),
        )
        for style in STYLES
    },
}

SAMPLES: dict[str, tuple[str, str]] = {
    **{name: (format, write(ENTRIES)) for name, (format, write) in WRITERS.items()},
    "api one paper": (
        "daily-papers-api",
        json.dumps(
            {
                **api_entry(ENTRIES[0])["paper"],
                "linkedModels": [{"id": "example/model", "likes": 3}],
                "linkedSpaces": [{"id": "example/space"}],
                "numTotalModels": 1,
            },
            indent=1,
        ),
    ),
    "api empty day": ("daily-papers-api", "1"),
    "api no papers": ("daily-papers-api", "[]"),
    "crossref one work": (
        "crossref",
        json.dumps(
            {
                "status": "ok",
                "message-type": "work",
                "message-version": "1.0.0",
                "message": crossref_work(ENTRIES[0]),
            }
        ),
    ),
}
