"""Pairs of papers that are one work, and pairs with similar data that are two."""

from typing import Any

import pytest

from citegraph.graph import Author, Paper
from citegraph.graph.identity.resolve import resolve
from citegraph.graph.records import Venue
from citegraph.graph.writing.candidates import known_record

TEAM = ("Ada King", "Bo Li")
ONE = "Gene drives in wild mosquitoes"


def paper(title: str, year: int | None = 2018, *authors: str, **given: Any) -> Paper:
    listed = tuple(Author(name=name) for name in authors)
    published = str(year) if year else None
    count = len(listed) or None
    return Paper(title=title, published=published, authors=listed, author_count=count, **given)


def preprint(title: str, *authors: str, year: int = 2018) -> Paper:
    return paper(title, year, *(authors or TEAM), arxiv_id="1801.00001")


def published(title: str, *authors: str, year: int = 2019, **given: Any) -> Paper:
    return paper(title, year, *(authors or TEAM), **{"doi": "10.1000/published", **given})


IN_CONFERENCE = paper(ONE, 2018, *TEAM, type="inproceedings")


def one(a: Paper, b: Paper) -> bool:
    """Whether they are one paper; the order does not matter."""
    found = {len({id(i) for i in resolve([known_record(x) for x in p])}) for p in ((a, b), (b, a))}
    assert len(found) == 1
    return found == {1}


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Global cancer statistics 2018", "Global cancer statistics 2020"),
        ("Cancer statistics, 2020", "Cancer statistics, 2021"),
        ("Deep sets of graphs, Part I: theory", "Deep sets of graphs, Part II: practice"),
        ("On the theory of quanta", "On the theory of quanta II"),
        ("Search for resonances, paper A", "Search for resonances, paper B"),
        ("Learning to rank, part one", "Learning to rank, part two"),
        ("The first report of the trial group", "The second report of the trial group"),
        ("Attention is all you need", "Attention is not all you need"),
        ("YOLOv2: better, faster, stronger", "YOLOv3: better, faster, stronger"),
        ("Teaching C++ to all novices", "Teaching C# to all novices"),
        ("Supervised learning of depth from video", "Unsupervised learning of depth from video"),
        ("Supervised learning of depth", "Self-supervised learning of depth"),
        ("Risk of stroke in men: a cohort study", "Risk of stroke in women: a cohort study"),
        ("Prevalence of asthma in Spain in 2010", "Prevalence of asthma in Italy in 2010"),
        ("An upper bound for planar graphs", "A lower bound for planar graphs"),
        ("Masked models of image generation", "Masked models of video generation"),
        ("Segment anything in images", "Segment anything in images and videos: a benchmark"),
        ("Kworum: open weights for foam", "Kworum-VL: open weights for foam"),
        ("Kworum: a small language model", "Kworum-Coder: a small language model"),
        ("Kworum-Omni: language on a watch", "Kworum-Mini: language on a watch"),
        ("Kworum Technical Report", "Kworum-Math Technical Report"),
        ("Kworum Technical Report", "Kworum"),
        ("Kworum in bloom", "Kworum"),
        (ONE, f"Corrigendum to '{ONE}'"),
        (ONE, f"Author Correction: {ONE}"),
        (ONE, f"Expression of Concern: {ONE}"),
        (ONE, f"Retraction Note: {ONE}"),
        (ONE, f"Comment on '{ONE}'"),
        (ONE, f"Supplementary material for: {ONE}"),
        (ONE, f"Data from: {ONE}"),
        (ONE, f"Code for {ONE}"),
        (ONE, f"Replication package for {ONE}"),
        (ONE, f"Poster: {ONE}"),
        (ONE, f"{ONE}: a tutorial"),
        (ONE, f"{ONE} revisited"),
        (ONE, f'Review for "{ONE}"'),
        (ONE, f"Decision letter: {ONE}"),
        (ONE, f"Author response: {ONE}"),
        (ONE, f"{ONE}: ten years on"),
        (ONE, f"{ONE}: a meta-analysis"),
        (ONE, f"A guide to {ONE.lower()}"),
        (ONE, f"Talk: {ONE}"),
        (ONE, f"{ONE}: frequently asked questions"),
        ("Sets of large graphs XII: trees", "Sets of large graphs XIII: trees"),
        ("The sixth workshop on gene drives", "The seventh workshop on gene drives"),
        (
            "Effects of alpha synuclein on mouse neurons",
            "Effects of beta synuclein on mouse neurons",
        ),
        ("Encoder models for code search at scale", "Decoder models for code search at scale"),
        ("Monolingual pretraining of encoders", "Multilingual pretraining of encoders"),
        ("Cost of hip surgery in older patients", "Outcomes of hip surgery in older patients"),
        ("Decay of the Higgs boson to two muons", "Decay of the Higgs boson to two taus"),
    ],
)
def test_a_preprint_and_another_paper_of_its_authors_are_two(title: str, other: str) -> None:
    assert not one(preprint(title), published(other))


