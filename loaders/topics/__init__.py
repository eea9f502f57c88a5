"""Topics: named concepts of a field, read out of titles and abstracts.

Text in, ranked topics with evidence out::

    from loaders.topics import TopicReader

    reader = TopicReader()
    for topic in reader.read("Forward Learning of Graph Neural Networks", "Graph neural ..."):
        print(topic.name, topic.score, topic.evidence)
"""

from citegraph.graph.identity.topic_ids import canonical
from citegraph.loaders.topics.corpus import Change, Corpus, diff
from citegraph.loaders.topics.keyphrases import Keyphrase
from citegraph.loaders.topics.reader import TopicReader, settle
from citegraph.loaders.topics.vocabulary import Concept, Vocabulary
from citegraph.loaders.topics.vocabulary_forms import read_vocabulary

__all__ = [
    "Change",
    "Concept",
    "Corpus",
    "Keyphrase",
    "TopicReader",
    "Vocabulary",
    "canonical",
    "diff",
    "read_vocabulary",
    "settle",
]
