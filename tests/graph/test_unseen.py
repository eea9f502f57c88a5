"""The hint about nodes that are certainly new."""

from citegraph.graph.writing.unseen import Unseen


def test_in_an_empty_graph_everything_is_new_once() -> None:
    unseen = Unseen(empty=True)
    assert unseen.take("Author", "ada")
    assert not unseen.take("Author", "ada")
    assert unseen.take("Topic", "ada")


def test_in_a_graph_that_holds_something_nothing_is_certain() -> None:
    assert not Unseen(empty=False).take("Author", "ada")


def test_what_was_taken_is_never_new_again_and_few_others_are_looked_up_in_vain() -> None:
    unseen = Unseen(empty=True)
    names = [f"name:{number}" for number in range(100_000)]
    new = sum(unseen.take("Author", name) for name in names)
    assert new > 99_500
    assert not any(unseen.take("Author", name) for name in names)
