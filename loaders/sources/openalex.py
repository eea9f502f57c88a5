"""OpenAlex works, as in replies of the API and in the snapshot.

Read are a page of results, several pages, one work, and a list or lines of works, with all keys
or with the few that ``select=`` asked for, in the shapes that the API has had since 2022.
https://docs.openalex.org/api-entities/works/work-object
"""

import json
import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from citegraph.graph.errors import SourceError
from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Organization, Paper, Reference, Rejected, Topic, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.dates import iso_date, partial_date
from citegraph.loaders.sources.fields import count, mapping, plain, preview, sequence, short, string

__all__ = ["read", "recognizes"]

# Keys of a work that only OpenAlex uses.
_OWN_KEYS = frozenset(
    {
        "authorships",
        "abstract_inverted_index",
        "primary_location",
        "best_oa_location",
        "referenced_works",
        "related_works",
        "open_access",
        "host_venue",
        "primary_topic",
        "publication_date",
        "publication_year",
        "cited_by_count",
        "is_retracted",
        "is_paratext",
        "indexed_in",
        "cited_by_api_url",
        "has_fulltext",
        "counts_by_year",
        "display_name",
        "fwci",
        "locations",
    }
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
_CAP = 100  # the API lists no more authors of a work among others
_NO_AUTHOR = "A9999999999"  # stands for "author unknown"
_DELETED = "W4285719527"  # merged and deleted works lead here
_LONGEST_ABSTRACT = 1_000_000  # words; a position beyond is damage
_ASSIGNED = 0.3  # concepts below are only ancestors of assigned ones
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
    for place, entry in document.entries("results"):
        seen += 1
        pages = entry.get("results") if isinstance(entry, dict) else None
        if isinstance(pages, list):
            for number, work in enumerate(pages, 1):
                yield _read(document, f"{place}, result {number}", work)
        elif isinstance(entry, Rejected):
            yield entry
        elif isinstance(entry, dict) and place == "entry 1" and _error(entry):
            raise SourceError(
                f"{document.name}: the service replied with an error, not works: {_error(entry)}"
            )
        else:
            yield _read(document, place, entry)
    _note_rest(document, seen)


def _read(document: Document, place: str, entry: Any) -> Paper | Rejected:
    where = f"{document.name}{short(place)}"
    if reason := _no_work(entry):
        return Rejected(reason=reason, where=where, raw=preview(entry))
    paper = _paper(document, place, entry)
    if not any((paper.title, paper.openalex_id, paper.doi, paper.arxiv_id)):
        return Rejected(reason="no title and no identifier", where=where, raw=preview(entry))
    return paper


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
        reason = f"these are {kind}, not works; ask OpenAlex for works (/works?filter=...)"
    elif "group_by" in entry and not entry.get("results"):
        reason = "these are counts of a group_by, not works; ask without group_by"
    elif key == _DELETED:
        reason = "OpenAlex has deleted this work"
    elif error := _error(entry):
        reason = f"the service replied with an error: {error}"
    elif not key and not entry.keys() & (_OWN_KEYS | {"title", "doi"}):
        reason = "not an OpenAlex work: none of a work's keys is there"
    return reason


def _paper(document: Document, place: str, work: dict[str, Any]) -> Paper:
    title = string(work.get("title")) or string(work.get("display_name"))
    abstract = _abstract(work, document, place)
    authorships = sequence(work.get("authorships"))
    authors = tuple(author for author in map(_author, authorships) if author)
    if len(authors) < len(authorships):
        document.notes.append(f"{place}: {len(authorships) - len(authors)} authors without a name")
    author_count, partial = _author_count(work, len(authorships))
    primary = mapping(work.get("primary_location"))
    known = mapping(work.get("ids"))
    doi = string(work.get("doi")) or string(known.get("doi"))
    locations = [
        primary,
        mapping(work.get("best_oa_location")),
        *map(mapping, sequence(work.get("locations"))),
    ]
    updated = string(work.get("updated_date")) or string(work.get("created_date")) or ""
    captured = document.captured.isoformat() if document.captured else None
    return Paper(
        title=plain(title),
        raw_title=title if title and plain(title) != title else None,
        abstract=plain(abstract),
        raw_abstract=abstract if abstract and plain(abstract) != abstract else None,
        published=_date(work),
        authors=authors,
        author_count=author_count,
        authors_partial=partial or len(authors) < len(authorships),
        topics=tuple(_topics(work)),
        organizations=_organizations(work.get("institutions"), authors),
        references=tuple(
            Reference(openalex_id=key) for key in _openalex_ids(work.get("referenced_works"))
        ),
        venue=_venue(primary, mapping(work.get("host_venue"))),
        arxiv_id=ids.arxiv(doi) if doi and "arxiv" in doi.lower() else _arxiv(known, locations),
        doi=ids.doi(doi),
        openalex_id=ids.openalex(string(work.get("id")) or string(known.get("openalex"))),
        pmid=_pmid(known),
        pmcid=ids.pmcid(ids.parse(string(known.get("pmcid")) or "")[1]),
        url=_address(
            primary.get("landing_page_url"), doi, mapping(work.get("open_access")).get("oa_url")
        ),
        cited_by_count=count(work.get("cited_by_count")),
        language=string(work.get("language")),
        type=string(work.get("type")) or string(work.get("type_crossref")),
        retracted=value if isinstance(value := work.get("is_retracted"), bool) else None,
        sources=("openalex",),
        observed=found[0] if (found := re.match(r"\d{4}-\d{2}-\d{2}", updated)) else captured,
        origin=place,
    )


def _abstract(work: dict[str, Any], document: Document, place: str) -> str | None:
    """Return the words of an inverted index, ``{"word": [positions]}``, in their order."""
    index = work.get("abstract_inverted_index") or work.get("abstract_inverted_index_v3")
    if isinstance(index, str):  # as tables hold it
        try:
            index = json.loads(index)
        except (ValueError, RecursionError):
            index = None
    if isinstance(index, dict) and isinstance(index.get("InvertedIndex"), dict):
        index = index["InvertedIndex"]  # as the Microsoft Academic Graph had it
    if not isinstance(index, dict):
        return string(work.get("abstract"))  # some clients write it out
    words = [
        (at, word)
        for word, places in index.items()
        for at in (places if isinstance(places, list) else [places])
    ]
    whole = len(words)
    if not {type(at) for at, _ in words} <= {int}:
        words = [placed for placed in words if type(placed[0]) is int]
    words = [placed for placed in words if 0 <= placed[0] < _LONGEST_ABSTRACT]
    if odd := whole - len(words):
        document.notes.append(
            f"{place}: {odd} words of the abstract have an invalid position and are left out"
        )
    words.sort(key=itemgetter(0))
    return " ".join(word for _, word in words) or None


def _author(authorship: Any) -> Author | None:
    given = mapping(authorship)
    author = mapping(given.get("author"))
    raw = string(given.get("raw_author_name"))
    name = string(author.get("display_name")) or raw
    if not name:
        return None
    key = ids.openalex(string(author.get("id")))
    return Author(
        name=name,
        orcid=ids.orcid(string(author.get("orcid")) or string(given.get("raw_orcid"))),
        openalex_id=None if key == _NO_AUTHOR else key,
        names=(raw,) if raw and raw != name else (),
        organizations=_organizations(given.get("institutions")),
    )


def _author_count(work: dict[str, Any], listed: int) -> tuple[int | None, bool]:
    """Return the number of authors if it is known, and whether some are not listed."""
    stated = count(work.get("authors_count"))
    if stated is not None and stated >= listed:
        return stated, stated > listed
    truncated = work.get("is_authors_truncated")
    if truncated is True or (truncated is None and listed == _CAP):
        return None, True
    return listed or None, False


def _organizations(institutions: Any, authors: Iterable[Author] = ()) -> tuple[Organization, ...]:
    """Return institutions as organizations, without those of the authors."""
    known = {organization for author in authors for organization in author.organizations}
    found: dict[Organization, None] = {}
    for institution in map(mapping, sequence(institutions)):
        key = ids.openalex(string(institution.get("id")))
        name = string(institution.get("display_name")) or key
        if not name:
            continue
        organization = Organization(
            name=name,
            ror=string(institution.get("ror")),
            openalex_id=key,
            country=string(institution.get("country_code")),
        )
        if organization not in known:
            found[organization] = None
    return tuple(found)


def _topics(work: dict[str, Any]) -> Iterator[Topic]:
    """Yield topics with their broader ones, keywords, and concepts if there are no topics."""
    primary = work.get("primary_topic")
    topics = [primary, *sequence(work.get("topics"))]
    groups = [("concept", topics), ("keyword", sequence(work.get("keywords")))]
    if not any(map(mapping, topics)):  # concepts are what OpenAlex had before it had topics
        groups.append(
            (
                "concept",
                [
                    c
                    for c in map(mapping, sequence(work.get("concepts")))
                    if (_score(c) or 0) >= _ASSIGNED
                ],
            )
        )
    seen = set()
    for kind, given in groups:
        for topic in map(mapping, given):
            name = string(topic.get("display_name")) or string(topic.get("keyword"))
            if not name or name.casefold() in seen:
                continue
            seen.add(name.casefold())
            chain = (
                string(mapping(topic.get(key)).get("display_name"))
                for key in ("subfield", "field", "domain")
            )
            yield Topic(
                name=name,
                kind="field" if topic.get("level") == 0 else kind,
                broader=tuple(dict.fromkeys(n for n in chain if n and n != name)),
                vocabulary="openalex",
                source="openalex",
                score=_score(topic),
                field="source",
            )


def _venue(primary: dict[str, Any], host: dict[str, Any]) -> Venue | None:
    """Return the primary venue: ``primary_location.source``, before 2023 ``host_venue``."""
    source = mapping(primary.get("source")) or host
    name = string(source.get("display_name")) or string(primary.get("raw_source_name"))
    if not name:
        return None
    issn = next(filter(None, map(string, sequence(source.get("issn")))), None)
    return Venue(
        name=plain(name) or name,
        issn=string(source.get("issn_l")) or issn,
        openalex_id=ids.openalex(string(source.get("id"))),
        kind=string(source.get("type")),
    )


def _arxiv(known: dict[str, Any], locations: list[dict[str, Any]]) -> str | None:
    """Return the arXiv ID, from its own key or from the addresses of the work."""
    addresses = [
        known.get("arxiv"),
        *(
            location.get(key)
            for location in locations
            for key in ("landing_page_url", "pdf_url", "id")
        ),
    ]
    for address in addresses:
        text = string(address) or ""
        if "arxiv" in text.lower():
            found = ids.arxiv(re.sub(r"(?i)^.*oai:arxiv\.org:", "arxiv:", text))
            if found:
                return found
    return None


def _pmid(known: dict[str, Any]) -> str | None:
    found = re.search(r"(?:^|/)(\d{1,9})/?$", str(known.get("pmid") or ""))
    return found[1] if found else None


def _date(work: dict[str, Any]) -> str | None:
    return partial_date(string(work.get("publication_date"))) or iso_date(
        [work.get("publication_year")]
    )


def _address(*candidates: Any) -> str | None:
    texts = filter(None, map(string, candidates))
    return next((text for text in texts if re.match(r"https?://[^/\s]+\.[^\s]+$", text)), None)


def _openalex_ids(values: Any) -> dict[str, None]:
    found = (ids.openalex(string(value)) for value in sequence(values))
    return dict.fromkeys(key for key in found if key and key[0] == "W")


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


def _score(topic: dict[str, Any]) -> float | None:
    value = topic.get("score")
    try:
        score = float(value) if isinstance(value, int | float | str) else -1.0
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None
