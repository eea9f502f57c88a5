"""What is learnt of words and terms, on small samples of our own."""

from pathlib import Path

import numpy as np
import pytest

from citegraph.loaders.topics.batch import Batch, Lexicon, word_hash
from citegraph.loaders.topics.roles import ROLES, Roles, neighbours
from citegraph.loaders.topics.thesaurus import Terms, Thesaurus


def batch_of(*texts: tuple[str, str]) -> Batch:
    return Batch(list(texts), Lexicon())


def roles_of(**words: tuple[int, ...]) -> Roles:
    keys = np.array([word_hash(word) for word in words], np.uint64)
    order = np.argsort(keys)
    return Roles(keys[order], np.array(list(words.values()))[order])


def test_neighbours_end_at_punctuation_and_at_the_edge_of_a_text():
    batch = batch_of(("Fuzzy control", "We use fuzzy control, and test"), ("Other", "text"))
    words = [batch.locate(place)[0].folded[batch.locate(place)[1]] for place in range(5)]
    assert words == ["fuzzy", "control", "we", "use", "fuzzy"]
    start, length = np.array([0, 4, 2]), np.array([2, 2, 1])
    before, before2, behind, behind2 = neighbours(batch, start, length)
    assert before.tolist() == [-1, 3, -1]
    assert before2.tolist() == [-1, 2, -1]
    assert behind.tolist() == [-1, -1, 3]
    assert behind2.tolist() == [-1, -1, 4]


def test_each_word_speaks_in_its_role_and_unknown_ones_say_nothing():
    row = tuple(range(1, len(ROLES) + 1))
    roles = roles_of(fuzzy=row, use=tuple(10 * w for w in row))
    batch = batch_of(("", "We use fuzzy control"))
    said = roles.features(batch, np.array([2]), np.array([2]))
    assert {role: float(value[0]) for role, value in said.items()} == {
        "begins": 1,
        "ends": 0,
        "inside": 1.5,
        "before": 40,
        "before2": 0,
        "behind": 0,
        "behind2": 0,
        "roles": 42.5,
    }


def test_what_words_say_does_not_depend_on_the_batch():
    roles = roles_of(fuzzy=tuple(range(7)), control=tuple(range(3, 10)))
    text = ("Fuzzy control", "Control of fuzzy systems")
    alone = roles.features(batch_of(text), np.array([0]), np.array([2]))
    others = batch_of(*[("Some words", "of control")] * 9, text)
    there = roles.features(others, np.array([int(others.first[9])]), np.array([2]))
    assert {k: v.tolist() for k, v in alone.items()} == {k: v.tolist() for k, v in there.items()}


def test_weights_are_read_as_they_were_written(tmp_path: Path):
    roles = roles_of(fuzzy=tuple(range(-3, 4)), control=(0,) * 7)
    text = {word_hash(w): w for w in ("fuzzy", "control")}
    roles.save(tmp_path / "roles.tsv.gz", text)
    again = Roles.load(tmp_path / "roles.tsv.gz")
    assert again.keys.tolist() == roles.keys.tolist()
    assert again.weights.tolist() == roles.weights.tolist()


SHELVES = [("Shelves of the library", "Librarians lend books to readers of the library")] * 4
LOOPS = [("Loops that are closed", "A regulator steers the valve of the boiler")] * 4


def learnt() -> tuple[Batch, Terms]:
    batch = batch_of(*SHELVES, *LOOPS)
    return batch, Terms.learn(batch, [["information science"]] * 4 + [["control theory"]] * 4)


def test_a_term_is_called_for_by_the_words_of_its_papers():
    _, terms = learnt()
    papers, found, values = Thesaurus(terms).compare(
        batch_of(("Lending", "Readers and books"), ("Steering", "Valve and boiler"))
    )
    best = {}
    for paper, term, rank in zip(papers.tolist(), found.tolist(), values[1].tolist(), strict=True):
        if rank == 0:
            best[paper] = terms.names[term]
    assert best == {0: "information science", 1: "control theory"}


def test_terms_are_read_as_they_were_written(tmp_path: Path):
    batch, terms = learnt()
    text = {}
    for place, key in enumerate(batch.hash.tolist()):
        row, inside, _ = batch.locate(place)
        text[key] = row.folded[inside]
    terms.save(tmp_path / "terms.tsv.gz", text)
    again = Terms.load(tmp_path / "terms.tsv.gz")
    assert again.names == terms.names
    assert again.papers == terms.papers
    for name in ("counts", "words", "word_papers", "weights"):
        assert getattr(again, name).tolist() == getattr(terms, name).tolist()


def test_words_of_like_use_get_like_vectors():
    pytest.importorskip("scipy", reason="scipy is needed only to learn anew")
    from training.vectors import Vectors

    rng = np.random.default_rng(1)
    fillers = [f"word{i}x" for i in range(30)]
    nouns = ["kettle", "lantern", "saddle"]
    verbs = ["polish", "mend", "paint"]
    texts = []
    for _ in range(800):
        noun, verb = nouns[rng.integers(3)], verbs[rng.integers(3)]
        one, two = fillers[rng.integers(30)], fillers[rng.integers(30)]
        texts.append(("", f"{one} we {verb} the {noun} of {two}"))
    vectors = Vectors.of(batch_of(*texts), dimensions=10)
    table = dict(zip(vectors.keys.tolist(), vectors.vectors, strict=True))

    def alike(one: str, two: str) -> float:
        a, b = table[word_hash(one)], table[word_hash(two)]
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert alike("kettle", "saddle") > 0.7
    assert alike("polish", "mend") > 0.7
    assert alike("kettle", "mend") < 0.3
