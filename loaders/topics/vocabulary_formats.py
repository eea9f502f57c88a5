"""Read vocabularies in common formats, recognized by content.

SKOS as RDF/XML (e.g. ACM CCS), the Computer Science Ontology's triples as CSV, arXiv's categories
and OpenAlex topics as JSON, any CSV or TSV with a header (``name`` or ``label``; optional:
``kind``, ``broader``, ``aliases``, ``covers``), and the format of the shipped vocabulary.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from citegraph.graph.errors import SourceError
from citegraph.loaders.topics.categories import categories
from citegraph.loaders.topics.vocabulary import KINDS, Concept, read_tsv

_SKOS = "{http://www.w3.org/2004/02/skos/core#}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CSO = re.compile(r"cso#(superTopicOf|relatedEquivalent|preferentialEquivalent)>")
_COLUMNS = {
    "name": ("name", "label", "term", "topic", "preflabel", "display_name"),
    "kind": ("kind", "type"),
    "broader": (
        *("broader", "parent", "supertopic", "broader_term"),
        *("subfield", "field", "domain", "group"),  # OpenAlex, arXiv
    ),
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
    if isinstance(data, dict):
        keys = ("entries", "results", "topics", "concepts")
        data = next((data[key] for key in keys if key in data), [data])
    for entry in data if isinstance(data, list) else []:
        if isinstance(entry, dict):
            yield from _concept({"kind": "field", **entry}, path.stem)


def _read_table(path: Path) -> Iterator[Concept]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head = stream.read(4096)
        stream.seek(0)
        try:
            dialect: Any = csv.Sniffer().sniff(head, ",;\t")
        except csv.Error:
            dialect = csv.excel_tab if "\t" in head.split("\n")[0] else csv.excel
        for row in csv.DictReader(stream, dialect=dialect):
            yield from _concept(row, path.stem)


def _concept(row: Mapping[Any, Any], vocabulary: str) -> Iterator[Concept]:
    """Yield the concept of a row of a table or of a JSON object, if it has a name."""
    low = {str(key or "").strip().lower(): value for key, value in row.items()}
    cell = {
        ours: next((low[n] for n in names if low.get(n)), None) for ours, names in _COLUMNS.items()
    }
    broader, kind = cell["broader"], str(cell["kind"] or "").strip()
    if isinstance(broader, dict):
        broader = broader.get("display_name")
    elif (archive := categories().get(broader or "")) and archive.name.lower() != broader:
        broader = archive.name  # instead of arXiv's code
    if name := str(cell["name"] or "").strip():
        yield Concept(
            name,
            kind if kind in KINDS else "concept",
            str(broader or "").strip() or None,
            _parts(cell["aliases"]),
            vocabulary,
            _parts(cell["covers"]),
        )


def _parts(value: Any) -> tuple[str, ...]:
    """Split a cell; keep the texts of a list."""
    parts = re.split(r"[|;]", value) if isinstance(value, str) else value
    parts = parts if isinstance(parts, list) else []
    return tuple(part.strip() for part in parts if isinstance(part, str) and part.strip())
