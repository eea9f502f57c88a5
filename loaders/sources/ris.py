"""RIS, the exchange format of reference managers and databases.

Each entry runs from a ``TY`` line to an ``ER`` line; ``rispy`` reads the lines between. Tags that
databases use in different ways (``T1`` or ``TI``, ``PY`` or ``Y1``) are read in a fixed order.
https://en.wikipedia.org/wiki/RIS_(file_format)
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from citegraph.graph.identity.ids import arxiv, doi, orcid, pmid
from citegraph.graph.records import Author, Paper, Rejected, Topic
from citegraph.loaders.documents.document import MOST_NOTES, Document
from citegraph.loaders.sources import cited_text
from citegraph.loaders.sources.dates import iso_date, month_of, partial_date
from citegraph.loaders.sources.fields import by_name, language, people, reading_order, seen
from citegraph.loaders.sources.parts import (
    SCOPUS_ID,
    beginning,
    checked,
    doi_asked,
    first_of,
    organizations,
    papers,
    topics,
    venue,
)
from citegraph.loaders.sources.pubmed_fields import affiliation, heading

FORMAT = "ris"
Fields = dict[str, list[str]]
_TAG = re.compile(r"([A-Z][A-Z0-9])[ \t]{1,2}-(?:\s|$)")
_EARLY = re.compile(r"(?!ER)[A-Z][A-Z0-9]  ?-(?:\s|$)")  # before the type, as by CiteSource
_START = re.compile(r"\s*(?:\d+\.\s+)?TY  ?- ?\s*[A-Z]{3,8}\s*$", re.MULTILINE)
# The lines that JSTOR, EBSCO, ProQuest and Cochrane write above the entries, and Ovid below each.
_HEADER = re.compile(
    r"\s*\ufeff?\s*(?:(?:(?:Provider|Database|Content|Link to the Ovid Full Text or citation)\s*:"
    r"|NL  -|Record #\d+ of \d+$).*)?$"
)
_KINDS = by_name(
    {
        "article": "JOUR,JFULL,EJOUR,MGZN,NEWS",
        "proceedings-article": "CONF,CPAPER",
        "book": "BOOK,EBOOK,EDBOOK",
        "book-chapter": "CHAP,ECHAP",
        "dissertation": "THES",
        "report": "RPRT",
        "dataset": "DATA",
        "software": "COMP",
        "preprint": "UNPB,INPR",
        "standard": "STAND",
        "patent": "PAT",
    }
)
# Tags whose further lines are further values, as in exports of EndNote; an indented line continues
# the one before.
_LISTED = frozenset({"AD", "KW", "L1", "L2", "N1", "SN", "UR"})
_REFERENCES = "N1  - References:"  # of Scopus, one on each line
_CITED = re.compile(r"Cited By\s?:\s?(\d{1,9})")  # a note of Scopus
_ADDRESS = re.compile(r"\s*;\s*(?=[a-z]+://)|\s+(?:and\s+)?(?=[a-z]+://)")
_DOI_NOTE = re.compile(r"(?:doi:?\s*)?10\.\d{4,9}/\S+", re.IGNORECASE)
_WOS = re.compile(r"(?:<Go to ISI>://)?(WOS:[0-9A-Z]{15})")  # EndNote has it as an address
_ACCESSIONS = {  # tag of the PubMed ID, and the database that uses it
    "C5": re.compile(r"\bEmbase\b", re.IGNORECASE),
    "C2": re.compile(r"\bScopus\b", re.IGNORECASE),
    "AN": re.compile(r"\b(?:PubMed|Medline|Nlm)\b", re.IGNORECASE),
}
_OF_OVID = re.compile(r"ovid\.com/.*[?&]D=(?:med|mes|prem|pmnm|ppez).*[?&]AN=(\d{1,9})\b")
_EUROPE_PMC = re.compile(r"europepmc\.org/(?:article|abstract)/MED/(\d{1,9})\b")
_NULL = re.compile(r",\s*(?:null|undefined)$")  # The Lens, for a person with one name
_SURNAME_FIRST = re.compile(r"([^,]*\w{2}) ((?:[A-Z]\.-?)+)")  # Embase: "van der Roe J.K."
_KEYWORD = re.compile(r"Author-Supplied Keyword: ([^;]+)")  # EBSCO, within a note
_PMID = re.compile(r"(\d{1,9}) \[PMID\]")  # Dimensions
_PMCID = re.compile(r"\b(PMC\d{4,9})\b")
_PREPRINT = re.compile(r"\barXiv:\s?(\S+)", re.IGNORECASE)
_ORCID = (
    re.compile(  # Ovid: "ORCID: http://orcid.org/Doe, Jo; ORCID: http://orcid.org/0000-..., Roe"
        r"(?:orcid\.org/|(?<=[\dX]), )([^;:/]{1,100}); ORCID: https?://orcid\.org/([\dX-]{19})\b"
    )
)
_QUALIFIED = re.compile(r"(?:\*?[^/]+)(?:/\*?[a-z][a-z &,-]+)+|\*.+")  # MeSH: "Aging/*genetics"
_LONGEST = 100_000  # lines of one entry; beyond, its end line is missing


def recognizes(document: Document) -> float:
    """Certain if the first line with text is a type tag."""
    if document.head.lstrip()[:1] in ("{", "[", "<"):
        return 0.0
    lines = [line for line in document.head.split("\n", 50)[:50] if line.strip()]
    if not lines:
        return 0.0
    first = next((n for n, line in enumerate(lines) if _START.match(line)), None)
    return 0.0 if first is None else 1.0 if first <= 1 else 0.6


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper, streamed.

    An entry without a title or an identifier, and text that belongs to no entry, is rejected with
    its line.
    """
    yield from papers(document, _entries(document), _paper, "no entry")


