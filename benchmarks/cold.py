"""How long the first commands take: cold load of a listing, one question, the page.

    python benchmarks/cold.py [LISTING] [--rounds N]

Each round is on a new folder, with whole processes, as a person would call them. "engine" is the
start of the embedded engine alone to its first answer, measured in the same round: the share of
each command that is not citegraph's own work.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "loaders" / "samples" / "daily-papers.txt"
ENGINE = (
    "import sys; from citegraph.graph import open_store; s = open_store(sys.argv[1]); s.close()"
)


def seconds(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("listing", nargs="?", default=str(SAMPLE))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    citegraph = (sys.executable, "-m", "citegraph")
    rows: dict[str, list[float]] = {}
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            db = str(Path(folder) / "graph.db")
            page = str(Path(folder) / "graph.html")
            steps = {
                "load": (*citegraph, "load", options.listing, "--db", db, "--silent"),
                "query": (*citegraph, "query", "topics", "--db", db, "--silent"),
                "view": (*citegraph, "view", "-o", page, "--db", db, "--silent"),
                "engine": (sys.executable, "-c", ENGINE, db),
                "help": (*citegraph, "--help"),
            }
            for name, command in steps.items():
                rows.setdefault(name, []).append(seconds(*command))
    median = {name: statistics.median(values) for name, values in rows.items()}
    for name, values in rows.items():
        print(f"{name:8}{median[name]:6.2f} s median  {min(values):6.2f} s least")
    total = median["load"] + median["query"] + median["view"]
    share = 3 * median["engine"] / total
    print(f"load + query + view {total:.2f} s; the engine's three starts and stops are {share:.0%}")


if __name__ == "__main__":
    main()
