"""Papers related to several papers or to texts.

The question ``related`` ranks the papers related to one paper in Cypher. Here its answers for
several papers are combined, and texts are compared through the text index.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.errors import QueryError
from citegraph.graph.identity import ids
from citegraph.graph.identity.works import KEYS
from citegraph.graph.records import Paper
from citegraph.graph.store import Store
from citegraph.graph.text import similar, statements
from citegraph.graph.text.index import Text, TextIndex
from citegraph.graph.writing.values import paper_keys
from citegraph.queries import naming
from citegraph.queries.answer import Answer
from citegraph.queries.marks import marked
from citegraph.queries.run import find, run

COLUMNS = ["rank", "title", "score", "reasons", "id"]
NEAR = "titles of the papers and texts that it is most similar to, the most similar first"
BEST = 3  # papers of a library that count for a candidate
WEIGHED = 25  # papers whose evidence other than text counts; of more, text alone is compared
DEEP = 200  # candidates for each of them
DEEP_OF_SOME = 2000  # the same before those that are not ranked are left out
WORDS = 5  # words of a reason
WEAK = 0.3  # a paper or text to which nothing is nearer counts less than the others
SHORT = 60  # characters of a text without a title
ESTIMATED = "estimated text"  # kind of a reason that the similarity replaces here
CLOSE = 0.5  # a row is near a paper with at least this share of the points of the nearest one


class Reason(NamedTuple):
    """Evidence that connects a candidate to one of the papers and texts."""

    kind: str
    points: float
    words: list[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The papers related to several papers and texts.

    Attributes:
        answer: The answer; with more than one paper or text it has the column ``near``.
        names: Titles of all that was compared with, by ID; the named papers first.
        seeds: IDs of those that are in the graph.
        near: The IDs of ``seeds`` that each row is near, by the ID of the row.
    """

    answer: Answer
    names: dict[str, str]
    seeds: list[str]
    near: dict[str, list[str]]


def related(
    store: Store,
    papers: Sequence[str] = (),
    texts: Sequence[Paper] = (),
    *,
    on: str | None = None,
    since: str | None = None,
    newer: bool = False,
    code: bool = False,
    limit: int = 20,
) -> Answer:
    """Rank the papers related to papers and texts.

    The score of a candidate is the root mean square of its three best scores with the papers and
    texts, so that a library may have several subjects: a paper that is near one of them precedes a
    paper that is a little similar to all. A score with a paper is that of the question ``related``;
    of several papers each is divided by the largest one, so that all papers count the same.

    Args:
        store: the graph.
        papers: papers of the graph, by identifier or title.
        texts: records of papers, such as those of a file; any text as an abstract. A record that
            the graph has, by identifier or title, is a paper of the graph; others count by text.
        on: day of a list (YYYY-MM-DD); rank only papers of this list.
        since: day of publication (YYYY-MM-DD); rank only papers since then.
        newer: rank only papers published after all ``papers``.
        code: rank only papers with a code repository.
        limit: maximum rows to return.

    Returns:
        The columns of the question ``related``, and with several papers and texts ``near``: those
        that a row is most similar to. The note states how many records the graph has.

    Raises:
        QueryError: a paper is not in the graph, or there is nothing to compare with.
    """
    if not papers and not texts:
        raise QueryError("nothing to compare with; name a paper, a text or a file")
    if len(papers) == 1 and not texts and not on and not since:
        return run(store, "related", paper=papers[0], newer=newer, code=code, limit=limit)
    found = compared(store, papers, texts, on=on, since=since, newer=newer, code=code, limit=limit)
    return found.answer


