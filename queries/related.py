"""Papers related to several papers or to texts.

The question ``related`` ranks the papers related to one paper in Cypher. Here its answers for
several papers are combined, and texts are compared through the text index.
"""

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
    own = _known(store, texts)
    named = [subject.id for subject in subjects.values()]
    seeds = sorted({*named, *own.values()})
    lacking = [one for n, one in enumerate(texts) if n not in own]
    further = _further(lacking)
    allowed = _allowed(store, on, since)
    allowed = _selected(store, allowed, seeds, newer=newer, code=code)
    asked = [*seeds, *(one.id for one in further)]
    evidence = _evidence(store, seeds, allowed) if len(seeds) <= WEIGHED else {}
    left_out = set(seeds)
    places = [
        at
        for at, id in enumerate(index.ids)
        if id not in left_out and (allowed is None or id in allowed)
    ]
    index = index.extended(further)
    row = {id: at for at, id in enumerate(index.ids)}
    best = _Best([index.ids[at] for at in places], evidence)
    similarities = index.similarities([row[id] for id in asked if id in row], places)
    for number, seed in enumerate(asked):
        best.add(number, seed, next(similarities) if seed in row else None, len(asked) > 1)
    ranked = best.ranked(min(BEST, len(asked)))[:limit]
    reasons = {id: best.reasons(id, asked) for id, _ in ranked}
    _add_terms(index, row, reasons)
    titles = {
        r["id"]: r["title"] for r in store.read(statements.TEXTS, {"ids": [*reasons, *seeds]}).rows
    }
    names = {one.id: _title(one) for one in further} | {id: titles.get(id) or id for id in seeds}
    near = {id: best.near(id, asked) for id in reasons}
    rows = [
        {
            "rank": rank,
            "title": titles.get(id),
            "score": score,
            **({"near": [names[one] for one in near[id]]} if len(names) > 1 else {}),
            "reasons": _shares([one for found in reasons[id].values() for one in found]),
            "id": id,
        }
        for rank, (id, score) in enumerate(ranked, 1)
    ]
    marked(store, rows)
    notes = [_matched(texts, own, lacking, further), None if rows else "no paper is similar"]
    columns = [*COLUMNS[:3], "near", *COLUMNS[3:]] if len(names) > 1 else COLUMNS
    answer = Answer(columns, rows, "; ".join(filter(None, notes)) or None, subjects=subjects)
    return Comparison(
        answer,
        {id: names[id] for id in dict.fromkeys([*named, *seeds, *names])},
        list(dict.fromkeys([*named, *seeds])),
        {id: [one for one in found if one in left_out] for id, found in near.items()},
    )


