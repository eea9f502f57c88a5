"""Topics of a graph are read anew from its own texts; what a source gave stays."""

from pathlib import Path

from citegraph import loaders
from citegraph.graph import Paper, Store, Topic
from citegraph.graph.writing.difference import Changes
from citegraph.loaders.rebuild import rebuild
from citegraph.queries.naming import resolve
from tests.loaders.samples import ENTRIES, arxiv

TEXTS = [
    "Attention for Kolmogorov-Arnold networks (KANs). A KAN has learnable activations.",
    "Splines in Kolmogorov-Arnold networks. Graph neural networks are compared.",
    "Zubrowka fields are a method of our own for graph neural networks.",
]


def links(store: Store) -> set[tuple[str, str, tuple[str, ...]]]:
    rows = store.read(
        "MATCH (p:Paper)-[r:HAS_TOPIC]->(t:Topic) RETURN p.title AS p, t.name AS t, r.sources AS s"
    ).rows
    return {(row["p"], row["t"], tuple(row["s"])) for row in rows}


def fill(store: Store, tmp_path: Path) -> None:
    from citegraph.loaders.sources.records import dump

    given = (
        Topic(name="Splines", source="author"),
        Topic(name="graph neural network", source="author"),
    )
    papers = [
        Paper(title=f"Paper number {n} of these", abstract=text, topics=given if n == 1 else ())
        for n, text in enumerate(TEXTS)
    ]
    (tmp_path / "papers.jsonl").write_bytes(b"".join(map(dump, papers)))
    loaders.load(store, [str(tmp_path / "papers.jsonl")])


def test_the_same_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path)
    rebuild(store)
    before = links(store)
    assert rebuild(store) == Changes()
    assert links(store) == before


def test_a_vocabulary_adds_topics_and_leaving_it_out_removes_them(
    store: Store, tmp_path: Path
) -> None:
    fill(store, tmp_path)
    rebuild(store)
    before = links(store)
    vocabulary = tmp_path / "mine.csv"
    vocabulary.write_text("name,aliases,broader,kind\nZubrowka field,,neural network,concept\n")
    rebuild(store, [vocabulary])
    added = {link[:2] for link in links(store) - before}
    assert ("Paper number 2 of these", "Zubrowka field") in added
    rebuild(store)
    assert links(store) == before
    names = store.read("MATCH (t:Topic) RETURN t.name AS name").rows
    assert {"name": "spline"} in names  # which the author calls Splines


def test_what_a_source_gave_stays(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path)
    rebuild(store)
    mine = {(t, s) for p, t, s in links(store) if p == "Paper number 1 of these"}
    assert any("author" in sources and topic == "graph neural network" for topic, sources in mine)
    assert any(topic.lower().startswith("spline") and "author" in s for topic, s in mine)


def test_the_code_of_a_category_finds_its_topic(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(arxiv(ENTRIES[:2]).replace("cs.LG", "math.AT"), "utf-8")
    loaders.load(store, [str(tmp_path / "a.xml")])
    assert resolve(store, "topic", "math.at") == resolve(store, "topic", "Algebraic topology")
    assert resolve(store, "topic", "cs.LG") == resolve(store, "topic", "stat.ML")
    statement = (
        "MATCH (:Paper)-[has:HAS_TOPIC]->(t:Topic {id: $id}) RETURN DISTINCT has.sources AS s"
    )
    given = store.read(statement, {"id": "algebraic topology"}).rows
    assert given == [{"s": ["arxiv", "arxiv:math.AT"]}]
    rebuild(store)
    assert store.read(statement, {"id": "algebraic topology"}).rows == given
