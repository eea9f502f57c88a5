"""A saved page of the Daily Papers: the JSON that is embedded in it, else its cards.

The site writes the entries of a page, as the API replies them, into the attribute ``data-props``
of the element that draws them. Where there is none (a page saved after it was drawn), the page
becomes lines with their links, as :mod:`loaders.daily_papers_lines` makes them of text, and its
cards are read as those of a text are.
"""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
import msgspec
from lxml import etree

from graph.records import Paper, Rejected
from loaders.daily_papers_api import read_entries
from loaders.daily_papers_entries import day_of
from loaders.daily_papers_lines import Line, Segment, clean, fold
from loaders.daily_papers_text import read_lines
from loaders.document import Document

__all__ = ["read", "recognises"]

FORM = "daily-papers-page"
LISTS = ("dailyPapers", "papers", "trendingPapers", "results")
_HTML = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S)
_SITE = re.compile(r"huggingface\.co|hf\.co|Hugging Face|/papers/\d{4}\.\d{4,5}")


def recognises(document: Document) -> float:
    """Sure for HTML of the site; unlikely for other HTML."""
    head = document.head
    if not _HTML.match(head):
        return 0.0
    return 0.95 if _SITE.search(head) and re.search("papers", head, re.IGNORECASE) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Every card as a paper."""
    try:
        tree = lxml.html.document_fromstring(
            document.text.encode("utf-8", "replace"),
            parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True),
        )
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        yield Rejected(reason=f"not HTML: {error}", where=document.name, raw=document.head[:200])
        return
    props = _props(tree)
    if props is None:
        yield from read_lines(list(_lines(tree)), document, form=FORM)
        return
    entries, day = props
    places = ((f"entry {number}", value) for number, value in enumerate(entries, 1))
    yield from read_entries(places, document, form=FORM, day=day_of(day))


def _props(tree: lxml.html.HtmlElement) -> tuple[list[Any], str | None] | None:
    """The embedded entries and the day that the page is about."""
    for element in tree.iterfind(".//*[@data-props]"):
        text = element.get("data-props", "")
        if '"paper"' not in text:
            continue
        try:
            props = msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            continue
        for name in LISTS if isinstance(props, dict) else ():
            entries = props.get(name)
            if isinstance(entries, list) and any(
                isinstance(each, dict) and "paper" in each for each in entries
            ):
                day = props.get("date")
                return entries, day if isinstance(day, str) else None
    return None


# --- a page as lines --------------------------------------------------------------------------

_BLOCKS = frozenset(
    """address article aside blockquote body dd div dl dt fieldset figure footer form h1 h2 h3 h4
    h5 h6 header hr html label li main nav ol p pre section table tbody td th tr ul""".split()
)
_SKIPPED = frozenset("head script style svg template noscript input button select".split())


def _lines(tree: lxml.html.HtmlElement) -> Iterator[Line]:
    """The page as lines: a new one at each block, links and images kept."""
    row: list[Segment] = []
    heading = link = 0
    number = 0
    around: list[tuple[str | None, int]] = [(None, 0)]
    etree.strip_elements(tree, "nav", "footer", with_tail=False)

    def line(sourceline: int | None) -> Line | None:
        nonlocal number
        parts = tuple(part for part in row if part.text.strip() or part.url)
        text = fold("".join(part.text for part in row if not part.alt))
        row.clear()
        number = max(number, sourceline or 0)
        if not parts:
            return None
        width = len(text)
        return Line(number, parts, heading, width, len(text.split(" ", 1)[0]), 0, False, text)

    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if event in ("comment", "pi") or not isinstance(tag, str):
            if event == "comment" and element.tail:
                row.append(Segment(_space(element.tail), *around[-1]))
            continue
        starts = event == "start"
        if tag in _BLOCKS or tag == "br" or tag in _SKIPPED:
            if found := line(element.sourceline):
                yield found
                yield Line(number, (), 0, 0, 0, 0, False, "")
            if tag[0] == "h" and tag[1:].isdigit():
                heading = int(tag[1]) if starts else 0
        if starts and tag == "a":
            link += 1
            around.append((element.get("href"), link))
            row.append(Segment("", *around[-1]))
        if starts and tag == "img" and (alt := fold(element.get("alt") or "")):
            row.append(Segment(alt, *around[-1], alt=True))
        if starts and tag == "time" and (day := day_of(element.get("datetime"))):
            row.append(Segment(f" {day} ", *around[-1]))
        elif starts and tag not in _SKIPPED and element.text and not _in_time(element):
            row.append(Segment(_space(element.text), *around[-1]))
        if not starts:
            if tag == "a" and len(around) > 1:
                around.pop()
            if element.tail and not _in_time(element.getparent()):
                row.append(Segment(_space(element.tail), *around[-1]))
    if found := line(None):
        yield found


def _space(text: str) -> str:
    return re.sub(r"\s+", " ", clean(text))


def _in_time(element: lxml.html.HtmlElement | None) -> bool:
    """Whether an element stands in a ``time`` whose day has been read already."""
    while element is not None:
        if element.tag == "time":
            return day_of(element.get("datetime")) is not None
        if element.tag in ("article", "a", "section"):
            return False
        element = element.getparent()
    return False
