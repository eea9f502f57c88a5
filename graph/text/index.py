"""The text index: the words and vectors of all papers of a graph, and their nearest neighbors.

The similarity of a paper to another is (1 - s) / 2 times BM25 with the first text as the query,
divided by its score with itself, plus (1 - s) / 2 times the cosine of TF-IDF weights, plus s times
the cosine of vectors to the power of 1.5. The share s of the vectors is at most :data:`SHARE`. It
is less, down to 0, if the vectors describe the first text badly, such as a text of another field
than those that they were learned from, because the vectors of such texts are all similar.
Otherwise the similarity is 0 if the cosine of the vectors is below ``NEAR``
(``graph.text.candidates``). It depends on the two texts (see ``graph.text.words``) and on the
common words of the graph: words that :data:`COMMON` of its papers contain, but at most half as many
of the texts that the weights were learned from, such as "patient" in a graph of medicine. They
weigh no more than their frequency in the graph allows. Integers and 64-bit sums make the similarity
exact to four digits.

The candidates of a paper are the papers that are that near by vector or, for a text that the
vectors describe badly, those that share a word that is not frequent in the graph. Of more than 256,
only the nearest are compared by all words: by vector, or by the TF-IDF weights of those words. If
there are no more, and no word of the paper is that frequent, its neighbors are a function of the
set of texts, in whatever order they were added. If many papers are added to many, vectors are
compared in cells (``graph.text.cells``), so the time for all papers grows about as their number,
and of a hundred neighbors about one is missed.

A paper of a single word, such as the title "Notes" without an abstract, is similar to no paper: one
word is too little evidence. A text of the user may have one word.
"""

import copy
import hashlib
import os
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.files import replacing
from citegraph.graph.text.candidates import COMMON, Candidates, Near, nearest
from citegraph.graph.text.cells import UNIT, compared
from citegraph.graph.text.ragged import counted, runs, sums
from citegraph.graph.text.similarities import similarities
from citegraph.graph.text.weights import scales, tf_idf, weights
from citegraph.graph.text.words import counts, shipped_words

