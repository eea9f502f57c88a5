"""How fast each format is read, and how much memory that takes.

``python -m benchmarks.parsing`` reads generated input of every format, and real input where
``../shared/data`` is there: records a second of processor time (median of several runs), and
the peak memory of a process of its own that does nothing else. ``--times-ten`` also reads the
real history ten times over, under fresh identifiers: memory does not grow with the input.
"""

import argparse
import gzip
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from citegraph.graph.records import Paper
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.records import dump
from tests.loaders import pages, samples

SHARED = Path(__file__).parents[2] / "shared" / "data" / "daily_papers"
ENTRIES = 300
RUNS = 5
TEXTS = {f"text {style.name}" for style in pages.STYLES[::4]}


def made(folder: Path) -> Iterator[Path]:
    """Yield a file of each format, with the same made-up papers in each."""
    entries = pages.invented(random.Random(1), ENTRIES, samples.DAY)
    for name, (_, write) in samples.WRITERS.items():
        if not name.startswith("text ") or name in TEXTS:
            path = folder / name
            path.write_text(write(entries), "utf-8")
            yield path
    path = folder / "export"
    document = Document("made", samples.api(entries).encode())
    papers = formats.source("daily-papers-api").read(document)
    path.write_bytes(b"".join(dump(one) for one in papers if isinstance(one, Paper)))
    yield path


def read(path: Path) -> tuple[str, int]:
    """The format of a file, and how many records are in it."""
    document = Document(str(path), path)
    format = formats.recognize(document)
    return format, sum(1 for _ in formats.source(format).read(document))


def tenfold(source: Path, target: Path) -> None:
    """The history ten times over, every paper under an identifier and title of its own."""
    with gzip.open(target, "wt", compresslevel=1, encoding="utf-8") as out:
        for turn in range(10):
            with gzip.open(source, "rt", encoding="utf-8") as lines:
                for number, line in enumerate(lines):
                    entry = json.loads(line)
                    entry["paper"]["id"] = f"{turn}{number:06d}"
                    entry["title"] = entry["paper"]["title"] = f"{entry['title']} ({turn})"
                    out.write(json.dumps(entry) + "\n")


def peak(path: Path) -> float:
    """Peak memory of a process that only reads this file, in MiB."""
    ran = subprocess.run(
        [sys.executable, __file__, "--peak", str(path)], capture_output=True, text=True, check=True
    )
    return float(ran.stdout)


def high_water() -> float:
    """This process's peak memory in MiB; ``ru_maxrss`` would count that of its parent too."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(path: Path, name: str, runs: int) -> None:
    seconds = []
    format, count = "", 0
    for _ in range(runs):
        started = time.process_time()
        format, count = read(path)
        seconds.append(time.process_time() - started)
    rate = count / statistics.median(seconds)
    print(f"{name:<28} {format:<18} {count:>7,} {rate:>9,.0f}/s {peak(path):>7.1f} MiB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--times-ten", action="store_true")
    arguments = parser.parse_args()
    if arguments.peak:
        read(arguments.peak)
        print(high_water())
        return
    print(f"{'input':<28} {'format':<18} {'records':>7} {'rate':>11} {'peak':>11}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in made(folder):
            row(path, f"made: {path.name}", RUNS)
        history = SHARED / "papers-to-2026-03.jsonl.gz"
        if not history.exists():
            return
        for path in (SHARED / "listing.txt", SHARED / "page-2024-08-01.html"):
            row(path, path.name, RUNS)
        row(history, history.name, 3)
        array = folder / "history.json"
        with gzip.open(history, "rt", encoding="utf-8") as lines, array.open("w") as out:
            out.write("[" + ",".join(line.strip() for line in lines) + "]")
        row(array, "the same as one array", 3)
        if arguments.times_ten:
            tenfold(history, folder / "ten.jsonl.gz")
            row(folder / "ten.jsonl.gz", "ten times over", 1)


if __name__ == "__main__":
    main()
