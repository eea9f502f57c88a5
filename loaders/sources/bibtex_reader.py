r"""Read one BibTeX entry: its key, and its fields with their values.

An entry is read between two positions of a text, so its damage affects no other entry.
https://www.bibtex.org/Format/ defines the format; what is accepted beyond it becomes a remark.
"""

import re
from typing import NamedTuple

from citegraph.loaders.sources.fields import clean

_LONGEST_VALUE = 1 << 20  # characters of a value with macros
_DEPTH = 8  # levels of braces that a regular expression follows; real values have about three

_FIELDS = (
    "abstract|address|author|booktitle|chapter|date|doi|editor|eprint|isbn|issn|journal"
    "|journaltitle|keywords|month|note|number|pages|publisher|school|series|title|url|volume|year"
)


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
GROUP = _VALUES[0]
_ENTRY = re.compile(rf"@\s*+[A-Za-z]{{2,40}}\s*+\{{{_ESCAPED}\}}", re.DOTALL)  # quoted in a value
_WORD = re.compile(_BARE)
_NAME = re.compile(r"([^=,{}\"#%@\n]{1,80}?)\s*+=")
_GAP = re.compile(r"(?:\s++|%[^\n]*+)*+")
_AFTER = re.compile(r"\s*+(?:[,})#%]|$|;?\s*+[\w-]+\s*=)")
_KEY = re.compile(r"\s*+([^,={}\"]{0,500}?)\s*+(?:,|(?=[})])|$)")
# DOIs, addresses and titles are used as keys, with parentheses, quotation marks, "=" and braces.
_ODD_KEY = re.compile(
    r"\s*+((?![\w-]+\s*=)(?:[^\s,]{1,500}|[^\n,=]{1,300})),(?=\s*[^\W\d_][\w-]{0,40}\s*=)"
)
_KEY_WITH_COMMAS = re.compile(  # by the ACM: "Doe,Roe:1990:ABC:37.38"
    r"\s*+((?:[^\s,={}\"]{1,200},){1,9}[^\s,={}\"]{1,200}),(?=\s*[^\W\d_][\w-]{0,40}\s*=)"
)
_KEY_WITHOUT_COMMA = re.compile(r"\s*+(?:([^,={}\"\s]{1,200})\s++)?(?=[A-Za-z][\w-]{0,40}\s*+=)")
_SWALLOWED = re.compile(rf'[,\n]\s*+({_FIELDS})\s*+=\s*+[{{"]', re.IGNORECASE)
_NEXT_FIELD = re.compile(rf'[,\n]\s*+({_FIELDS})\s*+=\s*+[{{"\d]', re.IGNORECASE)
_NUMBER = re.compile(rf"[,\n]\s*+(?:{_FIELDS})\s*+=\s*+\d", re.IGNORECASE)  # in a value
_LOST = re.compile(rf'\s*+[,}}]?\s*+(?:{_FIELDS})\s*+=\s*+[{{"\d]', re.IGNORECASE)
# Prose whose braces are often not balanced, in exports of databases. It ends at the first brace
# or quotation mark before another field on its own line, or before the end of the entry.
_PROSE = frozenset({"abstract", "annote", "annotation", "file", "keywords", "note", "references"})
_END_OF_PROSE = {
    opening: re.compile(
        closing + r"(?=[ \t]*+,[ \t\r]*+\n\s*+[a-z][\w-]{1,40}\s*+=\s*+[{\"\w]|\s*+,?\s*+\}\s*+$)",
        re.IGNORECASE,
    )
    for opening, closing in (("{", r"\}"), ('"', '"'))
}
_REPEATED = {"author": " and ", "keyword": ";", "keywords": ";"}  # a field for each value
_MOST_CUTS = 4  # values of one entry that are read to the next field
_EARLY = "the entry is closed before its last field, which is read too"
_MONTH = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")


class Entry(NamedTuple):
    """One entry; names of its type and fields are in lower case."""

    line: int
    type: str
    key: str
    fields: dict[str, str]
    remarks: list[str]


class BrokenError(Exception):
    """The entry is damaged; the message is the reason."""


