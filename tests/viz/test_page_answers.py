"""The page of a question shows its answer: rows, ranks, scores, reasons."""

import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from citegraph.graph.subgraph import Edge, Node, Other, Subgraph, Table
from citegraph.viz.view import view

Opens = Callable[..., Any]


def answered() -> Subgraph:
    """Make a paper, six related papers that share its topic, and 20 authors of two of them."""
    papers = [Node("Paper", f"p{i}", {"title": f"Paper {i}"}) for i in range(7)]
    topic = Node("Topic", "t", {"name": "tau"})
    authors = [Node("Author", f"a{i}", {"name": f"Author {i}"}) for i in range(20)]
    edges = [Edge("HAS_TOPIC", paper.key, topic.key) for paper in papers]
    edges += [Edge("AUTHORED", one.key, papers[k].key) for one in authors for k in (0, 2)]
    columns = (("id", "ID"), ("title", "title"), ("score", "sum"), ("reasons", "what connects"))
    rows = tuple(
        (f"p{i}", f"Paper {i}", 2.0 - i / 4, ["topics: tau", "authors: Author 1"][: 1 + (i == 2)])
        for i in range(1, 7)
    )
    return Subgraph(
        (*papers, topic, *authors),
        tuple(edges),
        title="Papers related to Paper 0",
        focus="Paper:p0",
        seeds=("Paper:p0",),
        answer=Table(columns, rows, "Which papers are related? By topics."),
    )


def test_the_answer_is_listed_by_rank_with_scores_and_reasons(opened: Opens):
    page = opened(answered())
    hits = page.locator(".hit").all_inner_texts()
    assert [hit.split()[0] for hit in hits] == ["1", "2", "3", "4", "5", "6"]
    assert "Paper 2" in hits[1]
    assert "1.5" in hits[1]
    assert "topics: tau" in hits[1]
    page.locator(".hit .go").nth(3).click()
    assert page.locator("#panel h2").inner_text() == "Paper 4"
    assert page.locator(".hit[aria-current]").count() == 1


def test_many_links_of_one_kind_are_one_that_opens(opened: Opens):
    page = opened(answered())
    assert page.locator("#count").inner_text().startswith("8 of 28 nodes")
    page.locator(".hit .more", has_text="Show 20 shared authors").click()
    assert page.locator("#count").inner_text().startswith("28 node")
    page.locator(".hit .more", has_text="Draw these links as one").click()
    assert page.locator("#count").inner_text().startswith("8 of 28 nodes")


def test_several_subjects_are_in_the_middle_and_each_row_names_the_nearest(opened: Opens):
    graph = answered()
    second = Node("Paper", "q", {"title": "SAM: Segment, Any"})
    names = [["Paper 0"], ["SAM: Segment, Any"], ["Paper 0", "SAM: Segment, Any"]]
    alone = Node("Paper", "far", {"title": "Far"})
    rows = [(*row[:3], names[k % 3], row[3]) for k, row in enumerate(graph.answer.rows)]
    rows.append(("far", "Far", 0.1, names[1], []))
    columns = (*graph.answer.columns[:3], ("near", "nearest"), graph.answer.columns[3])
    page = opened(
        replace(
            graph,
            nodes=(*graph.nodes, second, alone),
            edges=(*graph.edges, *(Edge("CITES", f"Paper:p{i}", second.key) for i in (2, 5))),
            title="Papers related to Paper 0 and SAM",
            focus=None,
            seeds=("Paper:p0", second.key),
            answer=replace(graph.answer, columns=columns, rows=tuple(rows)),
        )
    )
    assert page.title() == page.locator("#panel h2").inner_text()
    near = page.locator(".hit .reason", has_text="near: ").all_inner_texts()
    assert near[:3] == [f"near: {' · '.join(one)}" for one in names]
    assert page.locator(".hit", has_text="no link drawn").count() == 1
    page.locator("#save").click()
    with page.expect_download() as download:
        page.locator("#save-csv").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0] == "rank,id,title,score,near,reasons"
    assert lines[2].startswith('2,p2,Paper 2,1.5,"SAM: Segment, Any",')