def compared(
    store: Store,
    papers: Sequence[str],
    texts: Sequence[Paper] = (),
    *,
    on: str | None = None,
    since: str | None = None,
    newer: bool = False,
    code: bool = False,
    limit: int = 20,
) -> Comparison:
    """Rank as :func:`related` does; also return which papers each row is near, for a drawing.

    Raises:
        QueryError: as for :func:`related`.
    """
    subjects = {}
    for number, paper in enumerate(papers, 1):
        try:
            subjects[f"paper {number}"] = naming.identify(store, "paper", paper)
        except naming.AmbiguousError as error:
            error.parameter = f"paper {number}"
            raise
    index = similar.opened(store)
    row = {id: at for at, id in enumerate(index.ids)}
    own = _known(store, texts)
    named = [subject.id for subject in subjects.values()]
    seeds = {*named, *own.values()}
    places = {row[id]: id for id in sorted(seeds) if id in row}
    further = _further([one for n, one in enumerate(texts) if n not in own])
    index = index.extended(further)
    places |= {at: index.ids[at] for at in range(len(index) - len(further), len(index))}
    allowed = _allowed(store, on, since)
    if newer:
        allowed = _both(allowed, store.read(statements.NEWER, {"ids": sorted(seeds)}).rows)
    if code:
        allowed = _both(allowed, store.read(statements.CODED).rows)
    found: dict[str, dict[str, list[Reason]]] = defaultdict(lambda: defaultdict(list))
    similar_to = dict.fromkeys(seeds, np.zeros(len(index)))
    for place, seed in places.items():
        similarity = index.similarities(place)
        if seed in seeds and len(seeds) <= WEIGHED:
            similar_to[seed] = similarity
        order = np.argsort(-similarity, kind="stable")
        chosen = [
            at
            for at in order[: int((similarity > 0).sum())].tolist()
            if (id := index.ids[at])[0] != "\0"
            and id not in seeds
            and (allowed is None or id in allowed)
        ][:DEEP]
        for at in chosen:
            found[index.ids[at]][seed].append(Reason("text", float(similarity[at]), []))
    if len(seeds) <= WEIGHED:
        _add_evidence(store, similar_to, row, allowed, found)
    count = min(BEST, len(seeds) + len(further)) or 1
    points = {
        id: {seed: sum(one.points for one in reasons) for seed, reasons in by_seed.items()}
        for id, by_seed in found.items()
    }
    if len(seeds) + len(further) > 1:
        points = _balanced(points)
    best = {id: _best(values) for id, values in points.items()}
    total = {
        id: math.sqrt(sum(points[id][seed] ** 2 for seed in chosen) / count)
        for id, chosen in best.items()
    }
    text = {
        id: sum(one.points for seed in best[id] for one in found[id][seed] if one.kind == "text")
        for id in total
    }
    ranked = sorted(
        total, key=lambda one: (-round(total[one], 3), -text[one], -round(total[one], 6), one)
    )[:limit]
    _add_terms(index, places, {id: best[id] for id in ranked}, found)
    wanted = {"ids": [*ranked, *sorted(seeds)]}
    titles = {r["id"]: r["title"] for r in store.read(statements.TEXTS, wanted).rows}
    names = {one.id: _title(one) for one in further} | {id: titles.get(id) or id for id in seeds}
    near = {
        id: [one for one in best[id] if points[id][one] >= CLOSE * points[id][best[id][0]]]
        for id in ranked
    }
    rows = [
        {
            "rank": rank,
            "title": titles.get(id),
            "score": round(total[id], 3),
            **({"near": [names[one] for one in near[id]]} if len(names) > 1 else {}),
            "reasons": _shares([one for seed in best[id] for one in found[id][seed]]),
            "id": id,
        }
        for rank, id in enumerate(ranked, 1)
    ]
    marked(store, rows)
    notes = [_matched(texts, own, further), None if rows else "no paper is similar"]
    columns = [*COLUMNS[:3], "near", *COLUMNS[3:]] if len(names) > 1 else COLUMNS
    answer = Answer(columns, rows, "; ".join(filter(None, notes)) or None, subjects=subjects)
    return Comparison(
        answer,
        {id: names[id] for id in dict.fromkeys([*named, *sorted(seeds), *names])},
        list(dict.fromkeys([*named, *sorted(seeds)])),
        {id: [one for one in near[id] if one in seeds] for id in ranked},
    )


def _further(texts: Sequence[Paper]) -> list[Text]:
    """Return the texts that the graph lacks; of entries with the same title, the longest text."""
    found: dict[str, Text] = {}
    for number, one in enumerate(texts):
        text = Text(f"\0{number}", one.title, one.abstract)
        key = ids.title_key(one.title or "") or one.abstract or ""
        if key not in found or len(one.abstract or "") > len(found[key].abstract or ""):
            found[key] = text
    return list(found.values())


def _title(text: Text) -> str:
    """Return the title of a text, or its first words."""
    words = " ".join((text.title or text.abstract or "").split())
    return words if len(words) <= SHORT or text.title else f"{words[: SHORT - 1].rstrip()}…"