class Reader:
    """A position in one entry, which ends before ``limit``."""

    def __init__(
        self,
        text: str,
        at: int,
        limit: int,
        macros: dict[str, str],
        *,
        loose: bool = False,
        quoting: bool = False,
    ) -> None:
        self.at = at
        self._loose = loose  # values end before the next field, whatever their braces are
        self._cuts = 0
        self._quoting = quoting  # a value may contain whole entries, as text
        self._text = text
        self._limit = limit
        self._macros = macros
        self._remarks: list[str] = []

    def entry(self, kind: str, line: int, closing: str) -> Entry | None:
        """Read the entry; ``None`` for a definition of macros and a preamble."""
        if kind == "preamble":
            group = GROUP.match(self._text, self.at - 1, self._limit) if closing == "}" else None
            if group:  # also LaTeX without quotation marks
                self.at = group.end()
                return None
            self._parts("preamble")
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
        if found and (longer := _KEY_WITH_COMMAS.match(self._text, self.at, self._limit)):
            found = longer
        if not found or self._text[found.end() - 1] != ",":
            found = _ODD_KEY.match(self._text, self.at, self._limit) or found
        if not found:
            if not (found := _KEY_WITHOUT_COMMA.match(self._text, self.at, self._limit)):
                raise BrokenError("the key of the entry cannot be read")
            self._remarks.append("no comma follows the key" if found[1] else "the key is missing")
        self.at = found.end()
        return found[1] or ""

    def _all(self, closing: str) -> dict[str, str]:
        """Read the fields to the end of the entry."""
        text, limit, fields = self._text, self._limit, dict[str, str]()
        while True:
            found = _FIELD.match(text, self.at, limit)
            if (
                found
                and self._loose
                and (
                    found[1].lower() in _PROSE
                    or ("=" in found[0] and self._swallowed(found[0][1:]))
                )
            ):
                found = None
            if found and "\\{" not in (inner := found[0]) and "\\}" not in inner:
                name, braced, quoted, bare = found.groups()
                value = braced if braced is not None else quoted
                value = self._macro(bare) if value is None else value
                self.at = found.end()
            else:
                self._gap(",")
                if self._next() == closing:
                    self.at += 1
                    if not _LOST.match(text, self.at, limit):
                        return fields
                    self._remarks.append(_EARLY)
                    continue
                if _EARLY in self._remarks and self.at >= limit:
                    return fields
                if fields and self.at >= limit and not any(map(_NUMBER.search, fields.values())):
                    self._remarks.append("the entry is not closed")
                    return fields
                name, value = self._field()
            if "=" in value and (swallowed := self._swallowed(value)):
                raise BrokenError(
                    f"the value of `{name[:40]}` is not closed before the field `{swallowed[1]}`"
                )
            name = name.lower() if name.isascii() else clean(name).strip().lower()
            if name in _REPEATED and name in fields and " and " not in value:
                fields[name] += _REPEATED[name] + value
            elif name in fields:
                self._remarks.append(f"the field `{name[:40]}` occurs twice; the first is kept")
            else:
                fields[name] = value

    def _field(self) -> tuple[str, str]:
        held = self._next() == "@"  # a field that its author took out
        found = _NAME.match(self._text, self.at + held, self._limit)
        if not found:
            if self.at >= self._limit:
                raise BrokenError("the entry is not closed")
            raise BrokenError(f"expected a field, found `{self._rest(self.at)}`")
        self.at = found.end()
        name = "@" * held + found[1].strip()
        if held:
            self._remarks.append(f"the field `{name[:40]}` is not read")
        value = self._parts(name)
        self._gap()
        if self._next() in ",;":
            if self._next() == ";":
                self._remarks.append(f"a semicolon follows the field `{name[:40]}`")
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
                raise BrokenError(f"the value of `{name[:40]}` is too long")
            self._gap()
            if self._next() != "#":
                return "".join(parts)
            self.at += 1

    def _part(self, name: str, opening: str) -> str:
        text, limit = self._text, self._limit
        if opening not in ("{", '"'):
            if not (word := _WORD.match(text, self.at, limit)):
                rest = self._rest(self.at)
                raise BrokenError(f"expected the value of `{name[:40]}`, found `{rest}`")
            self.at = word.end()
            return self._macro(word[0])
        prose = self._loose and name.lower() in _PROSE
        if prose and (end := _END_OF_PROSE[opening].search(text, self.at + 1, limit)):
            value = text[self.at + 1 : end.start()]
            if not self._swallowed(value):
                self.at = end.start() + 1
                return value
        behind = 0
        for pattern in _VALUES:
            if found := pattern.match(text, self.at, limit):
                if self._is_end(found.end()) and not self._swallowed(found[1]):
                    self.at = found.end()
                    return found[1]
                behind = found.end()
        cutting = self._loose and self._cuts < _MOST_CUTS
        if cutting and (field := _NEXT_FIELD.search(text, self.at, limit)):
            value = text[self.at + 1 : field.start()]
            self.at = field.start()
            self._cuts += 1
            return value.rstrip().removesuffix('"') if opening == '"' else value
        if opening == "{" and (closed := self._closed()):
            value = text[self.at + 1 : closed]
            self.at = closed + 1
            return value
        if opening == "{" and behind:
            after = self._rest(behind)
            raise BrokenError(f"expected a comma after the value of `{name[:40]}`, found `{after}`")
        what = "brace" if opening == "{" else "quotation mark"
        raise BrokenError(f"a {what} in the value of `{name[:40]}` is not closed")

    def _rest(self, at: int) -> str:
        return " ".join(self._text[at : min(self._limit, at + 40)].split())

    def _swallowed(self, value: str) -> re.Match[str] | None:
        """Return the field that a value contains because it is not closed before it."""
        return _SWALLOWED.search(_ENTRY.sub("", value) if self._quoting else value)

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
            self._macros[name] = word  # one remark in a file
        return self._macros[name]

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
            raise BrokenError("the entry is not closed")
        self.at += 1
