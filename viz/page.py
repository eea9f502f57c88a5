"""Write a subgraph as one self-contained HTML file."""

import base64
import hashlib
import html
import importlib.resources
import importlib.util
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from citegraph.graph import schema
from citegraph.graph.errors import InputError
from citegraph.graph.files import replacing
from citegraph.graph.formats import format_name
from citegraph.graph.garbage import uncollected
from citegraph.graph.subgraph import Node, Other, Subgraph
from citegraph.viz import palette, style
from citegraph.viz.details import (
    USUAL,
    WITH_PAPER,
    edge_columns,
    json_value,
    node_columns,
    printable,
    usual_id,
)
from citegraph.viz.network import OPTIONS
from citegraph.viz.packing import Words, block
from citegraph.viz.similar import by_similarity, similarities
from citegraph.viz.view import Content, View, begun, content, usual_radius

SCRIPTS = (
    *("data.js", "model.js", "state.js", "facts.js", "filter.js", "search.js", "draw.js"),
    *("look.js", "contours.js", "labels.js", "stage.js", "pointer.js", "bundles.js", "match.js"),
    *("others.js", "terms.js", "near.js", "panel.js", "answer.js", "panels.js", "motion.js"),
    *("chips.js", "actions.js", "why.js", "path.js", "filters.js", "timeline.js", "table.js"),
    *("cypher.js", "figure.js", "export.js", "address.js", "keys.js", "main.js"),
)
# The file of pyvis that pages contain; pyproject.toml caps the version of pyvis for it.
VIS = "lib/vis-9.1.2/vis-network.min.js"
_MODULE_SYNTAX = re.compile(
    r"^(?:import .*;\n+|export (?=const |let |function |async ))", re.MULTILINE
)
_COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)  # a comment on a line of its own
NODES_PER_BLOCK, EDGES_PER_BLOCK = 1000, 8000  # of details that are decoded together
_IN_PATHS = {edge.type for edge in schema.EDGES if edge.paths}
_PRECISION = {"year": 4, "month": 7}  # characters of an ISO date
_ALWAYS_NEEDED = (
    *("published", "year", "authorCount", "upvotes", "citedByCount", "stars", "stub"),
    *("retracted", "aliases"),
)


@dataclass(frozen=True, slots=True, repr=False)  # a notebook stores the repr as well
class Page:
    """A page. In a notebook it is displayed in a frame."""

    html: str
    title: str
    path: Path | None = None

    def __repr__(self) -> str:
        where = f" in {self.path}" if self.path else ""
        return f"{self.title}: a page of {len(self.html.encode()) / 1e6:.1f} MB{where}"

    def _repr_html_(self) -> str:
        """Return the page in a sandboxed frame without access to the notebook or its cookies."""
        return (
            f'<iframe title="{html.escape(self.title)}" srcdoc="{html.escape(self.html)}" '
            'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads" '
            'style="width:100%;height:640px;border:0">'
            # Shown where an untrusted notebook removes frames.
            "Interactive page: run the cell or trust the notebook to show it.</iframe>"
        )

    def save(self, path: str | Path) -> "Page":
        """Write the page to a file.

        Returns:
            The page with its path.

        Raises:
            InputError: The file cannot be written, or exists and is not HTML.
        """
        target = Path(path)
        try:
            if target.is_file() and not _is_replaceable(target):
                raise InputError(f"{target} exists and is not a page; choose another name")
            with replacing(target) as stream:
                stream.write(self.html.encode())
        except OSError as error:
            raise InputError(
                f"cannot write the page {target}: {error.strerror}; choose another place"
            ) from error
        return Page(self.html, self.title, target)


def _is_replaceable(target: Path) -> bool:
    """Return whether a file is empty or HTML; ``-o library.bib`` must not destroy a library."""
    with target.open("rb") as stream:
        head = stream.read(1000).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return not head or head.startswith((b"<!doctype html", b"<html", b"<!--"))


def render(
    subgraph: Subgraph, path: str | Path | None = None, *, title: str | None = None, seed: int = 0
) -> Page:
    """Draw a subgraph as one HTML page that works offline.

    Args:
        subgraph: What to draw.
        path: The file to write. By default nothing is written.
        title: Title of the page; default: the subgraph's title.
        seed: Random seed of layout and communities; the same seed gives the same file.

    Returns:
        The page.

    Raises:
        InputError: The subgraph has no node or exceeds the limits of a page, or the file cannot
            be written.
    """
    heading = printable(title or subgraph.title)
    with uncollected():
        page = Page(_html(content(by_similarity(subgraph)), seed, heading), heading)
    return page if path is None else page.save(path)


