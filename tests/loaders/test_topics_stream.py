"""A stream of any length is read in constant memory."""

import gc
import tracemalloc
from collections import deque
from collections.abc import Iterator
from functools import lru_cache

import pytest

from citegraph.graph.identity import topic_ids
from citegraph.graph.records import Paper
from citegraph.loaders.topics import TopicReader, text


def papers(count: int, first: int = 0) -> Iterator[Paper]:
    for i in range(first, first + count):
        yield Paper(
            title=f"Graph neural network number{i}a",
            abstract=f"The word{i}b word{i}c of a diffusion model on ImageNet, a word{i}d rarely seen.",
        )


def test_new_words_do_not_accumulate(monkeypatch: pytest.MonkeyPatch):
    assert topic_ids.fold_word.cache_info().maxsize is not None
    small = lru_cache(maxsize=100)(topic_ids.fold_word.__wrapped__)
    monkeypatch.setattr(text, "fold_word", small)
    reader = TopicReader()
    tracemalloc.start()
    try:
        deque(reader.read_many(papers(200)), 0)
        gc.collect()  # also empties Python's lists of free objects
        before, _ = tracemalloc.get_traced_memory()
        deque(reader.read_many(papers(800, 1000)), 0)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 150_000  # 4,000 new words alone need more


def test_a_stream_yields_the_same_topics_as_its_parts():
    reader = TopicReader()
    stream = list(papers(400))
    whole = [p.topics for p in reader.read_many(stream)]
    assert whole == [
        p.topics for p in (*reader.read_many(stream[:130]), *reader.read_many(stream[130:]))
    ]
    assert all(whole)
