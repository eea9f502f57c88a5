"""Daily Papers pages as many tools save them, made from entries whose truth is known.

Every style writes the same cards with another tool's habits. A test reads the page back and
compares with the entries.
"""

import random
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SITE = "https://huggingface.co"


@dataclass(frozen=True)
class Entry:
    """One card's truth."""

    id: str
    title: str
    abstract: str
    authors: int
    published: date
    upvotes: int = 0
    comments: int = 0
    organization: tuple[str, str] | None = None  # handle, name
    repository: str | None = None


@dataclass(frozen=True)
class Page:
    """What stands around the cards."""

    day: date
    query: str = "sparse attention"
    navigation: bool = True
    footer: bool = True


@dataclass(frozen=True)
class Shown:
    """Which facts a style shows."""

    abstract: bool = True
    id: bool = False
    date: bool = True
    upvotes: bool = False
    comments: bool = True
    handle: bool = True
    both: bool = False  # author count and organization, not one in place of the other
    repository: bool = False


@dataclass(frozen=True)
class Style:
    """A tool's way to save a page."""

    name: str
    shown: Shown
    write: Callable[[list[Entry], Page], str]


def when(entry: Entry, page: Page, *, full: bool = False) -> str:
    """The date as the site writes it: without the year where it is the current one."""
    day = entry.published
    text = f"{MONTHS[day.month - 1]} {day.day}"
    return f"{text}, {day.year}" if full or day.year != page.day.year else text


def heading(page: Page) -> str:
    return f"{MONTHS[page.day.month - 1]} {page.day.day}"


NAVIGATION = [
    "Hugging Face",
    "Models",
    "Datasets",
    "Spaces",
    "Docs",
    "Enterprise",
    "Pricing",
    "Log In",
    "Sign Up",
]
BANNER = ["new", "Get trending papers in your email inbox!", "Subscribe"]
FOOTER = [
    "System theme",
    "Company",
    "TOS",
    "Privacy",
    "About",
    "Careers",
    "Website",
    "Models",
    "Datasets",
    "Spaces",
    "Pricing",
    "Docs",
]


def plain_top(page: Page, gap: str = "\n\n") -> str:
    parts = [
        *(NAVIGATION if page.navigation else []),
        *BANNER,
        "Daily Papers",
        "byAK and the research community",
        heading(page),
    ]
    return gap.join(parts) + gap


def plain_end(page: Page, gap: str = "\n\n") -> str:
    return gap + gap.join(FOOTER) + "\n" if page.footer else "\n"


def who(entry: Entry, bullet: str = "  • ") -> str:
    if entry.organization:
        return " ".join(entry.organization)
    return f"{bullet}{entry.authors} authors"


def plain(entries: list[Entry], page: Page) -> str:
    cards = [
        f"{e.title}\n\n{e.abstract}\n\n{who(e)}\n·\n{when(e, page)}"
        + (f" {e.comments}" if e.comments else "")
        for e in entries
    ]
    return plain_top(page) + "\n\n".join(cards) + plain_end(page)


def dense(entries: list[Entry], page: Page) -> str:
    return plain(entries, page).replace("\n\n", "\n")


def with_upvotes(entries: list[Entry], page: Page) -> str:
    cards = [
        f"{e.upvotes or '-'}\n\n{e.title}\n\n{e.abstract}\n\n{who(e, '• ')}\n·\n{when(e, page)}"
        + (f"\n{e.comments}" if e.comments else "")
        for e in entries
    ]
    return plain_top(page) + "\n\n".join(cards) + plain_end(page)


def one_line_foot(entries: list[Entry], page: Page) -> str:
    cards = [
        f"{e.title}\n\n{e.abstract}\n\n{who(e, '')} · {when(e, page)}"
        + (f" · {e.comments}" if e.comments else "")
        for e in entries
    ]
    return plain_top(page) + "\n\n".join(cards) + plain_end(page)


def dashes(entries: list[Entry], page: Page) -> str:
    cards = [
        f"## {e.title}\n\n{e.abstract}\n\n{who(e, '- ')}\n•\n{when(e, page)}"
        + (f" {e.comments}" if e.comments else "")
        for e in entries
    ]
    return plain_top(page) + "\n\n".join(cards) + plain_end(page)


def published_on(entries: list[Entry], page: Page) -> str:
    cards = [
        f"### {e.title}\n\n{e.abstract}\n\n- {e.authors} authors\n"
        f"Published on {when(e, page, full=True)}\n\nUpvote\n\n{e.upvotes}"
        for e in entries
    ]
    return "## Trending Papers\n\n## by AK and the research community\n\n" + "\n\n".join(cards)


