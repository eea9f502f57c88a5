"""OpenAlex works, as the API replies and as its snapshot holds them.

Read are a page of results, several pages, one work, and a list or lines of works, with all keys
or with the few that ``select=`` asked for, in the shapes that the API has had since 2022.
https://docs.openalex.org/api-entities/works/work-object
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from citegraph.graph.errors import SourceError
from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Organization, Paper, Reference, Rejected, Topic, Venue
from citegraph.loaders.documents.document import Document

__all__ = ["read", "recognizes"]

# Keys that only OpenAlex gives a work.
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
# The letter of an identifier says what it names.
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
_TAG = re.compile(r"</?[A-Za-z][\w:.-]{0,30}(?:\s[^<>]{0,300})?/?>")
_META = re.compile(r'"meta"\s*:\s*(\{[^{}]*\})')


def recognizes(document: Document) -> float:
    """How sure it is, 0 to 1, that this is OpenAlex's."""
    entry = document.first_entry("results")
    if entry is None and _META.search(document.head) and '"results"' in document.head:
        return 0.9  # an empty page
    if isinstance(entry, dict) and isinstance(entry.get("results"), list):  # a list of pages
        entry = next(iter(entry["results"]), None) if isinstance(entry.get("meta"), dict) else None
    if not isinstance(entry, dict):
        return 0.0
    if "openalex.org/" in str(entry.get("id")) or "openalex" in _dict(entry.get("ids")):
        return 1.0
    own = len(_OWN_KEYS & entry.keys())
    if own or ("group_by" in entry and "meta" in entry):
        return min(1.0, 0.4 + own / 5)
    return 0.3 if _error(entry) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Each work as a paper; what is no work, rejected.

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
    number = place.replace("line ", ":").replace("entry ", "#").replace(", result ", "#")
    where = f"{document.name}{number}"
    if reason := _no_work(entry):
        return Rejected(reason=reason, where=where, raw=_short(entry))
    paper = _paper(document, place, entry)
    if not any((paper.title, paper.openalex_id, paper.doi, paper.arxiv_id)):
        return Rejected(
            reason="a work with neither a title nor an identifier", where=where, raw=_short(entry)
        )
    return paper


def _no_work(entry: Any) -> str | None:
    """Why this is no work; ``None`` where it is one."""
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
    title = _string(work.get("title")) or _string(work.get("display_name"))
    abstract = _abstract(work, document, place)
    authorships = _list(work.get("authorships"))
    authors = tuple(author for author in map(_author, authorships) if author)
    if len(authors) < len(authorships):
        document.notes.append(f"{place}: {len(authorships) - len(authors)} authors without a name")
    count, partial = _author_count(work, len(authorships))
    primary = _dict(work.get("primary_location"))
    known = _dict(work.get("ids"))
    doi = _string(work.get("doi")) or _string(known.get("doi"))
    locations = [
        primary,
        _dict(work.get("best_oa_location")),
        *map(_dict, _list(work.get("locations"))),
    ]
    updated = _string(work.get("updated_date")) or _string(work.get("created_date")) or ""
    captured = document.captured.isoformat() if document.captured else None
    return Paper(
        title=_plain(title) or None,
        raw_title=title if title and _plain(title) != title else None,
        abstract=_plain(abstract) or None,
        raw_abstract=abstract if abstract and _plain(abstract) != abstract else None,
        published=_date(work),
        authors=authors,
        author_count=count,
        authors_partial=partial or len(authors) < len(authorships),
        topics=tuple(_topics(work)),
        organizations=_organizations(work.get("institutions"), authors),
        references=tuple(
            Reference(openalex_id=key) for key in _openalex_ids(work.get("referenced_works"))
        ),
        venue=_venue(primary, _dict(work.get("host_venue"))),
        arxiv_id=ids.arxiv(doi) if doi and "arxiv" in doi.lower() else _arxiv(known, locations),
        doi=ids.doi(doi),
        openalex_id=ids.openalex(_string(work.get("id")) or _string(known.get("openalex"))),
        pmid=_pmid(known),
        url=_address(
            primary.get("landing_page_url"), doi, _dict(work.get("open_access")).get("oa_url")
        ),
        cited_by_count=_count(work.get("cited_by_count")),
        language=_string(work.get("language")),
        type=_string(work.get("type")) or _string(work.get("type_crossref")),
        retracted=value if isinstance(value := work.get("is_retracted"), bool) else None,
        sources=("openalex",),
        observed=found[0] if (found := re.match(r"\d{4}-\d{2}-\d{2}", updated)) else captured,
        origin=place,
    )


