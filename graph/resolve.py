"""Which records are the same paper, and which node it is.

Known identifiers come first (the user's own, arXiv, DOI, OpenAlex, Semantic Scholar): records
that share one are one paper. Then the normalised title, where nothing speaks against it: a
listing without identifiers and an API reply with them meet in one node. The node's ``id`` is the
strongest identifier known, so it does not depend on which source came first; a node that gains
a stronger one is renamed, and two nodes that turn out to be one are merged. ``alsoKnownAs`` on
the node keeps each earlier identifier and why.

Not merged by title: papers with different identifiers of one kind, with years further apart than
a preprint and its journal version are, or, where the title is so short that it may stand on two
papers ("Introduction"), with a different year or author count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph import ids

__all__ = ["KEYS", "Identity", "Known", "resolve", "same_by_title"]

KEYS = {"id": "", "arxivId": "arxiv:", "doi": "doi:", "openalexId": "openalex:", "s2Id": "s2:"}
_YEARS_APART = 3  # between a preprint and its journal version
_SHORT = 3  # words; a title so short may stand on several papers


@dataclass(slots=True)
class Known:
    """What speaks for the identity of one paper: of a record, or of a node of the graph."""

    keys: dict[str, str]  # property: value, of KEYS
    title_key: str | None = None
    year: int | None = None
    author_count: int | None = None
    node: str | None = None  # id, where it is a node already


@dataclass(slots=True)
class Identity:
    """One paper: its id, the nodes that it is now, and why those are one."""

    id: str
    keys: dict[str, str] = field(default_factory=dict)  # what identifies it: property, value
    nodes: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)  # earlier id: why


def canonical_id(keys: Mapping[str, str], title_key: str | None) -> str:
    """The strongest identifier, with its kind as a prefix."""
    for name, prefix in KEYS.items():
        if name in keys:
            return ids.fit(prefix + keys[name])
    return f"title:{ids.slug(title_key or '')}"


def _has_letters(word: str) -> bool:
    return any(map(str.isalnum, word))


def same_by_title(a: Known, b: Known) -> bool:
    """Whether two papers of the same normalised title are one."""
    if any(a.keys.get(name, value) != value for name, value in b.keys.items()):
        return False
    apart = abs(a.year - b.year) if a.year and b.year else None
    if a.title_key and sum(map(_has_letters, a.title_key.split())) < _SHORT:
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
        for key in paper.keys.items():
            if key in seen:
                sets.union(seen[key], i, f"same {key[0]}")
            seen.setdefault(key, i)
    groups = _join_titles(sets, _collect(papers, sets))
    identities: dict[int, Identity] = {}
    for i, paper in enumerate(papers):
        root = sets.find(i)
        if root not in identities:
            known = groups[root]
            identities[root] = Identity(canonical_id(known.keys, known.title_key), known.keys)
        if paper.node is not None and paper.node not in identities[root].nodes:
            identities[root].nodes.append(paper.node)
            identities[root].reasons[paper.node] = sets.reasons.get(i, "same paper")
    return [identities[sets.find(i)] for i in range(len(papers))]


def _join_titles(sets: _Sets, groups: dict[int, Known]) -> dict[int, Known]:
    by_title: dict[str, list[int]] = {}
    for root, known in groups.items():
        if known.title_key:
            by_title.setdefault(known.title_key, []).append(root)
    for roots in by_title.values():
        # Those with the strongest identifiers first, so that one without joins the right one.
        roots.sort(key=lambda r: canonical_id(groups[r].keys, groups[r].title_key))
        for n, i in enumerate(roots):
            matches = [j for j in roots[:n] if same_by_title(groups[sets.find(j)], groups[i])]
            if matches:
                j = sets.find(matches[0])
                sets.union(j, i, "same title")
                groups[sets.find(j)] = _merge(groups[j], groups[i])
    return groups


def _collect(papers: Iterable[Known], sets: _Sets) -> dict[int, Known]:
    groups: dict[int, Known] = {}
    for i, paper in enumerate(papers):
        root = sets.find(i)
        groups[root] = _merge(groups[root], paper) if root in groups else paper
    return groups


def _merge(a: Known, b: Known) -> Known:
    # Of two values of one kind (say two own ids) the lesser, whatever the order.
    keys = {
        name: min(v for v in (a.keys.get(name), b.keys.get(name)) if v)
        for name in {*a.keys, *b.keys}
    }
    return Known(
        keys,
        min((k for k in (a.title_key, b.title_key) if k), default=None),
        a.year or b.year,
        a.author_count or b.author_count,
    )
