"""PubMed's tagged text, which reference managers call Medline or nbib.

A tag of up to four capitals, padded, and a hyphen begin a field; lines that are indented continue
it. An entry begins with ``PMID-``. Exports of other databases in this layout begin an entry with
another tag (``UI``, ``STAT``, ``TI``). https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format
"""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import pairwise

from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Organization, Paper, Rejected, Topic
from citegraph.loaders.documents.document import MOST_NOTES, Document
from citegraph.loaders.sources import pubmed_fields as pubmed
from citegraph.loaders.sources.dates import iso_date
from citegraph.loaders.sources.fields import fold, language, reading_order, seen
from citegraph.loaders.sources.parts import checked, first_of, organizations, papers, topics, venue

FORMAT = "medline"
Fields = list[tuple[str, str]]
_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3})[ \t]{0,2}-(?:[ \t]|$|(?<=PMID-)(?=\d))")
_START = re.compile(r"^[ \t]*PMID ?- ?\d{1,9}[ \t\r]*$", re.MULTILINE)
_FIELD = re.compile(
    r"^[ \t]*(?:OWN |STAT|DCOM|FAU |AU  |AID |LID |TI  |AB  |JT  |TA  |DP  |PT  |MH  |UI  |SO  )- ",
    re.MULTILINE,
)
_OWN = re.compile(r"^[ \t]*(?:OWN |STAT|DCOM|FAU |AUID|AID |LID |MHDA|CRDT|PHST)- ", re.MULTILINE)
# At most once in an entry: after a blank line, a second one begins the next entry.
_ONCE = frozenset(
    {"PMID", "UI", "OWN", "STAT", "TI", "BTI", "DP", "JT", "TA", "SO", "DB", "AN", "VN", "ST"}
)
_NUMBER = re.compile(r"\s*(?:<\s*\d+\.?\s*>|\d+[.:]?)\s*")
_PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b")
_DOI = re.compile(r"\bdoi:\s*(10\.\d{4,9}/[^\s;]+)", re.IGNORECASE)
_CUT = re.compile(r"et\.? al\b\.?", re.IGNORECASE)
_NAMES = {"FAU": "full", "FA": "full", "AU": "short", "CN": "group"}
_LONGEST = 50_000  # fields of one entry; beyond, the start of the next one is missing


