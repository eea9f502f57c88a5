"""Title and abstract in, ranked topics with evidence out."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from citegraph.graph.identity.topic_ids import canonical, without_acronym
from citegraph.graph.records import Paper, Topic
from citegraph.loaders.topics.acronyms import definitions
from citegraph.loaders.topics.batch import Batch
from citegraph.loaders.topics.corpus import Corpus
from citegraph.loaders.topics.features import Candidates
from citegraph.loaders.topics.generic import Generic
from citegraph.loaders.topics.keyphrases import Keyphrase, Phrases
from citegraph.loaders.topics.matching import Found, Match, Matcher, Reading
from citegraph.loaders.topics.ranker import DATA
from citegraph.loaders.topics.sureness import surenesses
from citegraph.loaders.topics.telling import shipped_telling
from citegraph.loaders.topics.vocabulary import Concept, Vocabulary, shipped
from citegraph.loaders.topics.vocabulary_forms import read_vocabulary

__all__ = ["TopicReader", "settle"]

Values = NDArray[Any]
BATCH = 128  # papers read at a time in a stream; results do not depend on it
LEAST = 0.86  # a topic is at least so sure
# A paper takes the next best ones until so many of its topics are known to the field, so that they
# are likely to link it; or until it has so many at all, where nothing surer is left.
FEW, DOUBTFUL, POOR = 3, 0.55, 0.45
LEAST_SETTLED = 0.2  # a topic that is common among the papers scores less, and is left out below
LIKELY = 0.4  # a phrase of no vocabulary that may become a topic where several papers share it


class TopicReader:
    """Reads topics out of titles and abstracts.

    What it says of a paper depends on that paper, the vocabulary and the shipped statistics
    alone, so a graph does not depend on the order in which papers came; what the whole set of
    papers tells is settled afterwards, see :func:`loaders.topics.settle`.

    Args:
        vocabulary: files of vocabularies to add to the shipped one; any form that
            :func:`loaders.topics.read_vocabulary` knows.
        least: topics that score less are left out, but the next best of a paper that has few.
        corpus: counts over the papers that are read, see :meth:`count`.
        data: folder of statistics and trees, for a ranker that was learnt anew.

    Raises:
        SourceError: a vocabulary cannot be read.
    """

    def __init__(
        self,
        vocabulary: Sequence[Path] = (),
        least: float = LEAST,
        corpus: Corpus | None = None,
        data: Path = DATA,
    ) -> None:
        self.vocabulary = Vocabulary(shipped())
        for path in vocabulary:
            for concept in read_vocabulary(path):
                self.vocabulary.add(concept)
        self.least = least
        self.corpus = corpus
        if corpus is not None:
            for name, acronyms in corpus.new_concepts():
                self.vocabulary.add(Concept(name, "concept", None, acronyms, "corpus"))
        self._matcher = Matcher(self.vocabulary)
        self._generic = Generic()
        self._rivals = self.vocabulary.rivals
        self._phrases = Phrases(data)

    def read(
        self, title: str, abstract: str | None, given: Sequence[Topic] = ()
    ) -> tuple[Topic, ...]:
        """The topics of one paper, the most telling first.

        Args:
            title: as a reader expects it.
            abstract: likewise; ``None`` where unknown.
            given: topics that a source gave. They are kept, behind those read here, with their
                source, and take our name where they are the same concept.
        """
        return self._read([(title, abstract or "")], [given])[0]

    def read_many(self, papers: Iterable[Paper]) -> Iterator[Paper]:
        """Each paper with its topics read, in the same order; a stream."""
        stream = iter(papers)
        while batch := list(islice(stream, BATCH)):
            topics = self._read(_texts(batch), [given_topics(paper) for paper in batch])
            for paper, own in zip(batch, topics, strict=True):
                yield msgspec.structs.replace(paper, topics=own)

    def keyphrases(
        self, title: str, abstract: str | None, limit: int = 10
    ) -> tuple[Keyphrase, ...]:
        """The phrases of one paper that are most likely keywords, the likeliest first.

        Args:
            title: as a reader expects it.
            abstract: likewise; ``None`` where unknown.
            limit: how many at most; there are fewer where few are likely.
        """
        return next(self.keyphrases_many([(title, abstract or "")], limit))

    def keyphrases_many(
        self, texts: Iterable[tuple[str, str]], limit: int = 10
    ) -> Iterator[tuple[Keyphrase, ...]]:
        """:meth:`keyphrases` of a stream of titles and abstracts."""
        stream = iter(texts)
        while some := list(islice(stream, BATCH)):
            yield from self._phrases.keyphrases(some, limit)

    def count(self, papers: Iterable[Paper]) -> Corpus:
        """Count what a set of papers tells of its topics; the order makes no difference."""
        corpus = Corpus()
        stream = iter(papers)
        while some := list(islice(stream, BATCH)):
            batch = self._phrases.batch(_texts(some))
            found, likely = self._phrases.rank(batch)
            readings = self._readings(batch, self._matches(batch), found, likely)
            phrases = self._unknown(batch, found, likely)
            for (reading, own), mine in zip(self._accepted(readings), phrases, strict=True):
                self._count(corpus, reading, list(own), mine)
        return corpus

    def _count(
        self, corpus: Corpus, reading: Reading, topics: list[str], phrases: dict[str, str]
    ) -> None:
        corpus.papers += 1
        corpus.topics.update(topics)
        for id in topics:
            if id in self._rivals:
                corpus.beside[id].update(topics)
        for short, long in reading.definitions.items():
            corpus.acronyms[short][canonical(long)] += 1
        for id, name in phrases.items():
            corpus.phrases[id] += 1
            corpus.names[id][name] += 1

    def _unknown(self, batch: Batch, found: Candidates, likely: Values) -> list[dict[str, str]]:
        """Likely keywords of each paper that no vocabulary knows: id to words."""
        result: list[dict[str, str]] = [{} for _ in batch.rows]
        for group in np.flatnonzero(likely >= LIKELY).tolist():
            first = int(found.first[group])
            row, place, _ = batch.locate(int(found.start[first]))
            end = place + int(found.length[first])
            id = " ".join(row.folded[place:end])
            if end - place > 1 and not self._known(id) and id not in self._generic:
                result[int(batch.paper[found.start[first]])][id] = row.phrase(place, end)
        return result

    def _known(self, id: str) -> bool:
        """Whether a vocabulary has the phrase, also with "model" or the like behind it."""
        before, _, last = id.rpartition(" ")
        return id in self.vocabulary.forms or (last in TAILS and before in self.vocabulary.forms)

    def _look(self, texts: Sequence[tuple[str, str]]) -> list[Reading]:
        """What each text says; only phrases that name a concept are scored."""
        batch = self._phrases.batch(texts)
        matches = self._matches(batch)
        wanted = [m.place * 16 + m.end - m.start for text in matches for m in text]
        found, likely = self._phrases.rank(batch, np.array(wanted, np.int64))
        return self._readings(batch, matches, found, likely)

    def _matches(self, batch: Batch) -> list[list[Match]]:
        return [
            list(self._matcher.matches(batch.rows[paper], first))
            for paper, first in enumerate(batch.first[:-1].tolist())
        ]

    def _readings(
        self, batch: Batch, matches: list[list[Match]], found: Candidates, likely: Values
    ) -> list[Reading]:
        scores = _scores(found, likely)
        readings = []
        for (title, abstract), mine in zip(batch.rows, matches, strict=True):
            known = definitions(f"{title.text}. {abstract.text}")
            readings.append(self._matcher.read((title, abstract), mine, known, scores))
        return readings

    def reading(self, paper: Paper) -> Reading:
        """All concepts that a paper mentions, before any is left out."""
        return self._look(_texts([paper]))[0]

    def _read(
        self, texts: Sequence[tuple[str, str]], given: Iterable[Sequence[Topic]]
    ) -> list[tuple[Topic, ...]]:
        result = []
        for (reading, said), others in zip(self._accepted(self._look(texts)), given, strict=True):
            own = said if self.corpus is None else self._settled(said, reading, self.corpus)
            topics = [self._topic(id, found) for id, found in own.items()]
            topics.sort(key=lambda t: (-(t.score or 0), t.name))
            result.append((*topics, *map(self._renamed, others)))
        return result

    def _settled(self, own: dict[str, Found], reading: Reading, corpus: Corpus) -> dict[str, Found]:
        """The topics in the light of all papers: acronyms understood, common topics scored down."""
        for ids, said in reading.unclear:
            id = corpus.meaning(ids, own)
            if id is not None and id not in own:
                own = {
                    **own,
                    id: msgspec.structs.replace(said, rule="acronym, as its neighbours mean it"),
                }
        scored = {
            id: msgspec.structs.replace(said, score=said.score * corpus.telling(id))
            for id, said in own.items()
        }
        return {
            id: said
            for id, said in scored.items()
            if said.score >= LEAST_SETTLED or said.rule.endswith("mean it")
        }

    def _accepted(self, readings: Sequence[Reading]) -> Iterator[tuple[Reading, dict[str, Found]]]:
        """Each reading with its concepts that are topics."""
        sure = surenesses((reading.found for reading in readings), self.vocabulary)
        for reading, mine in zip(readings, sure, strict=True):
            yield reading, self._topics(reading, mine)

    def _topics(self, reading: Reading, sureness: dict[str, float]) -> dict[str, Found]:
        """The concepts that are topics; where they are few, less sure ones too."""
        concepts = self.vocabulary.concepts
        ranked = sorted((-sure, id) for id, sure in sureness.items())
        sure = [id for less, id in ranked if -less >= self.least]
        # A field, or a concept named inside a narrower one, is left to the narrower topics.
        narrower = {name: concepts[id].name for id in sure for name in self.vocabulary.broader(id)}

        def told(id: str, *, field: bool = False) -> bool:
            name = concepts[id].name
            return (
                name in narrower
                and reading.found[id].field != "title"
                and (name in narrower[name] or name in _GENERAL or field)
            )

        topics = [id for id in sure if not told(id, field=concepts[id].kind == "field")]
        known = shipped_telling().shared
        linking = sum(map(known, topics))
        for less, id in ranked:
            poor = -less < DOUBTFUL
            if -less < POOR or (len(topics) if poor else linking) >= FEW:
                break
            if id not in topics and not told(id, field=not poor and concepts[id].kind == "field"):
                topics.append(id)
                linking += known(id)
        return {id: msgspec.structs.replace(reading.found[id], score=sureness[id]) for id in topics}

    def _topic(self, id: str, said: Found) -> Topic:
        concept = self.vocabulary.concepts[id]
        return Topic(
            name=concept.name,
            kind=concept.kind,
            source="text",
            rule=said.rule,
            aliases=concept.names,
            broader=self.vocabulary.broader(id),
            vocabulary=concept.vocabulary,
            score=round(said.score, 4),
            field=said.field,
            evidence=said.row.sentence(said.start),
            surface=said.row.phrase(said.start, said.end),
        )

    def _renamed(self, topic: Topic) -> Topic:
        """A topic that a source gave, under the concept's name, or without a short form behind."""
        id = self.vocabulary.codes.get(topic.name) or self.vocabulary.meaning(topic.name)
        if id is None:
            name = without_acronym(topic.name)
            if name == topic.name:
                return topic
            aliases = tuple(dict.fromkeys((*topic.aliases, topic.name)))
            return msgspec.structs.replace(topic, name=name, aliases=aliases)
        concept = self.vocabulary.concepts[id]
        aliases = topic.aliases
        if topic.name != concept.name and topic.name not in aliases:
            aliases = (*aliases, topic.name)
        return msgspec.structs.replace(
            topic,
            name=concept.name,
            kind=concept.kind,
            vocabulary=concept.vocabulary,
            broader=self.vocabulary.broader(id),
            aliases=aliases,
        )


