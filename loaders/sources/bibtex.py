r"""BibTeX and BibLaTeX files.

``bibtex_entries`` splits the file; here its entries become papers.
https://www.bibtex.org/Format/ and the fields of https://ctan.org/pkg/biblatex
"""

import re
from collections.abc import Iterator, Mapping
from typing import TypedDict

from citegraph.graph.identity import ids
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Author, Paper, Rejected, Repository, Topic
from citegraph.loaders.documents.document import MOST_NOTES, Document
from citegraph.loaders.sources.bibtex_databases import added, affiliations, database, indexed
from citegraph.loaders.sources.bibtex_entries import ENTRY, MACRO, Damage, Remark, scan
from citegraph.loaders.sources.bibtex_journals import journal as full_name
from citegraph.loaders.sources.bibtex_reader import GROUP, Entry
from citegraph.loaders.sources.bibtex_values import literal, names, plain_text
from citegraph.loaders.sources.dates import iso_date, month_of, partial_date
from citegraph.loaders.sources.fields import CATEGORY, language, seen
from citegraph.loaders.sources.parts import checked, first_of, organizations, topics, venue
from citegraph.loaders.sources.web_of_science_fields import identifiers_of

FORMAT = "bibtex"
_NO_PAPER = frozenset({"set", "xdata", "jabref-entrytype", "control", "ieeetranbstctl"})
_PARENTS = re.compile(
    "book|collection|conference|mvbook|mvcollection|mvproceedings|mvreference|periodical"
    "|proceedings|reference|set|xdata"
)
_MOST_LEVELS = 4  # of inheritance
_Made = dict[tuple[int, int], dict[str, str]]  # fields of an entry, with so many levels
_OF_VOLUME = frozenset(
    "address author booksubtitle date isbn issn month publisher series year".split()  # noqa: SIM905 - shorter
)
_ORGANIZED = dict.fromkeys(  # elsewhere the organization is the publisher of proceedings
    ("electronic", "manual", "misc", "online", "report", "software", "techreport", "www"),
    ("organization",),
)
_LINKS = (
    "url",
    "link",
    "repository",
    "howpublished",
    "note",
    "ee",
    "address",
    "journal",
    "eprint",
    "bdsk-url-1",
    "bdsk-url-2",
    "remote-url",
)
_KEYWORDS = ("keywords", "keyword", "author_keywords", "tags")
_SEPARATOR = re.compile(r";|,(?!(?<=\b\d,)\d\b)")  # not in "1,2-diol"
_TIGHT = re.compile(r",(?! )")
_INVERTED = re.compile(r"[^,]+|[A-Z][^,]*(?:, [A-Z][^,]*)+")
_MAJOR = re.compile(  # the main subjects in PsycINFO: "*Aging", "Cues (major)"
    r"(?:^|(?<=[,;{]))\s*\*(?=\w)|\s\(major\)(?=\s*(?:[,;}]|$))"
)
_WRAPPED = 40  # characters; a keyword with shorter lines is not wrapped
_YEAR = re.compile(r"\d{4}")
_HIDE = {ord(","): "\ue0f2", ord(";"): "\ue0f3"}
_SHOW = {0xE0F2: ",", 0xE0F3: ";"}
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_BARE = re.compile(
    r"(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z-]+)?/\d{7})(?:v\d+)?", re.IGNORECASE
)
_PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b", re.IGNORECASE)  # also a key of TeXMed: pmid123
_PMCID = re.compile(r"\bPMC\d{4,8}\b")
_NAMED = re.compile(r"\w")
_OF_ADS = re.compile(r"^AA\((.*)\)$")  # its number of an author: "AA(University of Toronto)"
_ANNOTATION = re.compile(r'(?<!\d)(\d{1,5})\s*=\s*"?([^;"]+)')
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s{}\\,]*[^\s{}\\,;.]")
_WHOLE = re.compile(r"\s*(?:https?|ftp)://[^\s{}\\]*[^\s{}\\,;.]\s*")
_WITHOUT_SCHEME = re.compile(
    r"\s*((?:www\.|(?:[a-z\d-]{1,40}\.){1,4}[a-z]{2,4}/)[^\s{}\\,]*[^\s{}\\,;.])"
)
_SPACED = re.compile(r"\s*https?://[^\s:]+(?: [^\s:]+){1,40}\.(?:pdf|html?|docx?|ps)\s*")
_DOI = re.compile(r"\s*(?:doi\b:?\s*)?(10\.\d{4,9}/\S+)\s*", re.IGNORECASE)  # and nothing else
_BIBCODE = re.compile(r"/\d{4}arXiv(\d{4})\.?(\d{4,5})[A-Z]")  # of ADS
_ARXIV = re.compile(
    r"(?<!with )arxiv(?: preprint)?[: ]\s*(?:arxiv:)?\s*(\d{4}\.\d{4,5}|[a-z.-]+/\d{7})",
    re.IGNORECASE,
)


