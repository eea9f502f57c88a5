"""Spellings of the name of one organization are one node; similar names of others are not."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from citegraph.graph import Author, Organization, Paper, Store
from citegraph.graph.exporting.papers import papers
from citegraph.graph.identity import judgements
from citegraph.graph.identity.affiliations import university
from citegraph.graph.identity.organization_names import canonical_id, name_id, plain_id
from citegraph.graph.writing.combined import combined
from citegraph.queries.naming import resolve
from tests.graph.comparison import empty, state

LOAD = "2025-10-27T00:00:00Z"
ONE = [  # each line: spellings of one name
    "The University of Tokyo | University of Tokyo | Univ. of Tokyo | UNIVERSITY OF TOKYO",
    "University of Oxford | Univ Oxford | Univ. of Oxford",
    "University of Miami, USA | Univ Miami, USA",
    "OpenAI | OpenAI, Inc. | OpenAI Inc | OpenAI, Inc",
    "DeepMind | DeepMind Ltd | DeepMind Ltd. | DeepMind Limited",
    "Huawei Technologies Co., Ltd. | Huawei Technologies | Huawei Technologies Company Limited",
    "Siemens AG | Siemens",
    "Bosch GmbH | Bosch",
    "Merck & Co., Inc. | Merck & Co. | Merck and Co.",
    "Université de Montréal | Universite de Montreal",
    "Dept. of Computer Science, University of York | Department of Computer Science, Univ. of York",
    "Department of Physics & Astronomy | Department of Physics and Astronomy",
    "University of York, UK | University of York, United Kingdom | The University of York, U.K.",
    "Duke University, USA | Duke University, U.S.A. | Duke University, United States",
    "Bell Labs | Bell Laboratories",
    "Stanford Artificial Intelligence Lab | Stanford Artificial Intelligence Laboratory",
    "Allen Institute for AI | The Allen Institute for AI | Allen Inst. for AI",
    "Academy of Sciences, PR China | Academy of Sciences, P.R. China",
    "Naturalis Center, Leiden, The Netherlands | Naturalis Centre, Leiden, Netherlands",
]
OTHERS = [  # each line: names of different organizations
    "The Open University | Open University of Israel | Open University of the Netherlands",
    "Max Planck Institute for Informatics | Max Planck Institute for Software Systems"
    " | Max Planck Institute | Max Planck Society",
    "University of York | York University | University of New York | York St John University",
    "University of Washington | Washington University | Washington University in St. Louis",
    "Inc Labs | Labs Inc | Ltd Labs | Inc",
    "Meta | Meta AI | Meta Labs | Meta Lab",
    "Google | Google DeepMind | Google Research | Google (United States) | Google UK",
    "Merck & Co., Inc. | Merck KGaA",
    "University of the Arts | University of Arts | University Arts",
    "University of Newcastle, UK | University of Newcastle, Australia | Newcastle University",
    "Department of Physics, University of York | University of York | Department of Physics",
    "University of California | University of California, Davis | University of California, Berkeley",
    "Imperial College | Imperial College London | Imperial Institute",
    "University College London | University College Dublin | University College",
    "Miami University | University of Miami | University Miami | Miami Univ Hosp",
    "York Univ | Univ York | Univ Press | University of Press | Univ Coll | University of Coll",
    "National University of Singapore | National University | Singapore National Lab",
    "Technical University of Munich | University of Munich | Technical University",
    "Indian Institute of Technology, Delhi | Indian Institute of Technology, Bombay"
    " | Indian Institute of Technology",
    "Peking University | Beijing University of Technology | Peking University Hospital",
    "Northwestern University | Northwestern Polytechnical University | Northeastern University",
    "Academia Sinica, Taiwan, Republic of China | Academia Sinica, Taiwan, P.R. China",
    "Institute for the Future | Future Institute",
    "Texas A&M University | University of Texas | Texas Tech University",
    "Boston University | Boston College | University of Boston Inc Labs",
    "ETH Zurich | University of Zurich | Zurich University of Applied Sciences",
    "Company Limited by Design | Design Company | Design",
    "Apple | Apple Lab | Apple and Pear Inc | Pear",
    "St. Mary's Hospital | St. Mary's University | Mary University",
    "University of Paris | University of Paris and University of Pisa | University of Pisa",
    "Kyoto University | Kyoto Institute | Kyoto University of the Arts",
]


def names(line: str) -> list[str]:
    return [name.strip() for name in line.split("|")]


@pytest.mark.parametrize("line", ONE)
def test_spellings_of_one_name(line: str) -> None:
    assert len({name_id(name) for name in names(line)}) == 1


@pytest.mark.parametrize("line", OTHERS)
def test_names_of_others(line: str) -> None:
    for one, other in combinations(names(line), 2):
        assert name_id(one) != name_id(other), (one, other)


def test_an_earlier_id_gives_the_present_one() -> None:
    for name in (name for line in (*ONE, *OTHERS) for name in names(line)):
        assert canonical_id(name_id(name)) == name_id(name)
        if len(name) < 48:
            assert canonical_id(plain_id(name)) == name_id(name)
    for id in ("ror:0abcdef12", "hf:the-lab", "openalex:I1", "name:-", "name:the", "own id"):
        assert canonical_id(id) == id


def records() -> Iterator[Paper]:
    lines = (*ONE, *OTHERS)
    for n, name in enumerate(name for line in lines for name in names(line)):
        place = (Organization(name=name),)
        yield Paper(
            title=f"Number {n} of the papers",
            doi=f"10.1000/{n}",
            authors=(Author(name=f"Author {n}", organizations=() if n % 2 else place),),
            organizations=place if n % 2 else (),
        )


def test_a_load_merges_spellings_in_any_order(store: Store) -> None:
    given = list(records())
    expected = {name_id(one.name) for paper in given for one in paper.organizations} | {
        name_id(university(one.name) or one.name)  # "Duke University, USA" is an address
        for paper in given
        for author in paper.authors
        for one in author.organizations
    }
    found = []
    for order in (given, given[::-1]):
        empty(store)
        for i in range(0, len(order), 40):
            store.merge(order[i : i + 40], LOAD)
        store.derive()
        found.append(state(store))
    assert found[0] == found[1]
    assert {node[1] for node in found[0][0] if node[0] == "Organization"} == expected
    for text in ("Univ. of Tokyo", "the university of tokyo", "name:the-university-of-tokyo"):
        assert resolve(store, "organization", text) == "name:university-of-tokyo"
    exported = list(papers(store))
    empty(store)
    store.merge(exported, LOAD)
    store.derive()
    assert state(store)[0] ^ found[0][0] == set()


@pytest.mark.parametrize("how", ["reload", "resolve"])
def test_a_graph_of_an_earlier_version(
    store: Store, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load of a spelling, or ``derive`` of everything, renames what the graph has."""
    tokyo, names_ = "name:university-of-tokyo", names(ONE[0])[:3]
    given = [
        Paper(
            title=f"A paper from Tokyo, number {n}",
            doi=f"10.1000/{n}",
            authors=(Author(name=f"Author {n}", organizations=(Organization(name=name),)),),
        )
        for n, name in enumerate(names_)
    ]
    store.merge(given, LOAD)
    store.derive()
    fresh = state(store)
    empty(store)
    monkeypatch.setattr("citegraph.graph.identity.organization_names.name_id", plain_id)
    monkeypatch.setattr("citegraph.graph.writing.conversion.name_id", plain_id)
    store.merge(given, LOAD)
    store.derive()
    before = {node[1] for node in state(store)[0] if node[0] == "Organization"}
    assert before == {plain_id(name) for name in names_}
    store.write(
        "MATCH (o:Organization {id: 'name:univ-of-tokyo'}) CREATE (:Note {text: 'mine'})-[:ON]->(o)"
    )
    monkeypatch.undo()
    if how == "reload":
        store.merge(given, LOAD)
        store.derive()
    else:
        store.derive(rebuild=True)
    [row] = store.read("MATCH (:Note)-[:ON]->(o:Organization) RETURN o.id AS id").rows
    assert row["id"] == tokyo
    store.write("MATCH (n:Note) DETACH DELETE n")
    assert [sorted(map(repr, a ^ b)) for a, b in zip(state(store), fresh, strict=True)] == [[], []]


