"""Find a question in the catalogue and answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from citegraph.graph import cypher
from citegraph.graph.coverage import probes
from citegraph.graph.errors import QueryError
from citegraph.graph.subgraph import Subgraph, Table
from citegraph.queries import coverage, kept, lexer, naming, paths, reasons, versions
from citegraph.queries.answer import Answer
from citegraph.queries.marks import marked
from citegraph.queries.question import Need, Parameter, Question, parse
from citegraph.queries.values import ENTITIES, convert

if TYPE_CHECKING:
    from citegraph.graph.store import Store

SEARCH = "search"  # the question that queries/words.py answers
RELATED = "related"  # the question that queries/related.py adds rows to
DATED = "dated"  # need: papers of a topic with a date
UNEVEN = 0.1  # difference in coverage between periods above which an answer warns

# Folders of the catalogue, in the order in which they are listed.
THEMES = (
    *("papers", "related", "topics", "people", "organizations", "code", "citations", "venues"),
    *("trends", "listings", "graph"),
)


@cache
def _files() -> dict[str, tuple[str, Traversable]]:
    """Return the theme and the file of each question by name, in alphabetical order.

    Raises:
        QueryError: two files have the same name.
    """
    found: dict[str, tuple[str, Traversable]] = {}
    for theme in files("citegraph.queries").joinpath("catalogue").iterdir():
        if not theme.is_dir():
            continue
        for file in theme.iterdir():
            name, dot, suffix = file.name.partition(".")
            if not dot or suffix != "cypher":
                continue
            if name in found:
                raise QueryError(
                    f"{name}.cypher exists in {found[name][0]} and in {theme.name}; rename one"
                )
            found[name] = theme.name, file
    return dict(sorted(found.items()))


@cache
def _parsed(name: str) -> Question:
    """Return the question of a file; a command parses only the file that it needs."""
    theme, file = _files()[name]
    return parse(name, file.read_text("utf-8"), theme)


def catalogue() -> dict[str, Question]:
    """Return all questions by name, in alphabetical order.

    Raises:
        QueryError: a file is malformed, or two files have the same name.
    """
    return {name: _parsed(name) for name in _files()}


def themes() -> dict[str, list[Question]]:
    """Return the questions by theme, themes in the order of :data:`THEMES`."""
    return {
        theme: [question for question in catalogue().values() if question.theme == theme]
        for theme in THEMES
    }


def find(name: str) -> Question:
    """Return the question of a name.

    Raises:
        QueryError: there is none; the message lists similar names.
    """
    known = _files()
    if name not in known:
        plain = name.lower().replace("_", "-").replace(" ", "-")
        near = get_close_matches(plain, known, n=2, cutoff=0.6)
        near = near or [other for other in known if {*plain.split("-")} & {*other.split("-")}]
        hint = f"did you mean {' or '.join(near)}?" if near else "see the catalogue of questions"
        raise QueryError(f"no question {name!r}; {hint}")
    return _parsed(name)


def parameters(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """Convert the parameters of a question to their declared types and add the defaults.

    Raises:
        QueryError: a parameter is missing, unknown or invalid.
    """
    known = {p.name: p for p in question.parameters}
    for name in given:
        if name not in known:
            near = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"its parameters: {_known(question)}"
            raise QueryError(f"{question.name} has no parameter {name!r}; {hint}")
    return {name: _value(question, known[name], given) for name in known}


def run(store: "Store", name: str, **given: Any) -> Answer:
    """Answer a question of the catalogue.

    Args:
        store: the graph.
        name: name of the question.
        given: its parameters. A paper, topic, author, ... is given by identifier, by name or by
            a part of the name.

    Raises:
        QueryError: the question is unknown, a parameter is invalid, or a name matches no node or
            several.
    """
    store.refuse_foreign()
    question = find(name)
    columns = [column.name for column in question.columns]
    values = parameters(question, given)
    try:
        subjects = named(store, question, values)
    except naming.NotFoundError:
        lacking = _lacking(store, question, {})
        if lacking is None:
            raise
        return Answer(columns, note=lacking.advice(), unknown=lacking.unknown())
    reasons.check_two(question, subjects)
    if without := reasons.without_evidence(store, values, subjects):
        if given.get("source") is not None:
            raise QueryError(without)
        return Answer(columns, note=f"0 rows: {without}", subjects=subjects)
    values = versions.resolved(store, values, subjects)
    cut = values.get("limit")
    rows, notes = _rows(store, question, values if cut is None else {**values, "limit": cut + 1})
    needs = [need for need in question.needs if not need.of or values[need.of] is not None]
    notes += versions.notes(values, subjects)
    summary = _summary(store, question, values)
    if not rows:
        lacking = _lacking(store, question, values)
        if lacking is None:
            if empty := reasons.empty(store):
                return Answer(columns, note=f"0 rows: {empty}", subjects=subjects)
            notes = notes or [reasons.nothing(store, question, values)]
            notes += _wider_evidence(store, values, given, subjects)
            notes += [
                f"{name}=true would {about}"
                for name, about in reasons.wider(question, values).items()
                if _rows(store, question, {**values, name: True, "limit": 1})[0]
            ]
            notes += summary + _partial(store, needs, values, empty=True)
            return Answer(columns, note="; ".join(notes), subjects=subjects)
        note, unknown = lacking.advice(), lacking.unknown()
        return Answer(columns, note=note, unknown=unknown, subjects=subjects)
    # Coverage of the whole graph reads all papers, unless the data is sparse; a question about one
    # node does not wait for it.
    if any(need.of for need in needs) or any(
        p.required and p.type in ENTITIES for p in question.parameters
    ):
        needs = [need for need in needs if need.of or probes()[need.what].sparse]
    notes = summary + _chance(rows) + notes + _wider_evidence(store, values, given, subjects)
    notes += _partial(store, needs, values)
    notes += comparability(rows)
    notes += _uncounted(store, rows)
    notes += _untitled(question, values, rows[:cut])
    if cut is not None and len(rows) > cut:
        rows = rows[:cut]
        notes.append(f"the first {cut}; more with limit={10 * cut}")
    return Answer(columns, marked(store, rows), "; ".join(notes) or None, subjects=subjects)


def _summary(store: "Store", question: Question, values: Mapping[str, Any]) -> list[str]:
    """Return what the summary of a question states about the whole answer."""
    if question.summary is None:
        return []
    used = {name: values[name] for name in lexer.parameters(question.summary)}
    return [
        f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}"
        for row in kept.rows(store, [question.summary], used)[0]
        for name, value in row.items()
        if value is not None
    ]


def _wider_evidence(
    store: "Store",
    values: Mapping[str, Any],
    given: Mapping[str, Any],
    subjects: Mapping[str, naming.Subject],
) -> list[str]:
    """Return a better kind of evidence for a question about all topics, if none was chosen."""
    if "source" not in values or given.get("source") is not None or subjects:
        return []
    return [*filter(None, [reasons.wider_evidence(store, values["source"])])]


def _partial(
    store: "Store", needs: Sequence[Need], values: Mapping[str, Any], *, empty: bool = False
) -> list[str]:
    """Return the coverage of needs that only a part of the papers has.

    If the answer is empty and most papers lack the data, the remedy follows.
    """
    if any(need.what == DATED for need in needs):
        dates = coverage.measure(store, "dates")
        if dates.have == dates.of:  # so those of one topic have one, too
            needs = [need for need in needs if need.what != DATED]
    measured = [coverage.measure(store, need.what, _node(need, values)) for need in needs]
    return [
        found.advice() if empty and 2 * found.have < found.of else str(found)
        for found in measured
        if found.have < found.of
    ]


def _untitled(
    question: Question, values: Mapping[str, Any], rows: Sequence[dict[str, Any]]
) -> list[str]:
    """Return how to complete works without a title, in a question about the whole graph."""
    if any(p.required for p in question.parameters) or not {"id", "title"} <= rows[0].keys():
        return []
    without = sum(row["title"] is None for row in rows)
    if not without:
        return []
    given = "".join(
        f", {p.name}={str(value).lower() if isinstance(value, bool) else value}"
        for p in question.parameters
        if p.name != "limit" and (value := values[p.name]) != p.default
    )
    return [
        f"{without} of {len(rows)} works have no title; enrich the papers of {question.name}{given}"
        " (with openalex) to add titles and to merge works that are the same"
    ]


def _uncounted(store: "Store", rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return how many papers have the references from which "0 citations" follows.

    In a graph in which no paper has references, 0 is replaced by ``None``: citations are unknown
    there, unless a source states their number.
    """
    zero = [row for row in rows if row.get("citations") == 0]
    if not zero:
        return []
    references = coverage.measure(store, "references")
    if references.have:
        part = references.have < references.of
        return [f"{references}, so 0 citations may be too few"] if part else []
    for row in zero:
        row["citations"] = None
    return ["citations are unknown, because no paper of this graph has references"]


