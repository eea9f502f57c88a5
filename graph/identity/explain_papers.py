"""Explain why two nodes are, or are not, one paper, organization, topic or repository."""

from collections.abc import Iterable, Iterator
from typing import Any

from citegraph.graph.identity.judged import judged
from citegraph.graph.identity.judgements import SUBJECTS, Judgement, accepted, subject
from citegraph.graph.identity.resolve import names_of, resolve
from citegraph.graph.identity.works import Known, conflict, contradict, versions

Row = dict[str, Any]


def explain_papers(a: Known, b: Known, judgements: Iterable[Judgement]) -> list[Row]:
    """Return the evidence for two nodes being one paper.

    Returns:
        Rows of ``evidence``, ``about`` and ``bits``, which is always None: the rules decide without
        weights. The last row is the conclusion.
    """
    given = [*judgements]
    rows = [*_judgements(names_of(a), names_of(b), "paper", given)]
    for name in dict.fromkeys(key for key, _ in sorted(a.keys | b.keys)):
        one, other = ({v for key, v in known.keys if key == name} for known in (a, b))
        if one & other:
            rows.append(_row(f"same {name}", ", ".join(sorted(one & other))))
        elif one and other:
            rows.append(_row(f"different {name}", _both(one, other)))
    if a.titles & b.titles:
        rows.append(_row("same title", ", ".join(sorted(a.title_keys & b.title_keys))))
    elif a.title_keys and b.title_keys:
        rows.append(_row("different titles", _both(a.title_keys, b.title_keys)))
    if a.year and b.year:
        rows.append(_row("years", f"{a.year} and {b.year}"))
    if a.first_authors and b.first_authors:
        rows.append(_row("first authors", _both(a.first_authors, b.first_authors)))
    if versions(a, b):
        rows.append(_row("versions", "a preprint and a published paper"))
    elif conflict(a, b) and not a.keys & b.keys:
        rows.append(_row("conflict", "identifiers of one scheme differ"))
    elif a.keys & b.keys and contradict(a, b):
        rows.append(_row("conflict", "titles and authors differ: an identifier is wrong"))
    one_paper = len({id(found) for found in resolve([a, b], judged(given))}) == 1
    return [*rows, _row("conclusion", "one paper" if one_paper else "two papers")]


def explain_nodes(kind: str, a: str, b: str, judgements: Iterable[Judgement]) -> list[Row]:
    """Return the judgements on two organizations, topics or repositories, and the conclusion."""
    given = [*judgements]
    nodes, label = judged(given).nodes, SUBJECTS[kind]
    same = nodes.get((label, a), a) == nodes.get((label, b), b)
    about = f"one {kind}, by judgement" if same else "two nodes; only a judgement merges them"
    return [*_judgements({a}, {b}, kind, given), _row("conclusion", about)]


def explain_merged(kind: str, id: str, merged: Iterable[str]) -> list[Row]:
    """Return what a node combines, each with the reason, and the conclusion."""
    rows = [_row("merged", entry) for entry in merged]
    return [*rows, _row("conclusion", f"one {kind} in the graph, {id}")]


def _judgements(
    one: set[str], other: set[str], kind: str, given: Iterable[Judgement]
) -> Iterator[Row]:
    kept, _ = accepted(given)
    for judgement in kept:
        ends = [end.partition(":")[2] for end in (judgement.a, judgement.b)]
        both = (ends[0] in one and ends[1] in other) or (ends[1] in one and ends[0] in other)
        if subject(judgement) == kind and both:
            reason = f": {judgement.reason}" if judgement.reason else ""
            yield _row("judgement", f"{judgement.verdict}{reason} ({', '.join(ends)})")


def _both(one: Iterable[str], other: Iterable[str]) -> str:
    return f"{', '.join(sorted(one))} and {', '.join(sorted(other))}"


def _row(evidence: str, about: str) -> Row:
    return {"evidence": evidence, "about": about, "bits": None}