def _balanced(points: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Divide the points for each paper or text by its largest, so that all count the same."""
    largest: dict[str, float] = defaultdict(lambda: WEAK)
    for by_seed in points.values():
        for seed, value in by_seed.items():
            largest[seed] = max(largest[seed], value)
    return {
        id: {seed: value / largest[seed] for seed, value in by_seed.items()}
        for id, by_seed in points.items()
    }


def _best(points: Mapping[str, float]) -> list[str]:
    """Return the papers and texts that count for a candidate, the nearest first."""
    return sorted(points, key=lambda one: (-round(points[one], 6), one))[:BEST]


def _known(store: Store, texts: Sequence[Paper]) -> dict[int, str]:
    """Return the papers of the graph that records describe, by the number of the record."""
    names = {n: list(_names(one)) for n, one in enumerate(texts)}
    wanted = sorted({name for known in names.values() for name in known})
    found: dict[str, str] = {}
    for statement in (statements.TITLED, statements.NAMED, statements.IDENTIFIED):
        found |= {row["name"]: row["id"] for row in store.read(statement, {"names": wanted}).rows}
    matches = {n: next((found[name] for name in names[n] if name in found), None) for n in names}
    return {n: id for n, id in matches.items() if id}


def _names(paper: Paper) -> Iterator[str]:
    """Yield the identifiers of a record as the graph has them, and its normalized title."""
    yield from (KEYS[name] + value for name, value in paper_keys(paper))
    if paper.title and (key := ids.title_key(paper.title)):
        yield key


def _matched(texts: Sequence[Paper], own: Mapping[int, str], further: Sequence[Text]) -> str | None:
    """Return a note on the records of a file; a text of the user has no title."""
    count = sum(bool(one.title) for one in texts)
    if not count:
        return None
    known = [id for n, id in own.items() if texts[n].title]
    rest = sum(bool(one.title) for one in further)
    again = count - len(set(known)) - rest
    return "; ".join(
        [
            f"{len(known)} of {count} papers of the file are in the graph",
            *([f"{rest} compared by their text alone"] if rest else []),
            *([f"{again} more than once in the file"] if again else []),
        ]
    )


def _allowed(store: Store, on: str | None, since: str | None) -> set[str] | None:
    if not on and not since:
        return None
    rows = store.read(statements.LISTED if on else statements.SINCE, {"day": on or since}).rows
    if not rows:
        raise QueryError(
            f"no papers {'in a list of' if on else 'since'} {on or since}; load that day first"
        )
    return {row["id"] for row in rows}


def _both(allowed: set[str] | None, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    found = {row["id"] for row in rows}
    return found if allowed is None else allowed & found


def _add_evidence(
    store: Store,
    similar: Mapping[str, NDArray[np.float64]],
    row_of: Mapping[str, int],
    allowed: set[str] | None,
    found: dict[str, dict[str, list[Reason]]],
) -> None:
    """Add the evidence other than text of the question ``related``.

    Args:
        store: the graph.
        similar: similarity of each named paper to each row of the text index.
        row_of: row of each paper in the text index.
        allowed: papers that are ranked; ``None`` for all.
        found: reasons by candidate and named paper; extended.
    """
    table = find("related").table
    given = {"newer": False, "code": False, "limit": DEEP if allowed is None else DEEP_OF_SOME}
    for seed in sorted(similar):
        for row in store.read(table, {**given, "paper": seed}).rows:
            id = row["id"]
            if id in similar or (allowed is not None and id not in allowed):
                continue
            reasons = [one for one in row["reasons"] if one["share"]]
            others = [one for one in reasons if one["kind"] != "text"]
            if not others:
                continue
            text = float(similar[seed][row_of[id]]) if id in row_of else 0.0
            if text and not found[id][seed]:
                found[id][seed].append(Reason("text", text, []))
            # The shares are rounded, so the points are what the score has beside the text. The
            # score of a paper that is not a neighbor has an estimate in place of its similarity.
            rest = row["score"] - (text if len(others) < len(reasons) else 0)
            unit = max(rest, 0.0) / sum(one["share"] for one in others)
            found[id][seed] += [
                Reason(one["kind"], one["share"] * unit, one["words"])
                for one in others
                if one["kind"] != ESTIMATED
            ]


def _add_terms(
    index: TextIndex,
    places: Mapping[int, str],
    best: Mapping[str, Sequence[str]],
    found: Mapping[str, Mapping[str, list[Reason]]],
) -> None:
    """Add the words that candidates share with the papers and texts that count for them."""
    row_of = {id: row for row, id in enumerate(index.ids)}
    for place, seed in places.items():
        texts = {id: found[id][seed][0] for id, seeds in best.items() if seed in seeds}
        texts = {id: reason for id, reason in texts.items() if reason.kind == "text"}
        rows = [row_of[id] for id in texts]
        for row, terms in zip(rows, index.terms(place, rows), strict=True):
            texts[index.ids[row]].words.extend(terms)


def _shares(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    """Return the kinds of reasons with their share of all points, the largest first."""
    points: dict[str, float] = defaultdict(float)
    words: dict[str, dict[str, None]] = defaultdict(dict)
    for kind, added, some in reasons:
        points[kind] += added
        words[kind] |= dict.fromkeys(some)
    total = sum(points.values()) or 1.0
    return [
        {"kind": kind, "share": round(points[kind] / total, 2), "words": [*words[kind]][:WORDS]}
        for kind in sorted(points, key=lambda one: (-points[one], one))
    ]
