"""The graph back as records: what ``citegraph export`` writes and ``citegraph load`` reads.

Loading the export into an empty graph gives the same graph, up to provenance (``origin`` and
``load`` say when something was first written).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from graph import cypher
from graph.records import (
    Author,
    Listing,
    Organization,
    Paper,
    Reference,
    Repository,
    Topic,
    Venue,
)
from graph.schema import EDGES, EdgeType
from graph.store import Store

__all__ = ["papers"]

Broader = Mapping[str, Mapping[str, list[str]]]  # topic: broader topic: vocabularies that say so
PAGE = 500  # papers read at once
Properties = dict[str, Any]
Linked = Mapping[str, list[tuple[str, Properties]]]  # id: other ends, each with the edge


def papers(store: Store) -> Iterator[Paper]:
    """Every paper that is more than a stub, in the order of identifiers.

    A paper known by its identifier only is exported as a reference of the papers that cite it.

    Args:
        store: the graph; it is read page by page, so memory stays flat.
    """
    broader = _broader(store)
    after = ""
    while page := store.read(cypher.page_nodes("Paper"), {"after": after, "size": PAGE}).rows:
        after = page[-1]["id"]
        shown = {row["id"]: row["properties"] for row in page if not row["properties"].get("stub")}
        yield from _page(store, shown, broader)


def _page(store: Store, shown: Mapping[str, Properties], broader: Broader) -> Iterator[Paper]:
    links = {
        edge.type if edge.start == "Paper" else f"<{edge.type}": _linked(store, edge, shown)
        for edge in EDGES
        if "Paper" in (edge.start, edge.end)
    }
    ends = {
        kind: {end for found in linked.values() for end, _ in found}
        for kind, linked in links.items()
    }
    affiliations = _linked(store, _edge("Author", "Organization"), ends["<AUTHORED"])
    organizations = ends["AFFILIATED_WITH"] | {
        o for found in affiliations.values() for o, _ in found
    }
    topics = set(ends["HAS_TOPIC"])
    while more := {p for t in topics for p in broader.get(t, ())} - topics:
        topics |= more
    nodes = {
        label: _nodes(store, label, wanted)
        for label, wanted in (
            ("Author", ends["<AUTHORED"]), ("Topic", topics), ("Repository", ends["HAS_CODE"]),
            ("Organization", organizations), ("Venue", ends["PUBLISHED_IN"]),
            ("Listing", ends["LISTED_IN"]), ("Paper", ends["CITES"]),
        )
    }  # fmt: skip
    for id, known in shown.items():
        venues = [_venue(nodes["Venue"][v]) for v, _ in sorted(links["PUBLISHED_IN"].get(id, ()))]
        yield Paper(
            id=id,
            title=known.get("title"),
            abstract=known.get("abstract"),
            raw_title=known.get("rawTitle"),
            raw_abstract=known.get("rawAbstract"),
            published=_published(known),
            published_inferred=bool(known.get("publishedInferred")),
            authors=_authors(links["<AUTHORED"].get(id, ()), nodes, affiliations),
            author_count=known.get("authorCount"),
            authors_partial=bool(known.get("authorsPartial")),
            topics=tuple(
                topic
                for end, edge in sorted(links["HAS_TOPIC"].get(id, ()), key=_by_score)
                for topic in _topics(end, (edge, known), nodes["Topic"], broader)
            ),
            repositories=tuple(
                Repository(
                    url=nodes["Repository"][end]["url"],
                    stars=nodes["Repository"][end].get("stars"),
                    linked_by=_several(edge.get("linkedBy")), evidence=edge.get("evidence"),
                    observed=_day(nodes["Repository"][end], known),
                )
                for end, edge in sorted(links["HAS_CODE"].get(id, ()), key=_first)
            ),
            organizations=tuple(
                _organization(nodes["Organization"][end])
                for end, _ in sorted(links["AFFILIATED_WITH"].get(id, ()), key=_first)
            ),
            references=tuple(
                _reference(end, nodes["Paper"][end], edge)
                for end, edge in sorted(links["CITES"].get(id, ()), key=_first)
            ),
            venue=venues[0] if venues else None,
            other_venues=tuple(venues[1:]),
            arxiv_id=known.get("arxivId"),
            doi=known.get("doi"),
            openalex_id=known.get("openalexId"),
            s2_id=known.get("s2Id"),
            pmid=known.get("pmid"),
            url=known.get("url"),
            project_pages=tuple(known.get("projectPages", ())),
            links=tuple(known.get("links", ())),
            upvotes=known.get("upvotes"),
            comments=known.get("comments"),
            cited_by_count=known.get("citedByCount"),
            language=known.get("language"),
            type=known.get("type"),
            retracted=known.get("retracted"),
            withdrawn=_iso(known.get("withdrawn")),
            listings=tuple(
                _listing(end, nodes["Listing"][end], edge)
                for end, edge in sorted(links["LISTED_IN"].get(id, ()), key=_first)
            ),
            sources=tuple(known.get("sources", ())),
            observed=_observed(known),
            observed_of=tuple(known.get("observedOf", ())),
            also_known_as=tuple(known.get("alsoKnownAs", ())),
            origin=known.get("origin"),
        )  # fmt: skip


def _edge(start: str, end: str) -> EdgeType:
    return next(edge for edge in EDGES if (edge.start, edge.end) == (start, end))


def _linked(store: Store, edge: EdgeType, ids: Iterable[str]) -> Linked:
    """The other ends of edges at these nodes; the nodes are starts, unless only ends are papers."""
    start = edge.start == "Paper" or edge.end != "Paper"
    linked: dict[str, list[tuple[str, Properties]]] = defaultdict(list)
    [found] = store.read(cypher.read_edges(edge, start=start), {"ids": sorted(ids)}).rows
    for row in found["rows"]:
        near, far = (row["a"], row["b"]) if start else (row["b"], row["a"])
        linked[near].append((far, row["properties"]))
    return linked


def _nodes(store: Store, label: str, ids: Iterable[str]) -> dict[str, Properties]:
    [found] = store.read(cypher.read_nodes(label), {"ids": sorted(ids)}).rows
    return {row["id"]: row["properties"] for row in found["rows"]}


def _broader(store: Store) -> Broader:
    broader: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for row in store.read(cypher.all_edges(_edge("Topic", "Topic"))).rows:
        broader[row["a"]][row["b"]] = row["properties"].get("vocabulary") or []
    return broader


def _first(item: tuple[str, Properties]) -> str:
    return item[0]


def _by_score(item: tuple[str, Properties]) -> tuple[float, str]:
    return -(item[1].get("score") or 0.0), item[0]


def _several(values: list[str] | None) -> str | tuple[str, ...] | None:
    if not values:
        return None
    return values[0] if len(values) == 1 else tuple(values)


def _published(known: Properties) -> str | None:
    day = known.get("published")
    length = {"year": 4, "month": 7}.get(known.get("publishedPrecision") or "", 10)
    return day.isoformat()[:length] if isinstance(day, date) else None


def _authors(
    found: Iterable[tuple[str, Properties]], nodes: Mapping[str, Mapping[str, Properties]],
    affiliations: Linked,
) -> tuple[Author, ...]:  # fmt: skip
    places = sorted(
        (position, id, edge)
        for id, edge in ((i, _Sortable(e)) for i, e in found)
        for position in (edge.get("position") or 0, *edge.get("alsoAt", ()))
    )
    authors = []
    for n, (position, id, edge) in enumerate(places, 1):
        known = nodes["Author"][id]
        authors.append(Author(
            name=known["name"], orcid=known.get("orcid"), openalex_id=known.get("openalexId"),
            hf_user=_several(edge.get("hfUser")), hidden=bool(edge.get("hidden")),
            names=tuple(name for name in known.get("names", ()) if name != known["name"]),
            position=position if position != n else None,
            organizations=tuple(
                _organization(nodes["Organization"][end])
                for end, _ in sorted(affiliations.get(id, ()), key=_first)
            ),
        ))  # fmt: skip
    return tuple(authors)


class _Sortable(dict[str, Any]):
    """Properties at the end of a tuple that is sorted by what stands before them."""

    def __lt__(self, other: object) -> bool:
        return False


def _day(known: Properties, paper: Properties) -> str | None:
    """The day of an observation, where it is not the paper's; empty where none is known."""
    day = _observed(known)
    return None if day == _observed(paper) else day or ""


