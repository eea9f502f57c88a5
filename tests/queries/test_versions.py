"""A version of a system is not its family."""

from collections.abc import Iterator

import pytest

from citegraph import queries
from citegraph.graph.store import Store
from citegraph.queries.versions import is_version, pattern

FALCON = ["Falcon", "Falcon models", "Falcon 2", "Falcon2-VL", "Kite"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Falcon 2", True),
        ("falcon2-vl", True),
        ("Falcon2-VL", True),
        ("Kite-1.5", True),
        ("Falcon", False),
        ("Falcon models", False),
        ("Falcon model (F)", False),
        ("Falcon series", False),
        ("Eagle 2", False),
    ],
)
def test_a_version_is_a_name_with_more_behind_it(text: str, expected: bool):
    assert is_version(text, FALCON) is expected


@pytest.mark.parametrize(
    ("version", "sentence", "expected"),
    [
        ("Falcon2-VL", "We train Falcon2-VL.", True),
        ("Falcon2-VL", "(FALCON 2 VL)", True),
        ("Falcon2-VL", "On Falcon2-VL-7B-Instruct, ...", True),
        ("Falcon2-VL", "Falcon2-VL-based agents", True),
        ("Falcon2-VL", "Falcon2-VL-Math", False),
        ("Falcon2-VL", "Falcon3-VL", False),
        ("Falcon 2", "Falcon 2.5", False),
        ("Falcon 2", "Falcon 20", False),
        ("Falcon 2", "Falcon 2. It", True),
        ("Falcon 2", "Open-Falcon 2", False),
        ("Kite.1+(x)", "of Kite.1+(x), a kite", True),
    ],
)
def test_a_text_names_a_version(version: str, sentence: str, expected: bool):
    assert bool(pattern(version).search(sentence)) is expected


PAPERS = """CREATE
  (t:Topic {id: 'falcon', name: 'Falcon', kind: 'system', aliases: ['Falcon 2', 'Falcon2-VL'], load: '1'}),
  (:Paper {id: 'own:1', title: 'Falcon2-VL: Seeing', abstract: 'A model.', load: '1'})
    -[:HAS_TOPIC {evidence: 'Falcon2-VL: Seeing', load: '1'}]->(t),
  (:Paper {id: 'own:2', title: 'Agents', abstract: 'We use Falcon 2. We test Falcon2-VL-7B. It works.', load: '1'})
    -[:HAS_TOPIC {evidence: 'We use Falcon 2.', load: '1'}]->(t),
  (:Paper {id: 'own:3', title: 'Kites', abstract: 'We use\nFalcon 2.', load: '1'})
    -[:MENTIONS {evidence: 'We use Falcon 2.', load: '1'}]->(t)"""


@pytest.fixture
def falcon(store: Store) -> Iterator[Store]:
    store.write(PAPERS)
    yield store
    store.write("MATCH (n) WHERE n.id STARTS WITH 'own:' OR n.id = 'falcon' DETACH DELETE n")


def test_papers_that_use_a_version(falcon: Store):
    answer = queries.run(falcon, "topic-uses", topic="falcon2-vl")
    assert [(row["id"], row["role"], row["evidence"]) for row in answer] == [
        ("own:1", "introduces", "Falcon2-VL: Seeing"),
        ("own:2", "names", "We test Falcon2-VL-7B."),
    ]
    assert answer.note == "only papers that name 'falcon2-vl'"
    assert str(answer.subjects["topic"]) == "Falcon (falcon), which includes 'falcon2-vl'"
    assert not answer.subjects["topic"].exact
    assert queries.run(falcon, "topic-uses", topic="Falcon 2")["id"] == ["own:2", "own:3"]
    family = queries.run(falcon, "topic-uses", topic="Falcon")
    assert family["role"] == ["introduces Falcon2-VL", "names", "names"]
    assert family.note is None


def test_another_answer_about_a_version_is_for_the_family(falcon: Store):
    answer = queries.run(falcon, "topic-papers", topic="Falcon 2")
    assert len(answer) == 2
    assert (answer.note or "").startswith(
        "the answer is for all of Falcon; the question topic-uses finds the papers that name 'Falcon 2'"
    )
