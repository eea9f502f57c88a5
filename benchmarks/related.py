"""Quality of related papers beside BM25, TF-IDF and latent semantic analysis.

    python benchmarks/related.py [--db FOLDER] [SHARED_DATA]

Reads ``daily_papers/papers-to-2026-03.jsonl.gz`` and ``benchmarks/related/`` in SHARED_DATA
(default: ``../shared/data``), and our own judgements of further pairs, ``related_judged.tsv``. With
``--db``, a graph that contains the history, the question ``related`` is measured, too. nDCG@10 with
the gain 2^grade - 1 (history), or the number of papers that cite both (readnext). A pair that
nobody judged counts as 0.
"""

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.text.index import Text, TextIndex

HERE = Path(__file__).parent
Matrix = NDArray[np.float64]


def judgements(*paths: Path) -> dict[str, dict[str, float]]:
    """Return the gain of each judged pair."""
    gains: dict[str, dict[str, float]] = defaultdict(dict)
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            if not line.startswith(("#", "seed_id")):
                seed, other, grade = line.split("\t")
                gains[seed][other] = 2 ** int(grade) - 1
    return gains


def ndcg(ranked: list[str], gains: dict[str, float]) -> float:
    """Return nDCG@10."""
    discounts = 1 / np.log2(np.arange(2, 12))
    best = sorted(gains.values(), reverse=True)[:10]
    found = [gains.get(id, 0.0) for id in ranked[:10]]
    ideal = float(np.dot(best, discounts[: len(best)]))
    return float(np.dot(found, discounts[: len(found)])) / ideal if ideal else 0.0


def signals(index: TextIndex, rows: list[int]) -> dict[str, Matrix]:
    """Return the scores of rows with all others, by method."""
    weights, query, document = index.weighted()
    dense = np.zeros(len(index.vocabulary))

    def products(row: int, mine: Matrix, theirs: Matrix) -> Matrix:
        place = slice(index.starts[row], index.starts[row + 1])
        dense[index.words[place]] = mine[place]
        found = index.sums(dense[index.words] * theirs)
        dense[index.words[place]] = 0
        return found

    vectors = index.vectors.astype(np.float64)
    return {
        "TF-IDF": np.array([products(row, weights, weights) for row in rows]),
        "BM25": np.array([products(row, query, document) for row in rows]),
        "LSA": vectors[rows] @ vectors.T,
        "text (SIMILAR_TO)": np.array([index.similarities(row) for row in rows]),
    }


def ranked(index: TextIndex, seed: int, scores: Matrix) -> list[str]:
    """Return the first ten papers."""
    order = [row for row in np.argsort(-scores, kind="stable")[:11].tolist() if row != seed]
    return [index.ids[row] for row in order[:10]]


def report(index: TextIndex, gains: dict[str, dict[str, float]], found: dict[str, Matrix]) -> None:
    """Print a line a method."""
    for name, scores in found.items():
        answers = [
            (ranked(index, index.ids.index(seed), row), gains[seed])
            for seed, row in zip(gains, scores, strict=True)
        ]
        quality = np.mean([ndcg(answer, known) for answer, known in answers])
        unjudged = sum(id not in known for answer, known in answers for id in answer)
        print(f"  {name:32} {quality:.3f}   {unjudged:3} of the first tens not judged")


def history(data: Path, db: str | None) -> None:
    """Measure on the judged papers of the Daily Papers history."""
    with gzip.open(data / "daily_papers" / "papers-to-2026-03.jsonl.gz", "rb") as stream:
        papers = [json.loads(line)["paper"] for line in stream]
    index = TextIndex()
    index.replace(Text(p["id"], p["title"], p.get("summary")) for p in papers)
    judged = data / "benchmarks" / "related" / "hf_related_dev.tsv"
    for title, paths in (
        ("history, as judged", [judged]),
        ("history, with our judgements", [judged, HERE / "related_judged.tsv"]),
    ):
        gains = judgements(*paths)
        print(title)
        report(index, gains, signals(index, [index.ids.index(seed) for seed in gains]))
        if db:
            _question(db, gains)


def _question(db: str, gains: dict[str, dict[str, float]]) -> None:
    from citegraph import queries  # noqa: PLC0415 - only with a graph
    from citegraph.graph import open_store  # noqa: PLC0415 - as above

    with open_store(db, create=False) as store:
        values, unjudged = [], 0
        for seed, known in gains.items():
            rows = queries.run(store, "related", paper=f"arxiv:{seed}", limit=10).rows
            answer = [row["id"].removeprefix("arxiv:") for row in rows]
            values.append(ndcg(answer, known))
            unjudged += sum(id not in known for id in answer)
    print(f"  {'related':32} {np.mean(values):.3f}   {unjudged:3} of the first tens not judged")


def readnext(data: Path) -> None:
    """Measure on readnext: text, and references in common and citations beside it."""
    folder = data / "benchmarks" / "related"
    lines = (folder / "readnext_docs.jsonl").read_text("utf-8").splitlines()
    index = TextIndex()
    index.replace(Text(p["arxiv_id"], p["title"], p["abstract"]) for p in map(json.loads, lines))
    row = {id: at for at, id in enumerate(index.ids)}
    gains: dict[str, dict[str, float]] = {id: {} for id in index.ids}
    shared, cites = np.zeros((2, len(index), len(index)))
    for line in (folder / "readnext_pairs.tsv").read_text("utf-8").splitlines()[1:]:
        a, b, together, coupled, direct = line.split("\t")
        for one, two in ((a, b), (b, a)):
            gains[one][two] = float(together)
            shared[row[one], row[two]] = float(coupled)
            cites[row[one], row[two]] = float(direct)
    found = signals(index, list(range(len(index))))
    found["references: 0.1 log(1 + shared)"] = 0.1 * np.log1p(shared)
    found["citation: 0.1"] = 0.1 * cites
    found["text, references, citation"] = (
        found["text (SIMILAR_TO)"]
        + found["references: 0.1 log(1 + shared)"]
        + found["citation: 0.1"]
    )
    print("readnext")
    report(index, gains, found)


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=HERE.parents[1] / "shared" / "data")
    parser.add_argument("--db", help="graph that contains the history")
    given = parser.parse_args()
    history(given.data, given.db)
    readnext(given.data)


if __name__ == "__main__":
    main()