def recognizes(document: Document) -> float:
    """Likely for an entry such as ``@article{``; certain if the text begins with one."""
    head = document.head.lstrip()
    if head[:1] in ("{", "[", "<"):
        return 0.0
    found = ENTRY.search(document.head)
    if not found:
        return 0.4 if MACRO.match(head) else 0.0
    return 1.0 if head[:1] in "@%" else 0.7


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper.

    A damaged entry and one without a title or an identifier are rejected with their line. What was
    doubtful in an entry, and entries that are not papers, are noted with their line.
    """
    parents: dict[str, Entry] = {}
    waiting: list[tuple[int, Entry]] = []  # for an entry further down, which they inherit from
    rank, empty = 0, True
    for part in scan(document.blocks()):
        here = {
            one.key.lower(): one for one in reversed(part) if isinstance(one, Entry) and one.key
        }
        parents.update((k, one) for k, one in here.items() if _PARENTS.fullmatch(one.type))
        known = {**parents, **here}
        made: _Made = {}
        for one in part:
            empty = False
            if isinstance(one, Entry) and one.type not in _NO_PAPER:
                rank += 1
                if _inherits(one.fields).keys() <= known.keys():
                    yield _paper(one, _fields(one, known, made), document, rank)
                else:
                    waiting.append((rank, one))
            elif isinstance(one, Damage):
                where = f"{document.name}:{one.line}"
                yield Rejected(reason=f"invalid BibTeX: {one.reason}", where=where, raw=one.raw)
            else:
                text = one.text if isinstance(one, Remark) else f"@{one.type} is not a paper"
                _note(document, one.line, text)
    made = {}
    for number, one in waiting:
        for key, written in sorted(_inherits(one.fields).items()):
            if key not in parents:
                text = f"no entry has the key `{written[:60]}` that crossref names"
                _note(document, one.line, text)
        yield _paper(one, _fields(one, parents, made), document, number)
    if empty:
        yield Rejected(reason="no entry", where=document.name)


def _note(document: Document, line: int, text: str) -> None:
    if len(document.notes) < MOST_NOTES:
        document.notes.append(f"line {line}: {text}")
    elif len(document.notes) == MOST_NOTES:
        document.notes.append(f"further notes, from line {line} on, are omitted")


def _inherits(fields: dict[str, str]) -> dict[str, str]:
    """Return the keys from which an entry inherits fields, in lower case, and as written."""
    if "crossref" not in fields and "xdata" not in fields:
        return {}
    keys = [fields.get("crossref", ""), *fields.get("xdata", "").split(",")]
    return {key.strip().lower(): key.strip() for key in keys if key.strip()}


def _fields(
    entry: Entry, entries: Mapping[str, Entry], made: _Made, levels: int = _MOST_LEVELS
) -> dict[str, str]:
    """Return the fields of an entry, with those that it inherits by ``crossref`` and ``xdata``.

    Keys count without their case, as in BibTeX.
    """
    fields = entry.fields
    if levels == 0 or ("crossref" not in fields and "xdata" not in fields):
        return fields
    if (known := made.get((id(entry), levels))) is not None:
        return known
    for key in fields.get("xdata", "").split(","):
        if (data := entries.get(key.strip().lower())) and data is not entry:
            fields = {**_fields(data, entries, made, levels - 1), **fields}
    parent = entries.get(fields.get("crossref", "").strip().lower())
    if parent is not None and parent is not entry:
        inherited = dict(_fields(parent, entries, made, levels - 1))
        inherited.pop("crossref", None)
        if entry.type.startswith(("in", "bookin", "supp")):
            part = "book" if "booktitle" in inherited else ""
            volume = inherited.get(f"{part}title", "")
            if subtitle := inherited.get(f"{part}subtitle"):
                inherited["booksubtitle"] = subtitle
            inherited = {k: v for k, v in inherited.items() if k in _OF_VOLUME}
            inherited["booktitle"] = volume
        fields = {**inherited, **fields}
    made[id(entry), levels] = fields
    return fields


def _paper(entry: Entry, fields: dict[str, str], document: Document, rank: int) -> Paper | Rejected:
    """Return an entry as a paper."""
    where = f"line {entry.line}"
    for remark in entry.remarks:
        _note(document, entry.line, remark)
    title, subtitle = plain_text(fields.get("title")), plain_text(fields.get("subtitle"))
    if title and subtitle:
        title = f"{title}: {subtitle}"
    title = title or (plain_text(fields.get("booktitle")) if entry.type != "inproceedings" else "")
    title = title or plain_text(fields.get("shorttitle"))
    doi = ids.doi(literal(fields.get("doi", "")))
    authors, partial = names(fields.get("author", ""))
    orcids = _orcids(fields.get("author+an:orcid"))
    registered: dict[str, str] = {}
    if "orcid-numbers" in fields:  # of Web of Science
        registered, lost = identifiers_of(fields["orcid-numbers"].strip("{} "), authors, ids.orcid)
        for one in sorted(lost):
            text = f"{one[:80]!r} cannot be assigned to one author; not read"
            _note(document, entry.line, text)
    placed, places = affiliations(fields, authors)
    links = [url for key in _LINKS if key in fields for url in _addresses(key, fields[key])]
    code = list(dict.fromkeys(url for url in links if repository(url)))
    journal = plain_text(
        fields.get("fjournal")
        or fields.get("journal-full")
        or full_name(fields.get("journal", ""))
        or fields.get("journaltitle")
        or _volume(fields)
        or fields.get("eventtitle")
        or ("" if "," in (place := fields.get("venue", "")) else place)  # "Boston, MA"
    ).rstrip(" ,;")
    found = Paper(
        title=title or None,
        abstract=plain_text(fields.get("abstract") or fields.get("abstractnote")) or None,
        published=_published(fields),
        authors=tuple(
            Author(
                name=name,
                orcid=orcids.get(at) or registered.get(name),
                organizations=placed.get(name, ()),
            )
            for at, name in enumerate(authors, 1)
        ),
        author_count=None if partial else len(authors) or None,
        authors_partial=partial,
        topics=tuple(_topics(fields)),
        repositories=tuple(Repository(url=url, linked_by="bibtex") for url in code),
        organizations=organizations(
            [
                _OF_ADS.sub(r"\1", plain_text(fields[key]))
                for key in ("institution", "school", *_ORGANIZED.get(entry.type, ()))
                if key in fields
            ]
            + places
        ),
        **added(fields),
        venue=None if "://" in journal else venue(journal, _issns(fields)),
        arxiv_id=_arxiv(fields, links, journal),
        doi=doi or first_of(ids.doi, [*links, *_stated_dois(fields)]),
        **_pubmed(entry.key, fields, links),
        url=next((url for url in links if url not in code), None),
        language=language(
            (
                fields.get("langid")
                or fields.get("language")
                or fields.get("languages")
                or fields.get("hyphenation")
                or ""
            ).strip("{} ")
        ),
        type=entry.type or None,
        **seen(document, FORMAT, rank, where),
    )
    return checked(found, document, where, lambda: f"@{entry.type}{{{entry.key}"[:200])


def _addresses(key: str, value: str) -> list[str]:
    """Return the addresses in a field; also one without ``http://``, if the field is for one."""
    if "://" not in value:
        if key not in ("url", "link", "ee", "howpublished"):
            return []
        found = _WITHOUT_SCHEME.match(literal(value))
        return [f"http://{found[1]}"] if found else []
    text = literal(value)
    if "&amp;" in text:
        text = text.replace("&amp;", "&")
    if key == "url" and "," in text and text.count("://") == 1 and _WHOLE.fullmatch(text):
        return [text.strip()]
    if " " in text and _SPACED.fullmatch(text):
        text = text.strip().replace(" ", "%20")
    return _ADDRESS.findall(text)


