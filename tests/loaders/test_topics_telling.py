"""What tells a topic from a passing mention."""

from pathlib import Path

import pytest

from citegraph.graph.records import Paper
from citegraph.loaders.topics import TopicReader
from citegraph.loaders.topics.sureness import OWN_NAME, surenesses
from citegraph.loaders.topics.telling import PLACES, Telling, near, shipped_telling
from citegraph.loaders.topics.text import words


@pytest.fixture(scope="module")
def reader() -> TopicReader:
    return TopicReader()


def test_the_words_near_a_mention_have_places_and_stay_in_its_sentence():
    row = words("Far away. We propose to learn object detection from few clean images. Behind.")
    start = row.folded.index("object")
    places = [(PLACES[place], word) for place, word in near(row, start, start + 2)]
    assert ("before 1", "learn") in places
    assert ("before 2", "to") in places
    assert ("before", "propose") in places
    assert ("behind 1", "from") in places
    assert ("behind", "clean") in places
    assert ("sentence", "we") in places
    assert not {"away", "behind"} & {word for _, word in places}


def test_the_sum_over_mentions_is_the_mean_of_what_their_words_add(reader: TopicReader):
    read = reader.reading(
        Paper(
            title="Birds",
            abstract="Object detection is old. We study why object detection fails in fog.",
        )
    )
    mentions = read.found["object detection"].mentions
    tables = [
        dict.fromkeys(("we", "study", "why", "is", "fail", "old"), 0.5 + place)
        for place in range(len(PLACES))
    ]
    telling = Telling(tables, {})
    slowly = [
        sum(tables[place].get(word, 0.0) for place, word in near(m.row, m.start, m.end))
        for m in mentions
    ]
    assert len(mentions) == 2
    assert telling.around(mentions) == pytest.approx(sum(slowly) / 2)


def test_what_a_paper_does_is_surer_than_what_others_did(reader: TopicReader):
    def sure(abstract: str) -> float:
        found = reader.reading(Paper(title="Birds", abstract=abstract)).found
        return surenesses([found], reader.vocabulary)[0]["object detection"]

    assert sure("We propose a new method for object detection in fog.") > sure(
        "Unlike prior work that relies on object detection, we count birds by ear."
    )


def test_what_a_title_begins_with_is_what_the_paper_presents(reader: TopicReader):
    def sure(title: str) -> float:
        text = "A language model sees half of the context. Words are hidden and filled in."
        found = reader.reading(Paper(title=title, abstract=text)).found
        return surenesses([found], reader.vocabulary)[0]["bert"]

    assert sure("BERT: Reading in Both Directions") >= OWN_NAME
    assert sure("Reading in Both Directions, Unlike BERT") < OWN_NAME
    assert sure("BERT Reads in Both Directions") < OWN_NAME


def test_a_concept_that_nobody_counted_has_the_field_s_rates():
    counts = {"": (100, 25, 50, 10, 40, 30), "kite": (40, 40, 20, 20, 4, 4)}
    telling = Telling([{} for _ in PLACES], counts, {"kite flown": (4, 0)})
    kite, unknown = telling.known("kite", "kite"), telling.known("never counted", "nor this")
    assert all(a > b for a, b in zip(kite[:3], unknown[:3], strict=True))
    assert unknown[0] == pytest.approx(-1.0986, abs=1e-4)
    assert unknown[2] == unknown[3] == kite[3] == pytest.approx(1.0986, abs=1e-4)
    assert telling.known("kite", "kite flown")[3] < kite[3]  # these words mean it less often
    assert kite[4] > unknown[4]
    assert telling.shared("kite")
    assert not telling.shared("never counted")


def test_sureness_does_not_depend_on_the_other_papers(reader: TopicReader):
    texts = [
        ("Birds", "We count birds with object detection in fog."),
        ("Graph neural networks", "We train graph neural networks on molecules."),
        ("Nothing", "It rains."),
    ]
    found = [reader.reading(Paper(title=t, abstract=a)).found for t, a in texts]
    together = surenesses(found, reader.vocabulary)
    assert together == [surenesses([one], reader.vocabulary)[0] for one in found]
    assert all(0 < sure < 1 for paper in together for sure in paper.values())
    assert not found[2]
    assert surenesses([], reader.vocabulary) == []


def test_the_shipped_tables_are_whole():
    shipped = shipped_telling()
    data = Path(Telling.load.__func__.__code__.co_filename).parent / "data"
    assert (data / "telling-words.tsv.gz").stat().st_size < 100_000
    known = shipped.known("large language model", "llm")
    assert all(a != b for a, b in zip(known, shipped.known("never counted", "nor"), strict=True))
    assert shipped.shared("large language model")


def test_a_competitor_in_passing_is_less_sure_than_what_the_paper_is_about(reader: TopicReader):
    passing = reader.read(
        "Learning to plan",
        "Tree search plans. A world model predicts. Reinforcement learning trains the planner with "
        "a reward model and curriculum learning. It outperforms larger models such as GPT-4o.",
    )
    about = reader.read("How GPT-4o plans", "We probe GPT-4o. GPT-4o plans badly.")
    assert "GPT" not in {t.name for t in passing}
    assert "GPT" in {t.name for t in about}
