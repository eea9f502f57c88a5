"""Text of a page as lines with their links: the first half of reading a Daily Papers page.

People save pages with many tools. What differs is the markup: links inline, by reference or
not at all, link text over several lines, images as their alternative text, escapes. Here all of
that becomes one shape, a list of :class:`Line`, so that the second half
(``daily_papers_text``) need only know what a card says. The scan is linear in the text.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Line", "Segment", "scan"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text within one line and within one link.

    ``url`` is the target of the link around it, else ``None``; ``link`` numbers the links of
    the page, so that two neighbours with the same target can be told apart; ``alt`` is true for
    the alternative text of an image.
    """

    text: str
    url: str | None = None
    link: int = 0
    alt: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: its number from 1, its text by segments, heading level or 0."""

    number: int
    segments: tuple[Segment, ...]
    heading: int = 0
    indented: bool = False

    @property
    def text(self) -> str:
        """The shown text: without images' alternative texts, with white space folded."""
        return fold("".join(part.text for part in self.segments if not part.alt))

    @property
    def urls(self) -> list[str]:
        """Targets of all links in the line, in order."""
        return [part.url for part in self.segments if part.url]


def fold(text: str) -> str:
    """White space folded to single spaces; characters that only steer a display removed."""
    return " ".join(_INVISIBLE.sub("", text).split())


def scan(lines: Iterable[tuple[int, str]]) -> list[Line]:
    """Numbered lines to :class:`Line`, markup resolved."""
    kept, targets = [], {}
    for number, line in lines:
        if definition := _DEFINITION.fullmatch(line):
            targets[definition[1].casefold()] = definition[2]
        elif not _FENCE.fullmatch(line):
            kept.append((number, line))
    text = "\n".join(line for _, line in kept)
    markdown = "](" in text or bool(targets)
    lines_out: list[Line] = []
    row: list[Segment] = []
    numbers = iter(kept)
    for piece, url, link, alt in _pieces(text, targets):
        first, *others = piece.split("\n")
        row.append(Segment(first, url, link, alt))
        for part in others:
            lines_out.append(_line(next(numbers)[0], row, markdown))
            row = [Segment(part, url, link, alt)]
    for number, _ in numbers:
        lines_out.append(_line(number, row, markdown))
        row = []
    return lines_out


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DEFINITION = re.compile(r'\s{0,3}\[([^\[\]\n]{1,60})\]:\s*<?(\S+?)>?(?:\s+"[^"]*")?\s*')
_FENCE = re.compile(r"\s*(?:```|~~~)\s*\w*\s*")
_MARK = re.compile(r"\\[\[\]]|!?\[|\]|【\d+†|】")
_TARGET = re.compile(r'\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))*)>?(?:\s+"[^"\n]*")?\s*\)')
_ADDRESS = re.compile(r"(?:https?:|mailto:|data:|blob:|javascript:|www\.|[/#?.]).*|", re.DOTALL)
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,60})\]")
_LEAD = re.compile(r"[\s>*+•·#-]*")
_HEADING = re.compile(r"\s*(#{1,6})(?:\s+|$)")
_BREAK = re.compile(r"\\+\s*$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!~<>|$-])")


def _line(number: int, row: list[Segment], markdown: bool) -> Line:
    """One line's segments, with escapes, entities, heading marks and line breaks resolved."""
    heading = 0
    indented = bool(row) and row[0].text[:1].isspace()
    parts = []
    for index, part in enumerate(row):
        text = part.text
        if index == 0 and (mark := _HEADING.match(text)):
            heading = len(mark[1])
            text = text[mark.end() :]
        if index == len(row) - 1:
            text = _BREAK.sub("", text)
        if markdown:
            text = _ESCAPE.sub(r"\1", text)
        if "&" in text:
            text = html.unescape(text)
        if text or part.url:
            parts.append(Segment(text, part.url, part.link, part.alt))
    return Line(number, tuple(parts), heading, indented)


