"""Classify the lines of a Daily Papers page as units, by their text and links."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from citegraph.graph.identity.repository_ids import repository
from citegraph.loaders.sources.daily_papers.dates import DATE, PartialDate, parse
from citegraph.loaders.sources.daily_papers.lines import Line, Segment
from citegraph.loaders.sources.daily_papers.paragraphs import (
    BULLET,
    continues,
    join,
    pieces,
    wrapping,
)
from citegraph.loaders.sources.fields import fold, words

Kind = Literal[
    "page",  # the page's own words before the cards
    "header",  # added by the tool that saved the page: address, day
    "noise",  # navigation, footer, buttons
    "heading",
    "text",
    "authors",
    "date",
    "count",
    "separator",
    "organization",
    "repository",
    "link",  # a link without text
]


@dataclass(slots=True)
class Unit:
    """One classified piece of a page."""

    kind: Kind
    number: int  # line
    text: str = ""
    ids: list[str] = field(default_factory=list)  # arXiv IDs in its links
    handle: str | None = None  # account of a user or organization in its links
    url: str | None = None
    count: int | None = None
    role: Literal["comments", "upvotes"] | None = None  # of a count, if its link shows it
    day: PartialDate | None = None
    alt: str = ""  # alternative text of its image
    lines: list[str] = field(default_factory=list)  # of a paragraph of several lines
    adjacent: bool = False  # no empty line before it


def units(lines: Iterable[Line]) -> Iterator[Unit]:
    """Yield the units of a page, in order."""
    rows = list(pieces(lines))
    wrap = wrapping(rows)
    block: list[Line] = []
    adjacent = False
    for line in rows:
        same = bool(block and line.text and line.link and line.link == block[-1].link)
        follows = sum(len(each.text) for each in block)
        found = [] if line.heading or same else _line_units(line, follows=follows)
        if block and (found or not continues(block, line, wrap)):
            yield _block(block, adjacent=adjacent)
            block, adjacent = [], bool(line.text)
        if found:
            yield from found
            adjacent = True
        elif line.text:
            block.append(line)
        elif line.segments:
            yield from _links(line)
        elif not block:
            adjacent = False
    if block:
        yield _block(block, adjacent=adjacent)


# --- paragraphs as units -------------------------------------------------------------------------

_EMPHASIS = re.compile(r"(\*\*|__|\*)([^\s*_](?:[^*]*[^\s*_])?)\1")
_PAGE = re.compile(
    r"(?:daily|trending|weekly|monthly) papers|by ?\[?ak\]?\s?(?:and the research community)?"
    r"|and the research community|papers with code|date:?"
    r"|(?:(?:daily|trending|weekly|monthly) )?papers?(?: page)?\s*[-|\u2013\u2014:]\s*hugging face"
    # headings added by extraction tools
    r"|(?:extracted|page|full|raw|main|article|body) (?:text|content|information|info|title)"
    r"|(?:content|text|metadata|page|results?|entries|markdown)",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"[-*\s]*(?:url|url source|source|page title|title|captured|retrieved|fetched|saved|date"
    r"|published time|markdown content|description|author)(?: \([a-z]{2,8}\))?\s*:\**(?:\s|$)",
    re.IGNORECASE,
)
# A label that extraction tools add before a number or a date.
LABEL = re.compile(
    r"[-*+\s\u2022\u00b7]{0,8}(?:up-?votes?|votes|likes|(?:number of )?(?:authors?|comments?)"
    r"|(?:author|comment) count|(?:publi(?:shed|cation)|submitted)(?: on| date)?|date)\s?"
    r"(?:\*\*|__)?\s?[:\uff1a]\s?(?:\*\*|__)?\s?",
    re.IGNORECASE,
)
_LONG = 60  # characters; a number after so much running text belongs to the text
_SUBMITTED = re.compile(r"submitted by(?:\s.{1,48})?", re.IGNORECASE)
_PHRASES = """new|get trending papers in your email inbox!|get trending papers in your email
    inbox once a day!|subscribe|daily|weekly|monthly|hugging face|hugging face's logo|models
    |datasets|spaces|buckets|buckets new|community|docs|documentation|enterprise|pricing|log in
    |sign up|website|tasks|huggingchat|collections|languages|organizations|blog|posts|papers|learn
    |discord|forum|github|solutions|team & enterprise|hugging face pro|enterprise support
    |enterprise hub|inference providers|inference endpoints|inference support|storage buckets
    |system theme|company|tos|privacy|about|careers|jobs|previous|next|upvote|upvotes|back to top
    |© hugging face|terms of service|privacy policy|search|submit a paper|submit|view all|image
    |load more|sort: trending|sort|filter|logo|menu|adjacent|skip to content|read more|show more
    |brand assets|status|twitter|linkedin|changelog|chat|expert support|arxiv page|arxiv|pdf
    |view pdf|project page|copy link|share|notifications|settings|x
    |hugging face \u2013 the ai community building the future."""
_NOISE = frozenset(fold(phrase) for phrase in _PHRASES.split("|"))


def _block(lines: list[Line], *, adjacent: bool = False) -> Unit:
    """Return a paragraph or heading as a unit."""
    text = join(lines)
    header = _HEADER.match(text)
    text = BULLET.sub("", text, count=1) if BULLET.match(text) else text
    if emphasis := _EMPHASIS.fullmatch(text):
        text = emphasis[2]
    urls = [url for line in lines for url in line.urls]
    ids = [found for url in urls if (found := paper_id(url))]
    number = lines[0].number
    plain = text.casefold().strip(" .…:")
    if _PAGE.fullmatch(text):
        return Unit("page", number, text)
    if header:
        return Unit("header", number, text, ids)
    if plain == "project page" and urls:
        return Unit("link", number, plain, url=urls[0])
    shown = bool(re.search(r"\w", text))
    if not lines[0].heading and (plain in _NOISE or text.casefold() in _NOISE or not shown):
        return Unit("noise", number, text)
    if _SUBMITTED.fullmatch(text):
        return Unit("noise", number, "submitted by" if text[-2:].lower() == "by" else text)
    unit = Unit("heading" if lines[0].heading else "text", number, text, ids, adjacent=adjacent)
    only = {part.link for line in lines for part in line.segments if part.text.strip()}
    alts = [part.text for line in lines for part in line.segments if part.alt]
    unit.alt = fold(alts[0]) if alts else ""
    unit.lines = [join([line]) for line in lines] if len(lines) > 1 else []
    if len(only - {0}) == 1 and 0 not in only and not ids:
        unit.handle = next((found for url in urls if (found := _handle(url))), None)
    if (
        unit.kind == "text"
        and len(lines) == 1
        and len(text) < 100
        and (unit.handle or _has_account_image(unit))
    ):
        unit.kind = "organization"
    return unit


def _has_account_image(unit: Unit) -> bool:
    """Return whether an image text is an account beside the name: "[microsoft] Microsoft"."""
    _, found, name = re.sub("\uff1a", ": ", unit.alt).rpartition(": ")
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]{1,95}", name) or name.isdigit():
        return False
    return bool(found) or name.casefold() not in ("image", "avatar", "logo", "thumbnail", "photo")


# --- lines other than running text ------------------------------------------------------------

_ID = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?!\d)"
_PAPER = re.compile(
    rf"(?:(?:^|huggingface\.co|hf\.co)/papers/|social-thumbnails/papers/|%2Fpapers%2F"
    rf"|arxiv\.org/(?:abs|pdf|html)/|alphaxiv\.org/(?:abs|overview)/){_ID}",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:https?://(?:www\.)?(?:huggingface|hf)\.co)?/(?:organizations/)?([\w.-]{2,96})/?"
)
_NOT_ACCOUNTS = words(
    "models datasets spaces docs enterprise pricing login join papers posts blog learn tasks chat"
    " collections languages organizations storage inference-endpoints support terms-of-service"
    " privacy huggingface about front new settings notifications search changelog brand"
)
_ADDRESS = re.compile(r"[<(\[]?(https?://[^\s<>]+?)[>)\]]?")
_STARS = re.compile(
    r"(?:LINK:\s*)?(?:GitHub|Github|Code)(?:\s*(\d+(?:\.\d+)?)\s*([kKmM])?)?(?:\s+stars?)?"
)
_ITEM = re.compile(
    rf"(?P<authors>\d{{1,5}})\s+authors?(?!\w)|(?P<date>{DATE})"
    r"|(?:upvotes?\s+)?(?P<count>\d{1,6}(?:\.\d)?k?)(?:\s+(?:upvotes?|comments?))?(?![\w.,])"
    r"|(?P<none>[-\u2013](?=\s*$))|arxiv:\s*(?P<id>\d{4}\.\d{4,5})",
    re.IGNORECASE,
)
_SKIP = re.compile(r"[\s·•|*▪◦‣,]*(?:[-\u2013+](?=\s*(?:\d|[A-Z][a-z]{2}))\s*)?")
_ARROW = re.compile(r"[▲△⬆↑👍♥❤🔥](?:\ufe0f)?\s?(?=\d)")  # shown before upvotes


def paper_id(url: str) -> str | None:
    """Return the arXiv ID in the address of a paper."""
    found = _PAPER.search(url)
    return found[1] if found else None


def _handle(url: str) -> str | None:
    """Return the Hugging Face account in an address."""
    found = _ACCOUNT.fullmatch(url)
    return found[1] if found and found[1].lower() not in _NOT_ACCOUNTS else None


def _line_units(line: Line, *, follows: int) -> list[Unit]:
    """Return the units of a line that is certainly not running text, else an empty list."""
    text = line.text
    if not text:
        return []
    if text in ("·", "•", "|", "—", "*", "∙", "[", "]"):
        return [Unit("separator", line.number)]
    if address := _ADDRESS.fullmatch(text):
        return _address(address[1], line, follows=follows)
    if stars := _STARS.fullmatch(BULLET.sub("", text, count=1)):
        url = next((url for url in line.urls if repository(url)), None)
        if url:
            return [Unit("repository", line.number, text, url=url, count=_number(*stars.groups()))]
        return [Unit("noise", line.number, text)]
    return _labelled(line) or _items(line, follows=follows)


def _labelled(line: Line) -> list[Unit]:
    """Return the units of a line of labelled values: "Upvotes: 7 | Authors: 17 | Date: Jun 24"."""
    if (":" not in line.text and "\uff1a" not in line.text) or len(line.text) > 160:
        return []
    found: list[Unit] = []
    for part in re.split(r"\s[|·•]\s", line.text):
        label = LABEL.match(part)
        value = part[label.end() :].strip(" *_") if label else ""
        if not label or not value:
            return []
        name = label[0].lower()
        number = re.fullmatch(r"(\d{1,6}(?:\.\d)?)\s*([kK])?(?:\s+[a-z]+)?", value)
        day = re.fullmatch(DATE, value)
        if day and (when := parse(day)):
            found.append(Unit("date", line.number, day=when))
        elif not number:
            return []
        elif "author" in name:
            found.append(Unit("authors", line.number, count=int(float(number[1]))))
        else:
            role: Literal["comments", "upvotes"] = "comments" if "comment" in name else "upvotes"
            count = _number(number[1], number[2])
            found.append(Unit("count", line.number, count=count, role=role))
    return found


def _address(url: str, line: Line, *, follows: int) -> list[Unit]:
    """Return the units of a line that contains only an address, unless it ends a paragraph."""
    found = paper_id(url)
    handle = _handle(url)
    if follows and not found and (follows > 100 or not handle):
        return []
    role = _role(url)
    return [
        Unit("link", line.number, ids=[found] if found else [], handle=handle, url=url, role=role)
    ]


def _links(line: Line) -> Iterator[Unit]:
    """Yield the units of the links of a line without text."""
    for url in dict.fromkeys(line.urls):
        found = paper_id(url)
        alt = next((part.text for part in line.segments if part.alt), "")
        yield Unit(
            "link",
            line.number,
            ids=[found] if found else [],
            handle=_handle(url),
            url=url,
            role=_role(url),
            alt=alt,
        )


def _role(url: str | None) -> Literal["comments", "upvotes"] | None:
    if url and "#community" in url:
        return "comments"
    return "upvotes" if url and "login?next" in url else None


def _number(text: str | None, unit: str | None) -> int | None:
    """Return a count, for example 11300 for "11.3" and "k"."""
    scale = {"k": 1000, "m": 1_000_000}.get((unit or "").lower(), 1)
    return round(float(text) * scale) if text else None


def _items(line: Line, *, follows: int) -> list[Unit]:
    """Return the units of a card's footer, which may begin with an organization."""
    if len(line.text) > 160:
        return []
    found: list[Unit] = []
    name, handle = "", None
    for part in line.segments:
        if part.alt:
            continue
        items, left = _segment_items(part, line.number)
        if left:
            if found and any(unit.kind in ("authors", "date") for unit in found):
                return []
            name += left
            handle = handle or (_handle(part.url) if part.url else None)
        found += items
    _set_roles(found)
    footer = any(unit.kind in ("authors", "date") for unit in found)
    if name and not (footer and len(name) < 100):
        return []
    if name:
        organization = _block([line])
        organization.kind, organization.text = "organization", fold(BULLET.sub("", name, count=1))
        organization.handle = organization.handle or handle
        found.insert(0, organization)
    elif footer and line.text[0] == "\u00b7":
        found.insert(0, Unit("separator", line.number))
    elif follows >= _LONG and not footer and not any(part.link for part in line.segments):
        return []  # a bare number that ends a paragraph
    return found


