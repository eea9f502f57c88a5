"""Lists of papers in Markdown, such as the README of an "awesome" list.

An item with a link to arXiv, a DOI, OpenReview, the ACL Anthology or Hugging Face is a paper. The
title is the text of the link, else what is bold or in quotes, else the text before the first link.
"""

import re
from collections.abc import Iterator

from citegraph.graph.counted import counted
from citegraph.graph.identity import ids
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Paper, Rejected, Repository
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.fields import fold, seen
from citegraph.loaders.sources.parts import checked, first_of, topics

FORMAT = "markdown-list"
_ITEM = re.compile(r"\s{0,12}(?:[-*+]|\d{1,4}[.)])\s+(\S.*)")
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*$")
_IMAGE = re.compile(r"!\[[^\[\]]{0,200}\]\([^()\s]{0,500}\)")
_LINK = re.compile(
    r"\[([^\[\]]{0,500})\]\(<?([^()\s<>]{1,500}(?:\([^()\s]{0,100}\)[^()\s]{0,200})?)"
)
_BARE = re.compile(r"https?://[^\s<>()\[\]\"'`]{4,500}")
_OTHER = re.compile(
    r"https?://(?:www\.)?(?:openreview\.net/(?:forum|pdf)\?id=|aclanthology\.org/\w)"
)
_GENERIC = re.compile(
    r"\W*(?:paper|pdf|arxiv|abs|link|html|doi|openreview|acl|code|github|website|project|page|hf|"
    r"hugging ?face|arxiv:?\s*\d{4}\.\d{4,5}(?:v\d+)?|\d{4})?\W*",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?:\*\*|__)(.{4,400}?)(?:\*\*|__)|[\"\u201c](.{8,400}?)[\"\u201d]")
_SECTIONS = re.compile(r"\W*(?:papers?|(?:table of )?contents?|overview)\W*", re.IGNORECASE)
_LONGEST = 200  # lines of one item


def recognizes(document: Document) -> float:
    """Likely for several items that link to papers; any other Markdown is more certain."""
    if document.head.lstrip()[:1] in ("{", "<", "@"):
        return 0.0
    found = 0
    for line in document.head.splitlines():
        item = _ITEM.match(line[:4000])
        found += bool(item and any(map(_is_paper, _addresses(item[1]))))
    return 0.75 if found > 2 and "](" in document.head else 0.3 if found else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each item that links to a paper, streamed; other items are counted."""
    rank = others = 0
    for number, text, section in _items(document):
        links = _addresses(text)
        if not any(map(_is_paper, links)):
            others += 1
            continue
        rank += 1
        yield _paper(text, links, section, document, number, rank)
    if others:
        document.notes.append(f"skipped {counted(others, 'list item')} without a link to a paper")
    if not rank:
        yield Rejected(reason="no list item with a link to a paper", where=document.name)


def _items(document: Document) -> Iterator[tuple[int, str, str]]:
    """Yield line, text and heading of each item; indented lines continue it."""
    section, start = "", 0
    lines: list[str] = []
    for number, line in document.lines():
        item, heading = _ITEM.match(line), _HEADING.match(line)
        if lines and (item or heading or not line[:1].isspace() or len(lines) > _LONGEST):
            yield start, " ".join(lines), section
            lines = []
        if heading:
            section = fold(_text(heading[1]))
        elif item:
            start, lines = number, [item[1]]
        elif lines and line.strip():
            lines.append(line.strip())
    if lines:
        yield start, " ".join(lines), section


def _addresses(text: str) -> list[str]:
    found = [link[2] for link in _LINK.finditer(_IMAGE.sub("", text))]
    bare = [each[0].rstrip(".,;") for each in _BARE.finditer(_IMAGE.sub("", text))]
    return list(dict.fromkeys([*found, *bare]))


def _is_paper(url: str) -> bool:
    return bool(ids.arxiv(url) or ids.doi(url) or _OTHER.match(url))


def _text(text: str) -> str:
    """Return Markdown as plain text."""
    text = _LINK.sub(lambda link: link[1], _IMAGE.sub("", text))
    return re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", text).strip(" )")


def _title(text: str) -> str | None:
    """Return the title of an item; ``None`` if it only has links."""
    text = _IMAGE.sub("", text)
    for link in _LINK.finditer(text):
        if _is_paper(link[2]) and not _GENERIC.fullmatch(link[1]):
            return fold(_text(link[1])).strip(' *_"\u201c\u201d.') or None
    if found := _EMPHASIS.search(_LINK.sub(" ", text)):
        return fold(found[1] or found[2]).strip(" .,") or None
    before = _BARE.split(re.split(r"\s*[\[(|]", text, maxsplit=1)[0], maxsplit=1)[0]
    title = fold(_text(before)).strip(" -:,.*_\u2013\u2014")
    return title if len(title) > 3 else None


def _paper(
    text: str, links: list[str], section: str, document: Document, number: int, rank: int
) -> Paper | Rejected:
    where = f"line {number}"
    title = _title(text)
    code = [url for url in links if repository(url)]
    found = Paper(
        title=title,
        arxiv_id=first_of(ids.arxiv, links),
        doi=first_of(ids.doi, links),
        url=next(filter(_is_paper, links), None),
        topics=topics([] if _SECTIONS.fullmatch(section) else [section], source="heading"),
        repositories=tuple(Repository(url=url, linked_by=FORMAT) for url in code),
        **seen(document, FORMAT, rank, where),
    )
    return checked(found, document, where, lambda: text[:200])
