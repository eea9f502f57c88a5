"""Add to every paper what its source leaves out: readable text, code links, topics, origin."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any, TypeVar

import msgspec

from citegraph.graph.counted import counted
from citegraph.graph.errors import SourceError
from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Listing, Paper, Rejected, Topic, Venue, several
from citegraph.loaders import cleaning, latex, repositories
from citegraph.loaders.documents.document import Document
from citegraph.loaders.parallel import Topics

_EXPORTED = re.compile(r"[0-9a-f]{12}(?::|$)|export$")  # an origin that an earlier load has written
LARGEST = 2**53  # a count beyond it is a mistake
BATCH = 256  # papers whose topics are read at a time, which is quicker than one by one


def enrich(
    records: Iterable[Paper | Rejected], document: Document, format: str, topics: Topics
) -> Iterator[Paper | Rejected]:
    """Yield records with readable text, code links, topics and origin.

    The topics and repositories that the source gave stay, with their source. What was rejected
    comes out as soon as it is met, so a little before the papers around it.
    """
    rejected: list[Rejected] = []
    exported: list[Paper] = []
    papers = _papers(records, document, format, rejected)
    for batch in topics.read(_batches(papers, exported, document.digest[:12])):
        yield from _flush(rejected)
        yield from _flush(exported)
        yield from batch
    yield from _flush(rejected)
    yield from _flush(exported)


def _papers(
    records: Iterable[Paper | Rejected], document: Document, format: str, rejected: list[Rejected]
) -> Iterator[Paper | None]:
    """Yield papers, and ``None`` to pass on rejected records before the next paper.

    A note counts the ORCIDs that :func:`ids.orcid` refused for their check digits.
    """
    wrong, first = 0, ""
    ids.wrong_orcids()  # those of another source
    try:
        for record in records:
            if isinstance(record, Paper) and format == "records":
                for author in record.authors:  # whose ORCIDs are not read until they are written
                    ids.orcid(author.orcid)
            number, value = ids.wrong_orcids()
            if number:
                place = record.origin if isinstance(record, Paper) else record.where
                wrong, first = wrong + number, first or f"{value} ({place})"
            if len(rejected) >= BATCH:
                yield None
            if isinstance(record, Rejected):
                rejected.append(record)
            elif reason := _unfit(record):
                where = f"{document.name}, {record.origin}" if record.origin else document.name
                rejected.append(
                    Rejected(reason=reason, where=where, raw=(record.title or "")[:200])
                )
            else:
                yield _encodable(_read(record, document, format))
    except SourceError as error:  # the rest of this source cannot be read; others can
        reason = str(error).removeprefix(f"{document.name}: ")
        rejected.append(Rejected(reason=reason, where=document.name))
    if wrong and not any(first.split()[0] in note for note in document.notes):
        document.notes.append(
            f"{document.name}: {counted(wrong, 'ORCID')} with a wrong check digit not read, "
            f"first {first}"
        )


def _encodable(paper: Paper) -> Paper:
    """Return the paper without unpaired surrogates, which UTF-8 cannot encode."""
    try:
        msgspec.msgpack.encode(paper)
    except UnicodeEncodeError:
        return msgspec.convert(_without_halves(msgspec.to_builtins(paper)), Paper)
    return paper


def _without_halves(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list | tuple):
        return [_without_halves(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_halves(item) for key, item in value.items()}
    return value


def _unfit(paper: Paper) -> str | None:
    """Return the reason why no engine can store this paper; ``None`` if it can be stored."""
    numbers = {
        "authorCount": paper.author_count,
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "citedByCount": paper.cited_by_count,
        **{f"stars of {r.url}"[:80]: r.stars for r in paper.repositories},
        **{
            f"{n} of {x.id}"[:80]: v
            for x in paper.listings
            for n, v in (("rank", x.rank), ("upvotes", x.upvotes), ("comments", x.comments))
        },
    }
    for name, value in numbers.items():
        if value is not None and not 0 <= value <= LARGEST:
            return f"{name} is {str(value)[:25]}, which is not a valid count"
    return None


def _batches(
    papers: Iterable[Paper | None], exported: list[Paper], digest: str
) -> Iterator[list[Paper]]:
    """Yield papers in batches; an empty batch passes on rejected records."""
    batch: list[Paper] = []
    for paper in papers:
        if paper is None:
            yield batch
            batch = []
            continue
        # An export's topics were read by an earlier load, from another file; they are not changed.
        # A stub has none.
        known = (
            paper.stub
            or not (paper.origin or digest).startswith(digest)
            or any("text" in several(topic.source) for topic in paper.topics)
        )
        (exported if known else batch).append(paper)
        if len(batch) == BATCH or len(exported) == BATCH:
            yield batch
            batch = []
    yield batch


_T = TypeVar("_T")


def _flush(things: list[_T]) -> Iterator[_T]:
    yield from things
    things.clear()


def _read(paper: Paper, document: Document, format: str) -> Paper:
    """Return the paper with readable text, code links and origin.

    What an export contains was read by an earlier load and stays as it is.
    """
    if _EXPORTED.match(paper.origin or ""):
        return paper
    title, abstract = _readable(paper.title), _readable(paper.abstract)
    abstract = abstract and cleaning.without_label(abstract, title or "")
    code, pages = repositories.read(title or "", abstract)
    digest = document.digest[:12]
    origin = f"{digest}:{paper.origin}" if paper.origin else digest
    return msgspec.structs.replace(
        paper,
        title=title,
        abstract=abstract or None,
        authors=tuple(map(_author, paper.authors)),
        venue=_venue(paper.venue),
        raw_title=paper.raw_title or _raw(paper.title, title),
        raw_abstract=paper.raw_abstract or _raw(paper.abstract, abstract),
        repositories=(*paper.repositories, *code),
        topics=tuple(map(_topic, paper.topics)),
        project_pages=tuple(dict.fromkeys((*paper.project_pages, *pages))),
        listings=_listings(paper, document, format),
        sources=paper.sources or (format,),
        origin=origin,
    )


def _author(author: Author) -> Author:
    name = author.name if author.name.isascii() else cleaning.decoded(author.name)
    return author if name == author.name else msgspec.structs.replace(author, name=name)


def _venue(venue: Venue | None) -> Venue | None:
    name = venue and cleaning.clean(venue.name)
    return (
        venue if venue is None or name == venue.name else msgspec.structs.replace(venue, name=name)
    )


def _topic(topic: Topic) -> Topic:
    marked = any(one in topic.name for one in "\\$<&")
    name = _readable(topic.name) if marked else topic.name
    return topic if name == topic.name else msgspec.structs.replace(topic, name=name or topic.name)


def _readable(text: str | None) -> str | None:
    if text is None:
        return None
    return " ".join(latex.readable(cleaning.clean(text)).split())


def _raw(text: str | None, shown: str | None) -> str | None:
    """Return the original text if it differs from the readable one in more than white space."""
    return text if text is not None and " ".join(text.split()) != shown else None


def _listings(paper: Paper, document: Document, format: str) -> tuple[Listing, ...]:
    file = f"{PurePath(document.name).name} sha256:{document.digest}"
    given = paper.listings or (
        Listing(id=f"{format}/{document.digest[:12]}", kind=format, where=paper.origin),
    )
    return tuple(
        # A reader may name the file by its path; where it lies is nobody else's business.
        msgspec.structs.replace(listing, files=(file,))
        if not listing.files or any(document.digest in known for known in listing.files)
        else listing
        for listing in given
    )
