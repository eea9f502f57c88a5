"""The ACL Anthology's XML: one collection a file, with volumes and papers.

https://github.com/acl-org/acl-anthology (data/xml, schema.rnc), https://aclanthology.org/info/ids/
"""

import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from citegraph.graph.counted import counted
from citegraph.graph.identity import ids
from citegraph.graph.identity.author_ids import normalized
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Author, Paper, Rejected, Repository
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name
from citegraph.loaders.sources.dates import iso_date, month_of, partial_date
from citegraph.loaders.sources.fields import language, seen
from citegraph.loaders.sources.parts import checked, first_of, organizations, venue
from citegraph.loaders.sources.xml_fields import first, text

FORMAT = "acl-anthology"
_BEFORE = r"(?:\s|<\?[^<>]*\?>|<!--[^<>]*-->|<!DOCTYPE\b[^<>\[]*>)*"
_ROOT = re.compile(
    rf"{_BEFORE}<(?:collection\s+id=[\"'][^\"'<>]+[\"'][^<>]*"
    r"(?:/>|>\s*(?:<!--[^<>]*-->\s*)*<(?:volume|event|/collection)\b)"
    r"|volume\s+id=[\"'][A-Z]\d\d[\"'])"
)
_ISSUE = re.compile(r",?\s+(?:Volume|Vol\.?|Number|Issue)\s+\d.*", re.IGNORECASE)
_NOTICES = ("retracted", "removed")


class _Volume(msgspec.Struct):
    """The data that the papers of a volume share."""

    venue: str = ""
    journal: bool = False
    published: str | None = None


def recognizes(document: Document) -> float:
    """Certain for a collection of volumes, or a volume as it was written until 2019."""
    return 1.0 if _ROOT.match(document.head) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each paper, streamed.

    Front and back matter, revisions and errata are counted in notes.
    """
    volume = _Volume()
    rank = fronts = corrected = 0
    damaged = False
    for element in elements(document, "meta", "frontmatter", "paper"):
        if isinstance(element, Rejected):
            damaged = True
            yield element
        elif name(element) == "meta":
            volume = _volume(element)
        elif name(element) == "frontmatter" or _is_front(element):
            fronts += 1
            if name(element) == "paper" and not element.get("type"):
                volume = _volume(element)
        else:
            rank += 1
            corrected += bool(children(element, "revision", "erratum"))
            yield _paper(element, volume, document, rank)
    if fronts:
        document.notes.append(f"skipped {counted(fronts, 'entry')} of front or back matter")
    if corrected:
        document.notes.append(
            f"{counted(corrected, 'paper')} with a revision or an erratum, which is not stored"
        )
    if not rank and not damaged:
        yield Rejected(reason="no papers in the collection", where=document.name)


def _is_front(paper: etree._Element) -> bool:
    """Report whether an entry is front or back matter.

    Until 2019 the volume itself is an entry with an ID in 00 and editors.
    """
    return paper.get("type") in ("frontmatter", "backmatter") or (
        (paper.get("id") or "").endswith("00")
        and bool(children(paper, "editor", "booktitle"))
        and not children(paper, "author")
    )


def _volume(meta: etree._Element) -> _Volume:
    _keep_math(meta)
    journal = first(meta, "journal-title", "journal")
    title = journal or first(meta, "booktitle") or first(meta, "title")
    parent = meta.getparent()
    is_journal = bool(journal) or (parent is not None and parent.get("type") == "journal")
    shorter = _ISSUE.sub("", title)
    is_journal = is_journal or (shorter != title and not title.lower().startswith("proceedings"))
    return _Volume(shorter if is_journal else title, is_journal, _date(meta))


def _date(element: etree._Element, default: str | None = None) -> str | None:
    """Return year and month; of a paper with a month alone in the year ``default``."""
    stated = first(element, "year") or (first(element, "month") and default) or ""
    year = re.search(r"\d{4}", stated)
    return iso_date([year[0], month_of(first(element, "month"))]) if year else None


def _paper(
    element: etree._Element, volume: _Volume, document: Document, rank: int
) -> Paper | Rejected:
    """Return a paper with what its volume states."""
    place, known = f"entry {rank}", _identifier(element)
    _keep_math(element)
    title = first(element, "title")
    authors = tuple(one for person in children(element, "author") if (one := _author(person)))
    address = first(element, "url")
    code = [one.get("url") or "" for one in children(element, "pwccode")]
    published_in = first(element, "journal-title", "journal", "booktitle") or volume.venue
    notice = next(iter(children(element, *_NOTICES)), None)
    found = Paper(
        title=title or None,
        abstract=first(element, "abstract") or None,
        published=_date(element, volume.published) or volume.published,
        authors=authors,
        author_count=len(authors) or None,
        repositories=tuple(
            Repository(url=one, linked_by=FORMAT) for one in code if repository(one)
        ),
        venue=venue(published_in),
        acl_id=known,
        doi=ids.doi(first(element, "doi")),
        url=f"https://aclanthology.org/{known}/"
        if known
        else address
        if address.startswith("http")
        else None,
        language=language(first(element, "language")),
        type="article" if volume.journal else "proceedings-article",
        retracted=None if notice is None else True,
        retracted_on=None if notice is None else partial_date(notice.get("date")),
        retraction=None
        if notice is None
        else f"{name(notice).capitalize()}{(note := text(notice)) and f': {note}'} ({FORMAT})",
        **seen(document, FORMAT, rank, place),
    )
    return checked(found, document, place, lambda: element.get("id"))


def _keep_math(element: etree._Element) -> None:
    """Mark formulas as LaTeX, which becomes readable text later."""
    for formula in list(element.iter("tex-math")):
        formula.text = f"${text(formula)}$"
        del formula[:]


def _identifier(paper: etree._Element) -> str | None:
    """Return the ID: as the address states it, else from those of collection, volume and paper."""
    stated = (first(paper, "url"), paper.get("href"), first(paper, "doi"))
    if found := first_of(ids.acl, stated):
        return found
    volume = paper.getparent()
    collection = volume.getparent() if volume is not None else None
    number, part = paper.get("id") or "", "" if volume is None else volume.get("id") or ""
    if collection is None:
        return ids.acl(f"{part}-{number.zfill(4)}")
    whole = collection.get("id") or ""
    if whole[:1].isdigit():
        return ids.acl(f"{whole}-{part}.{number}")
    # Workshops have two digits for the volume and two for the paper, others one and three.
    wide = whole[:1] == "W" or whole == "C69" or (whole == "D19" and part.zfill(2) >= "05")
    digits = (2, 2) if wide else (1, 3)
    return ids.acl(f"{whole}-{part.zfill(digits[0])}{number.zfill(digits[1])}")


def _author(person: etree._Element) -> Author | None:
    """Return a person with the Anthology's own ID."""
    full = _name(person)
    if not full:
        return None
    return Author(
        name=full,
        orcid=ids.orcid(person.get("orcid")),
        identifiers=tuple(normalized([f"acl:{person.get('id') or ''}"])),
        names=tuple(
            dict.fromkeys(
                other
                for one in children(person, "variant")
                if (other := _name(one)) and other != full
            )
        ),
        organizations=organizations(map(text, children(person, "affiliation"))),
    )


def _name(person: etree._Element) -> str:
    return " ".join(filter(None, (first(person, "first"), first(person, "last"))))
