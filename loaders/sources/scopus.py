"""The CSV export of Scopus, with every set of columns that it offers.

Names of columns are the same since 2011; the order and form of names changed in 2020 and 2023.
https://service.elsevier.com/app/answers/detail/a_id/11238/supporthub/scopus/
"""

import re
from collections.abc import Iterator

from citegraph.graph.identity import ids
from citegraph.graph.identity.author_ids import normalized
from citegraph.graph.records import Author, Organization, Paper, Rejected, Topic
from citegraph.loaders.cleaning import unescaped
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import cited_text
from citegraph.loaders.sources.csv_table import Table, header_of
from citegraph.loaders.sources.fields import fold, language, reading_order, seen, words
from citegraph.loaders.sources.parts import checked, organizations, papers, topics, venue

FORMAT = "scopus"
# The columns that few other CSV files have.
_MARKS = words(
    "author full names,author(s) id,authors with affiliations,index keywords,source title,art. no.,"
    "abbreviated source title,language of original document,publication stage,eid",
    separator=",",
)
_READ = words(
    "authors,author full names,author(s) id,authors with affiliations,title,titles,year,"
    "source title,abbreviated source title,cited by,doi,link,affiliations,abstract,author keywords,"
    "index keywords,references,issn,pubmed id,language of original document,document type,eid",
    separator=",",
)
_KINDS = {"conference paper": "proceedings-article", "retracted": "article", "": None}
_NAME = re.compile(r"(.{1,200}?)\s*\((\d{6,})\)")
_INITIALS = re.compile(r"(.{1,60}?) ((?:[^\W\d_]\w?\.[ -]?)+)((?:,? (?:Jr|Sr)\.?|,? I{2,3})?)")
_PAIRS = re.compile(r"([^,]{1,60}), ((?:[^\W\d_]\w?\.[ -]?)+)(?:, |$)")
_NOBODY = re.compile(r"\[?no author (?:name|id) available\]?|\[?anonymous\]?|", re.IGNORECASE)
_ABSENT = re.compile(r"\[?no abstract available\]?\.?", re.IGNORECASE)
_OTHERS = re.compile(r"(?:and )?others|et\.? al\.?|\.\.\.|…", re.IGNORECASE)