def test_several_subjects_lie_within_their_answer():
    graph = replace(answered(), focus=None, seeds=("Paper:p0", "Paper:p6"))
    graph = replace(graph, answer=replace(graph.answer, rows=graph.answer.rows[:5]))
    seen = view(graph)
    far = np.hypot(*seen.position.T)
    assert len(seen.seeds) == 2
    assert max(far[seen.seeds]) < 60
    ranks = [far[row[0]] for row in seen.rows]
    assert min(ranks) > 100
    assert ranks[0] < ranks[-1]


def test_nodes_that_are_not_drawn_do_not_move_the_answer():
    authors = [Node("Author", f"a{i}", {"name": f"Author {i}"}) for i in range(6)]
    papers = [Node("Paper", f"p{i}", {"title": f"Paper {i}"}) for i in range(300)]
    topic = Node("Topic", "t", {"name": "tau"})
    edges = [Edge("HAS_TOPIC", paper.key, topic.key) for paper in papers]
    edges += [Edge("AUTHORED", authors[i % 6].key, paper.key) for i, paper in enumerate(papers)]
    answer = Table((("id", "ID"), ("papers", "number")), tuple((f"a{i}", 9 - i) for i in range(6)))
    nodes = (*authors, *papers, topic)
    seen = view(Subgraph(nodes, tuple(edges), focus=topic.key, seeds=(topic.key,), answer=answer))
    gap = seen.position - seen.position[seen.seeds[0]]
    far = np.hypot(gap[:, 0] / 1.25, gap[:, 1])  # the rings are wider than high
    assert all(seen.folded[len(authors) : -1])
    assert np.all(np.diff(far[:6]) > 0)


def test_a_short_answer_is_placed_around_its_subject():
    graph = answered()
    short = replace(graph, answer=replace(graph.answer, rows=graph.answer.rows[:2]))
    seen = view(short)
    subject = seen.position[seen.seeds[0]]
    first, second = (np.hypot(*(seen.position[row[0]] - subject)) for row in seen.rows)
    assert 100 < first < second < 2 * first
    assert set(seen.community) == {-1}  # regions would have no names


def test_a_node_that_leads_to_no_answer_is_folded():
    papers = [Node("Paper", f"p{i}", {"title": f"Paper {i}"}) for i in range(3)]
    code = [Node("Repository", f"r{i}", {"url": f"https://example.org/{i}"}) for i in range(3)]
    names = ("whole", "part", "other part")
    whole, part, other = topics = [Node("Topic", name, {"name": name}) for name in names]
    edges = [Edge("HAS_CODE", one.key, two.key) for one, two in zip(papers, code, strict=True)]
    edges += [Edge("HAS_TOPIC", paper.key, part.key) for paper in papers]
    edges += [Edge("BROADER", one.key, whole.key) for one in (part, other)]
    answer = Table((("id", "ID"), ("stars", "number")), tuple((f"r{i}", 9 - i) for i in range(3)))
    about = {"focus": whole.key, "seeds": (whole.key,), "answer": answer}
    seen = view(Subgraph((*papers, *code, *topics), tuple(edges), **about))
    shown = [i for i, folded in enumerate(seen.folded) if not folded]
    assert [seen.subgraph.nodes[i] for i in shown] == [*code, whole]


def test_rows_are_drawn_beside_a_listing():
    paper = Node("Paper", "p", {"title": "Paper"})
    topics = [Node("Topic", f"t{i}", {"name": f"topic {i}"}) for i in range(3)]
    listing = Node("Listing", "daily/2025-01-01", {"name": "daily"})
    edges = [Edge("HAS_TOPIC", paper.key, topic.key) for topic in topics]
    edges.append(Edge("LISTED_IN", paper.key, listing.key))
    answer = Table((("id", "ID"),), tuple((one.id,) for one in (*topics, listing)))
    about = {"focus": paper.key, "seeds": (paper.key,), "answer": answer}
    seen = view(Subgraph((paper, *topics, listing), tuple(edges), **about))
    assert not any(seen.folded)