def recognizes(document: Document) -> float:
    """Certain for an entry that begins with its PubMed ID and has other tags of PubMed."""
    head = document.head
    if head.lstrip()[:1] in ("{", "[") or head.lstrip().startswith(("<?", "<!")):
        return 0.0
    if _START.search(head) and _FIELD.search(head):
        return 1.0
    fields = {found.strip() for found in _FIELD.findall(head)}
    if re.search(r"^[ \t]*TY  ?- ", head, re.MULTILINE) or not {"TI  -", "BTI -"} & fields:
        return 0.0
    return 0.9 if _OWN.search(head) else 0.6 if len(fields) > 3 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper, streamed; a retraction notice also marks what it retracts.

    An entry without a title or an identifier, and text that belongs to no entry, is rejected with
    its line.
    """
    yield from papers(document, _entries(document), _read, "no entry")


def _read(fields: Fields, document: Document, place: str, rank: int) -> Iterator[Paper | Rejected]:
    """Yield an entry as a paper, and what it retracts."""
    paper = _paper(fields, document, place, rank)
    yield checked(
        paper, document, place, lambda: [f"{tag}: {value[:60]}" for tag, value in fields[:8]]
    )
    yield from _retracted(fields, paper, document, place)


def _entries(document: Document) -> Iterator[tuple[str, Fields | Rejected]]:
    """Yield the fields of each entry in order, or a line outside an entry, with its place."""
    fields: Fields = []
    known: set[str] = set()
    first, indent, start, blank = "", "", 0, True
    for number, line in document.lines():
        text = line.removeprefix(indent).rstrip()
        if not text:
            blank = True
            continue
        found = _TAG.match(text) if first else _TAG.match(text.lstrip())
        if found and not first:
            indent = text[: len(text) - len(text.lstrip())]
            first, text = found[1], text.lstrip()
        if found:
            tag = found[1]
            again = tag in known and (tag == "PMID" or (blank and tag in _ONCE))
            again = again or (tag == first and tag in _ONCE and bool(known))
            if (again or len(fields) > _LONGEST) and fields:
                yield f"line {start}", fields
                fields, known = [], set()
            start = start if fields else number
            fields.append((tag, text[found.end() :].strip()))
            known.add(tag)
        elif _NUMBER.fullmatch(text) and (blank or not fields):
            continue  # numbers of the entries
        elif fields:
            tag, value = fields[-1]
            fields[-1] = (tag, f"{value} {text.strip()}")
        else:
            outside = Rejected(reason="text outside an entry", where="", raw=text[:200])
            yield f"line {number}", outside
        blank = False
    if fields:
        yield f"line {start}", fields


def _retracted(fields: Fields, notice: Paper, document: Document, place: str) -> Iterator[Paper]:
    """Yield the papers that this entry, a retraction notice, retracts."""
    for tag, value in fields:
        if tag not in {"ROF", "RRF"}:
            continue
        found, address = _PMID.search(value), _DOI.search(value)
        pmid = ids.pmid(found[1]) if found else None
        doi = ids.doi(address[1]) if address else None
        if pmid or doi:
            yield pubmed.retracted(pmid, doi, notice)
        elif len(document.notes) < MOST_NOTES:
            document.notes.append(
                f"{place}: the retracted paper has no identifier: {value[:100]!r}"
            )


def _paper(fields: Fields, document: Document, place: str, rank: int) -> Paper:
    """Return an entry as a paper."""

    def every(*tags: str) -> list[str]:
        return [value for tag in tags for each, value in fields if each == tag and value]

    def first(*tags: str) -> str:
        return fold(next(iter(every(*tags)), ""))

    titles = map(pubmed.title, every("TI", "BTI", "CTI", "TT"))
    cut = [one for one in fields if one[0] in _NAMES and _CUT.fullmatch(one[1])]
    fields = [one for one in fields if one not in cut]
    authors, places = _authors(fields, document, place)
    types = [fold(value).lower() for value in every("PT")]
    numbers = [re.sub(r"\s*\[[\w ]+\]$", "", value) for value in every("AID", "LID", "DO", "DOI")]
    numbers += _DOI.findall(first("SO"))
    notices = [fold(value) for value in every("RIN", "RRI")]
    doi = first_of(ids.doi, numbers)
    pmid = _pmid(first("PMID"), first("UI"), first("DB"))
    journal = (
        first("JT", "TA", "CTI", *(["BTI"] if every("TI") else [])) or first("SO").split(". ")[0]
    )
    vocabulary = "emtree" if "embase" in first("DB").lower() else "mesh"
    return Paper(
        title=next(filter(None, titles), None),
        abstract=fold(" ".join(every("AB") or every("OAB"))) or None,
        published=_published(first("DP", "YR"), first("DEP")),
        authors=authors,
        author_count=None if cut else len(authors) or None,
        authors_partial=bool(cut),
        organizations=places,
        topics=(
            *_headings(every("MH"), vocabulary),
            *topics(fold(part).strip(" *") for one in every("OT", "KW") for part in one.split(";")),
        ),
        venue=venue(journal, (one.removeprefix("ISSN-") for one in every("IS", "ISSN"))),
        arxiv_id=first_of(ids.arxiv, numbers),
        doi=doi,
        pmid=pmid,
        pmcid=ids.pmcid(first("PMC")),
        url=next((one for one in numbers if one.startswith("http") and not ids.doi(one)), None),
        language=language(first("LA", "LG")),
        type=pubmed.kind(types),
        retracted=True if "retracted publication" in types or notices else None,
        retracted_on=min(filter(None, map(pubmed.date_in, notices)), default=None),
        retraction=tuple(
            f"Retraction, pmid:{stated[1]} (pubmed)"
            if (stated := _PMID.search(one))
            else f"Retraction, {one[:200]} (pubmed)"
            for one in notices
        ),
        **seen(document, FORMAT, rank, place),
    )


def _pmid(pmid: str, record: str, database: str) -> str | None:
    """Return the PubMed ID; Ovid writes it as its own record number."""
    number = re.match(r"\d{1,9}\b", pmid)
    return ids.pmid(number[0] if number else None) or (
        ids.pmid(record) if "medline" in database.lower() else None
    )


def _published(issue: str, online: str) -> str | None:
    """Return the date of the issue; that of the publication online if it is fuller."""
    date = pubmed.date_in(issue)
    if month_first := re.fullmatch(r"([A-Za-z]{3,9}) (\d{4})", issue):  # ERIC: "Apr 2019"
        date = pubmed.date_in(f"{month_first[2]} {month_first[1]}")
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", online)
    early = iso_date(found.groups()) if found else None
    fuller = early and (not date or (len(early) > len(date) and early.startswith(date[:4])))
    return early if fuller else date


def _headings(stated: list[str], vocabulary: str) -> Iterable[Topic]:
    """Return the headings of the index, the first of each name."""
    found = [topic for one in stated if (topic := pubmed.heading(one, vocabulary))]
    return {topic.name: topic for topic in reversed(found)}.values()


def _authors(
    fields: Fields, document: Document, place: str
) -> tuple[tuple[Author, ...], tuple[Organization, ...]]:
    """Return the authors, and the affiliations that cannot be assigned to one of them.

    Identifiers and affiliations follow the name that they belong to. Where all of them follow
    all names, they belong to no author in particular.
    """
    names = [(n, _NAMES[t]) for n, (t, v) in enumerate(fields) if t in _NAMES and v.strip(" ,.")]
    full = [n for n, kind in names if kind == "full"]
    starts = set(full)
    short = [n for n, kind in names if kind == "short"]
    paired = dict(zip(full, short, strict=False)) if len(full) == len(short) else {}
    places = sorted([*(full or short), *(n for n, kind in names if kind == "group")])
    stated = [n for n, (tag, value) in enumerate(fields) if tag in {"AD", "AUID"} and value]
    apart = bool(full) and any(n + 1 in starts for n in full)  # not followed by the short name
    mixed = any(n < places[-1] for n in stated) if places else False
    assigned = bool(places) and (len(places) == 1 or mixed or (bool(short and full) and not apart))
    first = places[0] if assigned else len(fields)
    authors = []
    for start, end in pairwise([*places, len(fields)]):
        own = [fields[n] for n in stated[bisect(stated, start) : bisect(stated, end)] if assigned]
        tag, value = fields[start]
        name = fold(value) if tag == "CN" else _name(value)
        other = pubmed.initials_first(fields[paired[start]][1]) if start in paired else name
        authors.append(
            Author(
                name=name,
                names=(other,) if other != name else (),
                orcid=_orcid([v for tag, v in own if tag == "AUID"], document, place),
                organizations=organizations(pubmed.affiliation(v) for tag, v in own if tag == "AD"),
            )
        )
    loose = (v for n, (tag, v) in enumerate(fields) if (tag == "AD" and n < first) or tag == "IN")
    return tuple(authors), organizations(map(pubmed.affiliation, loose))


def _name(name: str) -> str:
    """Return ``"King, Martin Luther Jr"`` and ``"King ML Jr"`` in reading order."""
    name = fold(name)
    if "," not in name:
        return pubmed.initials_first(name)
    return reading_order(name)


def _orcid(values: list[str], document: Document, place: str) -> str | None:
    stated = [value for value in values if "orcid" in value.lower()]
    found = next((o for v in stated if (o := ids.orcid(re.sub(r"(?i)^orcid:\s*", "", v)))), None)
    if stated and not found and len(document.notes) < MOST_NOTES:
        document.notes.append(f"{place}: invalid ORCID {stated[0][:60]!r}; it is not read")
    return found
