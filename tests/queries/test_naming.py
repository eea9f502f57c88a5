"""What a person writes, and the node that is meant."""

from collections.abc import Iterator
from typing import Any

import pytest

from citegraph import queries
from citegraph.graph.store import Store
from citegraph.queries.misspelled import initials_of, is_abbreviation, nearest
from citegraph.queries.naming import AmbiguousError, NotFoundError, _words, identify, resolve
from citegraph.queries.values import ENTITIES

GNN, DIF = "arxiv:2301.00001", "doi:10.1000/diff"


@pytest.mark.parametrize(
    "text",
    [
        "arxiv:2301.00001",
        "2301.00001",
        "2301.00001v3",
        "arXiv:2301.00001v1",
        "ARXIV:2301.00001",
        "https://arxiv.org/abs/2301.00001",
        "https://arxiv.org/pdf/2301.00001v2.pdf",
        "https://huggingface.co/papers/2301.00001",
        "10.48550/arXiv.2301.00001",
        "Graph neural networks for molecules",
        "graph  Neural-Networks FOR molecules.",
        "molecules",
        "title:graph-neural-networks-for-molecules",
    ],
)
def test_forms_of_an_arxiv_paper(store: Store, text: str):
    assert resolve(store, "paper", text) == GNN


@pytest.mark.parametrize(
    "text",
    [
        "doi:10.1000/diff",
        "10.1000/diff",
        "10.1000/DIFF",
        "https://doi.org/10.1000/diff",
        "DOI: 10.1000/diff",
    ],
)
def test_forms_of_a_doi(store: Store, text: str):
    assert resolve(store, "paper", text) == DIF


@pytest.mark.parametrize("text", ["openalex:W1000200", "W1000200", "https://openalex.org/W1000200"])
def test_forms_of_an_openalex_work(store: Store, text: str):
    assert resolve(store, "paper", text) == "openalex:W1000200"


@pytest.mark.parametrize(
    ("type", "text", "id"),
    [
        ("topic", "graph neural network", "graph neural network"),
        ("topic", "Graph Neural Networks", "graph neural network"),
        ("topic", "graph neural-network", "graph neural network"),
        ("topic", "GNN", "graph neural network"),
        ("topic", "gnns", "graph neural network"),
        ("topic", "CIFAR10", "cifar 10"),
        ("topic", "cifar-10", "cifar 10"),
        ("topic", "neural nets", "neural network"),
        ("topic", "molecul", "molecule"),
        ("topic", "MP", "message passing"),
        ("organization", "openlab", "hf:openlab"),
        ("organization", "OpenLab", "hf:openlab"),
        ("organization", "MIT", "ror:042nb2s44"),
        ("organization", "https://ror.org/042nb2s44", "ror:042nb2s44"),
        ("organization", "massachusetts", "ror:042nb2s44"),
        ("author", "Lind, Ada", "orcid:0000-0002-1825-0097"),
        ("author", "a. lind", "orcid:0000-0002-1825-0097"),
        ("author", "adal", "orcid:0000-0002-1825-0097"),
        ("author", "@AdaL", "orcid:0000-0002-1825-0097"),
        ("author", "https://huggingface.co/adal", "orcid:0000-0002-1825-0097"),
        ("author", "https://orcid.org/0000-0002-1825-0097", "orcid:0000-0002-1825-0097"),
        ("author", "openalex:A5012", "openalex:A5012"),
        ("author", "Stone", "name:eve-stone"),
        ("repository", "https://github.com/OpenLab/molnet.git", "github.com/openlab/molnet"),
        ("repository", "openlab/molnet", "github.com/openlab/molnet"),
        ("repository", "molnet", "github.com/openlab/molnet"),
        ("venue", "journal of graphs", "issn:1234-5678"),
        ("venue", "1234-5678", "issn:1234-5678"),
        ("venue", "Workshop", "name:workshop-on-images"),
    ],
)
def test_other_names(store: Store, type: str, text: str, id: str):
    assert resolve(store, type, text) == id


