"""Read the text of a Daily Papers page, as saved by any tool.

Three steps: lines with their links (``daily_papers_lines``), units of each kind
(``daily_papers_units``), cards (``daily_papers_cards``); here cards become papers.
"""

import re
from collections.abc import Iterator
from datetime import date

from citegraph.graph.records import Organization, Paper, Rejected, Repository
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.daily_papers.cards import Card, Page, read_page
from citegraph.loaders.sources.daily_papers.dates import DATE, arxiv_month, capture_year, resolve
from citegraph.loaders.sources.daily_papers.entries import KIND, SITE
from citegraph.loaders.sources.daily_papers.lines import Line, scan
from citegraph.loaders.sources.daily_papers.units import LABEL, units
from citegraph.loaders.sources.dates import day_of
from citegraph.loaders.sources.fields import listing

_AUTHORS = re.compile(r"(?<![\w.])\d{1,5}\s+authors?(?!\w)")
_PAGE = re.compile(
    r"daily\s*papers|trending\s+papers|huggingface\.co/papers|\bAK and the research", re.IGNORECASE
)


_DATE_LINE = re.compile(rf"^[ \t·•]*{DATE}", re.MULTILINE)
_VOTES_LINE = re.compile(
    rf"^{LABEL.pattern}\d|^\W{{0,8}}\d{{1,5}} upvotes?\b", re.MULTILINE | re.IGNORECASE
)
_HEADING_LINE = re.compile(r"^#{1,4} \S", re.MULTILINE)


