"""``citegraph same``, ``different``, ``unsure``, ``why-same``, ``judgements``, ``resolve``."""

# ruff: noqa: PLC0415 - heavy modules are imported inside the commands, as in citegraph.cli

import getpass
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from citegraph.graph.counted import counted
from citegraph.opening import opened
from citegraph.options import db_option, example, silent_option, usual_options
from citegraph.output import emit, note, output_options

if TYPE_CHECKING:
    from citegraph.graph.identity.entries import Entry
    from citegraph.graph.store import Store

_EXAMPLE = "'yang liu@arxiv:2401.00001' 'yang liu@arxiv:2402.00002'"
_VERDICTS = {
    "same": "Judge that A and B are the same author, paper or other node.",
    "different": "Judge that A and B are different authors, papers or nodes.",
    "unsure": "Note that A and B may be the same author, paper or other node.",
}
_KINDS = ("author", "paper", "organization", "topic", "repository")
_of_option = click.option(
    "--of",
    "kind",
    type=click.Choice(_KINDS),
    default="author",
    show_default=True,
    help="What A and B are.",
)


def _verdict(verdict: str, text: str) -> click.Command:
    @click.command(
        verdict,
        help=f"{text}\n\nName an author by name, ID or entry (NAME@PAPER), and any other node by "
        "name or ID. The judgement is added to the file that 'citegraph judgements' names. To undo "
        "it, remove its line and run 'citegraph resolve'; for nodes other than authors, "
        "'resolve' then lists the sources to load again.\n\n\b\nExample:\n"
        f"  citegraph {verdict} {_EXAMPLE}\n"
        f"  citegraph {verdict} --of paper doi:10.1000/x arxiv:2401.00001",
    )
    @click.argument("a")
    @click.argument("b")
    @_of_option
    @click.option("--because", default="", metavar="REASON", help="Reason, stored in the file.")
    @db_option
    @silent_option
    def command(a: str, b: str, kind: str, because: str, db: str | None, silent: bool) -> None:
        from citegraph.graph.errors import CitegraphError
        from citegraph.graph.identity import judgements

        with opened(db) as store:
            ends = sorted(_end(store, text, kind) for text in (a, b))
            if ends[0] == ends[1]:
                other = "entries of author lists: NAME@PAPER" if kind == "author" else "IDs"
                raise CitegraphError(f"{a} and {b} are one {kind}; name two {other}")
            judgement = judgements.Judgement(
                verdict,
                ends[0],
                ends[1],
                datetime.now().astimezone().date().isoformat(),
                _user(),
                because,
            )
            judgements.append(store.judgements, judgement)
            changes = store.derive()
            problems = _problems(store)
        for problem in problems:
            note(problem)
        note(
            f"{store.judgements}: added '{verdict} {judgement.a} {judgement.b}'; "
            f"{counted(changes.total, 'change')} in the graph",
            silent=silent,
        )

    return command


def _problems(store: "Store") -> list[str]:
    """Return messages about judgements that are not applied, and merges without a judgement."""
    from citegraph.graph.identity import judgements
    from citegraph.graph.writing.combined import combined
    from citegraph.graph.writing.earlier import missing, read_judgements

    found = read_judgements(store)
    if found is None:
        return []
    lost = (
        f"judgement '{one.verdict} {one.a} {one.b}': an ID matches no paper in this graph, or "
        "several, because the data has changed; use another ID, or remove the line"
        for one in missing(store, found)
    )
    return [*judgements.accepted(found)[1], *lost, *dict.fromkeys(combined(store, found))]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in this system
        return ""


def _end(store: "Store", text: str, kind: str) -> str:
    """Return the end of a judgement for what a user names.

    An identifier stands as it is given: a node that was merged has several.
    """
    from citegraph.graph.identity import ids, judgements
    from citegraph.graph.identity.node_ids import repository_id
    from citegraph.queries.naming import resolve

    if kind != "author":
        given = {
            "paper": ids.parse(text)[0] != "own",
            "organization": text.startswith(("ror:", "openalex:", "hf:", "name:")),
            "repository": repository_id(text) is not None,
        }.get(kind, False)
        id = (repository_id(text) or text) if given else resolve(store, kind, text)
        return judgements.end(f"{kind}:{id}")

    scheme = text.partition(":")[0]
    if "@" in text and not text.startswith("name:"):
        name, _, paper = text.partition("@")
        return f"{ids.name_key(name)}@{resolve(store, 'paper', paper)}"
    if scheme == "hf":
        return judgements.end(text)
    author = _author(store, text)
    if not author.startswith("name:"):
        return author
    entry = min(_entries(store, [author])[author], key=lambda entry: entry.key)
    return f"{ids.name_key(entry.name)}@{entry.paper}"


def _author(store: "Store", text: str) -> str:
    """Return the ID of the author that a text names.

    Raises:
        CitegraphError: there is none; if a node of another type has the name, how to name it.
    """
    from citegraph.graph.errors import CitegraphError
    from citegraph.queries.naming import NotFoundError, resolve

    try:
        return resolve(store, "author", text)
    except NotFoundError as error:
        if error.other not in _KINDS:
            raise
        raise CitegraphError(f"{error}; add --of {error.other}") from None


def _entries(store: "Store", authors: list[str]) -> "dict[str, list[Entry]]":
    from citegraph.graph.writing.people import entries_of

    return entries_of(lambda text, /, **given: store.read(text, given).rows, authors)


