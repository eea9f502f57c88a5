"""Find papers by an outdated ``work:`` ID, made of title, first author, year and author count.

Such an ID (``work:introduction-gross-d-2019``) is derived from the stored data of the papers of a
title (``graph.writing.titled``) and changes with them. An outdated ID denotes the paper of that
title that differs least from the data in the ID, in one value at most.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from citegraph.graph import cypher
from citegraph.graph.identity import ids, judgements
from citegraph.graph.identity.judgements import Judgement
from citegraph.graph.identity.resolve import WORK
from citegraph.graph.identity.works import SCHEMES
from citegraph.graph.schema import node_type
from citegraph.graph.writing import statements

if TYPE_CHECKING:
    from citegraph.graph.store import Store

_END = re.compile(rf"(?:paper:(?={WORK})|[^@]*@)(?P<id>.+)")
_INDEXED = frozenset(p.name for p in node_type("Paper").properties if p.index)
_STATED = re.compile(r"(?P<author>.*?)(?:^|-|$)(?P<year>\d{4})?-?(?P<count>\d{1,5})?$")


def papers_of(store: "Store", id: str) -> list[str]:
    """Return the papers that an outdated ID may denote: those that differ least from it."""
    if not id.startswith(WORK):
        return []
    rows = store.read(statements.EARLIER, {"stated": [*_stated(id.removeprefix(WORK))]}).rows
    least = min((row["different"] for row in rows), default=2)
    return [row["id"] for row in rows if row["different"] == least < 2]


def _stated(text: str) -> Iterable[dict[str, str | int | None]]:
    """Yield the data in an ID, for each prefix that may be the title."""
    parts = text.split("-")
    for n in range(1, len(parts)):
        found = _STATED.fullmatch("-".join(parts[n:]))
        if found:
            year, count = found["year"], found["count"]
            yield {
                "title": f"title:{'-'.join(parts[:n])}",
                "author": found["author"] or None,
                "year": int(year) if year else None,
                "count": int(count) if count else None,
            }


def read_judgements(store: "Store", *, authors: bool = True) -> list[Judgement] | None:
    """Read the file of judgements, with the present IDs of papers.

    An entry of an author list names its paper by any identifier. Another end keeps its identifier,
    unless only an earlier ID is given; an ID that names several papers is kept.

    Raises:
        CitegraphError: the file cannot be read, or a line is not a judgement.
    """
    given = judgements.read(store.judgements)
    ends = {end for one in given or () for end in (one.a, one.b) if authors or "@" not in end}
    named = {end: id for end in ends if (id := _paper(end))}
    if given is None or not named:
        return given
    found, now = holders(store, {*named.values()}), {}
    for end, id in named.items():
        some = found.get(id) or papers_of(store, id)
        if len(some) == 1 and ("@" in end or id not in found):
            now[end] = end.removesuffix(id) + min(some)
    current = (replace(j, **_ends(now.get(j.a, j.a), now.get(j.b, j.b))) for j in given)
    return sorted({one for one in current if one.a != one.b})


def missing(store: "Store", given: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements with an outdated paper ID that denotes no paper."""
    named = {id: one for one in given for end in (one.a, one.b) if (id := _paper(end))}
    found = holders(store, {*named})
    return sorted({one for id, one in named.items() if id.startswith(WORK) and id not in found})


def _paper(end: str) -> str | None:
    """Return the identifier of the paper in an end that may have to be changed."""
    found = _END.fullmatch(end)
    return found["id"] if found else None


def holders(store: "Store", names: set[str]) -> dict[str, set[str]]:
    """Return the IDs of the papers that have an identifier, by identifier, if any has it."""
    found: dict[str, set[str]] = defaultdict(set)
    if not names:
        return found
    for row in store.read(statements.IDENTIFIED, {"names": sorted(names)}).rows:
        found[row["name"]].add(row["id"])
    others: dict[str, dict[str, str]] = defaultdict(dict)
    for name in names - found.keys():
        scheme, value = ids.parse(name)
        if scheme in SCHEMES and SCHEMES[scheme] in _INDEXED:
            others[SCHEMES[scheme]][value] = name
    for key, values in others.items():
        statement = cypher.find_nodes("Paper", key, (key,))
        [answer] = store.read(statement, {"values": sorted(values)}).rows
        for row in answer["rows"]:
            found[values[row[key]]].add(row["id"])
    return found


def _ends(one: str, other: str) -> dict[str, str]:
    a, b = sorted((one, other))
    return {"a": a, "b": b}
