"""Read vocabularies in common formats, recognized by content.

SKOS as RDF/XML (e.g. ACM CCS), the Computer Science Ontology's triples as CSV, arXiv's categories
and OpenAlex topics as JSON, any CSV or TSV with a header (``name`` or ``label``; optional:
``kind``, ``broader``, ``aliases``, ``covers``), and the format of the shipped vocabulary.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from citegraph.graph.errors import SourceError
from citegraph.loaders.topics.vocabulary import KINDS, Concept, read_tsv

__all__ = ["read_vocabulary"]

_SKOS = "{http://www.w3.org/2004/02/skos/core#}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CSO = re.compile(r"cso#(superTopicOf|relatedEquivalent|preferentialEquivalent)>")
# Broader fields of arXiv categories, by archive.
_ARCHIVES = {
    "astro-ph": "astrophysics",
    "cond-mat": "condensed matter physics",
    "cs": "computer science",
    "econ": "economics",
    "eess": "electrical engineering",
    "math": "mathematics",
    "nlin": "nonlinear science",
    "physics": "physics",
    "q-bio": "quantitative biology",
    "q-fin": "quantitative finance",
    "stat": "statistics",
    "hep": "particle physics",
}
_COLUMNS = {
    "name": ("name", "label", "term", "topic", "preflabel", "display_name"),
    "kind": ("kind", "type"),
    "broader": ("broader", "parent", "supertopic", "broader_term"),
    "aliases": ("aliases", "alias", "synonyms", "altlabel", "altlabels", "alternative"),
    "covers": ("covers", "keywords", "narrower"),
}


def read_vocabulary(path: Path) -> Iterator[Concept]:
    """Read the concepts of a vocabulary file.

    Raises:
        SourceError: the file cannot be read, or its format is not recognized.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}") from None
    start = head.lstrip()
    reader: Callable[[Path], Iterator[Concept]]
    if start.startswith("<") and ("skos" in head or "rdf" in head):
        reader = _read_skos
    elif start[:1] in ("{", "["):
        reader = _read_json
    elif _CSO.search(head):
        reader = _read_cso
    else:
        line = next((s for s in head.splitlines() if s.strip() and s[0] != "#"), "")
        names = {cell.strip().strip('"').lower() for cell in re.split(r"[,;\t]", line)}
        if names & set(_COLUMNS["name"]):
            reader = _read_table
        elif "\t" in head or head.startswith("# name"):
            return read_tsv(path, path.stem)
        else:
            raise SourceError(
                f"{path.name}: not a vocabulary; citegraph reads SKOS (RDF/XML), the "
                "Computer Science Ontology's CSV, arXiv and OpenAlex JSON, and CSV or TSV "
                "tables with a column 'name' or 'label'"
            )
    return reader(path)


def _read_skos(path: Path) -> Iterator[Concept]:
    labels: dict[str, str] = {}
    above: dict[str, str] = {}
    others: dict[str, list[str]] = defaultdict(list)
    try:
        # Entities are not expanded beyond expat's own limits; nothing is fetched.
        for _, element in ElementTree.iterparse(path):  # noqa: S314 - as above
            id = element.get(f"{_RDF}about")
            if id is None or element.find(f"{_SKOS}prefLabel") is None:
                continue
            label = _label(element)
            if label is None:
                continue
            labels[id] = label
            others[id] += [
                e.text.strip()
                for e in element.findall(f"{_SKOS}altLabel")
                if e.text and e.get(_LANG, "en").startswith("en")
            ]
            broader = element.find(f"{_SKOS}broader")
            if broader is not None and broader.get(f"{_RDF}resource"):
                above.setdefault(id, broader.get(f"{_RDF}resource", ""))
            for narrower in element.findall(f"{_SKOS}narrower"):
                above.setdefault(narrower.get(f"{_RDF}resource", ""), id)
            element.clear()
    except ElementTree.ParseError as error:
        raise SourceError(f"{path.name}: not well-formed XML: {error}") from None
    for id, label in labels.items():
        yield Concept(label, "concept", labels.get(above.get(id, "")), tuple(others[id]), path.stem)


