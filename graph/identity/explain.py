"""Explain why two groups of entries are, or are not, one person."""

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from typing import Any

from citegraph.graph.identity import names
from citegraph.graph.identity.author_ids import ACCOUNT, SCHEMES, Scheme
from citegraph.graph.identity.entries import Entry, ends, identifiers
from citegraph.graph.identity.evidence import (
    ASSIGNED,
    CITATION,
    LARGEST,
    ORGANIZATION,
    POPULATION,
    Evidence,
    coauthor_weight,
    name_weight,
)
from citegraph.graph.identity.judgements import Judgement, accepted
from citegraph.graph.identity.people import cluster

_SHOWN = 5
Row = dict[str, Any]


def explain(
    a: Sequence[Entry], b: Sequence[Entry], judgements: Iterable[Judgement] = ()
) -> list[Row]:
    """Return the evidence for two groups of entries being one person.

    Returns:
        Rows of ``evidence``, ``about`` and ``bits`` (positive: for one person; None: decides alone
        or is not counted). The last row is the conclusion.
    """
    kept, _ = accepted(judgements)
    rows = [
        *_judged(a, b, kept),
        *_identifiers(a, b),
        *_places(a, b),
        *_names(a, b),
        *_assigned(a, b),
        *_coauthors(a, b),
        *_organizations(a, b),
        *_citations(a, b),
        *_years(a, b),
    ]
    first, second = a[0].key, b[0].key
    person = next(p for p in cluster([*a, *b], kept) if first in p.keys)
    same = second in person.keys
    about = f"one person, by {person.basis}" if same else "two people"
    if not same and len(a) * len(b) > 1 and _outweighs(rows):
        about += f"; the evidence links too few of their {len(a):,} and {len(b):,} entries"
    return [
        *rows,
        {"evidence": "conclusion", "about": about, "bits": person.score if same else None},
    ]


def _outweighs(rows: Iterable[Row]) -> bool:
    """Report whether the weights favor one person, and nothing alone decides against it."""
    return sum(row["bits"] or 0 for row in rows) > 0 and all(
        row["bits"] is not None or row["evidence"] == "years" for row in rows
    )


def _row(evidence: str, about: str, bits: float | None = None) -> Row:
    return {"evidence": evidence, "about": about, "bits": None if bits is None else round(bits, 1)}


def _judged(a: Sequence[Entry], b: Sequence[Entry], kept: Iterable[Judgement]) -> Iterator[Row]:
    one, other = ({text for entry in some for text in ends(entry)} for some in (a, b))
    for judgement in kept:
        pair = {judgement.a, judgement.b}
        if (judgement.a in one and judgement.b in other) or (
            judgement.b in one and judgement.a in other
        ):
            reason = f": {judgement.reason}" if judgement.reason else ""
            yield _row("judgement", f"{judgement.verdict}{reason} ({', '.join(sorted(pair))})")


def _identifiers(a: Sequence[Entry], b: Sequence[Entry]) -> Iterator[Row]:
    for scheme in SCHEMES:
        one, other = _values(a, scheme), _values(b, scheme)
        if one & other:
            yield _row(f"same {scheme.title}", ", ".join(sorted(one & other)))
        elif one and other:
            yield _row(
                f"different {scheme.title}",
                f"{', '.join(sorted(one))} and {', '.join(sorted(other))}",
                -scheme.against if isfinite(scheme.against) else None,
            )


def _values(entries: Sequence[Entry], scheme: Scheme) -> set[str]:
    return {
        value for entry in entries for name, value in identifiers(entry) if name == scheme.scheme
    }


def _places(a: Sequence[Entry], b: Sequence[Entry]) -> Iterator[Row]:
    at = {entry.paper: entry.position for entry in a}
    for entry in b:
        if entry.paper in at and entry.position != at[entry.paper]:
            yield _row("two places in one author list", entry.title or entry.paper)
            return


def _names(a: Sequence[Entry], b: Sequence[Entry]) -> Iterator[Row]:
    pairs = {
        (names.parse(x.name).key, names.parse(y.name).key): (x.name, y.name) for x in a for y in b
    }
    key, written = max(pairs.items(), key=lambda pair: (name_weight(*pair[0]), pair[0]))
    how = names.agreement(*sorted(key))
    if how is None:
        about = f"{written[0]} and {written[1]} disagree"
        if not names.renamed(*key) and _values(a, SCHEMES[0]) & _values(b, SCHEMES[0]):
            about += " and have nothing in common, so that the ORCID is taken for an error"
        yield _row("names", about)
        return
    initial = how == "initial"
    rare = min(names.bits(one, initial=initial) for one in key)
    kind = {
        "full": "agree" if written[0] != written[1] else "in both",
        "part": "agree but for a middle name",
        "initial": "agree in an initial",
    }
    yield _row(
        "names",
        f"{' and '.join(dict.fromkeys(written))} {kind[how]}; about 1 in {2**rare:,.0f} people has "
        f"such a name; a name is rare from 1 in {2**POPULATION:,.0f}",
        name_weight(*key),
    )


def _coauthors(a: Sequence[Entry], b: Sequence[Entry]) -> Iterator[Row]:
    evidence = Evidence()
    own = {names.parse(entry.name).key for entry in (*a, *b)}
    one, other = ({k for entry in some for k in evidence.coauthors(entry)} for some in (a, b))
    shared = sorted((one & other) - own, key=lambda key: (-coauthor_weight(key), key))
    if not shared:
        yield _row("co-authors", "none is shared", 0.0)
        return
    some = [f"{key.title()} (1 in {2 ** names.bits(key):,.0f})" for key in shared[:_SHOWN]]
    more = f" and {len(shared) - _SHOWN:,} more" if len(shared) > _SHOWN else ""
    yield _row(
        "shared co-authors", ", ".join(some) + more, min(sum(map(coauthor_weight, shared)), LARGEST)
    )


def _assigned(a: Sequence[Entry], b: Sequence[Entry]) -> Iterator[Row]:
    one, other = (
        {user for entry in some for user in (*entry.assigned, *entry.accounts)} for some in (a, b)
    )
    confirmed = _values(a, ACCOUNT) & _values(b, ACCOUNT)
    if shared := sorted((one & other) - confirmed):
        yield _row("same Hugging Face account, unconfirmed", ", ".join(shared), ASSIGNED)


def _organizations(a: Sequence[Entry], b: Sequence[Entry]) -> Iterator[Row]:
    one, other = ({o for entry in some for o in entry.organizations} for some in (a, b))
    if shared := sorted(one & other):
        bits = min(ORGANIZATION * len(shared), LARGEST)
        yield _row("same organization", ", ".join(shared[:_SHOWN]), bits)


def _citations(a: Sequence[Entry], b: Sequence[Entry]) -> Iterator[Row]:
    pairs = {
        f"{x.title or x.paper} cites {y.title or y.paper}"
        for some, others in ((a, b), (b, a))
        for x in some
        for y in others
        if y.paper in x.cited and y.paper != x.paper
    }
    if pairs:
        about = "; ".join(sorted(pairs)[:_SHOWN])
        more = f"; and {len(pairs) - _SHOWN:,} more" if len(pairs) > _SHOWN else ""
        yield _row("citation", about + more, min(CITATION * len(pairs), LARGEST))


def _years(a: Sequence[Entry], b: Sequence[Entry]) -> Iterator[Row]:
    known = [sorted(entry.year for entry in some if entry.year) for some in (a, b)]
    spans = [f"{y[0]}-{y[-1]}" if y[0] < y[-1] else str(y[0]) for y in known if y]
    if len(spans) == 2:
        yield _row("years", " and ".join(spans))
