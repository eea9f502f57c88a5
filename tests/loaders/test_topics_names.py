"""Names of topics in any script, with accents, and with a short form behind."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citegraph.graph.identity.topic_ids import canonical, fold_word, without_acronym
from citegraph.graph.records import Paper, Topic
from citegraph.loaders.topics import TopicReader


def mentioned(reader: TopicReader, title: str, abstract: str = "") -> set[str]:
    """The names of all concepts that a text mentions, before any is left out."""
    found = reader.found(Paper(title=title, abstract=abstract))
    return {reader.vocabulary.concepts[id].name for id in found}


def given_names(reader: TopicReader, *names: str) -> list[str]:
    topics = reader.read("Rivers", None, [Topic(name=name, source="ai_keywords") for name in names])
    return [topic.name for topic in topics]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Schrödinger equation", "Schrödinger equation"),
        ("the Schrodinger equation", "Schrödinger equation"),
        ("a Schrödinger bridge", "Schrödinger bridge"),
        ("with Tülu 3", "Tulu"),
        ("naïve graph neural nétworks", "graph neural network"),
        ("the policy π₀ folds", "π₀"),
        ("the policy π0 folds", "π₀"),
        ("the policy pi0 folds", "π₀"),
        ("the policy π₀.₅ folds", "π₀.₅"),
        ("the policy π0.5 folds", "π₀.₅"),
        ("the policy π_0.5 folds", "π₀.₅"),
        ("the policy pi_0 folds", "π₀"),
        ("a β-VAE of rivers", "variational autoencoder"),
        ("on τ^2-Bench", "τ-bench"),
    ],
)
def test_accents_and_scripts_do_not_hide_a_concept(
    reader: TopicReader, text: str, name: str, form: str
) -> None:
    text = unicodedata.normalize(form, text)  # type: ignore[arg-type]  # one of the two forms
    assert name in mentioned(reader, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("robust under distribution shift", "distribution shift"),
        ("gains over GPT-4", "GPT"),
        ("a prior over functions", "functional prior"),
        ("over-smoothing of rivers", "oversmoothing"),
        ("oversmoothing of rivers", "oversmoothing"),
    ],
)
def test_a_preposition_is_no_prefix(reader: TopicReader, text: str, name: str) -> None:
    assert name in mentioned(reader, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("with Qwen7.5", "Qwen"),
        ("with YOLOv97", "object detection"),
        ("with YOLO97.5", "object detection"),
    ],
)
def test_a_new_version_is_the_system(reader: TopicReader, text: str, name: str) -> None:
    assert mentioned(reader, text) == {name}


@pytest.mark.parametrize("text", ["Yolo97", "YOLO2097", "YOLOn97", "pruning97", "xQwen7.5"])
def test_other_digits_are_no_version(reader: TopicReader, text: str) -> None:
    assert mentioned(reader, text) == set()


def test_prepositions_and_prefixes_make_different_topics() -> None:
    assert canonical("decision making under uncertainty") == "decision making under uncertainty"
    assert canonical("Over-Smoothing") == canonical("oversmoothing") == "oversmoothing"


def test_keywords_without_ascii_letters_stay_apart(reader: TopicReader) -> None:
    names = ["π₀", "π₀.₅", "∇", "Ω", "中文", "→", "β-δ"]
    assert given_names(reader, *names) == names
    assert len({canonical(name) or name for name in names}) == len(names)


@pytest.mark.parametrize(
    ("keyword", "name"),
    [
        ("river memory banks (RMBs)", "river memory banks"),
        ("rivers-to-lakes (R2L)", "rivers-to-lakes"),
        ("flood gauge models [FGM]", "flood gauge models"),
        ("(XQJ)", "(XQJ)"),
        ("key-value (KV) cache of rivers", "key-value (KV) cache of rivers"),
    ],
)
def test_a_keyword_is_shown_without_the_short_form_behind_it(
    reader: TopicReader, keyword: str, name: str
) -> None:
    topic = reader.read("Rivers", None, [Topic(name=keyword, source="ai_keywords")])[0]
    assert topic.name == name
    assert topic.name == keyword or keyword in topic.aliases
    assert canonical(topic.name) == canonical(keyword)


@pytest.mark.parametrize("keyword", ["Memory (FFN)", "Reasoners (Self-Attn)", "Rivers (2024)"])
def test_brackets_that_do_not_abbreviate_the_name_belong_to_it(
    reader: TopicReader, keyword: str
) -> None:
    assert given_names(reader, keyword) == [keyword]
    assert canonical(keyword) != canonical(keyword.partition(" (")[0])


@pytest.mark.parametrize(
    ("keyword", "name"),
    [
        ("GRPO algorithm", "group relative policy optimization"),
        ("GRPO training", "group relative policy optimization"),
        (
            "Group Relative Policy Optimization (GRPO) framework",
            "group relative policy optimization",
        ),
        ("GRPO (Group Relative Policy Optimization)", "group relative policy optimization"),
        ("diffusion methods", "diffusion model"),
        ("RIVERNET architecture", "RIVERNET"),
        ("reward model", "reward model"),
        ("3D model", "3D model"),
        ("river model", "river model"),
    ],
)
def test_variants_with_a_tail_meet(reader: TopicReader, keyword: str, name: str) -> None:
    assert given_names(reader, keyword) == [name]


@given(st.text(max_size=40))
def test_a_name_without_its_short_form_has_the_same_id(name: str) -> None:
    assert canonical(without_acronym(name)) == canonical(name)


@given(st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0xFF), min_size=1, max_size=12))
def test_words_of_a_text_and_of_a_name_are_folded_alike(word: str) -> None:
    assert fold_word(word) == canonical(word)


@pytest.mark.parametrize(
    ("text", "named", "other"),
    [
        ("Agents lean on tools", None, "Lean"),
        ("We prove theorems in Lean", "Lean", None),
        ("The apparent diffusion coefficient of lesions", "diffusion MRI", "diffusion model"),
        ("Expression of the A2A receptor", None, "agent communication"),
        ("We searched PubMed and Web of Science", "scientific literature", "science"),
    ],
)
def test_words_of_other_fields_are_not_mistaken(
    reader: TopicReader, text: str, named: str | None, other: str | None
):
    names = {topic.name for topic in reader.read("", text)}
    assert named is None or named in names
    assert other not in names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The plasma levels of its mRNA.", {"RNA"}),
        ("Antibiotics for livestock.", {"pharmacology", "agriculture"}),
        ("Myocardial infarction in Chinese patients.", {"cardiology"}),
        ("Language models read Chinese.", {"language model", "Chinese language"}),
        ("Cosmic muon distributions.", set()),
        (
            "Popularity bias of vision-language models.",
            {"popularity bias", "vision-language model"},
        ),
    ],
)
def test_a_thing_is_not_the_field_that_models_it(reader: TopicReader, text: str, names: set[str]):
    assert mentioned(reader, text) == names
