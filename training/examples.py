"""Papers with keywords that somebody gave them, and the form in which keywords are compared."""

import gzip
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

__all__ = ["Example", "daily_papers", "stems"]


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


@lru_cache(maxsize=500_000)
def _stem(word: str) -> str:
    import snowballstemmer  # noqa: PLC0415 - only learning and benchmarks need it

    stem: str = snowballstemmer.stemmer("porter").stemWord(word)
    return stem


def stems(text: str) -> str:
    """Lower case, punctuation to spaces, Porter stems: the form in which keywords are compared."""
    return " ".join(_stem(word) for word in re.sub(r"[\W_]+", " ", text.lower()).split())
