"""Decide which records and nodes are the same paper, and its identifier.

Records that share an identifier (assigned by the user, arXiv, DOI, OpenAlex, Semantic Scholar) are
one paper. Records that share a normalized title are, too, unless they differ in an identifier or in
the year: a listing without identifiers and an API reply with them are one node. The node's ``id``
is the strongest identifier, and of two identifiers of one scheme the lesser, so it does not depend
on the order of loading. A node that gains a stronger identifier is renamed; nodes of one paper are
merged. Identifiers and titles that the node's other properties cannot store are in ``alsoKnownAs``,
and each of them is an ``Identifier`` node with an edge to the paper.

Not merged by title: papers with different identifiers of one scheme; papers whose years are further
apart than those of a preprint and its journal version; and, if the title is short
("Introduction"), papers with a different year or author count.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from citegraph.graph.identity import ids
from citegraph.graph.identity.judged import REASON, Judged
from citegraph.graph.identity.sets import Sets
from citegraph.graph.identity.works import (
    COPIED,
    KEYS,
    KINDS,
    SCHEMES,
    Keys,
    Known,
    contradict,
    same_by_title,
    same_version,
)
from citegraph.graph.schema import node_type

_RANKS = {name: n for n, name in enumerate(KEYS)}
WORK = KEYS["work"]
# Identifiers that are a property of Paper; alsoKnownAs lists the others.
_STORED = {p.name for p in node_type("Paper").properties} | {"id"}


@dataclass(slots=True)
class Identity:
    """One paper: its id, its current nodes, and the reasons to merge them."""

    id: str
    also: tuple[str, ...] = ()  # alsoKnownAs
    nodes: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)  # previous id: reason
    disputed: dict[tuple[str, str], "Identity"] = field(default_factory=dict)  # key: whose it is


def title_id(title_key: str) -> str:
    """Return the id of a paper of which only the title is known."""
    return f"title:{ids.slug(title_key)}"


def identifier(entry: str) -> str:
    """Return the identifier in an entry of ``alsoKnownAs``: ``"doi:10.1/x (same paper)"``."""
    return ids.fit(entry.rpartition(" (")[0] or entry)


def keys_of(entries: Iterable[str]) -> tuple[set[tuple[str, str]], set[str]]:
    """Return the keys and titles in entries of ``alsoKnownAs``."""
    keys, titles = set(), set()
    for name in map(identifier, entries):
        if name.startswith("title:"):
            titles.add(name)
        else:
            scheme, value = ids.parse(name)
            keys.add((SCHEMES[scheme], value))
    return keys, titles


def canonical_id(keys: Keys, titles: Iterable[str]) -> str:
    """Return the strongest identifier, with its scheme; of several of one scheme the least."""
    for name, prefix in KEYS.items():
        if name == "work" and (known := min(titles, default=None)):
            return known
        if values := [value for kind, value in keys if kind == name]:
            return ids.fit(prefix + min(values))
    return min(titles, default="title:")


def names_of(known: Known) -> set[str]:
    """Return the identifiers of a paper with their schemes, and its titles."""
    return {ids.fit(KEYS[name] + value) for name, value in known.keys} | known.titles


def _also(id: str, members: Iterable[Known]) -> tuple[str, ...]:
    """Return the identifiers of a paper that its other properties do not store, with reasons.

    The result does not depend on the order of the members: properties store the least key of each
    scheme and one title. This lists all other keys, all titles if there are several, and titles of
    members without keys.
    """
    keys = {key for known in members for key in known.keys}
    titles = {title for known in members for title in known.titles}
    entries = {entry for known in members for entry in known.also}
    if len(keys) == 1 and not titles and not entries:  # the ID itself, as of most cited works
        return ()
    named = {title for known in members if not known.keys for title in known.titles}
    least: dict[str, str] = {}
    for name, value in keys:
        least[name] = min(value, least.get(name, value))
    listed = {identifier(entry) for entry in entries}
    further = {
        ids.fit(KEYS[n] + v): "same paper" for n, v in keys if v != least[n] or n not in _STORED
    }
    further |= dict.fromkeys(titles if len(titles) > 1 else named, "same title")
    entries |= {f"{name} ({why})" for name, why in further.items() if name not in listed}
    return tuple(sorted(entry for entry in entries if identifier(entry) != id))


class _Sets(Sets):
    """Sets of papers, with the reason for each member."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.reasons: dict[int, str] = {}
        self.apart: dict[str, set[str]] = {}  # identifiers of papers that are judged to be two
        self.names: dict[int, set[str]] = {}  # identifiers of each set, if there are such papers

    def union(self, i: int, j: int, reason: str) -> bool:
        """Join two sets, unless a judgement forbids it; report whether they are one."""
        a, b = sorted((self.find(i), self.find(j)))
        if a == b:
            return True
        if self.apart and any(self.apart[x] & self.names[b] for x in self.names[a] & {*self.apart}):
            return False
        self.join(a, b)
        if self.apart:
            self.names[a] |= self.names.pop(b)
        for k in (i, j):
            self.reasons.setdefault(k, reason)
        return True