def _orcids(annotation: str | None) -> dict[int, str]:
    """Return the ORCIDs by place in the author list (biblatex manual, "Data Annotations")."""
    parts = _ANNOTATION.findall(annotation) if annotation else ()
    return {int(at): known for at, text in parts if (known := ids.orcid(text))}


class _PubMed(TypedDict):
    pmid: str | None
    pmcid: str | None


def _pubmed(key: str, fields: dict[str, str], links: list[str]) -> _PubMed:
    pmid = fields.get("pmid") or fields.get("pubmed_id") or ""
    note = fields.get("note") or ""
    if not pmid and fields.get("eprinttype", "").lower() == "pubmed":
        pmid = fields.get("eprint") or ""
    elif not pmid and (stated := (note and _PMID.search(note)) or _PMID.match(key)):
        pmid = stated[1]
    found = _PMCID.search(note) if "PMC" in note else None
    pages = [url for url in links if "nih.gov/" in url]
    if not (pmid or pages or found or "pmcid" in fields):
        return {"pmid": None, "pmcid": None}
    return {
        "pmid": pmid
        if pmid.isdecimal() and len(pmid) < 10
        else first_of(ids.pmid, [*pmid.split(","), *pages]),
        "pmcid": ids.pmcid(fields.get("pmcid") or (found[0] if found else None))
        or first_of(ids.pmcid, pages),
    }


