"""Re-extract the topics of a whole graph, e.g. with a further vocabulary.

The texts are read from the graph. No source is read again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from citegraph.graph.errors import SourceError
from citegraph.graph.exporting.papers import count, papers
from citegraph.graph.identity.keywords import keywords
from citegraph.graph.records import Paper, Rejected, several
from citegraph.graph.store import Store
from citegraph.graph.writing import counts
from citegraph.graph.writing.difference import Changes
from citegraph.graph.writing.statements import KEYWORD_TOPICS
from citegraph.loaders.topics import TopicReader, canonical
from citegraph.loaders.topics.reader import READ

BATCH = 500  # papers in one transaction


Progress = Callable[[str, int, int], None]


def rebuild(
    store: Store,
    vocabulary: Sequence[Path] = (),
    progress: Progress = lambda _step, _done, _total: None,
) -> Changes:
    """Re-extract the topics of every paper. A second run changes nothing.

    Topics that a source stated are kept. Edges whose topic is no longer found are deleted. Files of
    vocabularies are added to the shipped one.

    Raises:
        SourceError: a vocabulary cannot be read.
        StoreError: the store cannot be written.
    """
    total = count(store)
    reader = TopicReader(vocabulary)
    run = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    changes = Changes()
    earlier = {row["id"] for row in store.read(KEYWORD_TOPICS, timeout=None).rows}
    stream = _counted(papers(store), "rebuilding topics", total, progress)
    while batch := list(islice(stream, BATCH)):
        changed = [
            _converted(new) if old.id in earlier else new
            for old, new in zip(batch, reader.read_many(batch), strict=True)
            if _read(old) != _read(new) or old.id in earlier
        ]
        if changed:
            changes.add(store.replace_topics(changed, run))
    changes.add(store.derive())
    counts.recount(store)
    return changes


def _converted(paper: Paper) -> Paper:
    """Drop the nodes and edges that an earlier version wrote for the paper's keywords."""
    ids = {one.topic for topic in paper.topics for one in keywords(topic)}
    return msgspec.structs.replace(
        paper,
        properties={k: v for k, v in paper.properties.items() if not k.startswith("keyword")},
        nodes=tuple(n for n in paper.nodes if n.label != "Topic" or n.id not in ids),
        edges=tuple(
            e for e in paper.edges if e.type != "HAS_TOPIC" or e.end is None or e.end.id not in ids
        ),
    )


def _counted(found: Iterable[Paper], step: str, total: int, progress: Progress) -> Iterator[Paper]:
    for done, paper in enumerate(found, 1):
        if done % 100 == 0 or done == total:
            progress(step, done, total)
        yield paper


def _read(paper: Paper) -> dict[tuple[str, bool, str], tuple[Any, ...]]:
    """Return what was read out of title and abstract, with its evidence, by ID and source."""
    return {
        (canonical(topic.name), topic.mention, source): (
            *(topic.score, topic.evidence, topic.surface, topic.field, topic.rule),
        )
        for topic in paper.topics
        for source in READ.intersection(several(topic.source))
    }


def read_records(path: Path) -> Iterator[Paper]:
    """Read the papers of a file of records, as ``citegraph export`` writes it.

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
