"""Find the names that a misspelled name resembles."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

NEAR = 75.0  # similarity, 0 to 100, from which a name is suggested
CLOSE = 10.0  # a name that is less similar than the best one by more than this is left out
COMMON = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to")
)
GENERIC = frozenset(  # words of the names of proceedings that many abbreviations leave out
    ("annual", "chapter", "conference", "international", "joint", "meeting", "proceedings")
)
MOST = 36  # names that are suggested, before those of one node are merged


def initials_of(name: str, without: frozenset[str] = frozenset()) -> str:
    """Return the initials of a name, such as MIT; ``without`` are words left out, in lower case."""
    words = re.findall(r"[^\W_]+", name)
    left_out = {"of", "the", "and", "for", "in", "on"}
    words = [w for w in words if w not in left_out and w.lower() not in without]
    return "".join(w[0] for w in words).upper()


def is_abbreviation(text: str, name: str) -> bool:
    """Return whether a text is the initials of a name, also without words such as "Conference".

    EACL is the "15th Conference of the European Chapter of the Association for Computational
    Linguistics: Volume 1". Initials include no volume, year or number.
    """
    short = text.strip().upper()
    main = re.sub(r"\b\d\w*", " ", re.split(r"[:,(]", name)[0])
    return short != "" and short in (
        initials_of(name),
        initials_of(main),
        initials_of(main, GENERIC),
    )


def _telling(name: str) -> str:
    """Return a name in lower case without the words that most titles contain, if others remain."""
    words = re.findall(r"[^\W_]+", name.lower())
    return " ".join([word for word in words if word not in COMMON] or words)


def nearest(text: str, rows: Sequence[Mapping[str, Any]], initials: set[str]) -> list[str]:
    """Return names similar to a text, each with its ID, the most similar first.

    Args:
        text: as the user wrote it.
        rows: ``name`` and ``id`` of candidates; a node may have several names.
        initials: IDs of candidates whose initials are the text; they come first.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a misspelled name needs it

    names = {i: row["name"] for i, row in enumerate(rows) if row["name"]}
    found = process.extract(
        text, names, scorer=fuzz.WRatio, processor=_telling, limit=MOST, score_cutoff=NEAR
    )
    best = [rows[i] for _, score, i in found if score >= found[0][1] - CLOSE]
    first = [row for row in rows if row["id"] in initials]
    found_names: dict[str, str] = {}
    for row in first + best:
        found_names.setdefault(row["id"], f"{row['name']} ({row['id']})")
    return list(found_names.values())
