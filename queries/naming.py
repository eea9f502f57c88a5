"""Find the node that a user names by an identifier, a name or a part of the name.

Each file in ``queries/lookup/`` is for one label. Its statements are tried in order, the most
specific first; the first one that finds nodes decides. Its first line states how a name matches,
and an answer repeats it. Where several nodes have the name, the most upvoted or cited paper, or the
topic or organization with the most papers, is used if it clearly leads; otherwise the name is
ambiguous. The last statement returns candidates for a misspelled name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from citegraph.graph.errors import QueryError
from citegraph.graph.identity import author_ids, ids
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.identity.topic_ids import canonical
from citegraph.queries import lexer

if TYPE_CHECKING:
    from citegraph.graph.store import Store

__all__ = [
    "AmbiguousError",
    "Candidate",
    "NotFoundError",
    "Subject",
    "identify",
    "resolve",
    "short_title",
]

SHOWN = 9  # candidates that an error lists
SHORT = (3, 32)  # characters of a name before the colon of a title
MANY = 200  # candidates that a lookup reads
MOST = 50_000  # candidates compared with a misspelled name
NEAR = 75.0  # similarity, 0 to 100, from which a name is suggested
LEAD = 3  # the first of several nodes is meant if it has this many times the weight of the second
COLON = "by the name before the colon"
PART = "by part of"  # beginning of how a name matches inexactly
WEIGHTS = {  # what the weight of a candidate counts
    "paper": "upvotes and citations",
    "topic": "papers",
    "author": "papers",
    "organization": "papers and authors",
    "repository": "stars",
    "venue": "papers",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node that a name may mean; ``weight`` is explained by :data:`WEIGHTS`."""

    id: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Subject:
    """The node that a parameter of a question names.

    Attributes:
        text: the parameter as given.
        id: ID of the node.
        name: title or name of the node.
        how: how the text matches, and which other nodes it could mean.
        exact: false if the text is only a part of the title or name.
    """

    text: str
    id: str
    name: str
    how: str
    exact: bool = True

    def __str__(self) -> str:
        named = self.name if self.name == self.id else f"{self.name} ({self.id})"
        return f"{named}, {self.how}"


class NotFoundError(QueryError):
    """No node in the graph has this name."""


class AmbiguousError(QueryError):
    """Several nodes have this name.

    Attributes:
        parameter: name of the parameter, once it is known.
        problem: the message without the candidates.
        candidates: the nodes, the best known first.
        lines: a line for each of them, with its ID.
    """

    def __init__(self, type: str, text: str, candidates: Sequence[Candidate]) -> None:
        self.parameter = type
        self.problem = f"{type} {text!r} is ambiguous"
        self.candidates = list(candidates[:SHOWN])
        self.lines = [f"{c.name} ({c.id}){_weighed(type, c)}" for c in self.candidates]
        more = f" and {len(candidates) - SHOWN} more" if len(candidates) > SHOWN else ""
        listed = "; ".join(self.lines)
        super().__init__(f"{self.problem}; use the ID of one of: {listed}{more}")


def resolve(store: "Store", type: str, text: str) -> str:
    """Return the ID of the node that a text names; see :func:`identify`."""
    return identify(store, type, text).id


def identify(store: "Store", type: str, text: str) -> Subject:
    """Return the node that a text names.

    Args:
        store: the graph.
        type: one of ``queries.values.ENTITIES``.
        text: an identifier or address in any notation, a name, or a part of the name.

    Raises:
        NotFoundError: no node matches; the message lists similar names.
        AmbiguousError: several nodes match.
    """
    *lookups, similar = _statements(type)
    words = _words(type, text)
    for lookup in lookups:
        how = lookup.partition("\n")[0].removeprefix("// ")
        if how.startswith(PART) and words["exact"]:
            break  # an address is not a part of a name
        rows = store.read(lookup, {**words, "many": MANY}).rows
        found = [Candidate(str(row["id"]), str(row["name"]), row["weight"]) for row in rows]
        if how == COLON:
            found = [c for c in found if _before_colon(c.name) == words["key"]]
        if found:
            return _chosen(type, text.strip(), how, found)
    candidates = [] if words["exact"] else store.read(similar, {**words, "most": MOST}).rows
    initials = {row["id"] for row in candidates if _initials(row["name"]) == text.strip().upper()}
    if len(initials) == 1:
        return identify(store, type, str(initials.pop()))
    suggested = _nearest(text, candidates, initials)
    advice = f"; similar: {'; '.join(suggested)}" if suggested else ""
    raise NotFoundError(f"no {type} {text!r} in this graph{advice}")


