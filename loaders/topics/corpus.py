"""What only the whole set of papers tells: :func:`settle`; and what changed: :func:`diff`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.records import Paper, Topic
from graph.topic_ids import canonical

__all__ = ["Change", "diff", "settle"]


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


def settle(papers: Iterable[Paper]) -> Iterator[tuple[Paper, tuple[Topic, ...]]]:
    """Papers whose topics change in the light of all the others, each with its new topics.

    Deterministic: a function of the set of papers, not of their order.
    """
    del papers
    return iter(())


def diff(old: Iterable[Paper], new: Iterable[Paper]) -> Iterator[Change]:
    """Links that were added, removed or changed between two readings, by paper and topic."""
    before, after = _links(old), _links(new)
    for key in sorted(before.keys() | after.keys()):
        a, b = before.get(key), after.get(key)
        if a != b:
            what = "added" if a is None else "removed" if b is None else "changed"
            topic = b or a
            assert topic is not None
            yield Change(key[0], topic.name, what, a, b)


def _links(papers: Iterable[Paper]) -> dict[tuple[str, str, str], Topic]:
    return {
        (paper.id or paper.arxiv_id or paper.title or "", canonical(topic.name), topic.source): topic
        for paper in papers
        for topic in paper.topics
    }
