"""Find the authors to compare with those that a load touched.

Two authors are compared if they have names that agree, one identifier, or a judgement that joins
them; :class:`Closure` follows these relations until it finds no further author. A fuller name does
not lead to one with an initial if there are no judgements: the caller decides by the evidence. All
statements read many values by an index.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.identity import ids, names
from citegraph.graph.identity.agreeing import Agreeing
from citegraph.graph.identity.author_ids import SCHEMES
from citegraph.graph.identity.judgements import Judgement
from citegraph.graph.identity.node_ids import is_own
from citegraph.graph.writing.difference import Runner, read

DERIVED = (  # properties of an author that follow from the entries
    *("name", "nameKey", "block", "otherBlocks", "names"),
    *(one.property for one in SCHEMES),
    *("hfAssigned", "basis", "confidence"),
)
_IDENTIFIERS = tuple(one.property for one in SCHEMES[:-1])
_PROPERTIES = {one.scheme: one.property for one in SCHEMES}
_Key = tuple[str, str]  # kind and value: a name, an author's "id", or an identifier


def end(text: str) -> _Key:
    """Return the key that the end of a judgement names."""
    scheme, _, value = text.partition(":")
    if scheme in _PROPERTIES:
        return _PROPERTIES[scheme], value
    return "name", text.partition("@")[0]


class Closure:
    """Authors by the keys by which they are compared.

    Attributes:
        authors: all authors that were read, by identifier.
        abbreviated: names with an initial that agree with a found name and were not followed.
    """

    def __init__(self, run: Runner, judged: Iterable[Judgement] = ()) -> None:
        self._run = run
        self.authors: dict[str, dict[str, Any]] = {}
        self._joined: dict[_Key, set[_Key]] = defaultdict(set)  # by judgements
        for judgement in judged:
            if judgement.verdict == "same":
                a, b = end(judgement.a), end(judgement.b)
                self._joined[a].add(b)
                self._joined[b].add(a)
        self._by: dict[_Key, list[str]] = defaultdict(list)
        self._read: set[_Key] = set()  # keys whose authors were read
        self._agreeing = Agreeing()
        self._several: dict[str, list[str]] | None = None  # authors by further block
        self._found: set[_Key] = set()
        self.abbreviated: set[str] = set()

    def find(self, start: Iterable[_Key]) -> set[str]:
        """Return the identifiers of all authors that these keys lead to.

        A later call adds to the result of the earlier ones.
        """
        waiting = set(start)
        while waiting:
            self._fetch(waiting)
            stack, waiting = list(waiting), set()
            while stack:
                key = stack.pop()
                if key in self._found:
                    continue
                if not self._read.issuperset(_needed(key)):
                    waiting.add(key)
                    continue
                self._found.add(key)
                stack += self._next(key)
        self.abbreviated -= {v for kind, v in self._found if kind == "name"}
        return {v for kind, v in self._found if kind == "id" and v in self.authors}

    def named(self, names_: Iterable[str]) -> set[str]:
        """Return the identifiers of the authors that were read and have one of some names."""
        return {id for name in names_ for id in self._by.get(("name", name), ())}

    def _next(self, key: _Key) -> Iterator[_Key]:
        """Yield the keys that a key leads to."""
        kind, value = key
        yield from self._joined.get(key, ())
        if kind == "id":
            author = self.authors.get(value, {})
            for name in _names(author):
                yield "name", name
            for kind in _IDENTIFIERS:
                if author.get(kind):
                    yield kind, author[kind]
            for user in _accounts(author):
                if ("hfUser", user) in self._joined:
                    yield "hfUser", user
            return
        for author_id in self._by.get(key, ()):
            yield "id", author_id
        if kind == "name":
            full = not (self._joined or names.abbreviated(value))
            for other in self._alike(value):
                if full and names.abbreviated(other):
                    self.abbreviated.add(other)
                elif ("name", other) not in self._found:
                    yield "name", other

    def _alike(self, name: str) -> Iterator[str]:
        """Yield names that agree with a name, unless they were found before."""
        yield from self._agreeing.near(name)
        turned = names.swapped(names.parse(name))
        if turned and self._by.get(("name", turned)):
            yield turned

    def _fetch(self, keys: Iterable[_Key]) -> None:
        """Read the authors that some keys need."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for key in keys:
            for needed in _needed(key):
                if needed not in self._read:
                    self._read.add(needed)
                    wanted[needed[0]].add(needed[1])
        wanted["id"] -= self.authors.keys()
        blocks = {*wanted["block"], *(names.block(names.parse(n)) for n in wanted["nameKey"])}
        if blocks:
            several = self._in_several_blocks()
            wanted["id"] |= {id for block in blocks for id in several.get(block, ())}
        if users := wanted.pop("hfUser", None):
            rows = self._run(cypher.CLAIMED, rows=sorted(users))
            wanted["id"] |= {row["id"] for row in rows}
        for kind, values in wanted.items():
            if values:
                statement = cypher.find_nodes("Author", kind, DERIVED)
                self._add(read(self._run, statement, values=sorted(values)))

    def _in_several_blocks(self) -> dict[str, list[str]]:
        if self._several is None:
            self._several = defaultdict(list)
            for row in read(self._run, cypher.find_renamed(("otherBlocks",)), values=[0]):
                for block in row["otherBlocks"].split(";"):
                    self._several[block].append(row["id"])
        return self._several

    def _add(self, rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            id = row["id"]
            if id in self.authors or is_own(id):
                continue
            self.authors[id] = {name: value for name, value in row.items() if value is not None}
            for name in _names(row):
                if ("name", name) not in self._by:
                    self._agreeing.add(name)
                self._by["name", name].append(id)
            for kind in _IDENTIFIERS:
                if row[kind]:
                    self._by[kind, row[kind]].append(id)
            for user in _accounts(row):
                self._by["hfUser", user].append(id)


@lru_cache(maxsize=1 << 17)  # a key is looked at before and after it was read
def _needed(key: _Key) -> tuple[_Key, ...]:
    """Return the properties and values to read before a key can be followed."""
    kind, value = key
    if kind != "name":
        return (key,)
    parsed = names.parse(value)
    block = ("block", names.block(parsed))
    turned = names.swapped(parsed)
    return (block, ("nameKey", turned)) if turned else (block,)


def _accounts(author: dict[str, Any]) -> list[str]:
    return [*(author.get("hfUser") or ()), *(author.get("hfAssigned") or ())]


def _names(author: dict[str, Any]) -> set[str]:
    """Return the normalized names of an author."""
    return {ids.name_key(name) for name in author.get("names") or [author.get("name") or ""]}