def _entries(document: Document) -> Iterator[tuple[str, Fields | Rejected]]:
    """Yield the fields of each entry, and text between entries as rejected, with their places."""
    for number, lines, closed in _runs(document):
        place = f"line {number}"
        if _START.match(lines[0]):
            if not closed:
                document.notes.append(f"{place}: the entry has no end line (ER)")
            yield place, _fields(lines)
        elif not all(_HEADER.match(line) for line in lines if line.strip()):
            raw = "\n".join(lines)[:200]
            yield place, Rejected(reason="text outside an entry", where="", raw=raw)


def _runs(document: Document) -> Iterator[tuple[int, list[str], bool]]:
    """Yield the lines of each entry, and of each run of text between entries.

    Returns:
        Number of the first line, the lines, and whether an end line closed them.
    """
    lines: list[str] = []
    start, inside = 0, False
    blank = apart = True  # whether the line before, or before the run, is blank
    for number, line in document.lines():
        text = line.rstrip()
        begins = text[:80].lstrip().startswith("TY") and _START.fullmatch(text)
        ends = inside and (tag := _TAG.match(text)) and tag[1] == "ER"
        if begins and lines and apart and all(map(_EARLY.match, lines)):
            lines.insert(0, text.lstrip())
            inside, apart = True, False
            continue
        if (begins or len(lines) >= _LONGEST) and lines:
            yield start, lines, False
            lines = []
        if begins:
            inside, text = True, text.lstrip()
        if ends:
            yield start, lines, True
            lines, inside = [], False
        elif inside or (text.strip() and not re.fullmatch(r"\s*\d+\.?", text)):
            if not lines:
                start, apart = number, blank and not inside
            lines.append(text)
        blank = not text.strip()
    if any(line.strip() for line in lines):
        yield start, lines, False


def _fields(lines: list[str]) -> Fields:
    """Return the values of each tag, in order; a line without a tag continues the one before.

    ``NA``, the missing value of R, is left out.
    """
    tagged = ["TY  - " + lines[0].partition("-")[2].strip()]
    for line in lines[1:]:
        if _TAG.match(line):
            tagged.append(_TAG.sub(r"\1  - ", line, count=1))
        elif (
            tagged[-1][:2] in _LISTED
            and not line[:1].isspace()
            and not tagged[-1].startswith(_REFERENCES)
        ):
            tagged.append(f"{tagged[-1][:2]}  - {line.strip()}")
        else:
            tagged[-1] += f" {line.strip()}"
    entry = _parser().parse("\n".join([*tagged, "ER  - "]))[0]
    kind = entry.pop("TY", "")
    unknown = entry.pop("UK", {})
    known = {
        tag: [" ".join(value.split()) for value in values if value != "NA"]
        for tag, values in {**entry, **unknown}.items()
    }
    return {"TY": [kind], **known}


