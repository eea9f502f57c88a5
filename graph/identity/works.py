"""Decide whether two papers are one, by their identifiers, titles, authors and years.

Two identifiers of one scheme conflict, except those of a preprint and its published version, which
have different DOIs, and sources that count versions (OpenAlex, Semantic Scholar, PubMed) give each
an identifier of its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from citegraph.graph.identity import ids
from citegraph.graph.identity.changed_titles import changed

# Names of identifiers, strongest first, with the prefix of their scheme.
KEYS = {
    "id": "",
    "arxivId": "arxiv:",
    "doi": "doi:",
    "openalexId": "openalex:",
    "s2Id": "s2:",
    "pmid": "pmid:",
    "pmcid": "pmcid:",
    "aclId": "acl:",
    "corpusId": "corpusid:",
    "scopusId": "scopus:",
    "wosId": "wos:",
    "omid": "omid:",
    "dblp": "dblp:",
    "openreview": "openreview:",
    "work": "work:",  # of several papers of one title, see graph.writing.titled
}
SCHEMES = {prefix.rstrip(":") or "own": name for name, prefix in KEYS.items()}
Keys = frozenset[tuple[str, str]]  # name in KEYS, value
_PER_VERSION = frozenset(
    ("openalexId", "s2Id", "corpusId", "pmid", "pmcid", "scopusId", "wosId", "omid", "dblp")
)
# Identifiers that people copy, so that a record may have that of another paper.
COPIED = frozenset({"arxivId", "doi", "pmid", "pmcid", "aclId"})
_ALIKE = 55.0  # of two titles, 0 to 100, by sorted words
_THESIS = "dissertation"
# Types of what belongs to a paper and often has its title.
KINDS = {
    **dict.fromkeys(("dissertation", "phdthesis", "mastersthesis", "thesis"), _THESIS),
    **{
        kind: kind
        for kind in re.findall(
            r"\S+",
            """dataset software component peer-review supplementary-materials erratum correction
            corrigendum retraction""",
        )
    },
}
# Types of papers, and where they are published.
PUBLISHED_IN = {
    **dict.fromkeys(("inproceedings", "proceedings-article"), "conference"),
    **dict.fromkeys(("article", "journal-article"), "journal"),
    **dict.fromkeys(("incollection", "book-chapter", "chapter"), "chapter"),
    **dict.fromkeys(("book", "monograph"), "book"),
}
_DATA = re.compile(  # DOIs of repositories that contain data only
    r"10\.(?:5061/dryad|17632/|7910/dvn|1594/pangaea|3886/|15468/|57967/hf/)"
)
_YEARS_APART = 3  # between a preprint and its journal version
_SHORT = 3  # words; several papers may share a title that short
_NONE: frozenset[str] = frozenset()

# DOIs of preprint servers; the group is the server.
_PREPRINT = re.compile(
    r"(10\.1101|10\.64898)/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,}"
    r"|(10\.(?:48550|21203|20944|26434|2139|36227|22541|14293|32388|33774|13140|55458"
    r"|31219|3123[1-9]|3122\d|3573\d|35542|31730))/"
    r"|(10\.1590/scielopreprints|10\.1002/essoar|10\.5194/egusphere|10\.2196/preprints)"
)
# Titles that many papers share.
_GENERIC = re.compile(
    r"title:(?:editorial|preface|foreword|introduction|erratum|errata|correction|corrigendum|reply"
    r"|response|comments?|book-review|(?:poster-)?abstracts?|index|contents|front-matter|back-matter"
    r"|proceedings|announcement|obituary|in-memoriam|letter|guest-editor(?:s|ial)?|conclusions?"
    r"|from-the-(?:editors?|president|chairs?)|in-this-issue|special-issue|table-of-contents"
    r"|(?:annual|conference|meeting|editor-s|president-s|chairs?-s?)-(?:report|note|message|address)"
    r"|(?:news|notes|news-and-notes|notes-and-news|calendar|letters|obituaries|welcome)$"
    r"|book-reviews?|message-from|welcome-(?:from|message)"
    r"|(?:program|programme|organi[sz]ing)-committee|(?:author|subject|keyword)-index"
    r"|list-of-(?:authors|reviewers|contributors|participants)|acknowledge?ments?)(?:-|$)"
)
_SERIES = ("title:proceedings-", "title:annual-report-", "title:abstracts-")
_EDITORIAL = 4  # words of a generic title that issues of a journal repeat, or "special issue"


@dataclass(slots=True)
class Known:
    """The data of a record or node that decides its identity."""

    keys: Keys
    titles: frozenset[str] = _NONE  # as identifiers, see resolve.title_id
    year: int | None = None
    author_count: int | None = None
    node: str | None = None  # id, if it is a node
    also: frozenset[str] = _NONE  # entries of alsoKnownAs
    first_authors: frozenset[str] = _NONE  # as first_author returns them
    preprint: bool = False  # a source states this type
    title_keys: frozenset[str] = _NONE  # normalized titles
    authors: frozenset[str] = _NONE  # as author_key returns them
    kinds: frozenset[str] = _NONE  # of KINDS
    published_in: frozenset[str] = _NONE  # of PUBLISHED_IN

    def __or__(self, other: "Known") -> "Known":
        """Return the data of both, which are one paper."""
        return Known(
            self.keys | other.keys,
            self.titles | other.titles,
            min((year for year in (self.year, other.year) if year), default=None),
            max((n for n in (self.author_count, other.author_count) if n), default=None),
            first_authors=self.first_authors | other.first_authors,
            preprint=self.preprint or other.preprint,
            title_keys=self.title_keys | other.title_keys,
            authors=self.authors | other.authors,
            kinds=self.kinds | other.kinds,
            published_in=self.published_in | other.published_in,
        )


def author_key(name: str) -> str:
    """Return family name and first initial: ``"lovelace a"``."""
    words = ids.name_key(name).split()
    while len(words) > 1 and words[-1] in ids.GENERATIONS:
        words.pop()
    return " ".join(words) if len(words) < 2 else f"{words[-1]} {words[0][:1]}"


def first_author(names: Iterable[str]) -> str | None:
    """Return family name and first initial of the first author."""
    return next((author_key(name) for name in names), None)


def _dois(known: Known) -> tuple[set[str], dict[str, set[str]]]:
    """Return published DOIs, and those of preprints, by server."""
    published: set[str] = set()
    preprints: dict[str, set[str]] = {}
    for name, value in known.keys:
        if name != "doi":
            continue
        if found := _PREPRINT.match(value):
            preprints.setdefault(found[found.lastindex or 0], set()).add(value)
        else:
            published.add(value)
    return published, preprints


def is_preprint(known: Known) -> bool:
    """Report whether only a preprint is known."""
    published, preprints = _dois(known)
    names = {name for name, _ in known.keys}
    return (
        not published
        and "aclId" not in names
        and bool(preprints or "arxivId" in names or known.preprint)
    )


def is_published(known: Known) -> bool:
    """Report whether a published version is known, and no preprint."""
    published, preprints = _dois(known)
    names = {name for name, _ in known.keys}
    return bool(published or "aclId" in names) and not preprints and "arxivId" not in names


def versions(a: Known, b: Known) -> bool:
    """Report whether these may be a preprint and a published paper."""
    return (is_preprint(a) and is_published(b)) or (is_preprint(b) and is_published(a))


def conflict(a: Known, b: Known) -> bool:
    """Report whether identifiers state that two papers without a common one are different."""
    names = {name for name, _ in a.keys} & {name for name, _ in b.keys}
    if "doi" in names:
        published, preprints = _dois(a)
        others, servers = _dois(b)
        if published and others and not published & others:
            return True
        if any(not preprints[server] & servers[server] for server in preprints.keys() & servers):
            return True
        names.discard("doi")
    return bool(names - _PER_VERSION if versions(a, b) else names)


def contradict(a: Known, b: Known) -> bool:
    """Report whether two papers are different although they share an identifier.

    The first author of neither is an author of the other, they share only identifiers that people
    copy, and another identifier differs or the titles have little in common. One of them has the
    identifier by mistake, such as the DOI of a book, or of the entry that was copied. A title may
    be translated, so titles that are not in Latin letters do not count.
    """
    if not (a.first_authors and b.first_authors and a.title_keys and b.title_keys):
        return False
    if a.first_authors & (b.first_authors | b.authors) or b.first_authors & a.authors:
        return False
    shared = {name for name, _ in a.keys & b.keys}
    if shared - COPIED:
        return False
    if ({name for name, _ in a.keys} & {name for name, _ in b.keys} & COPIED) - shared:
        return True
    from rapidfuzz import fuzz  # noqa: PLC0415 - most loads have no such pair

    return all(
        one.isascii() and other.isascii() and fuzz.token_sort_ratio(one, other) < _ALIKE
        for one in a.title_keys
        for other in b.title_keys
    )


def same_by_title(a: Known, b: Known, title: str) -> bool:
    """Report whether two papers with the same title and no common identifier are one."""
    if conflict(a, b):
        return False
    apart = abs(a.year - b.year) if a.year and b.year else None
    counts = (a.author_count, b.author_count)
    named = bool(a.first_authors and b.first_authors)
    equal = None in counts or counts[0] == counts[1]
    # A dissertation, and an article of its author, or a paper with others.
    other = a.published_in or b.published_in or not equal
    thesis = other and _THESIS in a.kinds ^ b.kinds
    chapter = a.published_in | b.published_in == {"book", "chapter"}
    if thesis or chapter or (named and not a.first_authors & b.first_authors):
        return False
    contained = _contains(a, title) or _contains(b, title)
    later = apart and (apart > 1 or not equal) and _both_published(a, b)
    if (later or _kinds(a) != _kinds(b)) and not contained:
        return False
    if _repeated(title) and not (named and versions(a, b)):
        alike = named or None not in counts or not (a.first_authors or b.first_authors)
        dated = apart == 0 or (apart is None and (named or a.year == b.year))
        return equal and (contained or alike) and (dated or (contained and apart is None))
    if _short(title) and not (named and versions(a, b)):
        return (apart is None or apart <= 1) and equal
    return apart is None or apart <= _YEARS_APART


def _both_published(a: Known, b: Known) -> bool:
    """Report whether these are editions of a book, or a conference paper and another paper."""
    preprint = a.preprint or b.preprint or any(name == "arxivId" for name, _ in a.keys | b.keys)
    where = a.published_in and b.published_in and a.published_in | b.published_in
    return ("conference" in where or where == {"book"}) and not (
        preprint or is_preprint(a) or is_preprint(b)
    )


def _contains(known: Known, title: str) -> bool:
    """Report whether a node with an identifier contains a record of this title alone.

    It is compared without what the record may lack, so that loading it again changes nothing.
    """
    return bool(known.keys) and any(entry.startswith(f"{title} (") for entry in known.also)


def _repeated(title: str) -> bool:
    """Report whether journals use a title again and again, such as "Editorial"."""
    return bool(_GENERIC.match(title)) and (
        title.count("-") < _EDITORIAL or "-special-issue" in title or title.startswith(_SERIES)
    )


def _kinds(known: Known) -> frozenset[str]:
    """Return the kinds of a supplement, such as software or a review; empty for a paper."""
    data = any(name == "doi" and _DATA.match(value) for name, value in known.keys)
    kinds = known.kinds - {_THESIS}  # some sources give it another type
    return kinds | {"dataset"} if data else kinds


def _short(title: str) -> bool:
    if _GENERIC.match(title):
        return True
    words = title.removeprefix("title:").split("-")
    return sum(any(map(str.isalnum, word)) for word in words) < _SHORT


_OVERLAP = 0.5  # share of the shorter author list


def same_version(a: Known, b: Known) -> bool:
    """Report whether a preprint and a published paper are one, although the title was changed.

    The first authors must be the same, half of the shorter author list in the other one, the years
    at most three apart, and one title a changed form of the other
    (:mod:`citegraph.graph.identity.changed_titles`).
    """
    if not (a.first_authors & b.first_authors and versions(a, b)) or conflict(a, b):
        return False
    if _kinds(a) != _kinds(b):
        return False
    if a.year and b.year and abs(a.year - b.year) > _YEARS_APART:
        return False
    if a.authors and b.authors:
        shorter = min(len(a.authors), len(b.authors))
        if len(a.authors & b.authors) < _OVERLAP * shorter:
            return False
    if a.author_count and b.author_count:
        fewer, more = sorted((a.author_count, b.author_count))
        if more - fewer > max(2, more // 2):
            return False
    same = len(a.authors) > 1 and a.authors == b.authors
    return any(
        changed(one, other, same_authors=same) for one in a.title_keys for other in b.title_keys
    )
