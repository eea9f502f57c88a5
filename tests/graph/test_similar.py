"""Edges between similar texts, and search by words, on both engines."""

import gzip
import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec import structs

from citegraph import pages, queries
from citegraph.graph.errors import QueryError
from citegraph.graph.exporting.papers import records
from citegraph.graph.records import Author, Organization, Paper, Repository, Topic
from citegraph.graph.store import Store
from citegraph.graph.text import candidates, cells, similar, statements
from citegraph.graph.text.index import FOUND, Text, TextIndex
from citegraph.graph.text.words import counts
from citegraph.queries.related import related
from citegraph.relating import read_papers

LOAD = "2025-10-27T00:00:00Z"
SUBJECTS = {
    "video": "text-to-video diffusion transformer with a video variational autoencoder",
    "reasoning": "reinforcement learning with verifiable rewards for mathematical reasoning",
    "speech": "end-to-end speech recognition and speech translation of spoken language",
    "pruning": "pruning and quantization of weights of large language models",
}
VARIANTS = ("fast training", "a benchmark", "long inputs", "a theory", "open data", "small models")
PAPERS = [
    Paper(
        title=f"{variant.capitalize()} for {subject}",
        abstract=f"We study {text}, with {variant}.",
        arxiv_id=f"2501.{number:05}",
    )
    for number, (subject, text, variant) in enumerate(
        ((s, t, v) for s, t in SUBJECTS.items() for v in VARIANTS), 1
    )
]


def edges(store: Store) -> dict[tuple[str, str], tuple[float, list[str]]]:
    rows = store.read(
        "MATCH (a:Paper)-[r:SIMILAR_TO]->(b:Paper) "
        "RETURN a.id AS a, b.id AS b, r.score AS score, r.terms AS terms"
    ).rows
    found = {(min(r["a"], r["b"]), max(r["a"], r["b"])): (r["score"], r["terms"]) for r in rows}
    assert len(found) == len(rows)  # one edge a pair
    return found


def test_edges_follow_from_the_texts_in_any_order(store: Store) -> None:
    store.merge(PAPERS, LOAD)
    assert store.update_similar() > 0
    once = edges(store)
    assert store.update_similar() == 0
    assert any("video" in terms for _, terms in once.values())
    store.write("MATCH (n) DETACH DELETE n")
    for part in (PAPERS[13:], PAPERS[5:9], PAPERS[:5], PAPERS[9:13]):
        store.merge(part, LOAD)
        store.update_similar()
    assert edges(store) == once
    # A new text replaces the edges of the old one, and the old one restores them.
    store.write("MATCH (p:Paper {id: 'arxiv:2501.00001'}) SET p.abstract = 'Marine biology.'")
    assert store.update_similar() > 0
    assert edges(store) != once
    store.write(
        "MATCH (p:Paper {id: 'arxiv:2501.00001'}) SET p.abstract = $abstract, p.title = $title",
        {"abstract": PAPERS[0].abstract, "title": PAPERS[0].title},
    )
    store.update_similar()
    assert edges(store) == once


def test_a_word_of_many_papers_of_the_graph_is_common(store: Store) -> None:
    """A load that makes a word common changes all similarities, as one load of all does."""
    organs = ("heart", "liver", "kidney", "retina", "brain")
    methods = ("staining", "sequencing", "imaging", "grafting", "culture", "ablation")
    papers = [
        Paper(
            title=f"The {organ} of larval zebrafish",
            abstract=f"We study the {organ} of zebrafish by {method}.",
            arxiv_id=f"2503.{number:05}",
        )
        for number, (organ, method) in enumerate((o, m) for o in organs for m in methods)
    ]
    store.merge(papers[:10], LOAD)
    store.update_similar()
    first = edges(store)
    store.merge(papers[10:], LOAD)
    store.update_similar()
    once = edges(store)
    index = similar.opened(store)
    names = list(index.vocabulary)
    assert "zebrafish" in {names[row] for row in index.common}
    pair = ("arxiv:2503.00000", "arxiv:2503.00001")
    assert once[pair][0] < first[pair][0]
    store.write("MATCH (n) DETACH DELETE n")
    for part in (papers[20:], papers[:20]):
        store.merge(part, LOAD)
        store.update_similar()
    assert edges(store) == once
    similar.path(store).unlink()
    assert store.update_similar() == 0
    # Papers that lack the word make it telling again.
    store.merge([Paper(title=f"Note {n}", arxiv_id=f"2504.{n:05}") for n in range(300)], LOAD)
    store.update_similar()
    assert edges(store)[pair] == first[pair]
    # Only the neighbors that change were computed.
    assert store.update_similar(rebuild=True) == 0


