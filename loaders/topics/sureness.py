"""How sure a topic is: how likely a reader of the paper calls it right and telling.

A logistic model over signs of how the paper speaks of the concept and of what is known of the
concept. Its weights were learnt from links of the Daily Papers history that were judged by hand
(``benchmarks/topics_judged.tsv``; ``python -m loaders.topics.learn_telling`` remakes them).
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from graph.topic_ids import canonical
from loaders.topics.matching import Found
from loaders.topics.telling import Telling, shipped_telling
from loaders.topics.vocabulary import Vocabulary

__all__ = ["SIGNS", "all_signs", "signs", "surenesses"]

# A competitor that a result is measured against, and an example among others, are said in passing.
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

# Sign and weight.
SIGNS: dict[str, float] = {
    "constant": 1.85,
    "likely": 0.42,  # log-odds of the ranker's score
    "often": 0.81,  # log of the number of mentions
    "title": 0.69,  # beyond what the title adds to the score
    "common word": -1.04,
    "field": -0.44,
    "system": -1.03,
    "dataset": 2.03,
    "narrower term": 0.40,
    "compared": -1.41,
    "listed": -1.18,
    "late": -0.61,  # place of the first mention in the abstract, 0 to 1
    "around": 0.22,  # what the words near its mentions tell
    "in keywords": 0.08,  # log-odds that a source's keywords name it where a paper mentions it
    "in summaries": 0.12,  # the same for summaries
    "broader found": 0.10,  # concepts of the paper that are broader
}
_WEIGHTS = tuple(SIGNS.values())


@lru_cache(maxsize=10_000)
def _id(name: str) -> str:
    return canonical(name)


def signs(id: str, said: Found, kind: str, broader: int, telling: Telling) -> tuple[float, ...]:
    """The signs of one concept in one paper, in the order of :data:`SIGNS`.

    Args:
        id: of the concept.
        said: all its mentions, with the score of all of them.
        kind: of the concept.
        broader: how many of the paper's concepts are broader.
        telling: what is known of words near mentions, and of concepts.
    """
    mentions = said.mentions
    score = min(max(said.score, 0.001), 0.999)
    title = any(m.field == "title" for m in mentions)
    first = next((m for m in mentions if m.field == "abstract"), None)
    few = not title and len(mentions) < 3
    return (
        1.0,
        math.log(score / (1 - score)),
        math.log(len(mentions)),
        float(title),
        float(all(m.common for m in mentions)),
        float(kind == "field"),
        float(kind == "system"),
        float(kind == "dataset"),
        float(all(m.rule == "narrower term" for m in mentions)),
        float(few and all(_COMPARED.search(_before(m)) for m in mentions)),
        float(few and all(_LISTED.search(_before(m)) for m in mentions)),
        first.start / len(first.row.folded) if first else 0.0,
        telling.around(mentions),
        *telling.known(id),
        float(broader),
    )


def all_signs(
    found: Mapping[str, Found], vocabulary: Vocabulary, telling: Telling
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """The signs of each concept that a paper mentions."""
    for id, said in found.items():
        broader = sum(_id(name) in found for name in vocabulary.broader(id))
        yield id, signs(id, said, vocabulary.concepts[id].kind, broader, telling)


def surenesses(found: Mapping[str, Found], vocabulary: Vocabulary) -> dict[str, float]:
    """How likely each concept of a paper is right and telling, 0 to 1."""
    result = {}
    for id, values in all_signs(found, vocabulary, shipped_telling()):
        odds = sum(w * v for w, v in zip(_WEIGHTS, values, strict=True))
        result[id] = 1 / (1 + math.exp(-odds))
    return result


def _before(mention: Found) -> str:
    at = mention.row.starts[mention.start]
    return mention.row.text[max(0, at - _CONTEXT) : at]
