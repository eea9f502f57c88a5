r"""Split BibTeX into entries, and state the damage of each.

An entry ends at the latest where the next one begins, so a brace or quotation mark that is never
closed affects no other entry. https://www.bibtex.org/Format/ and chapter 2 of
https://ctan.org/pkg/biblatex define the format. Accepted beyond it, each with a remark: a missing
key, a missing comma between complete fields, ``%`` comments between fields.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from citegraph.loaders.sources.fields import clean

__all__ = ["ENTRY", "MACRO", "Damage", "Entry", "Remark", "scan"]

_PART = 1 << 18  # characters scanned at once
_LONGEST = 1 << 24  # characters of one entry
_LONGEST_VALUE = 1 << 20  # characters of a value with macros
_LONGEST_COMMENT = 1 << 16  # characters of a comment that contains entries
_DEPTH = 8  # levels of braces that a regular expression follows; real values have about three

_KNOWN = (
    "article|book|booklet|bookinbook|collection|conference|dataset|electronic|inbook|incollection"
    "|inproceedings|inreference|manual|mastersthesis|misc|mvbook|mvcollection|mvproceedings|online"
    "|patent|periodical|phdthesis|proceedings|reference|report|set|software|suppbook"
    "|suppcollection|suppperiodical|techreport|thesis|unpublished|www|xdata|string|preamble"
    "|comment"
)
_FIELDS = (
    "abstract|address|author|booktitle|chapter|date|doi|editor|eprint|isbn|issn|journal"
    "|journaltitle|keywords|month|note|number|pages|publisher|school|series|title|url|volume|year"
)
ENTRY = re.compile(
    r"^[ \t]*@\s{0,9}(?!comment\b|string\b|preamble\b)[^\W\d_][\w-]{1,30}\s{0,9}[{(]",
    re.MULTILINE | re.IGNORECASE,
)
MACRO = re.compile(r"^[ \t]*@\s{0,9}string\s{0,9}[{(]", re.MULTILINE | re.IGNORECASE)
_OPENING = re.compile(
    r"@(?<![\w.@\\]@)\s{0,9}([^\W\d_][\w+:-]{0,40}|(?=\{[^\s,{}=]{0,99},))\s{0,9}"
    r"(?:\{|\((?=\s{0,9}[^\s,(){}=]{0,200}\s{0,9}[,=]))"
    rf"|^@(?!(?:comment|string|preamble|set)\b)(?:{_KNOWN})\b"  # without a brace
    r"(?=[ \t]*[^\s{(][^\n]{0,200}[,=])",
    re.IGNORECASE | re.MULTILINE,
)
# Inside an entry, only what cannot be text counts as the next one: a known type at the beginning
# of a line, or a key and a field.
_NEXT = re.compile(
    rf"@(?<![\w.@\\]@)\s{{0,9}}(?:({_KNOWN})\s{{0,9}}[{{(]"
    r"|[A-Za-z]{3,30}\s{0,9}[{(](?=[^=,{}()\"]{0,200},\s{0,99}[A-Za-z][\w-]{0,40}\s{0,9}=))",
    re.IGNORECASE,
)
_FIRST_FIELD = re.compile(r"[^=,{}()\"]{0,200},\s{0,99}[A-Za-z][\w-]{0,40}\s{0,9}=")


def _nested(text: str, depth: int) -> str:
    r"""Return the pattern of balanced braces; ``text`` matches what contains none."""
    pattern = rf"(?:{text})*+"
    for _ in range(depth):
        pattern = rf"(?:{text}|\{{{pattern}\}})*+"
    return pattern


_ESCAPED = _nested(r"[^{}\\]++|\\.", _DEPTH)  # \{ is a character
_COUNTED = _nested(r"[^{}]++", _DEPTH)  # \{ opens a group, as in BibTeX itself
_QUOTED = rf'(?:[^{{}}"\\]++|\\.|\{{{_ESCAPED}\}})*+'
_BARE = r'[^\s,{}"#%@=()]++'
_FIELD = re.compile(
    rf'\s*+([^\s=,{{}}()"#%@]++)\s*+=\s*+'
    rf'(?:\{{({_ESCAPED})\}}|"({_QUOTED})"|({_BARE}))\s*+(?:,|(?=[}})]))',
    re.DOTALL,
)
_VALUES = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (rf"\{{({_ESCAPED})\}}", rf"\{{({_COUNTED})\}}", rf'"({_QUOTED})"')
)
_GROUP = _VALUES[0]
_WORD = re.compile(_BARE)
_NAME = re.compile(r"([^=,{}\"#%@\n]{1,80}?)\s*+=")
_GAP = re.compile(r"(?:\s++|%[^\n]*+)*+")
_AFTER = re.compile(r"\s*+(?:[,})#%]|$|[\w-]+\s*=)")
_KEY = re.compile(r"\s*+([^,={}\"]{0,500}?)\s*+(?:,|(?=[})])|$)")
# DOIs, addresses and titles are used as keys, with parentheses, quotation marks, "=" and braces.
_ODD_KEY = re.compile(r"\s*+((?![\w-]+\s*=)[^\s,]{1,500}),(?=\s*[^\W\d_][\w-]{0,40}\s*=)")
_KEY_WITHOUT_COMMA = re.compile(r"\s*+(?:([^,={}\"\s]{1,200})\s++)?(?=[A-Za-z][\w-]{0,40}\s*+=)")
_SWALLOWED = re.compile(rf'[,\n]\s*+({_FIELDS})\s*+=\s*+[{{"]', re.IGNORECASE)
_LOST = re.compile(rf'\s*+[,}}]?\s*+(?:{_FIELDS})\s*+=\s*+[{{"\d]', re.IGNORECASE)
# Prose whose braces are often not balanced, in exports of databases. It ends at the first brace
# before another field on its own line, or before the end of the entry.
_PROSE = frozenset({"abstract", "annote", "annotation", "file", "keywords", "note", "references"})
_END_OF_PROSE = re.compile(
    r"\}(?=[ \t]*+,[ \t\r]*+\n\s*+[a-z][\w-]{1,40}\s*+=\s*+[{\"\w]|\s*+,?\s*+\}\s*+$)",
    re.IGNORECASE,
)
_MONTH = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")


class Entry(NamedTuple):
    """One entry; names of its type and fields are in lower case."""

    line: int
    type: str
    key: str
    fields: dict[str, str]
    remarks: list[str]


class Damage(NamedTuple):
    """An entry that cannot be read."""

    line: int
    reason: str
    raw: str


class Remark(NamedTuple):
    """Text that is not an entry but contains one, such as a comment."""

    line: int
    text: str


class _BrokenError(Exception):
    """The entry is damaged; the message is the reason."""


def scan(lines: Iterable[tuple[int, str]]) -> Iterator[list[Entry | Damage | Remark]]:
    """Yield the entries of a file in lists, each of a part of the file.

    Args:
        lines: their numbers and texts, streamed.
    """
    macros: dict[str, str] = {}
    text, first = "", 1
    for part, last in _parts(lines):
        text += part
        found: list[Entry | Damage | Remark] = []
        at = _scan(text, first, macros, found, last=last)
        yield found
        first += text.count("\n", 0, at)
        text = text[at:]


def _parts(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[str, bool]]:
    """Yield the text in parts, and whether a part is the last one."""
    held: list[str] = []
    size, expected = 0, 1
    for number, line in lines:
        if number > expected:  # the reader skips long runs of blank lines
            held.append("\n" * (number - expected))
        held += line, "\n"
        expected = number + 1
        size += len(line) + 1
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
    at = counted = 0
    line = first
    while opening := _OPENING.search(text, at):
        start = opening.start()
        line += text.count("\n", counted, start)
        counted = start
        if _in_comment(text, at, start):
            found.append(Remark(line, f"@{opening[1]} in a % comment is not read"))
            at = opening.end()
            continue
        if not opening[1] and opening[0][-1] != "{":
            reason, raw = "no brace follows the type of the entry", text[start : start + 200]
            found.append(Damage(line, reason, raw))
            at = opening.end()
            continue
        limit = _following(text, opening.end())
        if limit == len(text) and not last and len(text) - start < _LONGEST:
            return start  # the entry may go on in the next part
        kind = opening[1].lower()
        if kind == "comment":
            at = _comment(text, opening.end() - 1, limit, line, found)
            continue
        reader = _Reader(text, opening.end(), limit, macros)
        closing = ")" if text[opening.end() - 1] == "(" else "}"
        try:
            entry = reader.entry(kind, line, closing)
        except _BrokenError as error:
            reader = _Reader(text, opening.end(), limit, macros, loose=True)
            try:
                entry = reader.entry(kind, line, closing)
            except _BrokenError:
                found.append(Damage(line, str(error), text[start : min(limit, start + 200)]))
                at = opening.end()
                continue
            if entry is not None:
                entry.remarks.append(f"{error}; the value is read to the next field")
        at = reader.at
        if entry is not None:
            if not kind:
                entry.remarks.append("the type of the entry is missing")
            found.append(entry)
    if last:
        return len(text)
    return max(at, text.rfind("@", max(at, len(text) - 64))) if "@" in text[-64:] else len(text)


def _following(text: str, at: int) -> int:
    """Return where the next entry begins; the length of the text if there is none."""
    while found := _NEXT.search(text, at):
        start = found.start()
        begins = text[text.rfind("\n", 0, start) + 1 : start].isspace() or text[start - 1] == "\n"
        if begins or not found[1] or _FIRST_FIELD.match(text, found.end()):
            return start
        at = found.end()
    return len(text)


def _in_comment(text: str, at: int, start: int) -> bool:
    begin = max(at, text.rfind("\n", 0, start) + 1)
    return text[begin:start].lstrip()[:1] == "%"


def _comment(
    text: str, at: int, limit: int, line: int, found: list[Entry | Damage | Remark]
) -> int:
    """Return the end of a comment in braces; a remark names the entries that it contains."""
    if group := _GROUP.match(text, at, limit):
        return group.end()
    group = _GROUP.match(text, at, at + _LONGEST_COMMENT)
    if not group:
        found.append(Remark(line, "@comment is not closed; what follows it is read"))
        return at + 1
    inside = sum(1 for _ in _OPENING.finditer(text, at, group.end()))
    found.append(Remark(line, f"entries inside @comment are not read: {inside}"))
    return group.end()


class _Reader:
    """A position in one entry, which ends before ``limit``."""

    def __init__(
        self, text: str, at: int, limit: int, macros: dict[str, str], *, loose: bool = False
    ) -> None:
        self.at = at
        self._loose = loose  # prose ends before the next field, whatever its braces are
        self._text = text
        self._limit = limit
        self._macros = macros
        self._remarks: list[str] = []

    def entry(self, kind: str, line: int, closing: str) -> Entry | None:
        """Read the entry; ``None`` for a definition of macros and a preamble."""
        if kind == "preamble":
            self._parts()
            self._end(closing)
            return None
        key = "" if kind == "string" else self._key()
        fields = self._all(closing)
        if kind == "string":
            self._macros.update(fields)
            return None
        return Entry(line, kind, key, fields, self._remarks)

    def _key(self) -> str:
        found = _KEY.match(self._text, self.at, self._limit)
        if not found or self._text[found.end() - 1] != ",":
            found = _ODD_KEY.match(self._text, self.at, self._limit) or found
        if not found:
            if not (found := _KEY_WITHOUT_COMMA.match(self._text, self.at, self._limit)):
                raise _BrokenError("the key of the entry cannot be read")
            self._remarks.append("no comma follows the key" if found[1] else "the key is missing")
        self.at = found.end()
        return found[1] or ""

    def _all(self, closing: str) -> dict[str, str]:
        """Read the fields to the end of the entry."""
        text, limit, fields = self._text, self._limit, dict[str, str]()
        while True:
            found = _FIELD.match(text, self.at, limit)
            if found and self._loose and found[1].lower() in _PROSE:
                found = None
            if found and "\\{" not in (inner := found[0]) and "\\}" not in inner:
                name, braced, quoted, bare = found.groups()
                value = braced if braced is not None else quoted
                value = self._macro(bare) if value is None else value
                self.at = found.end()
            else:
                self._gap(",")
                if self._next() == closing:
                    self._end(closing)
                    return fields
                name, value = self._field()
            if "=" in value and (swallowed := _SWALLOWED.search(value)):
                raise _BrokenError(
                    f"the value of `{name[:40]}` is not closed before the field `{swallowed[1]}`"
                )
            name = name.lower() if name.isascii() else clean(name).strip().lower()
            if name in fields:
                self._remarks.append(f"the field `{name[:40]}` occurs twice; the first is kept")
            else:
                fields[name] = value

    def _field(self) -> tuple[str, str]:
        found = _NAME.match(self._text, self.at, self._limit)
        if not found:
            if self.at >= self._limit:
                raise _BrokenError("the entry is not closed")
            rest = " ".join(self._text[self.at : min(self._limit, self.at + 40)].split())
            raise _BrokenError(f"a field is expected, found `{rest}`")
        self.at = found.end()
        name = found[1].strip()
        value = self._parts(name)
        self._gap()
        if self._next() == ",":
            self.at += 1
        elif _NAME.match(self._text, self.at, self._limit):
            self._remarks.append(f"no comma follows the field `{name[:40]}`")
        return name, value

    def _parts(self, name: str = "") -> str:
        """Read a value: texts, numbers and macros, joined by ``#``."""
        parts: list[str] = []
        size = 0
        while True:
            self._gap()
            following = self._next()
            if following in ",})" and not parts:
                self._remarks.append(f"the field `{name[:40]}` has no value")
                return ""
            parts.append(part := self._part(name, following))
            size += len(part)
            if size > _LONGEST_VALUE:  # macros of macros grow exponentially
                raise _BrokenError(f"the value of `{name[:40]}` is too long")
            self._gap()
            if self._next() != "#":
                return "".join(parts)
            self.at += 1

    def _part(self, name: str, opening: str) -> str:
        text, limit = self._text, self._limit
        if opening not in ("{", '"'):
            if not (word := _WORD.match(text, self.at, limit)):
                raise _BrokenError(f"the value of `{name[:40]}` cannot be read")
            self.at = word.end()
            return self._macro(word[0])
        prose = self._loose and opening == "{" and name.lower() in _PROSE
        if prose and (end := _END_OF_PROSE.search(text, self.at, limit)):
            value = text[self.at + 1 : end.start()]
            self.at = end.start() + 1
            return value
        for pattern in _VALUES:
            found = pattern.match(text, self.at, limit)
            if found and self._is_end(found.end()) and not _SWALLOWED.search(found[1]):
                self.at = found.end()
                return found[1]
        if opening == "{" and (closed := self._closed()):
            value = text[self.at + 1 : closed]
            self.at = closed + 1
            return value
        what = "brace" if opening == "{" else "quotation mark"
        raise _BrokenError(f"a {what} in the value of `{name[:40]}` is not closed")

    def _is_end(self, at: int) -> bool:
        """Return whether a value may end here: before a comma, a field or the end of the entry."""
        if not _AFTER.match(self._text, at, self._limit):
            return False
        closing = _GAP.match(self._text, at, self._limit)
        after = closing.end() if closing else at
        return self._text[after : after + 1] != "}" or not _LOST.match(self._text, after + 1)

    def _closed(self) -> int:
        """Return where a group ends that is nested more deeply than the expressions follow."""
        depth = 0
        for found in re.finditer(r"\\.|[{}]", self._text[self.at : self._limit], re.DOTALL):
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            if depth == 0 and found[0] == "}":
                end = self.at + found.start()
                return end if _AFTER.match(self._text, end + 1, self._limit) else 0
        return 0

    def _macro(self, word: str) -> str:
        if word.isdigit() or _MONTH.fullmatch(name := word.lower()):
            return word
        if name not in self._macros:
            self._remarks.append(f"the macro `{word[:40]}` is not defined; its name is kept")
        return self._macros.get(name, word)

    def _gap(self, also: str = "") -> None:
        """Skip white space, comments and, if ``also`` is a comma, repeated commas."""
        while True:
            if found := _GAP.match(self._text, self.at, self._limit):
                self.at = found.end()
            if not also or self._next() != also:
                return
            self.at += 1

    def _next(self) -> str:
        return self._text[self.at] if self.at < self._limit else " "

    def _end(self, closing: str) -> None:
        if self._next() != closing:
            raise _BrokenError("the entry is not closed")
        self.at += 1
        if _LOST.match(self._text, self.at, self._limit):
            raise _BrokenError("the entry is closed before its last field")