def test_a_common_word_changes_only_the_neighbors_of_papers_with_it() -> None:
    """The neighbors are those of an index that computes all of them, in any order."""
    texts = [
        Text(str(n), SUBJECTS[name], f"{VARIANTS[n % 6]} of {n} {'zebrafish' * (n > 70)}")
        for n in range(96)
        for name in [list(SUBJECTS)[n % 4]]
    ]
    index = TextIndex()
    computed = []
    for at in range(0, 96, 12):
        index.replace(texts[at : at + 12])
        before = index.common
        index.find_common_words()
        if at and not np.array_equal(before, index.common):
            computed.append(int((index.state < FOUND).sum()) / len(index))
        index.link()
    assert computed
    assert all(share < 1 for share in computed)
    whole = TextIndex()
    whole.replace(texts[::-1])
    whole.find_common_words()
    whole.link()
    assert neighbors(index) == neighbors(whole)


def test_an_edit_that_keeps_the_length_is_seen(store: Store) -> None:
    store.merge(PAPERS, LOAD)
    store.update_similar()
    before = edges(store)
    old = PAPERS[0].abstract or ""
    new = "birds and fish "[: len(old)].ljust(len(old), "x")
    store.write("MATCH (p:Paper {id: 'arxiv:2501.00001'}) SET p.abstract = $new", {"new": new})
    assert store.update_similar() > 0
    assert edges(store) != before
    assert queries.run(store, "search", words="birds")["id"] == ["arxiv:2501.00001"]


def test_many_edges_of_a_paper_are_deleted_in_one_statement(store: Store) -> None:
    store.merge(PAPERS[:1], LOAD)
    others = [Paper(title=f"Paper {n}", arxiv_id=f"2502.{n:05}") for n in range(2000)]
    store.merge(others, LOAD)
    ids = [f"arxiv:{one.arxiv_id}" for one in others]
    hub = "arxiv:2501.00001"
    store.write_rows(statements.CREATE, [[id, [[hub, 0.5, 0.5, []]]] for id in ids])
    store.write_rows(statements.DELETE, [[hub, ids]])
    assert edges(store) == {}


def test_a_system_keeps_its_name(store: Store) -> None:
    about = "reinforcement learning of reasoning in language models, with rewards for proofs"
    texts = {
        "Falcon-R1: Reasoning by Reinforcement": f"We study {about}.",
        "A Base Model for Proofs": f"We study {about}. Falcon is compared.",
        "Distilled Reasoners for Proofs": f"We study {about}. Falcon-R1-Lite is compared.",
        "Open Reasoners for Proofs": f"We study {about}. Falcon-R1 is compared.",
        "How Safe Is Falcon-R1?": f"We study {about}.",
    }
    store.merge(
        [
            Paper(title=title, abstract=abstract, arxiv_id=f"2501.0000{number}")
            for number, (title, abstract) in enumerate(texts.items())
        ],
        LOAD,
    )
    store.update_similar()
    answer = queries.run(store, "related", paper="Falcon-R1")
    named = {
        row["title"]: [one["words"] for one in row["reasons"] if one["kind"] == "names it"]
        for row in answer
    }
    assert {title: words for title, words in named.items() if words} == {
        "Open Reasoners for Proofs": [["Falcon-R1 is compared."]],
        "How Safe Is Falcon-R1?": [["How Safe Is Falcon-R1?"]],
    }
    assert answer[0]["title"] == "How Safe Is Falcon-R1?"
    # Two systems that have the same name do not name each other.
    store.merge(
        [Paper(title="Falcon-R1: Birds in Flight", abstract=f"On {about}.", arxiv_id="2501.00009")],
        LOAD,
    )
    store.update_similar()
    for paper in ("arxiv:2501.00000", "arxiv:2501.00009"):
        rows = queries.run(store, "related", paper=paper)
        [row] = [one for one in rows if one["title"].startswith("Falcon-R1:")]
        assert {one["kind"] for one in row["reasons"]} <= {"text", "topics"}