@cache
def _parser() -> Any:
    """Return a parser that keeps every tag under its own name, as a list."""
    import rispy  # noqa: PLC0415 - only where there is RIS to read

    tags = dict.fromkeys(rispy.config.TAG_KEY_MAPPING)
    return rispy.RisParser(
        mapping={tag: tag for tag in tags},
        list_tags=[t for t in tags if t not in {"TY", "ER"}],
        delimiter_tags_mapping={},
    )


def _paper(fields: Fields, document: Document, place: str, rank: int) -> Iterator[Paper | Rejected]:
    """Yield an entry as a paper."""

    def first(*tags: str) -> str | None:
        return next((v for tag in tags for v in fields.get(tag, ()) if v), None)

    title = first("TI", "T1", "CT", "BT")
    kind = fields["TY"][0]
    if not title and kind in {"BOOK", "EBOOK", "EDBOOK"}:
        title = first("T2")
    names, partial = people(
        _NULL.sub("", name.strip())
        for tag in ("AU", "A1")
        for value in fields.get(tag, ())
        for name in value.split(";")
    )
    if names and all(map(_SURNAME_FIRST.fullmatch, names)):
        names = [_SURNAME_FIRST.sub(r"\1, \2", name) for name in names]
    addresses = (one for tag in ("UR", "L1", "L2") for one in fields.get(tag, ()))
    links = [
        link
        for address in addresses
        for part in _ADDRESS.split(address)
        if (link := part.strip(" ;")).startswith(("http://", "https://", "ftp://"))
    ]
    journal = first("JF", "JO", "T2", "JA", "J2", "BT") if kind not in {"BOOK", "THES"} else None
    if not journal and kind in {"CONF", "CPAPER"}:
        journal = first("C3")
    notes, thesis = fields.get("N1", []), kind == "THES"
    cited = [
        work
        for note in notes
        if note.startswith("References:")
        for work in cited_text.split(note.partition(":")[2])
    ]
    bare = {_bare(name) for name in names if "," in name}
    placed = _placed({*names}, [*fields.get("M2", ()), *fields.get("AD", ())])
    listed = [
        one for one in fields.get("M1", ()) if len(one) > 40 and cited_text.APA_YEAR.search(one)
    ]
    stated = (pair for one in fields.get("AI", ()) for pair in _ORCID.findall(one))
    orcids = {_bare(name): number for name, text in stated if (number := orcid(text))}
    found = Paper(
        title=title,
        abstract=" ".join(fields.get("AB") or fields.get("N2") or ()) or None,
        published=_published(first("DA"), first("PY"), first("Y1")),
        authors=tuple(
            Author(
                name=reading_order(name),
                orcid=orcids.pop(_bare(name), None),
                organizations=organizations(placed.get(name, ())),
            )
            for name in names
        ),
        author_count=None if partial else len(names) or None,
        authors_partial=partial,
        topics=tuple(
            _topics(
                [*fields.get("KW", ()), *_KEYWORD.findall("; ".join(notes))],
                "NLM" in fields.get("DP", ()),
            )
        ),
        organizations=organizations(
            affiliation(written)
            for value in (*fields.get("AD", ()), *(fields.get("PB", ()) if thesis else ()))
            for part in value.split(";")
            if "ProQuest" not in part
            and (written := part.strip())
            and not _bare(written).startswith(tuple(bare))
        ),
        references=cited_text.scopus(cited) + cited_text.apa(listed),
        text_references=cited_text.nameless(cited),
        cited_by_count=int(times) if (times := _stated(_CITED.fullmatch, *notes)) else None,
        venue=venue(journal, fields.get("SN", ())),
        arxiv_id=_arxiv(fields, links, journal),
        doi=_doi(fields, links),
        pmid=_pmid(fields, links),
        pmcid=_stated(_PMCID.search, *fields.get("C2", ()), *fields.get("U1", ()), *links),
        scopus_id=_stated(SCOPUS_ID.search, *links),
        wos_id=_stated(_WOS.fullmatch, *fields.get("AN", ()), *fields.get("UR", ())),
        url=next(iter(links), None),
        language=language(first("LA")),
        type=_KINDS.get(kind),
        **seen(document, FORMAT, rank, place),
    )
    lost = [f"the ORCID {number} belongs to none of the authors" for number in orcids.values()]
    if not found.published and (year := first("PY", "Y1")):
        lost.append(f"no year in {year[:60]!r}")
    document.notes += [f"{place}: {one}" for one in lost if len(document.notes) < MOST_NOTES]
    yield checked(found, document, place, lambda: beginning(fields))


