"""The value of a property in each source: entries of ``Paper.observations``.

An entry is ``"property | source | record | day | value"``. The record is the identifier under which
the source lists the paper, so that the dates of a preprint and of its published version are two
entries. Of one property, source and record the newest entry is kept, so sources that disagree keep
each value, and the result does not depend on the order of loading.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from citegraph.graph.identity import ids
from citegraph.graph.identity.node_ids import venue_name
from citegraph.graph.identity.works import first_author
from citegraph.graph.records import Paper

SEPARATOR = " | "


def observations(record: Paper) -> list[str]:
    """Return the entries of a record, sorted; empty if it names no source.

    Titles, venues and names are normalized, so that a difference in spelling does not count.
    """
    if not record.sources:
        return []
    name = _clean(
        ids.doi(record.doi)
        or ids.openalex(record.openalex_id)
        or ids.s2(record.s2_id)
        or ids.arxiv(record.arxiv_id)
        or (record.pmid and f"pmid:{record.pmid}")
        or record.id
        or ""
    )
    day = (record.observed or "")[:10]
    return sorted(
        SEPARATOR.join((property, _clean(source), name, day, value))
        for property, value in _values(record)
        for source in record.sources
    )


def _values(record: Paper) -> Iterator[tuple[str, str]]:
    if record.title:
        yield "title", ids.title_key(record.title)
    if record.published:
        yield "published", record.published[:10] + ("?" if record.published_inferred else "")
    if record.author_count is not None:
        yield "authorCount", str(record.author_count)
    if first := first_author(author.name for author in record.authors):
        yield "firstAuthor", first
    if record.venue and record.venue.name:
        yield "venue", ids.title_key(venue_name(record.venue.name))
    if record.retracted is not None:
        yield "retracted", str(record.retracted).lower()
    if record.withdrawn:
        yield "withdrawn", record.withdrawn[:10]


def _clean(text: str) -> str:
    """Return a text that does not contain the separator."""
    return ids.fit(text.replace("|", "/"))


def latest(entries: Iterable[str]) -> list[str]:
    """Return the newest entry of each property, source and record, sorted."""
    newest: dict[tuple[str, ...], tuple[str, str]] = {}
    for entry in entries:
        parts = entry.split(SEPARATOR, 4)
        key, rest = tuple(parts[:3]), (SEPARATOR.join(parts[3:]), entry)
        if key not in newest or newest[key] < rest:
            newest[key] = rest
    return sorted(entry for _, entry in newest.values())


def stated_values(properties: Mapping[str, Any], name: str) -> set[str]:
    """Return the values of a property in ``observations``."""
    start = f"{name}{SEPARATOR}"
    return {
        entry.split(SEPARATOR, 4)[-1]
        for entry in properties.get("observations") or ()
        if entry.startswith(start)
    }
