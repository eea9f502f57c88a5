"""Topics of one paper: what is found, under which name, and what proves it."""

import pytest

from citegraph.graph.records import Paper, Topic
from citegraph.loaders.topics import TopicReader


@pytest.fixture(scope="module")
def reader() -> TopicReader:
    return TopicReader()


def names(topics: tuple[Topic, ...]) -> set[str]:
    return {topic.name for topic in topics}


def test_spellings_and_acronyms_are_one_topic(reader: TopicReader):
    one = reader.read("Graph Neural Networks for Roads", "We train graph neural networks on maps.")
    other = reader.read("GNNs for Rivers", "Our GNN reads maps.")
    third = reader.read(
        "Rivers as Graphs", "A graph neural-network (GNN) reads maps. The GNN wins."
    )
    assert "graph neural network" in names(one) & names(other) & names(third)


def test_the_longer_concept_hides_the_one_inside_it_but_names_it_as_broader(reader: TopicReader):
    topics = reader.read(
        "Learning on Graphs", "A graph neural network is a neural network. We use neural networks."
    )
    topic = next(t for t in topics if t.name == "graph neural network")
    assert topic.broader[0] == "neural network"
    assert "neural network" not in names(topics)


def test_an_acronym_means_what_the_paper_says(reader: TopicReader):
    spiking = reader.read(
        "Energy of SNNs", "A spiking neural network (SNN) needs little energy. SNNs are slow."
    )
    sparse = reader.read(
        "Pruned from the Start", "We train a sparse neural network (SNN). The SNN stays small."
    )
    assert "spiking neural network" in names(spiking)
    assert "sparse neural network" not in names(spiking)
    assert "sparse neural network" in names(sparse)
    assert "spiking neural network" not in names(sparse)


def test_an_acronym_that_the_paper_gives_another_meaning_is_no_topic(reader: TopicReader):
    topics = reader.read(
        "Ships", "The Global Nautical Network (GNN) counts ships. GNN is a registry."
    )
    assert "graph neural network" not in names(topics)


def test_datasets_and_systems_have_their_own_kind(reader: TopicReader):
    topics = {
        t.name: t for t in reader.read("Small Images", "BERT fails on CIFAR-10 and ImageNet.")
    }
    assert topics["CIFAR-10"].kind == "dataset"
    assert topics["ImageNet"].kind == "dataset"
    assert topics["BERT"].kind == "system"


def test_words_that_are_names_only_in_capitals(reader: TopicReader):
    topics = reader.read("A simpler way", "We clip the gradient; it is simpler and fits a rag bag.")
    assert not names(topics) & {"CLIP", "SIMPLER", "retrieval-augmented generation"}


def test_generic_words_are_no_topics(reader: TopicReader):
    topics = reader.read(
        "A Novel Method", "Our method has state-of-the-art performance and better results."
    )
    assert topics == ()


def test_every_topic_has_its_proof(reader: TopicReader):
    abstract = "We study rivers. Here physics-informed neural networks solve it. They are quick."
    for topic in reader.read("Rivers and PINNs", abstract):
        assert topic.source == "text"
        assert topic.rule
        assert topic.surface
        assert topic.evidence
        assert topic.surface in topic.evidence
        assert topic.field in ("title", "abstract")
        assert 0 < (topic.score or 0) <= 1
    topic = reader.read("Rivers", abstract)[0]
    assert topic.evidence == "Here physics-informed neural networks solve it."
    assert topic.surface == "physics-informed neural networks"
    assert topic.field == "abstract"


def test_scores_fall(reader: TopicReader):
    scores = [
        t.score
        for t in reader.read(
            "Diffusion models for text-to-image generation",
            "Diffusion models make images. We use transformers, contrastive learning and ImageNet.",
        )
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 2


def test_given_topics_keep_their_source_and_take_our_name(reader: TopicReader):
    given = (
        Topic(name="Graph Neural Networks (GNNs)", source="ai_keywords"),
        Topic(name="cs.LG", source="arxiv"),
        Topic(name="flood gauges of Lower Saxony", source="author"),
    )
    topics = reader.read("Rivers", None, given)
    assert [(t.name, t.source) for t in topics] == [
        ("graph neural network", "ai_keywords"),
        ("machine learning", "arxiv"),
        ("flood gauges of Lower Saxony", "author"),
    ]
    assert "Graph Neural Networks (GNNs)" in topics[0].aliases


def test_a_stream_reads_as_one_by_one_does(reader: TopicReader):
    papers = [
        Paper(title=f"Transformers and {word}", abstract=f"We use {word} and GANs on ImageNet.")
        for word in ("LSTMs", "diffusion models", "graph neural networks", "MCMC") * 40
    ]
    streamed = [paper.topics for paper in reader.read_many(iter(papers))]
    assert streamed == [reader.read(p.title or "", p.abstract) for p in papers]
    shuffled = [paper.topics for paper in reader.read_many(reversed(papers))]
    assert shuffled == streamed[::-1]


def test_an_abstract_that_repeats_the_title_counts_it_once(reader: TopicReader):
    title = "Spiking neural networks in rivers"
    assert reader.read(title, f"{title} We look at water.") == reader.read(
        title, "We look at water."
    )


def test_keyphrases_are_ranked_and_limited(reader: TopicReader):
    phrases = reader.keyphrases(
        "Diffusion models for text-to-image generation",
        "Text-to-image generation with diffusion models needs classifier-free guidance. "
        "We propose a noise schedule for latent diffusion and measure it on ImageNet.",
        limit=4,
    )
    assert 0 < len(phrases) <= 4
    assert [p.score for p in phrases] == sorted((p.score for p in phrases), reverse=True)
    assert all(p.text in p.evidence for p in phrases)
    assert "diffusion models" in {p.text.lower() for p in phrases}
