"""The input formats, each recognized by content, never by name.

A source is a module with two functions, and one line in :data:`FORMATS`::

    def recognizes(document: Document) -> float: ...
        # 1 for features that no other format has, less if others may share them, else 0
    def read(document: Document) -> Iterator[Paper | Rejected]: ...
        # streamed where the format allows; ``fields.seen`` sets origin, listings and sources

``recognizes`` looks at ``document.head``, ``document.first_record`` or ``document.json`` only.
``read`` does no topics and no repositories from text: ``loaders.load`` adds them to every paper.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import csv_table

# format: (module in loaders/sources, what it is). Modules are imported when first needed.
FORMATS: dict[str, tuple[str, str]] = {
    "records": ("records", "citegraph's own records (JSON Lines)"),
    "daily-papers-api": ("daily_papers.api", "replies of the Daily Papers API"),
    "daily-papers-page": ("daily_papers.page", "saved Daily Papers pages (HTML)"),
    "daily-papers-text": ("daily_papers.text", "text of a Daily Papers page"),
    "feed": ("feeds", "RSS and Atom feeds"),
    "markdown-table": ("markdown_table", "Markdown tables with a title column"),
    "markdown-list": ("markdown_list", "Markdown lists with links to papers"),
    "identifiers": ("identifiers", "lists of arXiv IDs, DOIs or other identifiers"),
    "labelled-text": ("labelled_text", "text with Title:, PDF:, Summary:"),
    "csv": ("csv_table", "CSV or TSV with a title column"),
    "bibtex": ("bibtex", "BibTeX and BibLaTeX"),
    "csl-json": ("csl_json", "CSL-JSON and CSL-YAML"),
    "crossref": ("crossref", "Crossref works (API replies)"),
    "semantic-scholar": ("semantic_scholar", "Semantic Scholar papers (API replies and data sets)"),
    "opencitations": ("opencitations", "OpenCitations tables (Meta and Index)"),
    "scopus": ("scopus", "CSV exports of Scopus"),
    "web-of-science": ("web_of_science", "exports of Web of Science (text and tables)"),
    "openreview": ("openreview", "OpenReview submissions (API replies)"),
    "zotero": ("zotero", "Zotero items (JSON and CSV)"),
    "papers-with-code": ("papers_with_code", "dumps of Papers with Code"),
    "github": ("github", "GitHub repositories (API replies)"),
    "ris": ("ris", "RIS, the export format of reference managers"),
    "medline": ("medline", "Medline or nbib (PubMed's tagged text)"),
    "pubmed-xml": ("pubmed_xml", "PubMed's XML"),
    "jats": ("jats", "JATS XML articles, such as those of PubMed Central"),
    "dblp": ("dblp", "DBLP's XML and replies of its search"),
    "acl-anthology": ("acl_anthology", "ACL Anthology collections (XML)"),
    "endnote": ("endnote", "EndNote's tagged and XML exports"),
    "arxiv": ("arxiv", "replies of the arXiv API (Atom)"),
    "arxiv-snapshot": ("arxiv_snapshot", "arXiv's metadata snapshot (JSON Lines)"),
    "oai-pmh": ("oai_pmh", "OAI-PMH replies of arXiv and other repositories"),
    "citation-cff": ("citation_cff", "CITATION.cff, a citation file"),
    "openalex": ("openalex", "OpenAlex works (API replies)"),
    "openalex-csv": ("openalex_csv", "CSV exports of OpenAlex"),
}
# What a message about an unknown format names; the list of all is longer than a screen.
_COMMON = (
    "BibTeX",
    "RIS",
    "CSL-JSON",
    "CSV with a title column",
    "saved Daily Papers pages",
    "lists of identifiers",
)
_HTML_TITLE = re.compile(
    r"\A\s*<(?:!doctype html|html|head)\b.{0,4000}?<title\b[^>]*>(.{0,500}?)</title",
    re.IGNORECASE | re.DOTALL,
)

# Lenient formats, which accept much of what no other format recognizes.
_LENIENT = ("labelled-text", "daily-papers-text", "markdown-list", "identifiers")
# A key, and below it an indented key or a list of keys: Typst (Hayagriva), papis
_YAML = re.compile(
    r"^[\w:./-]+:[ \t]*\n(?:[ \t]+|[ \t]*- )\{?[a-z][a-z_-]*:(?:[ \t]|$)", re.MULTILINE
)
# A line that YAML cannot contain, or an item of a Markdown list: the text only shows some YAML.
_NO_YAML = re.compile(
    r"^(?=\S)(?![\w:./'\"-]+:\s|- |[#%}]|---|\.\.\.).*\n|^[ \t]*[-*+] .*\]\(", re.MULTILINE
)
_JSONP = re.compile(r"\A\s*(?:/\*\*/)?\s*[A-Za-z_$][\w.$]*\s*\(\s*[{\[]\s*[\"{}\]]")


class Source(Protocol):
    """The interface of a module in :data:`FORMATS`."""

    def recognizes(self, document: Document) -> float:
        """Return how likely this format is, 0 to 1."""

    def read(self, document: Document) -> Iterator[Paper | Rejected]:
        """Yield each entry as a paper or as rejected."""


def source(format: str) -> Source:
    """Return the module that reads a format."""
    return cast(Source, import_module(f"citegraph.loaders.sources.{FORMATS[format][0]}"))


def recognize(document: Document) -> str:
    """Return the format of a document.

    Raises:
        SourceError: the format is unknown.
    """
    scores = {format: source(format).recognizes(document) for format in FORMATS}
    format = max(scores, key=scores.__getitem__)
    if (scores[format] <= 0 or format in _LENIENT) and (problem := _unread(document.head)):
        raise SourceError(f"{document.name}: {problem}")
    if scores[format] <= 0:
        raise SourceError(f"{document.name}: {_problem(document)}")
    return format


def _unread(head: str) -> str | None:
    """Return the problem with a format that citegraph does not read and could mistake."""
    if _YAML.search(head) and not _NO_YAML.search(head):
        return "of YAML, only CSL and CITATION.cff are read; convert the file to BibTeX or CSL-JSON"
    if _JSONP.match(head):
        return (
            "JSONP is not read; save the reply without `callback`, or delete the text around the "
            "JSON"
        )
    return None


def _problem(document: Document) -> str:
    """Return why no format matches a document, and the remedy."""
    if found := _HTML_TITLE.search(document.head):
        title = " ".join(found[1].split())[:80]
        return f"no papers found on this web page, {title!r}; save it again, or load its address"
    if document.json_like:
        entry = next((one for _, one in document.entries()), None)
        if isinstance(entry, Rejected):
            return f"{entry.reason}; save it again"
        values = list(entry.values()) if isinstance(entry, dict) else [entry]
        if [] in values or not any(values):  # {"total": 0, "data": []}
            return "the JSON has no entries, or its format is unknown (see docs/sources.md)"
        if isinstance(entry, dict):
            keys = ", ".join(repr(key[:40]) for key in list(entry)[:8])
            return (
                f"JSON of an unknown format ({keys}); export it as BibTeX, RIS or CSV, or load the "
                "DOIs, one per line, and enrich them (see docs/sources.md)"
            )
    if header := csv_table.untitled(document):
        names = ", ".join(repr(name[:40]) for name in header[:10])
        return (
            f"a table without a column of titles ({names}); name that column 'title', or load "
            "only the identifiers, one per line"
        )
    return (
        f"unknown format; citegraph reads {', '.join(_COMMON)} and "
        f"{len(FORMATS) - len(_COMMON)} other formats (see docs/sources.md)"
    )