def _chosen(type: str, text: str, how: str, found: Sequence[Candidate]) -> Subject:
    """Return the node that is meant by a text that several may match.

    Raises:
        AmbiguousError: none of them leads.
    """
    first, *others = found
    if others:
        exact = type != "author" and not how.startswith(PART)
        if not exact or first.weight < max(1, LEAD * others[0].weight):
            raise AmbiguousError(type, text, found)
        count = len(others)
        how += (
            f"; {count} other{'s have' if count > 1 else ' has'} it with fewer {WEIGHTS[type]}, "
            f"first {others[0].name} ({others[0].id})"
        )
    if how.startswith(PART):
        how = f"{how}: no {type} is named {text!r}"
    if type == "author" and first.id.startswith("name:"):
        how += "; the graph knows this person by name alone"
    return Subject(text, first.id, first.name, how, exact=not how.startswith(PART))


def _weighed(type: str, candidate: Candidate) -> str:
    return f", {candidate.weight:,} {WEIGHTS[type]}" if candidate.weight else ""


def short_title(title: str) -> str:
    """Return the name before the colon of a title (``SAM 2: Segment Anything``), or the title.

    The names on a page follow the same rule (``shortName`` in ``viz/assets/js/labels.js``).
    """
    name = title.partition(": ")[0]
    return name if SHORT[0] <= len(name) <= SHORT[1] else title


def _before_colon(title: str) -> str | None:
    """Return the normalized name that a title such as ``SAM 2: Segment Anything`` begins with."""
    name, colon, _ = title.partition(":")
    return ids.title_key(name) if colon else None


@cache
def _statements(type: str) -> tuple[str, ...]:
    source = files("citegraph.queries").joinpath("lookup", f"{type}.cypher").read_text("utf-8")
    return tuple(lexer.statements(source))


def _words(type: str, text: str) -> dict[str, Any]:
    """Return the parameters of the lookups: the text in every notation that the graph may use."""
    text = text.strip()
    lower = text.casefold()
    key = ids.name_key(text) if type == "author" else ids.title_key(text)
    repo = repository(text)
    address = f"{repo.host}/{repo.owner}/{repo.name}".lower() if repo else None
    scheme, _ = ids.parse(text)
    return {
        "text": text,
        "lower": lower,
        "key": key or text,
        "forms": sorted({text, lower, key, canonical(text)} - {""}),
        "solid": (canonical(text) or key or lower).replace(" ", ""),
        "tail": lower.rstrip("/").rpartition("/")[2],
        "account": lower.rstrip("/").rpartition("/")[2].removeprefix("@"),
        "begins": f"{key} ",
        "address": address or lower.strip("/"),
        "repository": address if "/" in text else None,
        "exact": scheme != "own" or "://" in text,
        "initial": lower[:1],
        # A typing error leaves the beginning or the end of most words unchanged.
        "parts": sorted(
            {end for word in key.split() if len(word) > 2 for end in (word[:4], word[-4:])}
        ),
        "identifiers": _identifiers(text),
        **dict.fromkeys(("pmid", "pmcid", "acl", "corpusid")),
        **dict([ids.parse(text)]),  # "own" is no parameter of a lookup
        "arxiv": ids.arxiv(text),
        "doi": ids.doi(text),
        "openalex": ids.openalex(text),
        "s2": ids.s2(text),
        **author_ids.meant(text),
    }


def _identifiers(text: str) -> list[str]:
    """Return the text as the graph stores an identifier of a paper."""
    scheme, value = ids.parse(text)
    return [text] if scheme == "own" else [f"{scheme}:{value}", text]


def _initials(name: str) -> str:
    words = re.findall(r"[^\W_]+", name)
    return "".join(w[0] for w in words if w not in {"of", "the", "and", "for", "in"}).upper()


def _nearest(text: str, rows: Sequence[Mapping[str, Any]], initials: set[str]) -> list[str]:
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only a misspelled name needs it

    names = {i: row["name"] for i, row in enumerate(rows) if row["name"]}
    found = process.extract(
        text,
        names,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=4 * SHOWN,
        score_cutoff=NEAR,
    )
    best = [rows[i] for _, _, i in found]
    first = [row for row in rows if row["id"] in initials]
    return list(dict.fromkeys(f"{row['name']} ({row['id']})" for row in first + best))[:SHOWN]