def wrap(text: str, width: int, first: str = "", then: str = "") -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def references(entries: list[Entry], page: Page, *, defined: bool = True) -> str:
    """Reference links, wrapped lines, link text over several lines, a header of the tool."""
    targets: list[str] = []

    def link(target: str) -> str:
        targets.append(SITE + target)
        return f"[{len(targets)}]"

    top = [
        "# Web source",
        "",
        f"- URL: {SITE}/papers?q={page.query.replace(' ', '+')}",
        f"- Title: [[Hugging Face's logo] Hugging Face]{link('/')}",
        f"- Captured (UTC): {page.day}T16:31:22.135+00:00",
        "",
        "```text",
        f"[[Hugging Face's logo] Hugging Face]{link('/')}",
        *(f"* [ {name} ]{link('/' + name.lower().replace(' ', '-'))}" for name in NAVIGATION[1:]),
        "new",
        "",
        "Get trending papers in your email inbox once a day!",
        "",
        f"[Subscribe]{link('/login')}",
        "",
        "# Daily Papers",
        "",
        f"## by[AK]{link('/akhaliq')} and the research community",
        "* Daily",
        "* Weekly",
        "* Monthly",
        "",
        heading(page),
    ]
    for e in entries:
        paper = f"/papers/{e.id}"
        top += ["[", str(e.upvotes or "-"), f"]{link('/login?next=%2Fpapers%2F' + e.id)}", ""]
        top += [wrap(f"### [{e.title}]{link(paper)}", 120), ""]
        top += ["[", "", wrap(e.abstract, 120), "", f"]{link(paper)}"]
        if e.organization:
            handle, name = e.organization
            top += [f"[[{handle}] {name}]{link('/' + handle)}"]
        else:
            top += ["[", f"* {e.authors} authors", f"]{link(paper)}"]
        comments = f" [ {e.comments}]{link(paper + '#community')}" if e.comments else ""
        top += ["·", when(e, page) + comments]
    if page.footer:
        top += ["", *(f"[{name}]{link('/' + name.lower().replace(' ', '-'))}" for name in FOOTER)]
    top += ["```"]
    if defined:
        top += ["", *(f"[{number}]: {target}" for number, target in enumerate(targets, 1))]
    return "\n".join(top) + "\n"


def references_lost(entries: list[Entry], page: Page) -> str:
    return references(entries, page, defined=False)


def escaped(text: str) -> str:
    """As converters to Markdown write running text."""
    for character in "\\*_[]`":
        text = text.replace(character, "\\" + character)
    return text


def inline(entries: list[Entry], page: Page, *, image: str = "Image", escape: bool = True) -> str:
    """Inline links; link text with line breaks in it as ``\\\\``; counts glued to dates."""
    write = escaped if escape else str
    out = (
        [f"[{name}]({SITE}/{name.lower().replace(' ', '-')})" for name in NAVIGATION]
        if page.navigation
        else []
    )
    out += [
        "",
        "# Daily Papers",
        "",
        f"by [AK]({SITE}/akhaliq) and the research community",
        "",
        f"[Daily]({SITE}/papers) [Weekly]({SITE}/papers/week) [Monthly]({SITE}/papers/month)",
        "",
        heading(page),
        "",
    ]
    number = 0
    for e in entries:
        paper = f"{SITE}/papers/{e.id}"
        out += [f"[{e.upvotes or '-'}]({SITE}/login?next=%2Fpapers%2F{e.id})", ""]
        out += [f"### [{write(e.title)}]({paper})", ""]
        out += [
            "[" + write(textwrap.fill(e.abstract, 80)).replace("\n", "\\\\\n") + f"]({paper})",
            "",
        ]
        if e.organization:
            handle, name = e.organization
            number += 1
            avatar = f"https://cdn-avatars.example/{handle}.png"
            out += [f"[![{image} {number}: {handle}]({avatar}){write(name)}]({SITE}/{handle})", ""]
        else:
            out += [f"[- {e.authors} authors]({paper})", ""]
        comments = f"[{e.comments}]({paper}#community)" if e.comments else ""
        out += ["·", "", when(e, page) + comments, ""]
    if page.footer:
        out += [f"[{name}]({SITE}/{name.lower().replace(' ', '-')})" for name in FOOTER]
    return "\n".join(out)


def inline_cjk(entries: list[Entry], page: Page) -> str:
    return inline(entries, page, image="图片", escape=False)


def link_first(entries: list[Entry], page: Page) -> str:
    """An empty link before each thing it leads to."""
    out = [plain_top(page)]
    for e in entries:
        paper = f"{SITE}/papers/{e.id}"
        out += [f"[]({paper})\n{e.title}\n\n[]({paper})\n{e.abstract}\n\n"]
        if e.organization:
            out += [f"[]({SITE}/{e.organization[0]})\n{e.organization[1]}\n"]
        else:
            out += [f"[]({paper})\n- {e.authors} authors\n"]
        out += [f"·\n{when(e, page)}"]
        out += [f"\n[]({paper}#community)\n{e.comments}\n\n" if e.comments else "\n\n"]
    return "".join(out) + plain_end(page)


