"""Topics: named concepts of a field, read out of titles and abstracts.

Text in, ranked topics with evidence out::

    from loaders.topics import TopicReader

    reader = TopicReader()
    for topic in reader.read("Forward Learning of Graph Neural Networks", "Graph neural ..."):
        print(topic.name, topic.score, topic.evidence)
"""

from graph.topic_ids import canonical
from loaders.topics.corpus import Change, diff, settle
from loaders.topics.reader import TopicReader

__all__ = ["Change", "TopicReader", "canonical", "diff", "settle"]
