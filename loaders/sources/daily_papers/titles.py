"""Separate title and abstract of a card without a heading."""

from typing import NamedTuple

from citegraph.loaders.sources.daily_papers.units import Unit
from citegraph.loaders.sources.fields import words


class Divided(NamedTuple):
    """Title of a card and its line, the texts after it, and titles of cards without a footer."""

    title: str
    number: int
    after: list[Unit]
    others: list[Unit]


def is_prose(text: str) -> bool:
    """Return whether length and end of a paragraph show that it is an abstract."""
    return len(text) > 210 or (len(text) > 110 and text[-1] in ".!?")


def may_be_name(text: str) -> bool:
    """Return whether a paragraph may be the name of an organization."""
    return len(text) <= 90 and text.count(" ") < 12 and text[-1] not in ".!?:;,"


def divide(texts: list[Unit]) -> Divided:
    """Find the title in the texts between two footers; an empty one if there is none.

    It is the paragraph before the abstract. Text before that belongs to no card.
    """
    prose = [index for index, unit in enumerate(texts) if is_prose(unit.text)]
    if texts and all(unit.adjacent for unit in texts[1:]):  # no empty lines: the title is first
        if prose[:1] == [0] and len(texts[0].lines) > 1:
            return _from_lines(texts)
        if len(texts) > 1 and prose[:1] != [0]:
            return Divided(texts[0].text, texts[0].number, texts[1:], [])
    at = next((index - 1 for index in prose if index and index - 1 not in prose), None)
    if at is None:
        if prose or not texts:
            return Divided("", 0, texts, [])
        at = len(texts) - 1
        if at and len(texts[at].text) > 80 and texts[at].text[-1] == ".":
            at -= 1
    others = []
    for index in prose:  # abstract, title, abstract: the first card has no footer
        between = index - 2 > at and index - 2 in prose and index - 1 not in prose
        if between and _may_be_title(texts[index - 1].text):
            others.append(texts[at])
            at = index - 1
    return Divided(texts[at].text, texts[at].number, texts[at + 1 :], others)


def split_off_name(texts: list[Unit]) -> None:
    """Split off an organization that was joined to the last line of an abstract."""
    last = texts[-1] if texts else None
    if last is None or len(last.lines) < 2 or not may_be_name(last.lines[-1]):
        return
    if last.lines[-2][-1] in ".!?" and is_prose(last.text):
        *before, name = last.lines
        last.lines, last.text = before, last.text.removesuffix(name).rstrip()
        texts.append(Unit("text", last.number + len(before), name))


# A title continues after a line that ends with one of these words.
_UNFINISHED = words("a an the of for on in with and via to by from as at or using through")


def _from_lines(texts: list[Unit]) -> Divided:
    """Split one paragraph of a wrapped page without empty lines into title and abstract.

    The abstract begins with the first line that begins like a sentence and is not in title case.
    """
    first, lines = texts[0], texts[0].lines
    at = 1
    for at in [*range(1, min(4, len(lines))), 1]:
        words = lines[at].split()
        capital = sum(word[0].isupper() for word in words if len(word) > 3)
        small = sum(word[0].islower() for word in words if len(word) > 3)
        inside = lines[at - 1].rpartition(" ")[2] in _UNFINISHED or words[0][0].islower()
        if not inside and (capital <= small or at + 1 == len(lines)):
            break
    rest = Unit("text", first.number + at, " ".join(lines[at:]))
    return Divided(" ".join(lines[:at]), first.number, [rest, *texts[1:]], [])


def _may_be_title(text: str) -> bool:
    return text[-1] not in ".:;," and text[0].isupper()
