"""Bad input does not crash the reader or yield wrong topics."""

import time

import pytest

from citegraph.loaders.topics import TopicReader

WORDS = "We train graph neural networks on maps of rivers and they learn. "


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("", None),
        ("", ""),
        (" \n\t ", " "),
        ("Untitled", ""),
        ("$$\\int_0^1 x$$", "\\begin{equation} \\frac{a}{b} = \\mathcal{L}_{x} \\end{equation}"),
        ("😀😀", "😀 🎉 👩‍👩‍👧‍👦"),
        ("\u200b\u200c\u202e", "\u2066\ufeff\u00ad"),
        ("河流的图", "我们研究河流的地图,并提出一种新的方法。"),
        ("Реки", "Мы изучаем карты рек и предлагаем новый метод."),
        ("الأنهار", "ندرس خرائط الأنهار ونقترح طريقة جديدة."),
        ("नदियाँ", "हम नदियों के नक्शों का अध्ययन करते हैं।"),
        ("(((((", ")))))[[[[((("),
        ("a" * 5000, "b" * 5000),
        ("\x00\x01", "\ud800"),
        ("0 1 2 3", "4.5 6.7 8,9 10% 11-12"),
    ],
)
def test_text_without_concepts_yields_no_topics(
    reader: TopicReader, title: str, abstract: str | None
):
    assert reader.read(title, abstract) == ()


def test_a_long_abstract_is_read_within_seconds(reader: TopicReader):
    begin = time.process_time()
    topics = reader.read("Rivers", WORDS * 1600)  # 100 kB
    assert time.process_time() - begin < 20
    assert [t.name for t in topics] == ["graph neural network"]


def test_a_long_abstract_without_a_space_is_read_within_seconds(reader: TopicReader):
    begin = time.process_time()
    reader.read("(" * 50_000, "a(" * 50_000)
    reader.read("$" * 50_001, "\\emph{" * 20_000)
    reader.read("vision" + "aA" * 50_000, "optimise" * 12_500)
    assert time.process_time() - begin < 20


def test_capitals_alone_are_read(reader: TopicReader):
    topics = reader.read("GRAPH NEURAL NETWORKS FOR RIVERS", WORDS.upper())
    assert "graph neural network" in {t.name for t in topics}


def test_invisible_characters_do_not_split_words(reader: TopicReader):
    topics = reader.read("Rivers", "We train gr\u200baph neu\u00adral net\u2060works on maps.")
    assert "graph neural network" in {t.name for t in topics}


def test_markup_is_no_part_of_a_name(reader: TopicReader):
    topics = reader.read("Rivers", "We train \\emph{graph neural networks} and $k$-means on maps.")
    assert {"graph neural network", "clustering"} <= {t.name for t in topics}
    assert all("\\" not in (t.surface or "") for t in topics)


def test_a_short_text_yields_few_topics(reader: TopicReader):
    assert len(reader.read("On rivers", "We look at rivers.")) <= 1
