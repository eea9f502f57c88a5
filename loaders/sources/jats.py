"""JATS, the XML of articles in PubMed Central and of many publishers: one article, or a set.

Metadata and the reference list are read, not the body. https://jats.nlm.nih.gov/publishing/
"""

import re
from collections.abc import Iterator

from lxml import etree

from citegraph.graph.identity import ids
from citegraph.graph.identity.author_ids import normalized
from citegraph.graph.records import Author, Organization, Paper, Reference, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name, numbered
from citegraph.loaders.sources import cited_text
from citegraph.loaders.sources.dates import fullest, iso_date
from citegraph.loaders.sources.fields import by_name, language, seen
from citegraph.loaders.sources.parts import (
    checked,
    first_of,
    papers,
    reference,
    rejected,
    retracted,
    topics,
    venue,
)
from citegraph.loaders.sources.pubmed_fields import organization
from citegraph.loaders.sources.xml_fields import first, text, under

FORMAT = "jats"
_SET = re.compile(r"<(?:\w+:)?pmc-articleset\b|<!DOCTYPE (?:article|pmc-articleset)\b")
_ARTICLE = re.compile(
    r"<(?:\w+:)?article\b[^<>]*>\s*(?:<!--[^<>]*-->\s*|<\?[^<>]*\?>\s*)*<(?:\w+:)?front>"
)
_KINDS = by_name(
    {
        "article": "research-article,brief-report,rapid-communication,case-report",
        "review": "review-article,systematic-review",
        "comment": "article-commentary",
        "erratum": "correction",
    }
)
_NOTES = frozenset({"xref", "fn", "label", "sup", "email", "institution-id", "target"})
_XML = "{http://www.w3.org/XML/1998/namespace}"
_AUTHORS = frozenset({"author", "person", "collab", "group"})  # kinds of contributors
_LINK = "{http://www.w3.org/1999/xlink}"


