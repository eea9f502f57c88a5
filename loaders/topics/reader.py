"""Read ranked topics with evidence out of titles and abstracts.

A paper is *about* few topics, and *mentions* the other concepts of the vocabulary that its text
names. The confidence of a topic decides, see :meth:`TopicReader._topics`. A term of the title that
no vocabulary contains is a keyword of the paper.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from citegraph.graph.identity.keywords import TITLE
from citegraph.graph.identity.topic_ids import canonical, short_name, without_tail
from citegraph.graph.records import Paper, Topic
from citegraph.loaders.topics.acronyms import definitions
from citegraph.loaders.topics.categories import Category, categories, category_of
from citegraph.loaders.topics.confidence import confidences
from citegraph.loaders.topics.matching import NAMED, Found, Matcher
from citegraph.loaders.topics.statistics import shipped_statistics
from citegraph.loaders.topics.text import Words, clean, words
from citegraph.loaders.topics.titles import Titles
from citegraph.loaders.topics.vocabulary import Vocabulary, shipped
from citegraph.loaders.topics.vocabulary_formats import read_vocabulary

READ = frozenset(("text", TITLE))  # sources of the topics that a reader reads

BATCH = 128  # papers that the trees classify at a time; results do not depend on it
MIN_CONFIDENCE = 0.75
FEW = 4  # topics; a paper with fewer also gets less certain ones
MIN_COMMON = 0.55  # minimum confidence while fewer than FEW topics are common in the field
MIN_ANY = 0.45  # the same while there are fewer than FEW topics; also for concepts named in full


class TopicReader:
    """Reads topics out of titles and abstracts.

    The topics of a paper depend on that paper, the vocabulary and the shipped statistics alone,
    so a graph does not depend on the order in which papers are loaded.

    Args:
        vocabulary: files of vocabularies to add to the shipped one, in any format that
            :func:`read_vocabulary` recognizes.

    Raises:
        SourceError: a vocabulary cannot be read.
    """

    def __init__(self, vocabulary: Sequence[Path] = ()) -> None:
        self.vocabulary = Vocabulary(shipped())
        for path in vocabulary:
            for concept in read_vocabulary(path):
                self.vocabulary.add(concept)
        self._matcher = Matcher(self.vocabulary)
        self._titles = Titles(self.vocabulary)

    def read(
        self, title: str, abstract: str | None, given: Sequence[Topic] = ()
    ) -> tuple[Topic, ...]:
        """Return the topics of one paper: those it is about, then those it mentions, by confidence.

        A keyword with the source ``title`` follows if the title names the subject by a term that
        the vocabulary lacks.

        Args:
            title: of the paper.
            abstract: of the paper; ``None`` if unknown.
            given: topics that a source stated. They follow the topics read here, keep their
                source, and get the vocabulary's name if it contains the concept.
        """
        return self._read([(title, abstract or "")], [given])[0]

    def read_many(self, papers: Iterable[Paper]) -> Iterator[Paper]:
        """Yield each paper with its topics, in the same order."""
        stream = iter(papers)
        while batch := list(islice(stream, BATCH)):
            texts = [(paper.title or "", paper.abstract or "") for paper in batch]
            topics = self._read(texts, map(given_topics, batch))
            for paper, own in zip(batch, topics, strict=True):
                yield msgspec.structs.replace(paper, topics=own)

    def _meaning(self, name: str) -> str | None:
        """Return the ID of the concept that a given name means, if it is in the vocabulary."""
        meaning = self.vocabulary.meaning
        if id := meaning(name):
            return id
        for short, long in definitions(name).items() if "(" in name else ():
            if canonical(f"{short} {long}") == canonical(name):
                return meaning(long)  # "FID (Fréchet inception distance)"
        return meaning(without_tail(name))

    def found(self, paper: Paper) -> dict[str, Found]:
        """Return all concepts that a paper mentions by ID, without their confidence."""
        return self._found(_words(paper.title or "", paper.abstract or ""))

    def _found(self, rows: tuple[Words, Words]) -> dict[str, Found]:
        return self._matcher.read(rows, definitions(f"{rows[0].text}. {rows[1].text}"))

    def _keywords(self, rows: tuple[Words, Words], found: dict[str, Found]) -> Iterator[Topic]:
        """Yield the keyword that the title names, if it names one."""
        mentions = (one for concept in found.values() for one in concept.mentions)
        named = [(one.start, one.end) for one in mentions if one.row is rows[0]]
        if phrase := self._titles.subject(*rows, named):
            yield Topic(name=phrase, kind="keyword", source=TITLE)

    def _read(
        self, texts: Sequence[tuple[str, str]], given: Iterable[Sequence[Topic]]
    ) -> list[tuple[Topic, ...]]:
        rows = [_words(*text) for text in texts]
        readings = [self._found(row) for row in rows]
        result = []
        for row, found, confidence, others in zip(
            rows, readings, confidences(readings, self.vocabulary), given, strict=True
        ):
            in_full = {id for id, one in found.items() if one.best.form == id}
            about = set(self._topics(confidence, in_full))
            topics = [
                self._topic(id, one, confidence[id], mention=id not in about)
                for id, one in found.items()
            ]
            topics.sort(key=lambda t: (t.mention, -(t.score or 0), t.name))
            result.append((*topics, *self._keywords(row, found), *map(self._renamed, others)))
        return result

    def _topics(self, confidence: dict[str, float], in_full: Collection[str]) -> list[str]:
        """Choose the topics by their confidence.

        The threshold is lower while few topics are concepts, and for concepts that the paper names
        in full (``in_full``), because an alias more often means something narrower or different.
        """
        concepts = self.vocabulary.concepts
        is_common = shipped_statistics().is_common
        topics: list[str] = []
        known = common = 0
        for negative, id in sorted((-value, id) for id, value in confidence.items()):
            value = -negative
            if value < MIN_ANY:
                break
            enough = (common if value >= MIN_COMMON else known) >= FEW
            if value < MIN_CONFIDENCE and enough and id not in in_full:
                continue
            topics.append(id)
            if concepts[id].kind not in NAMED:  # a benchmark is not what a paper is about
                known += 1
                common += is_common(id)
        return topics

    def _topic(self, id: str, found: Found, confidence: float, *, mention: bool) -> Topic:
        concept, best = self.vocabulary.concepts[id], found.best
        return Topic(
            name=concept.name,
            kind=concept.kind,
            source="text",
            rule=best.rule,
            aliases=concept.names,
            broader=self.vocabulary.broader(id),
            vocabulary=concept.vocabulary,
            score=round(confidence, 4),
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


def _words(title: str, abstract: str) -> tuple[Words, Words]:
    if title and abstract.startswith(title):  # count a repeated title once
        abstract = abstract[len(title) :]
    return words(clean(title)), words(clean(abstract))


def given_topics(paper: Paper) -> tuple[Topic, ...]:
    """Return the topics that a source stated, without those read earlier."""
    given = []
    for topic in paper.topics:
        sources = topic.source if isinstance(topic.source, tuple) else (topic.source,)
        others = tuple(source for source in sources if source and source not in READ)
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
