"""Print made-up OpenAlex works with many references, as JSON Lines.

``python benchmarks/citations.py 20000 > works.jsonl``: each work cites 40 earlier ones, half of
them drawn at random and half in proportion to their citations (preferential attachment); 99% also
cite one work that is not in the file. ``processor.py`` measures their load.
"""

import json
import random
import sys

WORDS = (
    *("graph", "network", "learning", "model", "language", "vision", "robust", "efficient"),
    *("causal", "sparse", "protein", "climate", "traffic", "patient", "speech", "robot"),
    *("quantum", "market", "policy", "cell", "soil", "ocean", "music", "memory"),
)


def main() -> None:
    """Print the works."""
    draw = random.Random(1)
    cited: list[int] = []  # a work for each citation
    for number in range(1, int(sys.argv[1]) + 1):
        works: set[int] = set()
        while len(works) < min(40, number - 1):
            popular = cited and draw.random() < 0.5
            works.add(draw.choice(cited) if popular else draw.randrange(1, number))
        cited.extend(sorted(works))
        if draw.random() < 0.99:
            works.add(0)
        work = {
            "id": f"https://openalex.org/W{10**9 + number}",
            "title": " ".join(draw.sample(WORDS, 6)).capitalize() + f" {number}",
            "publication_year": 2000 + number // 1000,
            "referenced_works": [f"https://openalex.org/W{10**9 + one}" for one in sorted(works)],
        }
        print(json.dumps(work))


if __name__ == "__main__":
    main()
