"""Read ranked topics with evidence out of titles and abstracts.

A paper is *about* few topics, and *mentions* the other concepts of the vocabulary that its text
names. The confidence of a topic decides, see :meth:`TopicReader._topics`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from citegraph.graph.identity.topic_ids import canonical, short_name, without_tail
from citegraph.graph.records import Paper, Topic
from citegraph.loaders.topics.acronyms import definitions
from citegraph.loaders.topics.categories import Category, categories, category_of
from citegraph.loaders.topics.confidence import confidences
from citegraph.loaders.topics.corpus import Corpus
from citegraph.loaders.topics.generic import Generic
from citegraph.loaders.topics.matching import BY_CORPUS, NAMED, Found, Matcher, Reading
from citegraph.loaders.topics.statistics import shipped_statistics
from citegraph.loaders.topics.text import Words, clean, words
from citegraph.loaders.topics.vocabulary import Concept, Vocabulary, shipped
from citegraph.loaders.topics.vocabulary_formats import read_vocabulary

__all__ = ["TopicReader", "settle"]

BATCH = 128  # papers that the trees classify at a time; results do not depend on it
MIN_CONFIDENCE = 0.75
FEW = 3  # a paper with fewer concepts, or fewer common ones, also gets less certain topics
MIN_COMMON = 0.55  # confidence of these, for a concept common in the field
MIN_ANY = 0.45  # the same, for any concept
MIN_WEIGHTED = 0.2  # confidence weighted by how rare a topic is in the corpus


class TopicReader:
    """Reads topics out of titles and abstracts.

    The topics of a paper depend on that paper, the vocabulary and the shipped statistics alone,
    so a graph does not depend on the order in which papers are loaded. :func:`settle` extracts
    them again with corpus-wide counts.

    Args:
        vocabulary: files of vocabularies to add to the shipped one, in any format that
            :func:`read_vocabulary` recognizes.
        min_confidence: topics with a lower confidence are left out, unless a paper has few.
        corpus: counts over all papers, see :meth:`count`.

    Raises:
        SourceError: a vocabulary cannot be read.
    """

    def __init__(
        self,
        vocabulary: Sequence[Path] = (),
        min_confidence: float = MIN_CONFIDENCE,
        corpus: Corpus | None = None,
    ) -> None:
        self.vocabulary = Vocabulary(shipped())
        for path in vocabulary:
            for concept in read_vocabulary(path):
                self.vocabulary.add(concept)
        self.min_confidence = min_confidence
        self.corpus = corpus
        if corpus is not None:
            for name, acronyms in corpus.new_concepts():
                self.vocabulary.add(Concept(name, "concept", None, acronyms, "corpus"))
        self._matcher = Matcher(self.vocabulary)
        self._generic = Generic()
        self._ambiguous = self.vocabulary.ambiguous

    def read(
        self, title: str, abstract: str | None, given: Sequence[Topic] = ()
    ) -> tuple[Topic, ...]:
        """Return the topics of one paper: those it is about, then those it mentions, by confidence.

        Args:
            title: of the paper.
            abstract: of the paper; ``None`` if unknown.
            given: topics that a source stated. They follow the topics read here, keep their
                source, and get the vocabulary's name if it contains the concept.
        """
        return self._read([(title, abstract or "")], [given])[0]

    def read_many(self, papers: Iterable[Paper]) -> Iterator[Paper]:
        """Yield each paper with its topics, in the same order."""
        for batch in _batches(papers):
            topics = self._read(_texts(batch), [given_topics(paper) for paper in batch])
            for paper, own in zip(batch, topics, strict=True):
                yield msgspec.structs.replace(paper, topics=own)

    def count(self, papers: Iterable[Paper]) -> Corpus:
        """Count topics and acronyms over a set of papers, in any order."""
        corpus = Corpus()
        for batch in _batches(papers):
            for reading, topics in self._accepted(_texts(batch)):
                self._count(corpus, reading, list(topics))
        return corpus

    def _count(self, corpus: Corpus, reading: Reading, topics: list[str]) -> None:
        corpus.papers += 1
        corpus.topics.update(topics)
        for id in topics:
            if id in self._ambiguous:
                corpus.together[id].update(topics)
        phrases = {}
        for acronym, long in reading.definitions.items():
            id = canonical(long)
            corpus.acronyms[acronym][id] += 1
            if " " in id and not self._known(id) and id not in self._generic:
                phrases[id] = long
        for id, name in phrases.items():
            corpus.phrases[id] += 1
            corpus.names[id][name] += 1

    def _meaning(self, name: str) -> str | None:
        """Return the ID of the concept that a given name means, if it is in the vocabulary."""
        meaning = self.vocabulary.meaning
        if id := meaning(name):
            return id
        for short, long in definitions(name).items() if "(" in name else ():
            if canonical(f"{short} {long}") == canonical(name):
                return meaning(long)  # "FID (Fréchet inception distance)"
        return meaning(without_tail(name))

    def _known(self, id: str) -> bool:
        """Return whether the vocabulary contains a phrase, also without "model" or the like."""
        forms = self.vocabulary.forms
        return id in forms or without_tail(id) in forms

    def reading(self, paper: Paper) -> Reading:
        """Return all concepts that a paper mentions, whatever their confidence."""
        return self._reading(*_texts([paper])[0])

    def _reading(self, title: str, abstract: str) -> Reading:
        rows = _rows(title, abstract)
        return self._matcher.read(rows, definitions(f"{rows[0].text}. {rows[1].text}"))

    def _read(
        self, texts: Sequence[tuple[str, str]], given: Iterable[Sequence[Topic]]
    ) -> list[tuple[Topic, ...]]:
        result = []
        for (reading, accepted), others in zip(self._accepted(texts), given, strict=True):
            corpus = self.corpus
            found = accepted if corpus is None else self._settled(accepted, reading, corpus)
            topics = [self._topic(id, one) for id, one in found.items()]
            topics += [
                self._topic(id, one, mention=True)
                for id, one in self._weighted(reading.found)
                if id not in found
            ]
            topics.sort(key=lambda t: (t.mention, -(t.score or 0), t.name))
            result.append((*topics, *map(self._renamed, others)))
        return result

    def _settled(
        self, accepted: dict[str, Found], reading: Reading, corpus: Corpus
    ) -> dict[str, Found]:
        """Resolve ambiguous acronyms by the corpus, and lower the score of frequent topics."""
        resolved: dict[str, Found] = {}
        for ids, found in reading.ambiguous:
            id = corpus.meaning(ids, {**accepted, **resolved})
            if id is not None and id not in accepted:
                best = msgspec.structs.replace(found.best, rule=BY_CORPUS)
                resolved[id] = msgspec.structs.replace(found, best=best)
        if resolved:
            confidence = confidences([{**reading.found, **resolved}], self.vocabulary)[0]
            resolved = {id: _with(found, confidence[id]) for id, found in resolved.items()}
        return {
            id: found
            for id, found in self._weighted({**accepted, **resolved})
            if found.confidence >= MIN_WEIGHTED or id in resolved
        }

    def _weighted(self, found: dict[str, Found]) -> Iterator[tuple[str, Found]]:
        """Yield concepts with their confidence lowered by their frequency in the corpus."""
        for id, one in found.items():
            weight = 1.0 if self.corpus is None else self.corpus.weight(id)
            yield id, _with(one, one.confidence * weight)

    def _accepted(
        self, texts: Sequence[tuple[str, str]]
    ) -> Iterator[tuple[Reading, dict[str, Found]]]:
        """Yield the reading of each text, with confidences, and the topics that it is about."""
        readings = [self._reading(*text) for text in texts]
        results = confidences((reading.found for reading in readings), self.vocabulary)
        for reading, confidence in zip(readings, results, strict=True):
            for id, found in reading.found.items():
                reading.found[id] = _with(found, confidence[id])
            yield reading, {id: reading.found[id] for id in self._topics(confidence)}

    def _topics(self, confidence: dict[str, float]) -> list[str]:
        """Choose the topics by their confidence; if few are concepts, with a lower threshold."""
        concepts = self.vocabulary.concepts
        is_common = shipped_statistics().is_common
        topics: list[str] = []
        known = common = 0
        for negative, id in sorted((-value, id) for id, value in confidence.items()):
            value = -negative
            enough = (common if value >= MIN_COMMON else known) >= FEW
            if value < self.min_confidence and (value < MIN_ANY or enough):
                break
            topics.append(id)
            if concepts[id].kind not in NAMED:  # a benchmark is not what a paper is about
                known += 1
                common += is_common(id)
        return topics

    def _topic(self, id: str, found: Found, *, mention: bool = False) -> Topic:
        concept, best = self.vocabulary.concepts[id], found.best
        return Topic(
            name=concept.name,
            kind=concept.kind,
            source="text",
            rule=best.rule,
            aliases=concept.names,
            broader=self.vocabulary.broader(id),
            vocabulary=concept.vocabulary,
            score=round(found.confidence, 4),
            field=best.field,
            evidence=best.row.sentence(best.start),
            surface=best.row.phrase(best.start, best.end),
            mention=mention,
        )

    def _renamed(self, topic: Topic) -> Topic:
        """Return a given topic under the vocabulary's name, else without what adds nothing."""
        if category := category_of(topic):
            return self._category(topic, category)
        name = topic.name
        id = self.vocabulary.codes.get(name) or self._meaning(name)
        if id is None:
            shorter = short_name(name)
            if shorter == name:
                return topic
            aliases = tuple(dict.fromkeys((*topic.aliases, name)))
            return msgspec.structs.replace(topic, name=shorter, aliases=aliases)
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

    def _category(self, topic: Topic, category: Category) -> Topic:
        """Return a category under its name, or that of the concept with its code or name."""
        id = self._same(category)
        concept = self.vocabulary.concepts[id] if id else None
        name = concept.name if concept else category.name
        aliases = dict.fromkeys((*topic.aliases, *category.codes, category.name))
        aliases.pop(name, None)
        return msgspec.structs.replace(
            topic,
            name=name,
            kind=concept.kind if concept else "field",
            vocabulary=concept.vocabulary if concept else "arxiv",
            broader=self.vocabulary.broader(id) if id else self._above(category),
            aliases=tuple(aliases),
            source=category.of(topic.source),
        )

    def _same(self, category: Category) -> str | None:
        """Return the ID of the concept with the code or the very name of a category."""
        coded = (self.vocabulary.codes.get(code) for code in category.codes)
        own = canonical(category.name)
        return next(filter(None, coded), own if own in self.vocabulary.concepts else None)

    def _above(self, category: Category) -> tuple[str, ...]:
        """Return the names of the broader categories and concepts, the nearest first."""
        above = categories().get(category.broader)
        id = self._same(above) if above else canonical(category.broader)
        if id in self.vocabulary.concepts:
            return (self.vocabulary.concepts[id].name, *self.vocabulary.broader(id))
        return (above.name, *self._above(above)) if above else (category.broader,)


