"""The identifiers of nodes that a record names: authors, topics, repositories and the like."""

from functools import lru_cache

from citegraph.graph.identity import ids
from citegraph.graph.identity.folding import fold
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.identity.topic_ids import canonical
from citegraph.graph.records import Author, Organization, Venue

__all__ = ["author_id", "organization_id", "repository_id", "topic_id", "venue_id"]


def author_id(author: Author) -> str:
    """An author's node: by ORCID, else OpenAlex, else the name, which may stand for several."""
    orcid, openalex = ids.orcid(author.orcid), ids.openalex(author.openalex_id)
    if orcid:
        return f"orcid:{orcid}"
    return f"openalex:{openalex}" if openalex else f"name:{ids.slug(ids.name_key(author.name))}"


def organization_id(organization: Organization) -> str:
    """An organization's node: by ROR, OpenAlex, its Hugging Face handle, else its name."""
    ror = (organization.ror or "").rstrip("/").rpartition("/")[2].lower()
    openalex = ids.openalex(organization.openalex_id)
    if ror:
        return f"ror:{ror}"
    if openalex:
        return f"openalex:{openalex}"
    if organization.handle:
        return f"hf:{organization.handle.lower()}"
    return f"name:{ids.slug(ids.title_key(organization.name))}"


def repository_id(url: str) -> str | None:
    """A repository's node; ``None``: the address is no repository."""
    repo = repository(url)
    return f"{repo.host}/{repo.owner}/{repo.name}".lower() if repo else None


@lru_cache(maxsize=1 << 15)
def topic_id(name: str) -> str:
    """A topic's node: its normalized name; a name without any word is its own key."""
    return canonical(name) or "".join(fold(name).split()) or name


def venue_id(venue: Venue) -> str:
    """A venue's node: by ISSN, OpenAlex, else its name."""
    if venue.issn:
        return f"issn:{venue.issn.lower()}"
    openalex = ids.openalex(venue.openalex_id)
    return f"openalex:{openalex}" if openalex else f"name:{ids.slug(ids.title_key(venue.name))}"
