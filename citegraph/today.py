"""The command that shows the newest papers: ``today``."""

# ruff: noqa: PLC0415 - heavy modules are imported inside the command, so that --help is fast

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import click

from citegraph.asking import show
from citegraph.graph.counted import counted
from citegraph.graph.errors import CitegraphError
from citegraph.opening import opened
from citegraph.options import Count, Day, usual_options
from citegraph.output import is_table, note, target

LIMIT = 100  # papers, if no other number is given, as in the question digest
_SHOWN = ("title", "upvotes", "topics", "code", "id")
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_MENTION = re.compile(r"(?<!\w)@(?=\w)")  # GitHub would notify the user, also if it is escaped
_ITEM = re.compile(r"\A(\d*)([-+.)])(?=\s)")  # begins an item of a list
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_ANNOUNCES = re.compile(  # "we introduce", "this paper studies"
    r"\b(?:we|here|this (?:(?:position )?paper|work|study|article|report|survey|review|research))\b"
    r"[^.;]{0,60}?\b(?:addres|analy[sz]|argu|ask|benchmark|build|built|creat|demonstrat|describ"
    r"|design|develop|evaluat|examin|explor|find|formali|found|introduc|investigat|offer|present"
    r"|propos|provid|releas|report|review|revisit|show|stud|survey|test)",
    re.IGNORECASE,
)


@click.command()
@click.option("--until", type=Day(), help="Last day.  [default: the newest day of a listing]")
@click.option(
    "--days", type=Count(1, 366), default=1, show_default=True, help="Number of days; 7 for a week."
)
@click.option("--limit", type=Count(1), help="Maximum papers to show.  [default: 100]")
@click.option("--markdown", "as_markdown", is_flag=True, help="Write a digest as Markdown.")
@click.option("-o", "--output", "path", default="-", metavar="FILE", help="File for the Markdown.")
@usual_options("citegraph today --days 7 --markdown -o week.md")
def today(
    until: datetime | None,
    days: int,
    limit: int | None,
    as_markdown: bool,
    path: str,
    db: str | None,
    output: str | None,
    silent: bool,
) -> None:
    """Show the papers listed on the newest day or in a week.

    The most upvoted papers come first.
    """
    from citegraph import queries

    if path != "-" and not as_markdown:
        raise click.UsageError("-o writes Markdown; add --markdown")
    given: dict[str, Any] = {"days": days}
    given |= {"until": until.date()} if until else {}
    given |= {"limit": limit} if limit else {}
    with opened(db) as store:
        answer = queries.run(store, "digest", **given)
    if not answer.rows and answer.unknown:
        raise CitegraphError(answer.note or "no list from this day")
    if as_markdown:
        with target(path) as stream:
            stream.write("".join(markdown(answer.rows, limit or LIMIT)).encode())
        show(answer, "quiet", silent=silent)
    else:
        columns = list(_SHOWN) if is_table(output) else answer.columns
        show(queries.Answer(columns, answer.rows, answer.note), output, silent=silent)
    cut = days > 1 and len(answer.rows) >= (limit or LIMIT)  # rows of the newest day may lack
    newest = None if cut else max((row["day"] for row in answer.rows), default=None)
    if newest and not until and (old := (datetime.now().astimezone().date() - newest).days) > 1:
        note(f"the newest list is from {newest}, {old} days ago", silent=silent)


def markdown(rows: Sequence[Mapping[str, Any]], limit: int | None = None) -> Iterator[str]:
    """Yield a digest of papers as Markdown: title, facts, and what the abstract announces.

    Args:
        rows: rows of the question ``digest``.
        limit: maximum rows that were asked for; if there are as many, more papers may exist.
    """
    yield f"# Papers of {_span(rows) or 'no day'}\n\n"
    if limit and len(rows) >= limit:
        yield f"The {counted(len(rows), 'most upvoted paper')}.\n"
    else:
        yield f"{counted(len(rows), 'paper')}, the most upvoted first.\n"
    for row in rows:
        title = _plain(row["title"] or row["id"])
        yield f"\n## {_link(title, _address(row['id'])) or title}\n\n"
        facts = [
            "" if row["upvotes"] is None else counted(row["upvotes"], "upvote"),
            ", ".join(map(_plain, row["organizations"])),
            ", ".join(map(_plain, row["topics"])),
            _link("code", row["code"] or ""),
            counted(row["stars"], "star") if row["stars"] else "",
        ]
        yield " · ".join(filter(None, facts)) + "\n"
        if row["abstract"]:
            yield f"\n{_plain(_announcement(row['abstract'], row['title'] or ''))}\n"


def _announcement(abstract: str, title: str) -> str:
    """Return the first sentence about the work itself, which is seldom the first of the abstract.

    It announces something, or begins with the name that the title introduces; the first sentence
    if there is none.
    """
    sentences = _SENTENCE.split(" ".join(abstract.split()))
    name, colon, _ = title.partition(":")
    announced = (s for s in sentences if _ANNOUNCES.search(s) or (colon and s.startswith(name)))
    return next(announced, sentences[0])


def _span(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the first and the last day of papers."""
    listed = sorted({row["day"] for row in rows})
    return " to ".join(str(day) for day in dict.fromkeys((*listed[:1], *listed[-1:])))


def _plain(text: str) -> str:
    """Escape the characters that Markdown interprets, and leave out those that a terminal does."""
    text = "".join(filter(str.isprintable, " ".join(text.split())))
    text = _ITEM.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))
    return _MENTION.sub("@&#8203;", text)  # a space without width


def _address(id: str) -> str:
    scheme, _, value = id.partition(":")
    base = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}.get(scheme)
    return f"{base}{value}" if base else ""


def _link(text: str, address: str) -> str:
    """Return a link, or nothing if the address is none that Markdown can contain."""
    safe = (
        address.startswith("https://") and address.isprintable() and not set(address) & set("()<> ")
    )
    return f"[{text}]({address})" if safe else ""
