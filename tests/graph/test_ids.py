"""All spellings of an identifier, a title or a name have one canonical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citegraph.graph.identity import ids
from citegraph.graph.identity.node_ids import venue_id, venue_name
from citegraph.graph.records import Venue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2405.15738", "2405.15738"),
        ("arXiv:2405.15738v2", "2405.15738"),
        ("https://arxiv.org/pdf/2405.15738v1.pdf", "2405.15738"),
        ("https://doi.org/10.48550/arXiv.2405.15738", "2405.15738"),
        ("https://huggingface.co/papers/2405.15738", "2405.15738"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("math.GT/0309136v1", "math/0309136"),
        ("0704.0001", "0704.0001"),
        ("2405.157381", None),  # one digit too many
        ("2413.15738", None),  # no thirteenth month
        ("version 2405.15738", None),  # a number in running text
        ("", None),
        (None, None),
    ],
)
def test_arxiv(text: str | None, expected: str | None) -> None:
    assert ids.arxiv(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1038/S41586-021-03534-Y", "10.1038/s41586-021-03534-y"),
        ("https://doi.org/10.1038/x.", "10.1038/x"),
        ("doi:10.1000/182", "10.1000/182"),
        ("10.1007/s10588\u2010012\u20119137", "10.1007/s10588-012-9137"),
        ("10.1002/(SICI)1097%3C1::AID-X%3E3.0.CO;2-M", "10.1002/(sici)1097<1::aid-x>3.0.co;2-m"),
        ("http://doi.acm.org/10.1145/1137627.1137631", "10.1145/1137627.1137631"),
        ("doi.ieeecomputersociety.org/10.1109/X.2005.9", "10.1109/x.2005.9"),
        (
            "https://dx.doi.org/10.1002/(SICI)1097<1::AID-X>3.0.CO;2-M",
            "10.1002/(sici)1097<1::aid-x>3.0.co;2-m",
        ),
        ("10.48550/arXiv.2405.15738", None),  # arXiv's own: an arXiv identifier
        ("11.1038/x", None),
        ("https://www.example.org/doi/abs/10.1162/jocn.2.3", "10.1162/jocn.2.3"),
        ("http://www.example.org/doi/10.1034/j.1600.x/full", "10.1034/j.1600.x"),
        ("https://doi.org/10.1000/x/full", "10.1000/x/full"),
        ("https://dl.acm.org/doi/10.1145/35?casa_token=x", "10.1145/35"),
        ("https://www.biorxiv.org/content/10.1101/568733v1", "10.1101/568733"),
        ("https://www.example.org/papers/10.1162/jocn", None),
        ("10.1002/(SICI)1097&lt;1::AID-X&gt;3.0.CO;2-M", "10.1002/(sici)1097<1::aid-x>3.0.co;2-m"),
        ("10.21203/rs.3.rs-1/v3", "10.21203/rs.3.rs-1/v1"),
        ("10.20944/preprints202001.0001.v2", "10.20944/preprints202001.0001.v1"),
        ("10.6084/m9.figshare.77.v2", "10.6084/m9.figshare.77"),
        ("10.26434/chemrxiv-2021-zx36-v2", "10.26434/chemrxiv-2021-zx36"),
        ("10.12688/f1000research.77.2", "10.12688/f1000research.77.1"),
        ("10.7554/eLife.77777.2", "10.7554/elife.77777"),
        ("10.7554/eLife.77777.002", "10.7554/elife.77777.002"),  # the decision letter
        ("(10.1016/x.32).", "10.1016/x.32"),
        ("see doi:10.1016/x.32)", "10.1016/x.32"),
        ("10.1016/S0140-6736(05)", "10.1016/s0140-6736(05)"),
        ("https://doi.org/10.1016/s0140-6736%2805%291-5", "10.1016/s0140-6736(05)1-5"),
    ],
)
def test_doi(text: str, expected: str | None) -> None:
    assert ids.doi(text) == expected


def test_openalex() -> None:
    assert ids.openalex("https://openalex.org/W3161425918") == "W3161425918"
    assert ids.openalex("https://api.openalex.org/works/w3161425918") == "W3161425918"
    assert ids.openalex("W") is None


def test_orcid_needs_its_check_digit() -> None:
    assert ids.orcid("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert ids.orcid("000000021694233x") == "0000-0002-1694-233X"
    assert ids.orcid("0000-0002-1825-0098") is None


def test_titles_meet() -> None:
    key = "deep learning for schrodinger s alpha equation"
    assert ids.title_key("Deep Learning for Schr\u00f6dinger's \u03b1-Equation") == key
    assert ids.title_key("deep  learning for\nSchrodinger\u2019s alpha equation.") == key
    assert ids.title_key("\u6df1\u5ea6\u5b66\u4e60") == "\u6df1\u5ea6\u5b66\u4e60"


@pytest.mark.parametrize(
    "different",
    [
        ("?!", "\u2026", "!", "\u2014", "**", "\u2665", "\u2666", "\u200b"),
        ("Teaching C", "Teaching C++", "Teaching C#"),
        ("A Search", "A* Search"),
        ("Using NET", "Using .NET"),
        ("P = NP", "P \u2260 NP", "P < NP", "P + NP"),
        ("\u03c0\u2080", "\u03c0\u2080.\u2085"),
        ("\u0915\u093f", "\u0915\u0940", "\u0915"),  # Devanagari: the vowel is a mark
        ("\u30d0\u30b9", "\u30cf\u30b9"),  # bus and lotus, in katakana
        ("\u043c\u043e\u0439", "\u043c\u043e\u0438"),  # Russian: my, singular and plural
        ("\u0e01\u0e34", "\u0e01\u0e35"),  # Thai
        ("\ud55c\uad6d", "\ud55c\uad70"),
    ],
)
def test_titles_of_symbols_and_of_any_script_stay_apart(different: tuple[str, ...]) -> None:
    assert len({ids.title_key(title) for title in different}) == len(different)
    assert "" not in map(ids.title_key, different)


@pytest.mark.parametrize(
    "same",
    [
        (
            "A: B",
            "A - B",
            "A \u2013 B",
            "A\u2014B",
            "\u201cA\u201d: B",
            "a | b",
            "A \u2212 B.",
            "A B?",
        ),
        ("Order-$n$ bounds", "Order-n Bounds", "`Order' \u2013 n bounds"),
        ("Teaching C++", "teaching C ++", "Teaching C++."),
        ("From A -> B", "From A \u2192 B"),
        ("\u0645\u064f\u062d\u0645\u062f", "\u0645\u062d\u0645\u062f"),  # Arabic vowel points
        ("\uff21\uff22", "AB"),
        ("\ud55c", "\u1112\u1161\u11ab"),
    ],
)
def test_the_same_title_in_other_punctuation_matches(same: tuple[str, ...]) -> None:
    assert len({ids.title_key(title) for title in same}) == 1


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        ("king jr", ["King, Jr.", "King Jr.", "Jr., King", "king jr"]),
        (
            "martin luther king jr",
            [
                "Martin Luther King, Jr.",
                "Martin Luther King Jr.",
                "King, Martin Luther, Jr.",
                "King, Jr., Martin Luther",
                "King Jr., Martin Luther",
            ],
        ),
        ("john smith iii", ["John Smith III", "Smith, John, III", "Smith III, John"]),
        ("naosuke ii", ["Naosuke Ii", "Ii, Naosuke"]),
        ("soren kjaer", ["Søren Kjær", "KJÆR, SØREN", "Soren Kjaer"]),
        ("pawel lukasz", ["Paweł Łukasz", "Pawel Lukasz"]),
    ],
)
def test_spellings_of_a_name_match_in_every_order(key: str, spellings: list[str]) -> None:
    assert {ids.name_key(spelling) for spelling in spellings} == {key}


@pytest.mark.parametrize(
    "different",
    [
        ("?", "!", "\u2026"),
        ("King Jr.", "King Sr.", "King"),
        ("\u0930\u093e\u092e", "\u0930\u092e\u093e", "\u0930\u092e"),
        ("\u738b", "\u6c6a"),
    ],
)
def test_names_in_any_script_stay_apart(different: tuple[str, ...]) -> None:
    assert len({ids.name_key(name) for name in different}) == len(different)


def test_names_meet() -> None:
    assert (
        ids.name_key("M\u00fcller, Karl-Heinz")
        == ids.name_key("Karl-Heinz Muller")
        == "karl heinz muller"
    )


def test_long_titles_stay_apart() -> None:
    a, b = "word " * 30 + "one", "word " * 30 + "two"
    assert ids.slug(a) != ids.slug(b)
    assert len(ids.slug(a)) < 100


@given(st.text())
def test_never_fails_and_is_idempotent(text: str) -> None:
    for read in (ids.arxiv, ids.doi, ids.openalex, ids.s2, ids.orcid):
        value = read(text)
        assert value is None or read(value) == value
    for key in (ids.title_key, ids.name_key):
        assert key(key(text)) == key(text)
        assert key(text) or not text
    ids.parse(text)


@given(st.from_regex(r"(?a:\d{2}(0[1-9]|1[0-2])\.\d{4,5})", fullmatch=True), st.integers(1, 20))
def test_arxiv_round_trip(id: str, version: int) -> None:
    for text in (id, f"arXiv:{id}", f"https://arxiv.org/abs/{id}v{version}", f"arxiv:{id}"):
        assert ids.parse(text) == ("arxiv", id)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PMID: 031452104", ("pmid", "31452104")),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/", ("pmid", "31452104")),
        ("PMC7029759", ("pmcid", "PMC7029759")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7029759/", ("pmcid", "PMC7029759")),
        ("CorpusId:215416146", ("corpusid", "215416146")),
        ("https://aclanthology.org/2020.acl-main.747.pdf", ("acl", "2020.acl-main.747")),
        ("acl:p18-1001", ("acl", "P18-1001")),
        ("doi:10.1101/2020.01.01.123456v2.full.pdf", ("doi", "10.1101/2020.01.01.123456")),
        ("https://doi.org/10.1002%2FECE3.2314", ("doi", "10.1002/ece3.2314")),
        ("10.48550/ARXIV.2001.00001", ("arxiv", "2001.00001")),
        ("31452104", ("own", "31452104")),
    ],
)
def test_an_identifier_of_any_scheme_is_parsed(text: str, expected: tuple[str, str]) -> None:
    assert ids.parse(text) == expected
    scheme, value = expected
    if scheme != "own":
        assert ids.parse(f"{scheme}:{value}") == expected


@pytest.mark.parametrize(
    "name",
    [
        "arXiv",
        "arXiv preprint arXiv:1706.03762",
        "arXiv Preprint, arXiv:1706.03762v2 [cs.CL]",
        "ArXiv e-prints",
        "arXiv.org",
        "CoRR",
        "CoRR, abs/1706.03762",
        "arXiv:hep-th/9901001",
        "arXiv preprint arXiv:math.GT/0309136",
        "arXiv:1810.10531 [cs, q-bio, stat]",
    ],
)
def test_names_of_arxiv(name: str) -> None:
    assert venue_name(name) == "arXiv"
    assert venue_id(Venue(name=name)) == "name:arxiv"


@pytest.mark.parametrize(
    "name", ["arXiv Workshop", "CoRR Journal", "Corrosion", "bioRxiv", "arXiv" * 30, "Nature", ""]
)
def test_names_of_other_venues(name: str) -> None:
    assert venue_name(name) == name
