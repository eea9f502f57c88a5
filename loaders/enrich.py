"""What every paper gets, whatever its source: readable text, code links, topics, origin."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

import msgspec

from graph.records import Listing, Paper, Rejected, Several
from loaders import latex, repositories
from loaders.document import Document
from loaders.topics import TopicReader

__all__ = ["Reader"]

_EXPORTED = re.compile(r"[0-9a-f]{12}(?::|$)")  # an origin that an earlier load has written
_SPACE = re.compile(r"\s+")


BATCH = 64  # papers whose topics are read at a time, which is quicker than one by one


class Reader:
    """Enriches papers."""

    def __init__(self, topics: TopicReader | None = None) -> None:
        self._topics = topics or TopicReader()

    def enrich(
        self, records: Iterable[Paper | Rejected], document: Document, form: str
    ) -> Iterator[Paper | Rejected]:
        """A stream of records with all that can be read out of each paper.

        The topics and repositories that the source gave stay, with their source. What was
        rejected passes by, at once.
        """
        papers: list[Paper] = []
        for record in records:
            if isinstance(record, Rejected):
                yield record
                continue
            papers.append(_read(record, document, form))
            if len(papers) == BATCH:
                yield from self._with_topics(papers)
                papers = []
        yield from self._with_topics(papers)

    def _with_topics(self, papers: list[Paper]) -> Iterator[Paper]:
        # The topics of an export were read from the text before; they stay as they are.
        exported = [any("text" in _several(t.source) for t in p.topics) for p in papers]
        read = self._topics.read_many(
            paper for paper, known in zip(papers, exported, strict=True) if not known
        )
        for paper, known in zip(papers, exported, strict=True):
            yield paper if known else next(read)


def _read(paper: Paper, document: Document, form: str) -> Paper:
    """The paper with readable text, code links, and where it came from."""
    title, abstract = _readable(paper.title), _readable(paper.abstract)
    code, pages = repositories.read(title or "", abstract)
    digest = document.digest[:12]
    origin = f"{digest}:{paper.origin}" if paper.origin else digest
    return msgspec.structs.replace(
        paper,
        title=title,
        abstract=abstract or None,
        raw_title=paper.raw_title or _raw(paper.title, title),
        raw_abstract=paper.raw_abstract or _raw(paper.abstract, abstract),
        repositories=(*paper.repositories, *code),
        project_pages=tuple(dict.fromkeys((*paper.project_pages, *pages))),
        listings=_listings(paper, document, form),
        sources=paper.sources or (form,),
        origin=paper.origin if _EXPORTED.match(paper.origin or "") else origin,
    )


def _several(value: Several) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def _readable(text: str | None) -> str | None:
    if text is None:
        return None
    return _SPACE.sub(" ", latex.readable(text)).strip()


def _raw(text: str | None, shown: str | None) -> str | None:
    """The text as it was written, where more than its spaces differs from what is shown."""
    return text if text is not None and _SPACE.sub(" ", text).strip() != shown else None


def _listings(paper: Paper, document: Document, form: str) -> tuple[Listing, ...]:
    file = f"{PurePath(document.name).name} sha256:{document.digest}"
    given = paper.listings or (
        Listing(id=f"{form}/{document.digest[:12]}", kind=form, where=paper.origin),
    )
    return tuple(
        # A reader may name the file by its path; where it lies is nobody else's business.
        msgspec.structs.replace(listing, files=(file,))
        if not listing.files or any(document.digest in known for known in listing.files)
        else listing
        for listing in given
    )
