"""The Python interface: one object for a graph, for scripts and notebooks.

::

    import citegraph as cg

    with cg.open("papers.db") as g:
        g.load("listing.txt")
        g.query.topics(limit=10)
        g.view(path="graph.html")
"""

import inspect
import keyword
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from citegraph import loaders, queries
from citegraph.graph.connection import address
from citegraph.graph.errors import QueryError, StoreError
from citegraph.graph.records import Paper
from citegraph.graph.store import Store, open_store

if TYPE_CHECKING:
    import networkx

    from citegraph.loaders.services.enrichment import Enrichment
    from citegraph.viz import Page

_TYPES = {"integer": int, "number": float, "boolean": bool, "date": date}  # others are text


def open(db: str | Path | None = None) -> "Graph":
    """Open a graph.

    If the folder does not exist, the first :meth:`Graph.load` creates it.

    Args:
        db: a folder, for the embedded engine, or the address of a Neo4j server such as
            ``neo4j://host:7687/database``, with the credentials in the environment variables
            ``NEO4J_USERNAME`` and ``NEO4J_PASSWORD``. Default: ``CITEGRAPH_DB``, else
            ``citegraph.db`` in the working directory.

    Returns:
        The graph. Close it, or use it in a ``with`` statement.

    Raises:
        ConnectionFailed: the address is invalid, no server answers, or it refuses the
            credentials.
        StoreBusy: another process uses the folder.
        StoreError: the folder cannot be used.
    """
    return Graph(db)


