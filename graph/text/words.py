"""Words of titles and abstracts, their weights, and their vectors.

The weight of a word is its inverse document frequency (Sparck Jones 1972), its vector a row of the
right singular vectors of a matrix of TF-IDF weights (latent semantic analysis, Deerwester et al.
1990). Both were learned once (``training/words.py``) and are shipped, so papers that are added do
not change the similarity of others, unless a word becomes common in the graph
(``graph.text.index``).
"""

import gzip
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.identity.topic_ids import fold_word

DATA = Path(__file__).parent / "data"
TITLE = 2  # times that a word of the title counts
# Stop words of German, French, Italian, Portuguese and Spanish; and those that mean something in
# English, such as "die". A text in which two of the first occur is in such a language.
OTHER_LANGUAGES, AMBIGUOUS = (
    frozenset(part.split())
    for part in (DATA / "stop-words-of-languages.txt").read_text("utf-8").split("\n\n")
)
STOP_WORDS = OTHER_LANGUAGES.union((DATA / "stop-words.txt").read_text("utf-8").split())
_WORD = re.compile(r"[^\W_]+(?:\.\d+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
LONGEST = 40  # characters of a word; longer ones are data
_LIMIT = 20_000  # characters of a text; no real abstract is longer


def split(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the folded words of a text with their places, without stop words and addresses."""
    for found in _WORD.finditer(_without_addresses(text)):
        if 1 < len(found[0]) <= LONGEST and (word := _folded(found[0])):
            yield word, found.start(), found.end()


def _without_addresses(text: str) -> str:
    text = text[:_LIMIT]
    if "/" in text or "www." in text:
        text = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    return text


@lru_cache(1 << 17)
def _folded(word: str) -> str | None:
    """Return the folded word, or ``None`` for a stop word."""
    lower = word.lower()
    return None if lower in STOP_WORDS else fold_word(lower)


def counts(title: str | None, abstract: str | None) -> Counter[str]:
    """Count the words of a paper; a word of the title counts :data:`TITLE` times."""
    body, heading = _words(abstract or ""), _words(title or "")
    if len(OTHER_LANGUAGES & {*body, *heading}) > 1:
        body, heading = ([w for w in one if w.lower() not in AMBIGUOUS] for one in (body, heading))
    found = Counter([folded for word in body if (folded := _folded(word))])
    for word in heading:
        if folded := _folded(word):
            found[folded] += TITLE
    return found


def _words(text: str) -> list[str]:
    """Return the words that :func:`split` considers, as they are written."""
    words = _WORD.findall(_without_addresses(text))
    return [word for word in words if 1 < len(word) <= LONGEST]


@dataclass(frozen=True, slots=True)
class Words:
    """The shipped table.

    Attributes:
        row: row of each word.
        weights: inverse document frequency of each word.
        unknown: inverse document frequency of a word that the table lacks.
        vectors: a row of integers for each word, with ``scales`` to multiply them by.
        scales: see ``vectors``.
        length: mean number of words of a text.
        documents: number of texts that the table was learned from.
        frequency: number of these with each word.
    """

    row: dict[str, int]
    weights: NDArray[np.float64]
    unknown: float
    vectors: NDArray[np.int8]
    scales: NDArray[np.float32]
    length: float
    documents: int
    frequency: list[int]

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return int(self.vectors.shape[1])

    def weight(self, word: str) -> float:
        """Return the inverse document frequency of a word."""
        row = self.row.get(word)
        return self.unknown if row is None else float(self.weights[row])


def read(folder: Path) -> Words:
    """Read the table from a folder."""
    with gzip.open(folder / "words.tsv.gz", "rt", encoding="utf-8") as stream:
        documents, length = stream.readline().split("\t")
        lines = [line.rstrip("\n").split("\t") for line in stream]
    total = int(documents)
    frequency = np.array([int(number) for _, number in lines], dtype=np.float64)
    with np.load(folder / "word-vectors.npz") as file:
        vectors, scales = file["vectors"], file["scales"]
    return Words(
        row={word: row for row, (word, _) in enumerate(lines)},
        weights=np.log1p((total - frequency + 0.5) / (frequency + 0.5)),
        unknown=math.log1p((total - 0.5) / 1.5),
        vectors=vectors,
        scales=scales,
        length=float(length),
        documents=total,
        frequency=frequency.astype(int).tolist(),
    )


@cache
def shipped_words() -> Words:
    """Load the shipped table."""
    return read(DATA)
