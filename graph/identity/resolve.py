"""Which records are the same paper, and which node it is.

Identifiers come first (the user's own, arXiv, DOI, OpenAlex, Semantic Scholar): records that share
one are one paper. Then the normalized title, unless the two papers differ in an identifier or a
year: a listing without identifiers and an API reply with them give one node. The node's ``id`` is
the strongest identifier, and of two identifiers of one kind the lesser, so it does not depend on
which source came first; a node that gains a stronger identifier is renamed, and two nodes that
turn out to be one are merged. Identifiers and titles that the node's own properties cannot hold
are in ``alsoKnownAs``, and each of them is an ``Identifier`` node that leads to the paper.

Not merged by title: papers with different identifiers of one kind, with years further apart than
a preprint and its journal version are, or, where the title is so short that it may stand on two
papers ("Introduction"), with a different year or author count.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from citegraph.graph.identity import ids

__all__ = [
    "KEYS",
    "Identity",
    "Keys",
    "Known",
    "identifier",
    "keys_of",
    "resolve",
    "same_by_title",
    "title_id",
]

KEYS = {"id": "", "arxivId": "arxiv:", "doi": "doi:", "openalexId": "openalex:", "s2Id": "s2:"}
Keys = frozenset[tuple[str, str]]  # property of KEYS, value
_SCHEMES = {"own": "id", "arxiv": "arxivId", "doi": "doi", "openalex": "openalexId", "s2": "s2Id"}
_YEARS_APART = 3  # between a preprint and its journal version
_SHORT = 3  # words; a title so short may stand on several papers
_NONE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Known:
    """What decides the identity of one paper: of a record, or of a node of the graph."""

    keys: Keys
    titles: frozenset[str] = _NONE  # as identifiers, see title_id
    year: int | None = None
    author_count: int | None = None
    node: str | None = None  # id, where it is a node already
    also: frozenset[str] = _NONE  # entries of alsoKnownAs


@dataclass(slots=True)
class Identity:
    """One paper: its id, the nodes that it is now, and why those are one."""

    id: str
    also: tuple[str, ...] = ()  # alsoKnownAs
    nodes: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)  # earlier id: why


def title_id(title_key: str) -> str:
    """The id of a paper of which only the title is known."""
    return f"title:{ids.slug(title_key)}"


def identifier(entry: str) -> str:
    """The identifier in an entry of ``alsoKnownAs``: ``"doi:10.1/x (same paper)"``."""
    return ids.fit(entry.rpartition(" (")[0] or entry)


def keys_of(entries: Iterable[str]) -> tuple[set[tuple[str, str]], set[str]]:
    """Keys and titles that entries of ``alsoKnownAs`` hold."""
    keys, titles = set(), set()
    for name in map(identifier, entries):
        if name.startswith("title:"):
            titles.add(name)
        else:
            scheme, value = ids.parse(name)
            keys.add((_SCHEMES[scheme], value))
    return keys, titles


def canonical_id(keys: Keys, titles: Iterable[str]) -> str:
    """The strongest identifier, with its kind as a prefix; of several of one kind the lesser."""
    for name, prefix in KEYS.items():
        if values := [value for kind, value in keys if kind == name]:
            return ids.fit(prefix + min(values))
    return min(titles, default="title:")


def _also(id: str, members: Iterable[Known]) -> tuple[str, ...]:
    """The identifiers of a paper that its properties do not hold, each with the reason.

    Depends on the members only, not on their order: a property holds the least key of a kind and
    one title; the other keys, each of several titles, and the title of whatever had only a title
    are listed here.
    """
    keys = {key for known in members for key in known.keys}
    titles = {title for known in members for title in known.titles}
    named = {title for known in members if not known.keys for title in known.titles}
    least: dict[str, str] = {}
    for name, value in keys:
        least[name] = min(value, least.get(name, value))
    entries = {entry for known in members for entry in known.also}
    listed = {identifier(entry) for entry in entries}
    further = {ids.fit(KEYS[n] + v): "same paper" for n, v in keys if v != least[n]}
    further |= dict.fromkeys(titles if len(titles) > 1 else named, "same title")
    entries |= {f"{name} ({why})" for name, why in further.items() if name not in listed}
    return tuple(sorted(entry for entry in entries if identifier(entry) != id))


def _short(title: str) -> bool:
    words = title.removeprefix("title:").split("-")
    return sum(any(map(str.isalnum, word)) for word in words) < _SHORT


def same_by_title(a: Known, b: Known, title: str) -> bool:
    """Whether two papers that have a title in common, and no key, are one."""
    if {name for name, _ in a.keys} & {name for name, _ in b.keys}:
        return False
    apart = abs(a.year - b.year) if a.year and b.year else None
    if _short(title):
        counts = (a.author_count, b.author_count)
        return (apart is None or apart <= 1) and (None in counts or counts[0] == counts[1])
    return apart is None or apart <= _YEARS_APART


class _Sets:
    """Disjoint sets of papers, each with why it joined (union-find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self.reasons: dict[int, str] = {}

    def find(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def union(self, i: int, j: int, reason: str) -> None:
        a, b = sorted((self.find(i), self.find(j)))
        if a != b:
            self._parent[b] = a
            for k in (i, j):
                self.reasons.setdefault(k, reason)


def resolve(papers: list[Known]) -> list[Identity]:
    """The identity of each paper; those that are one share one object.

    Args:
        papers: records of a batch and the nodes that share a key or a title with one of them.
    """
    sets = _Sets(len(papers))
    seen: dict[tuple[str, str], int] = {}
    for i, paper in enumerate(papers):
        for key in paper.keys:
            if key in seen:
                sets.union(seen[key], i, f"same {key[0]}")
            seen.setdefault(key, i)
    _join_titles(sets, _collect(papers, sets))
    members: dict[int, list[int]] = {}
    for i in range(len(papers)):
        members.setdefault(sets.find(i), []).append(i)
    identities: dict[int, Identity] = {}
    for root, group in members.items():
        some = [papers[i] for i in group]
        whole = some[0]
        for known in some[1:]:
            whole = _merge(whole, known)
        id = canonical_id(whole.keys, whole.titles)
        identity = identities[root] = Identity(id, _also(id, some))
        for i in group:
            node = papers[i].node
            if node is not None and node not in identity.nodes:
                identity.nodes.append(node)
                identity.reasons[node] = sets.reasons.get(i, "same paper")
    return [identities[sets.find(i)] for i in range(len(papers))]


def _join_titles(sets: _Sets, groups: dict[int, Known]) -> None:
    by_title: dict[str, list[int]] = {}
    for root, known in groups.items():
        for title in known.titles:
            by_title.setdefault(title, []).append(root)
    for title, roots in sorted(by_title.items()):
        if len(roots) == 1:
            continue
        # Those with the strongest identifiers first, so that one without joins the right one.
        roots.sort(key=lambda root: canonical_id(groups[root].keys, groups[root].titles))
        for n, i in enumerate(roots):
            b = sets.find(i)
            for a in map(sets.find, roots[:n]):
                if a != b and same_by_title(groups[a], groups[b], title):
                    joined = _merge(groups[a], groups[b])
                    sets.union(a, b, "same title")
                    groups[sets.find(a)] = joined
                    break


def _collect(papers: Iterable[Known], sets: _Sets) -> dict[int, Known]:
    groups: dict[int, Known] = {}
    for i, paper in enumerate(papers):
        root = sets.find(i)
        groups[root] = _merge(groups[root], paper) if root in groups else paper
    return groups


def _merge(a: Known, b: Known) -> Known:
    return Known(
        a.keys | b.keys,
        a.titles | b.titles,
        min((year for year in (a.year, b.year) if year), default=None),
        max((count for count in (a.author_count, b.author_count) if count), default=None),
    )
