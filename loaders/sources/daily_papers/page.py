"""Read a saved page of the Daily Papers: its embedded JSON, else its cards.

The site embeds the entries of a page, as in the API, in the attribute ``data-props`` of an element.
A page saved after it was rendered lacks them; it is converted to
:class:`citegraph.loaders.sources.daily_papers.lines.Line`, and its cards are read like text.
"""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
import msgspec
from lxml import etree

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.daily_papers.api import read_entries
from citegraph.loaders.sources.daily_papers.lines import Line, Segment
from citegraph.loaders.sources.daily_papers.text import read_lines
from citegraph.loaders.sources.dates import day_of
from citegraph.loaders.sources.fields import clean, fold, words

FORMAT = "daily-papers-page"
LISTS = ("dailyPapers", "papers", "trendingPapers", "results")
_COMMENT = re.compile(r"\s*<!--")
_HTML = re.compile(r"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_SITE = re.compile(r"huggingface\.co|hf\.co|Hugging Face|/papers/\d{4}\.\d{4,5}")


def recognizes(document: Document) -> float:
    """Return 0.95 for HTML of the site, else 0."""
    head = document.head
    if not _HTML.match(head, _after_comments(head)):
        return 0.0
    return 0.95 if _SITE.search(head) and re.search("papers", head, re.IGNORECASE) else 0.0


def _after_comments(text: str) -> int:
    """Return the position after the comments at the start of a document."""
    position = 0
    while comment := _COMMENT.match(text, position):
        end = text.find("-->", comment.end())
        if end < 0:
            break
        position = end + 3
    return position


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield every card as a paper."""
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
        yield from read_lines(list(_lines(tree)), document, format=FORMAT)
        return
    entries, day = props
    places = ((f"entry {number}", value) for number, value in enumerate(entries, 1))
    yield from read_entries(places, document, format=FORMAT, day=day_of(day))


def _props(tree: lxml.html.HtmlElement) -> tuple[list[Any], str | None] | None:
    """Return the embedded entries and the day of the page; ``None`` without entries."""
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


# --- lines of a page --------------------------------------------------------------------------

_BLOCKS = words(
    "address article aside blockquote body dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5"
    " h6 header hr html label li main nav ol p pre section table tbody td th tr ul"
)
_SKIPPED = words("head script style svg template noscript input button select")


def _lines(tree: lxml.html.HtmlElement) -> Iterator[Line]:
    """Yield the page as lines with links and images; each block begins a line."""
    etree.strip_elements(tree, "nav", "footer", with_tail=False)
    etree.strip_elements(tree, etree.Comment, *_SKIPPED, with_tail=False)
    walk = _LineCollector()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _BLOCKS:
            yield from walk.line(element.sourceline)
            if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                walk.heading = int(element.tag[1]) if event == "start" else 0
        (walk.start if event == "start" else walk.end)(element)
    yield from walk.line(None)


class _LineCollector:
    """Collect the current line while walking through the page."""

    def __init__(self) -> None:
        self.heading = 0
        self._number = 0
        self._links = 0
        self._row: list[Segment] = []
        self._around: list[tuple[str | None, int]] = [(None, 0)]

    def start(self, element: lxml.html.HtmlElement) -> None:
        """Start an element: add its link, the text of its image and its own text."""
        if element.tag == "a":
            self._links += 1
            self._around.append((element.get("href"), self._links))
            self._row.append(Segment("", *self._around[-1]))
        if element.tag == "img" and (alt := fold(element.get("alt") or "")):
            self._row.append(Segment(alt, *self._around[-1], alt=True))
        if element.tag == "time" and (day := day_of(element.get("datetime"))):
            self._add(f" {day} ")
        elif not _in_time(element):
            self._add(element.text)

    def end(self, element: lxml.html.HtmlElement) -> None:
        """End an element; the text after it belongs to its parent."""
        if element.tag == "a" and len(self._around) > 1:
            self._around.pop()
        if not _in_time(element.getparent()):
            self._add(element.tail)

    def line(self, number: int | None) -> Iterator[Line]:
        """Yield the current line, if it has content, and an empty line that ends the paragraph."""
        parts = tuple(part for part in self._row if part.text.strip() or part.url)
        text = fold("".join(part.text for part in self._row if not part.alt))
        self._row.clear()
        self._number = max(self._number, number or 0)
        if parts:
            word = len(text.split(" ", 1)[0])
            yield Line(
                self._number,
                parts,
                self.heading,
                len(text),
                word,
                indent=0,
                broken=False,
                text=text,
            )
            yield Line(self._number, (), 0, 0, 0, indent=0, broken=False, text="")

    def _add(self, text: str | None) -> None:
        if text:
            self._row.append(Segment(re.sub(r"\s+", " ", clean(text)), *self._around[-1]))


def _in_time(element: lxml.html.HtmlElement | None) -> bool:
    """Return whether an element is inside a ``time`` whose day has been read already."""
    while element is not None:
        if element.tag == "time":
            return day_of(element.get("datetime")) is not None
        if element.tag in ("article", "a", "section"):
            return False
        element = element.getparent()
    return False
