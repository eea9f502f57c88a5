"""Whose keyphrases: styles, terms that a text lacks, and how sure a topic is."""

from citegraph.loaders.topics import TopicReader

CONTROL = (
    "Robust control of nonlinear systems with fuzzy networks",
    "A sliding mode controller for nonlinear systems is derived. The stability of the loop that "
    "is closed is proved with a Lyapunov function. An inverted pendulum shows robust tracking.",
)


def test_an_indexer_also_gives_terms_that_the_text_lacks():
    phrases = TopicReader(style="index").keyphrases(*CONTROL)
    lacking = [p for p in phrases if p.field == "thesaurus"]
    text = " ".join(CONTROL).lower()
    assert lacking
    assert all(p.text.lower() not in text and p.evidence == "" for p in lacking)
    assert any("control" in p.text for p in lacking)
    scores = [p.score for p in phrases]
    assert scores == sorted(scores, reverse=True)


def test_other_styles_give_words_of_the_text_alone():
    for style in ("topics", "author"):
        phrases = TopicReader(style=style).keyphrases(*CONTROL)
        assert all(p.field in ("title", "abstract") for p in phrases)


def test_far_from_the_field_the_default_indexes_and_near_it_does_not():
    far = (
        "Tribology of chute liners in ore terminals",
        "Abrasive wear of quenched boron steel liners in ore chutes was weighed monthly. Basalt "
        "lumps gouged the liners; hopper geometry and moisture governed the wear. Weld overlays "
        "outlasted rubber. Berth stoppages fell and liner replacement was rescheduled.",
    )
    near = (
        "Agents that check their answers",
        "We benchmark multimodal large language models on long-video reasoning and fine-tune them "
        "with reinforcement learning on verifiable rewards.",
    )
    auto, index = TopicReader(), TopicReader(style="index")
    assert auto.keyphrases(*far) == index.keyphrases(*far)
    assert auto.keyphrases(*near) == TopicReader(style="topics").keyphrases(*near)


def test_a_text_in_the_words_of_conferences_is_read_as_its_authors_would():
    text = (
        "Recurrent Networks that Forget Slowly",
        "We study the variance of gradients in recurrent neural networks with hidden units. We "
        "derive an unbiased estimator of the posterior, prove a convergence bound, and propose a "
        "regularizer for convolutional networks that improves classification on MNIST.",
    )
    author = TopicReader(style="author").keyphrases(*text)
    assert (
        TopicReader().keyphrases(*text) == author != TopicReader(style="topics").keyphrases(*text)
    )
    many = TopicReader().keyphrases_many([CONTROL, text, ("", "")])  # each in its own style
    assert list(many) == [TopicReader().keyphrases(*CONTROL), author, ()]


def test_a_competitor_in_passing_is_less_sure_than_what_the_paper_is_about():
    reader = TopicReader()
    passing = reader.read(
        "Learning to plan",
        "Tree search plans. A world model predicts. Reinforcement learning trains the planner with "
        "a reward model and curriculum learning. It outperforms larger models such as GPT-4o.",
    )
    about = reader.read("How GPT-4o plans", "We probe GPT-4o. GPT-4o plans badly.")
    assert "GPT" not in {t.name for t in passing}
    assert "GPT" in {t.name for t in about}
