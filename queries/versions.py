"""Distinguish a version of a system or a data set from its family: "Qwen2.5-VL" and "Qwen".

A topic of the graph is a family, and its versions are aliases of it. So a question about a version
is answered for the family, which its answer must state, or for the papers whose text names the
version.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from citegraph.graph.identity.topic_ids import without_acronym, without_tail
from citegraph.queries import lexer

if TYPE_CHECKING:
    from citegraph.graph.store import Store
    from citegraph.queries.naming import Subject

_PARAMETER = "version"  # of a question that finds the papers which name a version

KINDS = ("system", "dataset")  # kinds of topics that have versions

_WHOLE = frozenset({"benchmark", "data", "dataset", "datasets", "family", "series", "suite"})
# What may follow a version in a text: its size, how it was tuned, and "-based".
_SIZE = r"(?:[ -]?\d+(?:\.\d+)?[bmt](?:-a\d+(?:\.\d+)?b)?)?"
_TUNED = r"(?:[ -](?:base|chat|instruct|it|preview|thinking))?"
_ADJECTIVE = r"(?:-(?:as|based|class|family|generated|like|powered|series|style))?"
_END = rf"{_SIZE}{_TUNED}{_ADJECTIVE}(?!\w|[.-]\w)"


def is_version(text: str, names: Iterable[str]) -> bool:
    """Return whether a text is one of the names of a topic with more behind it.

    Args:
        text: alias of a topic, such as ``Qwen2.5-VL``.
        names: name and aliases of the topic. "model", "series" and the like behind a name make no
            version of it.
    """
    words = without_tail(without_acronym(text)).split()
    while len(words) > 1 and words[-1].casefold() in _WHOLE:
        words.pop()
    solid = _solid(" ".join(words))
    return any(solid != name and solid.startswith(name) for name in map(_solid, names) if name)


def pattern(text: str) -> re.Pattern[str]:
    """Return a regular expression that finds the name of a version in a text.

    Hyphens and spaces within the name make no difference. A size behind it (``-7B``) is the same
    version; another word behind a hyphen is another version.
    """
    parts = re.findall(r"\d+|[^\W\d_]+|[^\w\s-]", text)
    name = "[ _-]?".join(map(re.escape, parts))
    return re.compile(rf"(?<![\w-]){name}{_END}", re.IGNORECASE)


def resolved(
    store: "Store", values: Mapping[str, Any], subjects: Mapping[str, "Subject"]
) -> dict[str, Any]:
    """Return the parameters with the IDs of nodes, and with the papers that name a version.

    These replace the name of the version, each as a list: ID of the paper, the first sentence that
    names it, and whether its title does before a colon. They are found here, because an engine
    that limits the time of a regular expression may fail on a busy machine.
    """
    found = {**values, **{name: subject.id for name, subject in subjects.items()}}
    if _PARAMETER in values:
        named = [subject.text for subject in subjects.values() if subject.version]
        version = values[_PARAMETER] or next(iter(named), None)
        if version is not None:
            found[_PARAMETER] = _papers(store, found["topic"], version)
    return found


def _papers(store: "Store", topic: str, version: str) -> list[list[Any]]:
    names, found = pattern(version), []
    for row in store.read(lexer.named("versions")["texts"], {"id": topic}).rows:
        title, abstract = row["title"] or "", row["abstract"] or ""
        sentences = (title, *re.split(r"(?<=[.!?])\s+", abstract))
        named = next((one for one in sentences if names.search(one)), None)
        if named is not None:
            before, _, rest = title.partition(":")
            found.append([row["id"], named, bool(rest and names.search(before))])
    return found


def notes(values: Mapping[str, Any], subjects: Mapping[str, "Subject"]) -> list[str]:
    """Return which papers an answer about a version is for."""
    found = [subject for subject in subjects.values() if subject.version]
    if _PARAMETER in values:
        return [f"only papers that name {one.text!r}" for one in found]
    return [
        f"the answer is for all of {one.name}; the question topic-uses finds the papers that name "
        f"{one.text!r}"
        for one in found
    ]


def _solid(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())