def _observed(known: Properties) -> str | None:
    day = known.get("observed")
    return str(day) if day else None


def _topics(
    id: str, linked: tuple[Properties, Properties], nodes: Mapping[str, Properties],
    broader: Broader,
) -> Iterator[Topic]:  # fmt: skip
    known, (edge, paper) = nodes[id], linked
    # A record names one chain and the vocabulary that it is of, so each vocabulary gets its own.
    vocabularies: list[str | None] = sorted(known.get("vocabulary") or ()) or [None]
    for vocabulary in vocabularies:
        for chain in _chains(id, vocabulary, broader, (id,)):
            yield Topic(
                name=known["name"], kind=known.get("kind"),
                aliases=tuple(known.get("aliases", ())),
                broader=tuple(nodes[parent]["name"] for parent in chain[1:]),
                vocabulary=vocabulary, source=_several(edge.get("sources")),
                score=edge.get("score"), evidence=edge.get("evidence"),
                surface=edge.get("surface"), field=edge.get("field"), rule=edge.get("rule"),
                observed=_day(edge, paper),
            )  # fmt: skip


def _chains(
    id: str, vocabulary: str | None, broader: Broader, path: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """Every way up from a topic in a vocabulary; a cycle, which one may hold, ends the way."""
    parents = [
        parent
        for parent, said in sorted(broader.get(id, {}).items())
        if parent not in path and (vocabulary in said if vocabulary else not said)
    ]
    if not parents:
        yield path
    for parent in parents:
        yield from _chains(parent, vocabulary, broader, (*path, parent))


def _organization(known: Properties) -> Organization:
    return Organization(
        name=known["name"], handle=known.get("handle"), ror=known.get("ror"),
        openalex_id=known.get("openalexId"), country=known.get("country"),
    )  # fmt: skip


def _venue(known: Properties) -> Venue:
    return Venue(
        name=known["name"], issn=known.get("issn"), openalex_id=known.get("openalexId"),
        kind=known.get("kind"),
    )  # fmt: skip


def _reference(id: str, known: Properties, edge: Properties) -> Reference:
    stub = bool(known.get("stub"))
    return Reference(
        id=id, title=known.get("title") if stub or id.startswith("title:") else None,
        arxiv_id=known.get("arxivId"), doi=known.get("doi"), openalex_id=known.get("openalexId"),
        s2_id=known.get("s2Id"), year=known.get("year") if stub else None,
        source=_several(edge.get("sources")),
    )  # fmt: skip


def _iso(day: object) -> str | None:
    return day.isoformat() if isinstance(day, date) else None


def _listing(id: str, known: Properties, edge: Properties) -> Listing:
    return Listing(
        id=id, kind=known["kind"], date=_iso(known.get("date")),
        rank=edge.get("rank"), upvotes=edge.get("upvotes"), comments=edge.get("comments"),
        where=edge.get("where"), files=tuple(known.get("files", ())),
    )  # fmt: skip