def _side(store: "Store", text: str) -> "list[Entry]":
    """Return the entries of an author, or one entry NAME@PAPER.

    Raises:
        CitegraphError: there is none.
    """
    from citegraph.graph import cypher
    from citegraph.graph.errors import CitegraphError
    from citegraph.graph.identity import ids
    from citegraph.graph.schema import edge_type
    from citegraph.queries.naming import resolve

    if "@" not in text or text.startswith("name:"):
        author = _author(store, text)
        return sorted(_entries(store, [author])[author], key=lambda entry: entry.key)
    name, _, paper = text.partition("@")
    id, key = resolve(store, "paper", paper), ids.name_key(name)
    statement = cypher.read_edges(edge_type("Author", "AUTHORED", "Paper"), start=False)
    [listed] = store.read(statement, {"ids": [id]}).rows
    found = _entries(store, [row["a"] for row in listed["rows"]])
    for entry in (entry for some in found.values() for entry in some):
        if entry.paper == id and ids.name_key(entry.name) == key:
            return [entry]
    raise CitegraphError(f"{text}: no author of {id} has this name")


@click.command("why-same")
@click.argument("a")
@click.argument("b")
@_of_option
@db_option
@output_options
@example("citegraph why-same 'yang liu@arxiv:2401.00001' 'yang liu@arxiv:2402.00002'")
def why_same(a: str, b: str, kind: str, db: str | None, output: str | None) -> None:
    """Explain why A and B are the same or different nodes.

    An author is a name, an ID, or an entry NAME@PAPER. The evidence about authors is
    measured in bits; one bit doubles the odds.
    """
    from citegraph.graph.errors import CitegraphError
    from citegraph.graph.identity import judgements
    from citegraph.graph.identity.explain import explain

    if kind != "author":
        with opened(db) as store:
            rows = _explained(store, kind, a, b)
        emit(["evidence", "about", "bits"], rows, output)
        return
    with opened(db) as store:
        one, other = _side(store, a), _side(store, b)
        given = judgements.read(store.judgements) or ()
    taken = {entry.key for entry in one}
    other = [entry for entry in other if entry.key not in taken]
    if not other:
        raise CitegraphError(
            f"{a} and {b} are one author in the graph; name two entries: NAME@PAPER"
        )
    emit(["evidence", "about", "bits"], explain(one, other, given), output)


def _explained(store: "Store", kind: str, a: str, b: str) -> list[dict[str, Any]]:
    """Return the evidence for two nodes being one paper, organization, ...

    Raises:
        CitegraphError: both texts name one node that combines no others.
    """
    from citegraph.graph import cypher
    from citegraph.graph.errors import CitegraphError
    from citegraph.graph.exporting.identities import identified
    from citegraph.graph.identity import judgements
    from citegraph.graph.identity.explain_papers import (
        explain_merged,
        explain_nodes,
        explain_papers,
    )
    from citegraph.queries.naming import resolve

    nodes = [resolve(store, kind, text) for text in (a, b)]
    if nodes[0] == nodes[1]:
        statement = cypher.read_nodes(judgements.SUBJECTS[kind])
        [found] = store.read(statement, {"ids": nodes[:1]}).rows
        [node] = found["rows"]
        if not (merged := node["properties"].get("alsoKnownAs")):
            raise CitegraphError(f"{a} and {b} both mean {nodes[0]}; name two different nodes")
        return explain_merged(kind, nodes[0], merged)
    given = judgements.read(store.judgements) or ()
    if kind != "paper":
        return explain_nodes(kind, nodes[0], nodes[1], given)
    known = {one.id: one.known for one in identified(store, nodes)}
    return explain_papers(known[nodes[0]], known[nodes[1]], given)


@click.command("judgements")
@usual_options("citegraph judgements --json")
def list_judgements(db: str | None, output: str | None, silent: bool) -> None:
    """List the judgements and whether they are applied.

    The file is next to the database, unless CITEGRAPH_JUDGEMENTS names another one.
    """
    from citegraph.graph.identity import judgements

    with opened(db) as store:
        path, problems = store.judgements, _problems(store)
    found = judgements.read(path) or []
    kept, _ = judgements.accepted(found)
    rows = [{**asdict(one), "applied": one in kept} for one in found]
    emit(["verdict", "a", "b", "day", "by", "reason", "applied"], rows, output)
    for problem in problems:
        note(problem)
    note(f"{path}: {counted(len(found), 'judgement')}", silent=silent)


@click.command("resolve")
@click.option("--all", "rebuild", is_flag=True, help="Resolve all authors again.")
@db_option
@silent_option
@example("citegraph resolve")
def apply(rebuild: bool, db: str | None, silent: bool) -> None:
    """Apply changed judgements; complete an interrupted load.

    Also recounts the papers of authors, topics, repositories and venues. With --all, also adds the
    properties that a graph loaded by an earlier version lacks.
    """
    from citegraph.graph.writing import counts
    from citegraph.progress import shown_steps

    with opened(db) as store, shown_steps(silent=silent) as step:
        changes = store.derive(step, rebuild=rebuild)
        counts.recount(store)
        problems = _problems(store)
    for problem in problems:
        note(problem)
    changed = changes.total
    note(counted(changed, "change") if changed else "already up to date", silent=silent)


COMMANDS = (
    *(_verdict(verdict, text) for verdict, text in _VERDICTS.items()),
    why_same,
    list_judgements,
    apply,
)