def _abstract(work: dict[str, Any], document: Document, place: str) -> str | None:
    """The words of an inverted index in their order: ``{"word": [places], ...}``."""
    index = work.get("abstract_inverted_index") or work.get("abstract_inverted_index_v3")
    if isinstance(index, str):  # as tables hold it
        try:
            index = json.loads(index)
        except (ValueError, RecursionError):
            index = None
    if isinstance(index, dict) and isinstance(index.get("InvertedIndex"), dict):
        index = index["InvertedIndex"]  # as the Microsoft Academic Graph had it
    if not isinstance(index, dict):
        return _string(work.get("abstract"))  # some clients write it out
    words, odd = [], 0
    for word, places in index.items():
        for at in places if isinstance(places, list) else [places]:
            if isinstance(at, int) and not isinstance(at, bool) and 0 <= at < _LONGEST_ABSTRACT:
                words.append((at, word))
            else:
                odd += 1
    if odd:
        document.notes.append(
            f"{place}: {odd} words of the abstract stand at impossible places and are left out"
        )
    words.sort(key=lambda placed: placed[0])
    return " ".join(word for _, word in words) or None


def _author(authorship: Any) -> Author | None:
    given = _dict(authorship)
    author = _dict(given.get("author"))
    raw = _string(given.get("raw_author_name"))
    name = _string(author.get("display_name")) or raw
    if not name:
        return None
    key = ids.openalex(_string(author.get("id")))
    return Author(
        name=name,
        orcid=ids.orcid(_string(author.get("orcid")) or _string(given.get("raw_orcid"))),
        openalex_id=None if key == _NO_AUTHOR else key,
        names=(raw,) if raw and raw != name else (),
        organizations=_organizations(given.get("institutions")),
    )


def _author_count(work: dict[str, Any], listed: int) -> tuple[int | None, bool]:
    """How many authors there are, where that is known, and whether some are not listed."""
    count = _count(work.get("authors_count"))
    if count is not None and count >= listed:
        return count, count > listed
    truncated = work.get("is_authors_truncated")
    if truncated is True or (truncated is None and listed == _CAP):
        return None, True
    return listed or None, False


def _organizations(institutions: Any, authors: Iterable[Author] = ()) -> tuple[Organization, ...]:
    """Institutions as organisations, without those that the authors already have."""
    known = {organization for author in authors for organization in author.organizations}
    found: dict[Organization, None] = {}
    for institution in map(_dict, _list(institutions)):
        key = ids.openalex(_string(institution.get("id")))
        name = _string(institution.get("display_name")) or key
        if not name:
            continue
        organization = Organization(
            name=name,
            ror=_string(institution.get("ror")),
            openalex_id=key,
            country=_string(institution.get("country_code")),
        )
        if organization not in known:
            found[organization] = None
    return tuple(found)


