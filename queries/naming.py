"""Find the node that a user names by an identifier, a name or a part of the name.

Each file in ``queries/lookup/`` is for one label. Its statements are tried in order, the most
specific first; the first one that finds nodes decides. Its first line states how a name matches,
and an answer repeats it. Where several nodes have the name, the most upvoted or cited paper, or the
topic or organization with the most papers, is used if it clearly leads; otherwise the name is
ambiguous. The statement ``candidates for a misspelled name`` returns candidates, and the statement
``distinguishing details``, if there is one, describes nodes that have the same name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from citegraph.graph.errors import QueryError
from citegraph.graph.identity import author_ids, ids
from citegraph.graph.identity.keywords import CHECK_TAGS
from citegraph.graph.identity.node_ids import topic_id
from citegraph.graph.identity.organization_names import canonical_id, name_id
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.identity.resolve import title_id
from citegraph.graph.identity.topic_ids import canonical
from citegraph.graph.writing.earlier import papers_of
from citegraph.queries import lexer, reasons, versions
from citegraph.queries.marks import of_paper
from citegraph.queries.misspelled import is_abbreviation, nearest

if TYPE_CHECKING:
    from citegraph.graph.store import Store

SHOWN = 9  # candidates that an error lists
SHORT = (3, 32)  # characters of a name before the colon of a title
SHORTEST = 2  # letters that are looked for as a whole name only
LONGEST = 80  # characters of a name that a message repeats
MANY = 200  # candidates that a lookup reads
MOST = 50_000  # candidates compared with a misspelled name
LEAD = 3  # the first of several nodes is meant if it has this many times the weight of the second
FAR = 10  # the same for authors, who are often different people of one name
COLON = "by the name before the colon"
PART = "by part of"  # beginning of how a name matches inexactly
ALIAS = "by name or alias"
EITHER = "by name or another identifier"
_INITIALS = re.compile(r"(?:\w )+(\w{2,})")  # a normalized name such as "k he"
JUDGED = ("author", "organization")  # types of nodes that have a name in common and may be one
APART = "distinguishing details"
NEWEST = "newest: "  # detail: the title of the newest paper
BRIEF = 60  # characters of a detail
SURE = "confidence"
NAMES = "kind and names"
KEYWORD = "papers with the keyword"
_SCHEMES = {  # of papers, which users write before an identifier
    "arxiv": "arXiv ID",
    "doi": "DOI",
    "openalex": "OpenAlex ID",
    "s2": "Semantic Scholar ID",
    "pmid": "PubMed ID",
    "pmcid": "PubMed Central ID",
    "corpusid": "corpus ID of Semantic Scholar",
}
_SCHEME = re.compile(
    rf"(?:({'|'.join(_SCHEMES)}):\s?\S+|\d{{4}}\.\d{{4,5}}(?:v\d+)?)\Z", re.IGNORECASE
)
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
        name: title or name of the node; the title of a retracted paper with its mark.
        how: how the text matches, and which other nodes it could mean.
        exact: false if the text is only a part of the title or name, a version of the topic, or the
            name of several authors.
        version: whether the text is a version of the topic, which the graph does not distinguish.
    """

    text: str
    id: str
    name: str
    how: str
    exact: bool = True
    version: bool = False

    def __str__(self) -> str:
        named = self.name if self.name == self.id else f"{self.name} ({self.id})"
        return f"{named}, {self.how}"


class NotFoundError(QueryError):
    """No node in the graph has this name.

    Attributes:
        lines: similar names.
        problem: the message without them.
        other: the type of the first node of another type that has the name.
    """

    def __init__(self, problem: str, similar: Sequence[str] = (), other: str | None = None) -> None:
        self.lines = list(similar)
        self.other = other
        self.problem = f"{problem}; similar:" if similar else problem
        super().__init__(" ".join([self.problem, "; ".join(self.lines)]).strip())


