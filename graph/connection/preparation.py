"""Prepare a database: check it before the first write, and create constraints and indexes.

citegraph owns the labels of its schema in a database, and nothing else. Each node that it creates
has the property ``load``. A node with such a label and without ``load`` belongs to another
application; questions could not distinguish the two, so such a database is refused.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import neo4j
from neo4j import exceptions as bolt

from citegraph.graph.cypher import AWAIT_INDEXES
from citegraph.graph.errors import StoreError
from citegraph.graph.schema import NODES

Run = Callable[..., list[dict[str, Any]]]
PREFIX = "citegraph"  # of names of constraints and indexes
_SHOW_CONSTRAINTS = "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties"
_SHOW_INDEXES = (
    "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, owningConstraint "
    "WHERE labelsOrTypes IS NOT NULL"
)
_UNIQUE = {"UNIQUENESS", "NODE_PROPERTY_UNIQUENESS", "NODE_KEY"}  # types of constraints
_TRIES = 20  # to create a definition that other processes create, too


@dataclass(frozen=True, slots=True)
class Definition:
    """A uniqueness constraint or an index on one property of a label."""

    label: str
    key: str
    unique: bool = False

    @property
    def name(self) -> str:
        """Name in the database."""
        return f"{PREFIX}_{self.label.lower()}_{self.key}"

    @property
    def statement(self) -> str:
        """Cypher that creates it on Neo4j."""
        head = f"{self.name} IF NOT EXISTS FOR (n:{self.label})"
        if self.unique:
            return f"CREATE CONSTRAINT {head} REQUIRE n.{self.key} IS UNIQUE"
        return f"CREATE INDEX {head} ON (n.{self.key})"


def definitions() -> list[Definition]:
    """Return all constraints and indexes of the schema, constraints first."""
    return [
        *(Definition(node.label, "id", unique=True) for node in NODES),
        *(Definition(n.label, p.name) for n in NODES for p in n.properties if p.index),
    ]


def missing(run: Run, name: str, wanted: Sequence[Definition] | None = None) -> list[Definition]:
    """Return the definitions that a database lacks, of the wanted ones (default: of the schema).

    Raises:
        StoreError: a constraint or index of the user conflicts with one of citegraph.
    """
    shown = [*run(_SHOW_CONSTRAINTS), *run(_SHOW_INDEXES)]
    lacking = []
    for one in definitions() if wanted is None else wanted:
        on = ([one.label], [one.key])
        same = [row for row in shown if (row["labelsOrTypes"], row["properties"]) == on]
        satisfying = _UNIQUE if one.unique else {*_UNIQUE, "RANGE"}
        if any(row["type"] in satisfying for row in same):
            continue
        for row in shown:
            # The same name on the same properties: another process is creating it.
            named, covers = row["name"] == one.name, row in same
            plain = one.unique and row["type"] == "RANGE"
            if (named and not covers) or (plain and covers and not named):
                place = f"{', '.join(row['labelsOrTypes'])}({', '.join(row['properties'])})"
                kind = "uniqueness constraint" if one.unique else "index"
                raise StoreError(
                    f"{name}: {row['name']} on {place} conflicts with the {kind} on "
                    f"{one.label}({one.key}); drop it, or use a separate database, for example "
                    f"{example(name)}"
                )
        lacking.append(one)
    return lacking


def example(name: str) -> str:
    """Return an example address of another database, similar to the given one."""
    scheme, colon, rest = name.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/citegraph" if colon else "another folder"


# -- nodes of other applications ------------------------------------------------------------------


def _foreign(look: str) -> str:
    return " UNION ALL ".join(
        f"MATCH (n:{node.label}) {look} "
        f"WITH count(n) AS nodes WHERE nodes > 0 RETURN '{node.label}' AS label, nodes"
        for node in NODES
    )


FOREIGN_ALL = _foreign("WHERE n.load IS NULL")
# On a server: the first nodes of each label and the newest, which Neo4j finds at once. The others
# were checked before the constraints were created; a later application wrote the newest.
_FIRST = _foreign("WITH n LIMIT 100 WHERE n.load IS NULL")
_NEWEST = _foreign("WITH n ORDER BY id(n) DESC LIMIT 100 WHERE n.load IS NULL")
FOREIGN = f"{_FIRST} UNION ALL {_NEWEST}"


def foreign(rows: Iterable[dict[str, Any]], name: str) -> str | None:
    """Describe the nodes of another application in a database; ``None`` if there are none."""
    found: dict[str, int] = {}
    for row in rows:
        found[row["label"]] = max(row["nodes"], found.get(row["label"], 0))
    if not found:
        return None
    nodes = ", ".join(f"{n:,} {label}" for label, n in sorted(found.items()))
    return (
        f"{name}: contains nodes of another application ({nodes}) with labels of citegraph; "
        f"use a separate database, for example {example(name)}"
    )


# -- creating -----------------------------------------------------------------------------------


def is_forbidden(error: BaseException | None) -> bool:
    """Report whether a server refused a statement because the user lacks the right."""
    return isinstance(error, bolt.Neo4jError) and (error.code or "").endswith(
        ("Security.Forbidden", "Schema.Forbidden", "Statement.AccessMode")
    )


@dataclass(frozen=True, slots=True)
class Database:
    """A database to prepare."""

    name: str
    session: neo4j.Session
    metadata: dict[str, str]
    embedded: bool = False

    def run(self, statement: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run a statement in its own transaction and return the rows."""
        return self.session.run(neo4j.Query(statement, metadata=self.metadata), parameters).data()


def prepare(database: Database) -> bool:
    """Create missing definitions.

    Several processes may do this at the same time.

    Returns:
        Whether anything was created.

    Raises:
        StoreError: the database belongs to another application, a definition of the user
            conflicts, or the user has no right to list definitions, or to create a missing one.
    """
    run, name = database.run, database.name
    try:
        lacking = missing(run, name)
    except bolt.Neo4jError as error:
        if not is_forbidden(error):
            raise
        raise StoreError(
            f"{name}: this user may not list constraints and indexes; ask an administrator for the "
            "privileges SHOW CONSTRAINT and SHOW INDEX"
        ) from error
    # If a constraint is missing, this database has not been checked yet.
    first = any(one.unique for one in lacking)
    # The folder of a prepared embedded database belongs to citegraph alone.
    if first or not database.embedded:
        looked = run(FOREIGN_ALL if first else FOREIGN)
        if problem := foreign(looked, name):
            raise StoreError(problem)
    for definition in lacking:
        _create(database, definition, lacking)
    if lacking and not database.embedded:
        run(AWAIT_INDEXES)
    return bool(lacking)


def _create(database: Database, definition: Definition, lacking: list[Definition]) -> None:
    for attempt in range(1, _TRIES + 1):
        try:
            database.run(definition.statement)
        except bolt.Neo4jError as error:
            if is_forbidden(error):
                statements = "; ".join(one.statement for one in lacking)
                raise StoreError(
                    f"{database.name}: this user may not create constraints and indexes; ask an "
                    f"administrator to run once: {statements}"
                ) from error
            # Another process may have created it.
            if not missing(database.run, database.name, [definition]):
                return
            if attempt == _TRIES:
                raise
            time.sleep(0.05 * attempt)
        else:
            return
