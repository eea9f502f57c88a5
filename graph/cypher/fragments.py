"""Parts of statements: texts, rows as one list, properties, maps, each row."""

from collections.abc import Iterable

from citegraph.graph.schema import EdgeType, NodeType, known_names


def string(text: str) -> str:
    r"""Write a text as an expression with the same value in Cypher 5, Cypher 25 and ArcadeDB.

    Cypher 5 decodes ``\uXXXX`` before it looks for the end of a string, the others afterwards; so
    the string is split between a backslash and a ``u``.
    """
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r")
    return "'" + escaped.replace("\\u", "\\' + 'u") + "'"


def collected(**columns: str) -> str:
    """Return a RETURN clause for all rows as one list: one Bolt message, not one a row."""
    row = ", ".join(f"{name}: {expression}" for name, expression in columns.items())
    return f"RETURN collect({{{row}}}) AS rows"


def properties(of: str) -> str:
    """Return the properties with the time of the load as text.

    The driver takes 100 us to decode a time, several times as long as the rest of an edge. ArcadeDB
    ignores a map projection inside of a map, so it needs a WITH of its own.
    """
    return (
        f"CASE WHEN {of}.load IS NULL THEN properties({of}) "
        f"ELSE {of} {{.*, load: toString({of}.load)}} END"
    )


def property_map(of: NodeType | EdgeType, names: Iterable[str], row: str) -> str:
    """Write a map of the named properties of a row.

    ``CREATE ... SET n = row`` would make ArcadeDB write each node twice. A property that a row
    lacks is null and is not stored.

    Raises:
        KeyError: the schema has no such property.
    """
    if unknown := set(names) - known_names(of):
        raise KeyError(min(unknown))
    values = {name: f"{row}.`{name}`" for name in sorted(names)}
    if "load" in values:
        values["load"] = load_time(row)
    return "{" + ", ".join(f"`{name}`: {value}" for name, value in values.items()) + "}"


def load_time(row: str) -> str:
    """Convert the time of a load; rows carry text, as the driver takes 50 us to encode a time."""
    return f"CASE WHEN {row}.load ENDS WITH 'Z' THEN datetime({row}.load) ELSE {row}.load END"


def each_row(columns: Iterable[str], statement: str) -> str:
    """Return a statement that runs for each row of ``$rows``, with its columns as variables."""
    read = ", ".join(f"row.{name} AS {name}" for name in columns)
    return f"UNWIND $rows AS row\nWITH {read or 'row'}\n{statement}"


def rows_of(parameter: str, columns: Iterable[str]) -> str:
    """Return a subquery that returns the columns of the rows of a parameter."""
    read = ", ".join(f"row.{name} AS {name}" for name in columns)
    return f"CALL () {{ UNWIND ${parameter} AS row RETURN {read} }}"