def recognizes(document: Document) -> float:
    """Certain for an article with a front part, or a set of PubMed Central."""
    head = document.head
    if head.lstrip()[:1] != "<":
        return 0.0
    return 1.0 if _ARTICLE.search(head) or _SET.search(head[:2000]) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each article as a paper, streamed; a retraction also marks the retracted paper."""
    yield from papers(document, numbered(elements(document, "article")), _article, "no article")


def _article(
    element: etree._Element, document: Document, place: str, rank: int
) -> Iterator[Paper | Rejected]:
    """Yield an article as a paper, and what it retracts."""
    front = next(iter(children(element, "front")), None)
    meta = next(iter(children(front, "article-meta")), None) if front is not None else None
    if front is None or meta is None:
        yield rejected(document, place, "an article without metadata (article-meta)")
        return
    paper = _paper(element, front, meta, document, rank)
    yield checked(paper, document, place, lambda: None)
    yield from _retracted(meta, paper)


def _paper(
    article: etree._Element,
    front: etree._Element,
    meta: etree._Element,
    document: Document,
    rank: int,
) -> Paper:
    """Return an article as a paper."""
    place = f"entry {rank}"
    titles = [
        one
        for one in under(meta, "article-title", "subtitle")
        if name(one.getparent()) == "title-group"
    ]
    title = ": ".join(found for one in titles[:2] if (found := text(one, without=_NOTES)))
    numbers = _numbers(children(meta, "article-id"), "pub-id-type")
    authors, places = _authors(meta)
    journal = next((text(one) for one in under(front, "journal-title")), "")
    kind = article.get("article-type") or ""
    later = [
        one
        for one in children(meta, "related-article")
        if one.get("related-article-type") == "retraction-forward"
    ]
    retractions = [_related(one) for one in later]
    cited = [one for ref in under(article, "ref") for one in _references(ref)]
    links = (one.get(f"{_LINK}href", "") for one in children(meta, "self-uri"))
    return Paper(
        title=title or None,
        abstract=_abstract(meta),
        published=_published(meta),
        authors=authors,
        author_count=len(authors) or None,
        organizations=places,
        topics=topics(
            text(one)
            for group in children(meta, "kwd-group")
            if "abbr" not in (group.get("kwd-group-type") or "").lower()
            for one in under(group, "kwd")
        ),
        references=tuple(dict.fromkeys(one for one in cited if one)),
        text_references=cited.count(None) or None,
        venue=venue(journal, map(text, under(front, "issn"))),
        arxiv_id=ids.arxiv(numbers.get("arxiv")) or ids.arxiv(numbers.get("doi")),
        doi=ids.doi(numbers.get("doi")),
        pmid=ids.pmid(numbers.get("pmid")),
        pmcid=_pmcid(numbers),
        url=next((link for link in links if link.startswith("http")), None),
        language=language(article.get(f"{_XML}lang")),
        type=_KINDS.get(kind, kind) or None,
        retracted=True if later else None,
        retraction=tuple(
            f"Retraction, {known or 'unknown notice'} (jats)" for *_, known in retractions
        ),
        **seen(document, FORMAT, rank, place),
    )


def _numbers(found: list[etree._Element], attribute: str) -> dict[str, str]:
    return {one.get(attribute) or "": text(one) for one in reversed(found) if text(one)}


def _pmcid(numbers: dict[str, str]) -> str | None:
    stated = (numbers.get(kind, "") for kind in ("pmcid", "pmc", "pmcaid"))
    return first_of(ids.pmcid, (f"PMC{one}" if one.isdecimal() else one for one in stated))


def _authors(meta: etree._Element) -> tuple[tuple[Author, ...], tuple[Organization, ...]]:
    """Return the authors with their affiliations, and the affiliations of nobody in particular."""
    places = {one.get("id"): _place(one) for one in under(meta, "aff")}
    authors, used = [], set()
    for group in children(meta, "contrib-group"):
        own = [_place(one) for one in children(group, "aff")]
        for one in children(group, "contrib"):
            full = _name(one)
            named = [
                places.get(i)
                for x in children(one, "xref")
                if x.get("ref-type") == "aff"
                for i in (x.get("rid") or "").split()
            ]
            named += [_place(aff) for aff in children(one, "aff")]
            named = named or own
            used.update(named)  # also by an editor
            if not full or (one.get("contrib-type") or "author") not in _AUTHORS:
                continue
            numbers = children(one, "contrib-id")
            authors.append(
                Author(
                    name=full,
                    orcid=first_of(ids.orcid, map(text, numbers)),
                    identifiers=tuple(
                        normalized(f"{n.get('contrib-id-type') or ''}:{text(n)}" for n in numbers)
                    ),
                    organizations=tuple(dict.fromkeys(filter(None, named))),
                )
            )
    return tuple(authors), tuple(
        dict.fromkeys(one for one in places.values() if one and one not in used)
    )


def _place(element: etree._Element) -> Organization | None:
    return organization(_listed(element), map(text, under(element, "institution-id")))


def _listed(element: etree._Element) -> str:
    """Return the text of an address; parts without text between them are separated by commas."""
    parts = [one for one in element if name(one)]
    if not parts or "".join([element.text or "", *(one.tail or "" for one in parts)]).strip():
        return text(element, without=_NOTES)
    shown = [one for one in parts if name(one) not in _NOTES | {"x"}]
    return ", ".join(filter(None, map(_listed, shown)))


def _name(contributor: etree._Element) -> str:
    """Return the name of a person or a group in reading order."""
    for one in children(contributor, "name", "string-name", "name-alternatives"):
        person = next(iter(children(one, "name", "string-name")), one)
        parts = [first(person, part) for part in ("given-names", "surname", "suffix")]
        return " ".join(part for part in parts if part) or text(person)
    for one in children(contributor, "collab", "collab-alternatives"):
        return text(one, without=_NOTES | {"contrib-group", "aff"})
    return ""


def _abstract(meta: etree._Element) -> str | None:
    """Return the abstract, not its graphical or short forms; titles of sections precede them."""
    found = children(meta, "abstract")
    found = [one for one in found if not one.get("abstract-type")] or found[:1]
    parts = []
    for one in found[:1]:
        for part in one.iter():
            if name(part) == "title" and name(part.getparent()) == "sec" and text(part):
                parts.append(f"{text(part).rstrip(':.')}:")
            elif name(part) == "p":
                parts.append(text(part, without=frozenset({"fn"})))
        if not parts:
            parts = [text(one)]
    return " ".join(part for part in parts if part) or None


def _published(meta: etree._Element) -> str | None:
    """Return the fullest date of the year of the first publication."""
    kinds = ("epub", "pub", "ppub", "epub-ppub", "collection", "preprint")
    dates: dict[str, str] = {}
    for one in children(meta, "pub-date"):
        kind = one.get("pub-type") or one.get("date-type") or "pub"
        parts = [first(one, part) for part in ("year", "month", "day")]
        if date := iso_date(parts):
            dates.setdefault(kind if kind in kinds else "pub", date)
    found = [dates[kind] for kind in kinds if kind in dates]
    return fullest(found, min(found, default=None))


def _references(ref: etree._Element) -> Iterator[Reference | None]:
    """Yield the works that an entry of the reference list cites; ``None`` for text alone."""
    names = ("element-citation", "mixed-citation", "citation", "nlm-citation", "product")
    alternatives = [
        one for each in children(ref, "citation-alternatives") for one in children(each, *names)[:1]
    ]
    for one in children(ref, *names) or alternatives:
        numbers = _numbers(under(one, "pub-id"), "pub-id-type")
        links = [
            found.get(f"{_LINK}href") or text(found) for found in under(one, "ext-link", "uri")
        ]
        whole = text(one)
        doi = ids.doi(numbers.get("doi")) or first_of(ids.doi, links)
        doi = doi or cited_text.doi(whole)
        stated = [numbers.get("arxiv"), numbers.get("doi"), *links]
        arxiv_id = first_of(ids.arxiv, stated) or cited_text.arxiv(whole)
        titles = under(one, "article-title", "data-title", "chapter-title")
        title = first_of(text, titles) or ""
        if not title and (one.get("publication-type") or one.get("citation-type")) == "book":
            title = next((text(t) for t in under(one, "source")), "")
        year = next(iter(under(one, "year")), None)
        yield reference(
            title.rstrip("."),
            "" if year is None else text(year),
            doi,
            arxiv_id,
            pmid=ids.pmid(numbers.get("pmid")),
            pmcid=_pmcid(numbers),
        )


def _related(element: etree._Element) -> tuple[str | None, str | None, str]:
    """Return DOI and PubMed ID of a related article, and one of them as text."""
    kind, link = element.get("ext-link-type") or "", element.get(f"{_LINK}href") or ""
    numbers = {kind: link, **_numbers(under(element, "pub-id"), "pub-id-type")}
    doi = ids.doi(numbers.get("doi")) or ids.doi(link)
    pmid = ids.pmid(numbers.get("pmid") or numbers.get("pubmed"))
    return doi, pmid, f"doi:{doi}" if doi else f"pmid:{pmid}" if pmid else ""


def _retracted(meta: etree._Element, notice: Paper) -> Iterator[Paper]:
    """Yield the papers that this article, a retraction, retracts."""
    for one in children(meta, "related-article"):
        doi, pmid, _ = _related(one)
        if one.get("related-article-type") == "retracted-article" and (doi or pmid):
            known = f"Retraction, doi:{notice.doi} (jats)" if notice.doi else "Retraction (jats)"
            yield retracted(notice, known, notice.published, doi, pmid)
