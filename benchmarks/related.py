"""Quality of related papers beside BM25, TF-IDF and latent semantic analysis.

    python benchmarks/related.py [--db FOLDER_OR_ADDRESS]... [--works FILE]... [SHARED_DATA]

Reads ``daily_papers/papers-to-2026-03.jsonl.gz`` and ``benchmarks/related/`` in SHARED_DATA
(default: ``../shared/data``), and our own judgements of further pairs, ``related_judged.tsv``. With
``--db``, a graph that contains the history, the question ``related`` is measured, too; with
several, their first tens are compared. The papers of readnext are loaded into a temporary database,
with their references, and the question is asked there; and once more with the references of every
second paper. nDCG@10 with the gain 2^grade - 1 (history), or the number of papers that cite both
(readnext). A pair that nobody judged counts as 0; the one paper of readnext without any gain has no
nDCG and is left out.

Texts alone are also measured on further sets: abstracts with the keywords of indexers
(Inspec) and authors (conferences), and with ``--works`` the papers of any file that states their
references, such as an export of Web of Science. The gain is the cosine of the keywords or the
references of both papers, weighted by their rarity; they are hidden from the methods.
"""

import argparse
import gzip
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import citegraph as cg
from citegraph import loaders, queries
from citegraph.graph import Store, open_store
from citegraph.graph.records import Paper
from citegraph.graph.text.index import Text, TextIndex
from citegraph.queries.related import related

