"""How sure a topic is: how likely a reader of the paper calls it right and telling.

Boosted trees over signs of how the paper speaks of the concept and of what is known of it. They
were learnt from the concepts of 3,520 papers, judged by reading
(``benchmarks/topics_judged.tsv``; ``python -m training.learn_telling`` remakes them).
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.identity.topic_ids import canonical
from citegraph.loaders.topics.matching import Found
from citegraph.loaders.topics.ranker import load_trees
from citegraph.loaders.topics.telling import DATA, Telling, shipped_telling
from citegraph.loaders.topics.trees import Trees
from citegraph.loaders.topics.vocabulary import Vocabulary

__all__ = ["SIGNS", "all_signs", "shipped_trees", "surenesses"]

Array = NDArray[Any]

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
# A paper that begins with a name and a colon ("BERT: ...") presents it: of 26 judged ones 25 were
# telling. The trees know most old systems as what later papers compare with.
OWN_NAME = 0.96

SIGNS = (
    "likely",  # log-odds of the ranker's score
    "often",  # log of the number of mentions
    "title",  # mentions there
    "common word",
    "field",
    "system",
    "dataset",  # its kind
    "narrower term",
    "compared",
    "listed",
    "first",  # place of the first mention in the abstract, 0 to 1
    "last",  # of the last
    "sentences",  # share of the abstract's sentences that say it
    "length",  # of its name in characters
    "around",  # what the words near its mentions tell
    "in keywords",  # log-odds that a source's keywords name it where a paper mentions it
    "in summaries",  # the same for summaries
    "judged",  # log-odds that a reader called it telling in other papers
    "form judged",  # the same for the words that say it here
    "frequency",  # log of its share of all mentions in papers with keywords
    "broader found",  # concepts of the paper that are broader
    "narrower found",
)


@lru_cache(maxsize=10_000)
def _id(name: str) -> str:
    return canonical(name)


def _signs(
    id: str, said: Found, vocabulary: Vocabulary, broader: int, narrower: int, telling: Telling
) -> tuple[float, ...]:
    concept = vocabulary.concepts[id]
    kind = concept.kind
    mentions = said.mentions
    score = min(max(said.score, 0.001), 0.999)
    common = narrow = True
    there = []
    for mention in mentions:
        if not mention.common:
            common = False
        if mention.rule != "narrower term":
            narrow = False
        if mention.field == "abstract":
            there.append(mention)
    title = len(mentions) - len(there)
    first = last = share = 0.0
    compared = listed = False
    if there:
        row = there[0].row
        length = len(row.folded)
        first, last = there[0].start / length, there[-1].start / length
        share = len({bisect_right(row.sentences, m.start) for m in there}) / len(row.sentences)
        if not title and len(there) < 3:
            before = [_before(mention) for mention in there]
            compared = all(map(_COMPARED.search, before))
            listed = all(map(_LISTED.search, before))
    return (
        math.log(score / (1 - score)),
        math.log(len(mentions)),
        title,
        common,
        kind == "field",
        kind == "system",
        kind == "dataset",
        narrow,
        compared,
        listed,
        first,
        last,
        share,
        len(concept.name),
        telling.around(there),
        *telling.known(id, form(said)),
        broader,
        narrower,
    )


def form(said: Found) -> str:
    """The words that say a concept, where they tell most."""
    return " ".join(said.row.folded[said.start : said.end])


def all_signs(
    found: Mapping[str, Found], vocabulary: Vocabulary, telling: Telling
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """The signs of each concept that a paper mentions, in the order of :data:`SIGNS`.

    Args:
        found: all its concepts, each with all its mentions.
        vocabulary: that has the concepts.
        telling: what is known of words near mentions, and of concepts.
    """
    broader = {id: [b for b in map(_id, vocabulary.broader(id)) if b in found] for id in found}
    narrower = Counter(b for ids in broader.values() for b in ids)
    for id, said in found.items():
        yield id, _signs(id, said, vocabulary, len(broader[id]), narrower[id], telling)


def surenesses(
    papers: Iterable[Mapping[str, Found]], vocabulary: Vocabulary
) -> list[dict[str, float]]:
    """How likely each concept of each paper is right and telling, 0 to 1."""
    telling = shipped_telling()
    papers = list(papers)
    rows = [row for found in papers for _, row in all_signs(found, vocabulary, telling)]
    sure = iter(sureness(columns(rows)).tolist() if rows else ())
    return [
        {id: max(next(sure), OWN_NAME * _own_name(said)) for id, said in found.items()}
        for found in papers
    ]


def sureness(signs: Array, trees: Trees | None = None) -> Array:
    """What the trees say of rows of signs, see :func:`columns`; 0 to 1."""
    sure: Array = 1 / (1 + np.exp(-(trees or shipped_trees()).log_odds(signs)))
    return sure


def columns(rows: Sequence[tuple[float, ...]]) -> Array:
    """Signs as the trees read them, shape (signs, rows)."""
    return np.ascontiguousarray(np.array(rows, np.float32).T)


@cache
def shipped_trees() -> Trees:
    """What was learnt of the signs."""
    trees, names = load_trees(DATA / "sureness-trees.npz")
    assert names == list(SIGNS), "signs and trees of different versions"
    return trees


def _own_name(said: Found) -> bool:
    end = said.row.ends[said.end - 1]
    return said.field == "title" and not said.start and said.row.text.startswith(":", end)


def _before(mention: Found) -> str:
    at = mention.row.starts[mention.start]
    return mention.row.text[max(0, at - _CONTEXT) : at]
