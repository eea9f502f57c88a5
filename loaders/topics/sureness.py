"""How sure a topic is: how likely a reader of the paper calls it right and telling.

A logistic model over a few signs of how the paper speaks of the concept. Its weights were learnt
from links of the Daily Papers history that were drawn by a seed and judged by hand
(``benchmarks/topics_judged.tsv``; ``benchmarks/topics_links.py --learn`` remakes them).
"""

import math
import re
from collections.abc import Sequence

from loaders.topics.matching import Found

__all__ = ["SIGNS", "signs", "sureness"]

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
    "constant": 2.57,
    "likely": 0.62,  # log-odds of the ranker's score
    "often": 0.54,  # log of the number of mentions
    "title": 0.23,  # beyond what the title adds to the score
    "common word": -1.29,
    "field": -0.19,
    "system": -0.91,
    "dataset": 1.29,
    "narrower term": -0.21,
    "compared": -0.95,
    "listed": -1.18,
    "late": -0.78,  # place of the first mention in the abstract, 0 to 1
}
_WEIGHTS = tuple(SIGNS.values())


def signs(mentions: Sequence[Found], score: float, kind: str) -> tuple[float, ...]:
    """The signs of one concept in one paper, in the order of :data:`SIGNS`.

    Args:
        mentions: all of them.
        score: of all mentions together, 0 to 1.
        kind: of the concept.
    """
    score = min(max(score, 0.001), 0.999)
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
    )


def sureness(mentions: Sequence[Found], score: float, kind: str) -> float:
    """How likely the concept is right and telling, 0 to 1; arguments as for :func:`signs`."""
    odds = sum(w * s for w, s in zip(_WEIGHTS, signs(mentions, score, kind), strict=True))
    return 1 / (1 + math.exp(-odds))


def _before(mention: Found) -> str:
    at = mention.row.starts[mention.start]
    return mention.row.text[max(0, at - _CONTEXT) : at]
