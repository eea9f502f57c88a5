"""OpenAlex works, as in replies of the API and in the snapshot.

Read are a page of results, several pages, one work, and a list or lines of works, with all keys
or with the few that ``select=`` asked for, in the shapes that the API has had since 2022.
https://docs.openalex.org/api-entities/works/work-object
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from citegraph.graph.errors import SourceError
from citegraph.graph.identity import ids
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.fields import mapping, preview, short, string, words
from citegraph.loaders.sources.openalex_papers import paper
from citegraph.loaders.sources.openalex_works import DELETED, Work, decode, work_of

# Keys of a work that only OpenAlex uses.
_OWN_KEYS = words(
    "authorships abstract_inverted_index primary_location best_oa_location referenced_works"
    " related_works open_access host_venue primary_topic publication_date publication_year"
    " cited_by_count is_retracted is_paratext indexed_in cited_by_api_url has_fulltext"
    " counts_by_year display_name fwci locations"
)
# The letter of an identifier gives the kind of entity.
_ENTITIES = {
    "A": "authors",
    "S": "sources",
    "V": "venues",
    "I": "institutions",
    "C": "concepts",
    "T": "topics",
    "P": "publishers",
    "F": "funders",
    "G": "awards",
}
_LETTER = re.compile(r"openalex\.org/(?:[a-z]+/)?([A-Z])\d+$", re.IGNORECASE)
_NAMED = re.compile(r"openalex\.org/(keywords|domains|fields|subfields|countries|continents|sdgs)/")
_META = re.compile(r'"meta"\s*:\s*(\{[^{}]*\})')


def recognizes(document: Document) -> float:
    """Certain for an OpenAlex identifier, likely by the keys of a work."""
    entry = document.first_entry("results")
    if entry is None and _META.search(document.head) and '"results"' in document.head:
        return 0.9  # an empty page
    if isinstance(entry, dict) and isinstance(entry.get("results"), list):  # a list of pages
        entry = next(iter(entry["results"]), None) if isinstance(entry.get("meta"), dict) else None
    if not isinstance(entry, dict):
        return 0.0
    if "openalex.org/" in str(entry.get("id")) or "openalex" in mapping(entry.get("ids")):
        return 1.0
    own = len(_OWN_KEYS & entry.keys())
    if own or ("group_by" in entry and "meta" in entry):
        return min(1.0, 0.4 + own / 5)
    return 0.3 if _error(entry) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each work as a paper; reject other entries.

    Raises:
        SourceError: the whole reply is an error.
    """
    seen = 0
    for place, entry in document.entries("results", decode=decode):
        seen += 1
        if isinstance(entry, Work):
            yield paper(document, place, entry)
            continue
        pages = entry.get("results") if isinstance(entry, dict) else None
        if isinstance(pages, list):
            for number, work in enumerate(pages, 1):
                yield read_work(document, f"{place}, result {number}", work)
        elif isinstance(entry, Rejected):
            yield entry
        elif isinstance(entry, dict) and place == "entry 1" and _error(entry):
            raise SourceError(
                f"{document.name}: the service replied with an error, not works: {_error(entry)}"
            )
        else:
            yield read_work(document, place, entry)
    _note_rest(document, seen)


def read_work(document: Document, place: str, entry: Any) -> Paper | Rejected:
    """Return a work as a paper; rejected if it is none, or has no title and no identifier."""
    where = f"{document.name}{short(place)}"
    if reason := _no_work(entry):
        return Rejected(reason=reason, where=where, raw=preview(entry))
    found = paper(document, place, work_of(entry))
    if not any((found.title, found.openalex_id, found.doi, found.arxiv_id)):
        return Rejected(reason="no title and no identifier", where=where, raw=preview(entry))
    return found


def _no_work(entry: Any) -> str | None:
    """Return the reason why an entry is not a work; ``None`` if it is one."""
    if not isinstance(entry, dict):
        return "not an OpenAlex work: a JSON object is expected"
    address = str(entry.get("id") or "")
    key = ids.openalex(address)
    named, letter = _NAMED.search(address), _LETTER.search(address)
    kind = named[1] if named else letter and _ENTITIES.get(letter[1].upper())
    reason = None
    if kind:
        reason = f"these are {kind}, not works; request works (/works?filter=...)"
    elif "group_by" in entry and not entry.get("results"):
        reason = "these are counts of a group_by, not works; request works without group_by"
    elif key == DELETED:
        reason = "OpenAlex has deleted this work"
    elif error := _error(entry):
        reason = f"the service replied with an error: {error}"
    elif not key and not entry.keys() & (_OWN_KEYS | {"title", "doi"}):
        reason = "not an OpenAlex work: it has none of the keys of a work"
    return reason


def _error(entry: dict[str, Any]) -> str | None:
    """Return the message of an error reply: ``{"error": ..., "message": ...}``."""
    if entry.keys() & (_OWN_KEYS | {"id", "title", "doi", "results"}):
        return None
    said = [string(entry.get(key)) for key in ("error", "name", "message", "description")]
    text = ": ".join(dict.fromkeys(part.rstrip(".") for part in said if part))
    return " ".join(text.split())[:300] if said[0] or said[2] or said[3] else None


def _note_rest(document: Document, seen: int) -> None:
    """Note if the reply is only a part of the results."""
    found = _META.search(document.head)
    try:
        total = json.loads(found[1]).get("count") if found else None
    except ValueError:
        total = None
    if isinstance(total, int) and total > seen and not document.is_page:
        document.notes.append(
            f"the reply has {seen} of {total} works; load the other pages for the rest"
        )
    elif total == 0 and not seen:
        document.notes.append("OpenAlex found no works")
