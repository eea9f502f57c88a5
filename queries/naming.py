"""Find the node that a user names by an identifier, a name or a part of the name.

Each file in ``queries/lookup/`` is for one label. Its statements are tried in order, the most
specific first; the first one that finds nodes decides, and several nodes are an error. The last
statement returns candidates for a misspelled name.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from citegraph.graph.errors import QueryError
from citegraph.graph.identity import ids
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.identity.topic_ids import canonical
from citegraph.graph.store import Store
from citegraph.queries import lexer

__all__ = ["NotFoundError", "resolve"]

SHOWN = 5  # candidates that an error lists
MANY = 50_000  # candidates compared with a misspelled name
NEAR = 75.0  # similarity, 0 to 100, from which a name is suggested


class NotFoundError(QueryError):
    """No node in the graph has this name."""


def resolve(store: Store, type: str, text: str) -> str:
    """Return the ID of the node that a text names.

    Args:
        store: the graph.
        type: one of ``queries.values.ENTITIES``.
        text: an identifier in any notation, a name, or a part of the name.

    Raises:
        NotFoundError: no node matches; the message lists similar names.
        QueryError: several nodes match; the message lists them.
    """
    *lookups, similar = _statements(type)
    words = _words(type, text)
    for lookup in lookups:
        rows = store.read(lookup, {**words, "limit": SHOWN + 1}).rows
        if len(rows) == 1:
            return str(rows[0]["id"])
        if rows:
            more = " and more" if len(rows) > SHOWN else ""
            named = "; ".join(f"{row['name']} ({row['id']})" for row in rows[:SHOWN])
            raise QueryError(f"{type} {text!r} is ambiguous; use the ID of one of: {named}{more}")
    candidates = store.read(similar, {**words, "many": MANY}).rows
    initials = {row["id"] for row in candidates if _initials(row["name"]) == text.strip().upper()}
    if len(initials) == 1:
        return str(initials.pop())
    suggested = _nearest(text, candidates, initials)
    advice = f"; similar: {'; '.join(suggested)}" if suggested else ""
    raise NotFoundError(f"no {type} {text!r} in this graph{advice}")


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
    return {
        "text": text,
        "lower": lower,
        "key": key or text,
        "forms": sorted({text, lower, key, canonical(text)} - {""}),
        "solid": (canonical(text) or key or lower).replace(" ", ""),
        "tail": lower.rstrip("/").rpartition("/")[2],
        "account": lower.rstrip("/").rpartition("/")[2].removeprefix("@"),
        "address": f"{repo.host}/{repo.owner}/{repo.name}".lower() if repo else lower.strip("/"),
        "initial": lower[:1],
        # A typing error leaves the beginning or the end of most words unchanged.
        "parts": sorted(
            {end for word in key.split() if len(word) > 2 for end in (word[:4], word[-4:])}
        ),
        "identifiers": _identifiers(text),
        "arxiv": ids.arxiv(text),
        "doi": ids.doi(text),
        "openalex": ids.openalex(text),
        "s2": ids.s2(text),
        "orcid": ids.orcid(text),
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
