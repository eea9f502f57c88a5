"""A stream of any length: what is remembered of its words stays bounded, what is read the same."""

import pytest

from citegraph.graph.records import Paper
from citegraph.loaders.topics import TopicReader, keyphrases, reader
from citegraph.loaders.topics.batch import Lexicon
from citegraph.loaders.topics.text import words


def papers(count: int) -> list[Paper]:
    return [
        Paper(
            title=f"Graph neural network number{i}a",
            abstract=f"The word{i}b word{i}c of a diffusion model on ImageNet, a word{i}d rarely seen.",
        )
        for i in range(count)
    ]


def test_words_remembered_are_bounded_and_topics_are_the_same(monkeypatch: pytest.MonkeyPatch):
    stream = papers(400)
    whole = [p.topics for p in TopicReader().read_many(stream)]
    monkeypatch.setattr(keyphrases, "MOST_FORMS", 100)
    bounded, most = TopicReader(), 0
    result = []
    for paper in bounded.read_many(stream):
        most = max(most, len(bounded._phrases._lexicon))
        result.append(paper.topics)
    a_batch = reader.BATCH * 25  # words of that many papers, far more than they have
    assert most <= 100 + a_batch
    assert result == whole


def test_a_lexicon_grows_by_what_is_new_alone():
    lexicon = Lexicon()
    lexicon.numbers(words("one two three"))
    lexicon.update()
    first = lexicon.hash
    for round in range(50):
        lexicon.numbers(words(f"one two three number{round}"))
        lexicon.update()
    assert len(lexicon) == len(lexicon.hash) == 53
    assert lexicon.hash[:3].tolist() == first.tolist()
    assert lexicon.hash.base is first.base  # the same table: nothing was copied
