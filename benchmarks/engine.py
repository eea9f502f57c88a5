"""Measure the embedded engine from its start to its first answered write.

Three ways, interleaved, so that other load on the machine affects all of them: citegraph's with its
AOT cache, citegraph's without it, and ArcadeDB's own server inside the Python process. The
results are in engine.md.

    python benchmarks/engine.py [ROUNDS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OURS = """
import sys, time
from pathlib import Path
import neo4j
from citegraph.graph.engines.embedded import open_engine
begin = time.perf_counter()
engine = open_engine(Path(sys.argv[1]))
uri, user, password, close = engine.uri, "writer", engine.writer.password, engine.close
"""
INSIDE = """
import socket, sys, time
import neo4j
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
begin = time.perf_counter()
import arcadedb_embedded
bolt = port()
server = arcadedb_embedded.create_server(
    root_path=sys.argv[1], root_password="measured here",
    config={"http_port": port(), "bolt_port": bolt,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"})
server.start()
server.create_database("graph")
uri, user, password, close = f"bolt://127.0.0.1:{bolt}", "root", "measured here", server.stop
"""
ASK = """
with neo4j.GraphDatabase.driver(uri, auth=(user, password)) as driver:
    driver.execute_query("MERGE (n:Paper {id: 'a'}) RETURN n.id", database_="graph")
    answered = time.perf_counter()
close()
sys.stderr.write(f"\\n{answered - begin:.3f}\\n")
"""


def measure(program: str, folder: Path, cache: Path) -> float:
    """Seconds until the first write was answered, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", program + ASK, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder.parent,
        env={
            **os.environ,
            "XDG_CACHE_HOME": str(cache),
            "PYTHONPATH": str(Path(__file__).parents[1]),
        },
    )
    return float(run.stderr.splitlines()[-1])


def main(rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        none = home / "none"  # a file, so that no cache can be made in it
        none.touch()
        ways = {
            "with the AOT cache": (OURS, home / "a.db", home / "cache"),
            "without": (OURS, home / "b.db", none),
            "inside the Python process": (INSIDE, home / "c.db", none),
        }
        measure(*ways["with the AOT cache"])  # records
        while not list((home / "cache").rglob("*.aot")):
            time.sleep(0.2)
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(rounds):
            for way, arguments in ways.items():
                seconds[way].append(measure(*arguments))
        for way, values in seconds.items():
            print(
                f"{way:26} median {statistics.median(values):.2f} s, "
                f"{min(values):.2f} to {max(values):.2f} s, {rounds} rounds"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
