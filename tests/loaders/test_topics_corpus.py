"""Topics re-extracted with corpus-wide counts."""

import random

from citegraph.graph.records import Paper, Topic
from citegraph.loaders.topics import TopicReader, diff, settle
from citegraph.loaders.topics.matching import BY_CORPUS

SPIKING = [
    Paper(
        id=f"spiking{i}",
        title=f"Spiking neural networks on chip {i}",
        abstract="A spiking neural network (SNN) on neuromorphic hardware. The SNN uses Hebbian learning.",
    )
    for i in range(6)
]
SPARSE = [
    Paper(
        id=f"sparse{i}",
        title=f"Sparse neural networks, part {i}",
        abstract="A sparse neural network (SNN) after network pruning. The SNN needs quantization.",
    )
    for i in range(6)
]
BARE = [
    Paper(
        id="bare-chip",
        title="Fast SNNs",
        abstract="An SNN with Hebbian learning on neuromorphic hardware.",
    ),
    Paper(
        id="bare-small",
        title="Small SNNs",
        abstract="An SNN after network pruning and quantization.",
    ),
    Paper(id="bare-odd", title="Odd SNNs", abstract="An SNN in a river."),
]


def settled(papers: list[Paper]) -> dict[str, set[str]]:
    topics = {p.id or "": {t.name for t in p.topics} for p in papers}
    for paper, new in settle(papers):
        topics[paper.id or ""] = {t.name for t in new}
    return topics


def test_an_undefined_acronym_takes_the_meaning_of_similar_papers():
    alone = TopicReader().read(BARE[0].title or "", BARE[0].abstract)
    assert not {t.name for t in alone} & {"spiking neural network", "sparse neural network"}
    topics = settled([*SPIKING, *SPARSE, *BARE])
    assert "spiking neural network" in topics["bare-chip"]
    assert "sparse neural network" not in topics["bare-chip"]
    assert "sparse neural network" in topics["bare-small"]
    assert "spiking neural network" not in topics["bare-small"]
    assert not topics["bare-odd"] & {"spiking neural network", "sparse neural network"}


def test_the_rule_names_how_the_acronym_was_resolved():
    new = {p.id: t for p, t in settle([*SPIKING, *SPARSE, *BARE])}
    topic = next(t for t in new["bare-chip"] if t.name == "spiking neural network")
    assert topic.rule == BY_CORPUS
    assert topic.evidence
    assert 0 < (topic.score or 0) < 1


def test_the_order_of_the_papers_makes_no_difference():
    papers = [*SPIKING, *SPARSE, *BARE]
    shuffled = random.Random(7).sample(papers, len(papers))
    one = {p.id: t for p, t in settle(papers)}
    assert one == {p.id: t for p, t in settle(shuffled)}
    assert one == {p.id: t for p, t in settle(iter(papers))}


def test_settling_again_changes_nothing():
    papers = {p.id: p for p in [*SPIKING, *SPARSE, *BARE]}
    for paper, topics in settle(list(papers.values())):
        papers[paper.id] = Paper(
            id=paper.id, title=paper.title, abstract=paper.abstract, topics=topics
        )
    assert list(settle(list(papers.values()))) == []


def test_a_topic_on_nearly_every_paper_has_a_low_score():
    papers = [
        Paper(id=str(i), title=f"Transformers, part {i}", abstract="Transformers read rivers.")
        for i in range(40)
    ]
    before = TopicReader().read(papers[0].title or "", papers[0].abstract)
    after = {p.id: t for p, t in settle(papers)}.get("0", ())  # only papers that change
    assert "transformer" in {t.name for t in before}
    assert all((t.score or 0) < 0.2 for t in after if t.name == "transformer")


def test_given_topics_are_kept():
    given = Topic(name="flood gauges", source="author")
    papers = [*SPIKING, Paper(id="given", title="Rivers", topics=(given,))]
    assert "given" not in {p.id for p, _ in settle(papers)}


def test_diff_names_what_was_added_removed_and_changed():
    kept = Topic(name="transformer", source="text", score=0.5)
    old = [Paper(id="1", topics=(kept, Topic(name="GAN", source="text")))]
    new = [
        Paper(
            id="1",
            topics=(
                Topic(name="Transformers", source="text", score=0.7),
                Topic(name="LSTM", source="text"),
            ),
        )
    ]
    assert {(c.paper, c.topic, c.what) for c in diff(old, new)} == {
        ("1", "GAN", "removed"),
        ("1", "LSTM", "added"),
        ("1", "Transformers", "changed"),
    }
    assert list(diff(old, old)) == []


def test_a_topic_of_most_papers_scores_less_and_stays():
    papers = [
        *(
            Paper(
                id=f"graph{i}",
                title=f"Graph neural networks, part {i}",
                abstract="We train graph neural networks on molecules.",
            )
            for i in range(15)
        ),
        *(
            Paper(
                id=f"speech{i}",
                title=f"Speech recognition, part {i}",
                abstract="We study automatic speech recognition in noise.",
            )
            for i in range(9)
        ),
    ]
    name = "graph neural network"
    alone = {t.name: t.score or 0 for t in next(TopicReader().read_many(papers[:1])).topics}
    together = {p.id: {t.name: t.score or 0 for t in new} for p, new in settle(papers)}
    assert 0 < together["graph0"][name] < 0.5 * alone[name]


def test_a_phrase_that_three_papers_define_is_a_concept():
    papers = [
        Paper(
            id=str(i),
            title="Gauges",
            abstract="A zubrowka field (ZBF) is our method. The ZBF reads gauges.",
        )
        for i in range(3)
    ]
    assert TopicReader().count(papers[:2]).new_concepts() == []
    assert TopicReader().count(papers).new_concepts() == [("zubrowka field", ("ZBF",))]
    reader = TopicReader(corpus=TopicReader().count(papers))
    other = reader.reading(Paper(title="Gauges", abstract="We improve the ZBF of others."))
    assert "zubrowka field" in other.found
