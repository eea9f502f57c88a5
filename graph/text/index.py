"""The text index: the words and vectors of all papers of a graph, and their nearest neighbors.

The similarity of a paper to another is 0.35 times BM25 with the first text as the query, divided
by its score with itself, plus 0.35 times the cosine of TF-IDF weights, plus 0.3 times the cosine of
vectors. It is 0 if the cosine of the vectors is below :data:`NEAR`. It depends on the two texts
alone (see ``graph.text.words``), and integers and 64-bit floats make it exact to the stored four
digits. So the neighbors of a paper are a function of the set of texts, in whatever order they were
added.
"""

import zipfile
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.files import replacing
from citegraph.graph.text.words import counts, shipped_words

__all__ = ["NEIGHBORS", "Text", "TextIndex", "fingerprint"]

VERSION = 2
NEIGHBORS = 10  # of a paper, by its own ranking
NEAR = 0.5  # cosine of vectors from which two papers are compared by words
SHARE = 0.3  # of the vectors in the similarity
K1, B = 1.2, 0.75  # of BM25
TERMS = 5  # shared words that explain a similarity
NEW, LOST, READY = 0, 1, 2  # state of a paper: no neighbors yet; a neighbor is gone; complete
_UNIT = 127  # length of a vector of integers
_BLOCK = 256  # papers compared with all others at once


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a paper."""

    id: str
    title: str | None
    abstract: str | None


def fingerprint(title: str | None, length: int | None) -> int:
    """Return a number that changes with the title, and with the length of the abstract."""
    return zlib.crc32(f"{title}\n{length}".encode(errors="replace"))


class TextIndex:
    """See the module. ``ids`` are in the order of rows; other arrays have an entry a row."""

    def __init__(self) -> None:
        self._words = shipped_words()
        self.ids: list[str] = []
        self.marks = np.zeros(0, np.int64)  # fingerprints
        self.state = np.zeros(0, np.int8)
        self.near = np.full((0, NEIGHBORS), -1, np.int32)  # rows of the neighbors, -1: none
        self.scores = np.zeros((0, NEIGHBORS))  # similarity of the paper to the neighbor
        self.backs = np.zeros((0, NEIGHBORS))  # similarity of the neighbor to the paper
        self.vectors = np.zeros((0, self._words.dimensions), np.int8)
        self.starts = np.zeros(1, np.int64)  # of the words of a paper in `words` and `numbers`
        self.words = np.zeros(0, np.int32)
        self.numbers = np.zeros(0, np.uint8)  # how often the word occurs
        self.vocabulary = dict(self._words.row)
        self._weights: tuple[NDArray[np.float64], ...] | None = None
        self._names: list[str] | None = None
        self._dense = np.zeros(0)

    def __len__(self) -> int:
        return len(self.ids)

    # -- content ------------------------------------------------------------------------------

    def replace(self, texts: Iterable[Text], gone: Collection[str] = ()) -> None:
        """Add texts, replace those of the same papers, and remove papers."""
        texts = list(texts)
        out = {text.id for text in texts} | set(gone)
        keep = np.array([id not in out for id in self.ids], bool)
        if not keep.all():
            self._keep(keep)
        self.ids += [text.id for text in texts]
        marks = [fingerprint(text.title, len(text.abstract or "")) for text in texts]
        self.marks = np.concatenate([self.marks, np.array(marks, np.int64)])
        words, numbers, lengths = [], [], []
        for text in texts:
            found = counts(text.title, text.abstract)
            words += [self.vocabulary.setdefault(word, len(self.vocabulary)) for word in found]
            numbers += [min(number, 255) for number in found.values()]
            lengths.append(len(found))
        added = len(texts)
        self.starts = np.concatenate([self.starts, self.starts[-1] + np.cumsum(lengths, dtype=int)])
        self.words = np.concatenate([self.words, np.array(words, np.int32)])
        self.numbers = np.concatenate([self.numbers, np.array(numbers, np.uint8)])
        self.state = np.concatenate([self.state, np.full(added, NEW, np.int8)])
        self.near = np.concatenate([self.near, np.full((added, NEIGHBORS), -1, np.int32)])
        self.scores = np.concatenate([self.scores, np.zeros((added, NEIGHBORS))])
        self.backs = np.concatenate([self.backs, np.zeros((added, NEIGHBORS))])
        self._weights = self._names = None
        vectors = [self._vector(row) for row in range(len(self) - added, len(self))]
        self.vectors = np.concatenate([self.vectors, *vectors])

    def _keep(self, keep: NDArray[np.bool_]) -> None:
        """Remove all rows but these."""
        lost = np.isin(self.near, np.flatnonzero(~keep)).any(axis=1)
        self.state[lost & (self.state == READY)] = LOST
        row = np.where(keep, np.cumsum(keep) - 1, -1).astype(np.int32)
        row = np.append(row, np.int32(-1))  # of -1
        lengths = np.diff(self.starts)
        postings = np.repeat(keep, lengths)
        self.ids = [id for id, kept in zip(self.ids, keep, strict=True) if kept]
        self.marks, self.state = self.marks[keep], self.state[keep]
        self.near = row[self.near[keep]]
        self.scores, self.backs = self.scores[keep], self.backs[keep]
        self.vectors = self.vectors[keep]
        self.starts = np.concatenate([[0], np.cumsum(lengths[keep])])
        self.words, self.numbers = self.words[postings], self.numbers[postings]

    def forget_neighbors(self) -> None:
        """Mark the neighbors of all papers as not computed."""
        self.state[:] = NEW

    # -- similarity ---------------------------------------------------------------------------

    @property
    def weights(self) -> NDArray[np.float64]:
        """TF-IDF weights of the words, the squares of those of a paper adding up to 1."""
        return self.weighted()[0]

    def weighted(self) -> tuple[NDArray[np.float64], ...]:
        """Return the weights of words: TF-IDF, in BM25's query, and in BM25's document."""
        if self._weights is None:
            rarity = np.full(len(self.vocabulary), self._words.unknown)
            rarity[: len(self._words.weights)] = self._words.weights
            rare, number = rarity[self.words], self.numbers.astype(np.float64)
            lengths = np.diff(self.starts)
            weights = (1 + np.log(np.maximum(number, 1))) * rare
            norms = K1 * (1 - B + B * self.sums(number) / self._words.length)
            document = number * (K1 + 1) / (number + np.repeat(norms, lengths))
            query = number * rare
            own = np.repeat(np.maximum(self.sums(query * document), 1e-12), lengths)
            scale = np.repeat(np.sqrt(np.maximum(self.sums(weights**2), 1e-12)), lengths)
            self._weights = (weights / scale, query / own, document)
        return self._weights

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up values of words by paper."""
        sums = np.zeros(len(self))
        filled = np.diff(self.starts) > 0
        if values.size:
            sums[filled] = np.add.reduceat(values, self.starts[:-1][filled])
        return sums

    def _vector(self, row: int) -> NDArray[np.int8]:
        place = slice(self.starts[row], self.starts[row + 1])
        words, weights = self.words[place], self.weights[place]
        known = words < len(self._words.vectors)
        words, weights = words[known], weights[known]
        vector = (weights * self._words.scales[words]) @ self._words.vectors[words]
        length = np.linalg.norm(vector)
        return np.round(vector / (length or 1) * _UNIT).astype(np.int8)[None, :]

    def link(self) -> set[int]:
        """Compute missing neighbors.

        Returns:
            Rows whose neighbors changed.
        """
        floats = self.vectors.astype(np.float32)  # of integers, so products are exact
        dense = np.zeros((3, len(self.vocabulary)))
        new = np.flatnonzero(self.state == NEW)
        lost = np.flatnonzero(self.state == LOST)
        touched = {*new.tolist(), *lost.tolist()}
        waiting: dict[int, list[tuple[int, float, float]]] = {}
        least = np.where(self.state == READY, self.scores[:, -1], np.inf)
        for rows in (new, lost):
            for at in range(0, len(rows), _BLOCK):
                block = rows[at : at + _BLOCK]
                cosines = floats[block] @ floats.T
                for row, cosine in zip(block.tolist(), cosines, strict=True):
                    cosine[row] = 0
                    others = np.flatnonzero(cosine >= NEAR * _UNIT**2)
                    scores, backs = self._scores(row, others, cosine[others], dense)
                    self._set(row, others, scores, backs)
                    if rows is new:
                        for i in np.flatnonzero(backs > least[others] - 1e-9).tolist():
                            found = (row, float(backs[i]), float(scores[i]))
                            waiting.setdefault(int(others[i]), []).append(found)
        for row, more in waiting.items():
            before = self.near[row].copy()
            have = self.near[row] >= 0
            others, scores, backs = map(np.array, zip(*more, strict=True))
            self._set(
                row,
                np.append(self.near[row][have], others),
                np.append(self.scores[row][have], scores),
                np.append(self.backs[row][have], backs),
            )
            if not np.array_equal(before, self.near[row]):
                touched.add(row)
        self.state[:] = READY
        return touched

    def _scores(
        self,
        row: int,
        others: NDArray[Any],
        cosines: NDArray[np.float32],
        dense: NDArray[np.float64],
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the similarities of a row to others, and of others to it.

        Args:
            row: the row.
            others: rows.
            cosines: products of the vectors.
            dense: three arrays of zeros, and again after the call.
        """
        if not others.size:
            return np.zeros(0), np.zeros(0)
        weights, query, document = self.weighted()
        place = slice(self.starts[row], self.starts[row + 1])
        words = self.words[place]
        for values, target in zip((weights, query, document), dense, strict=True):
            target[words] = values[place]
        flat, offsets = self._flat(others)
        known = self.words[flat]
        both = np.add.reduceat(dense[0][known] * weights[flat], offsets)
        there = np.add.reduceat(dense[1][known] * document[flat], offsets)
        back = np.add.reduceat(dense[2][known] * query[flat], offsets)
        dense[:, words] = 0
        vectors = SHARE * cosines.astype(np.float64) / _UNIT**2
        half = (1 - SHARE) / 2
        return (
            np.round(half * (there + both) + vectors, 4),
            np.round(half * (back + both) + vectors, 4),
        )

    def _flat(self, rows: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places of the words of rows, and where those of each row begin."""
        starts, lengths = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(lengths)
        offsets = ends - lengths
        return np.arange(ends[-1]) + np.repeat(starts - offsets, lengths), offsets

    def similarities(self, row: int) -> NDArray[np.float64]:
        """Return the similarity of a row to every row."""
        floats = self.vectors.astype(np.float32)
        cosines = floats @ floats[row]
        cosines[row] = 0
        others = np.flatnonzero(cosines >= NEAR * _UNIT**2)
        scores = np.zeros(len(self))
        dense = np.zeros((3, len(self.vocabulary)))
        scores[others], _ = self._scores(row, others, cosines[others], dense)
        return scores

    def _set(
        self,
        row: int,
        others: NDArray[Any],
        scores: NDArray[np.float64],
        backs: NDArray[np.float64],
    ) -> None:
        """Keep the best neighbors of a row; of the same score, those of the smaller ID."""
        if len(scores) > NEIGHBORS:
            best = scores >= np.partition(scores, -NEIGHBORS)[-NEIGHBORS]
            others, scores, backs = others[best], scores[best], backs[best]
        ranked = sorted(
            zip(scores.tolist(), others.astype(int).tolist(), backs.tolist(), strict=True),
            key=lambda one: (-one[0], self.ids[one[1]]),
        )[:NEIGHBORS]
        self.near[row], self.scores[row], self.backs[row] = -1, 0, 0
        count = len(ranked)
        self.near[row, :count] = [other for _, other, _ in ranked]
        self.scores[row, :count] = [score for score, _, _ in ranked]
        self.backs[row, :count] = [back for _, _, back in ranked]

    def terms(self, row: int, others: Sequence[int]) -> list[list[str]]:
        """Return the words that a row shares with each other row, the most telling first."""
        if not others:
            return []
        names = list(self.vocabulary) if self._names is None else self._names
        self._names = names
        place = slice(self.starts[row], self.starts[row + 1])
        dense = self._dense
        if len(dense) < len(self.vocabulary):
            dense = self._dense = np.zeros(len(self.vocabulary))
        dense[self.words[place]] = self.weights[place]
        flat, offsets = self._flat(np.array(others))
        known = self.words[flat]
        products = np.round(dense[known] * self.weights[flat], 9)
        dense[self.words[place]] = 0
        found = []
        for start, end in zip(offsets.tolist(), [*offsets[1:].tolist(), len(flat)], strict=True):
            part = products[start:end]
            least = max(np.partition(part, -TERMS)[-TERMS], 1e-9) if len(part) > TERMS else 1e-9
            best = np.flatnonzero(part >= least).tolist()
            ranked = sorted((-float(part[at]), names[known[start + at]]) for at in best)
            found.append([name for _, name in ranked[:TERMS]])
        return found

    def pairs(
        self, rows: Iterable[int] | None = None
    ) -> dict[tuple[int, int], tuple[float, float]]:
        """Return the pairs of neighbors of which at least one is in ``rows``.

        Two papers are a pair if at least one of them has the other among its neighbors. The values
        are the similarity of the first to the second, and of the second to the first.
        """
        near = self.near
        starts = np.repeat(np.arange(len(self)), near.shape[1]).reshape(near.shape)
        wanted = near >= 0
        if rows is not None:
            touched = np.zeros(len(self), bool)
            touched[list(rows)] = True
            wanted &= touched[starts] | touched[near]
        columns = (starts, near, self.scores, self.backs)
        return {
            (a, b) if a < b else (b, a): (score, back) if a < b else (back, score)
            for a, b, score, back in zip(*(c[wanted].tolist() for c in columns), strict=True)
        }

    # -- file ---------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Write the index to a file, at once.

        Raises:
            OSError: it cannot be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        known = len(self._words.row)
        with replacing(path) as stream:
            np.savez(
                stream,
                version=np.array([VERSION, known, NEIGHBORS]),
                ids=_joined(self.ids),
                vocabulary=_joined(list(self.vocabulary)[known:]),
                **{name: getattr(self, name) for name in _ARRAYS},
            )

    @classmethod
    def load(cls, path: Path) -> "TextIndex":
        """Read the index from a file; return an empty one if the file cannot be used."""
        index = cls()
        try:
            with np.load(path) as file:
                if file["version"].tolist() != [VERSION, len(index._words.row), NEIGHBORS]:
                    return cls()
                for name in _ARRAYS:
                    setattr(index, name, file[name])
                index.ids = _parted(file["ids"])
                for word in _parted(file["vocabulary"]):
                    index.vocabulary[word] = len(index.vocabulary)
        except (OSError, ValueError, KeyError, EOFError, zlib.error, zipfile.BadZipFile):
            return cls()
        return index


_ARRAYS = ("marks", "state", "near", "scores", "backs", "vectors", "starts", "words", "numbers")


def _joined(texts: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\0".join(texts).encode(errors="surrogatepass"), np.uint8)


def _parted(data: NDArray[np.uint8]) -> list[str]:
    text = data.tobytes().decode(errors="surrogatepass")
    return text.split("\0") if text else []
