"""Topics of one paper: concepts, names and evidence."""

import pytest

from citegraph.graph.records import Paper, Topic
from citegraph.loaders.topics import TopicReader
from citegraph.loaders.topics.categories import categories


def mentioned(reader: TopicReader, title: str, abstract: str) -> set[str]:
    """The names of all concepts that a paper mentions, whatever their confidence."""
    found = reader.found(Paper(title=title, abstract=abstract))
    return {reader.vocabulary.concepts[id].name for id in found}


def names(topics: tuple[Topic, ...]) -> set[str]:
    return {topic.name for topic in topics}


def test_spellings_and_acronyms_are_one_topic(reader: TopicReader):
    one = reader.read("Graph Neural Networks for Roads", "We train graph neural networks on maps.")
    other = reader.read("GNNs for Rivers", "Our GNN reads maps.")
    third = reader.read(
        "Rivers as Graphs", "A graph neural-network (GNN) reads maps. The GNN wins."
    )
    assert "graph neural network" in names(one) & names(other) & names(third)


def test_capitals_distinguish_two_acronyms(reader: TopicReader):
    radio = reader.read("LoRa in the ISM band", "LoRa gateways receive packets.")
    tuning = reader.read("LoRA for Vision", "We fine-tune with LoRA.")
    assert ("LoRaWAN" in names(radio), "LoRaWAN" in names(tuning)) == (True, False)
    assert "low-rank adaptation" in names(tuning) - names(radio)
    assert reader.vocabulary.meaning("LoRA") == "low rank adaptation"
    assert reader.vocabulary.meaning("LoRa") == "lorawan"


def test_the_longer_concept_hides_the_one_inside_it_but_names_it_as_broader(reader: TopicReader):
    topics = reader.read("Learning on Graphs", "We train a graph neural network on maps.")
    topic = next(t for t in topics if t.name == "graph neural network")
    assert topic.broader[0] == "neural network"
    assert "neural network" not in names(topics)
    both = reader.read(
        "Learning on Graphs", "A graph neural network is a neural network. We use neural networks."
    )
    assert {"graph neural network", "neural network"} <= names(both)


def test_an_acronym_means_what_the_paper_says(reader: TopicReader):
    spiking = mentioned(
        reader,
        "Energy of SNNs",
        "A spiking neural network (SNN) needs little energy. SNNs are slow.",
    )
    sparse = mentioned(
        reader,
        "Pruned from the Start",
        "We train a sparse neural network (SNN). The SNN stays small.",
    )
    assert "spiking neural network" in spiking
    assert "sparse neural network" not in spiking
    assert "sparse neural network" in sparse
    assert "spiking neural network" not in sparse


def test_an_acronym_that_the_paper_gives_another_meaning_is_no_topic(reader: TopicReader):
    topics = mentioned(
        reader, "Ships", "The Global Nautical Network (GNN) counts ships. GNN is a registry."
    )
    assert "graph neural network" not in topics


def test_datasets_and_systems_have_their_own_kind(reader: TopicReader):
    text = "BERT fails on CIFAR-10 and ImageNet."
    found = reader.found(Paper(title="Small Images", abstract=text))
    kinds = {(c := reader.vocabulary.concepts[id]).name: c.kind for id in found}
    assert kinds["CIFAR-10"] == kinds["ImageNet"] == "dataset"
    assert kinds["BERT"] == "system"
    assert all(t.kind == kinds[t.name] for t in reader.read("Small Images", text))


def test_words_that_are_names_only_in_capitals(reader: TopicReader):
    text = "We clip the gradient; it is simpler and fits a rag bag."
    assert not mentioned(reader, "A simpler way", text) & {
        "CLIP",
        "SIMPLER",
        "retrieval-augmented generation",
    }


def test_generic_words_are_no_topics(reader: TopicReader):
    topics = reader.read(
        "A Novel Method", "Our method has state-of-the-art performance and better results."
    )
    assert topics == ()


def test_every_topic_has_evidence(reader: TopicReader):
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


def test_the_main_subject_stays_beside_narrower_topics(reader: TopicReader):
    abstract = (
        "Reinforcement learning trains agents by rewards. We study reinforcement learning with "
        "group relative policy optimization (GRPO). GRPO makes reinforcement learning stable."
    )
    about = {t.name for t in reader.read("How GRPO explores", abstract) if not t.mention}
    assert {"reinforcement learning", "group relative policy optimization"} <= about


def test_benchmarks_do_not_hide_the_subject(reader: TopicReader):
    confidence = {
        "imagenet": 0.95,
        "cifar 10": 0.94,
        "coco": 0.93,
        "bert": 0.92,
        "object detection": 0.6,
        "optical flow": 0.5,
    }
    assert reader._topics(confidence, ()) == [*confidence]


def test_a_concept_named_in_full_needs_less_confidence(reader: TopicReader):
    sure = {"object detection": 0.9, "optical flow": 0.9, "transformer": 0.9, "robotics": 0.9}
    confidence = {**sure, "planning": 0.5, "pruning": 0.5, "video generation": 0.4}
    in_full = {"pruning", "video generation"}
    assert set(reader._topics(confidence, in_full)) == {*sure, "pruning"}


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("a video diffusion model", {"video generation", "diffusion model"}),
        ("video diffusion", {"video generation", "diffusion model"}),
        ("image-to-video diffusion models", {"image-to-video generation", "diffusion model"}),
        ("autoregressive transformers", {"autoregressive model", "transformer"}),
        ("diffusion transformers", {"diffusion transformer", "diffusion model"}),
        (
            "multi-agent reinforcement learning",
            {"multi-agent reinforcement learning", "reinforcement learning"},
        ),
    ],
)
def test_a_form_can_name_two_concepts(reader: TopicReader, text: str, both: set[str]) -> None:
    assert mentioned(reader, f"We train {text}", "") == both


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Panoramic video generation", {"panoramic imaging", "video generation"}),
        ("Instructional video editing", {"instructional video", "video editing"}),
        ("Large language model (LLM) agents", {"large language model", "AI agent"}),
        ("Self-supervised training", {"self-supervised learning"}),
        ("Audio-visual navigation", {"audio-visual learning"}),
    ],
)
def test_names_may_overlap(reader: TopicReader, title: str, found: set[str]) -> None:
    assert mentioned(reader, title, "") == found