class AmbiguousError(QueryError):
    """Several nodes have this name.

    Attributes:
        parameter: name of the parameter, once it is known.
        problem: the message without the candidates.
        candidates: the nodes, the best known first.
        lines: a line for each of them, with its ID.
    """

    def __init__(
        self,
        type: str,
        text: str,
        candidates: Sequence[Candidate],
        details: Mapping[str, str] | None = None,
    ) -> None:
        self.parameter = type
        self.candidates = list(candidates[:SHOWN])
        details = details or {}
        self.lines = [
            f"{c.name} ({c.id}){_weighed(type, c)}{details.get(c.id, '')}" for c in self.candidates
        ]
        count = f"{len(candidates)}{' or more' if len(candidates) == MANY else ''}"
        more = f" (the first {SHOWN} of {count})" if len(candidates) > SHOWN else ""
        one = len({c.name.casefold() for c in candidates}) == 1
        judge = ""
        if one and type in JUDGED:
            judge = ", or judge that two are the same"
        self.problem = (
            f"{type} {quoted(text)} is ambiguous; use the ID of one of these{more}{judge}:"
        )
        super().__init__(f"{self.problem} {'; '.join(self.lines)}")


def resolve(store: "Store", type: str, text: str) -> str:
    """Return the ID of the only node that a text names; see :func:`identify`."""
    return identify(store, type, text, only=True).id


def identify(store: "Store", type: str, text: str, *, only: bool = False) -> Subject:
    """Return the node that a text names.

    Args:
        store: the graph.
        type: one of ``queries.values.ENTITIES``.
        text: an identifier or address in any notation, a name, or a part of the name.
        only: do not choose between nodes that have the name, even if one clearly leads.

    Raises:
        NotFoundError: no node matches; the message names the node of another type that does, or
            lists similar names.
        AmbiguousError: several nodes match.
    """
    words = _words(type, text)
    # No address is part of a name, and a letter or two are part of most.
    part = not words["exact"] and (len(text.strip()) > SHORTEST or not text.isascii())
    how, found = _found(store, type, words, part=part)
    if found:
        try:
            return _chosen(store, type, text.strip(), how, found, only=only)
        except AmbiguousError as error:
            raise AmbiguousError(
                type, text.strip(), found, _details(store, type, error.candidates)
            ) from None
    now = papers_of(store, text.strip()) if type == "paper" else []
    if len(now) == 1:
        return replace(identify(store, type, now[0]), text=text, how="by an earlier ID")
    if now:
        found = [Candidate(id, id, 0) for id in now]
        raise AmbiguousError(type, text.strip(), found, _details(store, type, found))
    if type == "paper" and not words["exact"] and (found_scheme := _SCHEME.match(text.strip())):
        named = _SCHEMES[(found_scheme[1] or "arxiv").lower()]
        raise NotFoundError(f"no paper {quoted(text)} in this graph; it is not a valid {named}")
    similar = lexer.named(f"lookup/{type}")["candidates for a misspelled name"]
    candidates = [] if words["exact"] else store.read(similar, {**words, "most": MOST}).rows
    initials = {row["id"] for row in candidates if is_abbreviation(text, row["name"])}
    if len(initials) == 1:
        found_id = identify(store, type, str(initials.pop()), only=only)
        return replace(found_id, text=text, how="by its initials")
    suggested = nearest(text, candidates, initials)[:SHOWN]
    problem = f"no {type} {quoted(text)} in this graph"
    if type == "topic" and topic_id(text) not in CHECK_TAGS:
        for of in store.read(lexer.named("lookup/topic")[KEYWORD], {**words, "many": 1}).rows:
            raise NotFoundError(
                f"{problem}; it is a keyword of {of['name']} ({of['id']}), and becomes a topic "
                "when a second paper has it"
            )
    if others := _other_types(store, type, text):
        nodes = " and the ".join(others.values())
        raise NotFoundError(f"{problem}; but there is the {nodes}", other=next(iter(others)))
    if suggested:
        raise NotFoundError(problem, suggested)
    raise NotFoundError(f"{problem}; {reasons.empty(store) or _remedy(type, words)}")


def named(store: "Store", type: str, text: str) -> str | None:
    """Return the name of the node that has this name, of several the best known one."""
    _, found = _found(store, type, _words(type, text), part=False)
    same = [c.name for c in found if ids.title_key(c.name) == ids.title_key(text)]
    return same[0] if same else None