@pytest.mark.parametrize(
    ("title", "other"),
    [
        (ONE, ONE.upper()),
        ("WideSeek-R1: exploring width of agents", "Exploring width of agents"),
        ("DeepSets for all graphs", "DeepSets for all graphs: an invariant approach"),
        ("BERT: training deep language encoders", "Training deep language encoders"),
        ("Kworum", "Kworum: open weights for foam"),
        ("The moment of foam", "The moment of foam: weights for large bubbles"),
        ("A generated image of foam", "Generated images of foam"),
        ("Learning to sort large graphs", "Learning to sort very large graphs"),
        ("Zero-shot text-to-image generation", "Zero shot text to image generation"),
        ("Semi-supervised depth from video", "Semisupervised depth from video"),
        ("Modelling the behaviour of urban crowds", "Modeling the behavior of urban crowds"),
        ("Two-stage training of networks", "2-stage training of networks"),
        ("Fish & chips in the wild west", "Fish and chips in the wild west"),
        ("Fast sorting of graphs with engines", "Fast sorting of graphs via engines"),
        (
            "A fast method for sorting large graphs with engines",
            "A fast approach for sorting large graphs with engines",
        ),
        (ONE, f"RETRACTED ARTICLE: {ONE}"),
        (ONE, f"Extended abstract: {ONE}"),
        (ONE, f"{ONE} (short paper)"),
        (ONE, "Gene dri-ves in wild mosquitoes"),
        ("Part 2 of the theory of quanta in boxes", "Part II of the theory of quanta in boxes"),
        ("The theory of quanta, part one", "The theory of quanta, Part I"),
        ("Paediatric leukaemia and its outcomes", "Pediatric leukemia and its outcomes"),
        ("LLMs for planning of motion", "Large language models for planning of motion"),
        ("Über die Möglichkeit der Welt", "Uber die Moglichkeit der Welt"),
    ],
)
def test_a_preprint_with_a_changed_title_is_the_published_paper(title: str, other: str) -> None:
    assert one(preprint(title), published(other, "King, A.", "Li, B."))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (paper(ONE, 2018, *TEAM), published(ONE, type="dataset")),
        (preprint(ONE), published(ONE, doi="10.5061/dryad.1")),
        (preprint(ONE), published(ONE, type="software")),
        (paper("Editorial", 2010, "Ada King"), paper("Editorial", 2011, "Ada King")),
        (paper("Editorial", 2010, "Ada King"), paper("Editorial", 2010, "Bo Li")),
        (paper("Editorial", 2010, "Ada King"), paper("Editorial", None)),
        (paper("Preface", 2010, "Ada King"), paper("Preface", 2011, "Ada King")),
        (
            paper("Guest editors' introduction", 2010, "Ada King"),
            paper("Guest Editors' Introduction.", 2012, "Ada King"),
        ),
        (
            paper("Introduction to the special issue", 2010, "Ada King"),
            paper("Introduction to the special issue", 2012, "Ada King"),
        ),
        (paper("Annual report", 2015, "Ada King"), paper("Annual report", 2016, "Ada King")),
        (paper("News and notes", 2015, "Ada King"), paper("News and notes", 2016, "Ada King")),
        (paper("President's message", 2015, "Jo"), paper("President's message", 2016, "Jo")),
        (paper(ONE, 2018, "Ada King", type="dissertation"), paper(ONE, 2018, *TEAM)),
        (paper("The selfish gene", 1976, "R. Dawkins"), paper("The selfish gene", 1977, "W. H.")),
        (paper(ONE, 2018, *TEAM, doi="10.1145/1"), published(ONE)),
        (IN_CONFERENCE, paper(ONE, 2020, *TEAM, type="article")),
        (IN_CONFERENCE, paper(ONE, 2019, "Ada King", type="inproceedings")),
        (preprint(ONE), paper(ONE, 2018, *TEAM, arxiv_id="1801.00002")),
        (preprint("Attention is all you need"), published("Attention is all you need", "Jo Doe")),
        (preprint("A short fable"), published("A long fable", "Ada King")),
    ],
)
def test_papers_of_similar_data_are_two(a: Paper, b: Paper) -> None:
    assert not one(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (paper("Editorial", None), paper("Editorial", None)),
        (paper("Editorial", 2010, "Ada King"), paper("Editorial", 2010, "King, A.")),
        (paper(ONE, None), published(ONE)),
        (paper(ONE, 2018, "King, Ada"), published(ONE)),
        (preprint(ONE), paper(ONE, 2018, *TEAM, doi="10.1101/123456")),
        (IN_CONFERENCE, paper(ONE, 2019, *TEAM, type="inproceedings")),
        (IN_CONFERENCE, paper(ONE, 2016, *TEAM, type="article", venue=Venue(name="CoRR"))),
        (IN_CONFERENCE, paper(ONE, 2020, *TEAM)),
        (paper(ONE, 2018, doi="10.5061/dryad.1"), paper(ONE, 2018, type="dataset")),
        (paper("X", arxiv_id="1801.00001v2"), paper("Y", doi="10.48550/arXiv.1801.00001")),
    ],
)
def test_papers_of_equal_data_are_one(a: Paper, b: Paper) -> None:
    assert one(a, b)
