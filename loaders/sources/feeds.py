"""RSS and Atom feeds of daily papers.

RSS 2.0 (rssboard.org/rss-specification), RSS 1.0 and Atom (RFC 4287), with Dublin Core's names
for authors and dates.
"""

import html
import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from citegraph.graph.identity.ids import arxiv, doi
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Author, Paper, Rejected, Repository
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name
from citegraph.loaders.sources.dates import day_of
from citegraph.loaders.sources.fields import CATEGORY, fold, seen
from citegraph.loaders.sources.parts import checked, first_of, topics

FORMAT = "feed"
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)\b")
_TAG = re.compile(  # of HTML only: abstracts contain "<think>"
    r"</?(?:p|br|a|b|i|u|em|strong|div|span|ul|ol|li|h[1-6]|img|code|pre|blockquote|table|tr|td|th"
    r"|tbody|thead|hr|sub|sup|section|article|figure|small)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_HREF = re.compile(r"""href=["']([^"'<>\s]{1,2000})""")


def recognizes(document: Document) -> float:
    """Near certain if the root element is that of a feed."""
    head = document.head.lstrip()
    return 0.9 if head[:1] == "<" and _FEED.search(head[:4096]) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield every item as a paper, streamed."""
    rank = 0
    damaged = False
    day: date | None = None
    dates = ("lastBuildDate", "updated", "pubDate", "date")
    for element in elements(document, "item", "entry", *dates):
        if isinstance(element, Rejected):
            damaged = True
            yield element
        elif name(element) in ("item", "entry"):
            rank += 1
            yield _paper(element, document, day, rank)
        elif rank == 0:
            parent = element.getparent()
            if parent is not None and name(parent) in ("channel", "feed"):
                day = day or day_of(element.text)
    if not rank and not damaged:
        yield Rejected(reason="no items in the feed", where=document.name)


def _texts(element: etree._Element, *names: str) -> list[str]:
    """Return the texts of the children with one of these names, in the order of the names."""
    texts = (" ".join(child.itertext()) for child in children(element, *names))
    return [text for text in texts if text.strip()]


def _paper(
    element: etree._Element, document: Document, day: date | None, rank: int
) -> Paper | Rejected:
    """Return an item as a paper."""
    place = f"entry {rank}"
    title = fold(_plain(next(iter(_texts(element, "title")), "")))
    bodies = _texts(element, "summary", "description", "encoded", "content")
    body = bodies[0] if bodies else ""
    links = [*_hrefs(element), *_texts(element, "link", "guid", "id")]
    links = [fold(each) for each in links]
    inner = [html.unescape(each) for text in bodies for each in _HREF.findall(text)]
    number = first_of(arxiv, (*links, *inner))
    number = number or arxiv(
        " ".join(re.findall(r"arxiv:\s*\d{4}\.\d{4,5}", body, re.IGNORECASE)[:1])
    )
    names = _authors(element)
    stamps = _texts(element, "published", "pubDate", "date", "updated")
    published = first_of(day_of, stamps)
    categories = [
        one
        for one in map(fold, _texts(element, "category"))
        if number and CATEGORY.fullmatch(one) and re.search("[.-]", one)
    ]
    code = dict.fromkeys(each for each in (*links, *inner) if repository(each))
    observed = document.captured or day
    found = Paper(
        title=title or None,
        abstract=_abstract(body, title),
        published=published.isoformat() if published else None,
        authors=tuple(Author(name=one) for one in names),
        author_count=len(names) or None,
        topics=topics(categories, "field", "arxiv", "arxiv"),
        arxiv_id=number,
        doi=first_of(doi, links),
        url=next((each for each in links if each.startswith("http")), None),
        repositories=tuple(Repository(url=each, linked_by="feed") for each in code),
        **seen(
            document,
            FORMAT,
            rank,
            place,
            observed.isoformat() if observed else None,
            listed=day or document.captured,
        ),
    )
    return checked(found, document, place, lambda: fold(" ".join(element.itertext()))[:200])


def _hrefs(element: etree._Element) -> list[str]:
    """Return the targets of Atom's links, alternates first."""
    links = [child for child in element if name(child) == "link" and child.get("href")]
    links.sort(key=lambda child: child.get("rel", "alternate") != "alternate")
    return [child.get("href", "") for child in links]


def _authors(element: etree._Element) -> list[str]:
    names: list[str] = []
    for child in element:
        if name(child) in ("author", "creator"):
            text = fold(next(iter(_texts(child, "name")), child.text or ""))
            text = re.sub(r"^\S+@\S+\s+\((.*)\)$", r"\1", text)  # RSS: address (name)
            names += [fold(part) for part in re.split(r"[,;]", text)]
    return [one for one in names if one]


def _plain(text: str) -> str:
    """Return text without markup; feeds contain HTML, escaped once or twice."""
    return html.unescape(_TAG.sub(" ", html.unescape(text) if "&lt;" in text else text))


def _abstract(body: str, title: str) -> str | None:
    text = fold(_plain(body))
    text = re.sub(r"^(?:arXiv:\S+ Announce Type: \S+\s+)?(?:Abstract|Summary|TL;DR):\s*", "", text)
    return text if text and text != title else None
