"""The papers to learn from."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TrainingPaper:
    """A paper and what its source states about its subject.

    Attributes:
        id: arXiv ID, or venue and number.
        title, abstract: its text.
        keywords: of the source; empty if unknown.
        summary: one sentence of the source; empty if unknown.
    """

    id: str
    title: str
    abstract: str
    keywords: tuple[str, ...] = ()
    summary: str = ""


def history(data: Path) -> Iterator[TrainingPaper]:
    """Read the Daily Papers history from the folder that contains ``daily_papers/``."""
    path = data / "daily_papers" / "papers-to-2026-03.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            paper = json.loads(line)["paper"]
            yield TrainingPaper(
                paper["id"],
                paper["title"],
                paper.get("summary") or "",
                tuple(paper.get("ai_keywords") or ()),
                paper.get("ai_summary") or "",
            )


def conferences(data: Path) -> Iterator[TrainingPaper]:
    """Read the papers of machine-learning conferences, without their authors' keywords."""
    path = data / "benchmarks" / "topics" / "ml_conf_author_keywords_dev.jsonl"
    for line in path.read_text("utf-8").splitlines():
        paper = json.loads(line)
        yield TrainingPaper(f"{paper['venue']}/{paper['id']}", paper["title"], paper["abstract"])
