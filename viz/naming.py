"""Names of regions: the topics that most of a region's papers have, and few papers elsewhere."""

import re

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.subgraph import Subgraph

# Topics of so many kinds of papers that they do not name a region.
_GENERIC = frozenset(
    {
        *("artificial intelligence", "benchmarks", "classification", "data curation"),
        *("deep learning", "evaluation metric", "exploration", "fine-tuning", "foundation model"),
        *("generalization", "generative model", "latent space", "machine learning"),
        *("neural network", "open source", "pretraining", "representation", "robustness"),
        *("sample efficiency", "science", "screenshot", "self-improvement"),
        *("state-of-the-art performances", "success rates", "supervised fine-tuning", "survey"),
    }
)
_COMMON = 0.15  # share of all papers; more frequent topics are generic
_WEIGHTS = {"dataset": 0.2, "system": 0.3, "field": 0.7, "keyword": 0.7}
_LEAST = 0.04  # share of a region's papers that its topic covers
_SECOND = 0.09  # the same of a second topic, which must also add papers
_TOGETHER = 0.06  # share of the second topic's papers that have the first one, too
_SHARED = 2  # the same as a number: in a small region, one paper of both is chance
_RECALL = 0.55  # exponent of the share of the region's papers; the rest is that of the topic's


def region_names(
    subgraph: Subgraph,
    group: list[int],
    name: list[str],
    pairs: NDArray[np.int64],
    edges: list[int],
) -> list[str]:
    """Name each region by one or two topics.

    A topic is rated by the share of the region's papers that have it (recall) and the share of its
    papers that are in the region (precision). The second topic must cover other papers than the
    first. Larger regions are named first, and no topic is used twice.

    Args:
        subgraph: What is drawn.
        group: Region of each node, -1 for none.
        name: Name of each node.
        pairs: ``(m, 2)`` node indices of both ends of each edge.
        edges: Index in ``subgraph.edges`` of each edge.
    """
    nodes = subgraph.nodes
    papers: dict[int, dict[int, float]] = {}  # of each topic, with the score
    members: dict[int, set[int]] = {c: set() for c in range(max(group, default=-1) + 1)}
    for (a, b), edge in zip(pairs.tolist(), edges, strict=True):
        for topic, other in ((a, b), (b, a)):
            if nodes[topic].label == "Topic" != nodes[other].label:
                score = subgraph.edges[edge].properties.get("score")
                papers.setdefault(topic, {})[other] = score if isinstance(score, float) else 1.0
                if group[other] >= 0:
                    members[group[other]].add(other)
    total = len(set().union(*papers.values())) if papers else 0
    names: list[str] = []
    used: set[str] = set()
    for region, inside in members.items():
        found = []
        for topic, having in papers.items():
            own = having.keys() & inside
            folded = name[topic].casefold()
            if len(own) < max(2, _LEAST * len(inside)) or folded in used:
                continue
            if total > 100 and (folded in _GENERIC or len(having) > _COMMON * total):
                continue
            recall, precision = len(own) / len(inside), len(own) / len(having)
            rate = recall**_RECALL * precision ** (1 - _RECALL)
            rate *= (sum(having[p] for p in own) / len(own)) ** 0.5
            rate *= _WEIGHTS.get(str(nodes[topic].properties.get("kind")), 1.0)
            found.append((rate, topic, own))
        found.sort(key=lambda one: (-one[0], name[one[1]]))
        if not found:
            names.append(_most_linked(region, group, name, pairs))
            continue
        best, first, covered = found[0]
        chosen = [first]
        added = [
            (rate * len(own - covered) / len(own), topic)
            for rate, topic, own in found[1:25]
            if not _alike(name[topic], name[first])
            and len(own) >= _SECOND * len(inside)
            and len(own & covered) >= max(_SHARED, _TOGETHER * len(own))
        ]
        rate, second = max(added, default=(0.0, -1))
        if rate > 0.35 * best:
            chosen.append(second)
        used.update(name[topic].casefold() for topic in chosen)
        names.append(" · ".join(name[topic] for topic in chosen))
    return names


def _most_linked(region: int, group: list[int], name: list[str], pairs: NDArray[np.int64]) -> str:
    """Return the name of the node of highest degree, up to a colon, for a region without topics."""
    ends = pairs.ravel()
    own = ends[np.asarray(group)[ends] == region]
    if not len(own):
        return ""
    return re.sub(r"^(.{3,40}?): .*$", r"\1", name[int(np.bincount(own).argmax())])


def _alike(one: str, other: str) -> bool:
    """Return whether more than half of the words of the shorter name occur in the other."""
    words, others = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(words & others) > 0.5 * min(len(words), len(others))
