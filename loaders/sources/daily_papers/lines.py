"""Convert the text of a Daily Papers page to lines with links.

People save pages with many tools. What differs is the markup: links inline, by reference or not
at all, link text over several lines, images as their alternative text, escapes. Here all of that
becomes one shape, a list of :class:`Line`, so that the next steps (``daily_papers_units``,
``daily_papers_cards``) read only text and links. The scan is linear in the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citegraph.loaders.sources.fields import clean, fold


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text within one line and within one link.

    ``url`` is the target of the link around it, else ``None``; ``link`` numbers the links of the
    page from 1, 0 outside of links, so that two neighbors with the same target, or with
    unknown ones, can be distinguished; ``alt`` is true for the alternative text of an image.
    """

    text: str
    url: str | None = None
    link: int = 0
    alt: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page."""

    number: int  # from 1
    segments: tuple[Segment, ...]
    heading: int  # level, 0 for none
    width: int  # characters as written
    word: int  # characters of the first word as written
    indent: int  # spaces before it
    broken: bool  # ends with a mark of a paragraph that continues in the next line
    text: str  # as shown: without alternative texts, with white space folded

    @property
    def link(self) -> int:
        """Return the number of the link that spans the line, else 0."""
        links = {part.link for part in self.segments if part.text.strip()}
        return links.pop() if len(links) == 1 else 0

    @property
    def urls(self) -> list[str]:
        """Return the targets of all links in the line, in order."""
        return [part.url for part in self.segments if part.url]


_DEFINITION = re.compile(r'\s{0,3}\[([^\[\]\n]{1,60})\]:\s*<?([^\s>]+)>?(?:\s+"[^"]*")?\s*')
_FENCE = re.compile(r"\s*(?:```|~~~)\s*\w*\s*")


def scan(lines: Iterable[tuple[int, str]]) -> list[Line]:
    """Convert numbered lines to :class:`Line`, with markup resolved."""
    kept: list[tuple[int, str]] = []
    targets: dict[str, str] = {}
    for number, raw in lines:
        line = clean(raw)
        if definition := _DEFINITION.fullmatch(line):
            targets[definition[1].strip().casefold()] = definition[2]
        elif not _FENCE.fullmatch(line):
            kept.append((number, line))
    text = "\n".join(line for _, line in kept)
    escaping = 2 * len(_ESCAPED.findall(text)) > len(_BARE.findall(text))
    found: list[Line] = []
    row: list[Segment] = []

    def end() -> None:
        number, raw = kept[len(found)]
        found.append(_line(number, raw, row, escaping=escaping))
        row.clear()

    for piece, url, link, alt in _pieces(text, targets):
        first, *others = piece.split("\n")
        row.append(Segment(first, url, link, alt))
        for part in others:
            end()
            row.append(Segment(part, url, link, alt))
    if len(found) < len(kept):
        end()
    return found


# Converters to Markdown escape these characters in running text; LaTeX escapes some of them.
_ESCAPED = re.compile(r"\\[_*\[\]`]|\\\\(?=[a-z\"'%])")
_BARE = re.compile(r"(?<=\w)_(?=\w)(?!\S{0,80}[/)])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!~<>|-])")
_ENTITY = re.compile(r"&(amp|lt|gt|quot|nbsp|#39|#x27);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": " ", "#39": "'", "#x27": "'"}
_HEADING = re.compile(r"\s*(#{1,6})(?:\s+|$)")
_BREAK = re.compile(r"(?:\\{1,2}|<br ?/?>)$")


def _line(number: int, raw: str, row: list[Segment], *, escaping: bool) -> Line:
    """Return the segments of a line, with escapes, entities, heading marks and breaks resolved."""
    heading = 0
    broken = False
    parts = []
    for index, part in enumerate(row):
        text = part.text
        if index == 0 and (mark := _HEADING.match(text)):
            heading = len(mark[1])
            text = text[mark.end() :]
        if index == len(row) - 1:
            text = text.rstrip()
            if mark := _BREAK.search(text):
                broken = True
                text = text[: mark.start()]
        if escaping and "\\" in text:
            text = _ESCAPE.sub(r"\1", text)
        if "&" in text:
            text = _ENTITY.sub(lambda found: _ENTITIES[found[1]], text)
        if text.strip() or part.url:
            parts.append(Segment(text, part.url, part.link, part.alt))
        elif text and parts:
            parts.append(Segment(" "))
    shown = fold("".join(part.text for part in parts if not part.alt))
    body = raw.strip()
    width = len(raw.rstrip())
    return Line(
        number,
        tuple(parts),
        heading,
        width,
        len(body.split(" ", 1)[0]),
        width - len(body),
        broken,
        shown,
    )


_MARK = re.compile(r"\\[\[\]]|!?\[|\]|【\d+†|】")
_TARGET = re.compile(r'\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))*)>?(?:\s+"[^"\n]*")?\s*\)')
_ADDRESS = re.compile(r"(?:(?:https?:|mailto:|data:|blob:|javascript:|www\.|[/#?.]).*)?", re.DOTALL)
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,60})\]")
_LEAD = re.compile(r"[\s>*+•·#-]*")
# A line that ends with a link: a paragraph begins after it.
_END = re.compile(r"\]\((?:https?:|[/#])[^)\s]{0,500}\)\s*\Z|\]\[\d+\]\s*\Z")
_LONGEST_LINK = 400  # lines
_DEEPEST = 8  # brackets to look back at
_WIDEST_LEAD = 80  # characters before a link that leads its line


@dataclass(slots=True)
class _Open:
    """An opening bracket without its closing bracket."""

    start: int
    end: int
    image: bool
    line: int
    leads: bool  # only list and heading marks precede it in its line
    alone: bool  # leads, and nothing follows it in its line
    first: bool  # leads, and its line begins a paragraph


def _pieces(text: str, targets: dict[str, str]) -> Iterator[tuple[str, str | None, int, bool]]:
    """Yield the text split at links: (text, target, link number, whether it is an image's text)."""
    position = 0
    around: list[tuple[str | None, int, bool]] = [(None, 0, False)]
    number = 0
    for start, end, opens, url, image in _links(text, targets):
        target, link, alt = around[-1]
        if start > position:
            yield text[position:start], target, link, alt
        if opens:
            number += 1
            # An image inside a link has the target of the link.
            around.append((target or url, link or number, True) if image else (url, number, alt))
            if not image:
                yield "", url, number, alt  # a link without text is still a link
        elif len(around) > 1:
            around.pop()
        position = end
    yield text[position:], None, 0, False


def _links(text: str, targets: dict[str, str]) -> list[tuple[int, int, bool, str | None, bool]]:
    """Return the marks that open or close links: (start, end, opens, target, is an image)."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    paragraphs = _paragraphs(text)
    stack: list[_Open] = []
    events: list[tuple[int, int, bool, str | None, bool]] = []
    skip = 0
    for mark in _MARK.finditer(text):
        start, end = mark.span()
        if start < skip or mark[0][0] == "\\":
            continue
        row = bisect_right(starts, start) - 1
        line_end = starts[row + 1] - 1 if row + 1 < len(starts) else len(text)
        if mark[0] not in ("]", "】"):
            near = start - starts[row] < _WIDEST_LEAD
            lead = _LEAD.match(text, starts[row], start) if near else None
            leads = lead is not None and lead.end() == start
            alone = leads and not text[end : min(line_end, end + 80)].strip()
            first = leads and _begins(text, starts, row)
            stack.append(_Open(start, end, mark[0][0] == "!", row, leads, alone, first))
            continue
        close, url, is_link = _target(text, end, targets)
        is_link = is_link or mark[0] == "】"
        leads = not text[starts[row] : start].strip() if start - starts[row] < 80 else False
        paragraph, balanced, line_balanced = paragraphs[row]
        if balanced and stack and paragraphs[stack[-1].line][0] == paragraph:
            opener: _Open | None = stack.pop()
        elif stack and (stack[-1].end == start or (stack[-1].leads and line_balanced)):
            opener = stack.pop()
        else:
            opener = _opener(stack, row, is_link=is_link, leads=leads)
        if opener is None:
            continue
        inner = text[opener.end : start] if start - opener.end < 80 else "..."
        if is_link and url is None and inner.isdigit() and text[close:line_end].strip():
            continue  # "[12][13]" in running text is a citation
        nested = bool(stack) and stack[-1].end == opener.start
        if is_link or (nested and inner.strip()):
            image = opener.image or not is_link
            skip = close if is_link else end
            events.append((opener.start, opener.end, True, url, image))
            events.append((start, skip, False, None, False))
    events.sort(key=lambda event: event[0])
    return events


def _begins(text: str, starts: list[int], row: int) -> bool:
    """Return whether a line begins a paragraph."""
    before = text[starts[row - 1] : starts[row]] if row else ""
    return not before.strip(" \t\n\\") or bool(_END.search(before[-600:]))


def _paragraphs(text: str) -> list[tuple[int, bool, bool]]:
    """Return for each line: paragraph number, whether the paragraph or the line is balanced."""
    found: list[tuple[int, bool, bool]] = []
    for number, lines in enumerate(_runs(text.split("\n"))):
        balanced = _balanced("\n".join(lines))
        broken = False
        for line in lines:
            # After a break mark, a line may end a link of an earlier line.
            found.append((number, balanced, not broken and not balanced and _balanced(line)))
            broken = line.rstrip()[-1:] == "\\"
    return found


def _balanced(text: str) -> bool:
    """Return whether all brackets are paired."""
    depth = 0
    for mark in _MARK.finditer(text):
        if mark[0][0] != "\\":
            depth += -1 if mark[0] in ("]", "】") else 1
            if depth < 0:
                return False
    return depth == 0


def _runs(lines: list[str]) -> Iterator[list[str]]:
    """Yield runs of lines that are not empty, and each empty line alone."""
    run: list[str] = []
    for line in lines:
        if line.strip(" \t\\"):
            run.append(line)
            continue
        if run:
            yield run
        yield [line]
        run = []
    if run:
        yield run


def _target(text: str, end: int, targets: dict[str, str]) -> tuple[int, str | None, bool]:
    """Return the target after a closing bracket: (its end, target, whether this is a link)."""
    if (inline := _TARGET.match(text, end)) and _ADDRESS.fullmatch(inline[1]):
        return inline.end(), inline[1] or None, True
    if reference := _REFERENCE.match(text, end):
        name = reference[1].strip().casefold()
        if name in targets:
            return reference.end(), targets[name], True
        if name.isdigit():
            return reference.end(), None, True
    return end, None, False


def _opener(stack: list[_Open], row: int, *, is_link: bool, leads: bool) -> _Open | None:
    """Pop the opening bracket that matches a closing bracket in line ``row``.

    Abstracts contain brackets that never close, as in "[0, 1)", so the last one opened is not
    always the right one. A link's bracket most often leads its line; one whose closing bracket
    leads a line is alone on its line.
    """
    if not stack:
        return None
    top = stack[-1]
    chosen = top if top.image or top.line == row else None
    if is_link and not top.image:
        near = [each for each in stack[-_DEEPEST:] if row - each.line <= _LONGEST_LINK]
        fit = [each for each in near if (each.alone if leads else each.leads)]
        chosen = next((each for each in reversed(fit) if each.first), fit[-1] if fit else chosen)
    if chosen is not None:
        while stack.pop() is not chosen:
            pass
    return chosen
