"""Phrases that are never a topic."""

from pathlib import Path

from citegraph.graph.identity.topic_ids import canonical

LIST = Path(__file__).with_name("generic.txt")


class Generic:
    """The phrases, and the words that no topic ends with, of ``generic.txt``."""

    def __init__(self, path: Path = LIST) -> None:
        lines = [s for s in path.read_text(encoding="utf-8").splitlines() if s and s[0] != "#"]
        self.phrases = {canonical(line) for line in lines if not line.startswith("* ")}
        self.ends = tuple(" " + canonical(line[2:]) for line in lines if line.startswith("* "))

    def __contains__(self, id: str) -> bool:
        return id in self.phrases or f" {id}".endswith(self.ends)
