"""Phrases of titles and abstracts, and how likely each is a keyword."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Batch, Lexicon
from citegraph.loaders.topics.features import Candidates
from citegraph.loaders.topics.ranker import shipped_ranker
from citegraph.loaders.topics.statistics import WordValues
from citegraph.loaders.topics.text import clean

__all__ = ["Keyphrase", "Phrases"]

Values = NDArray[Any]
Text = tuple[str, str]  # title, abstract
LEAST = 0.1  # phrases that score less are left out
MOST_FORMS = 60_000  # words remembered before beginning anew


@dataclass(frozen=True, slots=True)
class Keyphrase:
    """A phrase of a paper that tells what the paper is about.

    Attributes:
        text: the very words, as they stand first.
        score: how likely somebody would choose it as a keyword, 0 to 1.
        field: ``title`` or ``abstract``, where it stands first.
        evidence: the sentence it stands in.
    """

    text: str
    score: float
    field: str
    evidence: str


class Phrases:
    """Scores the phrases of texts.

    Args:
        data: folder of statistics and trees.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self._lexicon = Lexicon()
        self._words: WordValues | None = None

    def batch(self, texts: Sequence[Text]) -> Batch:
        """Read texts into words."""
        if len(self._lexicon) > MOST_FORMS:  # memory stays flat over any stream
            self._lexicon = Lexicon()
            self._words = None
        return Batch([_fields(*text) for text in texts], self._lexicon)

    def rank(self, batch: Batch, wanted: Values | None = None) -> tuple[Candidates, Values]:
        """Return the candidates of a batch and their scores; see :class:`Ranker`."""
        ranker = shipped_ranker(self.data)
        self._words = ranker.statistics.values(self._lexicon, self._words)
        return ranker(batch, self._words, wanted)

    def keyphrases(self, texts: Sequence[Text], limit: int) -> Iterator[tuple[Keyphrase, ...]]:
        """Return the likeliest phrases of each text, at most ``limit``."""
        batch = self.batch(texts)
        found, likely = self.rank(batch)
        chosen: list[list[Keyphrase]] = [[] for _ in batch.rows]
        if len(likely):
            papers = batch.paper[found.start[found.first]]
            for group in np.lexsort((found.first, -likely, papers)).tolist():
                mine = chosen[papers[group]]
                if len(mine) < limit and likely[group] >= LEAST:
                    first = int(found.first[group])
                    row, place, field = batch.locate(int(found.start[first]))
                    end = place + int(found.length[first])
                    mine.append(
                        Keyphrase(
                            row.phrase(place, end),
                            round(float(likely[group]), 4),
                            field,
                            row.sentence(place),
                        )
                    )
        return map(tuple, chosen)


def _fields(title: str, abstract: str) -> Text:
    """Title and abstract; an abstract that begins with the title begins behind it."""
    if title and abstract.startswith(title):
        abstract = abstract[len(title) :]
    return clean(title), clean(abstract)