def _batches(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    stream = iter(papers)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _texts(papers: Iterable[Paper]) -> list[tuple[str, str]]:
    return [(paper.title or "", paper.abstract or "") for paper in papers]


def _rows(title: str, abstract: str) -> tuple[Words, Words]:
    """Fold title and abstract; skip the title if the abstract repeats it at its beginning."""
    if title and abstract.startswith(title):
        abstract = abstract[len(title) :]
    return words(clean(title)), words(clean(abstract))


def _with(found: Found, confidence: float) -> Found:
    return msgspec.structs.replace(found, confidence=confidence)


def given_topics(paper: Paper) -> tuple[Topic, ...]:
    """Return the topics that a source stated, without those read out of the text earlier."""
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


def settle(
    papers: Iterable[Paper], vocabulary: Sequence[Path] = ()
) -> Iterator[tuple[Paper, tuple[Topic, ...]]]:
    """Re-extract topics using corpus-wide statistics.

    The result depends on the set of papers and the vocabulary, not on the order of the papers or
    on topics read earlier. Topics that a source stated are kept.

    Args:
        papers: all papers. They are iterated twice, so memory stays flat for an object that can
            be iterated again, e.g. one that queries a store; a generator is kept in memory.
        vocabulary: as for :class:`TopicReader`.

    Yields:
        Each paper whose topics change, as it was, and its new topics.
    """
    if iter(papers) is papers:
        papers = list(papers)
    corpus = TopicReader(vocabulary).count(papers)
    reader = TopicReader(vocabulary, corpus=corpus)
    for batch in _batches(papers):
        for old, new in zip(batch, reader.read_many(batch), strict=True):
            if old.topics != new.topics:
                yield old, new.topics
