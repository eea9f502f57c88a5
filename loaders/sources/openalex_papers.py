"""OpenAlex works as papers.

Most works of a snapshot pass through here by the million: what occurs in nearly every work has a
short way, in compiled code where there is one.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from citegraph.graph.counted import counted
from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Organization, Paper, Reference, Topic, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.dates import iso_date, partial_date
from citegraph.loaders.sources.fields import count, plain
from citegraph.loaders.sources.openalex_works import Authorship, Index, Institution, Subject, Work
from citegraph.loaders.sources.parts import organizations
from citegraph.loaders.sources.pubmed_fields import affiliation

_CAP = 100  # the API lists no more authors of a work among others
_NO_AUTHOR = "A9999999999"  # stands for "author unknown"
_LONGEST_ABSTRACT = 1_000_000  # words; a position beyond is damage
_ASSIGNED = 0.3  # concepts below are only ancestors of assigned ones
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ADDRESS = re.compile(r"https?://[^/\s]+\.[^\s]+$")
_PMID = re.compile(r"(?:^|/)(\d{1,9})/?$")
_SITE = "https://openalex.org/"
_WORKS = re.compile(rf"{_SITE}W\d{{4,}}(?:\n{_SITE}W\d{{4,}})*", re.ASCII)
_OAI = re.compile(r"^.*oai:arxiv\.org:", re.IGNORECASE)


def paper(document: Document, place: str, work: Work) -> Paper:
    """Return a work as a paper."""
    title = _text(work.title) or _text(work.display_name)
    readable = _plain(title)
    abstract = _abstract(work, document, place)
    shown = _plain(abstract)
    authorships = work.authorships or ()
    authors = tuple([author for one in authorships if (author := _author(one))])
    if len(authors) < len(authorships):
        document.notes.append(
            f"{place}: {counted(len(authorships) - len(authors), 'author')} without a name"
        )
    author_count, partial = _author_count(work, len(authorships))
    primary, known = work.primary_location, work.ids
    doi = _text(work.doi) or (_text(known.doi) if known else None)
    updated = _DAY.match(_text(work.updated_date) or _text(work.created_date) or "")
    captured = document.captured
    return Paper(
        title=readable,
        raw_title=title if title and readable != title else None,
        abstract=shown,
        raw_abstract=abstract if abstract and shown != abstract else None,
        published=_date(work),
        authors=authors,
        author_count=author_count,
        authors_partial=partial or len(authors) < len(authorships),
        topics=tuple(_topics(work)),
        organizations=_organizations(work.institutions, authors),
        references=tuple([Reference(openalex_id=key) for key in _works(work.referenced_works)]),
        venue=_venue(work),
        arxiv_id=ids.arxiv(doi) if doi and "arxiv" in doi.lower() else _arxiv(work),
        doi=ids.doi(doi),
        openalex_id=ids.openalex(_text(work.id) or (_text(known.openalex) if known else None)),
        pmid=_pmid(known.pmid) if known and known.pmid else None,
        pmcid=ids.pmcid(ids.parse(known.pmcid)[1]) if known and known.pmcid else None,
        url=_address(
            primary.landing_page_url if primary else None,
            doi,
            work.open_access.oa_url if work.open_access else None,
        ),
        cited_by_count=count(work.cited_by_count),
        language=_text(work.language),
        type=_text(work.type) or _text(work.type_crossref),
        retracted=value if isinstance(value := work.is_retracted, bool) else None,
        sources=("openalex",),
        observed=updated[0] if updated else captured.isoformat() if captured else None,
        origin=place,
    )


def _text(value: str | None) -> str | None:
    return (value.strip() or None) if value else None


def _plain(text: str | None) -> str | None:
    """Return what ``plain`` returns, at once for a text that it leaves as it is."""
    if text and text.isprintable() and not ("<" in text or "&" in text or "  " in text):
        return text.strip(" ") or None  # a printable text has no white space but the plain space
    return plain(text)


def _abstract(work: Work, document: Document, place: str) -> str | None:
    """Return the words of an inverted index, ``{"word": [positions]}``, in their order."""
    index = work.abstract_inverted_index or work.abstract_inverted_index_v3
    if index is None:
        return _text(work.abstract)  # some clients write it out
    words: list[Any] = [None] * sum(map(len, index.values()))
    try:
        for word, places in index.items():
            for at in places:
                words[at] = word
        return " ".join(words) or None
    except (IndexError, TypeError):  # rarely: a position has no word, or several
        return _sorted(index, document, place)


def _sorted(index: Index, document: Document, place: str) -> str | None:
    """Return the words in the order of their positions, which may have gaps and repeat."""
    words = [(at, word) for word, places in index.items() for at in places]
    right = [one for one in words if 0 <= one[0] < _LONGEST_ABSTRACT]
    if odd := len(words) - len(right):
        document.notes.append(
            f"{place}: {odd} words of the abstract have an invalid position and are left out"
        )
    right.sort(key=lambda one: one[0])
    return " ".join([word for _, word in right]) or None


def _author(authorship: Authorship) -> Author | None:
    person, institutions = authorship.author, authorship.institutions
    raw, orcid = (authorship.raw_author_name or "").strip(), authorship.raw_orcid
    name, key = raw, None
    if person is not None:
        name = (person.display_name or "").strip() or raw
        key, orcid = ids.openalex(person.id), person.orcid or orcid
    if not name:
        return None
    return Author(
        name=name,
        orcid=ids.orcid(orcid) if orcid else None,
        openalex_id=None if key == _NO_AUTHOR else key,
        names=(raw,) if raw and raw != name else (),
        organizations=_organizations(institutions) if institutions else _affiliations(authorship),
    )


def _affiliations(authorship: Authorship) -> tuple[Organization, ...]:
    """Return the affiliations as they are written, where OpenAlex found no institution."""
    written = authorship.raw_affiliation_strings or (authorship.raw_affiliation_string or "",)
    if not any(written):  # as of most authors without an institution
        return ()
    return organizations([affiliation(plain(one) or "") for one in written])


def _author_count(work: Work, listed: int) -> tuple[int | None, bool]:
    """Return the number of authors if it is known, and whether some are not listed."""
    stated = count(work.authors_count)
    if stated is not None and stated >= listed:
        return stated, stated > listed
    truncated = work.is_authors_truncated
    if truncated is True or (truncated is None and listed == _CAP):
        return None, True
    return listed or None, False


def _organizations(
    institutions: list[Institution] | None, authors: Iterable[Author] = ()
) -> tuple[Organization, ...]:
    """Return institutions as organizations, without those of the authors."""
    if not institutions:
        return ()
    if len(institutions) == 1 and not authors:
        [one] = institutions
        only = _organization(one.id, one.display_name, one.ror, one.country_code)
        return () if only is None else (only,)
    known = {organization for author in authors for organization in author.organizations}
    found: dict[Organization, None] = {}
    for one in institutions:
        organization = _organization(one.id, one.display_name, one.ror, one.country_code)
        if organization is not None and organization not in known:
            found[organization] = None
    return tuple(found)


@lru_cache(maxsize=1 << 16)  # the same institutions occur in many works
def _organization(
    id: str | None, name: str | None, ror: str | None, country: str | None
) -> Organization | None:
    key = ids.openalex(id)
    name = _text(name) or key
    if not name:
        return None
    return Organization(name=name, ror=_text(ror), openalex_id=key, country=_text(country))


def _topics(work: Work) -> list[Topic]:
    """Return topics with their broader ones, keywords, and concepts if there are no topics."""
    topics, primary = work.topics or [], work.primary_topic
    if primary and not (topics and topics[0] == primary):
        topics = [primary, *topics]
    found: dict[str, Topic] = {}
    for kind, given in (("concept", topics), ("keyword", work.keywords or ())):
        for topic in given:
            name = _text(topic.display_name) or _text(topic.keyword)
            if name and (folded := name.casefold()) not in found:
                found[folded] = _topic(topic, name, kind)
    if any(one.display_name or one.keyword for one in topics):
        return list(found.values())
    for topic in work.concepts or ():  # what OpenAlex had before it had topics
        name = _text(topic.display_name)
        if (
            name
            and (_score(topic.score) or 0) >= _ASSIGNED
            and (folded := name.casefold()) not in found
        ):
            found[folded] = _topic(topic, name, "concept")
    return list(found.values())


def _topic(topic: Subject, name: str, kind: str) -> Topic:
    above = (topic.subfield, topic.field, topic.domain)
    return Topic(
        name=name,
        kind="field" if topic.level == 0 else kind,
        broader=_chain(name, *[one and one.display_name for one in above]) if any(above) else (),
        vocabulary="openalex",
        source="openalex",
        score=_score(topic.score),
        field="source",
    )


@lru_cache(maxsize=1 << 13)  # OpenAlex has 4,516 topics
def _chain(name: str, *above: str | None) -> tuple[str, ...]:
    """Return the names of subfield, field and domain."""
    names = [text for one in above if (text := _text(one)) and text != name]
    return tuple(dict.fromkeys(names))


def _score(value: Any) -> float | None:
    if type(value) is not float:
        try:
            value = float(value) if isinstance(value, int | str) else -1.0
        except (ValueError, OverflowError):
            return None
    return value if 0 <= value <= 1 else None


def _venue(work: Work) -> Venue | None:
    """Return the primary venue: ``primary_location.source``, before 2023 ``host_venue``."""
    primary = work.primary_location
    source = (primary.source if primary else None) or work.host_venue
    name = (_text(source.display_name) if source else None) or (
        _text(primary.raw_source_name) if primary else None
    )
    if not name:
        return None
    if source is None:
        return Venue(name=plain(name) or name)
    issn = _text(source.issn_l) or next(filter(None, map(_text, source.issn or ())), None)
    return Venue(
        name=plain(name) or name,
        issn=issn,
        openalex_id=ids.openalex(source.id),
        kind=_text(source.type),
    )


def _arxiv(work: Work) -> str | None:
    """Return the arXiv ID, from its own key or from the addresses of the work."""
    addresses = [work.ids.arxiv] if work.ids else []
    for one in (work.primary_location, work.best_oa_location, *(work.locations or ())):
        if one is not None:
            addresses += one.landing_page_url, one.pdf_url, one.id
    for address in addresses:
        if (
            address is not None
            and "arxiv" in address.lower()
            and (found := ids.arxiv(_OAI.sub("arxiv:", address.strip())))
        ):
            return found
    return None


def _pmid(value: Any) -> str | None:
    found = _PMID.search(str(value))
    return found[1] if found else None


def _date(work: Work) -> str | None:
    written = work.publication_date
    if written and len(written) == 10 and written[0] in "12":
        try:
            date.fromisoformat(written)
        except ValueError:
            pass
        else:  # January 1 also stands for an unknown day: the year is certain, the day is not
            return written[:4] if written.endswith("-01-01") else written
    return partial_date(_text(work.publication_date)) or iso_date([work.publication_year])


def _address(*candidates: str | None) -> str | None:
    return next((text for one in candidates if (text := _text(one)) and _ADDRESS.match(text)), None)


def _works(values: list[str] | None) -> Iterable[str]:
    """Return the keys of works without repeats."""
    if not values:
        return ()
    if _WORKS.fullmatch(text := "\n".join(values)):  # nearly always, and in compiled code
        return dict.fromkeys(text.replace(_SITE, "").split("\n"))
    return dict.fromkeys([key for one in values if (key := ids.openalex(one)) and key[0] == "W"])
