"""The Python interface: one object for a graph, for scripts and notebooks.

::

    import citegraph as cg

    with cg.open("papers.db") as g:
        g.load("listing.txt")
        g.query.topics(limit=10)
        g.view("graph.html")
"""

import inspect
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from citegraph import loaders, queries
from citegraph.graph.store import Store, open_store

if TYPE_CHECKING:
    import networkx

    from citegraph.viz import Page

__all__ = ["Graph", "Questions", "open"]


def open(db: str | Path | None = None, *, create: bool = True) -> "Graph":
    """Open a graph.

    Args:
        db: a folder, for the embedded engine, or the address of a Neo4j server such as
            ``neo4j://host:7687/database``, with the credentials in the environment variables
            ``NEO4J_USERNAME`` and ``NEO4J_PASSWORD``. Default: ``CITEGRAPH_DB``, else
            ``citegraph.db`` in the working directory.
        create: make the folder if it does not exist.

    Returns:
        The graph. Close it, or use it in a ``with`` statement.

    Raises:
        ConnectionFailed: no server answers, or it refuses the credentials.
        StoreBusy: another process holds the folder.
        StoreError: the folder cannot be used.
    """
    return Graph(open_store(db, create=create))


class Graph:
    """An open graph.

    Attributes:
        store: the store below it, for what this class does not offer.
        query: the stock questions, see :class:`Questions`.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.query = Questions(store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<citegraph.Graph {self.store.name} on {self.store.engine}>"

    def close(self) -> None:
        """Close the connections; the embedded engine stops with its last user."""
        self.store.close()

    def load(self, *sources: str | Path, captured: date | None = None) -> loaders.Summary:
        """Load files, folders, globs or addresses; the format of each is recognized.

        Args:
            sources: what to load. Loading a source again changes nothing.
            captured: the day on which a listing without full dates was saved.

        Returns:
            What was read and what it changed, with the rejected entries.

        Raises:
            SourceError: a source cannot be read at all.
            StoreError: the graph cannot be written.
        """
        return loaders.load(self.store, [str(source) for source in sources], captured=captured)

    def cypher(
        self,
        statement: str,
        *,
        write: bool = False,
        limit: int | None = 1000,
        timeout: float = 60.0,
        **parameters: Any,
    ) -> queries.Answer:
        """Run a Cypher statement.

        Args:
            statement: Cypher; it may only read unless ``write`` is set.
            write: allow the statement to modify the graph.
            limit: maximum rows to return; ``None`` for all.
            timeout: seconds before the statement is ended.
            parameters: values of the statement's parameters, by name.

        Raises:
            QueryError: the statement is wrong, writes without ``write``, or takes too long.
        """
        return queries.cypher(
            self.store, statement, parameters, write=write, limit=limit, timeout=timeout
        )

    def related(self, paper: str, *, limit: int = 20) -> queries.Answer:
        """Rank the papers related to a paper, with the reasons.

        Args:
            paper: identifier or title, or a part of the title.
            limit: maximum rows to return.

        Raises:
            QueryError: no paper matches, or several do.
        """
        return self.query("related", paper=paper, limit=limit)

    def view(self, name: str | None = None, path: str | Path | None = None, **given: Any) -> "Page":
        """Draw the whole graph, or the answer to a question, as one HTML page.

        Args:
            name: a question of :attr:`query`; by default the whole graph is drawn.
            path: the file to write. By default nothing is written, and the page is returned for
                display in a notebook.
            given: parameters of the question.

        Returns:
            The page.

        Raises:
            QueryError: the question does not exist, cannot be drawn, or a parameter is wrong.
            CitegraphError: there is nothing to draw.
        """
        from citegraph import pages, viz  # noqa: PLC0415 - drawing is not always needed

        asked = pages.question(self.store, name, given) if name else pages.atlas(self.store)
        return viz.render(asked[0], path)

    def networkx(self) -> "networkx.MultiDiGraph[Any]":
        """Return the whole graph as a ``networkx.MultiDiGraph``."""
        from citegraph.graph.bridges import to_networkx  # noqa: PLC0415 - networkx is slow to import

        return to_networkx(self.store)

    def stats(self) -> queries.Answer:
        """Count nodes and edges by type, and how much is known about the papers."""
        from citegraph.reports import statistics  # noqa: PLC0415 - not always needed

        return queries.Answer(["what", "count", "of"], statistics(self.store))


class Questions:
    """The stock questions of a graph.

    ``g.query("shared-topics", paper="Mamba")`` asks by name; ``g.query.shared_topics(...)`` does
    the same and is completed by Tab, with the question and its parameters as help.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, name: str, **parameters: Any) -> queries.Answer:
        """Ask a question by name.

        Args:
            name: name of the question; iterating over this object yields all names.
            parameters: its parameters; a paper, author or topic by identifier or name.

        Raises:
            QueryError: the question does not exist, a parameter is wrong, or a name matches
                nothing or several things.
        """
        return queries.run(self._store, name, **parameters)

    def __iter__(self) -> Iterator[str]:
        return iter(queries.catalogue())

    def __dir__(self) -> Sequence[str]:
        return [*object.__dir__(self), *(name.replace("-", "_") for name in self)]

    def __getattr__(self, attribute: str) -> "_Ask":
        name = attribute.replace("_", "-")
        if attribute.startswith("_") or name not in queries.catalogue():
            raise AttributeError(f"no question {name!r}; list(g.query) names them")
        return _Ask(self, queries.catalogue()[name])

    def __repr__(self) -> str:
        return "\n".join(
            f"{name.replace('-', '_')}: {question.question}"
            for name, question in queries.catalogue().items()
        )


class _Ask:
    """One question as a function with a signature and a docstring."""

    def __init__(self, questions: Questions, question: queries.Question) -> None:
        self._questions = questions
        self._question = question
        self.__name__ = question.name.replace("-", "_")
        self.__doc__ = "\n".join(
            [
                question.question,
                "",
                "Args:",
                *(f"    {p.name}: {p.about}." for p in question.parameters),
            ]
        )
        self.__signature__ = inspect.Signature(
            [
                inspect.Parameter(
                    p.name,
                    inspect.Parameter.POSITIONAL_OR_KEYWORD,
                    default=inspect.Parameter.empty if p.required else p.default,
                )
                for p in sorted(question.parameters, key=lambda p: not p.required)
            ]
        )

    def __call__(self, *values: Any, **named: Any) -> queries.Answer:
        given = self.__signature__.bind(*values, **named).arguments
        return self._questions(self._question.name, **given)

    def __repr__(self) -> str:
        return f"<question {self.__name__}{self.__signature__}>"
