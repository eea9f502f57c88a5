"""The features, the statistics and the confidence of a topic."""

import pytest

from citegraph.graph.records import Paper
from citegraph.loaders.topics import TopicReader
from citegraph.loaders.topics.confidence import OWN_NAME, confidences
from citegraph.loaders.topics.statistics import (
    POSITIONS,
    Statistics,
    context_words,
    shipped_statistics,
)
from citegraph.loaders.topics.text import words
from citegraph.loaders.topics.vocabulary import DATA


def test_context_words_have_positions_and_stay_in_the_sentence():
    row = words("Far away. We propose to learn object detection from few clean images. Behind.")
    start = row.folded.index("object")
    found = [(POSITIONS[position], word) for position, word in context_words(row, start, start + 2)]
    assert ("before 1", "learn") in found
    assert ("before 2", "to") in found
    assert ("before", "propose") in found
    assert ("after 1", "from") in found
    assert ("after", "clean") in found
    assert ("sentence", "we") in found
    assert not {"away", "behind"} & {word for _, word in found}


def test_the_context_of_a_concept_is_the_mean_over_its_mentions(reader: TopicReader):
    found = reader.found(
        Paper(
            title="Birds",
            abstract="Object detection is old. We study why object detection fails in fog.",
        )
    )
    mentions = found["object detection"].mentions
    weights = [
        dict.fromkeys(("we", "study", "why", "is", "fail", "old"), 0.5 + position)
        for position in range(len(POSITIONS))
    ]
    slowly = [
        sum(weights[position].get(w, 0.0) for position, w in context_words(m.row, m.start, m.end))
        for m in mentions
    ]
    assert len(mentions) == 2
    assert Statistics(weights, {}).context(mentions) == pytest.approx(sum(slowly) / 2)


def test_own_work_has_more_confidence_than_related_work(reader: TopicReader):
    def confidence(abstract: str) -> float:
        found = reader.found(Paper(title="Birds", abstract=abstract))
        return confidences([found], reader.vocabulary)[0]["object detection"]

    assert confidence("We propose a new method for object detection in fog.") > confidence(
        "Unlike prior work that relies on object detection, we count birds by ear."
    )


def test_a_name_and_a_colon_in_the_title_present_the_paper(reader: TopicReader):
    def confidence(title: str) -> float:
        text = "A language model sees half of the context. Words are hidden and filled in."
        found = reader.found(Paper(title=title, abstract=text))
        return confidences([found], reader.vocabulary)[0]["bert"]

    assert confidence("BERT: Reading in Both Directions") >= OWN_NAME
    assert confidence("Reading in Both Directions, Unlike BERT") < OWN_NAME
    assert confidence("BERT Reads in Both Directions") < OWN_NAME


def test_an_uncounted_concept_has_the_overall_rates():
    counts = {"": (100, 25, 50, 10, 40, 30), "kite": (40, 40, 20, 20, 4, 4)}
    statistics = Statistics([{} for _ in POSITIONS], counts, {"kite flown": (4, 0)})
    kite, unknown = statistics.rates("kite", "kite"), statistics.rates("uncounted", "nor this")
    assert all(a > b for a, b in zip(kite[:3], unknown[:3], strict=True))
    assert unknown[0] == pytest.approx(-1.0986, abs=1e-4)
    assert unknown[2] == unknown[3] == kite[3] == pytest.approx(1.0986, abs=1e-4)
    assert statistics.rates("kite", "kite flown")[3] < kite[3]  # this form means it less often
    assert kite[4] > unknown[4]
    assert statistics.is_common("kite")
    assert not statistics.is_common("uncounted")


def test_confidence_does_not_depend_on_other_papers(reader: TopicReader):
    texts = [
        ("Birds", "We count birds with object detection in fog."),
        ("Graph neural networks", "We train graph neural networks on molecules."),
        ("Nothing", "It rains."),
    ]
    found = [reader.found(Paper(title=t, abstract=a)) for t, a in texts]
    together = confidences(found, reader.vocabulary)
    assert together == [confidences([one], reader.vocabulary)[0] for one in found]
    assert all(0 < value < 1 for paper in together for value in paper.values())
    assert not found[2]
    assert confidences([], reader.vocabulary) == []


def test_the_shipped_tables_are_complete():
    shipped = shipped_statistics()
    assert (DATA / "context-words.tsv.gz").stat().st_size < 100_000
    known, unknown = shipped.rates("large language model", "llm"), shipped.rates("uncounted", "nor")
    assert all(a != b for a, b in zip(known, unknown, strict=True))
    assert shipped.is_common("large language model")


def test_a_competitor_has_less_confidence_than_the_studied_model(reader: TopicReader):
    def confidence(title: str, abstract: str) -> float:
        found = reader.found(Paper(title=title, abstract=abstract))
        return confidences([found], reader.vocabulary)[0]["gpt"]

    passing = (
        "Learning to plan",
        "Tree search plans. A world model predicts. Reinforcement learning trains the planner with "
        "a reward model and curriculum learning. It outperforms larger models such as GPT-4o.",
    )
    about = ("How GPT-4o plans", "We probe GPT-4o. GPT-4o plans badly.")
    assert confidence(*passing) < confidence(*about)
    assert {t.mention for t in reader.read(*passing) if t.name == "GPT"} == {True}
    assert {t.mention for t in reader.read(*about) if t.name == "GPT"} == {False}
