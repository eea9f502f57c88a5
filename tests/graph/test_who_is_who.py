"""Records that must be one node, and similar ones that must not, loaded in both orders."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from citegraph import loaders
from citegraph.graph import Store, open_store
from citegraph.graph.engines.embedded import Engine
from tests.graph.comparison import empty

CASES = Path(__file__).with_name("who_is_who.txt")
TEAMS = {"@two": "Ingolf Tarnowitz; Sabeth Quirrenbach"}
TEAMS["@none"] = ""
TEAMS["@three"] = f"{TEAMS['@two']}; Dov Peleghin"
ASKED = {
    "paper": "RETURN p.id AS id",
    "author": "MATCH (n:Author)-[r:AUTHORED]->(p) RETURN n.id AS id, r.position AS position",
    "organization": "MATCH (p)-[:AFFILIATED_WITH]->(n:Organization) RETURN n.id AS id",
    "repository": "MATCH (p)-[:HAS_CODE]->(n:Repository) RETURN n.id AS id",
    "venue": "MATCH (p)-[:PUBLISHED_IN]->(n:Venue) RETURN n.id AS id",
    "topic": "MATCH (p)-[r:HAS_TOPIC]->(n:Topic) RETURN n.id AS id",
}
Nodes = dict[str, set[str]]  # by case


@dataclass
class Case:
    name: str
    kind: str
    apart: bool
    wrong: str = ""
    records: list[dict[str, Any]] = field(default_factory=list)
    places: list[set[int]] = field(default_factory=list)  # of the authors to compare


def author(text: str) -> dict[str, Any]:
    name, _, rest = text.strip().lstrip("*").rstrip("]").partition(" [")
    found: dict[str, Any] = {"name": name}
    for item in filter(None, rest.split("; ")):
        key, _, value = item.rpartition("=")
        found |= {key: value} if key else {"organization": [{"name": value}]}
    return found


def record(line: str, case: str) -> tuple[dict[str, Any], list[str]]:
    title, authors, year, *further = line.strip().split(" | ")
    listed = re.split(r"; (?![^\[]*\])", TEAMS.get(authors, authors))
    found: dict[str, Any] = {"title": title, "published": year}
    found["authors"] = [*map(author, filter(None, listed))]
    for key, _, value in (item.partition("=") for item in further):
        match key:
            case "venue":
                found[key] = {"name": value}
            case "organization":
                found[key] = [{"name": value}]
            case "topic":
                found["topics"] = [{"name": value, "kind": "keyword"}]
            case "repo":
                found["repositories"] = [{"url": value}]
            case "repoAlso":
                found["repositories"][0]["alsoKnownAs"] = [value]
            case _:
                found[key] = value
    found["listings"] = [{"id": case, "kind": "case"}]
    return found, listed


def cases() -> list[Case]:
    found: list[Case] = []
    for line in CASES.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("wrong: "):
            found[-1].wrong = line.removeprefix("wrong: ")
        elif line.startswith(" "):
            of, (read, listed) = found[-1], record(line, found[-1].name)
            of.records.append(read)
            of.places.append({n for n, name in enumerate(listed, 1) if name.startswith("*")})
        else:
            expected, kind, name = line.split()
            found.append(Case(name, kind, expected == "apart"))
    for case in found:
        if not any(case.places):
            case.places = [{1}] * len(case.records)
    return found


EVERY = cases()


@pytest.fixture(scope="module")
def both(
    embedded: Engine, embedded_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Nodes]]:
    folder = tmp_path_factory.mktemp("cases")
    with open_store(embedded_folder) as store:
        yield {order: loaded(store, folder, order) for order in ("forward", "backward")}
        empty(store)


def loaded(store: Store, folder: Path, order: str) -> Nodes:
    """Load the first record of each case, then the others, in two loads; return the nodes."""
    empty(store)
    store.prepare()
    step = 1 if order == "forward" else -1
    parts: list[list[Any]] = [[], []]
    for case in EVERY[::step]:
        first, *others = case.records[::step]
        parts[0].append(first)
        parts[1] += others
    for part in parts:
        file = folder / "records.jsonl"
        file.write_text("".join(json.dumps(one) + "\n" for one in part), "utf-8")
        summary = loaders.load(store, file)
        assert (summary.papers, summary.rejected) == (len(part), [])
    found: Nodes = defaultdict(set)
    places = {
        (case.name, one["title"]): at
        for case in EVERY
        for one, at in zip(case.records, case.places, strict=True)
    }
    for kind, asked in ASKED.items():
        some = {case.name for case in EVERY if case.kind == kind}
        match = f"MATCH (p:Paper)-[:LISTED_IN]->(l:Listing) {asked}, l.id AS name, p.title AS title"
        for row in store.read(match).rows:
            if row["name"] in some and (
                kind != "author" or row["position"] in places[row["name"], row["title"]]
            ):
                found[row["name"]].add(row["id"])
    return found


@pytest.mark.parametrize("order", ["forward", "backward"])
@pytest.mark.parametrize("case", EVERY, ids=lambda case: f"{case.kind}-{case.name}")
def test_who_is_who(
    case: Case, order: str, both: Mapping[str, Nodes], request: pytest.FixtureRequest
) -> None:
    if case.wrong:
        request.applymarker(pytest.mark.xfail(reason=case.wrong))
    nodes = both[order][case.name]
    assert len(nodes) >= 2 if case.apart else len(nodes) == 1
