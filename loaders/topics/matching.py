"""Concepts of a vocabulary in a paper's words: which are there, where, and by which rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.topic_ids import canonical
from loaders.topics.text import BREAK, Words
from loaders.topics.vocabulary import Vocabulary

__all__ = ["Found", "Matcher", "Reading"]

# What a mention is worth at least, whatever the ranker says of the phrase.
FLOOR = {"named": 0.35, "several words": 0.12, "one word": 0.04}
NAMED = ("dataset", "system")
NARROWER = 0.8  # a narrower term tells less of the concept than its own name
TITLE = 0.5  # what standing in the title takes away of the doubt
AGAIN = 0.8  # what each further mention leaves of the doubt, up to four


@dataclass(frozen=True, slots=True)
class Found:
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
        rows: Iterable[tuple[Words, str, int]],
        definitions: dict[str, str],
        scores: dict[int, float],
    ) -> Reading:
        """The concepts of one paper.

        Args:
            rows: a text, its field's name, and the number of its first word in the batch.
            definitions: acronyms that the paper defines, with their long forms.
            scores: how likely a stretch is a keyword, by ``start * 16 + length`` in the batch.
        """
        meant = {
            canonical(short): self.vocabulary.meaning(long) for short, long in definitions.items()
        }
        said: dict[str, list[Found]] = {}
        unclear: dict[tuple[str, ...], list[Found]] = {}
        texts = tuple(rows)
        for row, field, first in texts:
            for start, end, ids, rule in self.matches(row):
                meanings, why = ids, rule
                key = " ".join(row.folded[start:end])
                if key in meant:
                    here = meant[key]
                    if here is None:
                        continue  # it means something that no vocabulary knows
                    meanings, why = (here,), "acronym defined in the paper"
                score = scores.get((first + start) * 16 + end - start, 0.0)
                score = max(score, self._floor(meanings[0], end - start))
                if why == "narrower term":
                    score *= NARROWER
                common = (
                    end - start == 1 and why != "acronym of the vocabulary"
                    and self.vocabulary.concepts[meanings[0]].kind not in NAMED
                )  # fmt: skip
                found = Found(row, start, end, field, why, score, common)
                if len(meanings) > 1:
                    unclear.setdefault(meanings, []).append(found)
                else:
                    said.setdefault(meanings[0], []).append(found)
        for ids in list(unclear):
            id = self._told(ids, texts)
            if id is not None:
                rule = "acronym, its meaning told by the text"
                said.setdefault(id, []).extend(replace(f, rule=rule) for f in unclear.pop(ids))
        return Reading(
            {id: _together(mentions) for id, mentions in said.items()},
            [(ids, _together(mentions)) for ids, mentions in unclear.items()],
            definitions,
        )

    def _told(self, ids: tuple[str, ...], rows: Iterable[tuple[Words, str, int]]) -> str | None:
        """The one meaning whose own words, those no rival has, stand in the text."""
        there = {word for row, _, _ in rows for word in row.folded}
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

    def matches(self, row: Words) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
        """Forms of concepts from left to right, the longest first, none inside another.

        Yields start, end, the ids of the concepts (more than one: ambiguous) and the rule.
        """
        longest, forms = self.vocabulary.longest, self.vocabulary.forms
        folded = row.folded
        count, free = len(folded), 0
        for place in [i for i, word in enumerate(folded) if word in longest]:
            if place < free:
                continue
            # Most places have a form's first word and not its second.
            most = longest.get(" ".join(folded[place : place + 2]), 1)
            for end in range(min(count, place + most), place, -1):
                known = forms.get(" ".join(folded[place:end]) if end > place + 1 else folded[place])
                if not known or any(gap >= BREAK for gap in row.gaps[place + 1 : end]):
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
