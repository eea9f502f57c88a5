"""The topic reader, whose vocabulary takes a while to load."""

import pytest

from citegraph.loaders.topics import TopicReader


@pytest.fixture(scope="session")
def reader() -> TopicReader:
    return TopicReader()