def _html(found: Content, seed: int, title: str) -> str:
    finished = begun(found, seed)
    words = Words(_texts(found))
    with ThreadPoolExecutor(2) as pool:  # one compresses a block, another prepares the next one

        def packed(id: str, value: object) -> Future[str]:
            return pool.submit(block, id, value, words)

        details = [packed(id, value) for id, value in _details(found)]
        others = packed("others-data", _others(found)) if found.subgraph.others else None
        pairs = found.subgraph.similar
        similar = packed("similar-data", similarities(found.subgraph)) if pairs else None
        graph = packed("graph-data", _data(finished(), title))
    script = _script()
    css = _asset("page.css")
    vis = _vis()
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(vis)}' '{_digest(script)}'",
            f"style-src '{_digest(css)}'",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )
    parts = {
        "POLICY": html.escape(policy),
        "TITLE": html.escape(title),
        "CSS": css,
        "GRAPH": graph.result(),
        "WORDS": block("words-data", words.words) if words.words else "",
        "DETAILS": "\n".join(one.result() for one in details),
        "OTHERS": others.result() if others else "",
        "SIMILAR": similar.result() if similar else "",
        "VIS": vis,
        "SCRIPT": script,
    }
    page = []
    for i, piece in enumerate(_asset("page.html").split("@@")):
        page.append(parts[piece] if i % 2 else piece)
    return "".join(page)


def _asset(name: str) -> str:
    return importlib.resources.files("citegraph.viz").joinpath("assets", name).read_text("utf-8")


@cache
def _script() -> str:
    """Join the page's ES modules into one scope: a page opened from a file cannot load modules."""
    body = "\n".join(
        _COMMENT.sub("", _MODULE_SYNTAX.sub("", _asset(f"js/{name}"))) for name in SCRIPTS
    )
    return f'(() => {{\n"use strict";\n{body}\n}})();'


@cache
def _vis() -> str:
    """Read the vis-network that pyvis bundles; its first lines name its license."""
    # find_spec does not import pyvis, which would import IPython and networkx: half a second.
    spec = importlib.util.find_spec("pyvis")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent.joinpath(VIS).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(seen: View, title: str) -> dict[str, Any]:
    """Return the data that the page draws."""
    nodes = seen.subgraph.nodes
    edges = [seen.subgraph.edges[i] for i in seen.edges]
    types = sorted({edge.type for edge in edges} | {other.type for other in seen.subgraph.others})
    number = {type: i for i, type in enumerate(types)}
    place = {node.key: i for i, node in enumerate(nodes)}
    return {
        "title": title,
        "blocks": {"node": NODES_PER_BLOCK, "edge": EDGES_PER_BLOCK},
        "cypher": seen.subgraph.cypher,
        "note": printable(seen.subgraph.note or ""),
        "sources": _sources(seen),
        "focus": place.get(seen.subgraph.focus or "", -1),
        "seeds": seen.seeds,
        "answer": _answer(seen),
        "kinds": [asdict(kind) for kind in seen.kinds],
        "types": [
            {"type": type, "about": _phrases(type), "path": type in _IN_PATHS} for type in types
        ],
        "options": OPTIONS,
        "communities": [
            {"name": name, "color": color}
            for name, color in zip(
                seen.community_names,
                palette.assigned(
                    seen.position, np.array(seen.community), len(seen.community_names)
                ),
                strict=True,
            )
        ],
        "nodes": {
            "label": [node.label for node in nodes] if seen.kinds[-1] is style.OTHER else None,
            "id": [
                USUAL if node.id == usual_id(node.label, name) else node.id
                for node, name in zip(nodes, seen.name, strict=True)
            ],
            "kind": seen.kind,
            "name": seen.name,
            "x": seen.position[:, 0].tolist(),
            "y": seen.position[:, 1].tolist(),
            "radius": None if seen.radius == list(map(usual_radius, seen.weight)) else seen.radius,
            "weight": seen.weight,
            "community": seen.community,
            "folded": [i for i, folded in enumerate(seen.folded) if folded],
            "general": [i for i, n in enumerate(nodes) if n.properties.get("kind") == "field"],
            **{
                key: [_shown(node, key) for node in nodes]
                for key in _ALWAYS_NEEDED
                if any(key in node.properties for node in nodes)
            },
        },
        "edges": {
            "source": np.diff(seen.pairs[:, 0], prepend=0).tolist(),
            "target": np.diff(seen.pairs[:, 1], prepend=0).tolist(),
            "type": [number[edge.type] for edge in edges],
            "nameOnly": [e for e, edge in enumerate(edges) if edge.properties.get("nameOnly")],
        },
    }