def test_an_answer_of_authors_is_drawn_with_lines_for_shared_papers(opened: Opens):
    names = ("Ada", "Ben", "Cleo", "Dan")
    authors = [Node("Author", name.lower(), {"name": name}) for name in names]
    wrote = {0: range(40), 1: range(20, 60), 2: range(35, 70), 3: range(80, 90)}
    papers = [Node("Paper", f"p{i}", {"title": f"Paper {i}"}) for i in range(90)]
    edges = [Edge("AUTHORED", authors[k].key, papers[i].key) for k in wrote for i in wrote[k]]
    rows = tuple((author.id, author.properties["name"], 9 - k) for k, author in enumerate(authors))
    answer = Table((("id", "ID"), ("name", "name"), ("papers", "number")), rows)
    graph = Subgraph((*authors, *papers), tuple(edges), title="Authors by papers", answer=answer)
    seen = view(graph)
    assert seen.couples == [(0, 1), (0, 2), (1, 2)]
    assert [i for i, folded in enumerate(seen.folded) if not folded] == [0, 1, 2, 3]
    gap = seen.position[:4, None] - seen.position[None, :4]
    assert np.hypot(*np.moveaxis(gap, -1, 0))[np.triu_indices(4, 1)].min() > 2 * max(
        seen.radius[:4]
    )
    page = opened(graph)
    assert page.locator("#count").inner_text().startswith("4 of 94 nodes")


def test_a_pair_opens_the_list_of_what_it_shares(opened: Opens):
    authors = [Node("Author", one, {"name": one.title()}) for one in ("ada", "ben")]
    papers = [Node("Paper", f"p{i}", {"title": f"Paper {i}"}) for i in range(40)]
    edges = [Edge("AUTHORED", one.key, paper.key) for one in authors for paper in papers[:-1]]
    edges.append(Edge("AUTHORED", authors[0].key, papers[-1].key))
    answer = Table((("id", "ID"), ("otherId", "ID"), ("papers", "number")), (("ada", "ben", 39),))
    page = opened(Subgraph((*authors, *papers), tuple(edges), answer=answer))
    page.locator(".hit .go").click()
    assert page.locator("#panel h2").inner_text() == "39 shared papers"
    assert page.locator("#panel .kind-line").inner_text() == "Ada and Ben"
    assert page.locator("#panel .rows .go").count() == 12
    page.locator("#panel .more", has_text="Show 12 more of 27").click()
    assert page.locator("#panel .rows .go").count() == 24
    assert page.locator("#count").inner_text().startswith("2 of 42 nodes")


def test_two_subjects_are_left_and_right_of_the_answer(opened: Opens):
    topics = [Node("Topic", one, {"name": one}) for one in ("left", "right")]
    papers = [Node("Paper", f"p{i}", {"title": f"Paper {i}"}) for i in range(4)]
    authors = [Node("Author", f"a{i}", {"name": f"Author {i}"}) for i in range(3)]
    edges = [Edge("HAS_TOPIC", f"Paper:p{i}", topics[i > 1].key) for i in range(4)]
    edges += [Edge("AUTHORED", f"Author:a{k}", f"Paper:p{i}") for k, i in ((0, 0), (0, 2))]
    edges += [
        Edge("AUTHORED", f"Author:a{k}", f"Paper:p{i}") for k in (1, 2) for i in (2 * k - 2, 2, 3)
    ]
    answer = Table(
        (("id", "ID"), ("name", "name")), tuple((f"a{i}", f"Author {i}") for i in range(3))
    )
    graph = Subgraph(
        (*topics, *papers, *authors),
        tuple(edges),
        focus=topics[0].key,
        seeds=tuple(one.key for one in topics),
        answer=answer,
    )
    x, y = view(graph).position.T
    assert x[0] < min(x[6:]) < max(x[6:]) < x[1]
    assert y[6] < y[7] < y[8]
    assert x[6] < x[7] < x[8]  # one, two, three of its papers are on the right
    page = opened(graph)
    assert "Higher: better rank" in page.locator("#key").inner_text()