HERE = Path(__file__).parent
Matrix = NDArray[np.float64]
DEEP = 200  # rows of the question of which one kind of evidence is ranked


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
    index.find_common_words()
    weights, document, query = index.weighted(
        slice(None), np.repeat(np.arange(len(index)), np.diff(index.starts))
    ).T
    dense = np.zeros(len(index.vocabulary))

    def products(row: int, mine: Matrix, theirs: Matrix) -> Matrix:
        place = slice(index.starts[row], index.starts[row + 1])
        dense[index.words[place]] = mine[place]
        found = index.sums(dense[index.words] * theirs)
        dense[index.words[place]] = 0
        return found

    # As usual: the frequency of a word among these papers decides its weight.
    found = np.bincount(index.words, minlength=len(index.vocabulary))
    own = (1 + np.log(index.numbers)) * (np.log((1 + len(index)) / (1 + found)) + 1)[index.words]
    own /= np.repeat(np.sqrt(np.maximum(index.sums(own**2), 1e-12)), np.diff(index.starts))
    vectors = index.vectors.astype(np.float64)
    return {
        "TF-IDF": np.array([products(row, own, own) for row in rows]),
        "TF-IDF, shipped weights": np.array([products(row, weights, weights) for row in rows]),
        "BM25": np.array([products(row, query, document) for row in rows]),
        "LSA": vectors[rows] @ vectors.T,
        "text (SIMILAR_TO)": np.array([*index.similarities(rows)]),
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


def history(data: Path, graphs: list[str]) -> None:
    """Measure on the judged papers of the Daily Papers history."""
    with gzip.open(data / "daily_papers" / "papers-to-2026-03.jsonl.gz", "rb") as stream:
        papers = [json.loads(line)["paper"] for line in stream]
    index = TextIndex()
    index.replace(Text(p["id"], p["title"], p.get("summary")) for p in papers)
    judged = data / "benchmarks" / "related" / "hf_related_dev.tsv"
    given, every = judgements(judged), judgements(judged, HERE / "related_judged.tsv")
    answers = {}
    for db in graphs:
        with open_store(db, create=False) as store:
            answers[db] = asked(store, every)
    for title, gains in (
        ("history, as judged", given),
        ("history, with our judgements", {seed: every[seed] for seed in given}),
        ("history, our 12 seeds", {seed: every[seed] for seed in every if seed not in given}),
    ):
        print(title)
        report(index, gains, signals(index, [index.ids.index(seed) for seed in gains]))
        for answer in answers.values():
            report_question({seed: answer[seed] for seed in gains}, gains)
    if len(answers) > 1:
        tens = [{seed: _ids(rows[:10]) for seed, rows in one.items()} for one in answers.values()]
        same = sum(len({tuple(ten[seed]) for ten in tens}) == 1 for seed in tens[0])
        print(f"  the first ten of {same} of {len(tens[0])} papers are the same in all graphs")


def asked(store: Store, seeds: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Ask the question ``related`` for each paper."""
    return {
        seed: queries.run(store, "related", paper=f"arxiv:{seed}", limit=DEEP).rows
        for seed in seeds
    }


def _ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"].removeprefix("arxiv:") for row in rows]


def report_question(
    answers: dict[str, list[dict[str, Any]]], gains: dict[str, dict[str, float]]
) -> None:
    """Print a line for the question, and for each kind of its evidence alone."""
    kinds = {one["kind"] for rows in answers.values() for row in rows for one in row["reasons"]}
    for kind in ["", *sorted(kinds)]:
        values, unjudged = [], 0
        for seed, rows in answers.items():
            found = rows
            if kind:
                points = {row["id"]: _points(row, kind) for row in rows}
                found = sorted(
                    (row for row in rows if points[row["id"]]), key=lambda row: -points[row["id"]]
                )
            values.append(ndcg(_ids(found), gains[seed]))
            unjudged += sum(id not in gains[seed] for id in _ids(found[:10]))
        name = f"related: {kind} alone" if kind else "related"
        print(f"  {name:32} {np.mean(values):.3f}   {unjudged:3} of the first tens not judged")


def _points(row: Mapping[str, Any], kind: str) -> float:
    return sum(one["share"] * row["score"] for one in row["reasons"] if one["kind"] == kind)


def readnext(data: Path, part: int = 1) -> None:
    """Measure on readnext, a graph with the references of every ``part``-th paper."""
    folder = data / "benchmarks" / "related"
    lines = (folder / "readnext_docs.jsonl").read_text("utf-8").splitlines()
    papers = {p["arxiv_id"]: p for p in map(json.loads, lines)}
    index = TextIndex()
    index.replace(Text(id, p["title"], p["abstract"]) for id, p in papers.items())
    gains: dict[str, dict[str, float]] = {id: {} for id in papers}
    references = {
        id: [{"s2Id": url.rpartition("/")[2]} for url in p["references"]]
        for id, p in papers.items()
    }
    for line in (folder / "readnext_pairs.tsv").read_text("utf-8").splitlines()[1:]:
        a, b, together, _, direct = line.split("\t")
        gains[a][b] = gains[b][a] = float(together)
        if direct == "1":
            older, newer = sorted((a, b), key=lambda one: papers[one]["publication_date"])
            references[newer].append({"arxivId": older})
    gains = {id: known for id, known in gains.items() if any(known.values())}
    known = list(papers)[::part]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        records = Path(temporary) / "readnext.jsonl"
        with records.open("w", encoding="utf-8") as stream:
            for id, p in papers.items():
                record = {key: p[key] for key in ("title", "abstract")}
                record |= {"arxivId": id, "references": references[id] if id in known else []}
                stream.write(json.dumps(record) + "\n")
        with cg.open(f"{temporary}/graph.db") as graph:
            graph.load(records)
            answers = asked(graph.store, gains)
            several = libraries(graph.store, gains) if part == 1 else []
    title = "readnext" if part == 1 else f"readnext, references of {len(known)} papers"
    print(title)
    report(index, gains, signals(index, [index.ids.index(id) for id in gains]))
    report_question(answers, gains)
    if part > 1:
        print(f"{title}: of these papers")
        gains = {id: gains[id] for id in known if id in gains}
        report(index, gains, signals(index, [index.ids.index(id) for id in gains]))
        report_question({id: answers[id] for id in gains}, gains)
    for name, quality in several:
        print(f"  {name:32} {quality:.3f}")


def libraries(store: Store, gains: dict[str, dict[str, float]]) -> list[tuple[str, float]]:
    """Return the quality for several papers at once.

    The gain of a candidate is the mean of its gains for the papers, as shares of the largest.
    """
    found = []
    for size in (2, 3, 6):
        qualities = []
        ids = [id for id in gains if gains[id]]
        for at in range(0, len(ids) - size + 1, size):
            seeds = ids[at : at + size]
            wanted: dict[str, float] = defaultdict(float)
            for seed in seeds:
                for id, gain in gains[seed].items():
                    if id not in seeds:
                        wanted[id] += gain / max(gains[seed].values()) / size
            rows = related(store, [f"arxiv:{id}" for id in seeds], limit=10).rows
            qualities.append(ndcg(_ids(rows), wanted))
        found.append((f"related: {size} papers of any subject", float(np.mean(qualities))))
    return found


def overlaps(having: Mapping[str, set[str]]) -> dict[str, dict[str, float]]:
    """Return the cosine of the weighted keys that papers have, for pairs with a common key."""
    papers = defaultdict(list)
    for id, keys in having.items():
        for key in keys:
            papers[key].append(id)
    rarity = {key: float(np.log(len(having) / len(ids))) for key, ids in papers.items()}
    norm = {id: sum(rarity[key] ** 2 for key in keys) ** 0.5 for id, keys in having.items()}
    gains: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for key, ids in papers.items():
        for a in ids:
            for b in ids:
                if a != b and rarity[key]:
                    gains[a][b] += rarity[key] ** 2 / (norm[a] * norm[b])
    return gains


def hidden(title: str, texts: list[Text], having: Mapping[str, set[str]]) -> None:
    """Measure texts alone, with the gains of :func:`overlaps`, and the difference to TF-IDF."""
    index = TextIndex()
    index.replace(texts)
    index.find_common_words()
    index.link()
    gains = overlaps(having)
    rows = [index.ids.index(id) for id in gains]
    found = signals(index, rows)
    edges = np.zeros((len(index), len(index)))
    keys, there, back = index.pairs()
    a, b = np.divmod(keys, len(index))
    edges[a, b], edges[b, a] = there, back
    found["SIMILAR_TO, ten neighbors"] = edges[rows]
    print(f"{title}, {len(rows)} papers")
    usual = np.zeros(len(rows))
    for name, scores in found.items():
        values = np.array(
            [
                ndcg(ranked(index, row, one), gains[index.ids[row]])
                for row, one in zip(rows, scores, strict=True)
            ]
        )
        if name == "TF-IDF":
            usual = values
        apart = values - usual
        error = apart.std(ddof=1) / np.sqrt(len(apart))
        print(f"  {name:32} {values.mean():.3f}   {apart.mean():+.3f} (standard error {error:.3f})")


def sets(data: Path, works: list[Path]) -> None:
    """Measure texts alone on further sets."""
    for name in ("inspec_dev", "ml_conf_author_keywords_dev"):
        lines = (data / "benchmarks" / "topics" / f"{name}.jsonl").read_text("utf-8").splitlines()
        papers = [json.loads(line) for line in lines]
        texts = [
            Text(p["id"], p["title"], p.get("abstract") or p["text"].partition("\n")[2])
            for p in papers
        ]
        having = {
            p["id"]: {" ".join(key.casefold().split()) for key in p.get("keys") or p["keywords"]}
            for p in papers
        }
        hidden(name, texts, having)
    for path in works:
        found = [one for one in loaders.read([str(path)]) if isinstance(one, Paper)]
        cited = {str(n): set(map(str, one.references)) for n, one in enumerate(found)}
        hidden(
            path.name,
            [Text(str(n), p.title, p.abstract) for n, p in enumerate(found) if p.abstract],
            {str(n): cited[str(n)] for n, p in enumerate(found) if p.abstract},
        )


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=HERE.parents[1] / "shared" / "data")
    parser.add_argument(
        "--db", action="append", default=[], help="graph that contains the history; repeatable"
    )
    parser.add_argument(
        "--works", action="append", type=Path, default=[], help="papers with references; repeatable"
    )
    given = parser.parse_args()
    sets(given.data, given.works)
    history(given.data, given.db)
    readnext(given.data)
    readnext(given.data, part=2)


if __name__ == "__main__":
    main()