@pytest.mark.parametrize(
    ("type", "text", "candidates"),
    [
        ("paper", "neural networks", {GNN, "arxiv:2404.00004"}),
        ("author", "Bo Chen", {"name:bo-chen", "openalex:A5012"}),
        ("topic", "SNN", {"spiking neural network", "sparse neural network"}),
        ("repository", "openlab", {"github.com/openlab/molnet", "github.com/openlab/paint"}),
    ],
)
def test_several_are_listed(store: Store, type: str, text: str, candidates: set[str]):
    with pytest.raises(AmbiguousError, match=f"{type} {text!r} is ambiguous") as error:
        resolve(store, type, text)
    assert {c.id for c in error.value.candidates} == candidates
    assert all(f"({candidate})" in str(error.value) for candidate in candidates)
    assert "\n" not in str(error.value)


SAM = """CREATE
  (:Paper {id: 'own:cam', title: 'CAM 2: Classify Anything', titleKey: 'cam 2 classify anything',
    upvotes: 40}),
  (:Paper {id: 'own:more', title: 'More of CAM-2', titleKey: 'more of cam 2', upvotes: 900}),
  (:Paper {id: 'own:cam3', title: 'CAM 2.1: Classify More', titleKey: 'cam 2 1 classify more'}),
  (:Paper {id: 'own:fast', title: 'We Classify Anything Fast', titleKey: 'we classify anything fast'}),
  (:Paper {id: 'own:one', title: 'Zeta: One', titleKey: 'zeta one', upvotes: 9}),
  (:Paper {id: 'own:two', title: 'Zeta: Two', titleKey: 'zeta two', citedByCount: 90}),
  (:Paper {id: 'own:a', title: 'Eta: One', titleKey: 'eta one', upvotes: 9}),
  (:Paper {id: 'own:b', title: 'Eta: Two', titleKey: 'eta two', upvotes: 8})"""


@pytest.fixture(scope="module")
def named(store: Store) -> Iterator[Store]:
    store.write(SAM)
    yield store
    store.write("MATCH (n:Paper) WHERE n.id STARTS WITH 'own:' DELETE n")


@pytest.mark.parametrize(
    ("text", "id", "how"),
    [
        ("CAM 2", "own:cam", "by the name before the colon"),
        ("cam-2", "own:cam", "by the name before the colon"),
        ("CAM2", "own:cam", "by the name before the colon, written without spaces"),
        ("Classify anything", "own:cam", "by the title after the colon"),
        (
            "Zeta",
            "own:two",
            "by the name before the colon; 1 other paper has this name and fewer upvotes and "
            "citations, such as Zeta: One (own:one)",
        ),
        (
            "Diffusion models for images",
            DIF,
            "by title; 1 other paper has this name and fewer upvotes and citations, such as "
            "Diffusion Models for Images. (title:diffusion-models-for-images)",
        ),
        ("molecules", GNN, "by part of the title: no paper is named 'molecules'"),
        ("https://github.com/OpenLab/paint", DIF, "by repository"),
    ],
)
def test_the_paper_that_a_name_means(named: Store, text: str, id: str, how: str):
    subject = identify(named, "paper", text)
    assert (subject.id, subject.how) == (id, how)
    assert subject.exact == ("part" not in how)


def test_a_name_of_two_papers_as_well_known_is_ambiguous(named: Store):
    with pytest.raises(AmbiguousError) as error:
        identify(named, "paper", "Eta")
    assert error.value.lines == [
        "Eta: One (own:a), 9 upvotes and citations",
        "Eta: Two (own:b), 8 upvotes and citations",
    ]


def test_people_of_one_name_are_told_apart(store: Store):
    with pytest.raises(AmbiguousError) as error:
        identify(store, "author", "Bo Chen")
    assert error.value.lines == [
        "Bo Chen (name:bo-chen), 2 papers; CIFAR-10, graph neural network; "
        "newest: Neural networks in practice",
        "Bo Chen (openalex:A5012), 1 paper; newest: A quiet paper",
    ]


