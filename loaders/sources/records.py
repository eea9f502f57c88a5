"""citegraph's own records: JSON Lines, one :class:`graph.records.Paper` a line.

Keys are camelCase. A string may replace an object that has only a name or an address::

    {"title": "...", "authors": ["Ada Lovelace"], "topics": ["neural network"],
     "repositories": ["github.com/owner/name"], "organization": "OpenBMB",
     "references": ["arxiv:1706.03762"], "venue": "NeurIPS"}

An unknown key is an error, so that a misspelled one is not dropped silently.
"""

import difflib
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec

from citegraph.graph.errors import RecordError
from citegraph.graph.identity import ids
from citegraph.graph.identity.works import KEYS
from citegraph.graph.records import (
    Author,
    EdgeRecord,
    End,
    Listing,
    NodeRecord,
    Organization,
    Paper,
    Reference,
    Rejected,
    Repository,
    Topic,
    Venue,
)
from citegraph.graph.writing import further
from citegraph.graph.writing.values import paper_keys
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.json_stream import decoder
from citegraph.loaders.sources.fields import words

_decode = msgspec.json.Decoder(Paper).decode
_encode = msgspec.json.Encoder().encode

# The key that a plain string sets, where it may replace an object.
_SHORT = {
    "authors": "name",
    "topics": "name",
    "repositories": "url",
    "organization": "name",
    "references": "id",
    "venue": "name",
}
_STRUCTS: dict[str, type[msgspec.Struct]] = {
    "": Paper,
    "authors": Author,
    "topics": Topic,
    "repositories": Repository,
    "organization": Organization,
    "references": Reference,
    "venue": Venue,
    "listings": Listing,
    "nodes": NodeRecord,
    "edges": EdgeRecord,
    "start": End,
    "end": End,
}
_KEYS = frozenset(field.encode_name for field in msgspec.structs.fields(Paper))
_IDENTIFIERS = frozenset(KEYS)
_TELLING = words(
    "authorCount arxivId openalexId s2Id repositories topics references organization published"
    " authors"
)
_UNKNOWN = re.compile(r"unknown field `(?P<key>[^`]*)`(?: - at `\$(?P<path>[^`]*)`)?")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def recognizes(document: Document) -> float:
    """Return how likely the first record is, 0 to 1, by its keys."""
    first = document.first_record or document.first_entry()
    if not isinstance(first, dict):
        return 0.0
    if "title" not in first and not any(isinstance(first.get(key), str) for key in _IDENTIFIERS):
        return 0.0  # a number as "id" is that of some other program
    if any("_" in key for key in first):  # records are in camelCase
        return 0.0
    return len(first.keys() & _KEYS) / len(first) * (0.95 if first.keys() & _TELLING else 0.7)


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each record as a paper; reject others with reason, place and beginning.

    A JSON array of records, or a single one over several lines, is read as well.

    Raises:
        SourceError: the input cannot be read to its end.
    """
    if document.first_record is None:
        for place, entry in document.entries():
            where = f"{document.name}#{place.removeprefix('entry ')}"
            yield entry if isinstance(entry, Rejected) else _read(entry, place, where)
        return
    for number, line in document.byte_lines():
        if not line.isspace():
            yield _read(line, f"line {number}", f"{document.name}:{number}")


def _read(record: Any, place: str, where: str) -> Paper | Rejected:
    try:
        paper = parse(record) if isinstance(record, bytes) else _checked(_convert(record))
    except RecordError as error:
        if isinstance(record, bytes):
            raw = record.decode("utf-8", "replace")
        else:
            raw = msgspec.json.encode(record).decode()
        return Rejected(reason=str(error), where=where, raw=raw[:200].strip())
    return paper if paper.origin else msgspec.structs.replace(paper, origin=place)


def parse(line: bytes) -> Paper:
    """Return one line as a paper.

    Raises:
        RecordError: the record is invalid; the message names the place in it (``$.year``).
    """
    paper = None
    try:
        paper = _decode(line)
    except (msgspec.ValidationError, RecursionError):
        pass  # perhaps a short form, which is decoded again below
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _malformed(line, error) from error
    if paper is not None and _encode(paper) == line.rstrip():
        return _checked(paper)  # written by citegraph: no key can be repeated
    _refuse_repeated_keys(line)
    if paper is not None:
        return _checked(paper)
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _malformed(line, error) from error
    except RecursionError as error:
        raise RecordError("nested too deeply for a record") from error
    return _checked(_convert(value))


def _refuse_repeated_keys(line: bytes) -> None:
    """Refuse a record with a key that occurs twice, since decoders drop one of the values.

    A text that decoding and encoding leaves as it is has no such key. The comparison is in
    compiled code; only other texts, such as those with escapes, are decoded slowly.
    """
    repeated: list[str] = []
    with suppress(ValueError, RecursionError):  # malformed, which the caller reports
        if b"\\u" in line or (
            msgspec.json.encode(msgspec.json.decode(line)) != msgspec.json.format(line, indent=-1)
        ):
            decoder(repeated.append).decode(line.decode())
    if repeated:
        raise RecordError(f"the key `{repeated[0][:40]}` occurs twice; remove one of them")


def dump(paper: Paper) -> bytes:
    """Return a paper as one line, with its end; :func:`parse` returns the same paper."""
    return _encode(paper) + b"\n"


def _convert(value: Any) -> Paper:
    """Return a decoded record as a paper, with its short forms expanded."""
    try:
        return msgspec.convert(_written_out(value), Paper)
    except msgspec.ValidationError as error:
        raise RecordError(_explained(str(error))) from error
    except RecursionError as error:
        raise RecordError("nested too deeply for a record") from error


def _written_out(value: Any) -> Any:
    """Expand the short forms of a record: ``"x"`` to ``{"name": "x"}``."""
    if not isinstance(value, dict):
        return value
    full = dict(value)
    for key, inner in _SHORT.items():
        given = full.get(key)
        if given is None:
            continue
        if key == "organization" and not isinstance(given, list):
            given = [given]
        if isinstance(given, list):
            given = [{inner: one} if isinstance(one, str) else one for one in given]
        elif key == "venue" and isinstance(given, str):
            given = {inner: given}
        full[key] = (
            [_written_out(one) for one in given]
            if key == "authors" and isinstance(given, list)
            else given
        )
    return full


def _checked(paper: Paper) -> Paper:
    """Return the paper if it obeys the rules that types cannot express."""
    if wrong := further.check(paper):
        raise RecordError(wrong)
    if not paper.title and not paper.id and (paper.nodes or paper.edges):
        return paper  # a part of the graph without a paper
    if not (paper.title or "").strip() and (paper.title is not None or not paper_keys(paper)):
        raise RecordError("no title and no identifier; add at least `title`")
    for key, value in (
        ("published", paper.published),
        ("observed", paper.observed),
        ("withdrawn", paper.withdrawn),
    ):
        if value is not None and not _is_date(value):
            raise RecordError(
                f"invalid date: {value[:40]!r}; write 2020, 2020-11 or 2020-11-25 - at `$.{key}`"
            )
    for key, value, known in (
        ("arxivId", paper.arxiv_id, ids.arxiv),
        ("doi", paper.doi, lambda text: ids.doi(text) or ids.arxiv(text)),
        ("openalexId", paper.openalex_id, ids.openalex),
        ("s2Id", paper.s2_id, ids.s2),
        ("pmid", paper.pmid, ids.pmid),
        ("pmcid", paper.pmcid, ids.pmcid),
        ("aclId", paper.acl_id, ids.acl),
        ("corpusId", paper.corpus_id, ids.corpus),
    ):
        if value is not None and not known(value):
            raise RecordError(f"invalid identifier: {value[:60]!r}; check it - at `$.{key}`")
    return paper


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    try:
        return bool(found and date(int(found[1]), int(found[2] or 1), int(found[3] or 1)))
    except ValueError:
        return False


def _malformed(line: bytes, error: Exception) -> RecordError:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as at:
        return RecordError(f"not UTF-8 at byte {at.start + 1} of the line")
    return RecordError(f"not JSON: {str(error).removeprefix('JSON is malformed: ')}")


def _explained(message: str) -> str:
    """Return msgspec's message; for an unknown key, suggest a similar one."""
    found = _UNKNOWN.search(message)
    if not found:
        return message
    path = found["path"] or ""
    inner = re.findall(r"\.(\w+)", path)
    struct = _STRUCTS.get(inner[-1] if inner else "", Paper)
    known = [field.encode_name for field in msgspec.structs.fields(struct)]
    near = difflib.get_close_matches(found["key"], known, n=1, cutoff=0.6)
    offer = f"did you mean `{near[0]}`?" if near else f"use one of {', '.join(known)}"
    return f"unknown key `{found['key']}` at `${path}`; {offer}"
