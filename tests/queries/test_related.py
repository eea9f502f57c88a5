"""Related papers where evidence is missing, and of several papers, on both engines."""

import math
from datetime import date
from typing import Any

import pytest

from citegraph import queries
from citegraph.graph.records import Paper, Reference
from citegraph.graph.store import Store
from citegraph.queries.related import related

LOAD = "2025-10-27T00:00:00Z"
WORKS = tuple(Reference(doi=f"10.1000/{number}") for number in range(6))
# Three papers of a subject. The text of the first two is the same, and nearer than that of `far`.
TEXTS = {
    "seed": ("Pruning of language models", "We prune weights of large language models."),
    "near": ("Pruning language models", "Pruning the weights of large language models."),
    "bare": ("Pruning language models", "Pruning the weights of large language models. "),
    "far": ("Compression of models", "We prune networks and quantize weights of language models."),
    "video": ("Text to video", "Diffusion transformers generate video from text."),
    "films": ("Text to video", "Diffusion transformers generate video from text and images."),
    "clips": ("Captions of video", "Transformers describe video with text."),
    "both": ("Video language models", "Large language models with weights for video and text."),
}
IDS = {name: f"arxiv:2501.0000{number}" for number, name in enumerate(TEXTS)}
NAMES = {id: name for name, id in IDS.items()}
REFERENCES = {"seed": WORKS[:5], "near": WORKS[:4], "far": WORKS[:4], "video": WORKS[5:]}


@pytest.fixture(scope="module")
def linked(engine: Store) -> Store:
    engine.write("MATCH (n) DETACH DELETE n")
    engine.merge(
        [
            Paper(
                title=f"{title} {name}",
                abstract=abstract,
                arxiv_id=IDS[name].removeprefix("arxiv:"),
                references=REFERENCES.get(name, ()),
            )
            for name, (title, abstract) in TEXTS.items()
        ],
        LOAD,
    )
    engine.update_similar()
    return engine


def points(row: dict[str, Any], kind: str) -> float:
    return sum(one["share"] * row["score"] for one in row["reasons"] if one["kind"] == kind)


def test_missing_references_do_not_push_a_paper_back(linked: Store) -> None:
    rows = {NAMES[row["id"]]: row for row in queries.run(linked, "related", paper=IDS["seed"])}
    assert [*rows][:3] == ["near", "bare", "far"]
    bare = rows["bare"]
    assert points(bare, "references") == 0
    # By the ratio of the points for references and for text of the two that have both.
    known = [rows["near"], rows["far"]]
    ratio = sum(points(row, "references") for row in known) / sum(
        points(row, "text") for row in known
    )
    assert points(bare, "references unknown") == pytest.approx(
        ratio * points(bare, "text"), rel=0.05
    )
    # No text is similar to a paper whose references are known: nothing can be estimated.
    rows = {NAMES[row["id"]]: row for row in queries.run(linked, "related", paper=IDS["films"])}
    assert {one["kind"] for row in rows.values() for one in row["reasons"]} <= {"text"}


NEIGHBORS = """MATCH (seed:Paper {id: $id}) UNWIND range(0, 9) AS n
CREATE (seed)-[:SIMILAR_TO {score: 0.4, fromStart: 0.4, fromEnd: 0.4, terms: []}]->
       (:Paper {id: 'arxiv:2502.0000' + n, title: 'Neighbor'})"""


def test_topics_stand_in_for_the_similarity_of_a_paper_that_is_not_a_neighbor(
    linked: Store,
) -> None:
    linked.write(
        "CREATE (t:Topic {id: 'movement', name: 'movement'}) WITH t UNWIND $ids AS id "
        "MATCH (p:Paper {id: id}) CREATE (p)-[:HAS_TOPIC {score: 0.5}]->(t)",
        {"ids": [IDS["films"], IDS["far"]]},
    )

    def estimates(**given: Any) -> dict[str, float]:
        rows = queries.run(linked, "related", paper=IDS["films"], **given).rows
        found = {row["id"]: points(row, "estimated text") for row in rows}
        return {id: value for id, value in found.items() if value}

    try:
        # With few neighbors, all other papers are known not to be similar.
        assert estimates() == {}
        linked.write(NEIGHBORS, {"id": IDS["films"]})
        # Half of the weight of the topics, so three quarters of the points, times 0.9.
        assert estimates() == {IDS["far"]: pytest.approx(0.9 * 0.75 * 0.4, rel=0.05)}
        # Of several papers the similarity of all others is known.
        several = related(linked, [IDS["films"], IDS["seed"]])
        assert "estimated text" not in {one["kind"] for row in several for one in row["reasons"]}
    finally:
        linked.write("MATCH (t:Topic {id: 'movement'}) DETACH DELETE t")
        linked.write("MATCH (p:Paper {title: 'Neighbor'}) DETACH DELETE p")


