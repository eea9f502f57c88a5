"""Derive, after the last batch of a load, the data that follow from all batches."""

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from citegraph.graph import state
from citegraph.graph.identity import judgements
from citegraph.graph.identity.judgements import Judgement
from citegraph.graph.writing import counts, earlier, judging, keywords, people
from citegraph.graph.writing.changing import Chain
from citegraph.graph.writing.difference import Changes, Runner
from citegraph.graph.writing.topics import rename_topics

if TYPE_CHECKING:
    from citegraph.graph.store import Store


def derive(
    store: "Store",
    transact: people.Transact,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    rebuild: bool = False,
) -> Changes:
    """Derive authors, identifiers of topics, topics of shared keywords, and counts.

    ``rebuild`` resolves all authors, not only those that a batch touched.
    """
    given = earlier.read_judgements(store, authors=False)
    before = state.now(store)
    chain = Chain(before[0])

    def change(work: Callable[[Runner], Any]) -> Any:
        return transact(chain.marking(work))

    changes: Changes = change(lambda run: judging.apply(run, given, rebuild=rebuild))
    if rebuild:
        transact(people.mark_all)
    authors, topics = (
        progress and partial(progress, f"comparing {name}") for name in ("authors", "keywords")
    )
    given = earlier.read_judgements(store)  # with the IDs that these changes made
    changes.add(people.resolve(change, given, authors))
    changes.add(change(rename_topics))
    changes.add(keywords.update(change, store.stream, topics))
    counts.update(store.write_rows)
    after = state.now(store)
    if chain.unbroken(after[0]):
        state.keep(store, after, derived=_digest(judgements.read(store.judgements)))
    return changes


def up_to_date(store: "Store") -> bool:
    """Report whether the graph was not changed since :func:`derive`, nor were the judgements."""
    given = judgements.read(store.judgements)
    return bool(state.known(store, state.now(store)).get("derived") == _digest(given))


def _digest(given: Sequence[Judgement] | None) -> str:
    return hashlib.sha256(repr(given).encode()).hexdigest()
