"""Read rows with named columns as papers, for CSV files, Markdown tables and labelled text."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from citegraph.graph.identity.ids import arxiv, doi, pmcid, pmid
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Author, Paper, Rejected, Repository
from citegraph.loaders.cleaning import unescaped
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.dates import day_of, partial_date
from citegraph.loaders.sources.fields import by_name, fold, language, reading_order, seen, short
from citegraph.loaders.sources.parts import checked, doi_asked, first_of, topics, venue

# Names of columns in real digests, and in exports of PubMed, Embase, IEEE Xplore, Springer, Lens,
# Dimensions, ACM and Publish or Perish, in lower case without punctuation.
_NAMES = {
    "title": "title,paper,paper title,papers,name,article,document title,item title,article title",
    "abstract": "abstract,summary,tldr,description",
    "authors": "authors,author,author names,author s",
    "author_count": "author count,authorcount,number of authors,authors count,n authors",
    "published": "published,date,publish date,publication date,published at,published on,"
    "date published,updated",
    "year": "year,publication year,year of publication,pub year,pubyear",
    "venue": "venue,journal,journal book,journal title,publication title,publication name,"
    "publication,source title,conference,conference name,booktitle,book title,proceedings,"
    "proceedings title,anthology title,source",
    "issn": "issn,issns",
    "keywords": "keywords,keyword,author keywords,authors keywords",
    "language": "language,language of article,article language",
    "cited": "cited by,cited by count,citations,citation count,article citation count,times cited,"
    "citing works count,cites",
    "upvotes": "upvotes,likes,votes",
    "comments": "comments,num comments,numcomments",
    "code": "code,github,repo,repository,github repo,githubrepo,code url",
    "link": "link,links,url,pdf,arxiv,arxiv id,id,paper id,paper url,pdf url,arxiv url,paper link,"
    "pdf link,html,full text link,open url link,articleurl,fulltexturl,dimensions url,"
    "consensus link,external url,urls",
    "doi": "doi,item doi,doi link",
    "pmid": "pmid,pubmed id,pubmedid,medline pmid",
    "pmcid": "pmcid,pmc,pmc id",
    "project": "project,project page,homepage,website,projectpage",
    "listed": "listed,day,daily date,listed on",
}
_REPEATED = ("link", "venue")  # fields with several columns
_FIELD = by_name(_NAMES)
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]|]+")
# "Alpha AB" and "Alpha A.B.", as PubMed and Embase write authors
_SHORT = re.compile(r"(.*\w\w) ((?:[A-Z]\.[ -]?){0,3}[A-Z]{1,3})\.?")
_LIST = re.compile(r"\[\s*(?=['\"].*['\"]\s*\]\Z)", re.DOTALL)  # a list of Python or JSON
_ITEM = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
# Springer writes "Ada AlphaBen Beta"; a capital letter follows these in a name, too.
_JOINT = re.compile(
    r"(?<=[a-zß-ÿ])(?<!Mc)(?<!Mac)(?<!De)(?<!Di)(?<!La)(?<!Le)(?<!Van)(?<!Von)(?=[A-ZÀ-Þ])"
)
_MARKDOWN = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")


def columns(header: Iterable[str]) -> dict[int, str] | None:
    """Return the field of each known column, by position; ``None`` without a title column."""
    header = list(header)
    published = "publisher" in map(str.casefold, header)
    found: dict[int, str] = {}
    for index, cell in enumerate(header):
        # Beside a publisher, the source is a journal (Publish or Perish); else a feed or a site.
        if cell.casefold() == "source" and not published:
            continue
        if (field := _field_of(cell)) and (field in _REPEATED or field not in found.values()):
            found[index] = field
    return found if "title" in found.values() else None


def unread(header: list[str], fields: dict[int, str]) -> Iterator[str]:
    """Yield notes about the columns of a header that are not read."""
    names = [fold(_plain(cell)) for cell in header]
    left = [name for index, name in enumerate(names) if index not in fields and name]
    repeated = [name for name in left if _field_of(name) in fields.values()]
    unknown = [name for name in left if name not in repeated]
    if repeated:
        yield f"{_quoted(repeated)}: not read, because an earlier column has the same data"
    if unknown:
        yield f"{_quoted(unknown)}: unknown column, not read"


def misfit(row: list[str], width: int, where: str = "") -> Rejected:
    """Return the rejection of a row whose number of cells is not that of the header."""
    reason = (
        f"the row has {len(row)} cells, the header {width}; quote or escape separators that belong "
        "to a cell"
    )
    return Rejected(reason=reason, where=where, raw=[cell[:80] for cell in row[:20]])


def _quoted(names: list[str]) -> str:
    return ", ".join(repr(name[:40]) for name in names[:20])


def _field_of(cell: str) -> str | None:
    """Return the field for the name of a column."""
    return _FIELD.get(fold(re.sub(r"[^\w\s]|_", " ", _plain(cell))).casefold())


def paper(
    row: list[str],
    fields: dict[int, str],
    document: Document,
    *,
    format: str,
    where: str,
    rank: int,
    width: int | None = None,
) -> Paper | Rejected:
    """Return a row as a paper; ``width`` is the number of cells in the header."""
    if width is not None and any(cell.strip() for cell in row[width:]):
        return misfit(row, width, f"{document.name}{short(where)}")
    cells: dict[str, str] = {}
    for index, name in fields.items():
        if index < len(row) and (cell := row[index].strip()):
            if name not in ("title", "abstract"):  # of which the load keeps the original
                cell = unescaped(cell)  # before its semicolons separate names
            if name == "link" and name in cells:
                cell = f"{cells[name]} {cell}"
            cells[name] = cells[name] if name == "venue" and name in cells else cell
    written = cells.get("title", "")
    title = fold(_plain(written))
    addresses = [
        *_addresses(written),
        *_addresses(cells.get("link", "")),
        *_addresses(cells.get("doi", "")),
    ]
    names = _authors(cells.get("authors", ""))
    code = [each for each in _addresses(cells.get("code", "")) if repository(each)]
    code += [each for each in addresses if repository(each)]
    numbers = [asked for one in addresses if (asked := doi_asked(one))]
    numbers += [*addresses, *(cells[name] for name in ("doi", "link") if name in cells)]
    number = first_of(arxiv, numbers)
    words = cells.get("keywords", "")
    separator = ";" if ";" in words else r"\|" if "|" in words else r",(?![^()]{0,100}\))"
    keywords = _items(words) or re.split(separator, words)
    listed = day_of(partial_date(cells.get("listed"))) or document.captured
    upvotes, comments = _count(cells.get("upvotes")), _count(cells.get("comments"))
    observed = document.captured or listed
    found = Paper(
        title=title or None,
        abstract=fold(cells.get("abstract", "")) or None,
        published=partial_date(_plain(cells.get("published", "")))
        or partial_date(_plain(cells.get("year", ""))),
        authors=tuple(Author(name=name) for name in names),
        author_count=_count(cells.get("author_count")) or len(names) or None,
        arxiv_id=number,
        doi=first_of(doi, numbers),
        pmid=pmid(cells.get("pmid")),
        pmcid=pmcid(cells.get("pmcid")),
        topics=topics(_plain(part).strip() for part in keywords),
        venue=venue(fold(_plain(cells.get("venue", ""))), [cells.get("issn", "")]),
        language=language(cells.get("language")),
        cited_by_count=_count(cells.get("cited")),
        url=next((each for each in addresses if not repository(each)), None),
        repositories=tuple(
            Repository(url=each, linked_by="digest") for each in dict.fromkeys(code)
        ),
        project_pages=tuple(dict.fromkeys(_addresses(cells.get("project", "")))),
        upvotes=upvotes,
        comments=comments,
        **seen(
            document,
            format,
            rank,
            where,
            observed.isoformat() if observed else None,
            listed=listed,
            upvotes=upvotes,
            comments=comments,
        ),
    )
    return checked(found, document, where, lambda: row[:20])


def _plain(cell: str) -> str:
    """Return the text of a cell, without Markdown links, emphasis and HTML breaks."""
    cell = _MARKDOWN.sub(lambda found: "" if found[0][0] == "!" else found[1], cell)
    cell = re.sub(r"<br ?/?>", " ", cell)
    if found := re.fullmatch(r"\s*(\*\*|__|`)(.*)\1\s*", cell):
        cell = found[2]
    return cell.replace("\\|", "|")


def _addresses(cell: str) -> list[str]:
    found = [target[1] for target in _MARKDOWN.findall(cell)]
    return list(dict.fromkeys([*found, *(each.rstrip(".,;") for each in _ADDRESS.findall(cell))]))


def _items(cell: str) -> list[str]:
    """Return the texts of a list that a program wrote as it is: ``['Doe, Jo', "O'Hara, Al"]``."""
    if not _LIST.match(cell):
        return []
    return [re.sub(r"\\(.)", r"\1", one or other) for one, other in _ITEM.findall(cell)]


def _authors(cell: str) -> list[str]:
    """Return the names in a cell; none if the list is abbreviated ("et al.")."""
    text = _plain(cell).strip().strip("[]")
    parts = _items(cell.strip()) or (text.split(";") if ";" in text else _parts(text))
    names = [fold(part).strip("'\" ") for part in parts]
    if any(re.fullmatch(r"(?:.* )?et al\.?|\.{3}|…", name) for name in names):
        return []
    names = [name for name in names if name]
    if all(_SHORT.fullmatch(name) for name in names):
        return [fold(_SHORT.sub(r"\2 \1", name).replace(".", " ")) for name in names]
    return [reading_order(name) for name in names]


def _parts(text: str) -> list[str]:
    """Return the names of a list that has no semicolons."""
    whole = text.split(" and ")
    if len(whole) > 1 and all(part.count(",") == 1 for part in whole):
        return whole  # "Alpha, Ada and Beta, Ben"
    if "," not in text and len(whole) == 1:
        joint = _JOINT.split(text)
        return joint if all(" " in part.strip() for part in joint) else whole
    return re.split(r",| and ", text)


def _count(cell: Any) -> int | None:
    found = re.match(r"\s*(\d{1,9})\b", cell or "")
    return int(found[1]) if found else None
