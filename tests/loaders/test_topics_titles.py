"""What a title names, where the vocabulary has no concept for it."""

import pytest

from citegraph.graph import Paper, Store
from citegraph.graph.writing.difference import Changes
from citegraph.loaders.rebuild import rebuild
from citegraph.loaders.topics import TopicReader

LOAD = "2025-10-27T00:00:00Z"


def named(reader: TopicReader, title: str, abstract: str | None) -> list[str]:
    return [topic.name for topic in reader.read(title, abstract) if topic.source == "title"]


@pytest.mark.parametrize(
    ("title", "abstract", "term"),
    [
        (
            "Glaze2Kiln: A Chemistry Paradigm for Ceramic Video Generation",
            None,
            "ceramic video generation",
        ),
        ("Towards Efficient Lichen Segmentation via Bark Priors", "lichen", "lichen segmentation"),
        ("Scaling Orchard Alignment from Beekeepers", "Orchards align.", "orchard alignment"),
        (
            "Curing Drift in Regional Dialect Adaptation of LLMs",
            None,
            "regional dialect adaptation",
        ),
        ("A Study of Dutch Poem Retrieval", "We read Dutch poems.", "Dutch poem retrieval"),
        ("Wet Moss Retrieval", "Wet moss retrieval is hard.", "wet moss retrieval"),
        (
            "Glaze2Kiln: Step-by-Step Hand-Made Moss Segmentation",
            None,
            "step-by-step hand-made moss segmentation",  # four words
        ),
        ("Progress in Lantern Packing", "Lantern packing is hard.", "lantern packing"),
        ("Quickly Growing Moss Segmentation", None, "moss segmentation"),
    ],
)
def test_a_title_names_the_subject(
    reader: TopicReader, title: str, abstract: str | None, term: str
) -> None:
    assert named(reader, title, abstract) == [term]


@pytest.mark.parametrize(
    "title",
    [
        "",
        "?",
        ": -",
        "Video Generation",  # in the vocabulary
        "Improving Large Language Model Training",  # nothing but known concepts
        "Ferns: Watering via Leaf-Driven Moss Generation",  # a means
        "Mossless Detection of Ferns",  # the object is missing
        "Do Ferns Need Moss Generation?",
        "Moss and Fern Generation",  # half of a phrase
        "A Fern Framework",
        "Fern Technical Report",
        "FERN MOSS GENERATION",
        "Fern Generation 2000",  # a name
        "Quickly Packing",
    ],
)
def test_other_phrases_are_no_terms(reader: TopicReader, title: str) -> None:
    assert named(reader, title, None) == []


def test_the_abstract_confirms_a_term(reader: TopicReader) -> None:
    title = "Lantern Segmentation"
    assert named(reader, title, "We segment lanterns.") == ["lantern segmentation"]
    assert named(reader, title, "Nothing of the kind.") == []


def test_two_papers_with_one_term_share_a_topic(store: Store, reader: TopicReader) -> None:
    papers = [Paper(id=id, title=f"{id}: Lantern Segmentation") for id in ("Alfa", "Bravo")]
    store.merge(list(reader.read_many(papers[:1])), LOAD)
    count = "MATCH (t:Topic) RETURN t.name AS name, t.kind AS kind"
    assert store.read("MATCH (p:Paper) RETURN p.keywords AS k").rows == [
        {"k": ["lantern segmentation"]}
    ]
    assert "keyword" not in [row["kind"] for row in store.read(count).rows]
    store.merge(list(reader.read_many(papers[1:])), LOAD)
    assert {"name": "lantern segmentation", "kind": "keyword"} in store.read(count).rows


def test_a_rebuild_replaces_terms_of_titles(store: Store) -> None:
    store.merge([Paper(id="one", title="Lantern Segmentation")], LOAD)
    store.write(
        "MATCH (p:Paper) SET p.keywords = ['old term', 'stated'], "
        "p.keywordSources = ['author | stated | stated', 'title | old term | old term']"
    )
    rebuild(store)
    assert store.read("MATCH (p:Paper) RETURN p.keywords AS k, p.keywordSources AS s").rows == [
        {
            "k": ["lantern segmentation", "stated"],
            "s": [
                "author | stated | stated",
                "title | lantern segmentation | lantern segmentation",
            ],
        }
    ]
    assert rebuild(store) == Changes()