def address_after(entries: list[Entry], page: Page) -> str:
    """Each address on a line of its own, after what leads there."""
    out = [plain_top(page)]
    for e in entries:
        paper = f"{SITE}/papers/{e.id}"
        out += [f"{e.title}\n{paper}\n\n{e.abstract}\n{paper}\n\n"]
        if e.organization:
            out += [f"{e.organization[1]}\n{SITE}/{e.organization[0]}\n"]
        else:
            out += [f"• {e.authors} authors\n{paper}\n"]
        out += [f"·\n{when(e, page)}"]
        out += [f"\n{e.comments}\n{paper}#community\n\n" if e.comments else "\n\n"]
    return "".join(out) + plain_end(page)


def address_before(entries: list[Entry], page: Page) -> str:
    """Each address on a line of its own, before what leads there."""
    out = [plain_top(page)]
    for e in entries:
        paper = f"{SITE}/papers/{e.id}"
        out += [f"{paper}\n{e.title}\n\n{paper}\n{e.abstract}\n\n"]
        if e.organization:
            out += [f"{SITE}/{e.organization[0]}\n{e.organization[1]}\n"]
        else:
            out += [f"{paper}\n• {e.authors} authors\n"]
        out += [f"·\n{when(e, page)}"]
        out += [f"\n{paper}#community\n{e.comments}\n\n" if e.comments else "\n\n"]
    return "".join(out) + plain_end(page)


def marked_links(entries: list[Entry], page: Page) -> str:
    """Cards twice, as a page holds them for two screen sizes; titles broken over two lines."""
    out = [
        f"# Trending Papers\n**URL:** {SITE}/papers/trending\n**Page Title:** Trending Papers\n"
        "--------------------\n\n## Trending Papers\n\n## by AK and the research community\n"
    ]
    for e in entries:
        title = wrap(e.title, 72, then="  ")
        card = f"### {title}\n\n{wrap(e.abstract, 80)}\n- {e.authors} authors\n"
        if e.repository:
            card += f"[LINK: GitHub 2.14k](https://{e.repository})\n"
        out += [card, card]
    return "\n".join(out)


def titles_only(entries: list[Entry], page: Page) -> str:
    """The page of a day: no abstracts, no dates."""
    out = [plain_top(page)]
    for e in entries:
        out += ["Submitted by\n\n", f"user{e.upvotes}\n\n", f"{e.upvotes}\n\n{e.title}\n\n"]
        if e.organization:
            out += [" ".join(e.organization) + "\n\n"]
        out += [f"·\n{e.authors} authors\n\n"]
        out += [f"{e.comments}\n\n" if e.comments else ""]
    return "".join(out) + plain_end(page)


def titles_only_links(entries: list[Entry], page: Page) -> str:
    out = [
        "# Daily Papers",
        "",
        f"by [AK]({SITE}/akhaliq) and the research community",
        "",
        f"[]({SITE}/papers/date/2000-01-01)",
        heading(page),
        "",
    ]
    for number, e in enumerate(entries, 1):
        paper = f"{SITE}/papers/{e.id}"
        out += [
            f"[![Image {number}](https://cdn-thumbnails.example/social-thumbnails/papers/{e.id}.png)]({paper})",
            "",
            "Submitted by",
            "",
            f"![Image](https://cdn-avatars.example/{number}.png) someone",
            "",
            f"[{e.upvotes or '-'}]({SITE}/login?next=%2Fpapers%2F{e.id})",
            "",
            f"### [{escaped(e.title)}]({paper})",
            "",
        ]
        if e.organization:
            out += [f"[{e.organization[1]}]({SITE}/{e.organization[0]})", ""]
        out += [f"[·{e.authors} authors]({paper})", ""]
        out += [f"[{e.comments}]({paper}#community)", ""] if e.comments else []
    return "\n".join(out)


def numbered_sources(entries: list[Entry], page: Page) -> str:
    """Links as a browsing assistant marks them."""
    out = [plain_top(page)]
    for number, e in enumerate(entries, 1):
        out += [f"【{number}†{e.title}】\n\n{e.abstract}\n\n{who(e)}\n·\n{when(e, page)}"]
        out += [f" {e.comments}\n\n" if e.comments else "\n\n"]
    return "".join(out) + plain_end(page)