def test_evidence_of_a_paper_that_is_not_a_neighbor_counts_among_several(linked: Store) -> None:
    def far() -> dict[str, Any]:
        rows = related(linked, [IDS["seed"], IDS["films"]])
        return next(row for row in rows if NAMES[row["id"]] == "far")

    before = far()
    edge = {"a": IDS["seed"], "b": IDS["far"]}
    linked.write("MATCH (:Paper {id: $a})-[r:SIMILAR_TO]-(:Paper {id: $b}) DELETE r", edge)
    try:
        after = far()
    finally:
        linked.update_similar(rebuild=True)
    assert points(before, "references") > 0.1
    assert points(after, "references") == pytest.approx(points(before, "references"), abs=0.02)
    assert points(after, "text") == pytest.approx(points(before, "text"), abs=0.02)


def test_the_reasons_with_a_paper_are_those_of_the_question(linked: Store) -> None:
    alone = {row["id"]: row for row in queries.run(linked, "related", paper=IDS["seed"])}
    pair = related(linked, [IDS["seed"], IDS["video"]])
    row = next(row for row in pair if NAMES[row["id"]] == "near")
    assert row["reasons"] == [
        {**one, "share": pytest.approx(one["share"], abs=0.02)}
        for one in alone[row["id"]]["reasons"]
    ]


def test_papers_with_more_evidence_do_not_count_more(linked: Store) -> None:
    rows = {NAMES[row["id"]]: row for row in related(linked, [IDS["seed"], IDS["video"]])}
    first = {
        name: queries.run(linked, "related", paper=IDS[name], limit=1)[0]
        for name in ("seed", "video")
    }
    assert points(first["seed"], "references") > 0.1 > points(first["video"], "references")
    # Each is the nearest to one of the two.
    for name in ("near", "films"):
        assert rows[name]["score"] == pytest.approx(0.5**0.5, abs=0.01)


def test_a_paper_near_one_subject_precedes_one_that_is_a_little_similar_to_both(
    linked: Store,
) -> None:
    names = [NAMES[id] for id in related(linked, [IDS["seed"], IDS["video"]])["id"]]
    assert set(names[:3]) == {"near", "bare", "films"}
    assert "both" in names


def test_retracted_papers_are_marked(linked: Store) -> None:
    work = "doi:10.1000/0"  # `seed` and `near` cite it
    linked.write(
        "MATCH (p:Paper {id: $id}) SET p.title = 'A shared work', p.titleKey = 'a shared work'",
        {"id": work},
    )
    ids = {"ids": [IDS["near"], IDS["video"], work]}
    mark = "UNWIND $ids AS id MATCH (p:Paper {id: id}) SET p.retracted = "
    linked.write(f"{mark} true", ids)
    try:
        answer = related(linked, [IDS["seed"], IDS["video"]])
    finally:
        linked.write(f"{mark} null", ids)
    titles = {NAMES[row["id"]]: (row["title"], row["near"]) for row in answer}
    assert titles["near"][0] == "[retracted] Pruning language models near"
    assert titles["films"][1] == ["[retracted] Text to video video"]
    assert titles["bare"] == ("Pruning language models bare", ["Pruning of language models seed"])
    words = {word for row in answer for one in row["reasons"] for word in one["words"]}
    assert "[retracted] A shared work" in words
    assert "A shared work" not in words


def test_an_entry_that_repeats_another_counts_once(linked: Store) -> None:
    films = Paper(title="Films and video", abstract="Diffusion transformers generate films.")
    pruning = Paper(title="Pruning models", abstract="We prune weights of language models.")
    alone = related(linked, (), [pruning, films])
    again = related(linked, (), [Paper(title="Films and Video"), films, pruning, films])
    assert [(row["id"], row["score"]) for row in again] == [
        (row["id"], row["score"]) for row in alone
    ]
    assert again.note == (
        "0 of 4 papers of the file are in the graph; 2 compared by their text alone; "
        "2 more than once in the file"
    )
    assert all(len(set(row["near"])) == len(row["near"]) for row in again)
    text = Paper(abstract="Films by diffusion.")
    assert related(linked, (), [films, text, text]).note == (
        "0 of 1 papers of the file are in the graph; 1 compared by their text alone"
    )


