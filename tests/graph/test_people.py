"""Authors are told apart by rules, whatever the order of the entries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citegraph.graph.identity import evidence, names
from citegraph.graph.identity import people as clustering
from citegraph.graph.identity.affiliations import institutions
from citegraph.graph.identity.agreeing import Agreeing
from citegraph.graph.identity.author_ids import FURTHER, normalized
from citegraph.graph.identity.entries import Entry
from citegraph.graph.identity.explain import explain
from citegraph.graph.identity.judgements import Judgement, accepted
from citegraph.graph.identity.people import Person, cluster
from citegraph.graph.records import Author, Paper
from citegraph.graph.writing.values import without_shared

VALUES = {
    "dblp": "51/3710-1",
    "dblp-name": "Yang Liu 0001",
    "openreview": "~Yang_Liu1",
    "scopus": "57200000001",
    "researcherid": "A-1234-2010",
    "acl": "yang-liu-ict",
}
RARE = ("Thekla Morgenroth", "Zebedäus Oxenknecht", "Wunibald Xaverstein")
ORCID = ("0000-0002-1825-0097", "0000-0001-5109-3700")


def groups(*entries: Entry, judgements: tuple[Judgement, ...] = ()) -> list[str]:
    """The keys of each person, joined."""
    return [" ".join(person.keys) for person in cluster(entries, judgements)]


def entry(key: str, name: str = "Yang Liu", **given: object) -> Entry:
    return Entry(key=key, name=name, paper=f"paper {key}", position=1, **given)  # type: ignore[arg-type] # of tests


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Yang Liu", "Liu, Yang"),
        ("Yang Liu", "Liu Yang"),
        ("José García", "Jose Garcia"),
        ("J. García", "Jose Garcia"),
        ("Martin Luther King, Jr.", "King, Martin L., Jr."),
        ("Ludwig van Beethoven", "Beethoven, L. van"),
        ("Cheng-Yu Hsieh", "Chengyu Hsieh"),
        ("Feng, Xin-Bin", "Xinbin Feng"),  # no particle, as in "Ahmed bin Salem"
        ("C.-Y. Hsieh", "Cheng-Yu Hsieh"),
        ("Mohammad Reza Taesiri", "Mohammad Taesiri"),
    ],
)
def test_forms_of_a_name_agree(a: str, b: str) -> None:
    keys = sorted((names.parse(a).key, names.parse(b).key))
    assert names.agreement(*keys)
    same = [entry("1", a, orcid=ORCID[0]), entry("2", b, orcid=ORCID[0])]
    assert groups(*same) == ["1 2"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Yang Liu", "Yun Liu"),
        ("Y. Liu", "X. Liu"),
        ("Martin King, Jr.", "Martin King, Sr."),
        ("John A. Smith", "John B. Smith"),
    ],
)
def test_names_of_two_people_disagree(a: str, b: str) -> None:
    assert names.agreement(*sorted((names.parse(a).key, names.parse(b).key))) is None


FRIENDS = ("Quirin Abendschein", "Thekla Morgenroth")
APART = {
    "a common name alone": ({}, {}),
    "two accounts": (
        {"accounts": ["a"], "coauthors": FRIENDS},
        {"accounts": ["b"], "coauthors": FRIENDS},
    ),
    "two ORCIDs": (
        {"orcid": ORCID[0], "coauthors": FRIENDS},
        {"orcid": ORCID[1], "coauthors": FRIENDS},
    ),
    **{
        f"two identifiers of {scheme}": (
            {"identifiers": [f"{scheme}:{a}"], "coauthors": FRIENDS},
            {"identifiers": [f"{scheme}:{b}"], "coauthors": FRIENDS},
        )
        for scheme, a, b in (
            ("dblp", "51/3710-1", "51/3710-2"),
            ("dblp-name", "Yang Liu 0001", "Yang Liu 0002"),
            ("openreview", "~Yang_Liu1", "~Yang_Liu2"),
            ("scopus", "57200000001", "57200000002"),
            ("researcherid", "A-1234-2010", "B-1234-2010"),
            ("acl", "yang-liu-ict", "yang-liu-edinburgh"),
        )
    },
    "different fields": (
        {"coauthors": FRIENDS[:1], "organizations": ["A hospital"], "title": "Lungs"},
        {"coauthors": FRIENDS[1:], "organizations": ["A laboratory"], "title": "Lasers"},
    ),
    "common co-authors": ({"coauthors": ("Wei Wang",)}, {"coauthors": ("Wei Wang",)}),
}


@pytest.mark.parametrize("case", APART)
def test_two_people_of_one_name_stay_apart(case: str) -> None:
    one, other = APART[case]
    assert groups(entry("1", **one), entry("2", **other)) == ["1", "2"]


def test_two_places_in_one_author_list_are_two_people() -> None:
    listed = [
        Entry(key=f"{n}", name=name, paper="p", position=n, coauthors=FRIENDS)
        for n, name in enumerate(("Dagobert Quandt", "Dagobert Quandt"), 1)
    ]
    assert groups(*listed) == ["1", "2"]


def test_shared_rare_coauthors_merge_a_common_name() -> None:
    [person] = cluster([entry("1", coauthors=FRIENDS), entry("2", coauthors=FRIENDS)])
    assert person.basis == "rule"
    assert person.score is not None
    assert groups(entry("1", "Dagobert Quandt"), entry("2", "Dagobert Quandt")) == ["1 2"]


@pytest.mark.parametrize("short", ["D. Quandt", "D. A. Quandt", "Dagobert A. Quandt"])
def test_a_rare_name_in_another_form_needs_further_evidence(short: str) -> None:
    name = "Dagobert Quandt"
    assert groups(entry("1", short), entry("2", name)) == ["1", "2"]
    listed = ("Bo Li", "Ada King")
    pair = (entry("1", short, coauthors=listed), entry("2", name, coauthors=listed))
    assert groups(*pair) == ["1 2"]


def test_initials_alone_are_no_rare_name() -> None:
    assert groups(entry("1", "D. Quandt"), entry("2", "D. Quandt")) == ["1", "2"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (
            "Department of Nursing, Osaka University, Suita, Japan",
            {"osaka university", "department of nursing, osaka university"},
        ),
        ("The University of Tokyo, Tokyo", {"university of tokyo"}),
        ("Oregon State University", {"oregon state university"}),
        ("Univ Ghent, Fac Econ, Ghent, Belgium", {"univ ghent"}),
        ("Univ Technol Sydney, Ultimo, Australia", {"univ technol sydney"}),
        ("Department of Medicine", set()),
        ("College of Medicine, Seoul", set()),
        ("University Hospital, Basel", set()),
        ("National Cancer Center, Korea", set()),
        ("Asan Medical Center, Seoul", {"asan medical center"}),
        ("Indian Institute of Science, Bangalore", {"indian institute of science"}),
        (
            "Indian Institute of Science Education and Research, Mohali",
            {"institute of science education research"},
        ),
        (
            "The University of Science and Technology of China",
            {"university of science technology china"},
        ),
        ("University College London", {"university college london"}),
        ("Google", set()),
    ],
)
def test_an_address_names_institutions(address: str, found: set[str]) -> None:
    assert institutions(address) == found
    assert institutions(address.replace(",", ".").upper()) == found


def test_an_organization_counts_once_if_its_name_is_that_of_an_institution() -> None:
    facts = evidence.PaperFacts(affiliations={"name:peking-university": "Peking University"})
    found = evidence.Evidence(facts)
    one, other = (entry(key, organizations=("name:peking-university",)) for key in "12")
    assert found.shared([one, other]) == {(0, 1): evidence.ORGANIZATION}


def test_a_paper_that_cites_another_is_evidence() -> None:
    one, other, third = (entry(key, "O. Brekkestoel") for key in "123")
    assert groups(one, other, third) == ["1", "2", "3"]
    citing = replace(one, cited=(one.paper, other.paper, "paper of others"))
    assert groups(citing, other, third) == ["1 2", "3"]
    [row] = [row for row in explain([citing], [other]) if row["evidence"] == "citation"]
    assert (row["about"], row["bits"]) == ("paper 1 cites paper 2", evidence.CITATION)
    common = [replace(m, name="W. Wang") for m in (citing, other)]
    assert groups(*common) == ["1", "2"]  # not enough


def test_an_explanation_states_what_keeps_two_people_apart() -> None:
    def explained(a: list[Entry], b: list[Entry]) -> dict[str, str]:
        return {row["evidence"]: row["about"] for row in explain(a, b)}

    one, other = entry("1", RARE[0]), replace(entry("2", RARE[0]), paper="paper 1", position=2)
    assert explained([one], [other])["two places in one author list"] == "paper 1"
    named = entry("1", "Greta Holmqvist", orcid=ORCID[0])
    found = explained([named], [entry("2", "Pavel Sorokin", orcid=ORCID[0])])
    assert found["names"].endswith("nothing in common, so that the ORCID is taken for an error")
    assert found["conclusion"] == "two people"
    many = [entry(f"1{n}", coauthors=(f"Zoltan Quandt{n}",)) for n in range(9)]
    found = explained(many, [entry("2", coauthors=("Zoltan Quandt4",))])
    assert found["conclusion"] == "two people; the evidence links too few of their 9 and 1 entries"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Greta Holmqvist", "Pavel Sorokin", False),
        ("Greta P. Holmqvist", "Pavel Sorokin", False),
        ("Greta Holmqvist", "Greta Sandberg", True),
        ("Greta Holmqvist", "G. Sandberg", True),
        ("Jon Smyth", "John Smith", True),
        ("王伟", "Wei Wang", True),
    ],
)
def test_an_orcid_on_names_that_share_nothing_is_an_error(a: str, b: str, same: bool) -> None:
    found = groups(entry("1", a, orcid=ORCID[0]), entry("2", b, orcid=ORCID[0]))
    assert found == (["1 2"] if same else ["1", "2"])


def test_entries_of_a_rare_name_without_anything_else_in_common_rest_on_the_name() -> None:
    name = "Dagobert Quandt"
    linked = [entry(key, name, coauthors=FRIENDS) for key in ("2", "3")]
    [person] = cluster([entry("1", name), *linked])
    assert (person.keys, person.basis, person.name_only) == (["1", "2", "3"], "name", ["1"])
    [person] = cluster([entry("1", name, orcid=ORCID[0]), entry("2", name, orcid=ORCID[0])])
    assert (person.basis, person.name_only) == ("identifier", [])
    [person] = cluster(linked)
    assert (person.basis, person.name_only) == ("rule", [])
    [person] = cluster([entry("1", name)])
    assert (person.basis, person.name_only) == (None, [])


def test_an_account_that_its_owner_did_not_confirm_is_evidence_and_no_identifier() -> None:
    name = "Jihoon Lee"  # neither rare nor as common as Wei Wang
    claimed = entry("1", name, accounts=["a"])
    assert groups(claimed, entry("2", name)) == ["1", "2"]
    [person] = cluster([claimed, entry("2", name, assigned=["a"])])
    assert person.basis == "rule"
    both = {"coauthors": FRIENDS}
    other = entry("2", name, assigned=["b"], **both)  # the administrator was wrong
    assert groups(entry("1", name, accounts=["a"], **both), other) == ["1 2"]
    common = entry("1", "Wei Wang", assigned=["a"]), entry("2", "Wei Wang", assigned=["a"])
    assert groups(*common) == ["1", "2"]


def test_an_identifier_merges_all_who_have_it_though_the_first_is_someone_else() -> None:
    stated = {"orcid": ORCID[0]}
    wrong = entry("1", "Gisela Oberhuber", **stated)  # an error of the source
    assert groups(wrong, entry("2", **stated), entry("3", **stated)) == ["1", "2 3"]
    first = [entry("1", "Yun Liu", accounts=["a"]), entry("2", "Y. Liu", accounts=["a"])]
    others = [entry(key, "Yang Liu", accounts=["a"]) for key in "345"]
    assert groups(*first, *others) == ["1 2", "3 4 5"]


def test_short_names_in_characters_are_not_rare() -> None:
    shared = {"coauthors": FRIENDS}
    for name in ("王伟", "李建国"):
        assert groups(entry("1", name), entry("2", name)) == ["1", "2"]
        assert groups(entry("1", name, **shared), entry("2", name, **shared)) == ["1 2"]


def test_judgements_come_first_and_can_be_undone() -> None:
    two = (entry("1"), entry("2"))
    ends = "yang liu@paper 1", "yang liu@paper 2"
    assert groups(*two) == ["1", "2"]
    assert groups(*two, judgements=(Judgement("same", *ends),)) == ["1 2"]
    known = (entry("1", orcid=ORCID[0]), entry("2", orcid=ORCID[0]))
    assert groups(*known) == ["1 2"]
    assert groups(*known, judgements=(Judgement("different", *ends),)) == ["1", "2"]


def test_a_contradiction_is_reported_and_different_stands() -> None:
    given_ = [
        Judgement("same", "a", "b"),
        Judgement("same", "b", "c"),
        Judgement("different", "a", "c"),
    ]
    kept, problems = accepted(given_)
    assert accepted(reversed(given_)) == (kept, problems)
    assert [j.verdict for j in kept] == ["different", "same"]
    [problem] = problems
    assert "contradicts 'different a c'" in problem


NAMES = ("Yang Liu", "Y. Liu", "Liu Yang", "Yun Liu", "Dagobert Quandt", "D. Quandt")


@st.composite
def some_entries(draw: st.DrawFn) -> list[Entry]:
    return [
        Entry(
            key=f"{n:02}",
            name=draw(st.sampled_from(NAMES)),
            paper=f"p{draw(st.integers(0, 9))}",
            position=draw(st.integers(1, 3)),
            coauthors=draw(
                st.lists(st.sampled_from((*FRIENDS, "Wei Wang", "Yun Liu")), max_size=3)
            ),
            orcid=draw(st.sampled_from((None, None, *ORCID))),
            openalex=draw(st.sampled_from((None, None, "A1000", "A2000"))),
            accounts=draw(st.lists(st.sampled_from(("a", "b")), max_size=1)),
        )
        for n in range(draw(st.integers(2, 14)))
    ]


@settings(max_examples=150)
@given(some_entries(), st.randoms())
def test_the_order_of_the_entries_does_not_matter(found: list[Entry], random: object) -> None:
    def plain(people: list[Person]) -> list[tuple[object, ...]]:
        return [(p.keys, p.basis, p.name_only, p.score and round(p.score, 6)) for p in people]

    verdicts = [
        Judgement("same", "yang liu@p1", "yun liu@p2"),
        Judgement("different", "orcid:" + ORCID[0], "hf:a"),
    ]
    expected = plain(cluster(found, verdicts))
    random.shuffle(found)  # type: ignore[attr-defined] # a random.Random
    assert plain(cluster(found, verdicts[::-1])) == expected


@settings(max_examples=300)
@given(some_entries())
def test_dividing_a_part_changes_nothing(found: list[Entry]) -> None:
    def people() -> list[tuple[object, ...]]:
        found_ = cluster(found, verdicts)
        return [(p.keys, p.basis, p.name_only, p.score and round(p.score, 6)) for p in found_]

    verdicts = [Judgement("same", "y liu@p1", "yun liu@p2")]
    divided = people()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clustering, "divided", lambda part, _: [part])
        assert people() == divided


def test_the_confidence_counts_coauthors_of_a_rare_name() -> None:
    alone, both = (
        cluster(entry(key, "Dagobert Quandt", coauthors=some) for key in "12")
        for some in ((), RARE)
    )
    assert [p.keys for p in alone] == [p.keys for p in both] == [["1", "2"]]
    assert (alone[0].score or 0) < 5 < (both[0].score or 0)


def test_a_large_block_is_quick() -> None:
    crowd = [
        entry(f"{n:04}", "Wang, Y", coauthors=[f"Coauthor Number{n % 700}", "Li, X"])
        for n in range(2000)
    ]
    assert len(cluster(crowd)) > 100


@pytest.mark.parametrize("scheme", [one.scheme for one in FURTHER])
def test_one_identifier_is_one_person(scheme: str) -> None:
    same = [entry(key, identifiers=[f"{scheme}:{VALUES[scheme]}"]) for key in "12"]
    assert groups(*same) == ["1 2"]


def test_a_cluster_of_a_program_can_be_outweighed_and_a_registry_cannot() -> None:
    """Scopus often has one person twice; DBLP distinguishes people by hand."""
    name = "Quirinius Abendschein"
    for scheme, people in (("scopus", ["1 2"]), ("dblp", ["1", "2"])):
        first, second = {
            "scopus": ("57200000001", "57200000002"),
            "dblp": ("51/3710-1", "51/3710-2"),
        }[scheme]
        one = entry("1", name, identifiers=[f"{scheme}:{first}"], coauthors=RARE)
        other = entry("2", name, identifiers=[f"{scheme}:{second}"], coauthors=RARE)
        assert groups(one, other) == people
        apart = entry("2", name, identifiers=[f"{scheme}:{second}"])
        assert groups(one, apart) == ["1", "2"]


def test_a_stronger_identifier_decides() -> None:
    one = entry("1", orcid=ORCID[0], identifiers=["scopus:57200000001"])
    other = entry("2", orcid=ORCID[1], identifiers=["scopus:57200000001"])
    assert groups(one, other) == ["1", "2"]
    same = entry("3", orcid=ORCID[0], identifiers=["scopus:57200000002"])
    assert groups(one, same) == ["1 3"]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("dblp:https://dblp.org/pid/65/9612.html", "dblp:65/9612"),
        ("dblp:homepages/51/3710-1", "dblp:51/3710-1"),
        ("dblp-name:Yang Liu 0001", "dblp-name:Yang Liu 0001"),
        ("dblp-name:Yang Liu", None),
        ("openreview:~Yang_Liu1", "openreview:~Yang_Liu1"),
        ("openreview:yang@example.org", None),
        (
            "scopus:https://www.scopus.com/authid/detail.uri?authorId=57200000001",
            "scopus:57200000001",
        ),
        ("scopus:12", None),
        ("researcherid:a-1234-2010", "researcherid:A-1234-2010"),
        ("acl:yang-liu-ict", "acl:yang-liu-ict"),
        ("acl:yang-liu/unverified", None),
        ("unknown:1", None),
        ("scopus:", None),
    ],
)
def test_identifiers_have_one_form(written: str, canonical: str | None) -> None:
    assert normalized([written]) == ([canonical] if canonical else [])


WORDS = ["a", "b", "c", "ab", "ac", "bc", "abc", "cab"]
given_names = st.builds(
    lambda first, more, generation: " ".join([first, *more, "x", *generation]),
    st.sampled_from(["a", "ab", "abc", "ac"]),
    st.lists(st.sampled_from(WORDS), max_size=5),
    st.sampled_from([[], [], [], ["jr"], ["sr"]]),
)


@given(st.sets(given_names, max_size=12))
def test_names_that_agree_are_found_without_comparing_all(written: set[str]) -> None:
    keys = sorted({names.parse(name).key for name in written})
    agreeing = Agreeing()
    for key in keys:
        agreeing.add(key)
    expected = {pair for pair in combinations(keys, 2) if names.agreement(*pair)}
    assert agreeing.pairs(100) == expected
    near = {(key, other) for key in keys for other in agreeing.near(key) if other != key}
    linked = components(keys, near)
    assert linked == components(keys, expected)
    connected = ((one, other) for one, *others in agreeing.connected() for other in others)
    assert linked == components(keys, connected)


def components(keys: list[str], pairs: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    """The sets of keys that pairs connect."""
    sets = {key: frozenset([key]) for key in keys}
    for a, b in pairs:
        both = sets[a] | sets[b]
        sets |= dict.fromkeys(both, both)
    return {*sets.values()}


@pytest.mark.parametrize(
    "name", ["Anonymous", "Anonymous Authors", "et al.", "others", "N. N.", "Wei Wang", "Kim"]
)
def test_a_name_that_many_have_makes_no_person(name: str) -> None:
    assert groups(entry("1", name), entry("2", name)) == ["1", "2"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Yoshua Bengio", "Samy Bengio"),
        ("Samuel Morgenroth", "Sarah Morgenroth"),
        ("John A. Smith", "John B. Smith"),
        ("John Oxenknecht II", "John Oxenknecht III"),
    ],
)
def test_relatives_with_the_same_coauthors_are_two(a: str, b: str) -> None:
    assert groups(entry("1", a, coauthors=RARE), entry("2", b, coauthors=RARE)) == ["1", "2"]


@pytest.mark.parametrize("form", ["Author {} X", "A. {} X", "Q{} X", "Author 1{} 2{} X", "Quod X"])
def test_thousands_of_like_names_on_a_paper_need_few_comparisons(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of comparisons grows with the number of names, not with its square."""
    calls: Counter[str] = Counter()

    def count(module: ModuleType, name: str) -> None:
        function = getattr(module, name)

        def counted(*given: Any) -> Any:
            calls[name] += 1
            return function(*given)

        monkeypatch.setattr(module, name, counted)

    count(names, "agreement")
    count(clustering, "_score")
    evidence.name_weight.cache_clear()
    size = 2000
    listed = [form.format(n, n) for n in range(size)] + ["Author X"]
    entries = [
        Entry(key=f"{n}", name=name, paper="p", position=n, coauthors=listed)
        for n, name in enumerate(listed)
    ]
    assert len(cluster(entries)) == size + 1
    assert calls.total() < 10 * size


