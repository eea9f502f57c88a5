"""Derive, after the last batch of a load, what follows from all of it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from citegraph.graph.identity import judgements
from citegraph.graph.writing import judging, kept, keywords, people
from citegraph.graph.writing.difference import Changes, Runner
from citegraph.graph.writing.topics import rename_topics

if TYPE_CHECKING:
    from citegraph.graph.store import Store

__all__ = ["derive"]


def derive(
    store: "Store",
    transact: people.Transact,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    anew: bool = False,
) -> Changes:
    """Derive authors, identifiers of topics, topics of shared keywords, and kept properties.

    Args:
        store: the graph.
        transact: runs a function in a transaction of its own.
        progress: called with the name of the step, how much is done, and how much there is.
        anew: decide about all authors, not only those that a batch touched.
    """

    def transact_and_forget(work: Callable[[Runner], Any]) -> Any:
        return transact(lambda run: _forgetting(run, work(run)))

    given = judgements.read(store.judgements)
    changes: Changes = transact_and_forget(lambda run: judging.apply(run, given, anew=anew))
    if anew:
        transact(people.mark_all)
    authors, topics = (
        progress and partial(progress, f"comparing {name}") for name in ("authors", "keywords")
    )
    changes.add(people.resolve(transact_and_forget, given, authors))
    changes.add(transact_and_forget(rename_topics))
    changes.add(keywords.update(transact_and_forget, store.stream, topics))
    kept.update(store.write_rows)
    return changes


def _forgetting(run: Runner, result: Any) -> Any:
    """Delete the kept coverage if the result of a transaction is, or begins with, changes."""
    changes = result[0] if isinstance(result, tuple) else result
    if isinstance(changes, Changes):
        kept.forgetting(run, changes)
    return result
