"""Counts over a set of papers, and the difference of two readings.

A single paper does not show what an ambiguous acronym means that it does not define, which new
concepts several papers name, or that one of its topics is on nearly every paper. :class:`Corpus`
counts what is needed for that. The counts do not depend on the order of the papers.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from citegraph.graph.identity.topic_ids import canonical
from citegraph.graph.records import Paper, Topic

__all__ = ["Change", "Corpus", "diff"]

MIN_PAPERS = 3  # papers that define an acronym for a phrase before the phrase is a concept
MIN_CORPUS = 20  # papers of a corpus before the frequency of a topic counts
FREQUENT = 0.25  # a topic on a larger share of the papers has less weight
MIN_SUPPORT = 0.05  # of the best meaning of an acronym
MIN_RATIO = 1.5  # of the support of the best meaning to that of the second


@dataclass(slots=True)
class Corpus:
    """Counts over a set of papers.

    Attributes:
        papers: their number.
        topics: papers that have each topic, by ID.
        together: for a concept that shares a form with another: papers that have it without
            doubt and each other topic.
        phrases: papers that define an acronym for a phrase that no vocabulary contains, by ID.
        names: how those phrases are written.
        acronyms: by acronym, papers that define it as each long form, by ID of the long form.
    """

    papers: int = 0
    topics: Counter[str] = field(default_factory=Counter)
    together: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    phrases: Counter[str] = field(default_factory=Counter)
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    acronyms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def weight(self, id: str) -> float:
        """Return the factor for the score of a topic, 0 to 1: less for a frequent topic."""
        if self.papers < MIN_CORPUS:
            return 1.0
        share = self.topics[id] / self.papers
        return min(1.0, math.log(max(share, 1e-9)) / math.log(FREQUENT)) if share < 1 else 0.0

    def meaning(self, meanings: Iterable[str], topics: Iterable[str]) -> str | None:
        """Return the meaning of an acronym that papers with the same topics use.

        The support of a meaning is the sum, over the topics, of the share of the meaning's papers
        that have the topic, weighted by how rare the topic is.

        Args:
            meanings: IDs of the possible concepts.
            topics: IDs of the paper's topics.

        Returns:
            The ID; ``None`` if no meaning is clearly the best.
        """
        others = sorted(set(topics))
        support: list[tuple[float, str]] = []
        for id in sorted(set(meanings)):
            papers = self.topics[id]
            total = sum(
                self.together[id][topic] / papers * math.log(1 + self.papers / self.topics[topic])
                for topic in others
                if papers and self.topics[topic] and topic != id
            )
            support.append((total, id))
        support.sort(reverse=True)
        best = support[0]
        second = support[1][0] if len(support) > 1 else 0.0
        return best[1] if best[0] >= MIN_SUPPORT and best[0] >= MIN_RATIO * second else None

    def new_concepts(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the phrases that enough papers define, each with the acronyms that mean it."""
        defined = sorted(id for id, count in self.phrases.items() if count >= MIN_PAPERS)
        acronyms: dict[str, list[str]] = defaultdict(list)
        for acronym, longs in sorted(self.acronyms.items()):
            total = sum(longs.values())
            for id, count in sorted(longs.items()):
                if self.phrases[id] >= MIN_PAPERS and count * 2 > total:
                    acronyms[id].append(acronym)
        return [(self._name(id), tuple(acronyms[id])) for id in defined]

    def _name(self, id: str) -> str:
        return max(sorted(self.names[id]), key=lambda name: (self.names[id][name], name))


@dataclass(frozen=True, slots=True)
class Change:
    """A topic of a paper that differs between two readings.

    Attributes:
        paper: ID of the paper, or its title if it has none.
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
    """Yield the topics that were added, removed or changed, by paper and topic."""
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