def test_a_judgement_of_an_earlier_id_still_applies(store: Store, tmp_path: Path) -> None:
    store.judgements = tmp_path / "judgements"
    the, plain = (
        "organization:name:the-university-of-tokyo",
        "organization:name:university-of-tokyo",
    )
    store.judgements.write_text(
        f"same\t{the}\torganization:ror:0abcdef12\nsame\t{the}\t{plain}\n", "utf-8"
    )
    place = (Organization(name="Univ. of Tokyo"), Organization(name="Tokyo", ror="0abcdef12"))
    store.merge([Paper(title="A paper", doi="10.1000/1", organizations=place)], LOAD)
    [row] = store.read("MATCH (o:Organization) RETURN o.id AS id").rows
    assert row["id"] == "ror:0abcdef12"
    assert resolve(store, "organization", "Univ. of Tokyo") == "ror:0abcdef12"
    assert list(combined(store, judgements.read(store.judgements) or ())) == []
    apart = judgements.parse(f"different\t{the}\t{plain}", "line 1")
    assert apart
    message, *_ = combined(store, [apart])
    assert "spellings of name:university-of-tokyo" in message


@pytest.mark.parametrize("name", ["", "<>", "()", "...", "\u200b"])
def test_a_name_without_words_has_an_id(name: str) -> None:
    assert name_id(name) == canonical_id(name_id(name))
