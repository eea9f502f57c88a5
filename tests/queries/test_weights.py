"""Questions weigh a link to a topic by the probability that the paper is about it."""

from citegraph import queries
from citegraph.graph import Paper, Store, Topic


def paper(id: str, upvotes: int, **scores: float) -> Paper:
    topics = tuple(Topic(name=name, source="text", score=score) for name, score in scores.items())
    title = f"On {id}"
    return Paper(id=id, title=title, published="2024-05-01", upvotes=upvotes, topics=topics)


def test_an_incidental_topic_does_not_beat_the_central_one(store: Store) -> None:
    papers = [
        paper("start", 1, rivers=0.95, ffn=0.2),
        paper("central", 10, rivers=0.9),
        paper("passing", 30, ffn=0.9, rivers=0.1),
        paper("another", 1, rivers=0.9),
    ]
    store.merge(papers, "2025-10-27T00:00:00Z")
    shared = [row["id"] for row in queries.run(store, "shared-topics", paper="start").rows]
    assert shared[-1] == "passing"  # its rare topic is incidental to the start
    for name in ("topic-best", "reading-order"):
        rows = queries.run(store, name, topic="rivers", **EACH.get(name, {})).rows
        assert rows[0]["id"] == "central"


EACH = {"reading-order": {"each": 1}}
