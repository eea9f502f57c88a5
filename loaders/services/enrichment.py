"""Complete papers of the graph with data of a scholarly service.

The replies go the same way as those of a load: read by the module of their format, completed with
topics and code links, written in batches with identity and provenance. Only papers that were asked
for are written. One that was looked up by its title must agree in year and first author.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from citegraph.graph.counted import counted
from citegraph.graph.errors import SourceError
from citegraph.graph.exporting.identities import Identified, identified
from citegraph.graph.identity.works import KEYS, Known, same_by_title
from citegraph.graph.records import Paper, Rejected
from citegraph.graph.writing.candidates import known_record
from citegraph.loaders import enrich as completing
from citegraph.loaders import formats, services
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_request import Refused
from citegraph.loaders.parallel import Topics
from citegraph.loaders.services.planning import FRESH, Job, Plan, index_of, lookups, names, plan
from citegraph.loaders.services.service import Service, names_of

if TYPE_CHECKING:
    from citegraph.graph.store import Store
    from citegraph.loaders import Progress, Summary
    from citegraph.loaders.documents.http import Fetcher

_STUB = frozenset(  # the fields of a paper of which only the title was asked for
    {
        "title", "raw_title", "published", "arxiv_id", "doi", "openalex_id", "s2_id", "pmid",
        "pmcid", "acl_id", "corpus_id", "url", "cited_by_count", "language", "type", "retracted",
        "withdrawn", "sources", "observed", "origin",
    }
)  # fmt: skip
_EARLY = "the run ended early; run it again to continue"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for one paper: ``found``, or the reason why not, or not all of it."""

    paper: str
    title: str | None
    result: str
    reason: str | None = None


@dataclass(slots=True)
class Enrichment:
    """The plan of an enrichment, and its outcome.

    Attributes:
        plan: the planned calls.
        calls: requests sent, also those that were refused, redirected or repeated.
        outcomes: one for each paper.
        left: the remaining allowance, if the service states it.
        stopped: why the run ended early.
        summary: records and changes; ``None`` if only the plan was requested.
    """

    plan: Plan
    calls: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    left: str | None = None
    stopped: str | None = None
    summary: "Summary | None" = None
    repeated: int = 0  # calls beyond one for each reply: after a failure or a redirect

    def rows(self) -> list[dict[str, object]]:
        """Return the number of papers by result and reason."""
        counts = Counter((one.result, one.reason or "") for one in self.outcomes)
        return [
            {"result": result, "papers": count, "reason": reason or None}
            for (result, reason), count in counts.most_common()
        ]


