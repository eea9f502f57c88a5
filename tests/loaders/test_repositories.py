import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citegraph.graph.identity.repository_ids import repository
from citegraph.loaders import repositories
from citegraph.loaders.latex import readable
from citegraph.loaders.repositories import read


def key(url: str) -> str | None:
    repo = repository(url)
    return f"{repo.host}/{repo.owner}/{repo.name}".lower() if repo else None


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/Ada/Engine",
        "http://www.github.com/ada/engine/",
        "github.com/ada/engine.",
        "www.github.com/ada/engine.git",
        "https://github.com/ada/engine/tree/main/docs",
        "https://github.com/ada/engine#readme",
        "https://github.com/ada/engine?tab=readme-ov-file",
        "https://github.com/ada/engine/blob/main/a%20b.md",
        "https:/github.com//ada/engine/.",
        "git@github.com:ada/engine.git",
        "ssh://git@github.com/ada/engine",
        "git+https://user:secret@github.com/ada/engine.git",
        "github:ada/engine",
        "<https://github.com/ada/engine>",
        "https://github.com/ada/\nengine",
        "https://raw.githubusercontent.com/ada/engine/main/x.py",
        "https://colab.research.google.com/github/ada/engine/blob/main/x.ipynb",
        "https://api.github.com/repos/ada/engine",
        "https://github.com/ada/engine).",
    ],
)
def test_all_spellings_meet(url: str) -> None:
    assert key(url) == "github.com/ada/engine"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://gitlab.com/group/sub/name/-/tree/main", "gitlab.com/group/sub/name"),
        ("https://gitlab.example.org/a/b", "gitlab.example.org/a/b"),
        ("https://bitbucket.org/a/b/src/master/", "bitbucket.org/a/b"),
        ("https://codeberg.org/a/b", "codeberg.org/a/b"),
        ("https://gitee.com/a/b", "gitee.com/a/b"),
        ("https://git.sr.ht/~a/b", "git.sr.ht/a/b"),
        ("https://sourceforge.net/projects/thing/files/", "sourceforge.net/thing/thing"),
        ("https://gist.github.com/ada/0123abcd", "gist.github.com/ada/0123abcd"),
        ("https://github.com/ada/engine.js", "github.com/ada/engine.js"),
        ("https://github.com/ada/ada.github.io", "github.com/ada/ada.github.io"),
        ("https://github.com/ada", None),
        ("https://github.com/ada/", None),
        ("https://github.com/orgs/ada", None),
        ("https://github.com/features/actions", None),
        ("https://github.com", None),
        ("https://ada.github.io/engine", None),
        ("https://huggingface.co/ada/engine", None),
        ("https://notgithub.com/ada/engine", None),
        ("https://example.org/github.com/ada/engine", None),
        ("https://github.com.evil.example/ada/engine", None),
        ("https://github.com/../engine", None),
        ("https://github.com/ada/<script>", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_hosts(url: str, expected: str | None) -> None:
    assert key(url) == expected


@given(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,20}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9_][\w.-]{0,20}[A-Za-z0-9_]", fullmatch=True),
)
def test_canonical_address_is_its_own(owner: str, name: str) -> None:
    if not name.isascii() or name.lower().endswith(".git"):
        return
    repo = repository(f"github.com/{owner}/{name}")
    if repo is not None:
        assert repository(repo.url) == repo


@given(st.text(max_size=80).map(lambda text: f"https://github.com/{text}"))
def test_any_text_is_read_without_error(url: str) -> None:
    repo = repository(url)
    assert repo is None or re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+", repo.url, re.ASCII)
    read(url, f"see {url} \\url{{{url}}}")


