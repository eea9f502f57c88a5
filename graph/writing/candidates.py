"""Find the nodes that may be a paper of a batch, with the data that identify papers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.identity import ids
from citegraph.graph.identity.resolve import WORK, keys_of, title_id
from citegraph.graph.identity.works import (
    KEYS,
    KINDS,
    PUBLISHED_IN,
    Known,
    author_key,
    first_author,
    is_preprint,
    is_published,
)
from citegraph.graph.records import Paper, Reference
from citegraph.graph.schema import node_type
from citegraph.graph.writing.difference import Runner, read
from citegraph.graph.writing.observations import stated_values
from citegraph.graph.writing.values import paper_keys, paper_type

_STORED = tuple(p.name for p in node_type("Paper").properties if p.name in KEYS)
_RETURNED = (*_STORED, "titleKey", "year", "authorCount", "firstAuthor", "type", "alsoKnownAs")


def known_record(record: Paper | Reference) -> Known:
    """Return the identifying data of a record."""
    keys, also = paper_keys(record), frozenset[str]()
    titles = {title_id(ids.title_key(record.title))} if record.title else set()
    if record.id and record.id.startswith("title:"):
        titles.add(record.id)
    if isinstance(record, Reference):
        title_keys = _some(record.title and ids.title_key(record.title))
        return Known(frozenset(keys), frozenset(titles), record.year, title_keys=title_keys)
    if record.also_known_as:
        also = frozenset(record.also_known_as)
        more, earlier = keys_of(also)
        keys, titles = [*keys, *more], titles | earlier
    year = record.published[:4] if record.published else ""
    return Known(
        frozenset(keys),
        frozenset(titles),
        int(year) if year.isdecimal() else None,
        record.author_count,
        also=also,
        first_authors=_some(first_author(author.name for author in record.authors)),
        preprint=(type := paper_type(record)) == "preprint",
        title_keys=_some(record.title and ids.title_key(record.title)),
        authors=frozenset(author_key(author.name) for author in record.authors[:50]),
        kinds=_some(KINDS.get(record.type or "")),
        published_in=_some(PUBLISHED_IN.get(type or "")),
    )


def candidates(
    run: Runner, known: Sequence[Known], things: Sequence[Paper | Reference]
) -> Iterator[Known]:
    """Find nodes that may be one of the papers: by identifier, title or further identifier.

    ``known`` has the data that decide identity of the records and references in ``things``.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    names: set[str] = set()
    for paper in known:
        names |= paper.titles
        for name, value in paper.keys:
            if name in _STORED:
                wanted[name].add(value)
            else:
                wanted["id"].add(ids.fit(KEYS[name] + value))
            names.add(ids.fit(KEYS[name] + value))
    wanted["titleKey"] = {ids.title_key(thing.title) for thing in things if thing.title}
    wanted["id"] |= {t.id for t in things if t.id and t.id.startswith("title:")}
    wanted["id"] |= {title for paper in known if paper.also for title in paper.titles}
    statements = [
        (cypher.find_nodes("Paper", name, _RETURNED), values)
        for name, values in wanted.items()
        if values
    ]
    if names:
        statements.append((cypher.find_identified("Paper", _RETURNED), names))
    for statement, values in statements:
        for row in read(run, statement, values=sorted(values)):
            yield known_node(row)
    for preprints, test in ((True, is_published), (False, is_preprint)):
        pairs = {
            (name, paper.year)
            for paper in known
            if paper.year and paper.first_authors and test(paper)
            for name in paper.first_authors
        }
        if pairs:
            rows = [{"name": name, "year": year} for name, year in sorted(pairs)]
            statement = cypher.find_versions(_RETURNED, preprints=preprints)
            for row in read(run, statement, values=rows):
                yield known_node(row)


def known_node(row: Mapping[str, Any]) -> Known:
    """Return the identifying data of a node, from its properties."""
    also = frozenset(row.get("alsoKnownAs") or ())
    named = () if row["id"].startswith(WORK) else (row["id"],)  # it follows from the data
    keys, titles = keys_of([*also, *named])
    keys |= {(name, row[name]) for name in _STORED if row.get(name)}
    if row.get("titleKey"):
        titles.add(title_id(row["titleKey"]))
    return Known(
        frozenset(keys),
        frozenset(titles),
        row.get("year"),
        row.get("authorCount"),
        row["id"],
        also,
        _some(row.get("firstAuthor")),
        row.get("type") == "preprint",
        frozenset((*_some(row.get("titleKey")), *stated_values(row, "title"))),
        frozenset(
            author_key(text.partition(" ")[2])
            for written in row.get("authors") or ()
            for text in written
        ),
        _some(KINDS.get(row.get("type") or "")),
        _some(PUBLISHED_IN.get(row.get("type") or "")),
    )


def _some(value: str | None) -> frozenset[str]:
    return frozenset([value] if value else ())
