"""The schemes of author identifiers, as data.

To add a scheme, add one line to :data:`SCHEMES`: records, the schema, the clustering of authors,
``citegraph same``, ``why-same``, the search for an author and the export follow from it. Sources
state it in ``Author.identifiers`` as ``scheme:value``.

Equal identifiers are one person unless a stronger scheme, an earlier line, differs. Different
identifiers of one scheme keep entries apart, or are evidence against one person that other
evidence can outweigh: registries that people maintain hold each person once, but clusters that a
program made (OpenAlex, Semantic Scholar, Scopus) often divide one person.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any

from citegraph.graph.identity import ids


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of author identifiers.

    Attributes:
        scheme: prefix of identifiers and of node IDs.
        property: of an Author node.
        title: name for messages.
        about: meaning of the property.
        read: returns the canonical value, or None.
        against: bits by which different values speak against one person; infinite: they decide.
        field: the list of an AUTHORED edge that contains the values; it is ``identifiers``, with
            the prefix, if the scheme has no list of its own.
    """

    scheme: str
    property: str
    title: str
    about: str
    read: Callable[[str | None], str | None]
    against: float
    field: str = "identifiers"


def _matching(pattern: str) -> Callable[[str | None], str | None]:
    compiled = re.compile(pattern, re.IGNORECASE)

    def read(text: str | None) -> str | None:
        found = compiled.fullmatch(" ".join(text.split())) if text else None
        return found[1] if found else None

    return read


def _capital(read: Callable[[str | None], str | None]) -> Callable[[str | None], str | None]:
    return lambda text: (found := read(text)) and found.upper()


CLUSTER = 12.0  # bits against, if a program assigns the identifier

_DBLP = _matching(r"(?:https?://dblp\.\S+/pid/|homepages/)?(\w{1,3}/\w[\w-]{0,60}?)(?:\.\w{3,4})?")
_DBLP_NAME = _matching(r"(\D{2,200} \d{4})")
_OPENREVIEW = _matching(r"(?:https?://openreview\.net/profile\?id=)?(~[^\s~?&=/]{2,100}?\d{1,4})")
_S2 = _matching(r"(?:https?://\S+/author/(?:\S+/)?)?(\d{1,12})")
_SCOPUS = _matching(r"(?:https?://\S+[?&]authorid=|\S+/author_id/)?(\d{9,12})(?:&\S*)?")
_RESEARCHER = _capital(
    _matching(r"(?:https?://\S+/(?:rid|record)/)?([A-Z]{1,3}-\d{4}-(?:19|20)\d\d)")
)
_ACL = _matching(r"(?:https?://\S+/people/)?((?!.*/unverified$)[a-z0-9][a-z0-9-]{2,100})/?")

# The strongest first.
SCHEMES = (
    Scheme("orcid", "orcid", "ORCID", "ORCID without resolver", ids.orcid, inf, "orcid"),
    Scheme("dblp", "dblpPid", "DBLP PID", "DBLP person, as in 65/9612", _DBLP, inf),
    Scheme("dblp-name", "dblpName", "DBLP name", "DBLP name with number", _DBLP_NAME, inf),
    Scheme("openreview", "openreviewId", "OpenReview profile", "~First_Last1", _OPENREVIEW, inf),
    Scheme(
        *("openalex", "openalexId", "OpenAlex ID", "OpenAlex author, A...", ids.openalex),
        *(CLUSTER, "openalexId"),
    ),
    Scheme(
        *("s2", "s2Id", "Semantic Scholar ID", "Semantic Scholar author, a number", _S2),
        *(CLUSTER, "s2Id"),
    ),
    Scheme("scopus", "scopusId", "Scopus author ID", "Scopus author, a number", _SCOPUS, CLUSTER),
    Scheme("researcherid", "researcherId", "ResearcherID", "A-1234-2010", _RESEARCHER, CLUSTER),
    Scheme("acl", "aclPerson", "ACL Anthology person", "person of the ACL", _ACL, CLUSTER),
    # Accounts that their owners claimed; they are the weakest, as people claim others by mistake.
    Scheme(
        *("hf", "hfUser", "Hugging Face account", "users who claimed an entry"),
        *(lambda text: text or None, inf, "hfUser"),
    ),
)
ACCOUNT = SCHEMES[-1]
FURTHER = tuple(one for one in SCHEMES if one.field == "identifiers")
PREFIXES = tuple(f"{one.scheme}:" for one in SCHEMES)
_CERTAIN = {"orcid", "openalex", "openreview", "researcherid"}
READERS = {one.scheme: one.read for one in SCHEMES}
_BY_SCHEME = {one.scheme: one for one in SCHEMES}


@lru_cache(maxsize=1 << 15)
def identifier(text: str) -> tuple[Scheme, str] | None:
    """Parse ``scheme:value``; ``None`` if it is not an identifier of an author."""
    prefix, _, value = text.strip().partition(":")
    scheme = _BY_SCHEME.get(prefix.lower())
    found = scheme.read(value.strip()) if scheme else None
    return (scheme, found) if scheme and found else None


def meant(text: str) -> dict[str, str | None]:
    """Return the identifier that a user may mean, by property of the Author node.

    A number, and another value that is not certain to be an identifier, needs the prefix.
    """
    found = identifier(text)
    return {
        one.property: found[1]
        if found and found[0] is one
        else one.read(text)
        if "://" in text or one.scheme in _CERTAIN
        else None
        for one in SCHEMES[:-1]
    }


def normalized(given: Iterable[str]) -> list[str]:
    """Return the identifiers of schemes without a field of their own, in canonical form."""
    found = map(identifier, given)
    return sorted({f"{x[0].scheme}:{x[1]}" for x in found if x and x[0] in FURTHER})


def stated(edge: Mapping[str, Any]) -> Iterator[tuple[Scheme, str]]:
    """Yield the identifiers of an AUTHORED edge, the strongest first, without accounts."""
    further = edge.get("identifiers") or ()
    for scheme in SCHEMES[:-1]:
        if scheme.field != "identifiers":
            values: Iterable[str] = edge.get(scheme.field) or ()
        elif further:
            prefix = f"{scheme.scheme}:"
            values = [one.removeprefix(prefix) for one in further if one.startswith(prefix)]
        else:
            continue
        for value in values:
            yield scheme, value
