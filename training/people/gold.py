"""Read the shared history as entries of authors, with the accounts that their owners claimed."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from citegraph.graph.identity.entries import Entry

HISTORY = "daily_papers/papers-to-2026-03.jsonl.gz"


def history(folder: Path) -> Iterator[Entry]:
    """Yield the authors of the Daily Papers as entries, without their accounts."""
    with gzip.open(folder / HISTORY, "rt", encoding="utf-8") as stream:
        for line in stream:
            paper = json.loads(line)["paper"]
            people = [a["name"] for a in paper["authors"] if a.get("name")]
            organization = (paper.get("organization") or {}).get("name")
            for place, name in enumerate(people):
                yield Entry(
                    key=f"{paper['id']}#{place}",
                    name=name,
                    paper=paper["id"],
                    position=place + 1,
                    coauthors=people,
                    organizations=(organization,) if organization else (),
                    title=paper["title"],
                    year=int(paper["publishedAt"][:4]),
                )


def claims(folder: Path) -> dict[str, str]:
    """Return the account of each entry that its owner claimed, not an administrator."""
    found = {}
    with gzip.open(folder / HISTORY, "rt", encoding="utf-8") as stream:
        for line in stream:
            paper = json.loads(line)["paper"]
            people = [a for a in paper["authors"] if a.get("name")]
            for place, author in enumerate(people):
                user = author.get("user")
                if user and author.get("status") in ("claimed_verified", "extracted_confirmed"):
                    found[f"{paper['id']}#{place}"] = user["user"]
    return found