@pytest.mark.parametrize(
    "text",
    [
        "Code is at https://github.com/ada/engine.",
        "Code (github.com/ada/engine).",
        "Code: www.github.com/ada/engine, data later",
        r"Code: \url{https://github.com/ada/engine}.",
        r"Code: \href{https://github.com/ada/engine}{here}.",
        "Code: <https://github.com/ada/engine>",
        "[code](https://github.com/ada/engine).",
        "[https://github.com/ada/engine](https://github.com/ada/engine/)",
        "Code:https://github.com/ada/engine.Our results",
        "at https: //github.com/ada/engine.git .",
        "at https://github. com/ada/engine",
        "at github.com/ ada/engine.",
        "at https://\u200bgithub.com/ada/engine\u200b.",
        "at https://github.com/ada/engine{https://github.com/ada/engine}.",
        "at https://github.com/ada/engine}, more",
        "at «https://github.com/ada/engine».",
        "from GitHub - ada/engine: an engine",
        "at https://github.com/ada/\nengine.",
        "glued https://github.com/ada/engine,https://github.com/ada/engine",
        "*https://github.com/ada/engine*",
    ],
)
def test_repository_in_prose(text: str) -> None:
    repositories, pages = read(None, text)
    assert [repo.url for repo in repositories] == ["https://github.com/ada/engine"]
    assert pages == []


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("See https://ada.github.io/engine/.", "https://ada.github.io/engine"),
        ("See engine.github.io.", "https://engine.github.io"),
        ("See (http://Example.org/x).", "http://example.org/x"),
        ("See https://example.org/a_(b).", "https://example.org/a_(b)"),
        ("See https://github.com/ada.", "https://github.com/ada"),
        ("See aka.ms/engine", "https://aka.ms/engine"),
        ("Models: https://huggingface.co/ada/engine", "https://huggingface.co/ada/engine"),
        ("See https://ada.github.io/a\\_b/", "https://ada.github.io/a_b"),
    ],
)
def test_other_addresses_are_pages(text: str, page: str) -> None:
    assert read(None, text) == ([], [page])


@pytest.mark.parametrize(
    "text",
    [
        "Trained on GitHub issues and/or pull requests, e.g./i.e. all of them.",
        "Node.js/React, Booking.com and 3.5/4.0 at ada@example.com",
        "our GitHub organization",
        "ftp://example.org and javascript:alert(1)",
    ],
)
def test_no_address(text: str) -> None:
    assert read(text, text) == ([], [])


PARTS = st.sampled_from(
    [
        "http",
        "https",
        "s",
        ":",
        "/",
        "//",
        "://",
        " ",
        "\n",
        ".",
        "-",
        "_",
        "git",
        "GitHub",
        "github",
        "github.com/",
        "gitlab",
        "huggingface",
        "com",
        "io",
        "co",
        "GitHub - ",
        "ada/",
        "a-b",
        "Code",
        "http://a.",
    ]
)


@settings(max_examples=300)
@given(st.lists(PARTS, min_size=2, max_size=14).map("".join))
def test_no_broken_address_goes_unmended(text: str) -> None:
    everything = readable(repositories._INVISIBLE.sub("", text))
    for pattern, mended in repositories._BROKEN:
        everything = pattern.sub(mended, everything)
    assert repositories._joined(text) == everything


def test_an_owner_followed_by_prose_is_no_repository() -> None:
    assert read(None, "our page https://github.com/ada/ and more words")[0] == []


def test_evidence_is_the_sentence_around() -> None:
    text = (
        f"{'Long words before. ' * 20}Our code is at https://github.com/ada/engine. More follows."
    )
    (repo,), _ = read("A title", text)
    assert repo.evidence == "Our code is at https://github.com/ada/engine."
    assert repo.linked_by == "abstract"


def test_two_in_order_each_once() -> None:
    text = "https://github.com/a/one, github.com/b/two and http://github.com/A/One/"
    assert [repo.url for repo in read(None, text)[0]] == [
        "https://github.com/a/one",
        "https://github.com/b/two",
    ]


def test_the_listing(shared_data: Path) -> None:
    text = (shared_data / "daily_papers/listing.txt").read_text()
    found = [read(None, line) for line in text.splitlines()]
    assert sum(len(repositories) for repositories, _ in found) == 11
    assert [page for _, pages in found for page in pages] == ["https://subhajitmaity.me/KArAt"]


def test_recall_against_linked_repositories(shared_data: Path) -> None:
    """Where an abstract spells the linked repository out, it is found; the rest was read by eye."""
    named = missed = 0
    with gzip.open(shared_data / "daily_papers/papers-to-2026-03.jsonl.gz") as lines:
        for line in lines:
            paper = json.loads(line)["paper"]
            linked = repository(paper.get("githubRepo") or "")
            if linked is None:
                continue
            abstract = paper["summary"]
            spelled = re.sub(r"[\s\\]", "", abstract).lower()
            if not re.search(
                rf"github\.com/{re.escape(f'{linked.owner}/{linked.name}'.lower())}(?![\w-])",
                spelled,
            ):
                continue
            named += 1
            found = {repo.url.lower() for repo in read(paper["title"], abstract)[0]}
            missed += linked.url.lower() not in found
    assert named > 900
    assert missed == 0
