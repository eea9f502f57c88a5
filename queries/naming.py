"""From what a person writes to the node that is meant: a paper, a topic, an author, ...

Each file in ``queries/lookup/`` holds the ways to find nodes of one kind, the surest first, and
as its last statement the candidates for near misses. The first way that finds one node decides;
one that finds several is ambiguous.
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

SHOWN = 5  # candidates that an error names
MANY = 50_000  # candidates that are compared for near misses
NEAR = 75.0  # similarity of 100 from which a name is offered


class NotFoundError(QueryError):
    """Nothing in the graph has this name."""


def resolve(store: Store, type: str, text: str) -> str:
    """The id of the node that a text names.

    Args:
        store: the graph.
        type: one of ``queries.values.ENTITIES``.
        text: an identifier in any form, a name, or a part of a name that is unique.

    Raises:
        NotFoundError: there is none; names the near ones.
        QueryError: there are several; names them.
    """
    *ways, near = _statements(type)
    words = _words(type, text)
    for way in ways:
        rows = store.read(way, {**words, "limit": SHOWN + 1}).rows
        if len(rows) == 1:
            return str(rows[0]["id"])
        if rows:
            more = " and more" if len(rows) > SHOWN else ""
            named = "; ".join(f"{row['name']} ({row['id']})" for row in rows[:SHOWN])
            raise QueryError(f"{type} {text!r} is ambiguous; give the id of one of: {named}{more}")
    candidates = store.read(near, {**words, "many": MANY}).rows
    initials = {row["id"] for row in candidates if _initials(row["name"]) == text.strip().upper()}
    if len(initials) == 1:
        return str(initials.pop())
    offers = _nearest(text, candidates, initials)
    advice = f"; near: {'; '.join(offers)}" if offers else ""
    raise NotFoundError(f"no {type} {text!r} in this graph{advice}")


@cache
def _statements(type: str) -> tuple[str, ...]:
    source = files("citegraph.queries").joinpath("lookup", f"{type}.cypher").read_text("utf-8")
    return tuple(lexer.statements(source))


def _words(type: str, text: str) -> dict[str, Any]:
    """The text in all the forms in which the graph may know it: parameters of the lookups."""
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
        # A slip of the pen leaves the beginning or the end of most words as they are.
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
    """The text as an identifier of a paper, in the form in which the graph holds it."""
    scheme, value = ids.parse(text)
    return [text] if scheme == "own" else [f"{scheme}:{value}", text]


def _ends(word: str) -> tuple[str, str]:
    return word[:4], word[-4:]


def _initials(name: str) -> str:
    words = re.findall(r"[^\W_]+", name)
    return "".join(w[0] for w in words if w not in {"of", "the", "and", "for", "in"}).upper()


def _nearest(text: str, rows: Sequence[Mapping[str, Any]], initials: set[str]) -> list[str]:
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only a near miss needs it

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
    offers = [row for row in rows if row["id"] in initials] + best
    return list(dict.fromkeys(f"{row['name']} ({row['id']})" for row in offers))[:SHOWN]
