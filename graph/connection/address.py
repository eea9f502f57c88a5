"""Parse database addresses."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from citegraph.graph.errors import ConnectionFailed

DEFAULT_DB = "citegraph.db"
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_FORM = "use a folder or neo4j://host:7687/database"
_HOST_AND_PORT = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d+(/\w*)?")
_LOGIN = re.compile(r"(?://)?[^/\\@\s]+:[^/\\@\s]+@[\w.:\[\]-]+(/\w*)?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(//)?")
_DATABASE = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Server:
    """The address of a Neo4j server.

    Attributes:
        uri: scheme, host and port, for the driver.
        database: name of the database; ``None`` is the user's home database.
    """

    uri: str
    database: str | None


def chosen(db: str | Path | None) -> str:
    """Return the given database address, else ``CITEGRAPH_DB``, else ``citegraph.db``."""
    return str(db) if db is not None else os.environ.get("CITEGRAPH_DB") or DEFAULT_DB


def parse(db: str) -> Path | Server:
    """Parse a database address.

    Args:
        db: a folder, or ``neo4j://host:7687/database`` (see :data:`SCHEMES`). The database may
            also be given as ``?database=name``.

    Returns:
        The folder, or the server.

    Raises:
        ConnectionFailed: the address is invalid; the message does not contain credentials.
    """
    if not db.strip():
        raise ConnectionFailed(f"the database address is empty; {_FORM}")
    if not db.isprintable():
        raise ConnectionFailed(
            f"{_public(db)!r}: invalid database address (control characters); {_FORM}"
        )
    if db.startswith("-"):
        raise ConnectionFailed(
            f"{_public(db)}: looks like an option, not a database address; {_FORM} "
            f"(or ./{_public(db)})"
        )
    if _HOST_AND_PORT.fullmatch(db):
        raise ConnectionFailed(f"{db}: no scheme; write neo4j://{db} or bolt://{db}")
    if _LOGIN.fullmatch(db):
        raise ConnectionFailed(
            f"{_public(db)}: no scheme; write neo4j:// before the host, and set NEO4J_USERNAME and "
            "NEO4J_PASSWORD"
        )
    found = _SCHEME.match(db)
    scheme = found[1].lower() if found else ""
    if found is None or not (found[2] or scheme in SCHEMES):
        return Path(db)
    if scheme not in SCHEMES:
        raise ConnectionFailed(
            f"{_public(db)}: unknown scheme {scheme}; use a folder, bolt://, neo4j:// or neo4j+s://"
        )
    if not found[2]:
        raise ConnectionFailed(f"{_public(db)}: invalid address; {_FORM}")
    return _server(db, scheme)


def _server(db: str, scheme: str) -> Server:
    try:
        parts = urlsplit(db)
        port = parts.port
    except ValueError:
        raise ConnectionFailed(
            f"{_public(db)}: invalid host or port; write {scheme}://host:7687/database "
            f"or {scheme}://[::1]:7687"
        ) from None
    if parts.username is not None or parts.password is not None:
        raise ConnectionFailed(
            f"{_public(db)}: credentials are not allowed in an address, where other users can "
            "read them; set NEO4J_USERNAME and NEO4J_PASSWORD"
        )
    host = parts.hostname
    if not host or re.search(r"[\s\\]", parts.netloc) or port == 0:
        raise ConnectionFailed(
            f"{_public(db)}: invalid host or port; write {scheme}://host:7687/database"
        )
    host = f"[{host}]" if ":" in host else host
    return Server(f"{scheme}://{host}:{port or 7687}", _database(db, parts))


def _database(db: str, parts: SplitResult) -> str | None:
    """Return the name of the database, from the path or from ``?database=``."""
    names = [unquote(parts.path.strip("/"))] if parts.path.strip("/") else []
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key != "database":
            raise ConnectionFailed(f"{_public(db)}: unknown option {key!r}; use database=name only")
        names.append(value)
    if parts.fragment or len(set(names)) > 1 or not all(map(_DATABASE.fullmatch, names)):
        raise ConnectionFailed(
            f"{_public(db)}: invalid database name; write {parts.scheme}://host:7687/database"
        )
    return names[0] if names else None


def _public(db: str) -> str:
    """Remove what may be credentials from an address: a login, options and a fragment."""
    before, at, rest = db.rpartition("@")
    scheme = _SCHEME.match(before)
    return re.split("[?#]", f"{scheme[0] if scheme else ''}{rest}" if at else db, maxsplit=1)[0]
