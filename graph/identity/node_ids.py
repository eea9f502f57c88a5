"""Identifiers of the nodes in a record: authors, topics, repositories and others."""

import re
from collections.abc import Mapping
from functools import lru_cache

from citegraph.graph.identity import ids, organization_names
from citegraph.graph.identity.author_ids import PREFIXES, normalized, stated
from citegraph.graph.identity.folding import fold
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.identity.topic_ids import canonical
from citegraph.graph.records import Author, Organization, Venue

_AUTHORS = (*(one for one in PREFIXES if one != "hf:"), "name:")


def is_own(author: str) -> bool:
    """Report whether the identifier of an author is one that the user assigned."""
    return not author.startswith(_AUTHORS)


def author_id(author: Author) -> str:
    """Identify an author by the strongest identifier (``author_ids.SCHEMES``), else by name.

    Several may share a name: ``citegraph.graph.writing.people`` tells them apart after a load.
    """
    if author.id:
        return author.id
    if orcid := ids.orcid(author.orcid):
        return f"orcid:{orcid}"
    if author.openalex_id or author.s2_id or author.identifiers:
        for scheme, value in stated(identifiers(author)):
            return f"{scheme.scheme}:{value}"
    return f"name:{ids.slug(ids.name_key(author.name))}"


def identifiers(author: Author) -> dict[str, list[str]]:
    """Return the identifiers of an entry as properties of its AUTHORED edge."""
    orcid, openalex = ids.orcid(author.orcid), ids.openalex(author.openalex_id)
    found = {
        "orcid": [orcid] if orcid else [],
        "openalexId": [openalex] if openalex else [],
        "s2Id": [author.s2_id] if author.s2_id else [],
    }
    if author.identifiers:
        found["identifiers"] = normalized(author.identifiers)
    return found


def entry_id(
    author: Author, place: int, places: Mapping[str, list[int]], named: dict[tuple[str, int], str]
) -> str:
    """Identify an entry of an author list: two entries with one name are two people.

    Args:
        author: the entry.
        place: in the list.
        places: of the entries so far.
        named: entries by name and place, and the last one of each name (place 0); changed.
    """
    name = author_id(author)
    if author.id or not name.startswith("name:"):
        return name
    if (name, place) in named:
        return named[name, place]
    id = named.get((name, 0), name)
    n = int(id[len(name) + 1 :] or 1)
    while id in places:
        n += 1
        id = f"{name}~{n}"
    named[name, 0] = named[name, place] = id
    return id


def organization_id(organization: Organization) -> str:
    """Identify an organization by ROR, else OpenAlex, else Hugging Face handle, else name.

    A stated country is part of a name.
    """
    ror = (organization.ror or "").rstrip("/").rpartition("/")[2].lower()
    openalex = ids.openalex(organization.openalex_id)
    if ror:
        return f"ror:{ror}"
    if openalex:
        return f"openalex:{openalex}"
    if organization.handle:
        return f"hf:{organization.handle.lower()}"
    return organization_names.name_id(organization.name, organization.country)


def repository_id(url: str) -> str | None:
    """Identify a repository; ``None`` if the address is not a repository."""
    repo = repository(url)
    return f"{repo.host}/{repo.owner}/{repo.name}".lower() if repo else None


@lru_cache(maxsize=1 << 15)
def topic_id(name: str) -> str:
    """Identify a topic by its normalized name; a name without words is its own key."""
    return canonical(name) or "".join(fold(name).split()) or name


# Such as arXiv.org, CoRR abs/1706.03762, or arXiv preprint with an ID and its categories.
_ARXIV = re.compile(
    r"(?:arxiv(?:\.org)?|corr)"
    r"(?:[\s:,;.()]|e-?prints?|pre-?prints?|arxiv|abs/|[a-z-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5}(?:v\d+)?"
    r"|\[[\w., -]+\])*",
    re.IGNORECASE,
)


def venue_name(name: str) -> str:
    """Return the name of a venue: ``arXiv`` for its forms with the ID of a paper, and for CoRR."""
    return "arXiv" if len(name) < 100 and _ARXIV.fullmatch(name) else name


def venue_id(venue: Venue) -> str:
    """Identify a venue by ISSN, else OpenAlex, else name."""
    if venue.issn:
        return f"issn:{venue.issn.lower()}"
    openalex = ids.openalex(venue.openalex_id)
    if openalex:
        return f"openalex:{openalex}"
    return f"name:{ids.slug(ids.title_key(venue_name(venue.name)))}"