def filled(
    store: Store, rows: list[dict[str, Any]], values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Add papers with a similar text to the rows of the question ``related``, up to its limit.

    The graph links a paper to its ten neighbors; the text index compares it with all papers.

    Args:
        store: the graph.
        rows: the rows.
        values: the parameters of the question.
    """
    if len(rows) >= values["limit"]:
        return rows
    index = similar.opened(store)
    at = next((n for n, id in enumerate(index.ids) if id == values["paper"]), None)
    if at is None or index.near[at, -1] < 0:  # all similar papers are neighbors
        return rows
    allowed = _selected(store, None, [values["paper"]], newer=values["newer"], code=values["code"])
    known = {row["id"] for row in rows}
    places = [
        n
        for n, id in enumerate(index.ids)
        if id not in known and (allowed is None or id in allowed)
    ]
    scores = dict(zip(places, next(index.similarities([at], places)).tolist(), strict=True))
    order = sorted((n for n in places if scores[n]), key=lambda n: (-scores[n], index.ids[n]))
    best = order[: values["limit"] - len(rows)]
    ids = [index.ids[n] for n in best]
    titles = {row["id"]: row["title"] for row in store.read(statements.TEXTS, {"ids": ids}).rows}
    further = [
        {
            "rank": 0,
            "title": titles.get(id),
            "score": round(scores[n], 3),
            "reasons": [{"kind": "text", "share": 1.0, "words": words}],
            "id": id,
        }
        for n, id, words in zip(best, ids, index.terms(at, best), strict=True)
    ]
    ranked = sorted([*rows, *further], key=lambda row: -row["score"])
    return [row | {"rank": rank} for rank, row in enumerate(ranked, 1)]


def _further(texts: Sequence[Paper]) -> list[Text]:
    """Return the texts that the graph lacks; of entries with the same title, the longest text."""
    found: dict[str, Text] = {}
    for number, one in enumerate(texts):
        if not one.title and not one.abstract:
            continue
        text = Text(f"\0{number}", one.title, one.abstract)
        key = ids.title_key(one.title or "") or one.abstract or ""
        if key not in found or len(one.abstract or "") > len(found[key].abstract or ""):
            found[key] = text
    return list(found.values())


def _title(text: Text) -> str:
    """Return the title of a text, or its first words."""
    words = " ".join((text.title or text.abstract or "").split())
    return words if len(words) <= SHORT or text.title else f"{words[: SHORT - 1].rstrip()}…"


class _Best:
    """The papers and texts that count for each candidate: those with the most points.

    Args:
        ids: candidates, in the order of the similarities.
        evidence: rows of the question ``related``, by named paper and candidate.
    """

    def __init__(self, ids: list[str], evidence: Mapping[str, Mapping[str, Any]]) -> None:
        self._ids = list(dict.fromkeys([*ids, *(id for rows in evidence.values() for id in rows)]))
        self._column = {id: n for n, id in enumerate(self._ids)}
        self._evidence = evidence
        self._others: dict[tuple[str, str], list[Reason]] = {}
        # The best ones first: points, similarity of the text, and number.
        self._points, self._texts = np.zeros((2, BEST, len(self._ids)))
        self._numbers = np.zeros((BEST, len(self._ids)), np.int64)

    def add(
        self, number: int, seed: str, similarity: NDArray[np.float64] | None, balanced: bool
    ) -> None:
        """Add a paper or text.

        Args:
            number: its number.
            seed: its ID.
            similarity: its similarity to the candidates; ``None`` for a paper without a title.
            balanced: divide its points by the largest, so that all papers and texts count the same.
        """
        texts = np.zeros(len(self._ids))
        if similarity is not None:
            texts[: len(similarity)] = similarity
        points = texts.copy()
        for id, row in self._evidence.get(seed, {}).items():
            column = self._column[id]
            if found := _others(row, float(texts[column])):
                self._others[seed, id] = found
                points[column] += sum(one.points for one in found)
        if balanced and len(points):
            points /= max(points.max(), WEAK)
        points, numbers = np.round(points, 6), np.full(len(points), number)
        for place in range(BEST):
            more = points > self._points[place]
            for kept, new in (
                (self._texts, texts),
                (self._numbers, numbers),
                (self._points, points),
            ):
                kept[place][more], new[more] = new[more], kept[place][more]

    def ranked(self, count: int) -> list[tuple[str, float]]:
        """Return the candidates and their scores, the best first."""
        totals = np.sqrt((self._points**2).sum(axis=0) / max(count, 1))
        texts = self._texts.sum(axis=0)
        order = sorted(
            np.flatnonzero(totals).tolist(),
            key=lambda n: (-round(totals[n], 3), -round(texts[n], 6), -totals[n], self._ids[n]),
        )
        return [(self._ids[n], round(float(totals[n]), 3)) for n in order]

    def near(self, id: str, asked: Sequence[str]) -> list[str]:
        """Return the IDs of the papers and texts that a candidate is near, the nearest first."""
        points = self._points[:, self._column[id]]
        numbers = self._numbers[points >= max(CLOSE * points[0], 1e-6), self._column[id]]
        return [asked[number] for number in numbers]

    def reasons(self, id: str, asked: Sequence[str]) -> dict[str, list[Reason]]:
        """Return the reasons of a candidate, by the ID of the paper or text."""
        column = self._column[id]
        found = {}
        for points, text, number in zip(
            self._points[:, column], self._texts[:, column], self._numbers[:, column], strict=True
        ):
            if points:
                seed = asked[number]
                texts = [Reason("text", float(text), [])] if text else []
                found[seed] = [*texts, *self._others.get((seed, id), [])]
        return found


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


def _matched(
    texts: Sequence[Paper],
    own: Mapping[int, str],
    lacking: Sequence[Paper],
    further: Sequence[Text],
) -> str | None:
    """Return a note on the records of a file; a text of the user has neither title nor ID."""
    records = [n for n, one in enumerate(texts) if any(_names(one))]
    count = len(records)
    if not count:
        return None
    known = [own[n] for n in records if n in own]
    bare = sum(not one.title and not one.abstract for one in lacking)
    rest = sum(any(_names(lacking[int(one.id[1:])])) for one in further)  # not texts of the user
    again = count - len(set(known)) - rest - bare
    return "; ".join(
        [
            f"{len(known)} of {count} papers of the file are in the graph",
            *([f"{rest} compared by their text alone"] if rest else []),
            *([f"{bare} without a title not compared"] if bare else []),
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


def _selected(
    store: Store, allowed: set[str] | None, seeds: Sequence[str], *, newer: bool, code: bool
) -> set[str] | None:
    if newer:
        allowed = _both(allowed, store.read(statements.NEWER, {"ids": seeds}).rows)
    if code:
        allowed = _both(allowed, store.read(statements.CODED).rows)
    return allowed


def _both(allowed: set[str] | None, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    found = {row["id"] for row in rows}
    return found if allowed is None else allowed & found


def _evidence(
    store: Store, seeds: Sequence[str], allowed: set[str] | None
) -> dict[str, dict[str, Any]]:
    """Return the rows of the question ``related`` for named papers, by candidate.

    Args:
        store: the graph.
        seeds: the papers.
        allowed: papers that are ranked; ``None`` for all.
    """
    table = find("related").table
    given = {"newer": False, "code": False, "limit": DEEP if allowed is None else DEEP_OF_SOME}
    return {
        seed: {
            row["id"]: row
            for row in store.read(table, {**given, "paper": seed}).rows
            if row["id"] not in seeds and (allowed is None or row["id"] in allowed)
        }
        for seed in seeds
    }


def _others(row: Mapping[str, Any], text: float) -> list[Reason]:
    """Return the reasons of a row other than text, which has this similarity."""
    reasons = [one for one in row["reasons"] if one["share"]]
    others = [one for one in reasons if one["kind"] != "text"]
    if not others:
        return []
    # The shares are rounded, so the points are what the score has beside the text. The score of a
    # paper that is not a neighbor has an estimate in place of its similarity.
    rest = row["score"] - (text if len(others) < len(reasons) else 0)
    unit = max(rest, 0.0) / sum(one["share"] for one in others)
    return [
        Reason(one["kind"], one["share"] * unit, one["words"])
        for one in others
        if one["kind"] != ESTIMATED
    ]


def _add_terms(
    index: TextIndex, row: Mapping[str, int], reasons: Mapping[str, Mapping[str, Sequence[Reason]]]
) -> None:
    """Add the words that candidates share with the papers and texts that count for them."""
    wanted: dict[str, dict[str, Reason]] = defaultdict(dict)
    for id, by_seed in reasons.items():
        for seed, found in by_seed.items():
            wanted[seed].update((id, one) for one in found if one.kind == "text")
    for seed, texts in wanted.items():
        if texts:
            terms = index.terms(row[seed], [row[id] for id in texts])
            for reason, words in zip(texts.values(), terms, strict=True):
                reason.words.extend(words)


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
