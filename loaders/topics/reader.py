"""Title and abstract in, ranked topics with evidence out."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from graph.records import Paper, Topic
from graph.topic_ids import canonical
from loaders.topics.acronyms import definitions
from loaders.topics.text import BREAK, Words, clean, words
from loaders.topics.vocabulary import Match, Vocabulary, read_tsv, shipped

__all__ = ["TopicReader"]


class TopicReader:
    """Reads topics out of titles and abstracts.

    What it says of a paper depends on that paper and the vocabulary alone, so a graph does not
    depend on the order in which papers came; what the whole set of papers tells is settled
    afterwards, see :func:`loaders.topics.settle`.

    Args:
        vocabulary: files of vocabularies to add to the shipped one.
    """

    def __init__(self, vocabulary: Sequence[Path] = ()) -> None:
        self.vocabulary = Vocabulary(shipped())
        for path in vocabulary:
            for concept in read_tsv(path, path.stem):
                self.vocabulary.add(concept)

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
        found: dict[str, Topic] = {}
        fields = (("title", words(clean(title))), ("abstract", words(clean(abstract or ""))))
        known = definitions(f"{clean(title)}. {clean(abstract or '')}")
        meant = {canonical(short): self.vocabulary.meaning(long) for short, long in known.items()}
        for field, row in fields:
            for match in self.matches(row):
                concepts = match.concepts
                form = " ".join(row.folded[match.start : match.end])
                here = meant.get(form)
                if here:
                    concepts = (here,)
                if len(concepts) > 1 or (form in meant and not here):
                    continue
                if concepts[0] not in found:
                    found[concepts[0]] = self._topic(concepts[0], row, match, field)
        covered = {canonical(name) for topic in found.values() for name in topic.broader}
        own = [topic for id, topic in found.items() if id not in covered]
        return (*own, *(self._renamed(topic) for topic in given))

    def read_many(self, papers: Iterable[Paper]) -> Iterator[Paper]:
        """Each paper with its topics read, in the same order; a stream."""
        for paper in papers:
            given = [topic for topic in paper.topics if topic.source != "text"]
            topics = self.read(paper.title or "", paper.abstract, given)
            yield msgspec.structs.replace(paper, topics=topics)

    def matches(self, row: Words) -> Iterator[Match]:
        """Forms of known concepts, from left to right, the longest first, none inside another."""
        place, count = 0, len(row.folded)
        while place < count:
            most = self.vocabulary.longest.get(row.folded[place], 0)
            step = 1
            for end in range(min(count, place + most), place, -1):
                if any(gap >= BREAK for gap in row.gaps[place + 1 : end]):
                    continue
                forms = self.vocabulary.forms.get(" ".join(row.folded[place:end]), ())
                said = row.phrase(place, end)
                concepts = tuple(dict.fromkeys(
                    id for form in forms for id in form.concepts
                    if form.exact is None or said.removesuffix("s") == form.exact.removesuffix("s")
                ))  # fmt: skip
                if concepts:
                    yield Match(place, end, concepts)
                    step = end - place
                    break
            place += step

    def _topic(self, id: str, row: Words, match: Match, field: str) -> Topic:
        concept = self.vocabulary.concepts[id]
        return Topic(
            name=concept.name, kind=concept.kind, source="text", rule="vocabulary",
            aliases=tuple(a.removeprefix("=") for a in concept.aliases),
            broader=self.vocabulary.broader(id), vocabulary=concept.vocabulary,
            score=1.0 if field == "title" else 0.5, field=field,
            evidence=row.sentence(match.start), surface=row.phrase(match.start, match.end),
        )  # fmt: skip

    def _renamed(self, topic: Topic) -> Topic:
        id = self.vocabulary.meaning(topic.name)
        if id is None:
            return topic
        concept = self.vocabulary.concepts[id]
        return msgspec.structs.replace(
            topic, name=concept.name, kind=concept.kind, vocabulary=concept.vocabulary,
            broader=self.vocabulary.broader(id),
            aliases=tuple(dict.fromkeys((*topic.aliases, topic.name))) if topic.name != concept.name
            else topic.aliases,
        )  # fmt: skip
