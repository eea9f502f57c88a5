"""Papers with Code and GitHub: code, tasks, and the properties of repositories."""

import json
from typing import Any

from citegraph.graph.records import Paper, Rejected, Repository
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document


def read(format: str, value: Any, name: str = "input") -> list[Paper | Rejected]:
    document = Document(name, json.dumps(value).encode())
    assert formats.recognize(document) == format
    return list(formats.source(format).read(document))


def test_a_link_names_who_linked_it() -> None:
    link = {
        "paper_title": "On examples",
        "paper_arxiv_id": "2101.00001",
        "paper_url_abs": "https://arxiv.org/abs/2101.00001v2",
        "repo_url": "https://github.com/example/code",
        "is_official": True,
        "mentioned_in_paper": False,
        "mentioned_in_github": True,
        "framework": "none",
    }
    (paper,) = read("papers-with-code", [link])
    assert isinstance(paper, Paper)
    assert paper.arxiv_id == "2101.00001"
    assert paper.repositories == (
        Repository(url="https://github.com/example/code", linked_by=("official", "readme")),
    )


def test_the_month_after_a_proceeding_is_no_part_of_its_name() -> None:
    (paper,) = read(
        "papers-with-code",
        [
            {
                "paper_url": "https://paperswithcode.com/paper/on-examples",
                "title": "On examples",
                "abstract": "",
                "url_abs": "https://www.aclweb.org/anthology/I13-1063/",
                "proceeding": "IJCNLP 2013 10",
                "authors": ["Ada Example"],
                "tasks": [],
                "date": "2013-10-01",
            }
        ],
    )
    assert isinstance(paper, Paper)
    assert paper.venue
    assert paper.venue.name == "IJCNLP 2013"


def test_results_of_subtasks_and_a_data_set_without_a_paper() -> None:
    row = {"paper_title": "On examples", "paper_url": "http://arxiv.org/abs/2101.00001v1"}
    table = {"dataset": "ExampleNet", "sota": {"rows": [row]}}
    part = {"task": "Small Task", "datasets": [table], "subtasks": []}
    (paper,) = read("papers-with-code", [{"task": "Task", "datasets": [], "subtasks": [part]}])
    assert isinstance(paper, Paper)
    assert [(topic.name, topic.kind) for topic in paper.topics] == [
        ("Small Task", "field"),
        ("ExampleNet", "dataset"),
    ]
    named = {"name": "ExampleNet", "full_name": None, "num_papers": 1, "variants": []}
    with_paper = {"title": "On data", "url": "https://example.org/paper/on-data"}
    found = read("papers-with-code", [{**named, "paper": with_paper}, {**named, "paper": None}])
    assert [type(one).__name__ for one in found] == ["Paper", "Rejected"]


def test_a_citation_is_no_title_and_addresses_are_identifiers() -> None:
    rows = [
        {"paper_title": "Ann Ash et al. '16", "paper_url": "http://arxiv.org/pdf/2101.00001v1.pdf"},
        {"paper_title": "Anonymous '18", "paper_url": "https://openreview.net/forum?id=aB-3_x"},
        {"paper_title": "Summer of '69", "paper_url": "https://example.org/a.pdf"},
        {"paper_title": "On examples", "paper_url": "https://aclanthology.org/N19-1423/"},
    ]
    table = {"dataset": "ExampleNet", "sota": {"rows": rows}}
    found = read("papers-with-code", [{"task": "Task", "datasets": [table], "subtasks": []}])
    papers = [one for one in found if isinstance(one, Paper)]
    assert [one.title for one in papers] == [None, None, "Summer of '69", "On examples"]
    assert (papers[0].arxiv_id, papers[1].id) == ("2101.00001", "openreview:aB-3_x")
    assert papers[3].acl_id == "N19-1423"


def test_rows_of_the_dataset_viewer() -> None:
    link = {"paper_title": "A", "repo_url": "https://github.com/a/b", "is_official": True}
    (paper,) = read("papers-with-code", {"features": [], "rows": [{"row_idx": 0, "row": link}]})
    assert isinstance(paper, Paper)
    assert (paper.title, paper.repositories[0].linked_by) == ("A", ("official",))


def test_a_renamed_repository() -> None:
    reply = {
        "full_name": "Example/New",
        "html_url": "https://github.com/Example/New",
        "stargazers_count": 7,
        "forks_count": 0,
        "language": "Rust",
        "license": {"spdx_id": "MIT"},
        "archived": True,
    }
    (record,) = read("github", reply, "https://api.github.com/repos/example/old")
    assert isinstance(record, Paper)
    [new] = record.nodes
    assert new.id == "github.com/example/new"
    assert new.properties["stars"] == 7
    assert new.properties["archived"] is True
    assert new.properties["alsoKnownAs"] == ["github.com/example/old (renamed)"]


def test_repositories_of_early_replies_and_of_lists() -> None:
    early = {
        "full_name": "example/early",
        "html_url": "https://github.com/example/early",
        "clone_url": "https://github.com/example/early.git",
        "watchers": 12,
    }
    listed = {
        "full_name": "example/listed",
        "html_url": "(left out)",
        "forks_url": "https://api.github.com/repos/example/listed/forks",
        "fork": False,
    }
    stars = {}
    for record in read("github", [early, listed]):
        assert isinstance(record, Paper)
        stars[record.nodes[0].id] = record.nodes[0].properties.get("stars")
    assert stars == {"github.com/example/early": 12, "github.com/example/listed": None}


def test_a_search_without_results_and_an_owner_with_an_underscore() -> None:
    empty = {"total_count": 0, "incomplete_results": False, "items": []}
    document = Document("input", json.dumps(empty).encode())
    assert formats.recognize(document) == "github"
    assert not list(formats.source("github").read(document))
    assert document.notes == ["the reply has no repositories"]
    reply = {"full_name": "ada_example/mill", "forks_count": 0, "default_branch": "main"}
    (record,) = read("github", reply)
    assert isinstance(record, Paper)
    assert record.nodes[0].id == "github.com/ada_example/mill"


def test_an_awesome_list() -> None:
    text = """# Awesome Examples
## Sparse Attention
- [On Examples](https://arxiv.org/abs/2101.00001v2) ![stars](https://img.shields.io/x.svg)
  [[code]](https://github.com/example/code)
- **Samples of Things**, Ada Example. [[paper](https://huggingface.co/papers/2101.00002)]
* On Plain Items [[pdf]](https://openreview.net/forum?id=abc) [code](https://github.com/example/b)
- [A blog](https://example.org/blog)
"""
    document = Document("input", text.encode())
    assert formats.recognize(document) == "markdown-list"
    found = list(formats.source("markdown-list").read(document))
    assert [
        (one.title, one.arxiv_id, [r.url for r in one.repositories], one.origin)
        for one in found
        if isinstance(one, Paper)
    ] == [
        ("On Examples", "2101.00001", ["https://github.com/example/code"], "line 3"),
        ("Samples of Things", "2101.00002", [], "line 5"),
        ("On Plain Items", None, ["https://github.com/example/b"], "line 6"),
    ]
    assert document.notes == ["skipped 1 list item without a link to a paper"]
