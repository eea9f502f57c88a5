"""Find the concepts of a vocabulary in the words of a paper."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

import msgspec

from citegraph.graph.identity.topic_ids import canonical
from citegraph.loaders.topics.contributions import contributions
from citegraph.loaders.topics.text import BREAK, HYPHEN, Words
from citegraph.loaders.topics.vocabulary import Vocabulary

# Rules by which a mention means a concept.
BY_NAME = "vocabulary"
BY_ACRONYM = "acronym of the vocabulary"
BY_DEFINITION = "acronym defined in the paper"
BY_TEXT = "acronym, resolved by the text"
BY_NARROWER = "narrower term"
BY_CONTRIBUTION = "contribution stated in the paper"
NAMED = ("dataset", "system")
_VERSION = re.compile(r"([^\W\d_]{3,}?)v?\d\d?(?:\.\d)?")


class Mention(msgspec.Struct, frozen=True, gc=False):
    """Words of a paper that mean a concept.

    Attributes:
        row, start, end: the words, ``end`` not included.
        field: ``title`` or ``abstract``.
        rule: why they mean it.
        common: a single word that is neither an acronym nor a proper name, e.g. "generalization".
    """

    row: Words
    start: int
    end: int
    field: str
    rule: str
    common: bool = False

    @property
    def form(self) -> str:
        """The folded words."""
        return " ".join(self.row.folded[self.start : self.end])


class Found(msgspec.Struct, frozen=True, gc=False):
    """A concept in a paper.

    Attributes:
        best: the mention to show as evidence.
        mentions: all of them, in order.
    """

    best: Mention
    mentions: tuple[Mention, ...]


class Matcher:
    """Finds the concepts of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def read(self, rows: tuple[Words, Words], definitions: dict[str, str]) -> dict[str, Found]:
        """Find the concepts of one paper.

        Returns:
            The concepts by ID. A form that may mean several concepts means the one whose own words
            occur in the text; if there is none, it means none.
        """
        defined = {
            canonical(short): self.vocabulary.meaning(long) for short, long in definitions.items()
        }
        found: dict[str, list[Mention]] = {}
        ambiguous: dict[tuple[str, ...], list[Mention]] = {}
        for ids, mention in self.mentions(rows):
            meanings, one = ids, mention
            if defined and (form := mention.form) in defined:
                meaning = defined[form]
                if meaning is None:
                    continue  # the paper defines a meaning that no vocabulary has
                meanings = (meaning,)
                one = msgspec.structs.replace(mention, rule=BY_DEFINITION)
            concept = self.vocabulary.concepts[meanings[0]]
            kind = concept.kind
            if kind in NAMED and _is_lower(one) and one.form not in concept.names:
                continue  # "they lean on it" is not the system Lean
            if one.end - one.start == 1 and one.rule != BY_ACRONYM and kind not in NAMED:
                one = msgspec.structs.replace(one, common=True)
            if len(meanings) > 1:
                ambiguous.setdefault(meanings, []).append(one)
            else:
                found.setdefault(meanings[0], []).append(one)
        for ids, mentions in ambiguous.items():
            if (id := self._resolve(ids, rows)) is not None:
                found.setdefault(id, []).extend(
                    msgspec.structs.replace(one, rule=BY_TEXT) for one in mentions
                )
        for row, field in zip(rows, ("title", "abstract"), strict=True):
            for id, place in contributions(row, field):
                if id in self.vocabulary.concepts:
                    stated = Mention(row, place, place + 1, field, BY_CONTRIBUTION)
                    found[id] = [*_apart(found.get(id, ()), stated), stated]
        return {id: _combine(mentions) for id, mentions in found.items()}

    def _resolve(self, ids: tuple[str, ...], rows: Iterable[Words]) -> str | None:
        """Return the only meaning whose distinctive words all occur in the text."""
        words = {word for row in rows for word in row.folded}
        distinctive = {
            id: set(id.split()).difference(*(other.split() for other in ids if other != id))
            for id in ids
        }
        possible = [id for id in ids if distinctive[id] and distinctive[id] <= words]
        return possible[0] if len(possible) == 1 else None

    def mentions(self, rows: Sequence[Words]) -> Iterator[tuple[tuple[str, ...], Mention]]:
        """Yield forms of concepts from left to right, the longest first.

        Forms may overlap, as in "panoramic image generation", but none contains another.

        Yields:
            The IDs of the concepts that the form may mean; the form's words.
        """
        beginnings, forms = self.vocabulary.beginnings, self.vocabulary.forms
        for row, field in zip(rows, ("title", "abstract"), strict=True):
            folded = row.folded
            count, free = len(folded), 0
            places = [
                (place, seconds.get(second, ()) + seconds.get("", ()))
                for place, (first, second) in enumerate(
                    zip_longest(folded, folded[1:], fillvalue="")
                )
                if (seconds := beginnings.get(first)) and (second in seconds or "" in seconds)
            ]
            for place, lengths in places:
                if place < free and row.gaps[place] == HYPHEN:
                    continue  # "self-supervised training" is not supervised training
                for length in lengths:
                    end = place + length
                    if end > count or end <= free:
                        continue
                    form = " ".join(folded[place:end])
                    known = forms.get(form)
                    if not known or (end > place + 1 and max(row.gaps[place + 1 : end]) >= BREAK):
                        continue
                    valid = [
                        f
                        for f in known
                        if f.exact is None or _same(row.phrase(place, end), f.exact)
                    ]
                    if valid:
                        ids = tuple(dict.fromkeys(id for f in valid for id in f.concepts))
                        rule = BY_ACRONYM if valid[0].exact else BY_NAME
                        rule = BY_NARROWER if all(f.covers for f in valid) else rule
                        yield ids, Mention(row, place, end, field, rule)
                        for id in self.vocabulary.besides.get(form, ()):
                            yield (id,), Mention(row, place, end, field, BY_NARROWER)
                        free = end
                        break
            yield from self._versions(row, field)

    def _versions(self, row: Words, field: str) -> Iterator[tuple[tuple[str, ...], Mention]]:
        """Yield names that a version follows, as YOLOv5, unless the vocabulary has the version."""
        for place, word in enumerate(row.folded):
            if not word[-1].isdigit() or word in self.vocabulary.beginnings:
                continue
            if version := _VERSION.fullmatch(row.phrase(place, place + 1)):
                for form in self.vocabulary.forms.get(canonical(version[1]), ()):
                    [id, *others] = form.concepts
                    is_name = form.exact or self.vocabulary.concepts[id].kind in NAMED
                    if is_name and not others and form.exact in (None, version[1]):
                        rule = BY_ACRONYM if form.exact else BY_NAME
                        yield (id,), Mention(row, place, place + 1, field, rule)


def _is_lower(one: Mention) -> bool:
    word = one.row.phrase(one.start, one.end)
    return word.isalpha() and word.islower()


def _same(surface: str, exact: str) -> bool:
    return surface in (exact, exact + "s") or surface + "s" == exact


def _apart(mentions: Iterable[Mention], one: Mention) -> Iterator[Mention]:
    """Yield the mentions that do not contain another one."""
    return (m for m in mentions if m.row is not one.row or not m.start <= one.start < m.end)


def _combine(mentions: list[Mention]) -> Found:
    """Choose the mention to show.

    In the title, else one that states a contribution, else several words of the concept's own name.
    """
    mentions.sort(key=lambda m: (m.field != "title", m.start))
    best = max(
        mentions,
        key=lambda m: (
            m.field == "title",
            m.rule == BY_CONTRIBUTION,
            m.end - m.start > 1,
            m.rule != BY_NARROWER,
        ),
    )
    return Found(best, tuple(mentions))
