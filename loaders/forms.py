"""The forms of input that can be read, and how one is recognised: by content, never by name.

A source is a module with two functions, and one line in :data:`FORMS`::

    def recognises(document: Document) -> float: ...
        # 0 no; 1 the form's own marks are there; between, how likely.
    def read(document: Document) -> Iterator[Paper | Rejected]: ...
        # streamed where the form allows; sets origin, listings and sources of each paper

``recognises`` looks at ``document.head``, ``document.first_record`` or ``document.json`` only.
``read`` does no topics and no repositories from text: ``loaders.load`` adds them to every paper.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document

__all__ = ["FORMS", "Source", "recognise"]

# form: (module in loaders/sources, what it is). Modules are imported when first needed.
FORMS: dict[str, tuple[str, str]] = {
    "records": ("records", "citegraph's own records, JSON Lines"),
    "daily-papers-api": ("daily_papers.api", "replies of the Daily Papers API"),
    "daily-papers-page": ("daily_papers.page", "a saved Daily Papers page, HTML"),
    "daily-papers-text": ("daily_papers.text", "text of a Daily Papers page"),
    "feed": ("feeds", "RSS and Atom feeds"),
    "markdown-table": ("markdown_table", "Markdown tables with a title column"),
    "labelled-text": ("labelled_text", "text with Title:, PDF:, Summary:"),
    "csv": ("csv_table", "CSV or TSV with a title column"),
    "bibtex": ("bibtex", "BibTeX and BibLaTeX"),
    "csl-json": ("csl_json", "CSL-JSON"),
    "crossref": ("crossref", "Crossref works, as the API replies"),
    "semantic-scholar": ("semantic_scholar", "Semantic Scholar papers, API and data sets"),
    "opencitations": ("opencitations", "OpenCitations tables, Meta and Index"),
    "ris": ("ris", "RIS, the export format of reference managers"),
    "openalex": ("openalex", "OpenAlex works, as the API replies"),
}


class Source(Protocol):
    """What a module in :data:`FORMS` offers."""

    def recognises(self, document: Document) -> float:
        """How sure it is, 0 to 1, that it can read this."""

    def read(self, document: Document) -> Iterator[Paper | Rejected]:
        """Everything in it, each thing as a paper or as rejected."""


def source(form: str) -> Source:
    """The module that reads a form."""
    return cast(Source, import_module(f"citegraph.loaders.sources.{FORMS[form][0]}"))


def recognise(document: Document) -> str:
    """The form of a document.

    Raises:
        SourceError: it is of no form that can be read.
    """
    scores = {form: source(form).recognises(document) for form in FORMS}
    form = max(scores, key=scores.__getitem__)
    if scores[form] <= 0:
        raise SourceError(
            f"{document.name}: not a form that citegraph can read; "
            f"it reads {', '.join(about for _, about in FORMS.values())}"
        )
    return form
