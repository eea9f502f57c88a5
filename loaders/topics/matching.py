"""Concepts of a vocabulary in a paper's words: which are there, where, and by which rule."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from citegraph.graph.identity.topic_ids import canonical
from citegraph.loaders.topics.text import BREAK, Words
from citegraph.loaders.topics.vocabulary import Vocabulary

__all__ = ["Found", "Match", "Matcher", "Reading"]

# What a mention is worth at least, whatever the ranker says of the phrase.
FLOOR = {"named": 0.35, "several words": 0.12, "one word": 0.04}
NAMED = ("dataset", "system")
NARROWER = 0.8  # a narrower term tells less of the concept than its own name
TITLE = 0.5  # what standing in the title takes away of the doubt
AGAIN = 0.8  # what each further mention leaves of the doubt, up to four


class Match(msgspec.Struct, frozen=True, gc=False):
    """A form of a concept in a text.

    Attributes:
        row, start, end: the words that say it, ``end`` not included.
        field: ``title`` or ``abstract``.
        place: of its first word in the batch.
        ids: concepts that the form may mean.
        rule: why it is one.
    """

    row: Words
    start: int
    end: int
    field: str
    place: int
    ids: tuple[str, ...]
    rule: str


class Found(msgspec.Struct, frozen=True, gc=False):
    """A concept in a paper, at the place that tells most.

    Attributes:
        row, start, end: the words that say it, ``end`` not included.
        field: ``title`` or ``abstract``.
        rule: why it was accepted.
        score: 0 to 1.
        common: one word that is no acronym says it, such as "generalization".
        mentions: all places that say it.
    """

    row: Words
    start: int
    end: int
    field: str
    rule: str
    score: float
    common: bool = False
    mentions: tuple["Found", ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one paper says.

    Attributes:
        found: concepts by id.
        unclear: forms that may mean several concepts, with their ids.
        definitions: acronyms that the paper defines, with their long forms.
    """

    found: dict[str, Found]
    unclear: list[tuple[tuple[str, ...], Found]]
    definitions: dict[str, str]


class Matcher:
    """Finds the concepts of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def read(
        self,
        rows: tuple[Words, Words],
        matches: Iterable[Match],
        definitions: dict[str, str],
        scores: dict[int, float],
    ) -> Reading:
        """The concepts of one paper.

        Args:
            rows: title and abstract.
            matches: of both, see :meth:`matches`.
            definitions: acronyms that the paper defines, with their long forms.
            scores: how likely a stretch is a keyword, by ``start * 16 + length`` in the batch.
        """
        meant = {
            canonical(short): self.vocabulary.meaning(long) for short, long in definitions.items()
        }
        said: dict[str, list[Found]] = {}
        unclear: dict[tuple[str, ...], list[Found]] = {}
        for match in matches:
            meanings, why, length = match.ids, match.rule, match.end - match.start
            if meant and (key := " ".join(match.row.folded[match.start : match.end])) in meant:
                here = meant[key]
                if here is None:
                    continue  # it means something that no vocabulary knows
                meanings, why = (here,), "acronym defined in the paper"
            score = scores.get(match.place * 16 + length, 0.0)
            score = max(score, self._floor(meanings[0], length))
            if why == "narrower term":
                score *= NARROWER
            common = (
                length == 1
                and why != "acronym of the vocabulary"
                and self.vocabulary.concepts[meanings[0]].kind not in NAMED
            )
            found = Found(match.row, match.start, match.end, match.field, why, score, common)
            if len(meanings) > 1:
                unclear.setdefault(meanings, []).append(found)
            else:
                said.setdefault(meanings[0], []).append(found)
        for ids in list(unclear):
            id = self._told(ids, rows)
            if id is not None:
                rule = "acronym, its meaning told by the text"
                said.setdefault(id, []).extend(
                    msgspec.structs.replace(f, rule=rule) for f in unclear.pop(ids)
                )
        return Reading(
            {id: _together(mentions) for id, mentions in said.items()},
            [(ids, _together(mentions)) for ids, mentions in unclear.items()],
            definitions,
        )

    def _told(self, ids: tuple[str, ...], rows: Iterable[Words]) -> str | None:
        """The one meaning whose own words, those no rival has, stand in the text."""
        there = {word for row in rows for word in row.folded}
        own = {
            id: set(id.split()).difference(*(other.split() for other in ids if other != id))
            for id in ids
        }
        told = [id for id in ids if own[id] and own[id] <= there]
        return told[0] if len(told) == 1 else None

    def _floor(self, id: str, count: int) -> float:
        kind = self.vocabulary.concepts[id].kind
        if kind in NAMED:
            return FLOOR["named"]
        return FLOOR["several words" if count > 1 and kind != "field" else "one word"]

    def matches(self, rows: Sequence[Words], first: int) -> Iterator[Match]:
        """Forms of concepts from left to right, the longest first, none inside another.

        Args:
            rows: title and abstract of one paper.
            first: number of the title's first word in the batch.
        """
        for row, field in zip(rows, ("title", "abstract"), strict=True):
            for start, end, ids, rule in self._forms(row):
                yield Match(row, start, end, field, first + start, ids, rule)
            first += len(row.folded)

    def _forms(self, row: Words) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
        beginnings, forms = self.vocabulary.beginnings, self.vocabulary.forms
        folded = row.folded
        count, free = len(folded), 0
        for place in [i for i, word in enumerate(folded) if word in beginnings]:
            if place < free:
                continue
            seconds = beginnings[folded[place]]
            # Most places have a form's first word and not its second.
            second = folded[place + 1] if place + 1 < count else ""
            most = seconds.get(second) or seconds.get("", 0)
            for end in range(min(count, place + most), place, -1):
                known = forms.get(" ".join(folded[place:end]) if end > place + 1 else folded[place])
                if not known or (end > place + 1 and max(row.gaps[place + 1 : end]) >= BREAK):
                    continue
                said = row.phrase(place, end)
                fine = [f for f in known if f.exact is None or _same(said, f.exact)]
                if fine:
                    ids = tuple(dict.fromkeys(id for form in fine for id in form.concepts))
                    rule = "narrower term" if all(f.covers for f in fine) else "vocabulary"
                    if rule == "vocabulary" and fine[0].exact:
                        rule = "acronym of the vocabulary"
                    yield place, end, ids, rule
                    free = end
                    break


def _same(said: str, exact: str) -> bool:
    return said == exact or (said[-1:] == "s" and said[:-1] == exact) or said + "s" == exact


def _together(mentions: list[Found]) -> Found:
    """The mention that tells most, with the score of all of them."""
    best = max(mentions, key=lambda m: m.score)  # the first of equals
    doubt = (1 - best.score) * AGAIN ** min(len(mentions) - 1, 4)
    title = next((m for m in mentions if m.field == "title"), None)
    if title is not None:
        doubt *= TITLE
        best = title
    common = all(m.common for m in mentions)
    return Found(
        best.row, best.start, best.end, best.field, best.rule, 1 - doubt, common, tuple(mentions)
    )
