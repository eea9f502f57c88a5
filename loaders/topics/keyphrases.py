"""Phrases of titles and abstracts, and how likely each is a keyword."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Batch, Lexicon
from citegraph.loaders.topics.features import Candidates
from citegraph.loaders.topics.ranker import STYLES, shipped_ranker, shipped_thesaurus
from citegraph.loaders.topics.statistics import WordValues
from citegraph.loaders.topics.text import clean

__all__ = ["AUTO", "Keyphrase", "Phrases"]

Values = NDArray[Any]
Text = tuple[str, str]  # title, abstract
AUTO = "auto"
MOST_FORMS = 60_000  # words remembered before beginning anew
# A text is read in the style whose papers its words resemble: where they are, on the mean, so much
# likelier (as a logarithm) in the papers of indexers, or of authors, than in those of the field;
# where both, the authors' where they are so much likelier there than in the indexers'.
INDEX, AUTHOR, RATHER = -0.36, -0.125, 0.42
RARE = 0.003  # how rare a word counts that no paper of a style has


@dataclass(frozen=True, slots=True)
class Keyphrase:
    """A phrase of a paper that tells what the paper is about.

    Attributes:
        text: the very words, as they stand first; or a thesaurus term that the text lacks.
        score: how likely somebody would choose it as a keyword, 0 to 1.
        field: ``title`` or ``abstract``, where it stands first; ``thesaurus``: in neither.
        evidence: the sentence it stands in; empty for a thesaurus term.
    """

    text: str
    score: float
    field: str
    evidence: str


class Phrases:
    """Scores the phrases of texts.

    Args:
        style: see :class:`loaders.topics.TopicReader`.
        data: folder of statistics and trees.
    """

    def __init__(self, style: str, data: Path) -> None:
        if style not in (AUTO, *STYLES):
            raise ValueError(f"no style {style!r}; there are {', '.join((AUTO, *STYLES))}")
        self.style = style
        self.data = data
        self._lexicon = Lexicon()
        self._words: dict[str, list[WordValues]] = {}

    def batch(self, texts: Sequence[Text]) -> Batch:
        """Texts, read into words."""
        if len(self._lexicon) > MOST_FORMS:  # memory stays flat over any stream
            self._lexicon = Lexicon()
            self._words.clear()
        return Batch([_fields(*text) for text in texts], self._lexicon)

    def rank(
        self, style: str, batch: Batch, wanted: Values | None = None
    ) -> tuple[Candidates, Values]:
        """The candidates of a batch, and how likely each is a keyword; see :class:`Ranker`."""
        return shipped_ranker(style, self.data)(batch, self._values(style), wanted)

    def keyphrases(self, texts: Sequence[Text], limit: int) -> Iterable[tuple[Keyphrase, ...]]:
        """The likeliest phrases of each text, at most ``limit``."""
        batch = self.batch(texts)
        if self.style != AUTO:
            return self._keyphrases(batch, limit, self.style)
        phrases = list(self._keyphrases(batch, limit, "topics"))
        for style, alike in self._alike(batch).items():
            chosen = [i for i in np.flatnonzero(alike).tolist() if phrases[i]]
            again = self.batch([texts[i] for i in chosen])
            for i, others in zip(chosen, self._keyphrases(again, limit, style), strict=True):
                phrases[i] = others
        return phrases

    def _alike(self, batch: Batch) -> dict[str, Values]:
        """Whether each text resembles those of indexers, and of authors, rather than the field's.

        By the mean log-likelihood ratio of its words, as naive Bayes does.
        """
        share = {}
        for style in ("topics", "author", "index"):
            papers, words = shipped_ranker(style, self.data).tables[-1].papers, self._values(style)
            share[style] = np.log(words[-1].papers[batch.word] / papers + RARE)

        def likelier(style: str, other: str) -> Values:
            odds = np.bincount(batch.paper, share[style] - share[other], batch.count)
            mean: Values = odds / np.maximum(batch.counts, 1)
            return mean

        author = likelier("author", "topics") > AUTHOR
        index = likelier("index", "topics") > INDEX
        rather = likelier("author", "index") > RATHER
        return {"author": author & (rather | ~index), "index": index & ~(author & rather)}

    def _values(self, style: str) -> list[WordValues]:
        """What the statistics of a style say of the lexicon's words."""
        ranker = shipped_ranker(style, self.data)
        self._words[style] = ranker.words(self._lexicon, self._words.get(style))
        return self._words[style]

    def _keyphrases(self, batch: Batch, limit: int, style: str) -> Iterator[tuple[Keyphrase, ...]]:
        found, likely = self.rank(style, batch)
        least = STYLES[style].least
        chosen: list[list[Keyphrase]] = [[] for _ in batch.rows]
        if len(likely):
            papers = batch.paper[found.start[found.first]]
            for group in np.lexsort((found.first, -likely, papers)).tolist():
                mine = chosen[papers[group]]
                if len(mine) < limit and (likely[group] >= least):
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
        thesaurus = shipped_thesaurus(style, self.data)
        if thesaurus:
            for mine, terms in zip(chosen, thesaurus(batch, least), strict=True):
                if mine:  # else the text is of no language that was learnt, or says too little
                    mine += [Keyphrase(t, round(s, 4), "thesaurus", "") for t, s in terms[:limit]]
                    mine.sort(key=lambda phrase: -phrase.score)
                    del mine[limit:]
        return map(tuple, chosen)


def _fields(title: str, abstract: str) -> Text:
    """Title and abstract; an abstract that begins with the title begins behind it."""
    if title and abstract.startswith(title):
        abstract = abstract[len(title) :]
    return clean(title), clean(abstract)
