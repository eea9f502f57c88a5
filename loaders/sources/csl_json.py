"""CSL-JSON, as Zotero, Mendeley, Pandoc and doi.org write it, and CSL-YAML, as Pandoc does.

https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from msgspec import structs

from citegraph.graph.identity import ids
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import citation_cff, crossref
from citegraph.loaders.sources.bibtex_values import names
from citegraph.loaders.sources.fields import mapping, people, preview, sequence, string, words
from citegraph.loaders.sources.parts import checked, papers

FORMAT = "csl-json"
_TYPES = words(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic"
    " collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic"
    " hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet"
    " paper-conference patent performance periodical personal_communication post post-weblog"
    " preprint regulation report review review-book software song speech standard thesis treaty"
    " webpage"
)
_KEYS = words(
    "issued container-title author DOI URL ISSN citation-key accessed container-title-short page"
    " publisher journalAbbreviation collection-title event event-place event-title publisher-place"
)
# Items of CSL-YAML are in a list of their own, or under "references" of a document's metadata.
_LIST = re.compile(r"^references:[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"^(?:references:\s*\n *)?- +['\"]?[a-z-]+['\"]?:", re.MULTILINE | re.IGNORECASE)
_LINE = re.compile(r"^\s*(arXiv|DOI|PMC?ID)\s*:\s*(\S+)", re.MULTILINE | re.IGNORECASE)


def recognizes(document: Document) -> float:
    """Likely for an item with a CSL type and CSL's own keys; Crossref's works have more.

    An array of items with a type and nothing of their own is CSL-JSON, too: records are lines.
    """
    if document.json_like:
        entry = document.first_entry("items", "references")
    elif _ITEM.search(document.head):
        notes = list(document.notes)
        entry = next((item for _, item in _items(document)), None)
        document.notes[:] = notes  # the same input is read again after recognition
    else:
        return 0.0
    if not isinstance(entry, dict) or entry.get("type") not in _TYPES:
        return 0.0
    shared, titled = len(_KEYS & entry.keys()), isinstance(entry.get("title"), str)
    if shared > 1 or (shared and titled):
        return min(0.8, 0.5 + shared / 10) if document.json_like else 0.9
    is_array = document.head.lstrip().startswith("[")
    return 0.75 if is_array and entry.keys() <= {"id", "type", "title"} else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each item as a paper, streamed."""
    entries = document.entries("items", "references") if document.json_like else _items(document)
    yield from papers(document, entries, _paper, "the file has no items")


def _items(document: Document) -> Iterator[tuple[str, Any]]:
    """Yield the items of CSL-YAML, each parsed alone: a mistake in one affects no other."""
    is_list = not _LIST.search(document.head)  # else the metadata may have other lists
    margin: int | None = None  # of the items
    listed, start = is_list, 0
    block: list[str] = []
    for number, line in document.lines():
        text, depth = line.strip(), len(line) - len(line.lstrip(" "))
        if margin is None and listed and text.startswith("- "):
            margin = depth
        begins = depth == margin and text.startswith("- ")
        if not begins and (margin is None or (text and text[0] != "#" and depth <= margin)):
            listed, margin = is_list or text == "references:", None
        if block and (begins or margin is None):
            yield f"line {start}", _item(block, document, start)
            block = []
        if begins:
            start = number
        if margin is not None:
            block.append(line)
    if block:
        yield f"line {start}", _item(block, document, start)


def _item(block: list[str], document: Document, line: int) -> Any:
    value = citation_cff.parsed("\n".join(block), document.name, line)
    return value[0] if isinstance(value, list) and value else value


def _paper(item: Any, document: Document, place: str, rank: int) -> Iterator[Paper | Rejected]:
    given = mapping(item)
    found = _completed(crossref.paper(_as_crossref(given), document, FORMAT, place, rank), given)
    yield checked(found, document, place, partial(preview, item))


def _as_crossref(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item with authors as mappings, and keywords where DataCite puts them.

    Crossref's citation count is left out; it is outdated in an export.
    """
    authors = item.get("author")
    if isinstance(authors, str):
        found, cut = names(authors)
        authors = [*found, *["et al."] * cut]
    return {
        **{key: value for key, value in item.items() if key != "is-referenced-by-count"},
        "author": [{"literal": one} if isinstance(one, str) else one for one in sequence(authors)],
        "keyword": item.get("keyword") or item.get("categories"),
    }


def _completed(found: Paper, item: dict[str, Any]) -> Paper:
    """Return a paper with the identifiers that Zotero writes in ``note`` and ``number``."""
    lines = _LINE.findall(string(item.get("note")) or "")
    more = {key.lower(): value for key, value in lines}
    number = string(item.get("number")) or ""
    cut = bool(found.authors) and people([found.authors[-1].name]) == ([], True)  # "et al."
    authors = found.authors[:-1] if cut else found.authors
    return structs.replace(
        found,
        authors=authors,
        authors_partial=cut,
        author_count=None if cut else found.author_count,
        arxiv_id=found.arxiv_id
        or ids.arxiv(f"arXiv:{more.get('arxiv', '')}")
        or (ids.arxiv(number) if number.lower().startswith("arxiv:") else None),
        doi=found.doi or ids.doi(more.get("doi")) or ids.doi(found.url),
        pmid=found.pmid or ids.pmid(more.get("pmid")),
        pmcid=found.pmcid or ids.pmcid(more.get("pmcid")),
    )