def _bare(name: str) -> str:
    return re.sub(r"[.\s]+", "", name).casefold()


def _topics(keywords: Iterable[str], of_mesh: bool) -> Iterator[Topic]:
    """Yield keywords, each once; headings of MeSH without their qualifiers."""
    parts = [part.strip() for value in keywords for part in value.split(";")]
    of_mesh = of_mesh or any("/*" in part for part in parts)
    known: set[str] = set()
    for part in parts:
        topic = heading(part) if of_mesh and _QUALIFIED.fullmatch(part) else None
        for one in [topic] if topic else topics([part.strip(" *")]):
            if one.name not in known:
                known.add(one.name)
                yield one


def _stated(search: Callable[[str], re.Match[str] | None], *texts: str) -> str | None:
    """Return the group of the first match in one of the texts."""
    found = first_of(search, texts)
    return found[1] if found else None


def _placed(names: set[str], given: list[str]) -> dict[str, list[str]]:
    """Return the affiliations that Ovid states after the name of an author, by name."""
    found: dict[str, list[str]] = {}
    for one in given:
        ends = [m.start() for m in re.finditer(r"\. |\.?: ", one[:200])]
        for end in sorted({*ends, *(end + 1 for end in ends)}, reverse=True):
            if one[:end] in names and (rest := re.match(r"\.?:? ", one[end:])):
                place = re.sub(r" Electronic address:.*", "", one[end + rest.end() :])
                found.setdefault(one[:end], []).append(affiliation(place))
                break
    return found


def _doi(fields: Fields, links: list[str]) -> str | None:
    """Return the DOI of its tag, of an address, or of a tag that publishers use in its place."""
    others = (one for tag in ("M3", "L3", "ID", "N1") for one in fields.get(tag, ()))
    candidates = (
        *fields.get("DO", ()),
        *(link.partition("?")[0] for link in links),
        *filter(None, map(doi_asked, links)),
        *(one for one in others if _DOI_NOTE.fullmatch(one)),
    )
    return first_of(doi, candidates)


def _arxiv(fields: Fields, links: list[str], journal: str | None) -> str | None:
    """Return the arXiv ID of its tags, of an address, or where a journal has name and pages.

    Google Scholar states it in the journal, ADS in place of the pages.
    """
    places = (journal or "", *fields.get("SP", ()), *fields.get("VL", ()))
    stated = first_of(_PREPRINT.search, places)
    candidates = (*fields.get("DO", ()), *links, *fields.get("M1", ()), stated and stated[0])
    return first_of(arxiv, candidates)


def _pmid(fields: Fields, links: list[str]) -> str | None:
    """Return the PubMed ID of an address or of the tag that the database uses for it."""
    database = " ".join(one for tag in ("DB", "DP") for one in fields.get(tag, ()))
    tag = next((tag for tag, name in _ACCESSIONS.items() if name.search(database)), "")
    candidates = (
        *links,
        *(stated[1] for one in fields.get("U1", ()) if (stated := _PMID.fullmatch(one))),
        *(one for one in fields.get(tag, ()) if one.isdecimal()),
        *(
            stated[1]
            for link in links
            if (stated := _OF_OVID.search(link) or _EUROPE_PMC.search(link))
        ),
    )
    return first_of(pmid, candidates)


def _published(day: str | None, *years: str | None) -> str | None:
    """Return the fullest of the dates as ISO 8601, as far as they are known and agree.

    A day without a year, such as ``NOV 15`` in exports of Web of Science, is of the first year.
    """
    year = next((found for text in years if (found := re.search(r"\d{4}", text or ""))), None)
    if day and year and not re.search(r"\d{4}", day):
        month = iso_date([year[0], month_of(day) if day[0].isalpha() else None])
        day = partial_date(f"{day}, {year[0]}") or partial_date(f"{day} {year[0]}") or month
    best = ""
    for text in (day, *years):
        number = re.search(r"\d{4}", text or "")
        known = partial_date(text)
        if text and number and len(known or "") < len("2018-04"):  # IEEE: "15-20 April 2018"
            month = iso_date([number[0], month_of(text[: number.start()] + text[number.end() :])])
            whole = partial_date(text[number.start() :])
            known = max(known or "", whole or "", month or "", key=len)
        if known and len(known) > len(best) and known.startswith(best[:4]):
            best = known
    return best or None
