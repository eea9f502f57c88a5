"""Count how many names have a family name and a given name: ``graph/identity/data``.

Each spelling of a name counts once, so an author of many papers counts as one. Words that occur in
one name only are left out: they are as rare as an unknown word.

Run as ``python -m training.people.name_counts ../shared/data``.
"""

import gzip
import sys
from collections import Counter
from pathlib import Path

from citegraph.graph.identity import names
from training.people.gold import history

TARGET = Path("graph/identity/data/name-counts.tsv.gz")


def main(folder: Path) -> None:
    """Write the table."""
    keys = {names.parse(m.name).key for m in history(folder)}
    family: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for key in keys:
        name = names.parse(key)
        family[name.family] += 1
        given.update({word for word in name.given if len(word) > 1})
    lines = [f"total\t\t{len(keys)}"]
    for kind, counts in (("family", family), ("given", given)):
        lines += [f"{kind}\t{word}\t{n}" for word, n in sorted(counts.items()) if n > 1]
    with gzip.GzipFile(TARGET, "wb", mtime=0) as stream:
        stream.write("\n".join(lines).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