def _topics(work: dict[str, Any]) -> Iterator[Topic]:
    """Topics with their chain of broader ones, keywords, and concepts where there are no topics."""
    primary = work.get("primary_topic")
    topics = [primary, *_list(work.get("topics"))]
    groups = [("concept", topics), ("keyword", _list(work.get("keywords")))]
    if not any(map(_dict, topics)):  # concepts are what OpenAlex had before it had topics
        groups.append(
            (
                "concept",
                [
                    c
                    for c in map(_dict, _list(work.get("concepts")))
                    if (_score(c) or 0) >= _ASSIGNED
                ],
            )
        )
    seen = set()
    for kind, given in groups:
        for topic in map(_dict, given):
            name = _string(topic.get("display_name")) or _string(topic.get("keyword"))
            if not name or name.casefold() in seen:
                continue
            seen.add(name.casefold())
            chain = (
                _string(_dict(topic.get(key)).get("display_name"))
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
    """The primary venue: ``primary_location.source``, before 2023 ``host_venue``."""
    source = _dict(primary.get("source")) or host
    name = _string(source.get("display_name")) or _string(primary.get("raw_source_name"))
    if not name:
        return None
    issn = next(filter(None, map(_string, _list(source.get("issn")))), None)
    return Venue(
        name=_plain(name),
        issn=_string(source.get("issn_l")) or issn,
        openalex_id=ids.openalex(_string(source.get("id"))),
        kind=_string(source.get("type")),
    )


def _arxiv(known: dict[str, Any], locations: list[dict[str, Any]]) -> str | None:
    """The arXiv identifier: its own key, or where the work can be read."""
    addresses = [
        known.get("arxiv"),
        *(
            location.get(key)
            for location in locations
            for key in ("landing_page_url", "pdf_url", "id")
        ),
    ]
    for address in addresses:
        text = _string(address) or ""
        if "arxiv" in text.lower():
            found = ids.arxiv(re.sub(r"(?i)^.*oai:arxiv\.org:", "arxiv:", text))
            if found:
                return found
    return None


def _pmid(known: dict[str, Any]) -> str | None:
    found = re.search(r"(?:^|/)(\d{1,9})/?$", str(known.get("pmid") or ""))
    return found[1] if found else None


def _date(work: dict[str, Any]) -> str | None:
    day = _string(work.get("publication_date")) or ""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return day
    year = _count(work.get("publication_year"))
    return str(year) if year and 1000 <= year <= 9999 else None


def _address(*candidates: Any) -> str | None:
    texts = filter(None, map(_string, candidates))
    return next((text for text in texts if re.match(r"https?://[^/\s]+\.[^\s]+$", text)), None)


def _openalex_ids(values: Any) -> dict[str, None]:
    found = (ids.openalex(_string(value)) for value in _list(values))
    return dict.fromkeys(key for key in found if key and key[0] == "W")


def _error(entry: dict[str, Any]) -> str | None:
    """What an error reply says: ``{"error": ..., "message": ...}``."""
    if entry.keys() & (_OWN_KEYS | {"id", "title", "doi", "results"}):
        return None
    said = [_string(entry.get(key)) for key in ("error", "name", "message", "description")]
    text = ": ".join(dict.fromkeys(part.rstrip(".") for part in said if part))
    return " ".join(text.split())[:300] if said[0] or said[2] or said[3] else None


def _note_rest(document: Document, seen: int) -> None:
    """Say how much of the answer this reply holds."""
    found = _META.search(document.head)
    try:
        count = json.loads(found[1]).get("count") if found else None
    except ValueError:
        count = None
    if isinstance(count, int) and count > seen:
        document.notes.append(
            f"the reply holds {seen} of {count} works; the rest is on other pages"
        )
    elif count == 0 and not seen:
        document.notes.append("OpenAlex found no works")


def _plain(text: str | None) -> str:
    """Without the HTML and MathML that publishers leave in titles."""
    if not text or ("<" not in text and "&" not in text):
        return text or ""
    return " ".join(_TAG.sub("", html.unescape(text)).split())


def _short(entry: Any) -> Any:
    text = json.dumps(entry, ensure_ascii=False, default=str)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _score(topic: dict[str, Any]) -> float | None:
    value = topic.get("score")
    try:
        score = float(value) if isinstance(value, int | float | str) else -1.0
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