def enrich(
    store: "Store",
    name: str,
    ids: Collection[str] | None = None,
    *,
    limit: int | None = None,
    only_plan: bool = False,
    refresh: bool = False,
    fetcher: "Fetcher | None" = None,
    planned: Callable[[Plan], None] = lambda _: None,
    progress: "Progress | None" = None,
    rejected: Callable[[Rejected], None] | None = None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Enrichment:
    """Complete papers of a graph. A second run makes no call while replies are cached.

    Args:
        store: the graph.
        name: the service.
        ids: the papers; by default all that are not stubs. Of a stub only title, date and
            identifiers are written, so that it remains one.
        limit: maximum number of papers.
        only_plan: make no call.
        refresh: request again, even if a reply is cached.
        fetcher: how to fetch.
        planned: called with the plan before the first call.
        progress: called after each reply.
        rejected: called with each rejected entry.
        waiting: called with the reason for a wait that takes long.

    Raises:
        SourceError: there is no such service.
        StoreError: the graph cannot be read or written.
    """
    from citegraph.loaders import Summary, store_records  # noqa: PLC0415 - imports this
    from citegraph.loaders.documents.http import Fetcher  # noqa: PLC0415 - needs httpx

    service = services.find(name)
    fresh = 0.0 if refresh else FRESH
    with nullcontext(fetcher) if fetcher else Fetcher(waiting=waiting) as own:
        papers = list(islice(identified(store, ids), limit))
        made = Enrichment(plan(service, papers, own.cache, fresh=fresh))
        if only_plan:
            return made
        planned(made.plan)
        summary = made.summary = Summary(size=len(made.plan.jobs), unit="replies")
        run = _Run(service, own, made, summary, progress, fresh)
        store_records(store, run.records(), summary, progress=progress, rejected=rejected)
        made.outcomes = run.outcomes(papers)
        return made


@dataclass(slots=True)
class _Run:
    """One run: the replies of a plan, matched with the papers that were asked for."""

    service: Service
    fetcher: "Fetcher"
    made: Enrichment
    summary: "Summary"
    progress: "Progress | None"
    fresh: float
    titles: set[str] = field(default_factory=set)  # looked up by title after their identifier
    results: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # by paper
    lacking: dict[str, str] = field(default_factory=dict)  # why a reply about a paper is missing

    def records(self) -> Iterator[Paper | Rejected]:
        """Yield the records of all replies."""
        before = self.fetcher.calls
        divided = further = 0
        with Topics() as topics:
            jobs = list(reversed(self.made.plan.jobs))
            while jobs or (jobs := self._unknown()):
                job = jobs.pop()
                try:
                    document = self._document(job)
                except SourceError as error:
                    if (halves := self._halves(job, error)) is not None:
                        jobs += halves
                        divided, further = divided + 1, further + len(halves)
                        self.summary.size = (self.summary.size or 0) + len(halves) - 1
                        continue
                    yield from self._failed(job, error)
                    if self.made.stopped:
                        for one in (paper for job in jobs for paper in job.papers):
                            self.lacking.setdefault(one.id, _EARLY)
                        break
                    continue
                finally:
                    sent = self.fetcher.calls - before - self.made.calls
                    self.made.calls += sent
                    self.made.repeated += max(sent - 1, 0)
                for record in completing.enrich(
                    iter(self._matched(job, document)), document, self.service.name, topics
                ):
                    yield _unlisted(record)
                self.summary.files[self.service.name] += 1
                if not job.by_title:  # a lookup that finds nothing is one of the results
                    new = [text for text in document.notes if text not in self.summary.notes]
                    self.summary.notes += new
                self.summary.read += 1
                if self.progress:
                    self.progress(self.summary)
            self.summary.notes += topics.notes
        if divided:
            self.summary.notes.append(
                f"{self.service.title} refused a batch {counted(divided, 'time')}; the smaller "
                f"batches added {counted(further, 'call')} to the plan"
            )

    def _unknown(self) -> list[Job]:
        """Return the lookups by title of papers whose identifier the service does not know."""
        papers = {
            paper.id: paper
            for job in self.made.plan.jobs
            if not job.by_title
            for paper in job.papers
            if paper.id not in self.results and paper.id not in self.titles
        }
        self.titles |= papers.keys()
        index = index_of(self.service, self.fetcher.cache, self.fresh)
        step = self.service.steps[0]
        jobs = lookups(self.service, step, papers.values(), index, self.fresh)
        self.summary.size = (self.summary.size or 0) + len(jobs)
        return jobs

    def _document(self, job: Job) -> Document:
        """Return the reply of a job."""
        if job.request is None:
            assert job.cached is not None
            return self.fetcher.document(job.cached)
        document = self.fetcher.get(job.request, expect=self.service.expects)
        self.made.left = self.service.left(document.allowance) or self.made.left
        return document

    def _halves(self, job: Job, error: SourceError) -> list[Job] | None:
        """Return two smaller requests if the service refuses a batch, so that the rest is found.

        It refuses a batch whose reply would be too large, and one that contains an identifier that
        it does not accept.
        """
        request = job.request
        refused = isinstance(error, Refused) and error.reply.startswith(("400", "413", "414"))
        if request is None or not refused or len(request.wanted) < 2:
            return None
        wanted = [one.partition(" ")[2] for one in request.wanted]
        half = len(wanted) // 2
        return [
            Job(
                job.step,
                [p for p in job.papers if {*again.wanted} & {*names(job.step, p.known)}],
                again,
            )
            for some in (wanted[half:], wanted[:half])
            for again in self.service.requests(job.step, some, request.fresh)
        ]

    def _failed(self, job: Job, error: SourceError) -> Iterator[Rejected]:
        """Report a failed request; stop unless only this request was refused."""
        where = job.request.url if job.request else self.service.name
        reason = self.service.explained(str(error).removeprefix(f"{where}: "))
        for paper in job.papers:
            self.results.setdefault(paper.id, ("failed", reason))
            self.lacking[paper.id] = reason
        if not (
            isinstance(error, Refused) and error.reply.startswith(("400", "404", "413", "414"))
        ):
            self.made.stopped = reason  # the caller reports it
            return
        yield Rejected(reason=reason, where=job.request.shown if job.request else where)

    def _matched(self, job: Job, document: Document) -> list[Paper | Rejected]:
        """Return the records of a reply that belong to papers that were asked for."""
        by_name: dict[str, Identified] = {}
        for paper in job.papers:
            by_name.update(dict.fromkeys(names_of(paper.known.keys), paper))
        found: list[Paper | Rejected] = []
        further: set[str] = set()
        document.is_page = True  # no note about results beyond those that were asked for
        entries = [] if document.absent else formats.source(self.service.name).read(document)
        for record in entries:
            if isinstance(record, Rejected):
                if not record.reason.startswith("no paper has the requested identifier"):
                    found.append(_short(record, job))
                continue
            known = known_record(record)
            same = [by_name[name] for name in sorted(names_of(known.keys)) if name in by_name]
            matches = same[:1] or (self._of_title(job, known) if job.by_title else [])
            for paper in matches:
                result = "found by title" if job.by_title else "found by identifier"
                self.results[paper.id] = (result, None)
                found.append(_only_title(record) if paper.stub else record)
                further |= {*names(job.step, known), *names(job.step, paper.known)}
        self._remember(job, further)
        return found

    def _of_title(self, job: Job, known: Known) -> list[Identified]:
        """Return the papers that a record of the same title is about."""
        matches = []
        for paper in job.papers:
            titles = paper.known.titles & known.titles
            if not titles or self.results.get(paper.id, ("",))[0].startswith("found"):
                continue
            if reason := _difference(paper.known, known, min(titles)):
                self.results[paper.id] = ("rejected", reason)
            else:
                matches.append(paper)
        return matches

    def _remember(self, job: Job, further: set[str]) -> None:
        """Store the identifiers of the papers found with the reply, before the graph is written."""
        cache = self.fetcher.cache
        cached = job.cached or (cache.find(job.request.key) if job.request else None)
        if cached is not None and not further <= {*cached.found}:
            cached.found = tuple(sorted({*cached.found, *further}))
            cache.describe(cached)

    def outcomes(self, papers: list[Identified]) -> list[Outcome]:
        """Return what became of each paper."""
        asked = {paper.id: job.by_title for job in self.made.plan.jobs for paper in job.papers}
        title = self.service.title
        made = []
        for paper in papers:
            if paper.id in self.results:
                result, reason = self.results[paper.id]
                if result.startswith("found") and paper.id in self.lacking:
                    result, reason = "found in part", self.lacking[paper.id]
            elif paper.id not in asked:
                result, reason = "not asked", self._lacks(paper)
            elif self.made.stopped:
                result, reason = "not asked", _EARLY
            elif asked[paper.id]:
                result, reason = "unknown", f"title not found in {title}"
            elif paper.id in self.titles and self.service.lookup(paper.title or ""):
                result, reason = "unknown", f"neither identifier nor title found in {title}"
            else:
                result, reason = "unknown", f"identifier not found in {title}"
            made.append(Outcome(paper.id, paper.title, result, reason))
        return made

    def _lacks(self, paper: Identified) -> str:
        """Return why a paper cannot be requested."""
        schemes = [KEYS[name].rstrip(":") for name in self.service.steps[0].takes]
        reason = f"no identifier that {self.service.title} accepts ({', '.join(schemes)})"
        if paper.title and self.service.lookup(paper.title):
            reason += ", and no year or author to verify a paper with the same title"
        return reason


def _difference(paper: Known, record: Known, title: str) -> str | None:
    """Return why a record of the same title is not accepted; ``None`` if it is."""
    named = bool(paper.first_authors and record.first_authors)
    if named and not paper.first_authors & record.first_authors:
        return "a paper with the same title has a different first author"
    if not same_by_title(paper, record, title):
        return "a paper with the same title has a different year or identifier"
    if not paper.year or not record.year:
        return "a paper with the same title has no year to compare"
    counts = {paper.author_count, record.author_count}
    if not named and (None in counts or len(counts) > 1):
        return "a paper with the same title has no author to compare"
    return None


def _short(rejected: Rejected, job: Job) -> Rejected:
    """Return a rejected entry whose place has the short form of the requested address."""
    if job.request is None:
        return rejected
    where = (rejected.where or "").replace(job.request.url, job.request.shown)
    return msgspec.structs.replace(rejected, where=where)


def _unlisted(record: Paper | Rejected) -> Paper | Rejected:
    """Return a record without listings: how papers are divided into requests is no fact of them."""
    return record if isinstance(record, Rejected) else msgspec.structs.replace(record, listings=())


def _only_title(record: Paper) -> Paper:
    """Return a record of the data that complete a stub: title, date, identifiers, counts."""
    given = {name: getattr(record, name) for name in record.__struct_fields__ if name in _STUB}
    return msgspec.structs.replace(Paper(**given), stub=True)