@dataclass(slots=True)
class _Open:
    """An opening bracket that waits for its closing one."""

    start: int
    end: int
    image: bool
    line: int
    leads: bool  # nothing but list and heading marks before it in its line
    alone: bool  # and nothing after it


def _pieces(text: str, targets: dict[str, str]) -> Iterator[tuple[str, str | None, int, bool]]:
    """The text cut at links: (text, target, number of the link, is an image's text)."""
    events = _links(text, targets)
    position = 0
    around: list[tuple[str | None, int, bool]] = []
    for number, (start, end, opens, url, image) in enumerate(events):
        target, link, alt = around[-1] if around else (None, 0, False)
        if start > position:
            yield text[position:start], target, link, alt
        if opens:
            # An image inside a link leads where the link leads.
            around.append((target if image and target else url, number, image or alt))
        else:
            yield "", target, link, alt
            around.pop()
        position = end
    yield text[position:], None, 0, False


def _links(text: str, targets: dict[str, str]) -> list[tuple[int, int, bool, str | None, bool]]:
    """Where links open and close: (start, end, opens, target, is an image), nested properly."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    stack: list[_Open] = []
    events = []
    skip = 0
    for mark in _MARK.finditer(text):
        start, end = mark.span()
        if start < skip or mark[0][0] == "\\":
            continue
        row = bisect_right(starts, start) - 1
        if mark[0] not in ("]", "】"):
            lead = _LEAD.match(text, starts[row])
            leads = lead is not None and lead.end() >= start
            newline = text.find("\n", end)
            rest = text[end : newline if newline >= 0 else len(text)] if leads else "x"
            image = mark[0][0] == "!"
            stack.append(_Open(start, end, image, row, leads, not rest.strip()))
            continue
        close, url, is_link = _target(text, end, targets)
        opener = _opener(stack, text, start, starts[row], row, is_link)
        if opener is None:
            continue
        inner = text[opener.end : start].strip()
        if mark[0] == "】":
            is_link = True
        if is_link and url is None and inner.isdigit() and not _whole(text, opener, close):
            continue  # "[12][13]" in running text is a citation
        directly = bool(stack) and stack[-1].end == opener.start
        if is_link or (directly and inner):
            alt = opener.image or not is_link
            events.append((opener.start, opener.end, True, url, alt))
            events.append((start, close if is_link else end, False, None, False))
            skip = close if is_link else end
    events.sort(key=lambda event: event[0])
    return events


def _target(text: str, end: int, targets: dict[str, str]) -> tuple[int, str | None, bool]:
    """What follows a closing bracket: (end of it, target, whether it makes a link)."""
    if (inline := _TARGET.match(text, end)) and _ADDRESS.fullmatch(inline[1]):
        return inline.end(), inline[1] or None, True
    if reference := _REFERENCE.match(text, end):
        name = reference[1].strip().casefold()
        if name in targets:
            return reference.end(), targets[name], True
        if name.isdigit():
            return reference.end(), None, True
    return end, None, False


def _opener(
    stack: list[_Open], text: str, close: int, line_start: int, row: int, is_link: bool
) -> _Open | None:
    """Takes the bracket that this closing one belongs to off the stack, and all above it.

    Abstracts hold brackets that never close, as in "[0, 1)", so the last one opened is not
    always the right one.
    """
    if not stack:
        return None
    top = stack[-1]
    chosen = top if top.image or top.line == row else None
    if is_link and not top.image:
        leads = not text[line_start:close].strip()
        for candidate in reversed(stack[-8:]):
            if row - candidate.line > 400:
                break
            if candidate.alone if leads else candidate.leads:
                chosen = candidate
                break
    if chosen is not None:
        while stack.pop() is not chosen:
            pass
    return chosen


def _whole(text: str, opener: _Open, close: int) -> bool:
    """Whether a numbered link stands at the end of a line that is no running text."""
    start = text.rfind("\n", 0, opener.start) + 1
    newline = text.find("\n", close)
    rest = text[close : newline if newline >= 0 else len(text)]
    return opener.start - start < 40 and not rest.strip()
