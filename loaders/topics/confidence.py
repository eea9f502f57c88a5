"""The confidence of a topic: the probability that a reader judges the paper to be about it.

Boosted trees over features of the mentions and of the concept, trained on the judged mentions of
3,520 papers; training/README.md describes how.
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.identity.topic_ids import canonical
from citegraph.loaders.topics.matching import (
    BY_ACRONYM,
    BY_CONTRIBUTION,
    BY_DEFINITION,
    BY_NARROWER,
    Found,
    Mention,
)
from citegraph.loaders.topics.statistics import Statistics, shipped_statistics
from citegraph.loaders.topics.trees import Trees, load_trees
from citegraph.loaders.topics.vocabulary import DATA, Vocabulary

Array = NDArray[Any]
TREES = DATA / "confidence-trees.npz"

# A system that results are compared with, and an example in a list, are mentioned in passing.
_COMPARED = re.compile(
    r"\b(?:than|surpass\w*|outperform\w*|rival\w*|compared?|comparable|exceed\w*|unlike|beyond"
    r"|beat\w*|versus|against|approaching|over|par with)\b[^.;:]{0,45}$",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?:\b(?:e\.g\.,?|such as|including|like|for example)\b[^.;]{0,45}|[,(/]\s*(?:and |or )?)$",
    re.IGNORECASE,
)
_CONTEXT = 60  # characters before a mention
# A title that begins with a name and a colon ("BERT: ...") presents what it names: 25 of 26 judged
# papers were about it. The training data mentions most old systems only as points of comparison.
OWN_NAME = 0.96
# A stated contribution ("we introduce X, a benchmark"): of 50 that were read, all were right.
CONTRIBUTION = 0.9

FEATURES = (
    "mentions",  # log of their number
    "title",  # mentions there
    "common word",
    "field",
    "system",
    "dataset",  # kinds of concepts
    "narrower term",
    "compared",
    "listed",
    "first",  # position of the first mention in the abstract, 0 to 1
    "last",  # of the last
    "sentences",  # share of the abstract's sentences with a mention
    "length",  # of the concept's name in characters
    "context",  # weights of the words near the mentions
    "in keywords",  # log-odds that a source's keywords name it where a paper mentions it
    "in summaries",  # the same for summaries
    "judged",  # log-odds that a reader judged another paper to be about it
    "form judged",  # the same for the words that mention it here
    "frequency",  # log of its share of all mentions in papers with keywords
    "broader found",  # concepts of the paper that are broader
    "narrower found",
    "words",  # of the concept's name
    "own name",  # share of the mentions that use it
    "defined",  # whether a mention is an acronym that the paper defines
    "acronym",  # share of the mentions that are acronyms of the vocabulary
    "share",  # of all mentions of the paper
    "capital",  # share of the mentions in the abstract with a capital inside a sentence
    "title position",  # of its first word in the title, from 1; 0: not there
    "concepts",  # number of concepts in the paper
)


class _Paper(NamedTuple):
    """Counts over the concepts of a paper."""

    broader: Mapping[str, int]  # by ID, concepts of the paper that are broader
    narrower: Counter[str]
    mentions: int
    concepts: int


@lru_cache(maxsize=10_000)
def _id(name: str) -> str:
    return canonical(name)


def _features(
    id: str, found: Found, vocabulary: Vocabulary, paper: "_Paper", statistics: Statistics
) -> tuple[float, ...]:
    concept = vocabulary.concepts[id]
    mentions = found.mentions
    abstract = [mention for mention in mentions if mention.field == "abstract"]
    title = len(mentions) - len(abstract)
    first = last = share = 0.0
    compared = listed = False
    if abstract:
        row = abstract[0].row
        length = len(row.folded)
        first, last = abstract[0].start / length, abstract[-1].start / length
        sentences = {bisect_right(row.sentences, mention.start) for mention in abstract}
        share = len(sentences) / len(row.sentences)
        if not title and len(abstract) < 3:
            before = [_before(mention) for mention in abstract]
            compared = all(map(_COMPARED.search, before))
            listed = all(map(_LISTED.search, before))
    return (
        math.log(len(mentions)),
        title,
        all(mention.common for mention in mentions),
        concept.kind == "field",
        concept.kind == "system",
        concept.kind == "dataset",
        all(mention.rule == BY_NARROWER for mention in mentions),
        compared,
        listed,
        first,
        last,
        share,
        len(concept.name),
        statistics.context(abstract),
        *statistics.rates(id, found.best.form),
        paper.broader[id],
        paper.narrower[id],
        id.count(" ") + 1,
        sum(mention.form == id for mention in mentions) / len(mentions),
        any(mention.rule == BY_DEFINITION for mention in mentions),
        sum(mention.rule == BY_ACRONYM for mention in mentions) / len(mentions),
        len(mentions) / paper.mentions,
        sum(map(_is_capitalized, abstract)) / max(len(abstract), 1),
        next((mention.start + 1 for mention in mentions if mention.field == "title"), 0),
        paper.concepts,
    )


def features(
    found: Mapping[str, Found], vocabulary: Vocabulary, statistics: Statistics
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield the ID and the :data:`FEATURES` of each concept of a paper."""
    broader = {id: [b for b in map(_id, vocabulary.broader(id)) if b in found] for id in found}
    paper = _Paper(
        {id: len(ids) for id, ids in broader.items()},
        Counter(b for ids in broader.values() for b in ids),
        sum(len(one.mentions) for one in found.values()),
        len(found),
    )
    for id, one in found.items():
        yield id, _features(id, one, vocabulary, paper, statistics)


def confidences(
    papers: Iterable[Mapping[str, Found]], vocabulary: Vocabulary
) -> list[dict[str, float]]:
    """Return the confidence of each concept of each paper, 0 to 1."""
    statistics = shipped_statistics()
    papers = list(papers)
    rows = [row for found in papers for _, row in features(found, vocabulary, statistics)]
    results = iter(predict(as_array(rows), shipped_trees()).tolist() if rows else ())
    return [{id: max(next(results), _least(one)) for id, one in found.items()} for found in papers]


def predict(values: Array, trees: Trees) -> Array:
    """Return the probabilities for features of shape (features, rows)."""
    probabilities: Array = 1 / (1 + np.exp(-trees.log_odds(values)))
    return probabilities


def as_array(rows: Sequence[tuple[float, ...]]) -> Array:
    """Return rows of features as an array of shape (features, rows)."""
    return np.ascontiguousarray(np.array(rows, np.float32).T)


@cache
def shipped_trees() -> Trees:
    """Load the shipped trees."""
    trees, names = load_trees(TREES)
    assert names == list(FEATURES), "features and trees of different versions"
    return trees


def _least(found: Found) -> float:
    """Return the confidence that a paper's own statement of its subject or contribution gives."""
    stated = any(mention.rule == BY_CONTRIBUTION for mention in found.mentions)
    return max(OWN_NAME * _is_presented(found), CONTRIBUTION * stated)


def _is_presented(found: Found) -> bool:
    best = found.best
    end = best.row.ends[best.end - 1]
    return best.field == "title" and not best.start and best.row.text.startswith(":", end)


def _is_capitalized(mention: Mention) -> bool:
    row, start = mention.row, mention.start
    return row.text[row.starts[start]].isupper() and start not in row.sentences


def _before(mention: Mention) -> str:
    at = mention.row.starts[mention.start]
    return mention.row.text[max(0, at - _CONTEXT) : at]
