"""Weights of the words of papers: TF-IDF, and BM25 of a document and of a query."""

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.text.ragged import sums

K1, B = 1.2, 0.75  # of BM25
_WEIGHED = 1 << 18  # words weighted at once


def tf_idf(number: NDArray[np.float64], rare: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of words before they are scaled."""
    found: NDArray[np.float64] = (1 + np.log(np.maximum(number, 1))) * rare
    return found


def scales(
    numbers: NDArray[np.uint8], rare: NDArray[np.float64], lengths: NDArray[np.int64], mean: float
) -> NDArray[np.float64]:
    """Return the numbers of each paper that :func:`weights` needs.

    Args:
        numbers: how often each word occurs.
        rare: inverse document frequency of each word.
        lengths: how many of the words each of ``n`` papers has.
        mean: mean number of words of a text.

    Returns:
        ``(n, 3)``: the length of its TF-IDF weights, what BM25 adds to the number of a word, and
        its BM25 score with itself.
    """
    number = numbers.astype(np.float64)
    norms = K1 * (1 - B + B * sums(number, lengths) / mean)
    document = number * (K1 + 1) / (number + np.repeat(norms, lengths))
    own = np.maximum(sums(number * rare * document, lengths), 1e-12)
    squares = np.maximum(sums(tf_idf(number, rare) ** 2, lengths), 1e-12)
    return np.stack([np.sqrt(squares), norms, own], axis=1)


def weights(
    numbers: NDArray[np.uint8],
    words: NDArray[np.int32],
    rarity: NDArray[np.float64],
    scaled: NDArray[np.float64],
    rows: NDArray[np.int64] | int,
) -> NDArray[np.float32]:
    """Return ``(n, 3)`` weights: TF-IDF, in BM25's document, in its query.

    Args:
        numbers: how often each of ``n`` words occurs.
        words: the words, as places in ``rarity``.
        rarity: inverse document frequencies.
        scaled: as :func:`scales` returns it.
        rows: the paper of each word, or of all, as rows of ``scaled``.
    """
    rows = np.broadcast_to(rows, len(words))
    found = np.empty((len(words), 3), np.float32)
    for at in range(0, len(words), _WEIGHED):
        part = slice(at, at + _WEIGHED)
        rare, number = rarity[words[part]], numbers[part].astype(np.float64)
        scale, norm, own = scaled[rows[part]].T
        found[part, 0] = tf_idf(number, rare) / scale
        found[part, 1] = number * (K1 + 1) / (number + norm)
        found[part, 2] = number * rare / own
    return found
