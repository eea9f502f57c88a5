"""Similarities of texts as columns: neighbors as differences of node numbers, integer scores."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from citegraph.graph.identity import topic_ids
from citegraph.graph.identity.topic_ids import fold_word
from citegraph.graph.subgraph import Subgraph
from citegraph.graph.text.words import (
    AMBIGUOUS,
    LONGEST,
    OTHER_LANGUAGES,
    STOP_WORDS,
    TITLE,
    shipped_words,
)

_STRANGE = re.compile(r"[^\W_]*[^\x00-\x7f\W_][^\W_]*(?:\.\d+)*")  # words that are not ASCII

_UNIT = 10_000  # steps of a similarity from 0 to 1: as exact as stored


def similarities(subgraph: Subgraph) -> dict[str, Any]:
    """Return the pairs of similar papers, at least one, each at the paper of the smaller number.

    Returns:
        ``unit``: number that means 1; ``steps``: for each node up to the last with a pair, the
        other papers as differences of increasing numbers; ``there``: similarity to each of them;
        ``back``: the difference to the similarity in the other direction; ``rule``: see
        :func:`word_rule`.
    """
    place = {node.key: i for i, node in enumerate(subgraph.nodes)}
    start, end, forth, reverse = zip(*subgraph.similar, strict=True)
    ends = np.array([[place[key] for key in keys] for keys in (start, end)], dtype=np.int64)
    scores = np.rint(np.array([forth, reverse]) * _UNIT).astype(np.int64)
    turned = ends[0] > ends[1]
    ends[:, turned], scores[:, turned] = ends[::-1, turned], scores[::-1, turned]
    order = np.lexsort((*scores[::-1], *ends[::-1]))
    (one, other), (to, fro) = ends[:, order], scores[:, order]
    first = np.diff(one, prepend=-1) > 0  # pair of each paper
    gaps = np.where(first, other - one, np.diff(other, prepend=0)).tolist()
    cuts = np.cumsum(np.bincount(one)).tolist()
    steps = [gaps[a:b] for a, b in itertools.pairwise([0, *cuts])]
    rule = word_rule(
        str(node.properties.get(key) or "")
        for node in subgraph.nodes
        if node.label == "Paper"
        for key in ("title", "abstract")
    )
    return {
        "unit": _UNIT,
        "steps": steps,
        "there": to.tolist(),
        "back": (fro - to).tolist(),
        "rule": rule,
    }


def word_rule(texts: Iterable[str]) -> dict[str, Any]:
    """Return what ``terms.js`` needs to find the words that two texts share, as a load does.

    Args:
        texts: Texts of the page; their words that are not ASCII are folded here.
    """
    words = shipped_words()
    table = sorted(zip(words.frequency, words.row, strict=True))
    strange = {
        word.lower()
        for text in texts
        if not text.isascii()
        for word in _STRANGE.findall(text)
        if len(word) <= LONGEST
    }
    return {
        "documents": words.documents,
        "words": [word for _, word in table],
        "frequency": np.diff([frequency for frequency, _ in table], prepend=0).tolist(),
        "stop": sorted(STOP_WORDS),
        "otherLanguages": sorted(OTHER_LANGUAGES),
        "ambiguous": sorted(AMBIGUOUS),
        "title": TITLE,
        "longest": LONGEST,
        "folded": {word: fold_word(word) for word in sorted(strange) if fold_word(word) != word},
        **topic_ids.rules(),
    }


def by_similarity(subgraph: Subgraph) -> Subgraph:
    """Order the papers so that similar ones follow each other, the other nodes after them.

    Texts that share words then are in the same blocks of the page, which makes it smaller.
    """
    if not subgraph.similar:
        return subgraph
    keys = sorted({key for pair in subgraph.similar for key in pair[:2]})
    number = {key: i for i, key in enumerate(keys)}
    near: list[list[tuple[float, int]]] = [[] for _ in keys]
    for start, end, forth, reverse in subgraph.similar:
        a, b, both = number[start], number[end], forth + reverse
        near[a].append((both, b))
        near[b].append((both, a))
    place: dict[str, int] = {}
    new = [True] * len(keys)
    for node in subgraph.nodes:
        waiting = [number[node.key]] if node.key in number else []
        while waiting:  # depth first, the most similar first
            at = waiting.pop()
            if new[at]:
                new[at] = False
                place[keys[at]] = len(place)
                waiting += [other for _, other in sorted(near[at]) if new[other]]
    last = len(place)
    nodes = sorted(subgraph.nodes, key=lambda node: place.get(node.key, last))
    return replace(subgraph, nodes=tuple(nodes))
