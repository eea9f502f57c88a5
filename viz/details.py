"""Values of a page: properties as JSON, and evidence as a reference to a text of the page."""

import datetime
import math
import unicodedata
from typing import Any

from citegraph.graph.subgraph import Edge
from citegraph.viz.view import View

__all__ = ["NOT_SHOWN", "edge_details", "json_value", "printable"]

# Properties that no part of the page shows.
NOT_SHOWN = frozenset(
    {
        *("load", "origin", "observations", "observedOf", "firstAuthor", "titleKey", "nameKey"),
        *("keywordSources", "paperCount", "months"),
        *("rawAbstract", "rawTitle", "block", "otherBlocks"),
    }
)


def edge_details(seen: View, edge: Edge, ends: list[int]) -> dict[str, Any]:
    """Return the shown properties; evidence that the page holds anyway becomes a reference.

    ``evidenceAt`` is the end of the edge (0 or 1) whose name is the evidence, or the end and the
    start and length of the evidence in its abstract, in UTF-16 units.
    """
    shown = {k: json_value(v) for k, v in edge.properties.items() if k not in NOT_SHOWN}
    if isinstance(score := shown.get("score"), float):
        shown["score"] = round(score, 2)  # as the page writes it
    evidence = shown.get("evidence")
    if not isinstance(evidence, str) or not evidence or "evidenceAt" in shown:
        return shown
    for end, i in enumerate(ends):
        abstract = seen.subgraph.nodes[i].properties.get("abstract")
        at = abstract.find(evidence) if isinstance(abstract, str) else -1
        if evidence == seen.name[i]:
            found = [end]
        elif isinstance(abstract, str) and at >= 0:
            found = [end, _units(abstract[:at]), _units(evidence)]
        else:
            continue
        del shown["evidence"]
        return shown | {"evidenceAt": found}
    return shown


def _units(text: str) -> int:
    """Count UTF-16 units, as JavaScript does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_PLAIN = frozenset((str, int, bool, type(None)))  # most values: no call is made for them


def json_value(value: Any) -> Any:
    """Convert a property value to JSON."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, float):
        return value if math.isfinite(value) else None  # JSON has no such number
    if isinstance(value, (list, tuple)):
        return [item if type(item) in _PLAIN else json_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    return value if isinstance(value, (str, int)) else str(value)


def printable(text: str) -> str:
    """Remove control and formatting characters and unpaired surrogates."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
