"""Pages as three more tools save them, and the two real captures."""

from datetime import date
from pathlib import Path

import pytest

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.daily_papers import text as daily_papers_text

READER_PROXY = """\
Title: Daily Papers - Hugging Face

URL Source: https://huggingface.co/papers/date/2025-05-29

Published Time: Thu, 29 May 2025 08:00:00 GMT

Markdown Content:
Get trending papers in your email inbox once a day!
---------------------------------------------------

Get trending papers in your email inbox!

[Subscribe](https://huggingface.co/login?next=%2Fpapers)

[Daily Papers](https://huggingface.co/papers)
---------------------------------------------

by[AK](https://huggingface.co/akhaliq) and the research community

*   [Daily](https://huggingface.co/papers/date/2025-05-29)
*   [Weekly](https://huggingface.co/papers/week/2025-W22)
*   [Monthly](https://huggingface.co/papers/month/2025-05)

[](https://huggingface.co/papers/date/2025-05-28)May 29[](https://huggingface.co/papers/date/2025-05-30)

[![Image 1](https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2505.22651.png)](https://huggingface.co/papers/2505.22651)

Submitted by ![Image 2](https://cdn-avatars.huggingface.co/v1/production/uploads/x.png) Yi53

[50](https://huggingface.co/login?next=%2Fpapers%2F2505.22651)

### [A First Made-up Paper: Self-Correcting Reasoning in Made-up Models](https://huggingface.co/papers/2505.22651)

*   ![Image 3](https://cdn-avatars.huggingface.co/v1/a.jpeg)
*   [![Image 4](https://cdn-avatars.huggingface.co/v1/a.jpeg)](https://huggingface.co/Yi53)
*   · 4 authors

[2](https://huggingface.co/papers/2505.22651#community)

[![Image 5](https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2505.22617.png)](https://huggingface.co/papers/2505.22617)

Submitted by ![Image 6](https://cdn-avatars.huggingface.co/v1/production/uploads/y.png) someone

[118](https://huggingface.co/login?next=%2Fpapers%2F2505.22617)

### [The Entropy of a Second Made-up Paper](https://huggingface.co/papers/2505.22617)

[![Image 7: tencent](https://cdn-avatars.huggingface.co/v1/t.png) Tencent](https://huggingface.co/tencent)

*   · 17 authors

[GitHub 1.2k](https://github.com/example/entropy)[6](https://huggingface.co/papers/2505.22617#community)

[Previous](https://huggingface.co/papers/date/2025-05-28)[Next](https://huggingface.co/papers/date/2025-05-30)

Company

[TOS](https://huggingface.co/terms-of-service) [Privacy](https://huggingface.co/privacy) [About](https://huggingface.co/huggingface) [Jobs](https://apply.workable.com/huggingface/) [](https://huggingface.co/)

Website
"""

CRAWLER = r"""
[iframe](https://example.org)

Get trending papers in your email inbox once a day!

Get trending papers in your email inbox!

[Subscribe](https://huggingface.co/login?next=%2Fpapers)

# Trending Papers

## by [AK](https://huggingface.co/akhaliq) and the research community

Submit

Trending Papers

[![](https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2412.20138.png)](https://huggingface.co/papers/2412.20138)

### [TradingAgents: A Made-up Framework](https://huggingface.co/papers/2412.20138)

A multi-agent framework using made-up models for stock trading simulates real-world trading firms, improving performance metrics like cumulative returns.

[![](https://cdn-avatars.huggingface.co/x.png)\\
\\
Tauric Research](https://huggingface.co/TauricResearch) · Published on Dec 28, 2024

[Upvote\\
\\
34](https://huggingface.co/login?next=%2Fpapers%2F2412.20138)

[GitHub32k](https://github.com/TauricResearch/TradingAgents) [arXiv Page](https://arxiv.org/abs/2412.20138)

[![](https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2412.20139.png)](https://huggingface.co/papers/2412.20139)

### [Second Made-up Thing](https://huggingface.co/papers/2412.20139)

Another abstract which is long enough to be taken for one, it says many things about many matters and ends here.

[- 4 authors](https://huggingface.co/papers/2412.20139)

· Published on Dec 28, 2024

[Upvote\\
\\
-](https://huggingface.co/login?next=%2Fpapers%2F2412.20139)

[GitHub 476](https://github.com/example/second) [arXiv Page](https://arxiv.org/abs/2412.20139)
"""

