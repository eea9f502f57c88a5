"""Values that were computed for the present state of a graph, in a file beside the text index.

Each transaction that changes the graph replaces a mark in the node ``CitegraphChange``
(``citegraph.graph.writing.changing``). The file contains the mark and the number of nodes for which
its values were computed, and is used only while the graph has both. So its values are right, also
after an interrupted load, and whichever process or machine changed the graph.
"""

import contextlib
import hashlib
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citegraph.graph import cypher
from citegraph.graph.cache_folder import cache_folder
from citegraph.graph.engines.processes import write_private

if TYPE_CHECKING:
    from citegraph.graph.store import Store

FILE = "state.json"
DATE = "$date"  # key of a date in the file; no column or property has a name with "$"
Now = tuple[str | None, int]  # mark, None if no load wrote one; number of nodes


def beside(store: "Store", name: str, cache: str) -> Path:
    """Return a file in the folder of the database; of a server, in a folder of the cache."""
    if store.engine == "arcadedb":
        return Path(store.name) / name
    digest = hashlib.sha256(f"{store.uri} {store.database}".encode()).hexdigest()[:24]
    return cache_folder() / cache / f"{digest}{Path(name).suffix}"


def path(store: "Store") -> Path:
    """Return the file of the values."""
    return beside(store, FILE, "state")


def now(store: "Store") -> Now:
    """Return the present state of a graph."""
    rows = store.read(cypher.READ_CHANGE).rows
    marks = [row["mark"] for row in rows if row["mark"]]
    return " ".join(sorted(marks)) or None, rows[0]["size"]


def known(store: "Store", state: Now) -> dict[str, Any]:
    """Return the values that were kept for a state."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads(path(store).read_text("utf-8"), object_hook=_value)
        if state[0] and found["state"] == list(state):
            return dict(found["values"])
    return {}


def keep(store: "Store", state: Now, **values: Any) -> None:
    """Keep values that were computed from the graph, if it was in this state all the time.

    Args:
        store: the graph.
        state: before they were computed.
        values: by name, as JSON; dates are possible. Others are not kept.
    """
    if not state[0] or now(store) != state:
        return
    with contextlib.suppress(OSError, TypeError):  # without the file, they are computed again
        kept = {**known(store, state), **values}
        text = json.dumps({"state": state, "values": kept}, default=_json)
        write_private(path(store), text)


def _json(value: Any) -> dict[str, str]:
    if type(value) is not date:  # a moment would become a date
        raise TypeError
    return {DATE: value.isoformat()}


def _value(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found[DATE]) if DATE in found else found
