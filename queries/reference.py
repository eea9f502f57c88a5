"""Generate the page of the documentation about the questions from their heads."""

from collections.abc import Iterator

from citegraph.graph.coverage import probes
from citegraph.queries.question import Question, literal
from citegraph.queries.run import themes

_INTRODUCTION = """# Questions

Generated from the heads of `queries/catalogue/*/*.cypher` by `make docs`. To add a question,
add one file to one of these folders; `queries/question.py` describes its head.

`citegraph query NAME VALUE -p key=value` answers a question; `citegraph view NAME VALUE` draws the
answer, if the question can be drawn. VALUE is a required parameter or, if there is none, the first
one; `-p` sets any parameter.

| node | named by |
|---|---|
| paper | ID, arXiv ID, DOI, OpenAlex or Semantic Scholar ID, or an address of these |
| | address of its code |
| | title, name before the colon of the title, or unique part of the title |
| topic | ID, name, part of the name, alias, acronym |
| author, organization, repository, venue | ID, name, part of the name |

The answer states which node was found, and how. If several nodes match a name, the one with three
times as many upvotes and citations, papers or stars as the next is used. Otherwise the candidates
are listed with their IDs; on a terminal you can choose one by number.

Each file also runs unchanged in Neo4j Browser: set the parameters with the `:param` line shown here
(with IDs, because only citegraph resolves names), then run the file. In a terminal:
`citegraph cypher - < FILE`, with `-p` for each parameter.

If the graph lacks the data that a question needs, the answer is unknown, not empty:
"""


def catalogue_page() -> str:
    """Return the questions with parameters, columns, needs and examples, as Markdown."""
    lines = [_INTRODUCTION, "| need | measured | if it is missing |", "|---|---|---|"]
    lines += [f"| {p.need} | {p.about} | {p.remedy} |" for p in probes().values()]
    lines += ["", "| theme | question | answers |", "|---|---|---|"]
    lines += [
        f"| {'' if i else theme} | [{q.name}](#{q.name}) | {_first(q.question)} |"
        for theme, questions in themes().items()
        for i, q in enumerate(questions)
    ]
    for theme, questions in themes().items():
        lines += ["", f"## {theme.capitalize()}"]
        for question in questions:
            lines += ["", *_section(question)]
    return "\n".join(lines) + "\n"


def _first(question: str) -> str:
    """Return the first sentence of a question; the section of the question has all of it."""
    return f"{question.partition('? ')[0].removesuffix('?')}?"


def _section(question: Question) -> Iterator[str]:
    yield f"### {question.name}\n\n**{question.title}.** {question.question}\n"
    if question.parameters:
        yield "| parameter | type | default | meaning |\n|---|---|---|---|"
        for p in question.parameters:
            default = "required" if p.required else f"`{literal(p.default)}`"
            yield f"| {p.name} | {p.type} | {default} | {p.about} |"
        yield ""
    yield "| column | meaning |\n|---|---|"
    yield from (f"| {column.name} | {column.about} |" for column in question.columns)
    needs, states = (
        ", ".join(
            n.what + (f" (of `{n.of}`)" if n.of else "")
            for n in question.needs
            if n.required == required
        )
        for required in (True, False)
    )
    stated = f"The answer also states the coverage of: {states}. " if states else ""
    drawn = "yes" if question.graph else "no"
    yield f"\nNeeds: {needs or 'nothing but papers'}. {stated}Can be drawn: {drawn}.\n"
    yield f"```sh\n{question.example}\n```"
    if question.browser:
        yield f"\n```cypher\n{question.browser}\n```"
