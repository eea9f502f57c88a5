"""Topics: named concepts, read out of titles and abstracts.

>>> from citegraph.loaders.topics import TopicReader
>>> for topic in TopicReader().read("Graph neural networks", "Graph neural networks (GNNs) ..."):
...     print(topic.name, topic.score, topic.evidence)
"""

from citegraph.graph.identity.topic_ids import canonical
from citegraph.loaders.topics.differences import Change, diff
from citegraph.loaders.topics.reader import TopicReader
from citegraph.loaders.topics.vocabulary import Concept, Vocabulary
from citegraph.loaders.topics.vocabulary_formats import read_vocabulary

__all__ = ["Change", "Concept", "TopicReader", "Vocabulary", "canonical", "diff", "read_vocabulary"]