VERSION = 9
NEIGHBORS = 10  # of a paper, by its own ranking
SHARE = 0.3  # of the vectors in the similarity
# The share falls from SHARE to 0 with the length of the vector of a text before it is scaled,
# between these two.
DESCRIBED = (0.15, 0.25)
PRIOR = 200  # papers that the shipped frequency of a word counts as, for this share
TERMS = 5  # shared words that explain a similarity
# State of a paper: no neighbors yet; a neighbor is gone; edges not written; complete.
NEW, LOST, FOUND, READY = 0, 1, 2, 3
_SCALED = 4096  # papers whose words are scaled at once


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a paper."""

    id: str
    title: str | None
    abstract: str | None


def fingerprint(title: str | None, abstract: str | None) -> int:
    """Return a digest of a text, as a signed number of 64 bits."""
    text = f"{title or ''}\0{abstract or ''}".encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), signed=True)


class TextIndex:
    """See the module. ``ids`` are in the order of rows; other arrays have an entry a row."""

    def __init__(self) -> None:
        self._words = shipped_words()
        self.ids: list[str] = []
        self.papers = 0  # of the graph when it was compared, with those that have no text
        self.marks = np.zeros(0, np.int64)  # fingerprints
        self.state = np.zeros(0, np.int8)
        self.near = np.full((0, NEIGHBORS), -1, np.int32)  # rows of the neighbors, -1: none
        self.scores = np.zeros((0, NEIGHBORS))  # similarity of the paper to the neighbor
        self.backs = np.zeros((0, NEIGHBORS))  # similarity of the neighbor to the paper
        self.reach = np.zeros(0, np.float32)  # least product of a candidate
        self.vectors = np.zeros((0, self._words.dimensions), np.int8)
        self.shares = np.zeros(0, np.int8)  # of the vectors in the similarity, in hundredths
        self.starts = np.zeros(1, np.int64)  # of the words of a paper in `words` and `numbers`
        self.words = np.zeros(0, np.int32)
        self.numbers = np.zeros(0, np.uint8)  # how often the word occurs
        self.common = np.zeros(0, np.int32)  # common words of these texts
        self.vocabulary = dict(self._words.row)
        self._scales: dict[bool, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}
        self._ranks: tuple[list[str], NDArray[np.int32]] | None = None
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
        marks = [fingerprint(text.title, text.abstract) for text in texts]
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
        self.reach = np.concatenate([self.reach, np.zeros(added, np.float32)])
        self._scales, self._ranks = {}, None
        vectors, shares = self._vectors(len(self) - added)
        self.vectors = np.concatenate([self.vectors, vectors])
        self.shares = np.concatenate([self.shares, shares])

    def extended(self, texts: Iterable[Text]) -> "TextIndex":
        """Return an index that also has these texts; this one remains as it is."""
        other = copy.copy(self)
        other.ids, other.vocabulary = list(self.ids), dict(self.vocabulary)
        other.replace(texts)
        return other

    def _keep(self, keep: NDArray[np.bool_]) -> None:
        """Remove all rows but these."""
        self._lose(np.flatnonzero(~keep))
        row = np.where(keep, np.cumsum(keep) - 1, -1).astype(np.int32)
        row = np.append(row, np.int32(-1))  # of -1
        lengths = np.diff(self.starts)
        postings = np.repeat(keep, lengths)
        self.ids = [id for id, kept in zip(self.ids, keep, strict=True) if kept]
        self.marks, self.state = self.marks[keep], self.state[keep]
        self.near = row[self.near[keep]]
        self.scores, self.backs = self.scores[keep], self.backs[keep]
        self.vectors, self.shares = self.vectors[keep], self.shares[keep]
        self.reach = self.reach[keep]
        self.starts = np.concatenate([[0], np.cumsum(lengths[keep])])
        self.words, self.numbers = self.words[postings], self.numbers[postings]

    def find_common_words(self) -> None:
        """Find common words; mark papers with one that changed, and those with such a neighbor."""
        shipped = np.zeros(len(self.vocabulary))
        shipped[: len(self._words.row)] = np.array(self._words.frequency) / self._words.documents
        papers = counted(self.words, len(shipped)) + PRIOR * shipped
        found = (papers >= COMMON * (len(self) + PRIOR)) & (shipped <= COMMON / 2)
        common = np.flatnonzero(found).astype(np.int32)
        changed = np.setxor1d(common, self.common)
        if changed.size:
            self.common, self._scales = common, {}
            has = np.zeros(len(shipped), bool)
            has[changed] = True
            places = np.flatnonzero(has[self.words])
            rows = np.unique(np.searchsorted(self.starts, places, "right") - 1)
            self._lose(rows)
            self.state[rows] = NEW

    def _lose(self, rows: NDArray[np.int64]) -> None:
        """Mark the papers that have one of these rows as a neighbor."""
        self.state[np.isin(self.near, rows).any(axis=1) & (self.state >= FOUND)] = LOST

    def forget_neighbors(self) -> None:
        """Mark the neighbors of all papers as not computed."""
        self.state[:] = NEW

    # -- similarity ---------------------------------------------------------------------------

    def weighted(
        self,
        places: NDArray[np.int64] | slice,
        rows: NDArray[np.int64] | int,
        *,
        shipped: bool = False,
    ) -> NDArray[np.float32]:
        """Return the weights of words: TF-IDF, in BM25's document, in its query.

        The squares of the TF-IDF weights of a paper add up to 1. The weights of all words of a
        large graph take more memory than its texts, so they are not kept.

        Args:
            places: places of ``n`` words in ``words`` and ``numbers``.
            rows: the paper of each of them, or the paper of all.
            shipped: weigh common words like others, as the order of shared words on a page does.

        Returns:
            ``(n, 3)`` weights.
        """
        if shipped not in self._scales:
            rarity = self._rarity()
            if not shipped:
                rarity[self.common] = -np.log(COMMON)
            parts = [self._scaled(rarity, at, at + _SCALED) for at in range(0, len(self), _SCALED)]
            self._scales[shipped] = rarity, np.concatenate(parts or [np.zeros((0, 3))])
        rarity, scaled = self._scales[shipped]
        return weights(self.numbers[places], self.words[places], rarity, scaled, rows)

    def _scaled(self, rarity: NDArray[np.float64], first: int, last: int) -> NDArray[np.float64]:
        """Return, of some rows, what their weights of each kind are divided by or compared with."""
        starts = self.starts[first : last + 1]
        place = slice(starts[0], starts[-1])
        rare = rarity[self.words[place]]
        return scales(self.numbers[place], rare, np.diff(starts), self._words.length)

    def _rarity(self) -> NDArray[np.float64]:
        """Return the shipped weights of all words."""
        rarity = np.full(len(self.vocabulary), self._words.unknown)
        rarity[: len(self._words.weights)] = self._words.weights
        return rarity

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up values of words by paper."""
        return sums(values, np.diff(self.starts))

    def _vectors(self, first: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        """Return the vectors of the rows from this one on, and their shares."""
        found = np.zeros((len(self) - first, self._words.dimensions), np.int8)
        lengths = np.zeros(len(found))
        if not len(found):
            return found, lengths.astype(np.int8)
        rarity = self._rarity()
        scaled = self._scaled(rarity, first, len(self))[:, 0]
        for row in range(first, len(self)):
            place = slice(self.starts[row], self.starts[row + 1])
            if place.stop - place.start == 1 and self.ids[row][0] != "\0":
                continue  # see the module
            words, number = self.words[place], self.numbers[place].astype(np.float64)
            weights = tf_idf(number, rarity[words]) / scaled[row - first]
            weights = weights.astype(np.float32).astype(np.float64)
            known = words < len(self._words.vectors)
            words, weights = words[known], weights[known]
            vector = (weights * self._words.scales[words]) @ self._words.vectors[words]
            length = np.linalg.norm(vector)
            lengths[row - first] = length
            found[row - first] = np.round(vector / (length or 1) * UNIT)
        described = np.interp(lengths, DESCRIBED, (0, SHARE))
        return found, np.round(100 * described).astype(np.int8)

    def link(self, progress: Callable[[int, int], None] = lambda _done, _total: None) -> None:
        """Compute missing neighbors. Papers whose neighbors changed get the state ``FOUND``.

        Args:
            progress: called with the number of papers done and their total. If it raises, the next
                call of this method continues.
        """
        dense = np.zeros((len(self.vocabulary), 3))
        missing = np.flatnonzero(self.state < FOUND)
        old, described = self.state >= FOUND, self.described()
        candidates = Candidates(self.starts, self.words, self.weighted, described)
        complete = {by_vector: old & (described == by_vector) for by_vector in (True, False)}
        complete = {by_vector: rows for by_vector, rows in complete.items() if rows.any()}
        done = 0
        for block, columns, products in compared(self.vectors, missing):
            for row, product in zip(block.tolist(), products, strict=True):
                kinds = {bool(described[row]), *complete}
                near = {kind: candidates.of(row, columns, product, kind) for kind in kinds}
                self._link(row, near[bool(described[row])], near, complete, dense)
            self.state[block] = FOUND
            done += len(block)
            progress(done, len(missing))

    def _link(
        self,
        row: int,
        own: Near,
        near: dict[bool, Near],
        complete: dict[bool, NDArray[np.bool_]],
        dense: NDArray[np.float64],
    ) -> None:
        """Compute the neighbors of a row, and make it a neighbor of others that were complete.

        Args:
            row: the row.
            own: rows near it, and their products with it.
            near: the same by vector and by words, for the rows of ``complete``.
            complete: whether each row was complete and its candidates are found by vector, and by
                words.
            dense: zeros, three for each word, and again after the call.
        """
        mine, self.reach[row] = nearest(*own)
        theirs = [
            others[rows[others] & (products >= self.reach[others])]
            for by_vector, rows in complete.items()
            for others, products in [near[by_vector]]
        ]
        others = np.unique(np.concatenate([mine, *theirs]))
        cosines = self.vectors[others].astype(np.float32) @ self.vectors[row].astype(np.float32)
        scores, backs = self._scores(row, others, cosines, dense)
        kept = np.isin(others, mine)
        self._set(row, others[kept], scores[kept], backs[kept])
        if theirs:
            closer = backs > self.scores[others, -1] - 1e-9
            for i in np.flatnonzero(closer & np.isin(others, np.concatenate(theirs))).tolist():
                self._add(int(others[i]), row, backs[i], scores[i])

    def described(self) -> NDArray[np.bool_]:
        """Return which texts the vectors describe well; candidates of others are found by words."""
        return self.shares >= round(100 * SHARE)

    def _add(self, row: int, other: int, score: float, back: float) -> None:
        """Add a neighbor to a row, if it is among the best."""
        before = self.near[row].copy()
        if other in before:  # found before an interruption
            return
        have = before >= 0
        self._set(
            row,
            np.append(before[have], other),
            np.append(self.scores[row][have], score),
            np.append(self.backs[row][have], back),
        )
        if not np.array_equal(before, self.near[row]):
            self.state[row] = FOUND

    def _scores(
        self,
        row: int,
        others: NDArray[Any],
        products: NDArray[np.float32],
        dense: NDArray[np.float64],  # (words, 3) zeros, also after the call
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the similarities of a row to others, and back; ``products`` are of the vectors."""
        if not others.size:
            return np.zeros(0), np.zeros(0)
        place = slice(self.starts[row], self.starts[row + 1])
        words = self.words[place]
        dense[words] = self.weighted(place, row)[:, [0, 2, 1]]  # a query meets a document
        flat, offsets = self._flat(others)
        known = self.words[flat]
        has = np.zeros(len(dense), bool)
        has[words] = True
        shared = np.flatnonzero(has[known])  # few of the words
        owners = others[np.searchsorted(offsets, shared, "right") - 1]
        parts = dense[known[shared]] * self.weighted(flat[shared], owners)
        dense[words] = 0
        sums = np.zeros((len(others), 3))
        first = np.searchsorted(shared, offsets)  # of the shared words of each row
        some = np.append(first[1:], len(shared)) > first
        sums[some] = np.add.reduceat(parts, first[some]) if len(shared) else 0
        both, there, back = sums.T
        cosines = np.clip(products.astype(np.float64) / UNIT**2, 0, 1)
        vectors = cosines * np.sqrt(cosines)
        own, theirs = self.shares[row] / 100, self.shares[others] / 100
        return (
            np.round((1 - own) / 2 * (there + both) + own * vectors, 4),
            np.round((1 - theirs) / 2 * (back + both) + theirs * vectors, 4),
        )

    def _flat(self, rows: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places of the words of rows, and where those of each row begin."""
        return runs(self.starts[rows], self.starts[rows + 1])

    def similarities(
        self, rows: Sequence[int], others: Sequence[int] | None = None
    ) -> Iterator[NDArray[np.float64]]:
        """Yield the similarities of each of these rows to others, by default to every row.

        See :func:`graph.text.similarities.similarities`.
        """
        return similarities(self, rows, np.arange(len(self)) if others is None else others)

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
        """Return the words that a row shares with each other row, the highest weight first."""
        if not others:
            return []
        if self._ranks is None:  # of words of the same weight, the first by the alphabet
            names = list(self.vocabulary)
            ranks = np.empty(len(names), np.int32)
            ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
            self._ranks = names, ranks
        names, ranks = self._ranks
        if len(self._dense) < len(names):
            self._dense = np.zeros(len(names))
        dense = self._dense
        place = slice(self.starts[row], self.starts[row + 1])
        dense[self.words[place]] = self.weighted(place, row, shipped=True)[:, 0]
        flat, offsets = self._flat(np.array(others))
        own = dense[self.words[flat]]
        dense[self.words[place]] = 0
        shared = np.flatnonzero(own)
        owners = np.searchsorted(offsets, shared, "right") - 1
        theirs = self.weighted(flat[shared], np.array(others)[owners], shipped=True)[:, 0]
        products = np.round(own[shared] * theirs, 9)
        words = self.words[flat[shared]]
        order = np.lexsort((ranks[words], -products, owners))
        found = words[order].tolist()
        ends = np.cumsum(np.bincount(owners, minlength=len(others))).tolist()
        return [
            [names[word] for word in found[start : min(start + TERMS, end)]]
            for start, end in zip([0, *ends[:-1]], ends, strict=True)
        ]

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        """Return the pairs of which one paper has the other among its neighbors.

        Returns:
            The pairs (a, b), a < b, as ``a * len(self) + b``, ascending; the similarity of a to b;
            and the similarity of b to a.
        """
        there = self.near >= 0
        a = np.repeat(np.arange(len(self)), there.sum(axis=1))
        b = self.near[there].astype(np.int64)
        keys, first = np.unique(np.minimum(a, b) * len(self) + np.maximum(a, b), return_index=True)
        scores, backs = self.scores[there][first], self.backs[there][first]
        turned = a[first] > b[first]
        return keys, np.where(turned, backs, scores), np.where(turned, scores, backs)

    # -- file ---------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Write the index to a file that only its owner can read, at once.

        Raises:
            OSError: it cannot be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        known = len(self._words.row)
        with replacing(path) as stream:
            if hasattr(os, "fchmod"):  # not on Windows
                os.fchmod(stream.fileno(), 0o600)  # as private as the database
            np.savez(
                stream,
                version=np.array([VERSION, known, NEIGHBORS]),
                papers=np.array(self.papers),
                ids=_joined(self.ids),
                vocabulary=_joined(list(self.vocabulary)[known:]),
                **{name: getattr(self, name) for name in _ARRAYS},
            )

    @classmethod
    def load(cls, path: Path) -> "TextIndex":
        """Read the index from a file; return an empty one if the file cannot be used."""
        index = cls()
        try:
            with zipfile.ZipFile(path) as parts:  # the file may come from somebody else
                if sum(part.file_size for part in parts.infolist()) > path.stat().st_size:
                    return cls()  # compressed, as save() writes none
            with np.load(path) as file:
                if file["version"].tolist() != [VERSION, len(index._words.row), NEIGHBORS]:
                    return cls()
                index.papers = int(file["papers"])
                for name in _ARRAYS:
                    setattr(index, name, file[name])
                index.ids = _parted(file["ids"])
                for word in _parted(file["vocabulary"]):
                    index.vocabulary[word] = len(index.vocabulary)
        except Exception:  # noqa: BLE001 - numpy and zipfile have many errors for damaged files
            return cls()
        return index


_ARRAYS = (
    *("marks", "state", "near", "scores", "backs", "reach"),
    *("vectors", "shares", "starts", "words", "numbers", "common"),
)


def _joined(texts: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\0".join(texts).encode(errors="surrogatepass"), np.uint8)


def _parted(data: NDArray[np.uint8]) -> list[str]:
    text = data.tobytes().decode(errors="surrogatepass")
    return text.split("\0") if text else []
