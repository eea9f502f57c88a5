"""Mark papers that were retracted, or withdrawn by their authors, wherever a title is shown."""

from collections.abc import Mapping
from typing import Any


def mark(properties: Mapping[str, Any]) -> str:
    """Return ``"[retracted] "``, ``"[withdrawn] "`` or nothing, to put before a title."""
    if properties.get("retracted"):
        return "[retracted] "
    return "[withdrawn] " if properties.get("withdrawn") else ""
