"""Topics: named concepts, read out of titles and abstracts.

>>> from citegraph.loaders.topics import TopicReader
>>> for topic in TopicReader().read("Graph neural networks", "Graph neural networks (GNNs) ..."):
...     print(topic.name, topic.score, topic.evidence)
"""

from citegraph.graph.identity.topic_ids import canonical
from citegraph.loaders.topics.corpus import Change, Corpus, diff
from citegraph.loaders.topics.reader import TopicReader, settle
from citegraph.loaders.topics.vocabulary import Concept, Vocabulary
from citegraph.loaders.topics.vocabulary_formats import read_vocabulary

__all__ = [
    "Change",
    "Concept",
    "Corpus",
    "TopicReader",
    "Vocabulary",
    "canonical",
    "diff",
    "read_vocabulary",
    "settle",
]
