"""The fields of OpenAlex works that are read, with their types.

Lines of a snapshot are decoded into these types by compiled code, which skips all other fields. A
work with values of other types, as clients and earlier shapes of the API have them, is decoded
without types, and its values are converted one by one.
"""

import json
import re
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from citegraph.loaders.sources.fields import mapping, sequence, string

Number = Any  # a number, or what a client made of it


class _Part(msgspec.Struct, gc=False):
    """Settings of all parts; ``gc=False``, since none can contain itself."""


class Institution(_Part, gc=False):
    """An institution."""

    id: str | None = None
    display_name: str | None = None
    ror: str | None = None
    country_code: str | None = None


class Person(_Part, gc=False):
    """An author as OpenAlex identified it."""

    id: str | None = None
    display_name: str | None = None
    orcid: str | None = None


class Authorship(_Part, gc=False):
    """An entry of the author list."""

    author: Person | None = None
    institutions: list[Institution] | None = None
    raw_author_name: str | None = None
    raw_affiliation_strings: list[str] | None = None
    raw_affiliation_string: str | None = None  # until 2023
    raw_orcid: str | None = None


class Named(_Part, gc=False):
    """A part of which only the name is read."""

    display_name: str | None = None


class Subject(_Part, gc=False):
    """A topic, keyword or concept."""

    display_name: str | None = None
    keyword: str | None = None
    score: Number = None
    level: Number = None
    subfield: Named | None = None
    field: Named | None = None
    domain: Named | None = None


class Source(_Part, gc=False):
    """A journal, conference or repository."""

    id: str | None = None
    display_name: str | None = None
    issn_l: str | None = None
    issn: list[str] | None = None
    type: str | None = None


class Location(_Part, gc=False):
    """A place where the work is available."""

    id: str | None = None
    landing_page_url: str | None = None
    pdf_url: str | None = None


class PrimaryLocation(Location, gc=False):
    """The place of the version of record."""

    source: Source | None = None
    raw_source_name: str | None = None


class Access(_Part, gc=False):
    """Open access."""

    oa_url: str | None = None


class Identifiers(_Part, gc=False):
    """Identifiers of the work."""

    openalex: str | None = None
    doi: str | None = None
    pmid: Number = None
    pmcid: str | None = None
    arxiv: str | None = None


Position = Annotated[int, msgspec.Meta(ge=0)]
Index = dict[str, list[Position]]  # by word
BEYOND = 10**9  # a position that no word has


class Work(_Part, gc=False):
    """A work, in the order of the API: the decoder looks for a key behind the one before."""

    id: str | None = None
    doi: str | None = None
    title: str | None = None
    display_name: str | None = None
    publication_year: Number = None
    publication_date: str | None = None
    ids: Identifiers | None = None
    language: str | None = None
    primary_location: PrimaryLocation | None = None
    type: str | None = None
    type_crossref: str | None = None
    host_venue: Source | None = None
    open_access: Access | None = None
    authorships: list[Authorship] | None = None
    institutions: list[Institution] | None = None
    authors_count: Number = None
    is_authors_truncated: Number = None
    cited_by_count: Number = None
    is_retracted: Number = None
    primary_topic: Subject | None = None
    topics: list[Subject] | None = None
    keywords: list[Subject] | None = None
    concepts: list[Subject] | None = None
    locations: list[Location] | None = None
    best_oa_location: Location | None = None
    referenced_works: list[str] | None = None
    abstract_inverted_index: Index | None = None
    abstract_inverted_index_v3: Index | None = None
    abstract: str | None = None
    updated_date: str | None = None
    created_date: str | None = None


_typed = msgspec.json.Decoder(Work).decode
_untyped = msgspec.json.Decoder().decode
_WORK = re.compile(r"https://openalex\.org/(W\d{4,})")
DELETED = "W4285719527"  # merged and deleted works lead here


def decode(line: bytes) -> Any:
    """Return a line as a :class:`Work`, or without types if it may be none.

    Raises:
        msgspec.MsgspecError: it is not JSON, or has values of other types.
    """
    work = _typed(line)
    found = _WORK.fullmatch(work.id or "")
    return work if found and found[1] != DELETED else _untyped(line)


def work_of(entry: dict[str, Any]) -> Work:
    """Return a decoded object as a work, whatever types its values have."""
    try:
        return msgspec.convert(entry, Work)
    except (msgspec.ValidationError, RecursionError):
        return _converted(entry, Work)  # type: ignore[no-any-return]  # of the given type


def _converted(value: Any, kind: Any) -> Any:
    """Return a value as a type, as far as it can be: else without content."""
    if kind is Any:
        return value
    if get_origin(kind) is UnionType:  # X | None
        [kind] = [one for one in get_args(kind) if one is not NoneType]
        if value is None or (
            isinstance(kind, type) and issubclass(kind, _Part) and not mapping(value)
        ):
            return None
    if kind == Index:
        return _index(value)
    if get_origin(kind) is list:
        made = [_converted(one, get_args(kind)[0]) for one in sequence(value)]
        return [one for one in made if one is not None]
    if kind is str:
        return string(value)
    given = mapping(value)
    return kind(**{name: _converted(given.get(name), of) for name, of in _types(kind).items()})


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _index(value: Any) -> Index | None:
    """Return an inverted index in one of its shapes; invalid positions become one beyond all."""
    if isinstance(value, str):  # as tables hold it
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if isinstance(value, dict) and isinstance(value.get("InvertedIndex"), dict):
        value = value["InvertedIndex"]  # as the Microsoft Academic Graph had it
    if not isinstance(value, dict):
        return None
    return {
        word: [
            at if type(at) is int and at >= 0 else BEYOND
            for at in (places if isinstance(places, list) else [places])
        ]
        for word, places in value.items()
    }