def test_lost_edges_and_a_lost_index_are_restored(store: Store) -> None:
    store.merge(PAPERS, LOAD)
    store.update_similar()
    before = edges(store)
    store.write("MATCH (:Paper {id: 'arxiv:2501.00001'})-[r:SIMILAR_TO]-() DELETE r")
    assert store.update_similar() > 0
    assert edges(store) == before
    similar.path(store).unlink()
    assert store.update_similar() == 0
    similar.path(store).write_bytes(b"no index")
    assert store.update_similar() == 0
    assert edges(store) == before


def test_an_interrupted_update_continues(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.merge(PAPERS, LOAD)
    store.update_similar()
    before = edges(store)
    store.write("MATCH ()-[r:SIMILAR_TO]->() DELETE r")
    similar.path(store).unlink()
    monkeypatch.setattr(similar, "_EDGES", 20)
    monkeypatch.setattr(similar, "_SAVE", 0.0)
    steps: list[tuple[str, int, int]] = []

    def interrupt(step: str, done: int, total: int) -> None:
        steps.append((step, done, total))
        if step == "writing edges" and done == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.update_similar(progress=interrupt)
    assert len(edges(store)) == 40
    assert steps[-1] == ("writing edges", 40, len(before))
    steps.clear()
    # The text index was saved, so no text is read or compared again, and the rest is written.
    assert store.update_similar(progress=lambda *step: steps.append(step)) == len(before) - 40
    assert {step for step, _, _ in steps} == {"writing edges"}
    assert edges(store) == before
    # An edge that two processes created at the same time is stored once again.
    store.write(
        "MATCH (a:Paper)-[r:SIMILAR_TO]->(b:Paper) WITH a, b, r LIMIT 1 "
        "CREATE (a)-[s:SIMILAR_TO]->(b) SET s = properties(r)"
    )
    assert store.update_similar() == 2  # a pair deleted, a pair created
    assert edges(store) == before


def test_edges_of_merged_papers_do_not_move_and_are_not_exported(store: Store) -> None:
    store.merge(PAPERS, LOAD)
    store.merge([Paper(title=PAPERS[1].title, abstract="Birds.", doi="10.1000/b")], LOAD)
    store.update_similar()
    store.merge([Paper(title="x", arxiv_id="2501.00002", doi="10.1000/b")], LOAD)
    store.update_similar()
    rows = store.read("MATCH (p:Paper) RETURN p.id AS id").rows
    known = {row["id"] for row in rows}
    assert all(a in known and b in known and a != b for a, b in edges(store))
    assert not any(edge.type == "SIMILAR_TO" for record in records(store) for edge in record.edges)


def test_search_ranks_corrects_and_shows_the_sentence(store: Store) -> None:
    store.merge(PAPERS, LOAD)
    answer = queries.run(store, "search", words="speach translations theory", limit=3)
    assert answer[0]["title"] == "A theory for speech"
    assert answer[0]["match"].startswith("We study end-to-end speech")
    assert "searched for 'speech'" in str(answer.note)
    assert "the first 3" in str(answer.note)
    assert len(queries.run(store, "search", words="quantiz*", limit=30)) == len(VARIANTS)
    assert "not searched for: C++ (" in str(queries.run(store, "search", words="video, a C++").note)
    unknown = queries.run(store, "search", words="xylophone")
    assert (len(unknown), unknown.note) == (0, "no paper contains 'xylophone'")


def test_search_understands_phrases_names_and_addresses(store: Store) -> None:
    store.merge(PAPERS, LOAD)
    topic = Topic("chain of thought", aliases=("CoT",))
    store.merge(
        [
            Paper(title="Thought in chains", arxiv_id="2502.00001", authors=(Author("Ada Lind"),)),
            Paper(title="Faithful chains of thought", arxiv_id="2502.00002", topics=(topic,)),
        ],
        LOAD,
    )

    def found(words: str) -> list[tuple[str, str]]:
        return [(row["id"], row["match"]) for row in queries.run(store, "search", words=words)]

    assert {id for id, _ in found("chain thought")} == {"arxiv:2502.00001", "arxiv:2502.00002"}
    assert found('"chain of thought"') == [("arxiv:2502.00002", "Faithful chains of thought")]
    assert found('faithful "open chain"') == []
    assert found("ada lind") == [("arxiv:2502.00001", "author: Ada Lind")]
    assert found("fast training FOR video")[0] == (
        "arxiv:2501.00001",
        "title: Fast training for video",
    )
    assert found("CoT") == [("arxiv:2502.00002", "topic: chain of thought")]
    for address in ("2502.00002v1", "https://arxiv.org/abs/2502.00002", "arxiv:2502.00002"):
        assert [id for id, _ in found(address)] == ["arxiv:2502.00002"]
    assert found("arxiv:2599.99999") == []
    with pytest.raises(QueryError, match="words such as 'the' do not count"):
        found("of the")


def test_related_to_several_papers_and_to_a_text(store: Store) -> None:
    store.merge(PAPERS, LOAD)
    store.update_similar()
    text = "A video autoencoder for diffusion transformers that generate video from text."
    titles = related(store, (), [Paper(abstract=text)], limit=6)["title"]
    assert titles
    assert all(str(title).endswith("video") for title in titles)
    answer = related(store, ["arxiv:2501.00001", "arxiv:2501.00013"], limit=10)
    assert {str(title).rpartition(" ")[2] for title in answer["title"]} == {"video", "speech"}
    assert answer.columns == ["rank", "title", "score", "near", "reasons", "id"]
    assert answer[0]["reasons"][0]["kind"] == "text"
    titles = {"video": PAPERS[0].title, "speech": PAPERS[12].title}
    for row in answer:
        assert row["near"][0] == titles[row["title"].rpartition(" ")[2]]
    with_text = related(store, ["arxiv:2501.00013"], [Paper(abstract=text)], limit=10)
    assert {name for row in with_text for name in row["near"]} == {
        PAPERS[12].title,
        "A video autoencoder for diffusion transformers that generat…",
    }
    assert "near" not in related(store, ["arxiv:2501.00013"]).columns


def test_the_page_of_several_papers_has_the_rows_of_the_answer(store: Store) -> None:
    store.merge(PAPERS, LOAD)
    store.update_similar()
    seeds = ["arxiv:2501.00001", "arxiv:2501.00013", "arxiv:2501.00007"]
    page, _ = pages.question(store, "related", {"paper": seeds, "limit": "12"})
    answer = related(store, seeds, limit=12)
    assert (
        page.title
        == "Papers related to Fast training for video, Fast training for speech and 1 more"
    )
    assert page.seeds == tuple(f"Paper:{id}" for id in seeds)
    assert page.focus is None
    assert page.answer is not None
    assert [name for name, _ in page.answer.columns] == answer.columns
    assert [dict(zip(answer.columns, row, strict=True)) for row in page.answer.rows] == list(answer)
    assert {node.id for node in page.nodes} >= {*seeds, *answer["id"]}
    assert page.edges


def test_the_page_of_a_paper_has_each_row_as_a_node(store: Store) -> None:
    # An organization of both is evidence that the page does not draw.
    of_both = [structs.replace(paper, organizations=(Organization("Lab"),)) for paper in PAPERS[:2]]
    store.merge([*of_both, *PAPERS[2:]], LOAD)
    store.update_similar()
    store.write(
        "MATCH (:Paper {id: 'arxiv:2501.00001'})-[r:SIMILAR_TO]-(:Paper {id: 'arxiv:2501.00002'}) "
        "DELETE r"
    )
    page, _ = pages.question(store, "related", {"paper": "arxiv:2501.00001"})
    assert page.answer is not None
    rows = {row[-1] for row in page.answer.rows}
    assert rows <= {node.id for node in page.nodes}
    ends = {key for edge in page.edges for key in (edge.source, edge.target)}
    assert {f"Paper:{id}" for id in rows} - ends == {"Paper:arxiv:2501.00002"}


@pytest.fixture(scope="module")
def history(shared_data: Path) -> dict[str, Any]:
    with gzip.open(shared_data / "daily_papers" / "papers-to-2026-03.jsonl.gz", "rb") as stream:
        papers = [json.loads(line)["paper"] for line in stream]
    index = TextIndex()
    index.replace(Text(p["id"], p["title"], p.get("summary")) for p in papers)
    return {"index": index, "titles": {p["id"]: p["title"] for p in papers}}


def test_related_to_the_papers_of_a_file(store: Store, tmp_path: Path) -> None:
    store.merge(PAPERS, LOAD)
    store.update_similar()
    library = tmp_path / "library.bib"
    library.write_text(
        "@article{a, title={Fast Training for Reasoning}, year={2025}}\n"
        "@article{b, title={Another title}, eprint={2501.00008}, archivePrefix={arXiv}}\n"
        "@article{c, title={Verifiable rewards for mathematical reasoning},\n"
        "  abstract={Reinforcement learning with rewards of a verifier, for reasoning.}}\n"
        "@article{d, year={2020}}\n"
        "@article{e, title={A broken entry"
    )
    papers, rejected = read_papers((str(library),))
    answer = related(store, (), papers, limit=3)
    reasoning = {one.arxiv_id for one in PAPERS if "reasoning" in (one.title or "")}
    found = {id.removeprefix("arxiv:") for id in answer["id"]}
    assert found < reasoning - {"2501.00007", "2501.00008"}
    assert (
        answer.note == "2 of 3 papers of the file are in the graph; 1 compared by their text alone"
    )
    assert "2 entries could not be read, first" in str(rejected)
    assert str(rejected).endswith("library.bib:5: no title and no identifier")


def test_related_to_the_papers_of_a_list_of_identifiers(store: Store, tmp_path: Path) -> None:
    store.merge(PAPERS, LOAD)
    store.update_similar()
    listed = tmp_path / "papers.txt"
    listed.write_text("2501.00008\n2501.00007\n2501.99999\nno identifier\n")
    papers, rejected = read_papers((str(listed),))
    answer = related(store, (), papers, limit=3)
    assert answer.rows == related(store, ["2501.00007", "2501.00008"], limit=3).rows
    assert (
        answer.note == "2 of 3 papers of the file are in the graph; 1 without a title not compared"
    )
    assert str(rejected).endswith("papers.txt:4: no identifier of a paper")
    answer = related(store, (), papers[2:])
    assert not answer.rows
    assert answer.note == (
        "0 of 1 papers of the file are in the graph; 1 without a title not compared; "
        "no paper is similar"
    )


def test_similarities_of_several_rows_to_some() -> None:
    index = TextIndex()
    papers = (*PAPERS, Paper(title="Notes"))
    index.replace(Text(str(n), one.title, one.abstract) for n, one in enumerate(papers))
    index.link()
    every = np.array([*index.similarities(range(len(index)))])
    for row in range(len(index)):  # the same as those of the edges
        near = index.near[row][index.near[row] >= 0]
        assert every[row, near].tolist() == index.scores[row][: len(near)].tolist()
    assert not every[-1].any()
    some = [4, 2, 7]
    assert np.array_equal([*index.similarities([3, 2], some)], every[[3, 2]][:, some])


def test_related_but_newer_or_with_code(store: Store) -> None:
    about = "pruning of weights of large language models"
    store.merge(
        [
            Paper(title="Pruning", abstract=about, published="2024-05-02", arxiv_id="2405.00001"),
            Paper(
                title="Before",
                abstract=about,
                published="2024-05-01",
                arxiv_id="2405.00002",
                repositories=(Repository("https://github.com/a/b"),),
            ),
            Paper(title="After", abstract=about, published="2024-05-03", arxiv_id="2405.00003"),
        ],
        LOAD,
    )
    store.update_similar()

    def titles(*papers: str, **given: bool) -> list[str]:
        return sorted(related(store, papers, **given)["title"])

    assert titles("Pruning") == ["After", "Before"]
    assert titles("Pruning", newer=True) == ["After"]
    assert titles("Pruning", code=True) == ["Before"]
    assert titles("Pruning", newer=True, code=True) == []
    assert titles("Pruning", "Before", newer=True) == ["After"]
    assert titles("Pruning", "After", code=True) == ["Before"]


@pytest.mark.parametrize(
    ("seed", "near", "far"),
    [
        ("2408.06072", [], ["LongWriter"]),  # CogVideoX: another subject of the same laboratory
        ("2501.12948", ["Open-Reasoner-Zero"], []),  # DeepSeek-R1
        ("2502.06786", ["Quantiz"], ["FFN"]),  # Matryoshka Quantization
        ("2509.22033", ["Sparse Autoencoder"], []),  # OrtSAE
    ],
)
def test_the_most_similar_texts_of_the_history(
    history: dict[str, Any], seed: str, near: list[str], far: list[str]
) -> None:
    index = history["index"]
    row = index.ids.index(seed)
    rows = (-next(index.similarities([row]))).argsort(kind="stable")[:10].tolist()
    first = [history["titles"][index.ids[one]] for one in rows]
    terms = {term for found in index.terms(row, rows) for term in found}
    for name in near:
        assert any(name in title for title in first), first
    for name in far:
        assert not any(name in title for title in first), first
        assert name.casefold() not in terms


def test_many_vectors_are_compared_in_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(1)
    subjects = chance.normal(size=(40, 30))
    vectors = subjects[chance.integers(40, size=4000)] + chance.normal(size=(4000, 30)) * 0.5
    vectors *= cells.UNIT / np.linalg.norm(vectors, axis=1, keepdims=True)
    rounded = np.round(vectors).astype(np.int8)
    floats = rounded.astype(np.float32)
    wanted = np.arange(1, 4000, 2)
    nearest = {row: set(np.argsort(-(floats @ floats[row]))[:10].tolist()) for row in wanted}
    monkeypatch.setattr(cells, "EXACT", 0)
    monkeypatch.setattr(cells, "SIZE", 20)
    monkeypatch.setattr(cells, "PROBES", 20)  # of 200 cells
    seen, hits, computed = list[int](), 0, 0
    for rows, columns, products in cells.compared(rounded, wanted):
        assert products.tolist() == (floats[rows] @ floats[columns].T).tolist()
        seen += rows.tolist()
        computed += products.size
        for row, product in zip(rows.tolist(), products, strict=True):
            hits += len(nearest[row] & set(columns[np.argsort(-product)[:10]].tolist()))
    assert sorted(seen) == wanted.tolist()
    assert computed < 0.2 * len(wanted) * len(vectors)
    assert hits > 0.98 * 10 * len(wanted)


def test_a_title_of_one_word_is_similar_to_no_paper() -> None:
    index = TextIndex()
    index.replace(
        [
            Text("a", "Notes", None),
            Text("b", "Taking clinical notes", "Notes of notes."),
            Text("c", "Notes on notes in clinics", None),
        ]
    )
    index.link()
    of = {id: index.near[row].tolist() for row, id in enumerate(index.ids)}
    assert (of["a"], of["b"][:2], of["c"][:2]) == ([-1] * 10, [2, -1], [1, -1])
    asked = index.extended([Text("\0", None, "notes")])
    assert next(asked.similarities([3]))[1] > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Die Messung der Ströme ist mit einem Sensor nicht möglich",
            "messung strome sensor moglich",
        ),
        ("No es posible medir la corriente de un motor", "posible medir corriente motor"),
        (
            "Nous mesurons le courant dans les moteurs, et la tension",
            "mesuron courant moteur tension",
        ),
        ("Não se mede a corrente de um motor com isso", "mede corrente motor"),
        # in English they mean something
        ("Soldiers die in a war with no plan", "soldier die war no plan"),
        ("No die of LA", "no die"),
        (r"Errors of $\leq 10,000$ and $\mathcal{O}(n)$ in \textbf{bold}", "error 10 bold"),
    ],
)
def test_stop_words_of_other_languages_and_commands_of_latex(text: str, words: str) -> None:
    assert set(counts(None, text)) == set(words.split())
    assert set(counts(text, None)) == set(words.split())