LINKED = Shown(id=True, upvotes=True)
STYLES = [
    Style("plain", Shown(), plain),
    Style("dense", Shown(), dense),
    Style("with_upvotes", Shown(upvotes=True), with_upvotes),
    Style("one_line_foot", Shown(), one_line_foot),
    Style("dashes", Shown(), dashes),
    Style("published_on", Shown(upvotes=True, comments=False, both=False), published_on),
    Style("references", LINKED, references),
    Style("references_lost", replace(LINKED, id=False), references_lost),
    Style("inline", LINKED, inline),
    Style("inline_cjk", LINKED, inline_cjk),
    Style("link_first", Shown(id=True), link_first),
    Style("address_after", Shown(id=True), address_after),
    Style("address_before", Shown(id=True), address_before),
    Style("marked_links", Shown(date=False, comments=False, repository=True), marked_links),
    Style("titles_only", Shown(abstract=False, date=False, upvotes=True, both=True), titles_only),
    Style(
        "titles_only_links",
        replace(LINKED, abstract=False, date=False, both=True),
        titles_only_links,
    ),
    Style("numbered_sources", Shown(), numbered_sources),
]


def wrapped(text: str, width: int) -> str:
    """The page as a tool that wraps lines saves it; addresses stay whole."""
    return "\n".join(wrap(line, width) if len(line) > width else line for line in text.split("\n"))


def spoiled(text: str, chance: random.Random) -> str:
    """What browsers and editors add that changes nothing."""
    lines = []
    for each in text.split("\n"):
        line = each
        if chance.random() < 0.1:
            line += " " * chance.randint(1, 3)
        if chance.random() < 0.1 and line:
            line = line.replace(" ", "\u00a0", 1)
        if chance.random() < 0.05:
            line = "\u200b" + line
        lines.append(line)
    return chance.choice(["\n", "\r\n"]).join(lines)


WORDS = [
    "sparse",
    "attention",
    "graph",
    "model",
    "token",
    "memory",
    "agent",
    "policy",
    "reward",
    "vision",
    "speech",
    "retrieval",
    "alignment",
    "latent",
    "kernel",
    "spectral",
    "operator",
    "robust",
    "causal",
    "federated",
    "diffusion",
    "planning",
    "benchmark",
    "dataset",
    "translation",
    "reasoning",
    "inference",
    "training",
    "gradient",
]
ODD = [
    "[0, 1)",
    "50%",
    "$\\alpha$-stable",
    'Schr\\"odinger',
    "L_2",
    "a*b",
    "`code`",
    "(see [12])",
    "https://github.com/example-lab/tool",
    "e.g.,",
    "<think>",
    "#1",
    "f[x](t)",
    "2-3x",
    "A & B",
    "~5",
    "x\u00b7y",
    "na\u00efve",
]


def invented(chance: random.Random, count: int, day: date) -> list[Entry]:
    """Entries of our own making."""
    entries = []
    for number in range(count):

        def words(least: int, most: int, odd: float = 0.0) -> list[str]:
            return [
                chance.choice(ODD) if chance.random() < odd else chance.choice(WORDS)
                for _ in range(chance.randint(least, most))
            ]

        title = " ".join(word.capitalize() for word in words(3, 14)) + f" {number}"
        if chance.random() < 0.3:
            title = f"{chance.choice(WORDS).upper()}-{number}: {title}"
        sentences = [
            " ".join(words(8, 25, 0.08)).capitalize() + "." for _ in range(chance.randint(3, 9))
        ]
        age = chance.choice([0, 1, 5, 40, 400, 2000])
        ordinal = day.toordinal() - age
        published = date.fromordinal(ordinal)
        organization = None
        if chance.random() < 0.2:
            organization = chance.choice(
                [("openlab", "OpenLab"), ("north-lab", "North Lab"), ("acme", "Acme")]
            )
        entries.append(
            Entry(
                id=f"{published:%y%m}.{10000 + number}",
                title=title,
                abstract=" ".join(sentences),
                authors=chance.choice([1, 2, 5, 17, 671]),
                published=published,
                upvotes=chance.choice([0, 1, 7, 120]),
                comments=chance.choice([0, 0, 1, 12]),
                organization=organization,
                repository=f"github.com/example/tool-{number}" if chance.random() < 0.5 else None,
            )
        )
    return entries


def expected(entries: list[Entry], style: Style, page: Page) -> Iterator[dict[str, object]]:
    """What a reader must find, field by field; facts that the style hides are ``None``."""
    shown = style.shown
    for rank, e in enumerate(entries, 1):
        has_place = shown.date and style.name != "published_on"
        organization = e.organization if shown.both or has_place else None
        yield {
            "rank": rank,
            "title": " ".join(e.title.split()),
            "abstract": " ".join(e.abstract.split()) if shown.abstract else None,
            "author_count": e.authors if shown.both or not organization else None,
            "organization": organization,
            "published": e.published.isoformat() if shown.date else None,
            "upvotes": e.upvotes if shown.upvotes else None,
            "comments": (e.comments or None) if shown.comments else None,
            "arxiv_id": e.id if shown.id else None,
            "repository": e.repository if shown.repository else None,
        }
