"""Entries of author lists as rows: AUTHORED edges, and the authors that follow from them.

Everything on an Author node and its affiliations follows from its AUTHORED edges, so that an edge
can move to another node without a trace. The node of an entry is decided after a load
(``citegraph.graph.writing.people``); until then, an entry that is in the graph keeps its node, and
a new one is assigned by its identifier or its name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from citegraph.graph.identity import ids, names
from citegraph.graph.identity.author_ids import stated
from citegraph.graph.identity.node_ids import is_own
from citegraph.graph.writing.combine import spelling
from citegraph.graph.writing.rows import AUTHORED, EdgeKey, Rows

_AFFILIATED = ("Author", "AFFILIATED_WITH", "Organization")


def spellings(edge: Mapping[str, Any]) -> list[str]:
    """Return the names of an edge as written; each entry of ``written`` is a place and a name."""
    return [entry.partition(" ")[2] for entry in edge.get("written") or ()]


def properties(edges: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the properties of an author that follow from the AUTHORED edges."""
    found = list(edges)
    written = sorted({name for edge in found for name in spellings(edge)})
    if not written:
        return {}
    blocks = sorted({names.block(names.parse(name)) for name in written})
    result: dict[str, Any] = {
        "name": max(written, key=spelling),
        "nameKey": _fullest(map(ids.name_key, written)),
        "block": _fullest(blocks),
        "names": sorted({*written, *(name for edge in found for name in edge.get("names") or ())}),
    }
    for name in ("hfUser", "hfAssigned"):
        if users := {user for edge in found for user in edge.get(name) or ()}:
            result[name] = sorted(users)
    if len(blocks) > 1:
        result["otherBlocks"] = ";".join(blocks)
    for edge in found:
        for scheme, value in stated(edge):
            result[scheme.property] = min(value, result.get(scheme.property, value))
    return {name: value for name, value in result.items() if value}


def _fullest(texts: Iterable[str]) -> str:
    return max(texts, key=lambda text: (len(text), text))


def add_nodes(rows: Rows, only: set[str] | None = None) -> None:
    """Add the authors and their affiliations that follow from AUTHORED edges in the rows.

    ``only`` are the identifiers of the authors to add. Default: all.
    """
    edges: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key, edge in rows.edges.items():
        if key[1] == "AUTHORED" and (only is None or key[3] in only):
            edges[key[3]].append(edge)
    for author, authored in edges.items():
        if is_own(author) and ("Author", author) in rows.nodes:  # a record describes it
            described = rows.nodes["Author", author]
            rows.nodes["Author", author] = {**properties(authored), **described}
            continue
        made: dict[str, Any] = {n: authored[0][n] for n in ("origin", "load") if n in authored[0]}
        rows.node("Author", author, {**properties(authored), **made})
        for edge in authored:
            for organization in edge.get("organizations") or ():
                rows.edge(_AFFILIATED, author, organization, **made)


def settle(rows: Rows, stored: Mapping[EdgeKey, Mapping[str, Any]]) -> set[str]:
    """Assign entries of author lists to the author that they have in the graph or in the batch.

    Args:
        rows: of the batch; its AUTHORED edges are changed, and the authors that follow from them.
        stored: the AUTHORED edges of its papers that are in the graph.

    Returns:
        The authors that lost an entry.
    """
    papers, known = _lists(rows.edges), _lists(stored)
    left: set[str] = set()
    moved: set[str] = set()
    for paper, keys in papers.items():
        if paper not in known and not (paper in rows.several and _mixed(keys)):
            continue
        places = _Places(known.get(paper, ()), stored)
        going: list[tuple[str, dict[str, Any]]] = []
        # Entries with an identifier first, so that a name joins them.
        for key in sorted(keys, key=lambda key: (_named(key[3]), key)):
            author = places.find(key, rows.edges[key])
            if author is None:
                places.add(key, rows.edges[key])
            elif author != key[3]:
                going.append((author, rows.edges.pop(key)))
                moved |= {author, key[3]}
                left.add(key[3])
        for author, edge in going:  # afterwards, as the author may be one of the keys
            rows.edge(AUTHORED, author, paper, **edge)
    if moved:
        for author in moved:
            rows.nodes.pop(("Author", author), None)
        for key in [key for key in rows.edges if key[:3] == _AFFILIATED and key[3] in moved]:
            del rows.edges[key]
        add_nodes(rows, moved)
    return left


def _lists(keys: Iterable[EdgeKey]) -> dict[str, list[EdgeKey]]:
    found: dict[str, list[EdgeKey]] = defaultdict(list)
    for key in keys:
        if key[1] == "AUTHORED":
            found[key[4]].append(key)
    return found


def _named(author: str) -> bool:
    return author.startswith("name:")


def _mixed(keys: list[EdgeKey]) -> bool:
    return any(_named(key[3]) for key in keys) and not all(_named(key[3]) for key in keys)


class _Places:
    """The entries of one author list, by name, identifier and place."""

    def __init__(self, keys: Iterable[EdgeKey], edges: Mapping[EdgeKey, Mapping[str, Any]]) -> None:
        self._authors: set[str] = set()
        self._by_name: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._at: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._by_identifier: dict[tuple[str, str], str] = {}
        for key in sorted(keys):
            self.add(key, edges[key])

    def add(self, key: EdgeKey, edge: Mapping[str, Any]) -> None:
        author = key[3]
        self._authors.add(author)
        for name in dict.fromkeys(map(ids.name_key, spellings(edge))):
            place = edge.get("position") or 0
            self._by_name[name].append((place, author))
            self._at[name, place].append(author)
        for scheme, value in stated(edge):
            self._by_identifier.setdefault((scheme.scheme, value), author)

    def find(self, key: EdgeKey, edge: Mapping[str, Any]) -> str | None:
        """Return the author of an entry; ``None`` if it is not among these."""
        given = [(scheme.scheme, value) for scheme, value in stated(edge)]
        for one in given:
            if one in self._by_identifier:
                return self._by_identifier[one]
        place = edge.get("position") or 0
        written = [ids.name_key(name) for name in spellings(edge)]
        # The same place first, as a list may contain a name thousands of times.
        here = [author for name in written for author in self._at.get((name, place), ())]
        if here := [one for one in here if not _other(given, self._by_identifier, one)]:
            return min(here)
        found = [
            (abs(at - place), author)
            for name in written
            for at, author in self._by_name.get(name, ())
            if not _other(given, self._by_identifier, author)
        ]
        if found:
            return min(found)[1]
        return key[3] if key[3] in self._authors else None


def _other(given: list[tuple[str, str]], known: Mapping[tuple[str, str], str], author: str) -> bool:
    """Report whether an author has another identifier of the same kind."""
    kinds = {kind for kind, _ in given}
    return any(kind in kinds and who == author for (kind, _), who in known.items())
