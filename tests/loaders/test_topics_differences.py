"""The difference of two readings of the same papers."""

from citegraph.graph.records import Paper, Topic
from citegraph.loaders.topics import diff


def test_diff_names_what_was_added_removed_and_changed():
    kept = Topic(name="transformer", source="text", score=0.5)
    old = [Paper(id="1", topics=(kept, Topic(name="GAN", source="text")))]
    new = [
        Paper(
            id="1",
            topics=(
                Topic(name="Transformers", source="text", score=0.7),
                Topic(name="LSTM", source="text"),
            ),
        )
    ]
    assert {(c.paper, c.topic, c.what) for c in diff(old, new)} == {
        ("1", "GAN", "removed"),
        ("1", "LSTM", "added"),
        ("1", "Transformers", "changed"),
    }
    assert list(diff(old, old)) == []