@pytest.mark.parametrize(
    "name",
    [
        *("Min-Jun Kim", "Minjun Kim", "Ji-Hoon Lee", "Maria Garcia", "João Santos", "Minh Nguyen"),
        *("Amit Kumar", "Mohammed Ali", "John Smith", "Thomas Müller", "Xiaoming Li"),
    ],
)
def test_a_common_name_of_any_language_is_not_rare(name: str) -> None:
    assert groups(entry("1", name), entry("2", name)) == ["1", "2"]


def test_a_given_name_is_as_rare_joined_as_divided() -> None:
    for one, other in (("min jun kim", "minjun kim"), ("xiao ming li", "xiaoming li")):
        assert names.bits(one) == pytest.approx(names.bits(other), abs=0.2)
    assert groups(entry("1", "Garam Namgoong"), entry("2", "Ga-Ram Namgoong")) == ["1 2"]


def test_an_identifier_of_two_people_of_one_list_counts_for_neither() -> None:
    one, two = Author(name="Ada Lovelace", orcid="0"), Author(name="Bo Li", orcid="0", s2_id="1")
    lost: list[str] = []
    kept = without_shared(Paper(title="A", authors=(one, two)), lost)
    assert [(a.name, a.orcid, a.s2_id) for a in kept.authors] == [
        ("Ada Lovelace", None, None),
        ("Bo Li", None, "1"),
    ]
    assert lost == [
        "A: loaded without the identifier 0, which its author list gives to both Ada Lovelace and Bo Li"
    ]
    for other in ("A. Lovelace", "艾达"):  # one person twice, or a transliteration
        record = Paper(title="A", authors=(one, Author(name=other, orcid="0")))
        assert without_shared(record, lost) is record
    assert len(lost) == 1