def _found(
    store: "Store", type: str, words: Mapping[str, Any], *, part: bool
) -> tuple[str, list[Candidate]]:
    """Return the nodes of the first lookup that finds any, and how they match."""
    for how, lookup in lexer.named(f"lookup/{type}").items():
        if not how.startswith("by ") or (how.startswith(PART) and not part):
            continue
        rows = store.read(lookup, {**words, "many": MANY}).rows
        found = [Candidate(str(row["id"]), str(row["name"]), row["weight"]) for row in rows]
        if how == COLON:
            found = [c for c in found if _before_colon(c.name) == words["key"]]
        if how.startswith(PART) and type == "paper":
            after = [c for c in found if _after_colon(c.name) == words["key"]]
            if after:
                return "by the title after the colon", after
        if how.startswith(PART):  # "SAM" is rather "SAM 2" than "sampling", and never "flotsam"
            key = words["key"]
            word = re.compile(rf"\b{re.escape(key)}s?\b")
            begins = re.compile(rf"(?<![a-z0-9]){re.escape(key)}")
            keys = [(c, ids.title_key(c.name)) for c in found]
            whole = [c for c, name in keys if word.search(name)]
            found = whole or [c for c, name in keys if type != "paper" or begins.search(name)]
        if found:
            return how, found
    return "", []


def _details(store: "Store", type: str, candidates: Sequence[Candidate]) -> dict[str, str]:
    """Return details that distinguish nodes of the same name, by ID."""
    statement = lexer.named(f"lookup/{type}").get(APART)
    if statement is None:
        return {}
    rows = store.read(statement, {"ids": [c.id for c in candidates]}).rows
    return {
        row["id"]: "".join(f"; {', '.join(map(_brief, part))}" for part in row["details"] if part)
        for row in rows
    }


def _brief(detail: str) -> str:
    """Return a detail with at most :data:`BRIEF` characters; a title by its name."""
    name, newest, title = detail.rpartition(NEWEST)
    brief = f"{name}{newest}{short_title(title)}" if newest else detail
    return brief if len(brief) <= BRIEF else f"{brief[: BRIEF - 1].rpartition(' ')[0]}…"


def _other_types(store: "Store", type: str, text: str) -> dict[str, str]:
    """Return the nodes of other types that have this name, by type; parts of names do not count."""
    named = {}
    for other in WEIGHTS:
        if other == type:
            continue
        how, found = _found(store, other, _words(other, text), part=False)
        if found:
            named[other] = f"{other} {found[0].name} ({found[0].id}), {how}"
    return named


def _remedy(type: str, words: Mapping[str, Any]) -> str:
    if type == "topic":
        return "see the question topics; the question search finds papers by words"
    if type != "paper":
        return f"see the question {_plural(type)}"
    if words["exact"]:
        return "load a source that has it"
    return "the question search finds papers by words in title and abstract"


def _chosen(
    store: "Store", type: str, text: str, how: str, found: Sequence[Candidate], *, only: bool
) -> Subject:
    """Return the node that is meant by a text that several may match.

    Raises:
        AmbiguousError: none of them leads.
    """
    first, *others = found
    if others:
        lead = FAR if type == "author" else LEAD
        if only or how.startswith(PART) or first.weight < max(1, lead * others[0].weight):
            raise AmbiguousError(type, text, found)
        if type != "organization":  # whose other names are always listed
            how += (
                f"; {_others(type, len(others))} this name and fewer {WEIGHTS[type]}, such as "
                f"{others[0].name} ({others[0].id})"
            )
    if how.startswith(PART):
        how = f"{how}: no {type} is named {quoted(text)}"
    version = how == ALIAS and _is_version(store, first.id, text)
    if version:
        how = f"which includes {text!r}"
    elif how in (ALIAS, EITHER):
        other = "by an alias" if how == ALIAS else "by another identifier or name"
        how = "by name" if ids.title_key(first.name) == ids.title_key(text) else other
    if type == "author":
        how += _sureness(store, first.id)
    if type == "organization" and not how.startswith(PART):
        how += _other_names(store, first)
    exact = not (version or how.startswith(PART) or (others and type == "author"))
    name = f"{of_paper(store, first.id)}{first.name}" if type == "paper" else first.name
    return Subject(text, first.id, name, how, exact=exact, version=version)


def _is_version(store: "Store", id: str, text: str) -> bool:
    [topic] = store.read(lexer.named("lookup/topic")[NAMES], {"id": id}).rows
    return topic["kind"] in versions.KINDS and versions.is_version(text, topic["names"])


def _sureness(store: "Store", id: str) -> str:
    """Return how an author's papers were joined, and with which confidence."""
    alone = "; no identifier of this person is known" if id.startswith("name:") else ""
    [row] = store.read(lexer.named("lookup/author")[SURE], {"id": id}).rows
    if row["basis"] is None or row["papers"] < 2:
        return alone
    basis = "rules" if row["basis"] in ("name", "rule") else f"{row['basis']}s"
    value = row["confidence"]
    sure = "" if value is None else f" (confidence {_probability(value)})"
    only = f", {row['nameOnly']} of them by name only" if row["nameOnly"] else ""
    return f"{alone}; {row['papers']} papers merged by {basis}{sure}{only}"


