"""Benchmarks and datasets that a paper states as its contribution."""

import pytest

from citegraph.graph.records import Paper
from citegraph.loaders.topics import TopicReader

RULE = "contribution stated in the paper"


def stated(reader: TopicReader, title: str, abstract: str = "") -> set[str]:
    """The topics, not mentions, that a paper states as its contribution."""
    topics = reader.read(title, abstract)
    return {topic.name for topic in topics if topic.rule == RULE and not topic.mention}


@pytest.mark.parametrize(
    ("abstract", "name"),
    [
        ("We introduce Zeta, the first dusty and windy benchmark tailored to rivers.", "benchmark"),
        ("To this end, this paper presents two river benchmarks: Zeta and Eta.", "benchmark"),
        ("In addition, we construct Zeta (ZZ), a rocky river dataset with 9 gates.", "dataset"),
        ("We also curate a suite of river datasets annotated by pilots.", "dataset"),
        ("We compile a corpus of letters.", "dataset"),
    ],
)
def test_a_contribution_far_from_its_verb_is_a_topic(reader: TopicReader, abstract: str, name: str):
    concept = {"benchmark": "benchmark design", "dataset": "dataset creation"}[name]
    assert stated(reader, "Rivers", abstract) == {concept}
    topic = next(t for t in reader.read("Rivers", abstract) if t.name == concept)
    assert topic.evidence == abstract
    assert (topic.score or 0) >= 0.9


@pytest.mark.parametrize(
    "abstract",
    [
        "We present Zeta. It wins on every river benchmark.",
        "We propose a river model trained on the Zeta dataset.",
        "We propose a dataset distillation method.",
        "We introduce benchmark-free ranking.",
        "Earlier authors introduce a river dataset.",
    ],
)
def test_a_dataset_that_is_only_used_is_no_contribution(reader: TopicReader, abstract: str):
    assert stated(reader, "Rivers", abstract) == set()


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Zeta: A Dataset and Benchmark for Rivers", {"dataset creation", "benchmark design"}),
        ("Leaks in River Datasets", set()),
        ("Models Fail on River Benchmarks", set()),
    ],
)
def test_a_title_needs_no_verb(reader: TopicReader, title: str, names: set[str]):
    assert stated(reader, title) == names


def test_a_statement_counts_once_and_raises_a_mention_to_a_topic(reader: TopicReader):
    """ "First dataset" is an alias: the alias and the statement are one mention."""
    abstract = "We drive boats. We present Zeta, the first dataset of boats."
    found = reader.found(Paper(title="Boats", abstract=abstract))["dataset creation"]
    assert [mention.rule for mention in found.mentions] == [RULE]
    assert stated(reader, "Boats", abstract) == {"dataset creation"}
