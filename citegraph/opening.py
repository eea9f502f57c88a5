"""Open the graph of ``--db`` for a command, and prepare imports meanwhile."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citegraph.graph.errors import CitegraphError
from citegraph.output import note

if TYPE_CHECKING:
    from citegraph.graph.store import Store

__all__ = ["ahead", "opened"]


def ahead(work: Callable[[], object]) -> None:
    """Prepare imports and tables in a thread while the engine starts."""
    import threading  # noqa: PLC0415 - off the path of --help

    def quietly() -> None:
        with suppress(Exception):  # the command raises the same error and reports it
            work()

    threading.Thread(target=quietly).start()  # no daemon: exit must not break off an import


def opened(db: str | None, *, create: bool = False) -> "Store":
    """Open the graph of ``--db``.

    Raises:
        CitegraphError: the folder does not exist, or the graph cannot be opened.
    """
    # Imported here, so that `citegraph --help` is fast.
    from citegraph.graph.connection.address import DEFAULT_DB, parse  # noqa: PLC0415
    from citegraph.graph.connection.waiting import report_wait  # noqa: PLC0415
    from citegraph.graph.store import open_store  # noqa: PLC0415

    name = DEFAULT_DB if db is None else db
    folder = parse(name)
    if not create and isinstance(folder, Path) and not folder.exists():
        raise CitegraphError(
            f"{name}: no graph yet; load a source to create it: citegraph load SOURCE"
            + (f" --db {name}" if name != DEFAULT_DB else "")
        )
    with report_wait("the database to open", note):
        store = open_store(name, create=create)
    store.command = click.get_current_context().info_name or store.command
    return store