# Words behind a concept's name that make no other concept of it.
TAILS = frozenset(
    ("model", "architecture", "algorithm", "layer", "training", "technique", "framework")
)
_GENERAL = frozenset(("neural network", "machine learning", "deep learning"))


def _texts(papers: Iterable[Paper]) -> list[tuple[str, str]]:
    return [(paper.title or "", paper.abstract or "") for paper in papers]


def given_topics(paper: Paper) -> tuple[Topic, ...]:
    """The topics that a source gave, without what this reader said of the paper before."""
    given = []
    for topic in paper.topics:
        sources = topic.source if isinstance(topic.source, tuple) else (topic.source,)
        others = tuple(source for source in sources if source not in ("text", None))
        if len(others) == len(sources):
            given.append(topic)
        elif others:
            given.append(
                Topic(
                    name=topic.name,
                    kind=topic.kind,
                    aliases=topic.aliases,
                    broader=topic.broader,
                    vocabulary=topic.vocabulary,
                    source=others if len(others) > 1 else others[0],
                )
            )
    return tuple(given)


def _scores(found: Candidates, likely: Values) -> dict[int, float]:
    """How likely each stretch is a keyword, by ``start * 16 + length``; the others are not."""
    scored = np.flatnonzero(np.repeat(likely > 0, found.count))
    codes = found.start[scored] * 16 + found.length[scored]
    return dict(zip(codes.tolist(), np.repeat(likely, found.count)[scored].tolist(), strict=True))


def settle(
    papers: Iterable[Paper], vocabulary: Sequence[Path] = ()
) -> Iterator[tuple[Paper, tuple[Topic, ...]]]:
    """Papers whose topics are others in the light of all the papers, each with its new topics.

    A function of the set of papers and the vocabulary, whatever topics of ours the papers carry
    and in whatever order they come. Topics that a source gave are kept.

    Args:
        papers: all of them, gone through twice: a list, or an object that can be iterated anew
            (each time a query of a store, say), so that memory stays flat. A generator is kept
            in memory whole.
        vocabulary: as for :class:`TopicReader`.

    Yields:
        Only papers that change: the paper as it was, and its topics as they are to be.
    """
    if iter(papers) is papers:
        papers = list(papers)
    corpus = TopicReader(vocabulary).count(papers)
    reader = TopicReader(vocabulary, corpus=corpus)
    stream = iter(papers)
    while some := list(islice(stream, BATCH)):
        for old, new in zip(some, reader.read_many(some), strict=True):
            if old.topics != new.topics:
                yield old, new.topics
