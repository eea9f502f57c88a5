"""Learn the weights and vectors of words that ``graph/text`` ships.

    python -m training.words PAPERS.jsonl.gz

The input is a file of Daily Papers API entries, one a line. Words of fewer than five papers are
left out: their weight is that of an unknown word. The singular vectors need scipy.
"""

import argparse
import gzip
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from citegraph.graph.text.words import DATA, counts

FEWEST = 5  # papers that contain a word
DIMENSIONS = 100


def learn(texts: Sequence[Counter[str]], folder: Path) -> None:
    """Write the tables."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - only here
    from scipy.sparse.linalg import svds  # noqa: PLC0415 - only here

    frequency = Counter(word for text in texts for word in text)
    words = sorted(word for word, count in frequency.items() if count >= FEWEST)
    row = {word: index for index, word in enumerate(words)}
    number = np.array([frequency[word] for word in words], dtype=np.float64)
    weights = np.log1p((len(texts) - number + 0.5) / (number + 0.5))
    values, columns, starts = [], [], [0]
    for text in texts:
        known = [(row[word], count) for word, count in text.items() if word in row]
        found = np.array([(1 + np.log(count)) * weights[index] for index, count in known])
        values.append(found / (np.linalg.norm(found) or 1))
        columns += [index for index, _ in known]
        starts.append(len(columns))
    matrix = csr_matrix((np.concatenate(values), columns, starts), (len(texts), len(words)))
    _, _, vectors = svds(matrix, k=DIMENSIONS, random_state=0)
    vectors = vectors[::-1].T
    vectors *= np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(DIMENSIONS)])
    scales = np.abs(vectors).max(axis=1, keepdims=True).clip(1e-9) / 127
    length = sum(sum(text.values()) for text in texts) / len(texts)
    with gzip.GzipFile(folder / "words.tsv.gz", "wb", mtime=0) as stream:
        stream.write(f"{len(texts)}\t{length:.1f}\n".encode())
        stream.writelines(f"{word}\t{frequency[word]}\n".encode() for word in words)
    np.savez_compressed(
        folder / "word-vectors.npz",
        vectors=np.round(vectors / scales).astype(np.int8),
        scales=scales[:, 0].astype(np.float32),
    )


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=Path)
    with gzip.open(parser.parse_args().papers, "rb") as stream:
        papers = [msgspec.json.decode(line)["paper"] for line in stream]
    learn([counts(paper["title"], paper.get("summary")) for paper in papers], DATA)


if __name__ == "__main__":
    main()
