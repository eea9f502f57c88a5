r"""Split BibTeX into entries, and state the damage of each.

An entry ends at the latest where the next one begins, so a brace or quotation mark that is never
closed affects no other entry. https://www.bibtex.org/Format/ and chapter 2 of
https://ctan.org/pkg/biblatex define the format. Accepted beyond it, each with a remark: a missing
key, a missing comma between complete fields, ``%`` comments between fields.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from citegraph.graph.counted import counted
from citegraph.loaders.sources.bibtex_journals import MACROS
from citegraph.loaders.sources.bibtex_reader import GROUP, BrokenError, Entry, Reader

_PART = 1 << 18  # characters scanned at once
_LONGEST = 1 << 24  # characters of one entry
_WIDEST_MARGIN = 200  # characters of white space before an entry
_LONGEST_COMMENT = 1 << 16  # characters of a comment, or of an entry, that contains entries

_KNOWN = (
    "article|book|booklet|bookinbook|collection|conference|dataset|electronic|inbook|incollection"
    "|inproceedings|inreference|manual|mastersthesis|misc|mvbook|mvcollection|mvproceedings|online"
    "|patent|periodical|phdthesis|proceedings|reference|report|set|software|suppbook"
    "|suppcollection|suppperiodical|techreport|thesis|unpublished|www|xdata|string|preamble"
    "|comment"
)
ENTRY = re.compile(
    r"^[ \t]*@\s{0,9}(?!comment\b|string\b|preamble\b)"
    r"(?:[^\W\d_][\w-]{1,30}\s{0,9}[{(]|\[[^\][{}\n]{0,99}\]\s{0,9}\{)",
    re.MULTILINE | re.IGNORECASE,
)
MACRO = re.compile(r"^[ \t]*@\s{0,9}string\s{0,9}[{(]", re.MULTILINE | re.IGNORECASE)
_FIELD = r"\s{0,99}[A-Za-z][\w-]{0,40}\s{0,40}="  # some programs align the equals signs
_OPENING = re.compile(
    rf"@(?:(?<![\w.@\\]@)|(?=(?:{_KNOWN})\{{[^\s,{{}}=]{{1,200}},{_FIELD}))\s{{0,9}}"
    r"(_?[^\W\d_][\w+:-]{0,40}|(?=\{[^\s,{}=]{0,99},)|\[[^\][{}\n]{0,99}\](?=\s{0,9}\{))\s{0,9}"
    r"(?:\{|\((?=\s{0,99}[^\s,(){}=]{0,200}(?:\([^\s,(){}=]{0,99}\)[^\s,(){}=]{0,99})?\s{0,9}[,=]))"
    rf"|^@(?!(?:comment|string|preamble|set)\b)(?:{_KNOWN})\b"  # without a brace
    r"(?=[ \t]*[^\s{(][^\n]{0,200}[,=])",
    re.IGNORECASE | re.MULTILINE,
)
# Inside an entry, only what cannot be text counts as the next one: a known type at the beginning
# of a line, or a key and a field.
_NEXT = re.compile(
    rf"@(?<![\w.@\\]@)\s{{0,9}}(?:({_KNOWN})\s{{0,9}}[{{(]"
    rf"|[A-Za-z]{{3,30}}\s{{0,9}}[{{(](?=[^=,{{}}()\"]{{0,200}},{_FIELD}))",
    re.IGNORECASE,
)
_DAMAGED_HEAD = re.compile(  # an entry without its @, which is a comment, or with another type
    rf"^[ \t]*(?:([A-Za-z]{{3,30}})\s{{0,9}}\{{(?=\s{{0,9}}[^\s,{{}}=]{{1,200}},{_FIELD})"
    r"|@(?!(?:comment|string|preamble)\b)(?:[^\n,{}=]{1,80}(?:\{[^\s,{}=]{1,200})?"
    r"|[A-Za-z]{0,30}[^\w\s{][A-Za-z]{0,30}\s{0,9}\{\s{0,9}[^\s,{}=]{1,200})"
    rf"(?=,{_FIELD}))",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST_FIELD = re.compile(rf"[^=,{{}}()\"]{{0,200}},{_FIELD}")


class Damage(NamedTuple):
    """An entry that cannot be read."""

    line: int
    reason: str
    raw: str


class Remark(NamedTuple):
    """Text that is not an entry but contains one, such as a comment."""

    line: int
    text: str


def scan(blocks: Iterable[str]) -> Iterator[list[Entry | Damage | Remark]]:
    """Yield the entries of a file, whose text comes in blocks of whole lines, in lists."""
    macros = dict(MACROS)
    text, first = "", 1
    for part, last in _parts(blocks):
        text += part
        found: list[Entry | Damage | Remark] = []
        at = _scan(text, first, macros, found, last=last)
        yield found
        first += text.count("\n", 0, at)
        text = text[at:]


def _parts(blocks: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield the text in parts, and whether a part is the last one."""
    held: list[str] = []
    size = 0
    for block in blocks:
        held.append(block)
        size += len(block)
        if size > _PART:
            yield "".join(held), False
            held, size = [], 0
    yield "".join(held), True


