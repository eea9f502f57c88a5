"""Keywords that a source states for a paper or its title contains, and no vocabulary contains.

``keywords`` of a paper contains their texts, ``keywordSources`` also their source, and the ID of
the topic that each becomes when a second paper has it: ``author | memory bank | memory banks``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citegraph.graph.identity.node_ids import topic_id
from citegraph.graph.identity.topic_ids import short_name
from citegraph.graph.records import Topic, several

TITLE = "title"  # source of a keyword that citegraph read out of the paper's title
_SEPARATOR = " | "
# IDs of the terms that indexers of MeSH and Embase check for every paper. They state whom or what
# was studied and how the record was indexed, and are on most papers, so none becomes a topic.
CHECK_TAGS = frozenset(
    (
        *("human", "nonhuman", "animal", "female", "male", "adult", "young adult", "middle aged"),
        *("aged", "aged 80 and over"),
        *("human tissue", "human cell", "human experiment", "animal experiment", "animal tissue"),
        *("article", "journal article", "priority journal", "controlled study"),
        *("clinical article", "major clinical study"),
    )
)


@dataclass(frozen=True, slots=True, order=True)
class Keyword:
    """A keyword of a paper.

    Attributes:
        source: ai_keywords, author, ...
        topic: ID of the topic that it may become.
        text: as the source wrote it.
    """

    source: str
    topic: str
    text: str

    @property
    def name(self) -> str:
        """Return the name of the topic."""
        return short_name(self.text)

    def __str__(self) -> str:
        return _SEPARATOR.join((self.source, self.topic, self.text))


def keywords(topic: Topic) -> list[Keyword]:
    """Return a topic of a record as keywords, one for each source; empty if it is not a keyword.

    A topic with any other fact, such as a vocabulary or a broader topic, is a topic from the start.
    """
    if topic.kind != "keyword" or (
        topic.vocabulary
        or topic.broader
        or topic.mention
        or topic.score is not None
        or (topic.evidence or topic.surface or topic.field or topic.rule)
    ):
        return []
    sources = several(topic.source)
    id = topic_id(topic.name)
    if any(_SEPARATOR in text for text in (id, *sources)) or any(
        topic_id(short_name(alias)) != id for alias in topic.aliases
    ):
        return []
    text = next((a for a in topic.aliases if short_name(a) == topic.name), topic.name)
    return [Keyword(source, id, text) for source in sources]


def parse(entries: Iterable[str]) -> Iterator[Keyword]:
    """Read the entries of ``keywordSources``."""
    for entry in entries:
        source, _, rest = entry.partition(_SEPARATOR)
        topic, _, text = rest.partition(_SEPARATOR)
        if text:
            yield Keyword(source, topic, text)