def test_a_shown_form_has_no_bracket_of_an_acronym(reader: TopicReader) -> None:
    topics = reader.read("Large language model (LLM) agents", "")
    assert {topic.surface for topic in topics} == {"Large language model", "LLM agents"}


def test_the_end_of_a_name_is_no_mention(reader: TopicReader) -> None:
    assert mentioned(reader, "A phase diagram", "") == {"phase transition"}
    assert mentioned(reader, "Hebbian neural networks", "") == {"Hebbian learning"}


def test_a_concept_inside_its_narrower_one_is_no_mention(reader: TopicReader) -> None:
    assert mentioned(reader, "Graph neural networks", "") == {"graph neural network"}
    assert mentioned(reader, "GNN models", "") == {"graph neural network"}
    assert mentioned(reader, "A large video-language model", "") == {"video large language model"}


@pytest.mark.parametrize(
    "text",
    [
        "a mechanistic analysis",
        "mechanistic understanding",
        "we mechanistically explain",
        "the mechanistic role",
        "facts mechanistically encoded in layers",
    ],
)
def test_mechanistic_studies_are_interpretability(reader: TopicReader, text: str) -> None:
    title = f"{text} of language models"
    assert "mechanistic interpretability" in mentioned(reader, title, "")


def test_a_mechanism_of_the_method_is_not_interpretability(reader: TopicReader) -> None:
    text = "We introduce a language model that mechanistically enforces synchronization."
    assert "mechanistic interpretability" not in mentioned(reader, "Audio with video", text)


def test_scores_fall(reader: TopicReader):
    text = "Diffusion models make images. We use transformers, contrastive learning and ImageNet."
    title = "Diffusion models for text-to-image generation"
    scores = [t.score for t in reader.read(title, text)]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)


def test_reading_is_deterministic(reader: TopicReader):
    text = ("Roads as graphs", "Graph neural networks read maps. BERT reads their names.")
    assert reader.read(*text) == TopicReader().read(*text) == reader.read(*text)


def test_given_topics_keep_their_source_and_take_our_name(reader: TopicReader):
    given = (
        Topic(name="Graph Neural Networks (GNNs)", source="ai_keywords"),
        Topic(name="cs.LG", source="arxiv"),
        Topic(name="flood gauges of Lower Saxony", source="author"),
    )
    topics = reader.read("Rivers", None, given)
    assert [(t.name, t.source) for t in topics] == [
        ("graph neural network", "ai_keywords"),
        ("machine learning", ("arxiv", "arxiv:cs.LG")),
        ("flood gauges of Lower Saxony", "author"),
    ]
    assert "Graph Neural Networks (GNNs)" in topics[0].aliases


@pytest.mark.parametrize(
    ("code", "name", "broader"),
    [
        ("stat.ML", "machine learning", "artificial intelligence"),
        ("math.AT", "Algebraic Topology", "mathematics"),
        ("eess.AS", "Audio and Speech Processing", "Electrical Engineering and Systems Science"),
        ("stat.AP", "Statistics - Applications", "Statistics"),
        ("chao-dyn", "Chaotic Dynamics", "Nonlinear Sciences"),
        ("math", "mathematics", "science"),
        ("Computer Science - Sound", "Computer Science - Sound", "computer science"),
        (
            "High Energy Physics - Theory (hep-th)",
            "High Energy Physics - Theory",
            "particle physics",
        ),
    ],
)
def test_a_category_of_arxiv_has_its_name(
    reader: TopicReader, code: str, name: str, broader: str
) -> None:
    given = Topic(name=code, kind="field", vocabulary="arxiv", source="arxiv")
    [topic] = reader.read("Rivers", None, [given])
    assert (topic.name, topic.broader[0]) == (name, broader)
    assert code.partition(" (")[0] in (*topic.aliases, topic.name)
    assert reader.read("Rivers", None, [topic]) == (topic,)  # as read again from a graph


@pytest.mark.parametrize(
    ("former", "name"),
    [
        ("Computer Science - Learning", "machine learning"),
        ("Astrophysics - Galaxy Astrophysics", "Astrophysics of Galaxies"),
    ],
)
def test_a_category_has_its_name_of_today(reader: TopicReader, former: str, name: str) -> None:
    [topic] = reader.read("Rivers", None, [Topic(name=former, source="author")])
    assert (topic.name, topic.kind) == (name, "field")
    assert former not in topic.aliases


def test_every_category_is_named_by_words(reader: TopicReader) -> None:
    codes = sorted({code for category in categories().values() for code in category.codes})
    assert len(codes) == 155 + 11 + 18  # categories, archives, former codes
    given = [Topic(name=code, vocabulary="arxiv", source="arxiv") for code in codes]
    topics = reader.read("Rivers", None, given)
    assert not {topic.name for topic in topics} & set(codes) - {"physics"}
    assert all(topic.broader or "cs.AI" in topic.aliases for topic in topics)


def test_the_code_of_an_archive_is_a_word_elsewhere(reader: TopicReader) -> None:
    [topic] = reader.read("Rivers", None, [Topic(name="stat", source="author")])
    assert (topic.name, topic.source) == ("stat", "author")


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
