"""CITATION.cff, the citation file of a code repository or a data set.

https://github.com/citation-file-format/citation-file-format/blob/main/schema-guide.md
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import yaml

from citegraph.graph.identity import ids
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Author, Paper, Reference, Rejected, Repository
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.dates import iso_date, partial_date
from citegraph.loaders.sources.fields import (
    fold,
    language,
    mapping,
    preview,
    seen,
    sequence,
    string,
)
from citegraph.loaders.sources.parts import (
    checked,
    first_of,
    organizations,
    reference,
    topics,
    venue,
)

FORMAT = "citation-cff"
LARGEST = 256 * 1024  # characters; YAML is slow to parse, and real files have a few kB
_VERSION = re.compile(r"^[\"']?cff-version[\"']?[ \t]*:", re.MULTILINE)


def recognizes(document: Document) -> float:
    """Certain for the key that every citation file has."""
    if document.head.lstrip()[:1] in ("{", "[", "<"):
        return 0.0
    return 1.0 if _VERSION.search(document.head) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield the software or data set, and the work that it asks to be cited instead."""
    value = parsed(document.text, document.name)
    if isinstance(value, Rejected):
        yield value
        return
    cited = mapping(value)
    works = [cited]
    if preferred := mapping(cited.get("preferred-citation")):
        code = (string(cited.get(key)) for key in ("repository-code", "url"))
        addresses = [one for one in code if one and repository(one)]
        works.append({"repository-code": next(iter(addresses), None), **preferred})
    elif "title" not in cited and "doi" not in cited:  # as of version 1.0
        works += map(mapping, sequence(cited.get("references")))
    if len(works) > 1 and "title" not in cited and not _identifiers(cited):
        del works[0]
    for rank, work in enumerate(works, 1):
        yield _paper(work, document, rank)


def parsed(text: str, name: str, line: int = 1) -> Any:
    """Return YAML as texts, lists and mappings, or :class:`Rejected`; ``line`` is its first."""
    if len(text) > LARGEST:
        reason = f"larger than {LARGEST >> 10} KiB; use a citation file of one work"
        return Rejected(reason=reason, where=name if line == 1 else f"{name}:{line}")
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - builds texts, lists and mappings only
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "nested too deeply"
        where = f"{name}:{mark.line + line}" if mark else name if line == 1 else f"{name}:{line}"
        return Rejected(reason=f"not YAML: {problem}", where=where, raw=text[:200])


class _Loader(yaml.BaseLoader):
    """Builds texts, lists and mappings; refuses aliases, which can describe endless values."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(
                None, None, "aliases are not supported; write the value out", self.get_mark()
            )
        return super().compose_node(parent, index)


def _paper(work: dict[str, Any], document: Document, rank: int) -> Paper | Rejected:
    """Return a work as a paper."""
    title = fold(string(work.get("title")) or "")
    identifiers = _identifiers(work)
    place = f"entry {rank}"
    addresses = [
        address
        for key in ("repository-code", "repository", "url")
        if (address := string(work.get(key)))
    ]
    code = dict.fromkeys(
        known.url for one in (*addresses, *identifiers) if (known := repository(one))
    )
    people = map(mapping, sequence(work.get("authors") or work.get("author")))
    authors = tuple(author for one in people if (author := _author(one)))
    keywords = (fold(string(one) or "") for one in sequence(work.get("keywords")))
    volumes = (string(work.get(key)) for key in ("journal", "collection-title", "booktitle"))
    journal = next(filter(None, volumes), string(mapping(work.get("conference")).get("name")))
    dates = (
        partial_date(string(work.get(key)))
        for key in ("date-published", "date-released", "issue-date")
    )
    found = Paper(
        title=title or None,
        abstract=fold(string(work.get("abstract")) or "") or None,
        published=next(filter(None, dates), None)
        or iso_date([work.get("year"), work.get("month")]),
        authors=authors,
        author_count=len(authors) or None,
        topics=topics(keywords),
        repositories=tuple(Repository(url=url, linked_by=FORMAT) for url in code),
        references=tuple(
            one for cited in sequence(work.get("references")) if (one := _reference(mapping(cited)))
        ),
        venue=venue(journal, sequence(work.get("issn"))),
        arxiv_id=first_of(ids.arxiv, identifiers),
        doi=first_of(ids.doi, identifiers),
        pmid=next(
            (one for one in [string(work.get("pmid")) or ""] if re.fullmatch(r"\d{1,9}", one)), None
        ),
        pmcid=ids.pmcid(string(work.get("pmcid"))),
        url=next((one for one in addresses if "//" in one and not repository(one)), None),
        language=language(next(map(string, sequence(work.get("languages"))), None)),
        type=string(work.get("type")) or "software",
        **seen(document, FORMAT, rank, place),
    )
    return checked(found, document, place, partial(preview, work))


def _identifiers(work: dict[str, Any]) -> list[str]:
    """Return the DOI and the other identifiers of a work."""
    others = (mapping(one).get("value") for one in sequence(work.get("identifiers")))
    return [text for one in (work.get("doi"), *others) if (text := string(one))]


def _author(given: dict[str, Any]) -> Author | None:
    """Return a person or an organization as an author."""
    keys = ("given-names", "name-particle", "family-names", "name-suffix")
    name = " ".join(part for key in keys if (part := string(given.get(key))))
    name = fold(name or string(given.get("name")) or string(given.get("alias")) or "")
    affiliation = fold(string(given.get("affiliation")) or "")
    orcid = ids.orcid(string(given.get("orcid")))
    return (
        Author(name=name, orcid=orcid, organizations=organizations([affiliation])) if name else None
    )


def _reference(work: dict[str, Any]) -> Reference | None:
    identifiers = _identifiers(work)
    return reference(
        fold(string(work.get("title")) or ""),
        string(work.get("year")),
        first_of(ids.doi, identifiers),
        first_of(ids.arxiv, identifiers),
    )
