"""Assemble the units of a Daily Papers page into cards.

A card contains, in this order: upvotes (on some pages), title, abstract (on some), organization or
number of authors or both, date (on some), number of comments. What is certain is the foot
(authors, date) and, where the tool kept them, headings and links; the text between two feet is
one card's title and abstract.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from citegraph.graph.identity.ids import title_key
from citegraph.loaders.sources.daily_papers.dates import PartialDate
from citegraph.loaders.sources.daily_papers.titles import (
    divide,
    is_prose,
    may_be_name,
    split_off_name,
)
from citegraph.loaders.sources.daily_papers.units import Unit


@dataclass(slots=True)
class Card:
    """The content of one card."""

    number: int = 0  # line of the title
    title: str = ""
    abstract: str | None = None
    authors: int | None = None
    organization: Unit | None = None
    published: PartialDate | None = None
    upvotes: int | None = None
    comments: int | None = None
    ids: list[str] = field(default_factory=list)
    repositories: list[tuple[str, int | None]] = field(default_factory=list)  # URL, stars
    project_pages: list[str] = field(default_factory=list)

    heading: bool = False  # the title is a heading
    footer: bool = False
    texts: list[Unit] = field(
        default_factory=list
    )  # between footers, with a title not in a heading
    handle: str | None = None  # last account that a link without text leads to


@dataclass(frozen=True, slots=True)
class Cut:
    """An incomplete card."""

    number: int
    reason: str
    raw: str


@dataclass(slots=True)
class Page:
    """The content of a page."""

    cards: list[Card] = field(default_factory=list)
    cut: list[Cut] = field(default_factory=list)
    day: PartialDate | None = None  # in the heading of the page
    headers: list[Unit] = field(default_factory=list)


def read_page(units: Iterable[Unit]) -> Page:
    """Return the cards of a page, in order, without repetitions."""
    reader = _Reader()
    for unit in units:
        reader.read(unit)
    reader.close()
    return reader.page


_VOTES_BEHIND = re.compile(r"\s\W{0,3}(\d{1,6}) (?:up)?votes?\W{0,3}$", re.IGNORECASE)
_NO_FOOT = "a card without authors and date below it"
_LONGER_THAN_NAVIGATION = 60  # characters


class _Reader:
    """Read units one by one; keep the current card and the units that may belong to the next."""

    def __init__(self) -> None:
        self.page = Page()
        self.card = Card()
        self.unassigned: list[
            int
        ] = []  # after a footer: comments of this card, upvotes of the next
        self.next_upvotes: int | None = None  # upvotes of the next card
        self.next_ids: list[str] = []  # arXiv IDs of the next card
        self.upvotes_first: bool | None = None  # whether upvotes precede titles
        self.ids_first: bool | None = None  # whether links precede titles
        self.abstract_last: bool | None = None  # whether abstracts follow footers
        self.separated = False  # the previous unit was a separator
        self.label = ""  # the previous unit, if noise: "Submitted by", "Upvote"

    def read(self, unit: Unit) -> None:  # noqa: C901, PLR0912 - one case for each kind
        """Read the next unit."""
        label, separated = self.label, self.separated
        self.label, self.separated = "", False
        card = self.card
        match unit.kind:
            case "page":
                self._end_preamble()
            case "noise":
                self.label = unit.text.casefold()
            case "separator":
                self.separated, self.label = True, label
            case "header" if not (self.page.cards or card.footer or card.texts):
                self.page.headers.append(unit)
            case "heading":
                self._begin_card(unit, heading=True)
            case "organization" if self._has_title() and not card.footer:
                card.organization = unit
            case "text" | "header" | "organization":
                if label != "submitted by" or unit.ids or len(unit.text) > 60:
                    self._text(unit)
            case "authors":
                self._begin_footer(may_be_named=separated)
                card.authors = unit.count if card.authors is None else card.authors
                self._assign_ids(unit.ids)
            case "date":
                self._date(unit)
            case "count":
                self._count(unit, label)
            case "repository":
                if self._has_title() and unit.url:
                    card.footer = True
                    card.repositories.append((unit.url, unit.count))
            case "link":
                self._link(unit)

    def close(self) -> None:
        """Finish the page."""
        self._end_card(last=True)
        page = self.page
        if page.cards and not page.cards[-1].footer and any(card.footer for card in page.cards):
            last = page.cards.pop()
            page.cut.append(Cut(last.number, "the text ends within this card", last.title))
        page.cards = _merge_repeated(page.cards)

    # --- start and end of a card

    def _end_preamble(self) -> None:
        """End the current card at text that belongs to the page."""
        if self.card.footer:
            self._end_card()
        if not self.page.cards:
            self.card = Card()
            self.unassigned, self.next_upvotes, self.next_ids = [], None, []

    def _begin_card(self, unit: Unit, *, heading: bool = False) -> None:
        """Begin a card with this unit, its title."""
        self._end_card()
        card = self.card
        card.heading, card.number = heading, unit.number
        if heading:
            card.title = unit.text
            if votes := _VOTES_BEHIND.search(unit.text):
                card.title, card.upvotes = unit.text[: votes.start()], int(votes[1])
        else:
            card.texts.append(unit)
        self._assign_ids(unit.ids)

    def _end_card(self, *, last: bool = False) -> None:
        """Finish the current card."""
        card, self.card = self.card, Card()
        if not (card.heading or card.texts or card.footer):  # no title yet
            self.next_upvotes = card.upvotes if self.next_upvotes is None else self.next_upvotes
            self.next_ids = self.next_ids or card.ids
        counts, self.unassigned = self.unassigned, []
        if counts and self.upvotes_first and self.next_upvotes is None and not last:
            self.next_upvotes = counts.pop()
        if counts and card.footer and card.comments is None:
            card.comments = counts[0]
        complete = _finish(card, self.page)
        if complete and self.abstract_last is None:
            self.abstract_last = False
            self.upvotes_first = bool(self.upvotes_first)
            self.ids_first = bool(self.ids_first)
        self.card.upvotes, self.next_upvotes = self.next_upvotes, None
        self.card.ids, self.next_ids = self.next_ids, []

    def _has_title(self) -> bool:
        return self.card.heading or bool(self.card.texts)

    def _has_prose(self) -> bool:
        return any(is_prose(text.text) for text in self.card.texts)

    # --- kinds of units

    def _text(self, unit: Unit) -> None:
        card = self.card
        other = bool(unit.ids and card.ids and unit.ids[0] not in card.ids and self._has_title())
        late = card.footer and not other and is_prose(unit.text) and self._has_title()
        if late and self.abstract_last is not False and not self._has_prose():
            self.abstract_last = True
            card.texts.append(unit)
            return
        if card.footer or other:
            self._begin_card(unit)
        else:
            card.texts.append(unit)
            self._assign_ids(unit.ids)

    def _begin_footer(self, *, may_be_named: bool) -> None:
        """Begin the footer; the text before it may be the organization."""
        card = self.card
        if card.footer or not self._has_title():
            return
        card.footer = True
        texts = card.texts
        if may_be_named and not card.organization:
            split_off_name(texts)
        room = card.heading or len(texts) > 1
        if may_be_named and room and texts and not card.organization:
            last = texts[-1]
            if not last.ids and may_be_name(last.text):
                card.organization = texts.pop()
                card.organization.handle = card.organization.handle or card.handle

    def _date(self, unit: Unit) -> None:
        card = self.card
        own = card.footer or card.heading or card.organization or card.ids
        first = not self.page.cards and self.page.day is None
        if first and not own and not self._has_prose():
            self.page.day = unit.day
            self._end_preamble()
            return
        self._begin_footer(may_be_named=True)
        self.unassigned.clear()  # a dash between authors and date is not a count
        if card.published is None:
            card.published = unit.day
        self._assign_ids(unit.ids)

    def _count(self, unit: Unit, label: str) -> None:
        card = self.card
        count = unit.count or 0
        role = unit.role or ("upvotes" if label in ("upvote", "upvotes") else None)
        if role == "comments":
            if self._has_title() and card.comments is None:
                card.comments = count
            return
        known = bool(unit.ids and card.ids)
        if known:
            mine = unit.ids[0] in card.ids and self._has_title()
        elif card.footer:
            if role is None:
                self.unassigned.append(count)
                return
            mine = not self.upvotes_first
        else:
            mine = card.heading or any(text.ids or is_prose(text.text) for text in card.texts)
        if mine:
            card.upvotes = count if card.upvotes is None else card.upvotes
        else:
            self._keep_for_next(count, unit.ids)

    def _keep_for_next(self, count: int, ids: list[str]) -> None:
        """Store upvotes that precede a title; discard texts that belong to no card."""
        card = self.card
        if card.footer or card.heading or self._has_prose():
            self.next_upvotes = count
            self.next_ids = list(ids)
        else:
            self.card = Card(upvotes=count, ids=list(ids))
        if self.upvotes_first is None:
            self.upvotes_first = True

    def _link(self, unit: Unit) -> None:
        card = self.card
        if unit.text and unit.url and self._has_title():
            card.project_pages.append(unit.url)
        if unit.handle and self._has_title() and not card.footer:
            card.handle = unit.handle
            if card.organization and not card.organization.handle:
                card.organization.handle = unit.handle
        if unit.role == "comments" or not unit.ids or unit.ids[0] in card.ids:
            return
        if not self._has_title() and not self.page.cards and self.ids_first is None:
            self.ids_first = True
        if card.ids and self._has_title():
            if not card.footer:
                self._end_card()
                self.card.ids = list(unit.ids)
            else:
                self.next_ids = list(unit.ids)
        elif card.footer and self.ids_first:
            self.next_ids = list(unit.ids)
        else:
            card.ids = list(unit.ids)

    def _assign_ids(self, ids: list[str]) -> None:
        """Assign these IDs to the card if it has none."""
        if ids and not self.card.ids:
            self.card.ids = list(ids)


def _finish(card: Card, page: Page) -> bool:
    """Find title and abstract of a card, add it to the page; return whether it is complete."""
    texts = card.texts
    if not card.heading:
        card.title, card.number, texts, others = divide(texts)
        page.cut += [Cut(unit.number, _NO_FOOT, unit.text) for unit in others]
    card.abstract = " ".join(unit.text for unit in texts) or None
    if not card.title:
        if texts and (card.footer or len(card.abstract or "") > 400):
            reason = "a card without a title" if card.footer else "text outside any card"
            page.cut.append(Cut(texts[0].number, reason, card.abstract or ""))
        return False
    if card.footer or (card.heading and card.abstract):
        page.cards.append(card)
        return True
    long = any(len(unit.text) > _LONGER_THAN_NAVIGATION for unit in card.texts)
    if card.abstract or card.ids or long:
        page.cut.append(Cut(card.number, _NO_FOOT, card.title))
    return False


def _merge_repeated(cards: list[Card]) -> list[Card]:
    """Merge repeated cards: some pages contain each card twice, for two screen sizes."""
    kept: list[Card] = []
    known: dict[str, Card] = {}
    for card in cards:
        keys = [f"id {card.ids[0]}"] if card.ids else []
        keys.append(f"title {title_key(card.title) or card.title}")
        other = next((known[key] for key in keys if key in known), None)
        if other and card.ids and other.ids and card.ids[0] != other.ids[0]:
            other = None
        if other is None:
            kept.append(card)
            other = card
        else:
            _fill(other, card)
        for key in keys:
            known.setdefault(key, other)
    return kept


def _fill(card: Card, other: Card) -> None:
    """Fill the missing values of a card from its repetition."""
    for name in ("abstract", "authors", "organization", "published", "upvotes", "comments"):
        if getattr(card, name) is None:
            setattr(card, name, getattr(other, name))
    card.ids = card.ids or other.ids
    card.repositories = card.repositories or other.repositories
    card.project_pages = card.project_pages or other.project_pages