def test_vectors_count_less_for_a_text_that_they_do_not_describe(tmp_path: Path) -> None:
    computing = SUBJECTS["reasoning"]
    medicine = "strabismus surgery on extraocular muscles of ophthalmic patients"
    index = TextIndex()
    index.replace([Text("a", computing, None), Text("b", medicine, None), Text("c", "", None)])
    assert index.shares.tolist() == [30, 0, 0]
    index.save(tmp_path / "index.npz")
    assert TextIndex.load(tmp_path / "index.npz").shares.tolist() == [30, 0, 0]
    index.replace([], gone=["a"])
    assert index.shares.tolist() == [0, 0]


def test_words_decide_between_texts_of_another_field(shared_data: Path) -> None:
    """Compare by the keywords that indexers assigned to abstracts of the 1990s."""
    lines = (shared_data / "benchmarks" / "topics" / "inspec_dev.jsonl").read_text("utf-8")
    papers = [json.loads(line) for line in lines.splitlines()[:300]]
    index = TextIndex()
    index.replace(Text(p["id"], p["title"], p["text"].partition("\n")[2]) for p in papers)
    index.link()
    keywords = [{key.casefold() for key in p["keys"]} for p in papers]
    vectors = index.vectors.astype(np.float32)
    products = vectors @ vectors.T
    np.fill_diagonal(products, 0)

    def shared(nearest: Any) -> int:
        return sum(
            len(keywords[row] & keywords[other])
            for row, others in enumerate(nearest.tolist())
            for other in others
            if other >= 0
        )

    assert (index.shares < 30).mean() > 0.9
    assert shared(index.near[:, :5]) > 1.5 * shared(np.argsort(-products)[:, :5])