@pytest.mark.parametrize(
    ("type", "text", "advice"),
    [
        ("topic", "Ada Lind", "but there is the author Ada Lind (orcid:0000-0002-1825-0097)"),
        ("author", "GNN", "but there is the topic graph neural network (graph neural network)"),
        ("topic", "https://arxiv.org/abs/2301.00001", "but there is the paper Graph neural net"),
        ("paper", "https://arxiv.org/abs/2999.00001", "load a source that has it"),
        ("paper", "zzzz", "the question search finds papers by words"),
        ("topic", "n", "see the question topics"),
        ("topic", "扩散模型", "see the question topics"),
        ("repository", "zzzz", "see the question repositories"),
    ],
)
def test_a_name_of_another_type_and_remedies(store: Store, type: str, text: str, advice: str):
    with pytest.raises(NotFoundError) as error:
        identify(store, type, text)
    assert f"in this graph; {advice}" in str(error.value)


def test_a_similar_node_is_offered_once(store: Store):
    store.write("MATCH (t:Topic {id: 'cifar 10'}) SET t.aliases = ['Cifar Ten', 'CIFAR-10s']")
    try:
        with pytest.raises(NotFoundError) as error:
            resolve(store, "topic", "Cifra-10")
        assert error.value.lines[0] == "CIFAR-10 (cifar 10)"
        assert sum("(cifar 10)" in line for line in error.value.lines) == 1
    finally:
        store.write("MATCH (t:Topic {id: 'cifar 10'}) REMOVE t.aliases")


def test_an_address_is_not_part_of_a_title(store: Store):
    with pytest.raises(NotFoundError) as error:
        identify(store, "paper", "https://arxiv.org/abs/2999.00001")
    assert "similar" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("arxiv:9999.99999", "arXiv ID"),
        ("2413.00001", "arXiv ID"),
        ("doi:10.1/x", "DOI"),
        ("PMID:none", "PubMed ID"),
    ],
)
def test_an_invalid_identifier_is_not_a_part_of_a_title(store: Store, text: str, named: str):
    with pytest.raises(NotFoundError, match=f"in this graph; it is not a valid {named}"):
        identify(store, "paper", text)


def test_the_author_with_most_papers_of_a_name_is_meant(store: Store):
    # Bo Chen has two papers, and ten times as many as another person of this name.
    papers = """MATCH (bo:Author {id: 'name:bo-chen'}) UNWIND range(1, 8) AS i
        CREATE (bo)-[:AUTHORED {load: '1'}]->(:Paper {id: 'own:' + i, load: '1'})"""
    try:
        store.write(papers)
        subject = identify(store, "author", "Bo Chen")
        assert subject.id == "name:bo-chen"
        assert (
            "1 other author has this name and fewer papers, such as Bo Chen (openalex:A5012)"
            in subject.how
        )
        assert not subject.exact
        with pytest.raises(AmbiguousError):  # a judgement is not about the more probable one
            resolve(store, "author", "Bo Chen")
    finally:
        store.write("MATCH (p:Paper) WHERE p.id STARTS WITH 'own:' DETACH DELETE p")


TWINS = """CREATE
  (a:Organization {id: 'hf:twin', name: 'Twin University', handle: 'twin', load: '1'}),
  (b:Organization {id: 'ror:twin', name: 'Twin University', ror: 'twin', country: 'PT', load: '1'}),
  (:Organization {id: 'name:hospital', name: 'Twin University Hospital', load: '1'}),
  (:Paper {id: 'own:1', title: 'Newest', published: date('2024-01-02'), load: '1'})
    -[:AFFILIATED_WITH {load: '1'}]->(b),
  (:Paper {id: 'own:2', title: 'Older', published: date('2024-01-01'), load: '1'})
    -[:AFFILIATED_WITH {load: '1'}]->(b), (c:Author {id: 'own:c', load: '1'}),
  (c)-[:AFFILIATED_WITH {load: '1'}]->(b), (c)-[:AFFILIATED_WITH {load: '1'}]->(a)"""


@pytest.fixture
def twins(store: Store) -> Iterator[Store]:
    store.write(TWINS)
    yield store
    store.write(
        "MATCH (n) WHERE n.id STARTS WITH 'own:' OR toLower(n.name) STARTS WITH 'twin' DETACH DELETE n"
    )