def test_pairs_are_joined_by_lines_that_count(opened: Opens):
    authors = [Node("Author", f"a{i}", {"name": f"Author {i}"}) for i in range(15)]
    pairs = [(i, i + 1, 16 - i) for i in range(14)]
    papers, edges = [], []
    for a, b, count in pairs:
        for i in range(count):
            papers.append(Node("Paper", f"p{a}-{i}", {"title": f"Paper {a} {i}"}))
            edges += [Edge("AUTHORED", f"Author:a{one}", papers[-1].key) for one in (a, b)]
    columns = (("firstId", "ID"), ("secondId", "ID"), ("papers", "number"))
    answer = Table(columns, tuple((f"a{a}", f"a{b}", count) for a, b, count in pairs))
    page = opened(Subgraph((*authors, *papers), tuple(edges), title="Pairs", answer=answer))
    assert page.locator("#count").inner_text().startswith("15 of ")
    assert "On lines: shared papers" in page.locator("#key").inner_text()
    page.locator("#save").click()
    with page.expect_download() as download:
        page.locator("#save-svg").click()
    drawing = ET.fromstring(download.value.path().read_bytes())
    texts = [one.text for one in drawing.findall(".//{*}text")]
    assert "On lines: shared papers" in texts
    assert {str(count) for _, _, count in pairs} <= set(texts)
    assert {f"Author {i}" for i in range(15)} <= set(texts)
    page.locator(".hit .go").first.click()
    assert page.locator("#panel h2").inner_text() == "16 shared papers"


def test_a_path_is_drawn_in_even_steps():
    nodes = tuple(Node("Paper", one, {"title": one}) for one in "badc")
    edges = tuple(Edge("CITES", f"Paper:{b}", f"Paper:{a}") for a, b in ("ab", "bc", "cd"))
    seen = view(Subgraph(nodes, edges, focus="Paper:a"))
    order = [1, 0, 3, 2]
    assert len({round(step, 3) for step in np.diff(seen.position[order, 0])}) == 1
    circle = Subgraph(nodes, (*edges, Edge("CITES", "Paper:a", "Paper:d")), focus="Paper:a")
    assert len({round(float(x), 3) for x in np.diff(view(circle).position[order, 0])}) > 1


def test_the_table_has_the_columns_of_the_answer(opened: Opens):
    page = opened(answered())
    page.keyboard.press("t")
    assert page.locator("#table thead th").all_inner_texts() == [
        "rank",
        "id",
        "title",
        "score",
        "reasons",
    ]
    second = page.locator("#table tbody tr").nth(1).locator("td").all_inner_texts()
    assert second[:4] == ["2", "p2", "Paper 2", "1.5"]


def test_an_active_filter_is_a_chip_that_removes_it(made: Callable[..., Subgraph], opened: Opens):
    page = opened(made())
    chips = page.locator("#chips .chip span:first-child")
    page.locator("#filters .chip", has_text="2024").click()
    page.locator("#filters label", has_text="Laboratory 3").first.locator("input").check()
    assert chips.all_inner_texts() == ["2024", "Laboratory 3"]
    assert page.title().startswith("2024 · Laboratory 3")
    assert "of 60 papers from 2024." in page.locator("#panel").inner_text()
    page.keyboard.press("b")
    assert chips.all_inner_texts() == ["2024"]
    page.locator("#chips .chip").click()
    assert page.locator("#chips").is_hidden()
    assert "from=" not in page.evaluate("location.hash")