def _topics(fields: dict[str, str]) -> Iterator[Topic]:
    """Yield keywords, those of a database, and the categories of a preprint on arXiv."""
    own = _KEYWORDS[1:] if database(fields) == "scopus" else _KEYWORDS
    keywords = (plain_text(part) for key in own if key in fields for part in _divided(fields[key]))
    yield from topics(name for name in keywords if _NAMED.search(name))
    yield from indexed(fields)
    codes = plain_text(fields.get("primaryclass") or fields.get("eprintclass"))
    if codes:  # Zotero writes several: "cs, q-bio, stat"
        known = filter(CATEGORY.fullmatch, codes.replace(",", " ").split())
        yield from topics(known, "field", "arxiv", "arxiv")


def _divided(keywords: str) -> list[str]:
    """Divide a list of keywords at semicolons, commas or, without them, ends of lines.

    Commas belong to the keywords if there are as many semicolons, two or more ("Models,
    Molecular; ..."), or inside braces ("{Kuhn, Thomas}, ...").
    """
    while keywords[:1] == "{" and GROUP.fullmatch(keywords):
        keywords = keywords[1:-1]
    if "*" in keywords or "(major)" in keywords:
        keywords = _MAJOR.sub("", keywords)
    held = keywords
    if "{" in keywords:
        held = GROUP.sub(lambda group: group[0].translate(_HIDE), keywords)
    semicolons = held.count(";")
    if semicolons > 1 and semicolons >= held.count(","):
        parts = held.split(";")
    elif _of_mendeley(held):
        parts = _TIGHT.split(held)
    else:
        parts = _SEPARATOR.split(held) if semicolons or "," in held else _lines(held)
    return parts if held is keywords else [part.translate(_SHOW) for part in parts]


def _lines(keywords: str) -> list[str]:
    """Divide a list with a keyword on each line; long lines are those of one wrapped keyword."""
    lines = keywords.strip().split("\n")
    wrapped = len(lines) > 1 and all(len(line.strip()) >= _WRAPPED for line in lines[:-1])
    return [keywords] if wrapped else lines


