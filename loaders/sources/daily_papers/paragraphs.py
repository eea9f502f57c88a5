"""Join the lines of a page to paragraphs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from citegraph.loaders.sources.daily_papers.lines import Line, Segment
from citegraph.loaders.sources.fields import fold

BULLET = re.compile(r"(?:[-\u2013*+\u2022\u00b7\u25aa\u25e6\u2023>]\s+)+")
_LONG = 60  # characters; only lines at least this long show whether the page is wrapped
_RAGGED = 25  # characters; most wrapped lines are shorter than the width by at most this


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The width of wrapped lines, and how much shorter a full line may be, in characters."""

    width: int
    slack: int


def wrapping(lines: list[Line]) -> Wrapping | None:
    """Return how the lines of a page are wrapped; ``None`` if they are not wrapped."""
    widths = Counter(
        line.width for line in lines if line.width >= _LONG and line.text and not line.heading
    )
    total = sum(widths.values())
    best, most = 0, 0
    for width in widths:
        near = sum(widths[other] for other in range(width - _RAGGED, width + 1))
        if (near, width) > (most, best):
            best, most = width, near
    if total < 3 or most * 2 <= total:
        return None
    # Where empty lines divide paragraphs, adjacent lines belong together even if words were longer
    # when the tool wrapped them.
    empty = sum(not line.text for line in lines)
    return Wrapping(best, 3 if empty * 10 < len(lines) else 30)


def continues(block: list[Line], line: Line, wrap: Wrapping | None) -> bool:
    """Return whether a line continues the paragraph before it.

    Greedy wrapping breaks a line only where the next word does not fit.
    """
    before = block[-1]
    if not line.text or line.heading:
        return False
    if before.broken or (line.indent > before.indent and not BULLET.match(line.text)):
        return True
    first, last = line.segments[0].link, before.segments[-1].link
    if first and last:
        if first != last:
            return False
        if block[0].heading:
            return True
    if wrap is None or before.width > wrap.width + 3:
        return False
    word = line.text.split(" ", 1)[0]
    length = word.find("-") + 1 or line.word
    return before.width + 1 + length > wrap.width - wrap.slack


def join(lines: list[Line]) -> str:
    """Return the lines of a paragraph as one text, with hyphenated words joined.

    An external link in running text becomes a Markdown link, which keeps its address.
    """
    if len(lines) == 1 and lines[0].link:
        return lines[0].text
    runs: list[tuple[int, str | None, list[str]]] = []
    text = ""
    for line in lines:
        gap = "" if not text or _is_broken(text, line.text) else " "
        for part in line.segments:
            if part.alt:
                continue
            if not runs or runs[-1][0] != part.link:
                if gap and runs:
                    runs.append((0, None, [gap]))
                    gap = ""
                runs.append((part.link, part.url, []))
            runs[-1][2].append(gap + part.text)
            gap = ""
        text = line.text
    return fold("".join(_with_address("".join(words), url) for _, url, words in runs))


def _is_broken(before: str, after: str) -> bool:
    """Return whether a line ends inside a word, at its hyphen."""
    hyphen = before[-1:] == "-" and (before[-2:-1].isalpha() or before[-3:-2].isalnum())
    hyphen = hyphen and before[-2:-1] != " "
    suspended = after.split(" ", 1)[0] in ("and", "or", "to", "nor")  # "pre- and post-"
    return hyphen and after[:1].isalpha() and not suspended


def _with_address(text: str, url: str | None) -> str:
    if (
        not url
        or not url.startswith("http")
        or _SITE_PAGE.match(url)
        or not text.strip()
        or url in text
    ):
        return text
    return f"[{text}]({url})"


_SITE_PAGE = re.compile(
    r"https?://(?:www\.)?(?:huggingface|hf)\.co(?:/papers/|/[\w.-]*/?(?:[?#]|$))"
)


_MONTH = re.compile(r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")


def pieces(lines: Iterable[Line]) -> Iterator[Line]:
    """Split lines of several links, such as menus and footers; keep a month with its day."""
    month: Line | None = None
    before: Line | None = None
    for line in lines:
        if month is not None:
            if re.fullmatch(r"(?:[12]\d|3[01]|0?[1-9])", line.text):
                segment = Segment(f"{month.text} {line.text}")
                yield replace(month, segments=(segment,), text=segment.text)
                month = None
                continue
            if not line.text and not line.segments:
                continue
            yield month
            month = None
        if _MONTH.fullmatch(line.text):
            month = line
            continue
        if not _is_menu(line, before):
            before = line
            yield line
            continue
        before = line
        for _, group in groupby(line.segments, key=lambda part: part.link):
            parts = tuple(group)
            text = fold("".join(part.text for part in parts if not part.alt))
            yield replace(line, segments=parts, text=text, broken=False)
    if month is not None:
        yield month


def _is_menu(line: Line, before: Line | None) -> bool:
    """Return whether a line consists of several complete links."""
    shown = [part.link for part in line.segments if part.text.strip(" ·•|-")]
    runs = [link for link, _ in groupby(shown)]
    if len(runs) < 2 or len(set(runs)) < len(runs) or not all(runs):
        return False
    return not (before and before.segments and before.segments[-1].link in runs)