def recognizes(document: Document) -> float:
    """Near certain for a header with a title and two columns that only Scopus has."""
    _, header = header_of(document.head, _name)
    if not {"title", "titles"} & set(header):
        return 0.0
    return 0.95 if len(_MARKS & set(header)) >= 2 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield every row as a paper, streamed; without a title or an identifier it is rejected."""
    rows = Table(document, _name, _READ).records()
    yield from papers(document, rows, _paper, "no rows in the table")


def _name(cell: str) -> str:
    return fold(cell).lower()


def _paper(
    cells: dict[str, str], document: Document, place: str, rank: int
) -> Iterator[Paper | Rejected]:
    cells = {
        name: cell if name in ("title", "abstract") else unescaped(cell)
        for name, cell in cells.items()
    }
    title = fold(cells.get("title") or cells.get("titles") or "")
    doi, arxiv_id = ids.doi(cells.get("doi")), ids.arxiv(cells.get("doi"))
    authors, partial = _authors(cells)
    kind = cells.get("document type", "").lower()
    abstract = cells.get("abstract", "")
    cited_by, pmid, year = (cells.get(name, "") for name in ("cited by", "pubmed id", "year"))
    journal = fold(cells.get("source title") or cells.get("abbreviated source title") or "")
    named = {one.name for author in authors for one in author.organizations}
    eid = cells.get("eid", "")
    found = Paper(
        title=title or None,
        abstract=None if _ABSENT.fullmatch(abstract) else fold(abstract) or None,
        published=year if re.fullmatch(r"[12]\d{3}", year) else None,
        authors=authors,
        author_count=None if partial else len(authors) or None,
        authors_partial=partial,
        topics=_topics(cells),
        organizations=organizations(name for name in _affiliations(cells) if name not in named),
        references=cited_text.scopus(cited := cited_text.split(cells.get("references", ""))),
        text_references=cited_text.nameless(cited),
        venue=venue(journal, [cells.get("issn", "")]),
        arxiv_id=arxiv_id,
        doi=doi,
        pmid=pmid if re.fullmatch(r"\d{1,9}", pmid) else None,
        url=cells["link"] if cells.get("link", "").startswith("http") else None,
        cited_by_count=int(cited_by) if re.fullmatch(r"\d{1,9}", cited_by) else None,
        language=language(cells.get("language of original document", "").split(";")[0]),
        type=_KINDS.get(kind, kind.replace(" ", "-")),
        retracted=True if kind == "retracted" or title.startswith("RETRACTED") else None,
        scopus_id=eid if re.fullmatch(r"2-s2\.0-\d+", eid) else None,
        **seen(document, FORMAT, rank, place),
    )
    yield checked(found, document, place, lambda: {k: v[:80] for k, v in list(cells.items())[:8]})


def _topics(cells: dict[str, str]) -> tuple[Topic, ...]:
    """Return the keywords of the authors and of the index, each with its source."""
    author, index = (cells.get(f"{kind} keywords", "").split(";") for kind in ("author", "index"))
    return topics(map(fold, author)) + topics(map(fold, index), source=FORMAT)


def _affiliations(cells: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(fold, cells.get("affiliations", "").split(";")))))


def _authors(cells: dict[str, str]) -> tuple[tuple[Author, ...], bool]:
    """Return the authors, and whether the list is cut off."""
    short = _names(cells.get("authors", ""))
    full, numbers = [], []
    for part in cells.get("author full names", "").split(";"):
        if not _NOBODY.fullmatch(one := part.strip()):
            found = _NAME.fullmatch(one)
            full.append(reading_order(found[1] if found else one))
            numbers.append(found[2] if found else "")
    listed = [one.strip() for one in cells.get("author(s) id", "").split(";")]
    listed = [one for one in listed if one and not _NOBODY.fullmatch(one)]
    names = full or short
    if len(listed) == len(names):
        numbers = listed
    if len(numbers) != len(names):
        numbers = [""] * len(names)
    partial = any(_OTHERS.fullmatch(name) for name in names)
    people = [n for n, name in enumerate(names) if not _OTHERS.fullmatch(name)]
    names, numbers = [names[n] for n in people], [numbers[n] for n in people]
    places = [one.strip() for one in cells.get("authors with affiliations", "").split(";")]
    places = [one for one in places if one]
    known = _affiliations(cells)
    same = len(full) == len(short)
    return tuple(
        Author(
            name=_in_order(name, places[n]) if len(places) == len(names) else name,
            identifiers=tuple(normalized([f"scopus:{numbers[n]}"])),
            names=(short[n],) if same and full and short[n] != name else (),
            organizations=_at(places[n], known) if len(places) == len(names) else (),
        )
        for n, name in enumerate(names)
    ), partial


def _names(cell: str) -> list[str]:
    """Return names in reading order: ``A; B`` since 2023, ``A, B`` and ``A, I., B, I.`` before."""
    if ";" in cell:
        parts = cell.split(";")
    elif pairs := _PAIRS.findall(cell):
        parts = [", ".join(pair) for pair in pairs]
    else:
        parts = cell.split(",")
    names = [fold(part).strip(" ,") for part in parts]
    return [_reading_order(name) for name in names if not _NOBODY.fullmatch(name)]


def _in_order(name: str, place: str) -> str:
    """Return ``Doe Jane`` in reading order if the affiliations begin with ``Doe, Jane,``."""
    family, _, rest = place.partition(", ")
    given = rest.split(",")[0]
    return f"{given} {family}" if given and name == f"{family} {given}" else name


def _reading_order(name: str) -> str:
    if "," in name:
        return reading_order(name)
    found = _INITIALS.fullmatch(name)
    return f"{found[2].strip()} {found[1]}{found[3]}" if found else name


def _at(place: str, known: list[str]) -> tuple[Organization, ...]:
    """Return the affiliations that the text of one author names, longest first."""
    found: list[str] = []
    text = fold(place)
    for name in sorted(known, key=len, reverse=True):
        if name in text:
            found.append(name)
            text = text.replace(name, "")
    return tuple(Organization(name=name) for name in known if name in found)