def _label(element: ElementTree.Element) -> str | None:
    found = element.findall(f"{_SKOS}prefLabel")
    english = [e for e in found if (e.get(_LANG) or "en").startswith("en")]
    text = (english or found)[0].text
    return text.strip() if text and text.strip() else None


def _read_cso(path: Path) -> Iterator[Concept]:
    """Read triples of subject, predicate and object, each a URL in angle brackets."""
    above: dict[str, str] = {}
    same: dict[str, set[str]] = defaultdict(set)
    preferred: dict[str, str] = {}
    names: dict[str, None] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            predicate = _CSO.search(row[1]) if len(row) >= 3 else None
            if predicate is None:
                continue
            subject, other = _cso_name(row[0]), _cso_name(row[2])
            names.setdefault(subject)
            names.setdefault(other)
            if predicate[1] == "superTopicOf":
                above[other] = min(above.get(other, subject), subject)
            elif predicate[1] == "preferentialEquivalent":
                preferred[subject] = other
            else:
                same[subject].add(other)
    groups: dict[str, set[str]] = defaultdict(set)
    for name in names:
        groups[preferred.get(name, name)].update((name, *same[name]))
    for name, members in groups.items():
        broader = next((above[m] for m in (name, *sorted(members)) if m in above), None)
        broader = preferred.get(broader, broader) if broader else None
        aliases = tuple(sorted(members - {name}))
        yield Concept(name, "concept", broader if broader != name else None, aliases, path.stem)


def _cso_name(address: str) -> str:
    return unquote(address.strip().strip("<>").rsplit("/", 1)[-1]).replace("_", " ")


def _read_json(path: Path) -> Iterator[Concept]:
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise SourceError(f"{path.name}: not JSON: {error}") from None
    entries = data
    if isinstance(data, dict):
        entries = next(
            (data[key] for key in ("entries", "results", "topics", "concepts") if key in data),
            [data],
        )
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict):
            continue
        if "code" in entry and "name" in entry:  # arXiv
            code = str(entry["code"])
            group = str(entry.get("group") or code.split(".", maxsplit=1)[0])
            archive = (
                _ARCHIVES.get(group) or _ARCHIVES.get(group.split("-", maxsplit=1)[0]) or group
            )
            yield Concept(str(entry["name"]), "field", archive, (f"={code}",), path.stem)
        elif name := entry.get("display_name") or entry.get("name"):
            broader = next(
                (
                    b["display_name"]
                    for key in ("subfield", "field", "domain")
                    if isinstance(b := entry.get(key), dict) and b.get("display_name")
                ),
                None,
            )
            covers = tuple(str(k) for k in entry.get("keywords") or () if isinstance(k, str))
            yield Concept(str(name), "field", broader, (), path.stem, covers)


def _read_table(path: Path) -> Iterator[Concept]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head = stream.read(4096)
        stream.seek(0)
        try:
            dialect: Any = csv.Sniffer().sniff(head, ",;\t")
        except csv.Error:
            dialect = csv.excel_tab if "\t" in head.split("\n")[0] else csv.excel
        rows = csv.DictReader(stream, dialect=dialect)
        fields = {(f or "").strip().lower(): f for f in rows.fieldnames or ()}
        column = {
            ours: next((fields[n] for n in theirs if n in fields), None)
            for ours, theirs in _COLUMNS.items()
        }
        for row in rows:
            cell = {
                ours: (row.get(key) or "").strip() if key else "" for ours, key in column.items()
            }
            if cell["name"]:
                kind = cell["kind"] if cell["kind"] in KINDS else "concept"
                yield Concept(
                    cell["name"],
                    kind,
                    cell["broader"] or None,
                    _parts(cell["aliases"]),
                    path.stem,
                    _parts(cell["covers"]),
                )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in re.split(r"[|;]", text) if p.strip())