BROWSER = """\
Hugging Face's logo
Hugging Face
Models
Datasets
Spaces
Docs
Pricing

Log In
Sign Up
new

Get trending papers in your email inbox once a day!
Get trending papers in your email inbox!

Subscribe
Daily Papers
by
AK
and the research community
Daily
Weekly
Monthly
Oct
27
Submitted by

user-one
110
A Made-up Paper about Things

Tencent Hunyuan
· 12 authors
3
Submitted by

user two
64
Another Made-up Paper: With a Colon

·
5 authors
1
Submitted by
xyz
-
Third Paper
Alibaba-NLP Alibaba-NLP
·
9 authors
"""


def read(text: str, captured: date | None = None) -> list[tuple[object, ...]]:
    found = []
    for paper in daily_papers_text.read(Document("page", text.encode(), captured)):
        assert isinstance(paper, Paper), paper
        organization = paper.organizations[0] if paper.organizations else None
        found.append(
            (
                paper.title,
                paper.author_count,
                paper.upvotes,
                paper.comments,
                paper.arxiv_id,
                (organization.handle, organization.name) if organization else None,
                paper.published,
                paper.repositories[0].stars if paper.repositories else None,
                paper.listings[0].date,
            )
        )
    return found


def test_thumbnails_avatars_and_menus() -> None:
    assert read(READER_PROXY) == [
        (
            "A First Made-up Paper: Self-Correcting Reasoning in Made-up Models",
            4,
            50,
            2,
            "2505.22651",
            None,
            None,
            None,
            "2025-05-29",
        ),
        (
            "The Entropy of a Second Made-up Paper",
            17,
            118,
            6,
            "2505.22617",
            ("tencent", "Tencent"),
            None,
            1200,
            "2025-05-29",
        ),
    ]


def test_breaks_inside_of_links_and_stars_glued_to_their_word() -> None:
    assert read(CRAWLER) == [
        (
            "TradingAgents: A Made-up Framework",
            None,
            34,
            None,
            "2412.20138",
            ("TauricResearch", "Tauric Research"),
            "2024-12-28",
            32000,
            None,
        ),
        ("Second Made-up Thing", 4, 0, None, "2412.20139", None, "2024-12-28", 476, None),
    ]


def test_a_day_copied_out_of_the_browser() -> None:
    assert read(BROWSER, date(2026, 10, 28)) == [
        (
            "A Made-up Paper about Things",
            12,
            110,
            3,
            None,
            (None, "Tencent Hunyuan"),
            None,
            None,
            "2026-10-27",
        ),
        ("Another Made-up Paper: With a Colon", 5, 64, 1, None, None, None, None, "2026-10-27"),
        ("Third Paper", 9, 0, None, None, ("Alibaba-NLP", "Alibaba-NLP"), None, None, "2026-10-27"),
    ]


@pytest.mark.parametrize(("name", "count"), [("reference-links.txt", 5), ("trending.md", 4)])
def test_the_real_captures(shared_data: Path, name: str, count: int) -> None:
    path = shared_data / "daily_papers" / "captures" / name
    found = list(daily_papers_text.read(Document(name, path)))
    assert len(found) == count
    assert not any(isinstance(each, Rejected) for each in found)
    papers = {each.title: each for each in found if isinstance(each, Paper)}
    if name == "trending.md":
        stars = [each.repositories[0].stars for each in papers.values()]
        assert stars == [11300, 476, 2140, 50800]
        assert [each.author_count for each in papers.values()] == [8, None, 5, None]
    else:
        assert [each.upvotes for each in papers.values()] == [0, 65, 1, 24, 1]
        assert [each.author_count for each in papers.values()] == [3, 671, 8, None, 4]
        assert [each.comments for each in papers.values()] == [None, 6, None, 3, None]
        assert [each.published for each in papers.values()] == [
            "2026-05-30",
            "2024-03-08",
            "2025-11-14",
            "2026-03-13",
            "2025-02-20",
        ]
        organization = papers["VIBEVOICE-ASR Technical Report"].organizations[0]
        assert (organization.handle, organization.name) == ("microsoft", "Microsoft")
