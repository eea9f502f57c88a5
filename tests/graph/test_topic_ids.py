"""All spellings of a topic give one identifier."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citegraph.graph.identity.topic_ids import canonical


@pytest.mark.parametrize(
    ("id", "spellings"),
    [
        (
            "graph neural network",
            [
                "Graph Neural Networks",
                "graph-neural networks (GNNs)",
                "GRAPH NEURAL NETWORK",
                "graph\u200b neural\u00a0network",
            ],
        ),
        ("multimodal learning", ["multi-modal learning", "Multi Modal Learning"]),
        ("finetuning", ["fine-tuning", "fine tuning", "Finetuning"]),
        ("modeling of behavior", ["modelling of behaviour", "Modeling of Behavior"]),
        ("optimization", ["optimisation", "Optimization", "optimizations"]),
        ("schrodinger equation", ["Schrödinger equation", 'Schr\\"odinger equations']),
        (
            "kolmogorov arnold network",
            ["Kolmogorov\u2013Arnold Networks", "Kolmogorov-Arnold network"],
        ),
        ("alpha divergence", ["$\\alpha$-divergence", "\\emph{alpha} divergences"]),
        ("beta vae", ["β-VAE", "$\\beta$-VAE", "beta-VAEs"]),
        ("pi0.5", ["π₀.₅", "π_0.5", "π0.5", "pi0.5", "π_{0.5}"]),
        ("tau2 bench", ["τ²-Bench", "τ^2-bench", "tau2-bench"]),
        ("μηχανικη μαθηση", ["Μηχανική μάθηση"]),
        ("llm", ["LLM", "LLMs"]),
        ("gps", ["GPS"]),
        ("physics", ["Physics"]),
        ("c++", ["C++"]),
        ("gan", ["\uff27\uff21\uff2e\uff53", "GAN"]),
        ("unsupervised", ["Unsupervised"]),
        ("神经网络", ["神经网络"]),
    ],
)
def test_spellings_meet(id: str, spellings: list[str]):
    assert {canonical(spelling) for spelling in spellings} == {id}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C", "C++"),
        ("GPs", "GPS"),
        ("dynamics", "dynamo"),
        ("C#", "C"),
        ("C#", "C++"),
        (".NET", "NET"),
        ("\u03c0\u2080", "\u03c0\u2080.\u2085"),
        ("\u0915\u093f", "\u0915\u0940"),
        ("\u30d0\u30b9", "\u30cf\u30b9"),
        ("\u043c\u043e\u0439", "\u043c\u043e\u0438"),
        ("GPT-3", "GPT-4"),
        ("loss", "los"),
    ],
)
def test_different_names_stay_apart(one: str, other: str):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("nothing", ["", "   ", "🙂", "\u200b\u202e", "$$", "()"])
def test_no_letter_no_topic(nothing: str):
    assert canonical(nothing) == ""


@given(st.text(max_size=60))
def test_the_id_of_an_id_is_itself(name: str):
    assert canonical(canonical(name)) == canonical(name)
