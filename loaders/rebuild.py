"""Topics of a whole graph read anew, in the light of all its papers and of a vocabulary.

A load reads each paper by itself, so the graph does not depend on the order of the files. What
only the set of papers tells (the meaning of an acronym that its paper does not define, phrases
that several papers share) is settled here, from the texts in the graph: no source is read again.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from citegraph.graph.errors import SourceError
from citegraph.graph.exporting.papers import papers
from citegraph.graph.records import Paper, Rejected, Topic
from citegraph.graph.store import Store
from citegraph.graph.writing.merge import Changes
from citegraph.loaders.topics import TopicReader, canonical

__all__ = ["rebuild"]

BATCH = 500  # papers in one transaction


def rebuild(store: Store, vocabulary: Sequence[Path] = ()) -> Changes:
    """Read the topics of every paper anew; the same again changes nothing.

    Topics that a source gave stay. Links that are no longer read are deleted.

    Args:
        store: the graph.
        vocabulary: files of vocabularies to add to the shipped one.

    Raises:
        SourceError: a vocabulary cannot be read.
        StoreError: the store cannot be written.
    """
    corpus = TopicReader(vocabulary).count(papers(store))
    reader = TopicReader(vocabulary, corpus=corpus)
    run = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    changes = Changes()
    stream = papers(store)
    while batch := list(islice(stream, BATCH)):
        changed = [
            new
            for old, new in zip(batch, reader.read_many(batch), strict=True)
            if _read_here(old) != _read_here(new)
        ]
        if changed:
            changes.add(store.replace_topics(changed, run))
    return changes


def _read_here(paper: Paper) -> dict[str, tuple[Any, ...]]:
    """What was read out of the text: topic and evidence."""
    return {
        canonical(topic.name): (topic.score, topic.evidence, topic.surface, topic.field, topic.rule)
        for topic in paper.topics
        if "text" in _sources(topic)
    }


def _sources(topic: Topic) -> tuple[str, ...]:
    return (topic.source,) if isinstance(topic.source, str) else topic.source or ()


def read_records(path: Path) -> Iterator[Paper]:
    """The papers of a file of records, as ``citegraph export`` writes it.

    Raises:
        SourceError: it cannot be read.
    """
    from citegraph.loaders.documents import inputs  # noqa: PLC0415 - as below
    from citegraph.loaders.sources import records  # noqa: PLC0415 - used by one command

    for document in inputs.documents([str(path)]):
        if isinstance(document, Rejected):
            raise SourceError(f"{document.where}: {document.reason}")
        for record in records.read(document):
            if isinstance(record, Paper):
                yield msgspec.structs.replace(record, id=record.id or record.title)