def _scan(
    text: str,
    first: int,
    macros: dict[str, str],
    found: list[Entry | Damage | Remark],
    *,
    last: bool,
) -> int:
    """Append what a text contains to ``found``; return where the unread rest begins."""
    at = counted = limit = 0
    line = first
    heads = _Heads(text)
    while opening := heads.next(at):
        start = opening.start()
        line += text.count("\n", counted, start)
        counted = start
        reason = _broken(opening)
        lost = opening.re is _DAMAGED_HEAD and not reason
        if lost or _in_comment(text, at, start):
            what = f"{opening[1]} without its @" if lost else f"@{opening[1]} in a % comment"
            found.append(Remark(line, f"{what} is not read"))
            at = opening.end()
            continue
        if reason:
            raw = text[start : start + 200].lstrip()
            found.append(Damage(line, reason, raw))
            at = opening.end()
            continue
        limit = _following(text, opening.end(), limit)
        if limit == len(text) and not last and len(text) - start < _LONGEST:
            return start  # the entry may go on in the next part
        kind = opening[1].strip("['\"").split("'")[0].lower()  # ['JournalArticle', 'Review']
        if kind == "comment":
            at = _comment(text, opening.end() - 1, limit, line, found)
            continue
        reader = Reader(text, opening.end(), limit, macros)
        closing = ")" if text[opening.end() - 1] == "(" else "}"
        try:
            entry = reader.entry(kind, line, closing)
        except BrokenError as error:
            again = _second_try(text, opening.end(), limit, macros, kind, line)
            if again is None:
                there = text.count("\n", start, reader.at) if reader.at < limit else 0
                what = f"{error} (line {line + there})" if there else str(error)
                found.append(Damage(line, what, text[start : min(limit, start + 200)]))
                at = opening.end()
                continue
            reader, entry, remark = again
            if entry is not None:
                entry.remarks.append(remark or f"{error}; the value is read to the next field")
        at = reader.at
        if entry is not None:
            if not kind:
                entry.remarks.append("the type of the entry is missing")
            found.append(entry)
    if last:
        return len(text)
    return max(at, text.rfind("@", max(at, len(text) - 64))) if "@" in text[-64:] else len(text)


class _Heads:
    """The openings of entries in a text; each part of it is searched once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known = _OPENING.search(text)

    def next(self, at: int) -> re.Match[str] | None:
        """Return the next opening, also a damaged one."""
        if self._known and self._known.start() < at:
            self._known = _OPENING.search(self._text, at)
        end = self._known.start() if self._known else len(self._text)
        damaged = _DAMAGED_HEAD.search(self._text, at, end) if end - at > 20 else None
        return damaged or self._known


def _broken(opening: re.Match[str]) -> str:
    """Return why the type of an entry cannot be read; empty if it can or is missing."""
    if opening[1]:
        return ""
    if opening.re is _DAMAGED_HEAD:
        return "the type of the entry cannot be read"
    return "" if opening[0][-1] == "{" else "no brace follows the type of the entry"


def _second_try(
    text: str, at: int, limit: int, macros: dict[str, str], kind: str, line: int
) -> tuple[Reader, Entry | None, str] | None:
    """Read a damaged entry: with entries quoted in its values, or with prose of uneven braces."""
    closing = ")" if text[at - 1] == "(" else "}"
    whole = GROUP.match(text, at - 1, at + _LONGEST_COMMENT) if closing == "}" else None
    ways = [(Reader(text, at, limit, macros, loose=True), "")]
    if whole and whole.end() > limit:
        quoting = Reader(text, at, whole.end(), macros, quoting=True)
        ways.insert(0, (quoting, "entries that a value quotes are not read"))
    for reader, remark in ways:
        try:
            return reader, reader.entry(kind, line, closing), remark
        except BrokenError:
            continue
    return None


def _following(text: str, at: int, known: int) -> int:
    """Return where the next entry begins; the length of the text if there is none.

    The result for an earlier position, ``known``, holds as far as it reaches.
    """
    if known >= at:
        return known
    while found := _NEXT.search(text, at):
        start = found.start()
        before = text[max(0, start - _WIDEST_MARGIN) : start]
        begins = before[-1:] == "\n" or before[before.rfind("\n") + 1 :].isspace()
        if begins or not found[1] or _FIRST_FIELD.match(text, found.end()):
            return start
        at = found.end()
    return len(text)


def _in_comment(text: str, at: int, start: int) -> bool:
    begin = max(at, text.rfind("\n", at, start) + 1)
    return text[begin:start].lstrip()[:1] == "%"


def _comment(
    text: str, at: int, limit: int, line: int, found: list[Entry | Damage | Remark]
) -> int:
    """Return the end of a comment in braces; a remark names the entries that it contains."""
    if group := GROUP.match(text, at, limit):
        return group.end()
    group = GROUP.match(text, at, at + _LONGEST_COMMENT)
    if not group:
        found.append(Remark(line, "@comment is not closed; the text after it is read"))
        return at + 1
    inside = sum(1 for _ in _OPENING.finditer(text, at, group.end()))
    found.append(Remark(line, f"skipped {counted(inside, 'entry')} inside @comment"))
    return group.end()