def resolve(papers: list[Known], judged: Judged | None = None) -> list[Identity]:
    """Return the identity of each paper; papers that are the same share one object.

    ``papers`` are the records of a batch and the nodes that share a key or a title with one.
    """
    papers, sets = [*papers], _Sets(len(papers))
    if judged and (judged.papers or judged.apart):
        _judge(papers, judged, sets)
    disputed = _join_keys(papers, sets)
    groups = _collect(papers, sets)
    _join_titles(sets, groups)
    _join_versions(sets, groups)
    identities: dict[int, Identity] = {}
    titled: dict[str, list[tuple[Known, Identity]]] = {}  # papers without a key
    for group in sets.all():
        some = [papers[i] for i in group]
        whole = some[0]
        for known in some[1:]:
            whole |= known
        id = canonical_id(whole.keys, whole.titles)
        identity = identities[group[0]] = Identity(id, _also(id, some))
        if id.startswith("title:"):
            titled.setdefault(id, []).append((whole, identity))
        for i in group:
            node = papers[i].node
            if node is not None and node not in identity.nodes:
                identity.nodes.append(node)
                identity.reasons[node] = sets.reasons.get(i, "same paper")
    for title, named in titled.items():
        _distinguish(title, named)
    for i, key, owner in disputed:
        identities[sets.find(i)].disputed[key] = identities[sets.find(owner)]
    return [identities[sets.find(i)] for i in range(len(papers))]


def _derived(paper: Known) -> Iterator[tuple[str, str]]:
    """Yield the ID of a node that follows from its data, by which records may refer to it."""
    if paper.node and paper.node.startswith(WORK):
        yield "work", paper.node.removeprefix(WORK)


def work_id(
    title: str, author: str | None, year: int | None, count: int | None, kind: str | None = None
) -> str:
    """Return the ID of one of several papers of a title without identifiers.

    The author is the first one, as family name and initial; a kind that is not in ``KINDS`` does
    not count.
    """
    kind = KINDS.get(kind or "")
    parts = (title.removeprefix("title:"), (author or "").replace(" ", "-"), year, count, kind)
    return ids.fit(WORK + "-".join(str(part) for part in parts if part))


def _distinguish(title: str, some: list[tuple[Known, Identity]]) -> None:
    """Give several papers of one title without identifiers different IDs.

    They are preliminary: ``graph.writing.titled`` derives the final ones from all stored papers of
    the title. Papers that are in the graph keep their IDs until then.
    """
    for known, identity in some:
        if identity.nodes:
            identity.id = min(identity.nodes)
        elif len(some) > 1:
            author = min(known.first_authors, default=None)
            kind = min(known.kinds, default=None)
            identity.id = work_id(title, author, known.year, known.author_count, kind)


