"""State why an answer is empty, and refuse parameters that can have no answer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from citegraph.graph.errors import QueryError
from citegraph.queries import kept, lexer
from citegraph.queries.values import ENTITIES

if TYPE_CHECKING:
    from citegraph.graph.store import Store
    from citegraph.queries.naming import Subject
    from citegraph.queries.question import Question

_SOURCE = "source"  # parameter: kind of evidence of a link to a topic
_TOPICS = ("topic", "other")  # parameters that name a topic in a question with this parameter


def without_evidence(
    store: "Store", values: Mapping[str, Any], subjects: Mapping[str, "Subject"]
) -> str | None:
    """Return which kinds of evidence links to topics have, if none has the kind asked for."""
    source = values.get(_SOURCE)
    if source is None:
        return None
    topics = [found for name, found in subjects.items() if name in _TOPICS]
    for about, id, end in [
        ("no topic of this graph", None, ""),
        *((f"no link to the topic {t.name}", t.id, " of a topic") for t in topics),
    ]:
        given = {"topic": id} if end else {}
        if not _rows(store, f"evidence{end}", {**given, "source": source}):
            kinds = [row["source"] for row in _rows(store, f"kinds{end}", given)]
            if kinds:
                return f"{about} has evidence of kind {source!r}; set source to {_listed(kinds)}"
    return None


def wider_evidence(store: "Store", source: str) -> str | None:
    """Return the kind of evidence of the most papers, if ``source`` has less than half as many.

    Only papers with a date decide whether there is another kind: the counts of topics are quick to
    read, all links to topics are not.
    """
    if not _rows(store, "other kinds", {_SOURCE: source}):
        return None
    [rows] = kept.rows(store, [lexer.named("reasons")["covered papers"]], {})
    papers = {row["source"]: row["papers"] for row in rows}
    most = max(papers, key=papers.__getitem__, default=source)
    if 2 * papers.get(source, 0) >= papers.get(most, 0):
        return None
    return (
        f"evidence of kind {source!r} covers {papers.get(source, 0):,} papers, {most!r} "
        f"{papers[most]:,}; set source to {most}"
    )


def check_two(question: "Question", subjects: Mapping[str, "Subject"]) -> None:
    """Refuse one node where a question compares two.

    Raises:
        QueryError: ``other`` or ``to`` is the same node as the parameter before it.
    """
    names = [p.name for p in question.parameters if p.type in ENTITIES]
    if not {"other", "to"} & {*names[1:]} or not {*names[:2]} <= {*subjects}:
        return
    one, other = (subjects[name] for name in names[:2])
    if one.id == other.id:
        both = one.text if one.text == other.text else f"{one.text} and {other.text}"
        raise QueryError(
            f"{question.name} needs two nodes, and {both!r} names one: {one.name} ({one.id}); "
            f"set {names[0]} and {names[1]} to different ones"
        )


def empty(store: "Store") -> str | None:
    """Return that the graph has no papers, and the remedy, if it has none."""
    if _rows(store, "papers", {}):
        return None
    return "the graph has no papers yet; load a source of papers first"


def nothing(store: "Store", question: "Question", values: Mapping[str, Any]) -> str:
    """Return that nothing matches, and what restricts the answer."""
    optional = [p for p in question.parameters if not p.required and p.name != "limit"]
    restricting = [
        f"{p.name}={values[p.name]}" for p in optional if values[p.name] not in (None, False)
    ]
    found = "0 rows: nothing matches" + (f" with {', '.join(restricting)}" if restricting else "")
    return found + _span(store, question, values)


def wider(question: "Question", values: Mapping[str, Any]) -> dict[str, str]:
    """Return what each parameter would add that is false, by its name."""
    return {
        p.name: p.about
        for p in question.parameters
        if values[p.name] is False and p.about.startswith("also ")
    }


def _span(store: "Store", question: "Question", values: Mapping[str, Any]) -> str:
    """Return the days of the papers, if the answer is about a period."""
    if not any(
        p.name == "days" or (p.type == "date" and values[p.name] is not None)
        for p in question.parameters
    ):
        return ""
    [[span]] = kept.rows(store, [lexer.named("reasons")["days"]], {})
    if span["first"] is None:
        return ""
    return f"; the papers of the graph are published from {span['first']} to {span['last']}"


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _rows(store: "Store", name: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    return store.read(lexer.named("reasons")[name], given).rows
