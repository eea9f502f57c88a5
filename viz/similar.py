"""Similarities of texts as columns: neighbors as differences of node numbers, integer scores."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from citegraph.graph.identity import topic_ids
from citegraph.graph.identity.topic_ids import fold_word
from citegraph.graph.subgraph import Subgraph
from citegraph.graph.text.words import LONGEST, STOP_WORDS, TITLE, shipped_words

__all__ = ["by_similarity", "similarities", "word_rule"]

_STRANGE = re.compile(r"[^\W_]*[^\x00-\x7f\W_][^\W_]*(?:\.\d+)*")  # words that are not ASCII

_UNIT = 10_000  # steps of a similarity from 0 to 1: as exact as stored


def similarities(subgraph: Subgraph) -> dict[str, Any]:
    """Return the pairs of similar papers, each at the paper of the smaller number.

    Returns:
        ``unit``: number that means 1; ``steps``: for each node up to the last with a pair, the
        other papers as differences of increasing numbers; ``there``: similarity to each of them;
        ``back``: what has to be added for the similarity in the other direction; ``rule``: see
        :func:`word_rule`.
    """
    place = {node.key: i for i, node in enumerate(subgraph.nodes)}
    pairs: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for start, end, forth, reverse in subgraph.similar:
        a, b, scores = place[start], place[end], (round(forth * _UNIT), round(reverse * _UNIT))
        pairs[min(a, b)].append((max(a, b), *(scores if a < b else scores[::-1])))
    steps: list[list[int]] = []
    there: list[int] = []
    back: list[int] = []
    for a in range(max(pairs, default=-1) + 1):
        last, gaps = a, []
        for b, to, fro in sorted(pairs.get(a, ())):
            gaps.append(b - last)
            last = b
            there.append(to)
            back.append(fro - to)
        steps.append(gaps)
    rule = word_rule(
        str(node.properties.get(key) or "")
        for node in subgraph.nodes
        if node.label == "Paper"
        for key in ("title", "abstract")
    )
    return {"unit": _UNIT, "steps": steps, "there": there, "back": back, "rule": rule}


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
        "title": TITLE,
        "longest": LONGEST,
        "folded": {word: fold_word(word) for word in sorted(strange) if fold_word(word) != word},
        **topic_ids.rules(),
    }


def by_similarity(subgraph: Subgraph) -> Subgraph:
    """Order the papers so that similar ones follow each other, the other nodes after them.

    Texts that share words then are in the same blocks of the page, which makes it smaller.
    """
    near: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for start, end, forth, reverse in subgraph.similar:
        near[start].append((forth + reverse, end))
        near[end].append((forth + reverse, start))
    for found in near.values():
        found.sort()
    order: dict[str, None] = {}
    for node in subgraph.nodes:
        waiting = [node.key] if node.key in near else []
        while waiting:  # depth first, the most similar first
            key = waiting.pop()
            if key not in order:
                order[key] = None
                waiting += [other for _, other in near[key] if other not in order]
    place = {key: i for i, key in enumerate(order)}
    last = len(place)
    nodes = sorted(subgraph.nodes, key=lambda node: place.get(node.key, last))
    return replace(subgraph, nodes=tuple(nodes))