def recognizes(document: Document) -> float:
    """Return 0.9 for card footers and words of the page, 0.7 or 0.6 for less evidence."""
    head = document.head
    if head.lstrip()[:1] in ("{", "<"):
        return 0.0
    page = _PAGE.search(head)
    if _AUTHORS.search(head):
        return 0.9 if page else 0.6
    if page and (_DATE_LINE.search(head) or _VOTES_LINE.search(head)):
        return 0.7
    headed = len(_HEADING_LINE.findall(head)) > 1 and len(_VOTES_LINE.findall(head)) > 1
    return 0.6 if headed else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield every card as a paper, in page order and once; reject incomplete cards."""
    yield from read_lines(scan(document.lines()), document, format="daily-papers-text")


def read_lines(lines: list[Line], document: Document, *, format: str) -> Iterator[Paper | Rejected]:
    """Yield the papers in the lines of a page."""
    page = read_page(units(lines))
    yield from _papers(page, document, format)
    if not page.cards and not page.cut:
        yield Rejected(
            reason="no papers found on this page; save a page that lists papers",
            where=document.name,
        )
    for cut in page.cut:
        yield Rejected(reason=cut.reason, where=f"{document.name}:{cut.number}", raw=cut.raw[:200])


def _papers(page: Page, document: Document, format: str) -> Iterator[Paper]:
    captured = document.captured or _captured(page)
    ids = [card.ids[0] for card in page.cards if card.ids]
    year, inferred = capture_year(captured, page.day, [card.published for card in page.cards], ids)
    known = page.day is not None and (page.day.year or year)
    day = resolve(page.day, year or 0, captured) if page.day and known else _requested_day(page)
    yearless = sum(bool(card.published and not card.published.year) for card in page.cards)
    if inferred and yearless:
        document.notes.append(
            f"{yearless} date{' has' if yearless == 1 else 's have'} no year: "
            + (f"{year} is assumed" if year else "left out")
            + "; to change this, state the day of capture (`captured`)"
        )
    observed = captured or day
    query = _query(page)
    split = _accounts_precede(page.cards)
    for rank, card in enumerate(page.cards, 1):
        published, guessed = _published(card, year, observed, inferred=inferred)
        where = f"line {card.number}"
        organization = _organization(card, split=split)
        yield Paper(
            title=card.title,
            abstract=card.abstract,
            author_count=card.authors,
            published=published.isoformat() if published else None,
            published_inferred=guessed,
            organizations=(organization,) if organization else (),
            arxiv_id=card.ids[0] if card.ids else None,
            url=f"{SITE}/papers/{card.ids[0]}" if card.ids else None,
            upvotes=card.upvotes,
            comments=card.comments,
            repositories=tuple(
                Repository(url=url, stars=stars, linked_by="page")
                for url, stars in dict(card.repositories).items()
            ),
            project_pages=tuple(dict.fromkeys(card.project_pages)),
            listings=(
                listing(
                    document,
                    KIND,
                    rank,
                    where,
                    day or captured,
                    card.upvotes,
                    card.comments,
                    query=query,
                ),
            ),
            sources=(format,),
            observed=observed.isoformat() if observed else None,
            origin=where,
        )


def _query(page: Page) -> str:
    """Return the search words in the address of a page of results, as it ends: ``?q=words``."""
    for unit in page.headers:
        if found := re.search(r"/papers(\?q=[^&\s)]+)", unit.text):
            return found[1].lower()
    return ""


def _requested_day(page: Page) -> date | None:
    """Return the day in the address of the page, as the saving tool recorded it."""
    for unit in page.headers:
        if found := re.search(r"/papers(?:/date/|\?date=)(\d{4}-\d\d-\d\d)", unit.text):
            return day_of(found[1])
    return None


def _captured(page: Page) -> date | None:
    """Return the day on which the page was saved, as the saving tool recorded it."""
    for unit in page.headers:
        if found := re.match(
            r"[-*\s]*(?:captured|retrieved|fetched|saved)\b.*?(\d{4}-\d\d-\d\d)",
            unit.text,
            re.IGNORECASE,
        ):
            return day_of(found[1])
    return None


def _published(
    card: Card, year: int | None, latest: date | None, *, inferred: bool
) -> tuple[date | None, bool]:
    """Return the date of a card, and whether its year was inferred."""
    if card.published is None:
        return None, False
    if card.published.year:
        return resolve(card.published, card.published.year), False
    if inferred and card.ids and (month := arxiv_month(card.ids[0])):
        # An arXiv ID contains the month of submission.
        return resolve(card.published, month[0]), True
    if year is None:
        return None, False
    return resolve(card.published, year, latest), inferred


_WORD_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def _fold(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _account_and_name(text: str) -> tuple[str, str] | None:
    """Split an account and a name: "openbmb OpenBMB", "facebook AI at Meta".

    A browser copies the alternative text of the avatar, the account, before the name.
    """
    first, _, rest = text.partition(" ")
    if not rest or not re.fullmatch(r"[A-Za-z0-9][\w.-]{1,95}", first):
        return None
    account, name = _fold(first), _fold(rest)
    words = [word.casefold() for word in re.findall(r"[^\W_]+", rest)]
    initials = "".join(word[0] for word in words)
    words.append(initials)
    capitals = "".join(letter for letter in rest if letter.isupper()).casefold()
    alike = (
        (len(name) > 2 and name in account)
        or (len(account) > 2 and account in name)
        or account in (initials, capitals)
        or (first[0].islower() and rest[0].isupper())
        or any(len(part) > 2 and part.casefold() in words for part in _WORD_PARTS.findall(first))
    )
    return (first, rest) if alike else None


def _accounts_precede(cards: list[Card]) -> bool | None:
    """Return whether accounts precede names on this page; ``None`` if each name must be checked."""
    texts = [
        card.organization.text
        for card in cards
        if card.organization and not card.organization.handle and not card.organization.alt
    ]
    if len(texts) < 3:
        return None
    alike = sum(_account_and_name(text) is not None for text in texts)
    return alike * 3 >= len(texts) and all(" " in text for text in texts)


def _organization(card: Card, *, split: bool | None) -> Organization | None:
    """Return the organization of a card, with its account if the page shows it."""
    unit = card.organization
    if unit is None:
        return None
    text, handle = unit.text, unit.handle
    if found := re.fullmatch(r"\[([\w.-]+)\]\s+(.+)", text):
        return Organization(name=found[2], handle=handle or found[1])
    alt = re.split(r"[:\uff1a]\s*", unit.alt)[-1]
    handle = handle or (alt if re.fullmatch(r"[A-Za-z0-9][\w.-]+", alt) else None)
    if handle:
        both = _account_and_name(text)
        return Organization(name=both[1] if both and both[0] == handle else text, handle=handle)
    if split is not False and (found_split := _account_and_name(text)):
        return Organization(name=found_split[1], handle=found_split[0])
    if split and " " in text:
        first, _, rest = text.partition(" ")
        return Organization(name=rest, handle=first)
    return Organization(name=text)