class Graph:
    """A graph; use :func:`open`.

    Attributes:
        query: the stock questions, see :class:`Questions`.
    """

    def __init__(self, db: str | Path | None = None) -> None:
        self._db = os.path.expanduser(address.chosen(db))  # noqa: PTH111 - may be an address
        self._store: Store | None = None
        self._closed = False
        self.query = Questions(self)
        folder = address.parse(self._db)
        if not isinstance(folder, Path) or folder.exists():
            self._store = open_store(self._db, create=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._closed else f"on {self._store.engine}" if self._store else "new"
        return f"<citegraph.Graph {self._db} ({state})>"

    @property
    def store(self) -> Store:
        """The store below the graph, for what this class does not offer.

        Raises:
            StoreError: the graph is closed, or the folder does not exist yet.
        """
        if self._store is None and not self._closed:
            self._store = open_store(self._db, create=False)
        return self._open()

    def _open(self) -> Store:
        """Return the store; make its folder if needed."""
        if self._closed:
            raise StoreError(f"{self._db}: the graph is closed; open it again")
        if self._store is None:
            self._store = open_store(self._db)
        return self._store

    def close(self) -> None:
        """Close the connections; the embedded engine stops with its last user."""
        self._closed = True
        if self._store is not None:
            self._store.close()

    def load(self, *sources: str | Path, captured: date | None = None) -> loaders.Summary:
        """Load files, folders, globs or addresses; the format of each is recognized.

        Args:
            sources: what to load. Loading a source again changes nothing.
            captured: the day on which a listing without full dates was saved.

        Returns:
            The numbers of papers read and of changes, with the rejected entries.

        Raises:
            SourceError: nothing could be loaded.
            StoreError: the graph cannot be written.
        """
        from citegraph import loading  # noqa: PLC0415 - imports click

        names = [str(source) for source in sources]
        loading.require_source(names)
        summary = loaders.load(self._open(), names, captured=captured)
        loading.require_papers(summary)
        return summary

    def enrich(
        self,
        service: str,
        /,
        *,
        papers: str | None = None,
        limit: int | None = None,
        plan: bool = False,
        refresh: bool = False,
        **parameters: Any,
    ) -> "Enrichment":
        """Add missing data to papers from a scholarly service.

        Adds references, authors with identifiers, venue, identifiers and retractions. A second run
        makes no call and changes nothing.

        Args:
            service: ``openalex``, ``semantic-scholar``, ``crossref``, ``opencitations`` or
                ``arxiv``. Keys and the contact address come from the environment.
            papers: a question of :attr:`query`, whose papers are completed. Default: all papers.
            limit: maximum number of papers.
            plan: plan the calls without making them.
            refresh: repeat calls made within the last 7 days.
            parameters: parameters of the question.

        Returns:
            The plan, the number of calls, and the result for each paper.

        Raises:
            SourceError: there is no such service.
            QueryError: the question does not exist, returns no papers, or a parameter is wrong.
            StoreError: the graph cannot be written.
        """
        from citegraph import enriching  # noqa: PLC0415 - imports click
        from citegraph.loaders.services.enrichment import enrich  # noqa: PLC0415 - not always needed

        if papers is None and parameters:
            raise QueryError(f"{', '.join(parameters)}: parameters need a question; set `papers`")
        ids = papers and enriching.paper_ids(
            self.store, _hyphens(papers), _cypher_names(parameters), limit
        )
        return enrich(
            self.store,
            service,
            ids or (None if papers is None else []),
            limit=limit,
            only_plan=plan,
            refresh=refresh,
        )

    def cypher(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        /,
        *,
        write: bool = False,
        limit: int | None = 1000,
        timeout: float = 60.0,
        **named: Any,
    ) -> queries.Answer:
        """Run a Cypher statement.

        Args:
            statement: Cypher; it may only read unless ``write`` is set.
            parameters: values of the statement's parameters.
            write: allow the statement to modify the graph.
            limit: maximum rows to return; ``None`` for all.
            timeout: seconds before the statement is ended.
            named: more parameters, by name.

        Raises:
            QueryError: the statement is wrong, writes without ``write``, or takes too long.
        """
        if limit is not None and limit < 1:
            raise QueryError(f"limit={limit} returns no rows; it must be at least 1")
        if not timeout > 0:
            raise QueryError(f"timeout={timeout} is not a positive number of seconds")
        return queries.cypher(
            self._open() if write else self.store,
            statement,
            {**(parameters or {}), **named},
            write=write,
            limit=limit,
            timeout=timeout,
        )

    def related(
        self,
        *papers: str,
        like: Sequence[str | Path] = (),
        text: str | None = None,
        on: date | str | None = None,
        since: date | str | None = None,
        newer: bool = False,
        code: bool = False,
        limit: int = 20,
    ) -> queries.Answer:
        """Rank papers related to given papers, files of papers or a text, with the reasons.

        With several papers, the column ``near`` names those that a row is most similar to.

        Args:
            papers: papers of the graph, by identifier, title, or a part of the title.
            like: files of papers, in any format that :meth:`load` reads.
            text: a text, such as an abstract.
            on: rank only the papers that were listed on this day.
            since: rank only papers published on or after this day.
            newer: rank only papers published after the named ones.
            code: rank only papers with a code repository.
            limit: maximum rows to return.

        Raises:
            QueryError: no paper matches, or several do.
            SourceError: a file cannot be read.
        """
        from citegraph.queries.related import related  # noqa: PLC0415 - not always needed
        from citegraph.relating import read_papers  # noqa: PLC0415 - imports click

        files = [like] if isinstance(like, (str, Path)) else like
        records, rejected = read_papers(tuple(map(str, files)))
        answer = related(
            self.store,
            papers,
            [*records, Paper(abstract=text)] if text else records,
            on=str(on) if on else None,
            since=str(since) if since else None,
            newer=newer,
            code=code,
            limit=limit,
        )
        return replace(answer, note="; ".join(filter(None, [answer.note, rejected])) or None)

    def search(self, words: str, *, limit: int = 20) -> queries.Answer:
        """Rank papers by words in title and abstract, with the matching sentence.

        Args:
            words: words; ``molec*`` matches words that begin with molec, and words in double
                quotes form a phrase. Also the name of an author or topic, or an identifier.
            limit: maximum rows to return.

        Raises:
            QueryError: there are no words.
        """
        return queries.run(self.store, "search", words=words, limit=limit)

    def view(
        self, name: str | None = None, /, *, path: str | Path | None = None, **parameters: Any
    ) -> "Page":
        """Draw the whole graph, or the answer to a question, as one HTML page.

        Args:
            name: a question of :attr:`query`; by default the whole graph is drawn.
            path: the file to write. By default nothing is written, and the page is returned for
                display in a notebook.
            parameters: parameters of the question; ``paper`` of ``related`` may be a list.

        Returns:
            The page.

        Raises:
            QueryError: the question does not exist, cannot be drawn, or a parameter is wrong.
            CitegraphError: there is nothing to draw.
        """
        from citegraph import pages, viz  # noqa: PLC0415 - drawing is not always needed

        if name is None and parameters:
            raise QueryError(f"{', '.join(parameters)}: parameters need a question; name one")
        subgraph, _ = (
            pages.question(self.store, _hyphens(name), _cypher_names(parameters))
            if name
            else pages.atlas(self.store)
        )
        return viz.render(subgraph, path)

    def networkx(self) -> "networkx.MultiDiGraph[Any]":
        """Return the whole graph as a ``networkx.MultiDiGraph``."""
        from citegraph.graph.bridges import to_networkx  # noqa: PLC0415 - networkx is slow to import

        return to_networkx(self.store)

    def stats(self) -> queries.Answer:
        """Count nodes and edges by type, and the coverage of papers."""
        from citegraph.reports import statistics  # noqa: PLC0415 - not always needed

        return queries.Answer(["what", "count", "of"], statistics(self.store))


class Questions:
    """The stock questions of a graph.

    ``g.query("shared-topics", paper="Mamba")`` asks by name. ``g.query.shared_topics(...)`` does
    the same, with completion by Tab, and the question and its parameters as help.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def __call__(self, name: str, /, **parameters: Any) -> queries.Answer:
        """Ask a question by name.

        Args:
            name: name of the question; iterating over this object yields all names.
            parameters: its parameters; a paper, author or topic by identifier or name. Add an
                underscore to keywords of Python: ``from_``.

        Raises:
            QueryError: the question does not exist, a parameter is wrong, or a name matches no
                node or several.
        """
        return queries.run(self._graph.store, _hyphens(name), **_cypher_names(parameters))

    def __iter__(self) -> Iterator[str]:
        return iter(queries.catalogue())

    def __dir__(self) -> Sequence[str]:
        return [*object.__dir__(self), *map(_underscores, self)]

    def __getattr__(self, attribute: str) -> Callable[..., queries.Answer]:
        question = queries.catalogue().get(_hyphens(attribute))
        if question is None:
            raise AttributeError(f"no question {attribute!r}; list(g.query) lists all")
        return _function(self, question)

    def __repr__(self) -> str:
        return "\n".join(
            f"{_underscores(name)}: {question.title}"
            for name, question in queries.catalogue().items()
        )


def _function(questions: Questions, question: queries.Question) -> Callable[..., queries.Answer]:
    """Return a question as a function with a signature and a docstring."""

    def ask(*values: Any, **named: Any) -> queries.Answer:
        try:
            given = signature.bind(*values, **named)
        except TypeError as error:
            raise TypeError(f"{ask.__name__}{signature}: {error}") from None
        return questions(question.name, **given.arguments)

    signature = inspect.Signature(
        [
            inspect.Parameter(
                _python_name(p.name),
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if p.required else p.default,
                annotation=_TYPES.get(p.type, str),
            )
            for p in sorted(question.parameters, key=lambda p: not p.required)
        ],
        return_annotation=queries.Answer,
    )
    ask.__name__ = ask.__qualname__ = _underscores(question.name)
    ask.__signature__ = signature  # type: ignore[attr-defined]  # read by inspect
    about = [f"    {_python_name(p.name)}: {p.about}." for p in question.parameters]
    columns = [f"    {column.name}: {column.about}." for column in question.columns]
    ask.__doc__ = "\n".join(
        [
            question.question,
            *(["", "Args:", *about] if about else []),
            "",
            "Returns: a table with the columns",
            *columns,
        ]
    )
    return ask


def _underscores(name: str) -> str:
    return name.replace("-", "_")


def _hyphens(name: str) -> str:
    return name.replace("_", "-")


def _python_name(parameter: str) -> str:
    """Return the name of a parameter in Python: ``from_`` for ``from``."""
    return f"{parameter}_" if keyword.iskeyword(parameter) else parameter


def _cypher_names(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Undo :func:`_python_name`."""
    return {
        name[:-1] if name.endswith("_") and keyword.iskeyword(name[:-1]) else name: value
        for name, value in parameters.items()
    }
