"""Vocabularies of others, in their formats."""

from pathlib import Path

import pytest

from citegraph.graph.errors import SourceError
from citegraph.loaders.topics import TopicReader, read_vocabulary
from citegraph.loaders.topics.vocabulary import Vocabulary, shipped

SKOS = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="1"><skos:prefLabel xml:lang="en">River science</skos:prefLabel>
    <skos:narrower rdf:resource="2"/></skos:Concept>
  <skos:Concept rdf:about="2"><skos:prefLabel xml:lang="en">Flood gauge</skos:prefLabel>
    <skos:prefLabel xml:lang="de">Pegel</skos:prefLabel>
    <skos:altLabel xml:lang="en">water gauge</skos:altLabel></skos:Concept>
</rdf:RDF>
"""
CSO = (
    '"<https://x/topics/river_science>","<https://x/schema/cso#superTopicOf>",'
    '"<https://x/topics/flood_gauge>"\n'
    '"<https://x/topics/water_gauge>","<https://x/schema/cso#preferentialEquivalent>",'
    '"<https://x/topics/flood_gauge>"\n'
)
ARXIV = '{"entries": [{"code": "riv.FG", "name": "Flood gauge", "group": "physics"}]}'
OPENALEX = '[{"id": "T1", "display_name": "Flood gauge", "subfield": {"display_name": "Rivers"}}]'
CSV = "Label;Broader;Synonyms\nFlood gauge;River science;water gauge|level gauge\n"
OWN = "# name\tkind\nFlood gauge\tconcept\tRiver science\twater gauge\n"


@pytest.mark.parametrize(
    ("text", "broader"),
    [
        (SKOS, "River science"),
        (CSO, "river science"),
        (ARXIV, "physics"),
        (OPENALEX, "Rivers"),
        (CSV, "River science"),
        (OWN, "River science"),
    ],
)
def test_formats_are_recognized_by_content(tmp_path: Path, text: str, broader: str):
    path = tmp_path / "some.file"
    path.write_text(text, encoding="utf-8")
    concepts = {c.name.lower(): c for c in read_vocabulary(path)}
    assert concepts["flood gauge"].broader == broader
    topics = TopicReader(vocabulary=[path]).read("Reading a flood gauge", "Flood-gauges are read.")
    assert [(t.name.lower(), t.vocabulary) for t in topics] == [("flood gauge", "some")]
    assert topics[0].broader[0] == broader


@pytest.mark.parametrize("text", [SKOS, CSO, CSV, OWN])
def test_other_names_are_found(tmp_path: Path, text: str):
    path = tmp_path / "rivers"
    path.write_text(text, encoding="utf-8")
    topics = TopicReader(vocabulary=[path]).read("Reading a water gauge", None)
    assert [t.name.lower() for t in topics] == ["flood gauge"]


@pytest.mark.parametrize("text", ["hello", "<rdf skos", "{]", "one,two\n1,2\n", ""])
def test_other_files_are_refused(tmp_path: Path, text: str):
    path = tmp_path / "odd"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="odd"):
        list(read_vocabulary(path))


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(SourceError, match="nowhere"):
        list(read_vocabulary(tmp_path / "nowhere"))


def test_the_shipped_vocabulary_is_complete():
    concepts = [c for c in shipped() if c.vocabulary == "citegraph"]
    names = {c.name for c in concepts}
    assert len(concepts) >= 500
    assert len(names) == len(concepts)
    assert {c.broader for c in concepts if c.broader} <= names


def test_a_form_of_two_concepts_is_a_name_of_one() -> None:
    vocabulary = Vocabulary(shipped())
    assert len(vocabulary.besides) >= 40
    assert {*vocabulary.besides} <= {*vocabulary.forms}


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("acm_ccs_2012.xml", 2000),
        ("arxiv_taxonomy.json", 150),
        ("cso_labels.csv", 14000),
        ("openalex_topics.json", 4500),
    ],
)
def test_real_vocabularies(shared_data: Path, name: str, least: int):
    assert len(list(read_vocabulary(shared_data / "vocabularies" / name))) >= least
