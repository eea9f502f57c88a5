"""The types of parameters, and the conversion of text to them."""

from datetime import date, datetime
from typing import Any

from citegraph.graph.errors import QueryError

# Types whose value is the ID of a node; queries/naming.py finds it by name.
ENTITIES = ("paper", "topic", "author", "organization", "repository", "venue")
TYPES = (*ENTITIES, "string", "integer", "number", "date", "boolean")

_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

LARGEST = 2**53  # far enough below the limit of 64 bits that engines can add to it


def convert(type: str, value: Any, name: str) -> Any:
    """Convert a value, or its text, to one of :data:`TYPES`; ``name`` is that of the parameter.

    Raises:
        QueryError: the value cannot be converted.
    """
    text = str(value).strip()
    try:
        match type:
            case "integer":
                number = int(text)
                if abs(number) > LARGEST:
                    raise ValueError  # noqa: TRY301 - one place words the error
                return number
            case "number":
                return float(text)
            case "boolean":
                return _BOOLEANS[text.lower()]
            case "date":
                return _date(value, text)
            case _:
                if not text:
                    raise ValueError  # noqa: TRY301 - one place words the error
                return text
    except (ValueError, KeyError):
        expected = {
            "boolean": "use true or false",
            "date": "use a day of the calendar, written as 2025-10-27",
            "integer": "use a whole number",
            "number": "use a number",
        }.get(type, "it must not be empty")
        raise QueryError(f"invalid {type} {name}={text!r}; {expected}") from None


def _date(value: Any, text: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(text)