def _shown(node: Node, key: str) -> Any:
    """Return a property as the page has it; a date only as precisely as it is known."""
    value = json_value(node.properties.get(key))
    length = _PRECISION.get(node.properties.get("publishedPrecision") or "")
    return value[:length] if key == "published" and isinstance(value, str) else value


def _details(found: Content) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the blocks of details, which the page reads when it needs them."""
    nodes = found.subgraph.nodes
    for number, start in enumerate(range(0, len(nodes), NODES_PER_BLOCK)):
        part = slice(start, start + NODES_PER_BLOCK)
        columns = node_columns(nodes[part], found.name[part], _ALWAYS_NEEDED)
        yield f"node-data-{number}", {"size": len(nodes[part]), "columns": columns}
    pairs = found.pairs.tolist()
    for number, start in enumerate(range(0, len(found.edges), EDGES_PER_BLOCK)):
        part = slice(start, start + EDGES_PER_BLOCK)
        edges = [found.subgraph.edges[i] for i in found.edges[part]]
        columns = edge_columns(found, edges, pairs[part])
        yield f"edge-data-{number}", {"size": len(edges), "columns": columns}


def _texts(found: Content) -> list[str]:
    """Return the texts of the page that have words."""
    abstracts = (node.properties.get("abstract") for node in found.subgraph.nodes)
    return [text for text in (*abstracts, *found.name) if isinstance(text, str)]


def _sources(found: Content) -> list[str]:
    """Return the names of the sources of the drawn nodes, those of most nodes first."""
    counts = Counter(
        source
        for node in found.subgraph.nodes
        for source in node.properties.get("sources") or ()
        if isinstance(source, str)
    )
    names = dict.fromkeys(format_name(source) for source, _ in counts.most_common())
    return [printable(name)[:40] for name in list(names)[:4]]


def _answer(seen: View) -> dict[str, Any] | None:
    """Return the answer that the page shows beside the graph."""
    answer = seen.subgraph.answer
    if answer is None or not answer.rows:
        return None
    return {
        "question": printable(answer.question),
        "columns": [{"name": name, "about": about} for name, about in answer.columns],
        "rows": [[json_value(value) for value in row] for row in answer.rows],
        "nodes": seen.rows,
        "pairs": seen.couples,
        "score": seen.score,
    }


def _others(found: Content) -> dict[str, Any]:
    """Return the nodes that are not drawn as columns; papers as differences of node numbers."""
    others = found.subgraph.others
    place = {node.key: i for i, node in enumerate(found.subgraph.nodes)}
    types = dict.fromkeys((other.label, other.type) for other in others)
    number = {label: i for i, (label, _) in enumerate(types)}
    places = [sorted(map(place.__getitem__, other.papers)) for other in others]
    shared = {i for i, papers in enumerate(places) if len(papers) > 1}  # others relate no papers
    name_only = {
        i: named
        for i, other in enumerate(others)
        if (named := sorted(place[key] for key in other.name_only if key in place))
    }
    return {
        "labels": [label for label, _ in types],
        "types": [type for _, type in types],
        "label": [number[other.label] for other in others],
        "id": [
            _id_code(found, other, papers) for other, papers in zip(others, places, strict=True)
        ],
        "name": [printable(other.name) for other in others],
        "aliases": {i: other.aliases for i, other in enumerate(others) if other.aliases},
        "papers": [[b - a for a, b in itertools.pairwise([0, *one])] for one in places],
        "nameOnly": name_only,
        "scores": {
            i: [
                score
                for _, score in sorted(zip(map(place.get, other.papers), other.scores, strict=True))
            ]
            for i, other in enumerate(others)
            if other.scores
        },
        "confidence": {
            i: other.confidence
            for i, other in enumerate(others)
            if i in shared and other.confidence is not None
        },
        "general": [i for i, other in enumerate(others) if other.general],
    }


def _id_code(found: Content, other: Other, papers: Sequence[int]) -> str | int:
    """Return the ID, or what stands for an ID that follows from the name, or with a paper."""
    usual = usual_id(other.label, other.name)
    if other.id == usual:
        return USUAL
    first = found.subgraph.nodes[papers[0]].id
    return WITH_PAPER if other.id == f"{usual}@{first}" else other.id


def _phrases(type: str) -> dict[str, str]:
    """Return the verb phrases of an edge type by "start label, end label"."""
    return {f"{e.start} {e.end}": e.about for e in schema.EDGES if e.type == type}
