"""Papers with keywords that somebody gave them, and the form in which keywords are compared."""

import gzip
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

__all__ = ["Example", "conferences", "daily_papers", "inspec", "stems"]


@dataclass(frozen=True, slots=True)
class Example:
    """A paper with keywords that somebody gave it."""

    title: str
    abstract: str
    keywords: tuple[str, ...]
    month: str = ""


def daily_papers(path: Path) -> list[Example]:
    """Papers of the Daily Papers history, with ``ai_keywords`` where they have any."""
    examples = []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            entry = json.loads(line)
            paper = entry["paper"]
            examples.append(
                Example(
                    " ".join(paper["title"].split()),
                    " ".join((paper.get("summary") or "").split()),
                    tuple(paper.get("ai_keywords") or ()),
                    min(entry["_dates"])[:7],
                )
            )
    return examples


def inspec(path: Path) -> list[Example]:
    """Inspec: title lines are indented but for the first, then the abstract."""
    examples = []
    for line in path.open(encoding="utf-8"):
        entry = json.loads(line)
        lines = entry["text"].split("\n")
        end = 1
        while end < len(lines) and lines[end].startswith("\t"):
            end += 1
        if end == len(lines):
            end = 1
        examples.append(
            Example(
                " ".join(" ".join(lines[:end]).split()),
                " ".join(" ".join(lines[end:]).split()),
                tuple(entry["keys"]),
            )
        )
    return examples


def conferences(path: Path) -> list[Example]:
    """Machine-learning conferences with author keywords."""
    entries = map(json.loads, path.open(encoding="utf-8"))
    return [
        Example(" ".join(e["title"].split()), " ".join(e["abstract"].split()), tuple(e["keywords"]))
        for e in entries
    ]


@lru_cache(maxsize=500_000)
def _stem(word: str) -> str:
    import snowballstemmer  # noqa: PLC0415 - only learning and benchmarks need it

    stem: str = snowballstemmer.stemmer("porter").stemWord(word)
    return stem


def stems(text: str) -> str:
    """Lower case, punctuation to spaces, Porter stems: the form in which keywords are compared."""
    return " ".join(_stem(word) for word in re.sub(r"[\W_]+", " ", text.lower()).split())
