"""Repositories of GitHub: replies of its API, one, a list, or a search.

https://docs.github.com/en/rest/repos/repos
"""

import re
from collections.abc import Iterator
from typing import Any

from citegraph.graph.identity.node_ids import repository_id
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import NodeRecord, Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.fields import count, fold, mapping, preview, sequence, string, words
from citegraph.loaders.sources.parts import papers, rejected

FORMAT = "github"
# Lists of repositories have fewer keys than a repository, and early replies no count of stars.
_MARKS = words(
    "full_name html_url stargazers_count forks_count default_branch clone_url forks_url watchers"
)
_ASKED = re.compile(r"/repos/([\w.-]+/[\w.-]+)(?:[?#].*)?$")


def recognizes(document: Document) -> float:
    """Certain for the keys of a repository."""
    entry = document.first_entry("items")
    if entry is None and '"incomplete_results"' in document.head:
        return 1.0  # a search without results
    return 1.0 if isinstance(entry, dict) and len(_MARKS & entry.keys()) > 2 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield a record with the properties of each repository; it belongs to no paper."""
    entries = document.entries("items")
    yield from papers(document, entries, _read, "the reply has no repositories")


def _read(value: Any, document: Document, place: str, _rank: int) -> Iterator[Paper | Rejected]:
    """Yield a repository as a record with its node."""
    entry = mapping(value)
    url = string(entry.get("html_url")) or ""
    if repository(url) is None:
        url = f"https://github.com/{string(entry.get('full_name')) or ''}"
    repo, id = repository(url), repository_id(url)
    if repo is None or id is None:
        reason = "no repository address (html_url or full_name)"
        raw = preview({key: entry.get(key) for key in ("full_name", "html_url", "message")})
        yield rejected(document, place, reason, raw)
        return
    known: dict[str, Any] = {
        "url": repo.url,
        "host": repo.host,
        "owner": repo.owner.lower(),
        "name": repo.name,
        **_properties(entry),
        "observed": document.captured.isoformat() if document.captured else None,
    }
    asked = _ASKED.search(document.name)
    old = repository_id(f"https://github.com/{asked[1]}") if asked else None
    if old and old != id:  # a renamed repository is answered under its new name
        known["alsoKnownAs"] = [f"{old} (renamed)"]
    filled = {name: value for name, value in known.items() if value not in (None, [], "")}
    node = NodeRecord(label="Repository", id=id, properties=filled)
    yield Paper(nodes=(node,), sources=(FORMAT,), origin=place)


def _properties(entry: dict[str, Any]) -> dict[str, Any]:
    names = mapping(entry.get("license"))
    license = string(names.get("spdx_id")) or string(names.get("name"))
    topics = (string(one) for one in sequence(entry.get("topics")))
    # GitHub called stars watchers until 2012, and still sends both.
    stars = (entry.get(key) for key in ("stargazers_count", "watchers_count", "watchers"))
    return {
        "stars": next((number for one in stars if (number := count(one)) is not None), None),
        "language": string(entry.get("language")),
        "topics": sorted({topic for topic in topics if topic}),
        "license": license if license != "NOASSERTION" else None,
        "description": fold(string(entry.get("description")) or ""),
        "fork": flag if isinstance(flag := entry.get("fork"), bool) else None,
        "archived": flag if isinstance(flag := entry.get("archived"), bool) else None,
    }