def _join_keys(papers: list[Known], sets: _Sets) -> list[tuple[int, tuple[str, str], int]]:
    """Merge papers that have a key in common, unless they contradict or a judgement forbids it.

    A key of papers that contradict belongs to the node that has it, else to the first record. The
    others lose it: ``papers`` is changed.

    Returns:
        Each loss: the paper, the key, and a paper that keeps it.
    """
    holders: dict[tuple[str, str], list[int]] = {}
    for i, paper in enumerate(papers):
        for key in (*paper.keys, *_derived(paper)):
            holders.setdefault(key, []).append(i)
    disputed = [
        (i, key, owner)
        for key in sorted(holders)
        if key[0] in COPIED and len(holders[key]) > 1
        for i, owner in _contradicting(holders[key], papers, sets)
    ]
    for i, key, _ in disputed:
        holders[key].remove(i)
        papers[i] = replace(papers[i], keys=papers[i].keys - {key})
    for key in sorted(holders, key=lambda key: (_RANKS[key[0]], key[1])):  # the reasons follow it
        some = holders[key]
        if sets.apart:
            some.sort(key=lambda i: canonical_id(papers[i].keys, papers[i].titles))
        apart: list[int] = []  # papers that are judged to be different
        for i in some:
            if not any(sets.union(other, i, f"same {key[0]}") for other in apart):
                apart.append(i)
    return disputed


def _contradicting(
    holders: list[int], papers: list[Known], sets: _Sets
) -> Iterator[tuple[int, int]]:
    """Yield the holders of a key that are not the paper of its owner, each with the owner."""
    if len({name for i in holders for name in papers[i].first_authors}) < 2:
        return
    some = [i for i in holders if papers[i].first_authors]
    owner = min(some, key=lambda i: (papers[i].node is None, i))
    agreed = papers[owner]
    for i in some:
        if i == owner or sets.find(i) == sets.find(owner):
            continue
        if contradict(agreed, papers[i]):
            yield i, owner
        else:
            agreed |= papers[i]


def _judge(papers: list[Known], judged: Judged, sets: _Sets) -> None:
    """Merge papers that are judged the same; note which are judged different."""
    first: dict[tuple[str, ...], int] = {}
    sets.apart = judged.apart
    for i, paper in enumerate(papers):
        names = names_of(paper)
        if judged.apart:
            sets.names[i] = names
        for name in sorted(names & judged.papers.keys()):
            sets.union(first.setdefault(judged.papers[name], i), i, REASON)


def _join_titles(sets: _Sets, groups: dict[int, Known]) -> None:
    by_title: dict[str, list[int]] = {}
    for root, known in groups.items():
        for title in known.titles:
            by_title.setdefault(title, []).append(root)
    for title, roots in sorted(by_title.items()):
        if len(roots) == 1:
            continue
        # Strongest identifiers first, so that a paper without identifiers joins the right one.
        roots.sort(key=lambda root: canonical_id(groups[root].keys, groups[root].titles))
        for n, i in enumerate(roots):
            b = sets.find(i)
            for a in map(sets.find, roots[:n]):
                if a != b and same_by_title(groups[a], groups[b], title):
                    joined = groups[a] | groups[b]
                    if sets.union(a, b, "same title"):
                        groups[sets.find(a)] = joined
                        break


def _join_versions(sets: _Sets, groups: dict[int, Known]) -> None:
    """Merge preprints and published papers of one first author whose titles differ slightly."""
    by_author: dict[str, list[int]] = {}
    for root in {sets.find(root) for root in groups}:
        for name in groups[root].first_authors:
            by_author.setdefault(name, []).append(root)
    for _, roots in sorted(by_author.items()):
        roots.sort(key=lambda root: canonical_id(groups[root].keys, groups[root].titles))
        for n, i in enumerate(roots):
            for j in roots[:n]:
                a, b = sets.find(i), sets.find(j)
                if a != b and same_version(groups[a], groups[b]):
                    joined = groups[a] | groups[b]
                    if sets.union(a, b, "preprint and published version"):
                        groups[sets.find(a)] = joined


def _collect(papers: Iterable[Known], sets: _Sets) -> dict[int, Known]:
    groups: dict[int, Known] = {}
    for i, paper in enumerate(papers):
        root = sets.find(i)
        groups[root] = groups[root] | paper if root in groups else paper
    return groups
