"""``citegraph same``, ``different``, ``unsure``, ``why-same``, ``judgements``, ``resolve``."""

# ruff: noqa: PLC0415 - heavy modules are imported inside the commands, as in citegraph.cli

import getpass
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from citegraph.options import db_option, example, silent_option
from citegraph.output import emit, note, output_options

if TYPE_CHECKING:
    from citegraph.graph.identity.mentions import Mention
    from citegraph.graph.store import Store

__all__ = ["add_commands"]

_EXAMPLE = "'yang liu@arxiv:2401.00001' 'yang liu@arxiv:2402.00002'"
_VERDICTS = {
    "same": "Judge that authors A and B are one person.",
    "different": "Judge that authors A and B are two people.",
    "unsure": "Note that authors A and B may be one person.",
}


def add_commands(cli: click.Group, opened: Callable[..., Any]) -> None:
    """Add the commands about judgements.

    Args:
        cli: the group.
        opened: opens the graph of ``--db``.
    """
    for verdict, text in _VERDICTS.items():
        cli.add_command(_verdict(verdict, text, opened))
    cli.add_command(_why(opened))
    cli.add_command(_list(opened))
    cli.add_command(_resolve(opened))


def _verdict(verdict: str, text: str, opened: Callable[..., Any]) -> click.Command:
    @click.command(
        verdict,
        help=f"{text}\n\nAn author is a name, an ID, or an entry NAME@PAPER. The judgement is a "
        "line of the file that 'citegraph judgements' names; remove it and run 'citegraph resolve' "
        f"to undo it.\n\n\b\nExample:\n  citegraph {verdict} {_EXAMPLE}",
    )
    @click.argument("a")
    @click.argument("b")
    @click.option("--because", default="", metavar="REASON", help="Reason, for the file.")
    @db_option
    @silent_option
    def command(a: str, b: str, because: str, db: str | None, silent: bool) -> None:
        from citegraph.graph.errors import CitegraphError
        from citegraph.graph.identity import judgements

        with opened(db) as store:
            ends = sorted(_end(store, text) for text in (a, b))
            if ends[0] == ends[1]:
                raise CitegraphError(
                    f"{a} and {b} are one author; name two entries of author lists: NAME@PAPER"
                )
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
            problems = judgements.accepted(judgements.read(store.judgements) or ())[1]
        for problem in problems:
            note(problem)
        changed = sum(changes.updated.values()) + sum(changes.created.values())
        note(f"{store.judgements}: line added; {changed:,} changes in the graph", silent=silent)

    return command


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in this system
        return ""


def _end(store: "Store", text: str) -> str:
    """Return the end of a judgement for an author as a user names it."""
    from citegraph.graph.identity import ids, judgements
    from citegraph.queries.naming import resolve

    scheme = text.partition(":")[0]
    if "@" in text and not text.startswith("name:"):
        name, _, paper = text.partition("@")
        return f"{ids.name_key(name)}@{resolve(store, 'paper', paper)}"
    if scheme == "hf":
        return judgements.end(text)
    author = resolve(store, "author", text)
    if not author.startswith("name:"):
        return author
    mention = min(_mentions(store, [author])[author], key=lambda mention: mention.key)
    return f"{ids.name_key(mention.name)}@{mention.paper}"


def _mentions(store: "Store", authors: list[str]) -> "dict[str, list[Mention]]":
    from citegraph.graph.writing.people import mentions_of

    return mentions_of(lambda text, /, **given: store.read(text, given).rows, authors)


def _side(store: "Store", text: str) -> "list[Mention]":
    """Return the mentions of an author, or one entry NAME@PAPER.

    Raises:
        CitegraphError: there is none.
    """
    from citegraph.graph import cypher
    from citegraph.graph.errors import CitegraphError
    from citegraph.graph.identity import ids
    from citegraph.graph.schema import edge_type
    from citegraph.queries.naming import resolve

    if "@" not in text or text.startswith("name:"):
        author = resolve(store, "author", text)
        return sorted(_mentions(store, [author])[author], key=lambda mention: mention.key)
    name, _, paper = text.partition("@")
    id, key = resolve(store, "paper", paper), ids.name_key(name)
    statement = cypher.read_edges(edge_type("Author", "AUTHORED", "Paper"), start=False)
    [listed] = store.read(statement, {"ids": [id]}).rows
    found = _mentions(store, [row["a"] for row in listed["rows"]])
    for mention in (mention for some in found.values() for mention in some):
        if mention.paper == id and ids.name_key(mention.name) == key:
            return [mention]
    raise CitegraphError(
        f"{text}: the author list of {id} has no such name; see the paper's authors"
    )


def _why(opened: Callable[..., Any]) -> click.Command:
    @click.command("why-same")
    @click.argument("a")
    @click.argument("b")
    @db_option
    @output_options
    @example("citegraph why-same 'yang liu@arxiv:2401.00001' 'yang liu@arxiv:2402.00002'")
    def command(a: str, b: str, db: str | None, output: str | None) -> None:
        """Explain why authors A and B are one person or two.

        An author is a name, an ID, or an entry NAME@PAPER. The evidence is counted in
        bits; one bit doubles the odds.
        """
        from citegraph.graph.errors import CitegraphError
        from citegraph.graph.identity import judgements
        from citegraph.graph.identity.explain import explain

        with opened(db) as store:
            one, other = _side(store, a), _side(store, b)
            given = judgements.read(store.judgements) or ()
        taken = {mention.key for mention in one}
        other = [mention for mention in other if mention.key not in taken]
        if not other:
            raise CitegraphError(
                f"{a} and {b} are one author in the graph; name two entries: NAME@PAPER"
            )
        emit(["evidence", "about", "bits"], explain(one, other, given), output)

    return command


def _list(opened: Callable[..., Any]) -> click.Command:
    @click.command("judgements")
    @db_option
    @output_options
    @silent_option
    @example("citegraph judgements --json")
    def command(db: str | None, output: str | None, silent: bool) -> None:
        """List the judgements and whether they are applied.

        The file is beside the database, or CITEGRAPH_JUDGEMENTS names it.
        """
        from citegraph.graph.identity import judgements

        with opened(db) as store:
            path = store.judgements
        found = judgements.read(path) or []
        kept, problems = judgements.accepted(found)
        rows = [
            {
                "verdict": one.verdict,
                "a": one.a,
                "b": one.b,
                "day": one.day,
                "by": one.by,
                "reason": one.reason,
                "applied": one in kept,
            }
            for one in found
        ]
        emit(["verdict", "a", "b", "day", "by", "reason", "applied"], rows, output)
        for problem in problems:
            note(problem)
        note(f"{path}: {len(found):,} judgements", silent=silent)

    return command


def _resolve(opened: Callable[..., Any]) -> click.Command:
    @click.command("resolve")
    @db_option
    @silent_option
    @example("citegraph resolve")
    def command(db: str | None, silent: bool) -> None:
        """Apply changed judgements; complete an interrupted load.

        The papers of authors, topics, repositories and venues are counted again, too.
        """
        from citegraph.graph.writing import kept
        from citegraph.progress import shown_steps

        with opened(db) as store, shown_steps(silent=silent) as step:
            changes = store.derive(partial(step, "comparing authors"))
            kept.recount(store.write_rows)
        changed = sum(
            sum(counter.values()) for counter in (changes.created, changes.updated, changes.deleted)
        )
        note(f"{changed:,} changes" if changed else "already up to date", silent=silent)

    return command
