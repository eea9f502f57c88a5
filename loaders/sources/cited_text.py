"""Cited works as one line of text, the way Scopus and Web of Science write them.

Neither database puts the parts into fields. A DOI or an arXiv ID identifies the cited work; else
its title does, if the text has one that is long enough to be unique; else the text itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from citegraph.graph.identity import ids
from citegraph.graph.records import Reference
from citegraph.loaders.cleaning import without_markup

_DOI = re.compile(
    r"(?:\bdoi\b[:\s]*(?:doi\s)?|doi\.org/|\[|(?<![\w/]))(10\.\d{4,9}/[^\s;,\]]+)", re.IGNORECASE
)
_ADDRESS = re.compile(r",?\s*(?:\bdoi\b\S*\s*10\.\S+|https?://\S+)\.?$", re.IGNORECASE)
_ARXIV = re.compile(
    r"arxiv(?:\.org)?(?:\s?preprint)?[:.\s/]{0,2}(?:arxiv[:.\s])?\s?(?:(?:abs|pdf)/)?"
    r"(\d{4}\.?\d{4,5}|[a-z-]{2,12}/\d{7})(?:v\d+)?\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\((\d{4})[a-z]?\)")
APA_YEAR = re.compile(r"\(((?:19|20)\d\d)[a-z]?\)")
_APA_TITLE = re.compile(r"\((?:19|20)\d\d[a-z]?\)\.? ([^.?!]{3,300}[?!]?)")
_WOS_YEAR = re.compile(r"(?:^|, )(1[5-9]\d\d|20\d\d)(?:,|$)")
_INITIALS = r"(?:[^\W\d_a-z]\w?\.[ -]?){1,6}"
_SUFFIX = r"(?:,? (?:Jr|Sr)\.?|,? I{2,3})?"
_AUTHOR = re.compile(rf"[^,.()\d]{{1,60}} {_INITIALS}{_SUFFIX}")
_AUTHORS = re.compile(  # "Agostini, A., Ballotta, D., " and "Agostini A., Ballotta D., "
    rf"(?:[^,.()]{{1,60}},? {_INITIALS}{_SUFFIX}, ?|[Ee]t al\.?, ?|\(eds?\.\), ?|,\s)*"
)
_UNDOTTED = re.compile(  # "Zhong J, Rosch E L, "; one alone may be a title ("Vitamin C, ...")
    r"(?:[^\W\d_][\w'\u2019-]{1,30} [^\W\d_a-z](?: ?[^\W\d_a-z]){0,2}(?:, |$)){2,}"
)
_GENRE = re.compile(r"\[[A-Z](?:/[A-Z]{2})?\]\.?$")  # "[J]", as in Chinese lists
_FULL_NAME = re.compile(  # "Agostini, Anna B., " before a title
    r"\A(?:[^\W\d_][\w'\u2019-]*[ ]){0,3}[^\W\d_][\w'\u2019-]*, "
    r"[^\W\d_a-z][\w'\u2019-]+(?: (?:[^\W\d_a-z]\.|[^\W\d_a-z][\w'\u2019-]+)){0,2}"
    rf"{_SUFFIX}, (?=[^\W_a-z])"
)
_SHORT_NAME = re.compile(rf"[^,.()]{{1,60}},? {_INITIALS}{_SUFFIX}, ")
_JOURNAL = re.compile(  # "IEEE Trans. Magn., 33, p. 978" after the year: there is no title
    r".{3,80}?,\s*\d{1,4}(?:\s*\([\w -]{1,12}\))?,(?:\s*art\.)?\s*(?:pp?\.|no\.|\d)"
    r"|(?:[^,]{0,60}[a-z]\.[^,]{0,60},){1,2}\s*\d"
)
_DOTTED = re.compile(r"[^\W\d_]{1,12}\.[,:]?$")
_PLACE = re.compile(  # volume, issue, pages and numbers, which follow the name of a journal
    r"(?:pp?|vol|no|art|article|issue|doi)\b.*|\S*\d\S*(?: ?[A-Z-]+\d*)?|", re.IGNORECASE
)
_VENUE = re.compile(
    r"\b(?:proc(?:eedings|\.)|conference|symposium|workshop|journal|transactions|trans\.|letters|"
    r"arxiv|preprint|advances in|lecture notes|press|university|springer|elsevier|wiley|ieee|acm|"
    r"annals|review|bulletin|https?:)",
    re.IGNORECASE,
)
# What the databases write where they lack the work; the same text stands for many works.
_NAMELESS = re.compile(
    r"(?=.*\w{2})[\s,.]*(?:undefined|\[?anonymous\]?|\*?no title captured)?[\s,.]*"
    r"(?:\(?\d{4}[a-z]?\)?)?[\s,.]*",
    re.IGNORECASE,
)
_UNIQUE = 3  # words; a shorter title ("Introduction") belongs to many works


def split(text: str) -> list[str]:
    """Return the works of a list that separates them by semicolons.

    Since 2025, Scopus also separates the authors of a work by semicolons.
    """
    works: list[str] = []
    authors = ""
    for part in re.split(r";(?=\s|$)", text):
        if not (piece := part.strip(" ,")):
            continue
        if _AUTHOR.fullmatch(piece):
            authors += f"{piece}, "
        else:
            works.append(authors + piece)
            authors = ""
    return works + ([authors.strip(" ,")] if authors else [])


def nameless(works: Iterable[str]) -> int | None:
    """Count the works of a list of which only the year or only authors are known.

    ``undefined, (2009)``, ``Alpha A., Et al.``
    """
    return sum(map(_is_nameless, works)) or None


def _is_nameless(text: str) -> bool:
    authors = _AUTHORS.match(f"{text}, ")
    return _NAMELESS.fullmatch(text) is not None or bool(authors and authors.end() >= len(text) > 0)


def scopus(works: Iterable[str]) -> tuple[Reference, ...]:
    """Return cited works as Scopus writes them, each once.

    Until 2022: ``Agostini, A., Title (2017) Journal, 29, pp. 1-10``; since then:
    ``Agostini A., Title, Journal, 29, pp. 1-10, (2017)``.
    """
    texts = [" ".join(without_markup(work).split()) for work in works]
    # Since 2025 an export may state the first author alone, with the full given name. One title
    # may look like that ("Lions, Tigers, Bears ..."); a list in which several do has names.
    full = sum(_FULL_NAME.match(text) is not None for text in texts)
    short = sum(_SHORT_NAME.match(text) is not None for text in texts)
    if full > short and full * 5 >= len(texts):
        texts = [_FULL_NAME.sub("", text) for text in texts]
    return tuple(dict.fromkeys(_references(texts, _year, _title)))


def web_of_science(works: Iterable[str]) -> tuple[Reference, ...]:
    """Return cited works as Web of Science writes them, each once; they have no titles.

    ``Agostini A, 2017, NEUROGASTROENT MOTIL, V29, P1, DOI 10.1111/nmo.13009``
    """
    return tuple(dict.fromkeys(_references(works, _WOS_YEAR.search, lambda _: None)))


def apa(works: Iterable[str]) -> tuple[Reference, ...]:
    """Return cited works as PsycINFO writes them, each once.

    ``Agostini, A., & Ballotta, D. (2009). Title of the work. Journal, 29, 1-10.``
    """

    def title(text: str) -> str | None:
        found = _APA_TITLE.search(text)
        return found[1] if found and found[1].count(" ") >= _UNIQUE - 1 else None

    return tuple(dict.fromkeys(_references(works, APA_YEAR.search, title)))


def _references(
    works: Iterable[str],
    year_of: Callable[[str], re.Match[str] | None],
    title_of: Callable[[str], str | None],
) -> Iterator[Reference]:
    for work in works:
        text = " ".join(work.split())
        if not re.search(r"\w{2}", text) or _is_nameless(text):
            continue
        found, arxiv_id = doi(text), arxiv(text)
        title, year = title_of(text), year_of(text)
        known = found or arxiv_id or title
        yield Reference(
            id=None if known else ids.fit(f"cited:{text}"),
            doi=found,
            arxiv_id=arxiv_id,
            title=title,
            year=int(year[1]) if year else None,
        )


def _closed(text: str) -> str:
    """Return a DOI without the bracket or full stop that follows it in a text."""
    text = text.rstrip(".,;")
    return text[:-1] if text.endswith(")") and text.count(")") > text.count("(") else text


def doi(text: str) -> str | None:
    """Return the DOI in a cited work."""
    found = _DOI.search(text)
    return ids.doi(_closed(found[1])) if found else None


def arxiv(text: str) -> str | None:
    """Return the arXiv ID in a cited work."""
    found = _ARXIV.search(text)
    if not found:
        return None
    number = found[1]
    if re.fullmatch(r"\d{8,9}", number):  # ARXIV170603762, without the full stop
        number = f"{number[:4]}.{number[4:]}"
    return ids.arxiv(number)


def _year(text: str) -> re.Match[str] | None:
    """Return the year at the end of the text, else the first one in brackets."""
    years = list(_YEAR.finditer(text))
    if not years:
        return None
    return years[-1] if not text[years[-1].end() :].strip(" .,") else years[0]


def _title(text: str) -> str | None:
    """Return the title of a work of Scopus; ``None`` if it is not certain or too short."""
    text = _ARXIV.sub("", _ADDRESS.sub("", text))
    year = _year(text)
    if year is None:
        return None
    before, after = text[: year.start()], text[year.end() :].strip(" .,")
    authors = _AUTHORS.match(before)
    rest = before[authors.end() if authors else 0 :].strip(" ,")
    rest = _UNDOTTED.sub("", rest, count=1) if _UNDOTTED.match(rest) else rest
    if after:  # with a title before the year, a journal follows; without one, a book or report
        if not rest and _JOURNAL.match(after):
            return None
        title = rest or re.split(r",\s*(?:,|pp?\.|\d)", after)[0]
    else:
        title = _before_journal(rest.split(", "))
    title = _GENRE.sub("", title.strip(" ,.\"'")).rstrip()
    return title if len(re.findall(r"\w+", title)) >= _UNIQUE and not _is_journal(title) else None


def _is_journal(text: str) -> bool:
    """Return whether a text is the abbreviated name of a journal, such as ``Phys. Rev. B``."""
    words = text.split()
    return len(words) < 10 and sum(_DOTTED.match(word) is not None for word in words[:-1]) * 2 >= (
        len(words) - 1
    )


def _before_journal(parts: list[str]) -> str:
    """Return the title of parts that end with a journal, its volume and pages."""
    placed = numbered = False
    while len(parts) > 1 and _PLACE.fullmatch(parts[-1].strip()):
        place = parts.pop().strip()
        placed = placed or bool(place)
        numbered = numbered or place.isdecimal()
    if len(parts) > 1 and (placed or _VENUE.search(parts[-1])):
        parts.pop()
    elif len(parts) == 1 and numbered:
        words = parts[0].split()
        named = len(words) < 7 and _VENUE.search(parts[0])
        if named or not any(word[0].islower() for word in words):
            return ""  # a journal with its volume ("Phys Rev E, 92"), without a title
    return ", ".join(parts)