def _set_roles(found: list[Unit]) -> None:
    """Classify counts in a line with authors or date: upvotes before them, comments after."""
    footer = [index for index, unit in enumerate(found) if unit.kind in ("authors", "date")]
    for index, unit in enumerate(found):
        if footer and unit.kind == "count" and unit.role is None:
            unit.role = "comments" if index > footer[0] else "upvotes"


def _segment_items(part: Segment, number: int) -> tuple[list[Unit], str]:
    """Return the items at the end of a segment, and the text before them.

    A separator must divide the text from the items.
    """
    text = part.text
    left = ""
    for cut in [0, *(found.end() for found in re.finditer(r"\s[·•|]\s", text))]:
        items = _items_from(text, cut, part, number)
        if items is not None:
            left = re.sub(r"\s[·•|]\s$", "", text[:cut])
            return items, left
    return [], text


def _items_from(text: str, position: int, part: Segment, number: int) -> list[Unit] | None:
    """Return the items from a position to the end; ``None`` if there is other text."""
    found: list[Unit] = []
    first = paper_id(part.url) if part.url else None
    ids = [first] if first else []

    def skip(start: int) -> int:
        blank = _SKIP.match(text, start)
        return blank.end() if blank else start

    position = skip(position)
    while position < len(text):
        arrow = _ARROW.match(text, position)
        position = arrow.end() if arrow else position
        item = _ITEM.match(text, position)
        if item is None:
            return None
        if item["authors"]:
            found.append(Unit("authors", number, ids=ids, count=int(item["authors"])))
        elif item["date"]:
            day = parse(item)
            if day is None:
                return None
            found.append(Unit("date", number, ids=ids, day=day))
        elif item["id"]:
            found.append(Unit("link", number, ids=[item["id"]]))
        else:
            written = item["count"] or "0"
            scale = "k" if written[-1] in "kK" else None
            role = _role(part.url)
            if role is None and arrow:
                role = "upvotes"
            if role is None and (word := re.search("upvote|comment", item[0], re.IGNORECASE)):
                role = "upvotes" if word[0].lower() == "upvote" else "comments"
            count = _number(written.rstrip("kK"), scale)
            found.append(Unit("count", number, ids=ids, count=count, role=role))
        position = skip(item.end())
    return found