def test_a_search_adds_a_node_that_is_not_drawn(made: Callable[..., Subgraph], opened: Opens):
    graph = made()
    papers = tuple(node.key for node in graph.nodes if node.label == "Paper")[:2]
    other = Other("Author", "tri dao", "Tri Dao", (), "AUTHORED", papers)
    page = opened(replace(graph, others=(other,)))
    page.keyboard.press("/")
    page.keyboard.type("tri da")
    page.get_by_role("option", name="Tri Dao").wait_for()
    assert "not drawn" in page.get_by_role("option").first.inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Tri Dao"
    page.locator("#panel .go", has_text="Méthode 0").first.wait_for()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.locator("#panel h2").inner_text() == "Tri Dao"


def test_the_saved_figures_are_wide_and_have_captions(opened: Opens):
    page = opened(answered())
    saved = {}
    for kind in ("svg", "png"):
        page.locator("#save").click()
        with page.expect_download() as download:
            page.locator(f"#save-{kind}").click()
        saved[kind] = download.value.path().read_bytes()
    assert struct.unpack(">II", saved["png"][16:24]) == (3840, 2160)
    drawing = ET.fromstring(saved["svg"])
    assert float(drawing.get("width")) / float(drawing.get("height")) == pytest.approx(16 / 9)
    texts = [one.text for one in drawing.findall(".//{*}text")]
    assert "Papers related to Paper 0" in texts
    assert {"Papers", "Topics", "1", "2", "6"} <= set(texts)
    assert any(text.endswith(" · citegraph") for text in texts)
    assert any(text == "20 shared authors" for text in texts)
    assert [one for one in drawing.findall(".//{*}path") if one.get("class") == "bundle"]
    assert not [one for one in drawing.findall(".//{*}g") if one.get("opacity") == "0.3"]
    page.locator(".hit .go").nth(3).click()
    page.locator("#save").click()
    with page.expect_download() as download:
        page.locator("#save-svg").click()
    drawing = ET.fromstring(download.value.path().read_bytes())
    assert [one for one in drawing.findall(".//{*}g") if one.get("opacity") == "0.3"]


def test_reasons_are_words_with_their_share(opened: Opens):
    graph = answered()
    reasons = [
        {"kind": "text", "share": 0.75, "words": ["attention", "memory"]},
        {"kind": "cites", "share": 0.25, "words": []},
    ]
    rows = tuple((*row[:3], reasons) for row in graph.answer.rows)
    page = opened(replace(graph, answer=replace(graph.answer, rows=rows)))
    assert page.locator(".reason").first.inner_text() == "text: attention, memory (75%)"
    assert page.locator(".reason").nth(1).inner_text() == "cites (25%)"


def test_a_retracted_paper_is_marked(opened: Opens):
    graph = answered()
    nodes = [
        replace(node, properties=node.properties | {"retracted": True}) if node.id == "p2" else node
        for node in graph.nodes
    ]
    rows = [
        (row[0], f"[retracted] {row[1]}" if row[0] == "p2" else row[1], *row[2:])
        for row in graph.answer.rows
    ]
    answer = replace(graph.answer, rows=tuple(rows))
    page = opened(replace(graph, nodes=tuple(nodes), answer=answer))
    assert page.locator(".hit .badge").all_inner_texts() == ["retracted"]
    page.locator(".hit", has=page.locator(".badge")).locator(".go").click()
    assert page.locator("#panel h2").inner_text() == "[retracted] Paper 2"
    page.locator("#panel .warning", has_text="This paper was retracted.").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("paper 2")
    assert "retracted" in page.get_by_role("option").first.inner_text()


