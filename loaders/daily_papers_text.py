"""Text of a Daily Papers page, however it was saved.

A card on such a page says, in this order: upvotes (in some), title, abstract (in some), number
of authors or the organisation in its place, date, number of comments. Around the cards stand
navigation and footer. Lines become units (:mod:`loaders.daily_papers_units`), units become cards
here: what stands at the foot of a card can be told with certainty, and the text between two feet
is one card's title and abstract.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from graph.records import Listing, Organization, Paper, Rejected, Repository
from loaders.daily_papers_dates import PartialDate, capture_year, resolve
from loaders.daily_papers_lines import fold, scan
from loaders.daily_papers_units import Unit, is_noise, is_prose, page_day, units
from loaders.document import Document

__all__ = ["read", "recognises"]

KIND = "daily-papers"
_AUTHORS = re.compile(r"(?<!\S)\d{1,5} authors?(?!\w)")


def recognises(document: Document) -> float:
    """Sure where cards' feet and the page's own words are there, likely with the feet alone."""
    head = document.head
    if head.lstrip()[:1] in ("{", "<") or not _AUTHORS.search(head):
        return 0.0
    page = re.search(r"daily\s*papers|trending papers|huggingface\.co/papers", head, re.IGNORECASE)
    return 0.9 if page else 0.6


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Every card as a paper, in the order of the page, each once."""
    page = _Page(document.captured)
    for unit in units(scan(document.lines())):
        page.take(unit)
    page.close()
    yield from _papers(page, document)


@dataclass(slots=True)
class Card:
    """What was read of one card."""

    number: int = 0  # line of its title
    title: str = ""
    heading: bool = False
    texts: list[Unit] = field(default_factory=list)  # until the foot
    before: list[int | None] = field(default_factory=list)  # counts before the title
    after: list[int] = field(default_factory=list)  # counts after the date
    comments: int | None = None
    upvotes: int | None = None
    authors: int | None = None
    published: PartialDate | None = None
    organization: Organization | None = None
    ids: list[str] = field(default_factory=list)
    repositories: list[Repository] = field(default_factory=list)
    abstract: str | None = None
    foot: bool = False
    order: int = 0


class _Page:
    """Collects units into cards."""

    def __init__(self, captured: date | None) -> None:
        self.cards: list[Card] = []
        self.rejected: list[tuple[int, str, str]] = []
        self.captured = captured
        self.day: PartialDate | None = None
        self.card = Card()

    def take(self, unit: Unit) -> None:
        """One more unit of the page."""
        handler = getattr(self, f"_{unit.kind}")
        handler(unit)

    def close(self) -> None:
        """The page ends."""
        self._next()

    def _next(self) -> None:
        card, self.card = self.card, Card()
        _finish(card)
        if card.title and (card.foot or card.abstract):
            if card.foot or card.heading:
                self.cards.append(card)
            else:
                self.rejected.append(
                    (card.number, "a card without its foot (authors, date)", card.title)
                )
        elif card.foot and card.texts:
            self.rejected.append((card.texts[0].number, "a card without a title", card.texts[0].text))

    def _page(self, unit: Unit) -> None:
        if unit.captured and not self.captured:
            self.captured = unit.captured
        if not self.card.foot and not self.card.heading:
            self.card = Card()
        elif self.card.foot:
            self._next()

    def _noise(self, unit: Unit) -> None:
        pass

    def _heading(self, unit: Unit) -> None:
        before = self._pending()
        self._next()
        self.card.before = before
        self.card.heading = True
        self.card.title = unit.text
        self.card.number = unit.number
        self.card.ids += unit.ids

    def _text(self, unit: Unit) -> None:
        card = self.card
        if card.foot or (card.ids and unit.ids and unit.ids[0] not in card.ids):
            before = self._pending()
            self._next()
            self.card.before = before
        self.card.texts.append(unit)
        self.card.ids += unit.ids

    def _pending(self) -> list[int | None]:
        """Counts that stand before the title of the next card."""
        return [] 

    def _authors(self, unit: Unit) -> None:
        self.card.foot = True
        self.card.authors = unit.count
        self.card.ids += unit.ids

    def _date(self, unit: Unit) -> None:
        card = self.card
        if not self.cards and not card.foot and not any(is_prose(text.text) for text in card.texts):
            if self.day is None:
                self.day = unit.day
            self.card = Card()
            return
        if not card.foot and len(card.texts) > 1 and not is_prose(card.texts[-1].text):
            card.organization = _organization(card.texts.pop())
        card.foot = True
        card.published = unit.day

    def _organization(self, unit: Unit) -> None:
        self.card.organization = _organization(unit)

    def _count(self, unit: Unit) -> None:
        if self.card.foot and unit.count is not None:
            self.card.after.append(unit.count)

    def _separator(self, unit: Unit) -> None:
        pass

    def _link(self, unit: Unit) -> None:
        self.card.ids += unit.ids


def _finish(card: Card) -> None:
    """Title and abstract out of the texts of a card."""
    texts = [unit for unit in card.texts if not is_noise(unit.text)]
    if not card.heading and texts:
        prose = next((i for i, unit in enumerate(texts) if i and is_prose(unit.text)), None)
        place = prose - 1 if prose is not None else max(0, len(texts) - 2)
        card.title, card.number = texts[place].text, texts[place].number
        texts = texts[place + 1 :]
    card.abstract = "\n\n".join(unit.text for unit in texts) or None
    if card.after:
        card.comments = card.after[0]


def _organization(unit: Unit) -> Organization:
    first, _, rest = unit.text.partition(" ")
    if rest:
        return Organization(name=rest, handle=first)
    return Organization(name=unit.text)


def _papers(page: _Page, document: Document) -> Iterator[Paper | Rejected]:
    year, inferred = capture_year(
        page.captured, page.day, [card.published for card in page.cards], []
    )
    day = resolve(page.day, year) if page.day else page.captured
    observed = page.captured or day
    for rank, card in enumerate(page.cards, 1):
        yearless = card.published is not None and card.published.year is None
        published = resolve(card.published, year) if card.published else None
        yield Paper(
            title=card.title,
            abstract=card.abstract,
            author_count=card.authors,
            published=published.isoformat() if published else None,
            published_inferred=yearless and inferred,
            organizations=(card.organization,) if card.organization else (),
            arxiv_id=card.ids[0] if card.ids else None,
            comments=card.comments,
            listings=(
                Listing(
                    id=f"{KIND}/{day or document.digest[:12]}",
                    kind=KIND,
                    date=day.isoformat() if day else None,
                    rank=rank,
                    comments=card.comments,
                    where=f"line {card.number}",
                    files=(f"{document.name} sha256:{document.digest}",),
                ),
            ),
            sources=("daily-papers-text",),
            observed=observed.isoformat() if observed else None,
            origin=f"{document.digest[:12]}:line {card.number}",
        )
    for number, reason, raw in page.rejected:
        yield Rejected(reason=reason, where=f"{document.name}:{number}", raw=fold(raw)[:200])