def comparability(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a warning if the periods of a trend differ in coverage.

    Columns whose name begins with ``covered`` state the coverage of a period.
    """
    shares = [
        value
        for row in rows
        for name, value in row.items()
        if name.startswith("covered") and value is not None
    ]
    if not shares or max(shares) - min(shares) <= UNEVEN:
        return []
    return [
        f"the evidence covers from {min(shares):.0%} to {max(shares):.0%} of the papers of a "
        "period: compare periods of similar coverage, or use another source"
    ]


def _chance(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a warning if the interval of the first row, the clearest one, contains chance."""
    for name, chance in (("difference", 0), ("growth", 1)):
        if rows[0].get(name) is not None and rows[0]["low"] <= chance <= rows[0]["high"]:
            return [f"no {name} is clear: every 95% confidence interval contains {chance}"]
    return []


def subgraph(store: "Store", name: str, *, answer: Answer | None = None, **given: Any) -> Subgraph:
    """Return the answer to a question as a subgraph.

    Args:
        store: the graph.
        name: name of the question.
        answer: the answer of :func:`run` to draw, so that table and subgraph are of one run.
        given: its parameters, as for :func:`run`.

    Raises:
        QueryError: as for :func:`run`, or the question cannot be drawn.
    """
    store.refuse_foreign()
    question = find(name)
    if question.graph is None:
        raise QueryError(f"{name} cannot be drawn; its answer is a table")
    values = resolved(store, question, parameters(question, given))
    statement, used = question.graph, values
    if question.name == SEARCH:
        from citegraph.queries import words  # noqa: PLC0415 - numpy is slow to import

        rows, _ = words.found(store, values["words"], values["limit"])
        statement, used = words.statement(statement), {**values, "found": rows}
    elif paths.searched(question):
        path = paths.found(store, question, question.graph, values)
        if path is None:
            return Subgraph((), (), title=question.title)
        statement, used = path
    if answer is not None and question.drawing is not None:
        found = store.graph(*of_rows(question, answer, used))
    else:
        found = store.graph(statement, used)
    names = {
        node.key: naming.short_title(node.properties["title"])
        if node.properties.get("title")
        else node.properties.get("name")
        for node in found.nodes
    }
    subjects = {
        p.name: str(names.get(f"{p.type.capitalize()}:{values[p.name]}") or values[p.name])
        for p in question.parameters
        if p.required
    }
    entities = (p for p in question.parameters if p.type in ENTITIES and values[p.name])
    keys = [f"{p.type.capitalize()}:{values[p.name]}" for p in entities]
    seeds = tuple(key for key in keys if key in names)
    return replace(
        found,
        title=question.titled(subjects),
        cypher=question.with_parameters(statement, used),
        focus=seeds[0] if seeds and seeds[0] == keys[0] else None,
        seeds=seeds,
        answer=_table(question, answer),
    )


def of_rows(
    question: Question, answer: Answer, values: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Return the statement that draws the given rows, and its parameters."""
    used = {token.text for token in lexer.tokens(question.drawing or "") if token.kind == "word"}
    columns = [name for name in answer.columns if name in used]
    rows = [{name: row[name] for name in columns} for row in answer.rows]
    return cypher.each_row(columns, question.drawing or ""), {**values, "rows": rows}


def _table(question: Question, answer: Answer | None) -> Table | None:
    if answer is None:
        return None
    return Table(
        columns=tuple((column.name, column.about) for column in question.columns),
        rows=tuple(tuple(row[name] for name in answer.columns) for row in answer.rows),
        question=question.question,
    )


def _rows(
    store: "Store", question: Question, values: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows of an answer, and notes about them."""
    if question.name == SEARCH:
        from citegraph.queries import words  # noqa: PLC0415 - numpy is slow to import

        found, notes = words.found(store, values["words"], values["limit"])
        statement = words.statement(question.table)
        return store.read(statement, {**values, "found": found}).rows, notes
    if not paths.searched(question):
        named = any(p.type in ENTITIES and values[p.name] for p in question.parameters)
        rows = kept.answer(store, question.table, values, whole=not named)
        if question.name == RELATED:
            from citegraph.queries import related  # noqa: PLC0415 - as above

            rows = related.filled(store, rows, values)
        return rows, []
    path = paths.found(store, question, question.table, values)
    if path is None:
        return [], [f"0 rows: no path of at most {paths.most(question)} edges connects the two"]
    return store.read(*path).rows, []


def _value(question: Question, parameter: Parameter, given: Mapping[str, Any]) -> Any:
    value = given.get(parameter.name)
    if value is not None:
        read = convert(parameter.type, value, parameter.name)
        parameter.check(read)
        return read
    if parameter.required:
        raise QueryError(
            f"{question.name} needs {parameter.name!r}: {parameter.about}, for example "
            f"{parameter.example!s:.60}"
        )
    return parameter.default


def _known(question: Question) -> str:
    return ", ".join(p.name for p in question.parameters) or "none"


def named(
    store: "Store", question: Question, values: Mapping[str, Any]
) -> dict[str, naming.Subject]:
    """Return the nodes that parameters name, by the name of the parameter.

    Raises:
        NotFoundError: a name matches no node.
        AmbiguousError: a name matches several nodes.
    """
    found: dict[str, naming.Subject] = {}
    for parameter in question.parameters:
        value = values[parameter.name]
        if parameter.type in ENTITIES and value is not None:
            try:
                found[parameter.name] = naming.identify(store, parameter.type, value)
            except naming.AmbiguousError as error:
                error.parameter = parameter.name
                raise
    return found


def resolved(store: "Store", question: Question, values: dict[str, Any]) -> dict[str, Any]:
    """Replace the names of nodes in parameters by their IDs."""
    return versions.resolved(store, values, named(store, question, values))


def _node(need: Need, values: Mapping[str, Any]) -> Any:
    """Return the paper, topic or day that must have the data; ``None`` if any may have it."""
    return values.get(need.of) if need.of and need.what not in coverage.OF_ANY else None


def _lacking(
    store: "Store", question: Question, values: Mapping[str, Any]
) -> coverage.Coverage | None:
    """Return the coverage of the first need without data; ``None`` if all have data."""
    for need in filter(lambda need: need.required, question.needs):
        if need.of and need.of in values and values[need.of] is None:  # not given
            continue
        id = _node(need, values)
        if id is not None:
            found = coverage.measure(store, need.what, id)
            if found.have:
                continue
            # for all topics, a probe reads the papers of each
            if found.probe.of_topic or coverage.exists(store, need.what):
                return found
        if not coverage.exists(store, need.what):
            return coverage.measure(store, need.what)
    return None