def test_a_work_that_more_than_a_thousand_papers_cite_is_no_evidence(linked: Store) -> None:
    linked.write(
        "CREATE (w:Paper {id: 'doi:10.1000/all', stub: true}) WITH w "
        "UNWIND range(1, 1000) AS n CREATE (:Paper {id: 'doi:10.1000/cites-' + n})-[:CITES]->(w)"
    )
    first, other = "doi:10.1000/cites-1", "doi:10.1000/cites-2"
    rows = {row["id"]: row for row in queries.run(linked, "related", paper=first, limit=1000)}
    weight = 1 / (1 + math.log(500))
    assert rows[other]["score"] == pytest.approx(
        0.1 * math.log(1 + weight) + weight / 20, abs=0.0006
    )
    linked.write(
        "MATCH (w:Paper {id: 'doi:10.1000/all'}) "
        "CREATE (:Paper {id: 'doi:10.1000/cites-1001'})-[:CITES]->(w)"
    )
    rows = {row["id"]: row for row in queries.run(linked, "related", paper=first, limit=1000)}
    assert not rows
    linked.write("MATCH (p:Paper) WHERE p.id STARTS WITH 'doi:10.1000/cites-' DETACH DELETE p")


def test_of_the_same_score_the_more_similar_text_is_first(linked: Store) -> None:
    seed, *others = (f"arxiv:2503.0000{number}" for number in range(3))
    linked.merge(
        [Paper(title=one, arxiv_id=one.partition(":")[2]) for one in (seed, *others)], LOAD
    )
    linked.write(
        "CREATE (o:Organization {id: 'hf:lab'}) WITH o "
        "MATCH (seed:Paper {id: $seed}), (a:Paper {id: $a}), (b:Paper {id: $b}) "
        "CREATE (seed)-[:SIMILAR_TO {score: 0.2, fromStart: 0.2901, fromEnd: 0.1, terms: []}]->(a), "
        "(seed)-[:SIMILAR_TO {score: 0.2, fromStart: 0.3, fromEnd: 0.1, terms: []}]->(b), "
        "(seed)-[:AFFILIATED_WITH]->(o), (a)-[:AFFILIATED_WITH]->(o)",
        {"seed": seed, "a": others[0], "b": others[1]},
    )
    rows = queries.run(linked, "related", paper=seed).rows
    # 0.3000 by text, and 0.2901 by text with 0.01 for the organization
    assert [(row["id"], row["score"]) for row in rows] == [(others[1], 0.3), (others[0], 0.3)]
    linked.write("MATCH (n) WHERE n.id STARTS WITH 'arxiv:2503' OR n.id = 'hf:lab' DETACH DELETE n")


def test_of_the_same_score_the_more_similar_text_is_first_in_a_selection(linked: Store) -> None:
    # By text 0.4207 and 0.3507; an author adds 0.0703 to the second.
    seed, *others = (IDS[name] for name in ("films", "both", "clips"))
    linked.write(
        "MATCH (seed:Paper {id: $seed}), (p:Paper {id: $other}) SET p.published = $day "
        "CREATE (a:Author {id: 'author:one', confidence: 0.3515}), (seed)<-[:AUTHORED]-(a), "
        "(a)-[:AUTHORED]->(p) WITH p MATCH (both:Paper {id: $both}) SET both.published = $day",
        {"seed": seed, "both": others[0], "other": others[1], "day": date(2025, 1, 1)},
    )
    rows = related(linked, [seed], since="2025-01-01").rows
    assert [(row["id"], row["score"]) for row in rows] == [(one, 0.421) for one in others]
    linked.write(
        "MATCH (p:Paper) REMOVE p.published WITH count(p) AS papers "
        "MATCH (a:Author {id: 'author:one'}) DETACH DELETE a"
    )


def test_texts_beyond_the_ten_neighbors_fill_the_answer(engine: Store) -> None:
    engine.write("MATCH (n) DETACH DELETE n")
    words = [f"colony{'abcdefghijklmnop'[n]}" for n in range(16)]
    # The paper n shares 16 - n words with the first one.
    engine.merge(
        [
            Paper(
                title=f"Penguins {' '.join(words[n:])}",
                arxiv_id=f"2504.000{n:02}",
                published=f"2025-04-0{1 + n % 2}",
            )
            for n in range(15)
        ],
        LOAD,
    )
    engine.update_similar()
    rows = queries.run(engine, "related", paper="arxiv:2504.00000").rows
    assert [row["rank"] for row in rows] == [*range(1, 15)]
    assert [row["id"] for row in rows] == [f"arxiv:2504.000{n:02}" for n in range(1, 15)]
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert [*rows[-1]] == [*rows[0]]
    assert rows[-1]["reasons"][0]["words"] == ["colonyo", "colonyp", "penguin"]
    asked = {"paper": "arxiv:2504.00000", "newer": True}
    found = [row["id"] for row in queries.run(engine, "related", **asked).rows]
    assert found == [f"arxiv:2504.000{n:02}" for n in range(1, 15, 2)]
    cut = queries.run(engine, "related", paper="arxiv:2504.00000", limit=12)
    assert len(cut) == 12
    assert (cut.note or "").endswith("the first 12; more with limit=120")
