"""Plan the requests that complete papers of the graph.

A reply is cached with the identifiers that its request asked for, and further ones of what was
found. So a paper is requested once, even if its identifiers change meanwhile: an interrupted run
continues where it stopped, and a second run makes no call.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from citegraph.graph.exporting.identities import Identified
from citegraph.graph.identity.works import KEYS, Known
from citegraph.loaders.documents.http_cache import Cache, CachedReply
from citegraph.loaders.documents.http_request import Request
from citegraph.loaders.services.service import Service, Step, best, names_of

FRESH = 7 * 86400.0  # seconds for which a cached reply is used


@dataclass(slots=True)
class Job:
    """One reply to read: a cached one, or one to request."""

    step: Step
    papers: list[Identified]
    request: Request | None = None
    cached: CachedReply | None = None
    by_title: bool = False


@dataclass(slots=True)
class Plan:
    """The requests of an enrichment, before its first call.

    Attributes:
        service: name of the service.
        papers: number of papers to complete.
        by_identifier: papers that are requested by identifier.
        by_title: papers without such an identifier, which are looked up by title.
        skipped: papers without either, or that the service cannot look up.
        cached: replies that are cached from an earlier run.
        calls: requests to send.
        title_calls: maximum number of further requests, by title, for papers that are not found
            by identifier; none for those that a cached reply contains.
        minutes: how long the calls take.
        usd: price of the calls, in USD.
        most_minutes, most_usd: the same with all further requests by title, as an upper bound.
        allowance: the limits of the service.
    """

    service: str
    papers: int = 0
    by_identifier: int = 0
    by_title: int = 0
    skipped: list[Identified] = field(default_factory=list)
    cached: int = 0
    calls: int = 0
    title_calls: int = 0
    minutes: float = 0.0
    usd: float = 0.0
    most_minutes: float = 0.0
    most_usd: float = 0.0
    allowance: str = ""
    jobs: list[Job] = field(default_factory=list)

    def row(self) -> dict[str, object]:
        """Return the plan as one row of a table."""
        return {
            "service": self.service,
            "papers": self.papers,
            "by_identifier": self.by_identifier,
            "by_title": self.by_title,
            "skipped": len(self.skipped),
            "cached": self.cached,
            "calls": self.calls,
            "at_most": self.calls + self.title_calls,
            "minutes": round(self.minutes, 1),
            "minutes_at_most": round(self.most_minutes, 1),
            "usd": round(self.usd, 4),
            "usd_at_most": round(self.most_usd, 4),
            "allowance": self.allowance,
        }


def plan(service: Service, papers: Iterable[Identified], cache: Cache, *, fresh: float) -> Plan:
    """Plan the requests about papers; replies cached in the last ``fresh`` seconds need none."""
    made = Plan(service.name, allowance=service.allowance)
    index = index_of(service, cache, fresh)
    asked: set[str] = set()
    titled: set[str] = set()
    left: set[str] = set()
    found: set[str] = set()
    every = list(papers)
    searches: list[Job] = []
    for step in service.steps:
        known: dict[str, Job] = {}
        wanted: dict[str, list[Identified]] = {}
        by_title: list[Identified] = []
        for paper in every:
            own = names_of(key for key in paper.known.keys if key[0] in step.takes)
            cached = _found(index, step, {*own, *paper.known.titles})
            if cached:
                job = known.setdefault(
                    cached.key or cached.url,
                    Job(step, [], cached=cached, by_title=_of_title(cached)),
                )
                job.papers.append(paper)
                (titled if job.by_title else asked).add(paper.id)
                if not {*map(step.wanted, own)}.isdisjoint(cached.found):
                    found.add(paper.id)
            elif name := best(step, paper.known.keys):
                wanted.setdefault(name, []).append(paper)
                asked.add(paper.id)
            elif _comparable(paper, service):
                by_title.append(paper)
                titled.add(paper.id)
            else:
                left.add(paper.id)
        made.jobs += known.values()
        made.cached += len(known)
        for batch in service.group(step, wanted):
            for request in service.requests(step, batch, fresh):
                some = [paper for name in request.wanted for paper in wanted[_name(name)]]
                made.jobs.append(Job(step, some, request))
        jobs = lookups(service, step, by_title, index, fresh)
        made.jobs += jobs
        searches += jobs
    made.papers = len(every)
    made.by_identifier = len(asked)
    made.by_title = len(titled - asked)
    made.skipped = [paper for paper in every if paper.id in left - asked - titled]
    made.calls = sum(job.request is not None for job in made.jobs)
    further = [paper for paper in every if paper.id in asked - found]
    later = lookups(service, service.steps[0], further, index, fresh)
    made.title_calls = sum(job.request is not None for job in later)
    each = max(service.pause(), service.seconds) / 60
    made.minutes = made.calls * each
    made.most_minutes = (made.calls + made.title_calls) * each
    lists, search = service.cost
    made.usd = (made.calls - len(searches)) * lists + len(searches) * search
    made.most_usd = made.usd + made.title_calls * search
    return made


def lookups(
    service: Service,
    step: Step,
    papers: Iterable[Identified],
    index: Mapping[str, CachedReply],
    fresh: float,
) -> list[Job]:
    """Return the lookups of papers by title, where the service offers them; one for each title."""
    titles: dict[str, list[Identified]] = {}
    for paper in papers:
        if paper.known.titles and _comparable(paper, service):
            titles.setdefault(min(paper.known.titles), []).append(paper)
    jobs = []
    for title, some in titles.items():
        wanted = step.wanted(title)
        cached = index.get(wanted)
        url = service.lookup(some[0].title or "") or ""
        request = None if cached else service.request(url, fresh=fresh, wanted=(wanted,))
        jobs.append(Job(step, some, request, cached, by_title=True))
    return jobs


def _comparable(paper: Identified, service: Service) -> bool:
    """Report whether a paper can be looked up by title, and compared with the results."""
    known = paper.known
    return bool(
        paper.title
        and known.year
        and (known.first_authors or known.author_count)
        and service.lookup(paper.title)
    )


def _of_title(cached: CachedReply) -> bool:
    return any(name.partition(" ")[2].startswith("title:") for name in cached.wanted)


def index_of(service: Service, cache: Cache, fresh: float) -> dict[str, CachedReply]:
    """Return the newest cached reply for everything that was asked for or found."""
    index: dict[str, CachedReply] = {}
    now = time.time()
    for cached in sorted(cache.described(service.base()), key=lambda cached: cached.at):
        if now - cached.at <= fresh and cache.body(cached.key or cached.url).is_file():
            index.update(dict.fromkeys((*cached.wanted, *cached.found), cached))
    return index


def _found(index: dict[str, CachedReply], step: Step, names: Iterable[str]) -> CachedReply | None:
    """Return the reply that was requested for one of the names."""
    return next(
        (cached for name in sorted(names) if (cached := index.get(step.wanted(name)))), None
    )


def _name(wanted: str) -> str:
    return wanted.partition(" ")[2]


def names(step: Step, known: Known) -> Iterator[str]:
    """Yield the names under which a paper may be asked for again."""
    for name, value in known.keys:
        if name in step.takes:
            yield step.wanted(KEYS[name] + value)
