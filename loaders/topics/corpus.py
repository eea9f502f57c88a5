"""What only the whole set of papers tells: :func:`settle`; and what changed: :func:`diff`.

A single paper cannot say what an undefined, ambiguous acronym means, which of its phrases other
papers share, or that one of its topics is on nearly every paper and so tells little. The set of
all papers can. :class:`Corpus` counts it, and a reader that is given the counts reads in their
light. The counts do not depend on the order of the papers, so neither do the topics.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from citegraph.graph.identity.topic_ids import canonical
from citegraph.graph.records import Paper, Topic

__all__ = ["Change", "Corpus", "diff"]

LEAST_PAPERS = 3  # papers that share a phrase before it is a topic of its own
FEW = 20  # below so many papers, how common a topic is says nothing
COMMON = 0.25  # a topic on a larger share of the papers tells less
LEAST_SUPPORT = 0.05  # what a meaning's neighbours must at least say for it
CLEARLY = 1.5  # and how many times as much as for the next


@dataclass(slots=True)
class Corpus:
    """Counts over a set of papers.

    Attributes:
        papers: how many.
        topics: papers that have each topic, by id.
        beside: for a concept that shares a form with another: how often each topic stands on
            the papers that surely have it.
        phrases: papers in which each likely keyword that no vocabulary knows stands, by id.
        names: how those phrases are written.
        acronyms: what papers define an acronym as: short form, id of the long form, papers.
    """

    papers: int = 0
    topics: Counter[str] = field(default_factory=Counter)
    beside: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    phrases: Counter[str] = field(default_factory=Counter)
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    acronyms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def telling(self, id: str) -> float:
        """How much of a topic's score remains, given how common it is here: 0 to 1."""
        if self.papers < FEW:
            return 1.0
        share = self.topics[id] / self.papers
        return min(1.0, math.log(max(share, 1e-9)) / math.log(COMMON)) if share < 1 else 0.0

    def meaning(self, meanings: Iterable[str], topics: Iterable[str]) -> str | None:
        """Which of several meanings the papers with the same topics speak of; ``None``: unclear.

        Each meaning's papers say how often they have the paper's topics; rare topics say more.
        """
        beside = sorted(set(topics))
        support: list[tuple[float, str]] = []
        for id in sorted(set(meanings)):
            papers = self.topics[id]
            total = sum(
                self.beside[id][topic] / papers * math.log(1 + self.papers / self.topics[topic])
                for topic in beside
                if papers and self.topics[topic] and topic != id
            )
            support.append((total, id))
        support.sort(reverse=True)
        best = support[0]
        second = support[1][0] if len(support) > 1 else 0.0
        return best[1] if best[0] >= LEAST_SUPPORT and best[0] >= CLEARLY * second else None

    def new_concepts(self) -> list[tuple[str, tuple[str, ...]]]:
        """Phrases that enough papers share, each with the acronyms that mean it here."""
        shared = sorted(id for id, count in self.phrases.items() if count >= LEAST_PAPERS)
        short: dict[str, list[str]] = defaultdict(list)
        for form, longs in sorted(self.acronyms.items()):
            total = sum(longs.values())
            for id, count in sorted(longs.items()):
                if self.phrases[id] >= LEAST_PAPERS and count * 2 > total:
                    short[id].append(form)
        return [(self._name(id), tuple(short[id])) for id in shared]

    def _name(self, id: str) -> str:
        return max(sorted(self.names[id]), key=lambda name: (self.names[id][name], name))


@dataclass(frozen=True, slots=True)
class Change:
    """One link that two readings of a paper do not share.

    Attributes:
        paper: id of the paper, or its title where it has none.
        topic: name of the topic.
        what: ``added``, ``removed`` or ``changed``.
        old, new: the topic in either reading.
    """

    paper: str
    topic: str
    what: str
    old: Topic | None
    new: Topic | None


def diff(old: Iterable[Paper], new: Iterable[Paper]) -> Iterator[Change]:
    """Links that were added, removed or changed between two readings, by paper and topic."""
    before, after = _links(old), _links(new)
    for key in sorted(before.keys() | after.keys()):
        a, b = before.get(key), after.get(key)
        topic = b or a
        if a != b and topic is not None:
            what = "added" if a is None else "removed" if b is None else "changed"
            yield Change(key[0], topic.name, what, a, b)


def _links(papers: Iterable[Paper]) -> dict[tuple[str, str, str], Topic]:
    return {
        (
            paper.id or paper.arxiv_id or paper.doi or paper.title or "",
            canonical(t.name),
            str(t.source),
        ): t
        for paper in papers
        for t in paper.topics
    }
