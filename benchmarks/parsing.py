"""How fast each format is read, and how much memory that takes.

``python -m benchmarks.parsing`` reads generated input of every format, and real input where
``../shared/data`` is there: records a second of processor time (median of several runs), and
the peak memory of a process of its own that does nothing else. ``--times-ten`` also reads the
real history ten times over, under fresh identifiers: memory does not grow with the input.
``--parsers`` only compares BibTeX and OpenAlex with parsers that make no records (group ``bench``).
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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec

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


def bibliography(entries: int) -> str:
    """Return BibTeX entries with abstracts of about 140 words."""
    chosen = random.Random(1)
    words = [
        "graph",
        "neural",
        "network",
        "citation",
        "author",
        "model",
        "of",
        "the",
        "and",
        "for",
        "with",
        "on",
        "data",
    ]

    def text(count: int) -> str:
        return " ".join(chosen.choices(words, k=count))

    return "".join(
        f"@article{{key{n},\n  title = {{{text(9).title()} {n}}},\n"
        f"  author = {{{' and '.join([f'{text(1)}son, {text(1)} A.'] * (1 + n % 6))}}},\n"
        f"  journal = {{Journal of {text(2)}}},\n  year = {{{1990 + n % 35}}},\n"
        f"  doi = {{10.1234/abc.{n}}},\n  url = {{https://doi.org/10.1234/abc.{n}}},\n"
        f"  keywords = {{{text(2)}, {text(1)}}},\n  abstract = {{{text(140)}}}\n}}\n\n"
        for n in range(entries)
    )


def works(count: int) -> str:
    """Return real OpenAlex works as JSON Lines, repeated to the number."""
    found = []
    for path in sorted((SHARED.parent / "sources" / "openalex").glob("*.json")):
        reply = json.loads(path.read_text("utf-8"))
        given = reply.get("results", [reply]) if isinstance(reply, dict) else reply
        found += [w for w in given if "openalex.org/W" in str(isinstance(w, dict) and w.get("id"))]
    return "".join(json.dumps(found[n % len(found)]) + "\n" for n in range(count if found else 0))


def beside(name: str, path: Path, records: int, parsers: dict[str, Callable[[str], Any]]) -> None:
    """Print the time of the whole reader beside that of parsers alone, in turns."""
    text = path.read_text("utf-8")
    ways: dict[str, Callable[[], Any]] = {"citegraph": lambda: read(path)}
    ways |= {parser: lambda parse=parse: parse(text) for parser, parse in parsers.items()}
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(3):
        for way, run in ways.items():
            started = time.process_time()
            run()
            seconds[way].append(time.process_time() - started)
    own = statistics.median(seconds["citegraph"])
    for way, each in seconds.items():
        middle = statistics.median(each)
        print(f"{name:<28} {way:<18} {records / middle:>9,.0f}/s  ratio {own / middle:.2f}")


def against_parsers(folder: Path) -> None:
    """Compare the readers of BibTeX and OpenAlex with parsers that make no records."""
    import bibtexparser.entrypoint  # noqa: PLC0415 - in the group bench
    import citerra  # noqa: PLC0415 - as above

    path = folder / "large.bib"
    path.write_text(bibliography(5_000), "utf-8")
    parsers = {
        "bibtexparser": bibtexparser.entrypoint.parse_string,
        "citerra": lambda text: citerra.parse(text, tolerant=True).to_dicts(),
    }
    beside("BibTeX with abstracts", path, 5_000, parsers)
    path = folder / "works.jsonl"
    if text := works(1_500):
        path.write_text(text, "utf-8")
        parsers = {
            "json": lambda text: sum(1 for line in text.splitlines() if json.loads(line)),
            "msgspec": lambda text: sum(1 for ln in text.splitlines() if msgspec.json.decode(ln)),
        }
        beside("OpenAlex JSON Lines", path, 1_500, parsers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--times-ten", action="store_true")
    parser.add_argument("--parsers", action="store_true")
    arguments = parser.parse_args()
    if arguments.parsers:
        with tempfile.TemporaryDirectory() as name:
            against_parsers(Path(name))
        return
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