def _probability(value: float) -> str:
    """Return a probability with two decimals; one that is not certain is never shown as 1."""
    return "> 0.99" if value > 0.99 else f"{value:.2f}"


def _other_names(store: "Store", first: Candidate) -> str:
    """Return how many other organizations have the name of one, or have it in theirs."""
    lookups = lexer.named("lookup/organization")
    lookup = next(one for how, one in lookups.items() if how.startswith(PART))
    rows = store.read(lookup, {"lower": first.name.casefold(), "many": MANY}).rows
    whole = re.compile(rf"\b{re.escape(first.name)}\b", re.IGNORECASE)
    others = [row for row in rows if row["id"] != first.id and whole.search(row["name"])]
    same = [row["id"] for row in others if row["name"].casefold() == first.name.casefold()]
    longer = [f"{row['name']} ({row['id']})" for row in others if row["id"] not in same]
    parts = []
    if same:
        have = _others("organization", len(same))
        parts.append(f"; {have} this name and may be the same: {', '.join(same)}")
    if longer:
        have = _others("organization", len(longer))
        parts.append(f"; {have} a name that contains it, such as {longer[0]}")
    return "".join(parts)


def _others(type: str, count: int) -> str:
    return f"1 other {type} has" if count == 1 else f"{count} other {_plural(type)} have"


def _plural(type: str) -> str:
    return "repositories" if type == "repository" else f"{type}s"


def _weighed(type: str, candidate: Candidate) -> str:
    if not candidate.weight:
        return ""
    unit = WEIGHTS[type]
    if candidate.weight == 1:
        unit = re.sub(r"s\b", "", unit).replace(" and ", " or ")
    return f", {candidate.weight:,} {unit}"


def quoted(text: str) -> str:
    """Return a text in quotation marks, shortened, for a message."""
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


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


def _after_colon(title: str) -> str | None:
    """Return the normalized title without the name that it begins with."""
    _, colon, rest = title.partition(":")
    return ids.title_key(rest) if colon else None


def _words(type: str, text: str) -> dict[str, Any]:
    """Return the parameters of the lookups: the text in every notation that the graph may use."""
    text = text.strip()
    lower = text.casefold()
    key = ids.name_key(text) if type == "author" else ids.title_key(text)
    repo = repository(text)
    address = f"{repo.host}/{repo.owner}/{repo.name}".lower() if repo else None
    scheme, _ = ids.parse(text)
    initials = _INITIALS.fullmatch(key)
    return {
        "text": text,
        "lower": lower,
        "key": key or text,
        "titleId": title_id(key or text),
        "forms": sorted({text, lower, key, canonical(text)} - {""}),
        "solid": (canonical(text) or key or lower).replace(" ", ""),
        "tail": lower.rstrip("/").rpartition("/")[2],
        "account": "" if " " in lower else lower.rstrip("/").rpartition("/")[2].removeprefix("@"),
        "begins": f"{key} ",
        "organization": canonical_id(text) if text.startswith("name:") else name_id(text),
        "two": key[:2],
        "joined": key.replace(" ", ""),
        "words": key.split(),
        "address": address or lower.strip("/"),
        "repository": (address if "/" in text else None) or "",
        "exact": scheme != "own" or "://" in text,
        "initial": lower[:1],
        "family": f" {initials[1]}" if initials else "",
        # A typing error leaves the beginning or the end of most words unchanged.
        "parts": sorted(
            {end for word in key.split() if len(word) > 2 for end in (word[:4], word[-4:])}
        ),
        "identifiers": _identifiers(text),
        **dict.fromkeys(("pmid", "pmcid", "acl", "corpusid"), ""),
        **dict([ids.parse(text)]),  # "own" is no parameter of a lookup
        # For null, the embedded engine would read all nodes.
        "arxiv": ids.arxiv(text) or "",
        "doi": ids.doi(text) or "",
        "openalex": ids.openalex(text) or "",
        "s2": ids.s2(text) or "",
        **{name: value or "" for name, value in author_ids.meant(text).items()},
    }


def _identifiers(text: str) -> list[str]:
    """Return the text as the graph stores an identifier of a paper."""
    scheme, value = ids.parse(text)
    return [text] if scheme == "own" else [f"{scheme}:{value}", text]
