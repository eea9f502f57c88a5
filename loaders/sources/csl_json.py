"""CSL-JSON, as Zotero, Mendeley, Pandoc and doi.org write it.

https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import crossref
from citegraph.loaders.sources.fields import mapping, preview, words
from citegraph.loaders.sources.parts import checked, papers

__all__ = ["read", "recognizes"]

FORMAT = "csl-json"
_TYPES = words(
    "article article-journal article-magazine article-newspaper book chapter dataset document entry"
    " manuscript paper-conference post post-weblog report review software speech standard thesis"
    " webpage"
)
_KEYS = words(
    "issued container-title author DOI URL ISSN citation-key accessed container-title-short page"
    " publisher journalAbbreviation collection-title"
)


def recognizes(document: Document) -> float:
    """Likely for an item with a CSL type and CSL's own keys; Crossref's works have more.

    An array of items with a type and nothing of their own is CSL-JSON, too: records are lines.
    """
    entry = document.first_entry("items", "references")
    if not isinstance(entry, dict) or not isinstance(entry.get("title"), str):
        return 0.0
    if entry.get("type") not in _TYPES:
        return 0.0
    if shared := len(_KEYS & entry.keys()):
        return min(0.8, 0.5 + shared / 10)
    is_array = document.head.lstrip().startswith("[")
    return 0.75 if is_array and entry.keys() <= {"id", "type", "title"} else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each item as a paper, streamed."""
    entries = document.entries("items", "references")
    yield from papers(document, entries, _paper, "the file has no items")


def _paper(item: Any, document: Document, place: str, rank: int) -> Iterator[Paper | Rejected]:
    found = crossref.paper(_without_counts(item), document, FORMAT, place, rank)
    yield checked(found, document, place, partial(preview, item))


def _without_counts(item: Any) -> dict[str, Any]:
    """Return an item without Crossref's citation count, which is outdated in an export."""
    return {k: v for k, v in mapping(item).items() if k != "is-referenced-by-count"}
