"""Convert an entry of the Daily Papers API to a paper.

The API replies, a page's embedded JSON and collections as JSON Lines have the same entries. The
site has added keys about twelve times since 2024. Only the keys named here are read; unknown
keys are ignored, because the site adds some every few weeks.
"""

from datetime import date
from typing import Any

import msgspec

from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Author, Organization, Paper, Rejected, Repository
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.dates import day_of
from citegraph.loaders.sources.fields import fold, listing
from citegraph.loaders.sources.parts import checked, topics

KIND = "daily-papers"
SITE = "https://huggingface.co"


class User(msgspec.Struct):
    """The account of an author."""

    user: str | None = None
    name: str | None = None  # replaces ``user`` since 2026


class Person(msgspec.Struct):
    """An entry of the author list."""

    name: str | None = None
    hidden: bool | None = False
    user: User | str | None = None
    status: str | None = None  # of the account: claimed_verified, admin_assigned, ...


class Company(msgspec.Struct):
    """An organization: ``name`` is its account, ``fullname`` its name."""

    name: str
    fullname: str | None = None


class Linked(msgspec.Struct):
    """A model, dataset or Space that links to the paper."""

    id: str


class Body(msgspec.Struct, rename={"ai_keywords": "ai_keywords"}):
    """The paper of an entry, and the reply about a single paper."""

    id: str
    title: str | None = None
    summary: str | None = None
    authors: list[Person] = []
    publishedAt: str | None = None  # noqa: N815 - the reply's name
    submittedOnDailyAt: str | None = None  # noqa: N815 - the reply's name
    withdrawnAt: str | None = None  # noqa: N815 - the reply's name
    upvotes: int | None = None
    numComments: int | None = None  # noqa: N815 - the reply's name
    ai_keywords: list[str] | None = None
    githubRepo: str | None = None  # noqa: N815 - the reply's name
    githubStars: int | None = None  # noqa: N815 - the reply's name
    githubRepoAddedBy: str | None = None  # noqa: N815 - the reply's name
    projectPage: str | None = None  # noqa: N815 - the reply's name
    organization: Company | None = None
    linkedModels: list[Linked] = []  # noqa: N815 - the reply's name
    linkedDatasets: list[Linked] = []  # noqa: N815 - the reply's name
    linkedSpaces: list[Linked] = []  # noqa: N815 - the reply's name


class Entry(msgspec.Struct, rename={"dates": "_dates"}):
    """One entry of a day's list."""

    paper: Body
    title: str | None = None
    publishedAt: str | None = None  # noqa: N815 - the reply's name
    numComments: int | None = None  # noqa: N815 - the reply's name
    organization: Company | None = None
    submitterOrganization: Company | None = None  # noqa: N815 - September 2025 only
    withdrawnAt: str | None = None  # noqa: N815 - the reply's name
    dates: list[str] = []


def entry(value: Any) -> Entry:
    """Convert a decoded JSON value to an entry.

    Raises:
        msgspec.ValidationError: the value is not an entry; the message contains the path.
    """
    if isinstance(value, dict) and "paper" not in value and "id" in value:
        value = {"paper": value, "title": value.get("title")}
    return msgspec.convert(value, Entry, strict=False)


def paper(
    one: Entry,
    document: Document,
    *,
    format: str,
    where: str,
    days: list[date],
    rank: int | None = None,
) -> Paper | Rejected:
    """Convert an entry to a paper, with one listing for each day on which it was listed.

    Upvotes and comments belong to the last day, on which they were counted.

    Returns:
        The paper; a rejected entry if it has neither a title nor an identifier.
    """
    body = one.paper
    title = fold(body.title or one.title or "")
    written = fold(one.title or "")
    comments = one.numComments if one.numComments is not None else body.numComments
    observed = document.captured or (max(days) if days else None)
    published = day_of(body.publishedAt)
    withdrawn = day_of(body.withdrawnAt or one.withdrawnAt)
    number = fold(body.id)
    authors = tuple(author for person in body.authors if (author := _author(person)))
    found = Paper(
        title=title or None,
        raw_title=written if written and written != title else None,
        abstract=fold(body.summary or "") or None,
        arxiv_id=number or None,
        url=f"{SITE}/papers/{number}" if number else None,
        published=published.isoformat() if published else None,
        authors=authors,
        author_count=len(authors) or None,
        organizations=_organizations(one),
        topics=topics(map(fold, body.ai_keywords or ()), source="ai_keywords"),
        repositories=_repositories(body),
        project_pages=_project_pages(body),
        links=_links(body),
        upvotes=body.upvotes,
        comments=comments,
        withdrawn=withdrawn.isoformat() if withdrawn else None,
        listings=tuple(
            listing(document, KIND, rank, where, day, body.upvotes, comments)
            if day == max(days)
            else listing(document, KIND, rank, where, day)
            for day in days
        ),
        sources=(format,),
        observed=observed.isoformat() if observed else None,
        origin=where,
    )
    return checked(found, document, where, lambda: body.id)


# An administrator or a program assigned the account; its owner did not confirm it.
_UNCONFIRMED = frozenset({"admin_assigned", "extracted_pending", "extracted_infirmed"})


def _author(person: Person) -> Author | None:
    user = person.user if isinstance(person.user, User) else User(user=person.user)
    name = fold(person.name or "")
    if not name:
        return None
    account, hidden = user.user or user.name, bool(person.hidden)
    if person.status in _UNCONFIRMED:
        return Author(name=name, hidden=hidden, hf_assigned=account)
    return Author(name=name, hidden=hidden, hf_user=account)


def _organizations(one: Entry) -> tuple[Organization, ...]:
    found = one.paper.organization or one.organization or one.submitterOrganization
    if found is None or not (handle := fold(found.name)):
        return ()
    return (Organization(name=fold(found.fullname or "") or handle, handle=handle),)


def _repositories(body: Body) -> tuple[Repository, ...]:
    found = []
    if address := fold(body.githubRepo or ""):
        found.append(
            Repository(url=address, stars=body.githubStars, linked_by=body.githubRepoAddedBy)
        )
    page = fold(body.projectPage or "")
    if page and page != address and repository(page):
        found.append(Repository(url=page, linked_by="project-page"))
    return tuple(found)


def _project_pages(body: Body) -> tuple[str, ...]:
    page = fold(body.projectPage or "")
    return (page,) if page and not repository(page) else ()


def _links(body: Body) -> tuple[str, ...]:
    groups = (
        ("models", body.linkedModels),
        ("datasets", body.linkedDatasets),
        ("spaces", body.linkedSpaces),
    )
    return tuple(f"{kind}/{fold(each.id)}" for kind, items in groups for each in items)