def _of_mendeley(keywords: str) -> bool:
    """Return whether ", " is a part of keywords: "Animals,Behavior, Animal,Models, Statistical"."""
    if ", " not in keywords or ";" in keywords or "\n" in keywords:
        return False
    inside = keywords.count(", ")
    many = keywords.count(",") - inside >= max(4, 2 * inside)
    return many and all(map(_INVERTED.fullmatch, _TIGHT.split(keywords)))


def _volume(fields: dict[str, str]) -> str | None:
    """Return the title of the volume; none for a book that states its own title there."""
    title = fields.get("booktitle")
    if title == fields.get("title"):
        return None
    return f"{title}: {fields['booksubtitle']}" if title and "booksubtitle" in fields else title


def _issns(fields: dict[str, str]) -> tuple[str, ...]:
    """Return the ISSNs; Drupal and EndNote write that of a journal as ``isbn``."""
    issn, isbn = fields.get("issn", ""), fields.get("isbn")
    return (issn, isbn) if isbn and len(isbn) == len("1234-567X") else (issn,)


def _stated_dois(fields: dict[str, str]) -> Iterator[str]:
    """Yield what is only a DOI: a note, as in exports of Springer, and a source."""
    for key in ("note", "source", "url"):
        text = fields.get(key, "")
        if "10." in text and (found := _DOI.fullmatch(plain_text(text))):
            yield found[1]


def _published(fields: dict[str, str]) -> str | None:
    """Return the date; the year if the date is of another one, as in exports of BibSonomy."""
    written = fields.get("date") or ("year" not in fields and fields.get("eventdate")) or ""
    stated = fields.get("year") or written
    if "\\" in stated:  # "{\\noopsort{1973c}}1981"
        stated = plain_text(stated)
    year = _YEAR.search(stated)
    date = written and partial_date(written.lstrip("/"))  # an open start
    if date and (not year or year[0] in written or not iso_date([year[0]])):
        return date
    month = fields.get("month") or (_beside(stated, year) if year else "")
    number = month_of(plain_text(month) if "\\" in month else month) if month else None
    day = fields.get("day")
    if not day and not month.isdigit() and len(days := _DAY.findall(month)) == 1:  # "OCT 1"
        day = days[0]
    return iso_date([year[0], number, day]) if year else None


def _beside(stated: str, year: re.Match[str]) -> str:
    """Return the words before or behind a year: ``August 2012``, ``2018 Jan-Feb``."""
    behind = stated[year.end() :].lstrip(" ,")
    return stated[: year.start()] or (behind if behind[:1].isalpha() else "")


def _arxiv(fields: dict[str, str], links: list[str], journal: str) -> str | None:
    if mendeley := ids.arxiv(fields.get("arxivid", "")):
        return mendeley
    eprint = fields.get("eprint", "").strip("{} ")
    kind = (fields.get("archiveprefix") or fields.get("eprinttype") or "").strip("{} ").lower()
    if not eprint and "/" in (note := fields.get("note", "")):
        eprint = note
    elif kind == "arxiv" and eprint.isdigit():  # before 2007 the archive belongs to the ID
        eprint = f"{fields.get('primaryclass') or fields.get('eprintclass')}/{eprint}"
    bare = eprint and not kind and _BARE.fullmatch(eprint)
    if (kind == "arxiv" or bare) and (found := ids.arxiv(eprint)):
        return found
    if (number := fields.get("volume", "")).startswith("abs/"):  # of the journal "ArXiv" or "CoRR"
        return ids.arxiv(number.removeprefix("abs/"))
    for text in (fields.get("doi", ""), *links):
        if "arxiv" in text.lower():
            if found := ids.arxiv(text):
                return found
            if code := _BIBCODE.search(text):
                return ids.arxiv(f"{code[1]}.{code[2]}")
    keys = ("note", "volume", "howpublished", "number")
    text = " ".join([journal, *[fields[key] for key in keys if key in fields]])
    stated = _ARXIV.search(text) if "arxiv" in text.lower() else None
    return ids.arxiv(stated[1]) if stated else None