def test_another_organization_of_the_same_name_is_stated(twins: Store):
    theirs = (
        "1 other organization has a name that contains it, such as Twin University Hospital "
        "(name:hospital)"
    )
    same = "1 other organization has this name and may be the same"
    for text, how, other in (
        ("hf:twin", "by ID", "ror:twin"),
        ("Twin University", "by name", "hf:twin"),  # the other one has three times the papers
        ("https://ror.org/twin", "by another identifier or name", "hf:twin"),
    ):
        assert identify(twins, "organization", text).how == f"{how}; {same}: {other}; {theirs}"


def test_organizations_of_one_name_are_told_apart(twins: Store):
    twins.write("MATCH (:Author {id: 'own:c'})-[r]->(:Organization {id: 'ror:twin'}) DELETE r")
    with pytest.raises(AmbiguousError) as error:
        identify(twins, "organization", "twin university")
    assert error.value.lines == [
        "Twin University (ror:twin), 2 papers and authors; PT; newest: Newest",
        "Twin University (hf:twin), 1 paper or author",
    ]
    judge = "or judge that two are the same"
    assert error.value.problem.endswith(f"use the ID of one of these, {judge}:")


def test_an_author_that_is_known_by_name_alone(store: Store):
    assert "no identifier of this person is known" in identify(store, "author", "Eve Stone").how
    assert "by name alone" not in identify(store, "author", "Ada Lind").how


@pytest.mark.parametrize(
    ("type", "text", "near"),
    [
        ("paper", "Grahp neural network for molcules", GNN),
        ("paper", "mesage pasing on proteins", "arxiv:2302.00002"),
        ("topic", "difusion modle", "diffusion model"),
        ("author", "Ada Lindt", "orcid:0000-0002-1825-0097"),
        ("organization", "Open Labs", "hf:openlab"),
        ("repository", "openlab/molnat", "github.com/openlab/molnet"),
        ("venue", "Jornal of Graphs", "issn:1234-5678"),
    ],
)
def test_near_misses_are_offered(store: Store, type: str, text: str, near: str):
    with pytest.raises(NotFoundError, match=r"no \w+ .* in this graph; similar: ") as error:
        resolve(store, type, text)
    assert f"({near})" in str(error.value)


@pytest.mark.parametrize("type", ENTITIES)
@pytest.mark.parametrize(
    "text", ["zzzz", "量子", "🦜", "'; MATCH (n) DETACH DELETE n //", "%", "\\"]
)
def test_nothing_near(store: Store, type: str, text: str):
    with pytest.raises(NotFoundError):
        resolve(store, type, text)


def test_a_name_that_shares_only_common_words_is_not_suggested():
    titles = ["The Charm of a Harbor", "The State of Open Access", "Early Warning Signals in Lakes"]
    rows = [{"id": str(i), "name": title} for i, title in enumerate(titles)]
    assert nearest("the state of open acess", rows, set()) == ["The State of Open Access (1)"]
    assert nearest("the point of an urn", rows, set()) == []
    assert nearest("early warning signal in lake", rows, set()) == [f"{titles[2]} (2)"]


def test_whole_words_of_a_title_come_before_parts_of_words(store: Store):
    store.write(
        "UNWIND [['own:a', 'Better sampling of graphs'], ['own:b', 'Adapting SAM to images']] AS one "
        "CREATE (:Paper {id: one[0], title: one[1], titleKey: toLower(one[1]), load: '1'})"
    )
    try:
        assert resolve(store, "paper", "SAM") == "own:b"
        assert resolve(store, "paper", "SAMP") == "own:a"
    finally:
        store.write("MATCH (p:Paper) WHERE p.id IN ['own:a', 'own:b'] DETACH DELETE p")


def test_a_retracted_paper_is_marked(store: Store):
    assert identify(store, "paper", "doi:10.1000/old").name == "[retracted] An old classic"


def test_initials_of_an_author(store: Store):
    found = identify(store, "author", "E. Stone")
    assert (found.name, found.exact) == ("Eve Stone", False)
    assert found.how.startswith("by part of the name, its initials: no author is named 'E. Stone'")