def test_a_paper_that_cites_a_retracted_one_is_not_marked(opened: Opens):
    nodes = [Node("Paper", f"p{i}", {"title": f"Paper {i}"}) for i in range(4)]
    nodes[0] = replace(nodes[0], properties={"title": "Paper 0", "retracted": True})
    edges = [Edge("CITES", f"Paper:p{i}", "Paper:p0") for i in (1, 2, 3)]
    columns = tuple((name, name) for name in ("id", "title", "chain", "retractedId"))
    rows = tuple((f"p{i}", f"Paper {i}", [f"p{i}", "p0"], "p0") for i in (1, 2, 3))
    page = opened(Subgraph(tuple(nodes), tuple(edges), answer=Table(columns, rows, "Which?")))
    assert page.locator(".hit").count() == 3
    assert not page.locator(".hit .badge").count()
    assert page.locator(".hit .reason").first.inner_text() == "chain: Paper 1 · [retracted] Paper 0"
    # the paper that all rows name is the subject
    assert page.locator("#panel h2").inner_text() == "[retracted] Paper 0"


@pytest.mark.parametrize("citing", [True, False])
def test_papers_cited_together_are_counts_on_the_lines(opened: Opens, citing: bool):
    nodes = [Node("Paper", f"p{i}", {"title": f"Paper {i}"}) for i in range(9)]
    pairs = [(k, i) for i in (1, 2, 3) for k in (4, 5, 6, 7, 8)[: 6 - i]]
    pairs += [(k, 0) for k in (4, 5, 6, 7, 8)]
    edges = [Edge("CITES", *(f"Paper:p{x}" for x in (p if citing else p[::-1]))) for p in pairs]
    table = Table(
        (("id", "ID"), ("together", "count")), tuple((f"p{i}", 6 - i) for i in (1, 2, 3)), "Which?"
    )
    page = opened(Subgraph(tuple(nodes), tuple(edges), seeds=("Paper:p0",), answer=table))
    text = page.locator(".hit .bundles").all_inner_texts()
    name = "cited by {} papers" if citing else "{} shared references"
    assert text == [f"Show {name.format(n)}" for n in (5, 4, 3)]
    page.locator("#save").click()
    with page.expect_download() as download:
        page.locator("#save-svg").click()
    drawing = ET.fromstring(download.value.path().read_bytes())
    texts = [one.text for one in drawing.findall(".//{*}text")]
    assert {name.format(n) for n in (5, 4, 3)} <= set(texts)
    assert {f"Paper {i}" for i in (0, 1, 2, 3)} <= set(texts)


def test_authors_share_papers_and_titles_stay_whole(opened: Opens):
    authors = [Node("Author", f"a{i}", {"name": f"Author {i}"}) for i in range(4)]
    papers = [Node("Paper", f"p{i}", {"title": f"Fast {i}: a title"}) for i in range(3)]
    edges = [
        Edge("AUTHORED", authors[k].key, papers[i].key)
        for k, count in enumerate((3, 3, 2, 1))
        for i in range(count)
    ]
    rows = tuple(
        (f"a{k}", f"Author {k}", 4 - k, [f"Fast {i}: a title" for i in range(4 - k)])
        for k in (1, 2, 3)
    )
    columns = (("id", "ID"), ("name", "name"), ("papers", "count"), ("titles", "their titles"))
    page = opened(
        Subgraph(
            (*authors, *papers), tuple(edges), seeds=("Author:a0",), answer=Table(columns, rows)
        )
    )
    texts = page.locator(".hit .bundles").all_inner_texts()
    assert texts == ["Show 3 shared papers", "Show 2 shared papers", "Show 1 shared paper"]
    first = page.locator(".hit .reason").first.inner_text()
    assert first == "titles: Fast 0: a title · Fast 1: a title · Fast 2: a title"


def test_a_year_has_no_comma(opened: Opens):
    nodes = [Node("Paper", f"own:{i}", {"title": f"T {i}", "year": 2009 + i}) for i in range(2)]
    columns = tuple((name, name) for name in ("id", "title", "year", "citations"))
    rows = (("own:0", "T 0", 2009, 12345), ("own:1", "T 1", 2010, 1200))
    graph = Subgraph(tuple(nodes), (), title="x", answer=Table(columns, rows, "Which?"))
    text = opened(graph, "#as=table").locator("#table").inner_text()
    assert "2009" in text
    assert "12,345" in text