def test_candidates_of_texts_of_another_field_are_found_by_words(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vectors of such texts are all similar, so the nearest by vector are any of them."""
    lines = (shared_data / "benchmarks" / "topics" / "inspec_dev.jsonl").read_text("utf-8")
    papers = [json.loads(line) for line in lines.splitlines()]
    texts = [Text(p["id"], p["title"], p["text"].partition("\n")[2]) for p in papers]

    def linked(*parts: list[Text]) -> TextIndex:
        index = TextIndex()
        for part in parts:
            index.replace(part)
            index.link()
        return index

    monkeypatch.setattr(candidates, "CANDIDATES", 60)
    index = linked(texts)
    other_field = np.flatnonzero(index.shares < 30)
    best = {
        row: np.argsort(-next(index.similarities([row])), kind="stable")[:5].tolist()
        for row in other_field.tolist()
    }
    missed = sum(len(set(rows) - set(index.near[row].tolist())) for row, rows in best.items())
    assert missed < 0.05 * 5 * len(best)
    monkeypatch.setattr(candidates, "CANDIDATES", 1000)
    in_parts = linked(texts[400:], texts[:300], texts[300:400])
    assert neighbors(in_parts) == neighbors(linked(texts))


def neighbors(index: TextIndex) -> dict[str, list[tuple[str, float, float]]]:
    """Return the neighbors of each paper, and the similarities in both directions."""
    names = np.array([*index.ids, ""])
    return {
        id: list(zip(names[near].tolist(), scores.tolist(), backs.tolist(), strict=True))
        for id, near, scores, backs in zip(
            index.ids, index.near, index.scores, index.backs, strict=True
        )
    }


@pytest.mark.skipif(not hasattr(os, "fchmod"), reason="the system has no file modes")
def test_the_index_is_private(tmp_path: Path) -> None:
    path = tmp_path / "index.npz"
    TextIndex().save(path)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["compressed", "array", "unknown compression"])
def test_an_index_that_citegraph_did_not_write_is_not_read(kind: str, tmp_path: Path) -> None:
    """The folder of a database may come from somebody else; a compressed array has no bound."""
    path = tmp_path / "index.npz"
    TextIndex().save(path)
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    if kind == "compressed":
        np.savez_compressed(path, **{**arrays, "marks": np.zeros(1 << 27, np.uint8)})
    elif kind == "array":
        with path.open("wb") as stream:
            np.save(stream, np.zeros(3))
    else:
        data = bytearray(path.read_bytes())
        data[data.index(b"PK\1\2") + 10] = 77  # the method of the first array
        path.write_bytes(data)
    tracemalloc.start()
    assert TextIndex.load(path).papers == TextIndex().papers
    assert tracemalloc.get_traced_memory()[1] < 1 << 25
    tracemalloc.stop()
