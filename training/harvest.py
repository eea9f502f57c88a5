"""Make ``data/field.tsv``: concepts of the field that its own papers name.

    python -m training.harvest SHARED_DATA

A phrase becomes a concept if several papers have it as a keyword, and often enough among the papers
that mention it; ``generic.txt`` lists phrases that never do. Acronyms come from the papers'
own definitions; an acronym that papers define in two ways becomes ambiguous. The broader concept
is the longest known one that the name ends with.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from citegraph.graph.identity.topic_ids import canonical, without_tail
from citegraph.loaders.topics.acronyms import definitions
from citegraph.loaders.topics.text import clean, words
from citegraph.loaders.topics.vocabulary import DATA, Vocabulary, is_acronym, read_tsv
from training.generic import Generic
from training.papers import TrainingPaper, history

MIN_KEYWORDS = 3
MIN_PAPERS = 4
MIN_RATE = 0.12
MIN_DEFINITIONS = 3
MEASURES = ("bench", "qa", "eval", "arena", "-c", "-g", "-en", "-lite")  # ends of their names
MIN_SHARE = 0.2  # of the papers that define an acronym, for a meaning to count


def harvest(papers: Iterable[TrainingPaper], known: Vocabulary, never: Generic) -> list[str]:
    """Return the lines of the vocabulary file."""
    keyword: Counter[str] = Counter()
    written: dict[str, Counter[str]] = defaultdict(Counter)
    meanings: dict[str, Counter[str]] = defaultdict(Counter)
    mentioned: Counter[str] = Counter()
    papers = list(papers)
    for paper in papers:
        for name in {k.split(" (")[0].strip() for k in paper.keywords}:
            id = canonical(name)
            keyword[id] += 1
            written[id][name] += 1
        for short, long in definitions(f"{paper.title}. {paper.abstract}").items():
            meanings[short][canonical(long)] += 1
            written[canonical(long)][long] += 1
    chosen = {
        id
        for id, count in keyword.items()
        if count >= MIN_KEYWORDS
        and id not in never
        and len(id) > 2
        and id not in known.forms
        and without_tail(id) not in known.forms
    }
    for paper in papers:
        row = words(clean(f"{paper.title}. {paper.abstract}")).folded
        most = 6
        there = {" ".join(row[i : i + n]) for n in range(1, most) for i in range(len(row) - n + 1)}
        mentioned.update(there & chosen)
    chosen = {
        id
        for id in chosen
        if mentioned[id] >= MIN_PAPERS and keyword[id] >= MIN_RATE * mentioned[id]
    }
    aliases = _aliases(meanings, chosen, known)
    shorts = {canonical(a) for some in aliases.values() for a in some}
    systems = {
        id.split()[0]: concept.name
        for id, concept in known.concepts.items()
        if concept.kind in ("system", "dataset")
    }
    versions: dict[str, list[str]] = defaultdict(list)
    lines = []
    for id in sorted(chosen - shorts):
        name = _name(id, written[id])
        parts = id.split()
        first = re.split(r"[-\s\d.]", name.lower())[0]
        if first in systems and any(c.isdigit() for c in id):
            versions[systems[first]].append(name)
            continue
        above = next(
            (
                w
                for n in range(1, len(parts))
                if (w := " ".join(parts[n:])) in known.concepts or w in chosen
            ),
            None,
        )
        broader = ""
        if above:
            broader = (
                known.concepts[above].name
                if above in known.concepts
                else _name(above, written[above])
            )
        named = " " not in name and sum(c.isupper() for c in name) >= 2
        kind = "concept"
        if named and not name.endswith(("LLM", "LM")):
            kind = "dataset" if name.lower().endswith(MEASURES) else "system"
        lines.append(f"{name}\t{kind}\t{broader}\t{'|'.join(sorted(aliases.get(id, ())))}".rstrip())
    lines += [f"{name}\t\t\t{'|'.join(sorted(versions[name]))}" for name in sorted(versions)]
    return lines


def _aliases(
    meanings: dict[str, Counter[str]], chosen: set[str], known: Vocabulary
) -> dict[str, set[str]]:
    aliases: dict[str, set[str]] = defaultdict(set)
    for short, longs in meanings.items():
        total = sum(longs.values())
        for long, count in longs.items():
            id = known.meaning(long) or long
            if count < MIN_DEFINITIONS or count < MIN_SHARE * total or not is_acronym(short):
                continue
            if id in chosen and not known.meanings(short):
                aliases[id].add(short)
    return aliases


def _name(id: str, names: Counter[str]) -> str:
    """Return the name to show: as most papers write it, in the singular if any paper does."""

    def preference(item: tuple[str, int]) -> tuple[bool, bool, int, str]:
        name, count = item
        return (
            name.lower().split()[-1] == id.rsplit(maxsplit=1)[-1],
            name[1:] == name[1:].lower() or len(id.split()) == 1,
            count,
            name,
        )

    name = max(names.items(), key=preference)[0] if names else id
    last, folded = name.split()[-1], id.rsplit(maxsplit=1)[-1]
    if last.lower() != folded and "-" not in last:
        singular = last[: len(folded)] if last.lower().startswith(folded) else folded
        name = name[: -len(last)] + singular
    if len(id.split()) > 1 and not any(c.isupper() for c in name[1:]):
        name = name[0].lower() + name[1:]
    return " ".join(name.replace("\t", " ").replace("|", " ").split())


def main(arguments: Sequence[str]) -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with daily_papers/")
    options = parser.parse_args(arguments)
    known = Vocabulary(read_tsv(DATA / "vocabulary.tsv"))
    lines = harvest(history(options.data), known, Generic())
    head = "# Concepts that papers of the field name themselves. Made by training/harvest.py\n"
    (DATA / "field.tsv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    sys.stderr.write(f"{len(lines)} concepts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
