"""The types of parameters, and how a text from the command line becomes a value of one."""

from datetime import date, datetime
from typing import Any

from citegraph.graph.errors import QueryError

__all__ = ["ENTITIES", "TYPES", "convert"]

# Types that name a node: a text that queries/naming.py turns into the node's id.
ENTITIES = ("paper", "topic", "author", "organization", "repository", "venue")
TYPES = (*ENTITIES, "string", "integer", "number", "date", "boolean")

_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

LARGEST = 2**53  # of an integer; engines add to it


def convert(type: str, value: Any, name: str) -> Any:
    """A value of the declared type.

    Args:
        type: one of :data:`TYPES`.
        value: a text, or a value that has the type already.
        name: the parameter's name, for the error.

    Raises:
        QueryError: the value is not of that type.
    """
    text = str(value).strip()
    try:
        match type:
            case "integer":
                number = int(text)
                if abs(number) > LARGEST:
                    raise ValueError  # noqa: TRY301 - one place says what is wrong
                return number
            case "number":
                return float(text)
            case "boolean":
                return _BOOLEANS[text.lower()]
            case "date":
                return _date(value, text)
            case _:
                if not text:
                    raise ValueError  # noqa: TRY301 - one place says what is wrong
                return text
    except (ValueError, KeyError):
        form = {"date": "a date as 2025-10-27", "boolean": "true or false"}.get(
            type, f"of type {type}"
        )
        raise QueryError(f"{name}={text!r} is not {form}") from None


def _date(value: Any, text: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(text)
