"""Open the graph of ``--db`` for a command, and stop its engine."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citegraph.graph.errors import CitegraphError
from citegraph.options import db_option, example, silent_option
from citegraph.output import note

if TYPE_CHECKING:
    from citegraph.graph.store import Store


def ahead(work: Callable[[], object]) -> None:
    """Prepare imports and tables in a thread while the engine starts."""
    import threading  # noqa: PLC0415 - off the path of --help

    def quietly() -> None:
        with suppress(Exception):  # the command raises the same error and reports it
            work()

    threading.Thread(target=quietly).start()  # no daemon: exit must not break off an import


def _is_used(folder: Path) -> bool:
    """Return whether a path exists and is not an empty folder."""
    try:
        return folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))
    except OSError:
        return True  # the engine reports what is wrong with it


def opened(db: str | None, *, create: bool = False) -> "Store":
    """Open the graph of ``--db``; an embedded engine then waits for the next command.

    Raises:
        CitegraphError: the folder does not exist or is empty, or the graph cannot be opened.
    """
    # Imported here, so that `citegraph --help` is fast.
    from citegraph.graph.connection.address import DEFAULT_DB, chosen, parse  # noqa: PLC0415 - slow to import
    from citegraph.graph.connection.waiting import report_wait  # noqa: PLC0415 - as above
    from citegraph.graph.engines import lingering  # noqa: PLC0415 - as above
    from citegraph.graph.store import open_store  # noqa: PLC0415 - as above

    name = chosen(db)
    folder = parse(name)
    if not create and isinstance(folder, Path) and not _is_used(folder):
        raise CitegraphError(
            f"{name}: no graph yet; load a source to create it: citegraph load SOURCE"
            + (f" --db {name}" if name != DEFAULT_DB else "")
        )
    with report_wait("the database to open", note):
        if isinstance(folder, Path):
            lingering.stop_if_outdated(folder)
        store = open_store(name, create=create)
        if isinstance(folder, Path):
            lingering.linger(folder, lingering.seconds())
    store.command = click.get_current_context().info_name or store.command
    return store


@click.command()
@db_option
@silent_option
@example("citegraph stop")
def stop(db: str | None, silent: bool) -> None:
    """Stop the embedded engine now.

    The engine stops by itself 60 (or CITEGRAPH_LINGER) seconds after the last command. Stop it
    before you copy or move the folder.
    """
    from citegraph.graph.connection.address import chosen, parse  # noqa: PLC0415 - slow to import
    from citegraph.graph.engines import lingering  # noqa: PLC0415 - as above

    name = chosen(db)
    folder = parse(name)
    if not isinstance(folder, Path):
        raise CitegraphError(f"{name}: a server, not a folder; stop it with its own tools")
    states = {
        "stopped": "the engine has stopped",
        "absent": "no engine is running",
        "used": "another process uses the engine, which stops when the last one ends",
    }
    note(f"{name}: {states[lingering.stop(folder)]}", silent=silent)
