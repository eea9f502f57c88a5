"""Acronym definitions, after Schwartz and Hearst."""

import pytest

from citegraph.loaders.topics.acronyms import definitions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use graph neural networks (GNNs).", {"GNN": "graph neural networks"}),
        ("A Kolmogorov-Arnold Network (KAN) learns.", {"KAN": "Kolmogorov-Arnold Network"}),
        ("the KAN (Kolmogorov-Arnold network) learns", {"KAN": "Kolmogorov-Arnold network"}),
        ("Low-Rank Adaptation (LoRA) helps", {"LoRA": "Low-Rank Adaptation"}),
        (
            "maximum likelihood estimation (MLE; see below)",
            {"MLE": "maximum likelihood estimation"},
        ),
        (
            "functional magnetic resonance imaging (fMRI)",
            {"fMRI": "functional magnetic resonance imaging"},
        ),
        ("We win (see Table 2) on rivers (in Spain).", {}),
        ("The year (2024) was wet.", {}),
        ("unrelated words here (XYZ)", {}),
        ("(GNN)", {}),
        ("", {}),
    ],
)
def test_definitions(text: str, expected: dict[str, str]):
    assert definitions(text) == expected


def test_the_first_definition_holds():
    text = "Spiking neural networks (SNN) and sparse neural networks (SNN)."
    assert definitions(text) == {"SNN": "Spiking neural networks"}