def test_a_keyword_is_no_topic_yet(store: Store):
    store.write(
        "MATCH (p:Paper {id: $id}) SET p.keywords = ['Toy bonds'], "
        "p.keywordSources = ['bibtex | toy bond | Toy bonds']",
        {"id": DIF},
    )
    try:
        for name in ("topic-papers", "why-topic"):
            given = {"topic": "toy bonds"} | ({"paper": DIF} if name == "why-topic" else {})
            with pytest.raises(NotFoundError) as error:
                queries.run(store, name, **given)
            assert "it is a keyword of Diffusion" in str(error.value)
            assert "when a second paper has it" in str(error.value)
    finally:
        store.write(
            "MATCH (p:Paper {id: $id}) SET p.keywords = null, p.keywordSources = null", {"id": DIF}
        )


def test_words_of_a_name(store: Store):
    store.write(
        "CREATE (:Author {id: 'name:al-b-yule', name: 'Al B. Yule', nameKey: 'al b yule', load: '1'})"
        "-[:AUTHORED {load: '1'}]->(:Paper {id: 'own:y', title: 'Y', titleKey: 'y', load: '1'})"
    )
    try:
        found = identify(store, "author", "Al Yule")
        assert (found.id, found.exact) == ("name:al-b-yule", False)
        assert found.how.startswith("by part of the name, its words: no author is named 'Al Yule'")
        for words in ("Al Yule", "Yule"):  # no paper contains the family name
            assert queries.run(store, "search", words=words)["match"] == ["author: Al B. Yule"]
    finally:
        store.write("MATCH (n) WHERE n.id IN ['own:y', 'name:al-b-yule'] DETACH DELETE n")
    assert resolve(store, "venue", "graphs journal") == "issn:1234-5678"
    with pytest.raises(NotFoundError):
        identify(store, "author", "Eve Boulder")


def test_a_message_repeats_the_beginning_of_a_long_name(store: Store):
    with pytest.raises(NotFoundError) as error:
        identify(store, "paper", "x" * 5000)
    assert len(str(error.value)) < 300


def test_initials_leave_out_prepositions():
    assert initials_of("International Conference on Learning Representations") == "ICLR"
    assert initials_of("Massachusetts Institute of Technology") == "MIT"


EACL = (
    "Proceedings of the 15th Conference of the European Chapter of the Association for "
    "Computational Linguistics: Volume 1, Long Papers"
)


@pytest.mark.parametrize(
    ("text", "name", "short"),
    [
        ("EACL", EACL, True),
        ("ACL", "Annual Meeting of the Association for Computational Linguistics", True),
        ("ACL", EACL, False),
        ("ICLR", "11th International Conference on Learning Representations (2023)", True),
        ("PNAS", "Proceedings of the National Academy of Sciences", True),
        ("", "Proceedings", False),
    ],
)
def test_the_abbreviation_of_a_name(text: str, name: str, short: bool):
    assert is_abbreviation(text, name) is short


def test_a_venue_is_found_by_its_abbreviation(store: Store):
    store.write("CREATE (:Venue {id: 'name:x', name: $name, load: '1'})", {"name": EACL})
    try:
        found = identify(store, "venue", "EACL")
        assert (found.id, found.how) == ("name:x", "by its initials")
    finally:
        store.write("MATCH (v:Venue {id: 'name:x'}) DETACH DELETE v")


@pytest.mark.parametrize("type", ENTITIES)
@pytest.mark.parametrize(
    "text", ["video diffusion", "", "10.1000/diff", "https://x.org/y", "J. Roe"]
)
def test_no_parameter_of_a_lookup_is_null(type: str, text: str):
    """The embedded engine reads all nodes for the pattern ``{doi: null}``."""
    assert None not in _words(type, text).values()


def test_a_search_looks_up_few_names(store: Store, monkeypatch: pytest.MonkeyPatch):
    """Lookups of other types, among them similar names, cost a scan of all authors each."""
    asked = []
    read = Store.read

    def counted(self: Store, statement: str, *given: Any, **options: Any) -> Any:
        asked.append(statement)
        return read(self, statement, *given, **options)

    monkeypatch.setattr(Store, "read", counted)
    assert queries.run(store, "search", words="message passing").rows
    assert len(asked) <= 20


def test_a_part_within_a_word_is_no_name(store: Store):
    assert resolve(store, "paper", "molec") == GNN
    with pytest.raises(NotFoundError, match="no paper 'olecules' in this graph"):
        resolve(store, "paper", "olecules")
