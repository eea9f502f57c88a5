"""The difference of two readings of the same papers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citegraph.graph.identity.topic_ids import canonical
from citegraph.graph.records import Paper, Topic


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
