"""Values that PubMed writes alike in its tagged text and in its XML."""

import re
from collections.abc import Iterable

from citegraph.graph.identity.keywords import CHECK_TAGS
from citegraph.graph.identity.node_ids import topic_id
from citegraph.graph.records import Organization, Paper, Topic
from citegraph.loaders.sources import parts
from citegraph.loaders.sources.dates import iso_date, month_of
from citegraph.loaders.sources.fields import fold

_DATE = re.compile(
    r"(?<![\d/.-])(1[6-9]\d\d|20\d\d)(?:[\s-]+([A-Za-z]{3})[a-z]*\.?(?![-/\w])(?:\s+(\d{1,2})(?![-/\d]))?)?"
)
_INITIALS = re.compile(
    r"(\S.*?)\s+((?:[^\W\d_a-z]\.?-?){1,5})(?:\s+((?:Jr|Sr|[2-5](?:nd|rd|th)|I{2,3}|IV)\.?))?"
)
# "a Department of ...", "1Department of ...", but not "3M Company" and "12 Oaks Hospital"
_LABEL = re.compile(
    r"^(?:[a-z] (?=[A-Z])|\d{1,2}(?=[A-Z][a-z])|\d{1,2} (?=(?:Department|Division|Faculty|School"
    r"|Institut|Cent(?:er|re)|Laborator|Universit|College|Hospital)))"
)
_ROR = re.compile(r"(?:https?://)?(?:ror\.org/)?(0[a-z0-9]{6}\d\d)", re.IGNORECASE)
_EMAIL = re.compile(r"(?:\bElectronic address:\s*)?(?:\be-?mail:\s*)?[^\s@,;<>]+@[^\s@,;<>]+\.\w+")
_KINDS = {  # by publication type, the most specific first
    "retraction of publication": "retraction",
    "published erratum": "erratum",
    "preprint": "preprint",
    "review": "review",
    "systematic review": "review",
    "editorial": "editorial",
    "letter": "letter",
    "comment": "comment",
    "dataset": "dataset",
    "book": "book",
    "book chapter": "book-chapter",
    "journal article": "article",
    "retracted publication": "article",
}


def title(text: str) -> str:
    """Return a title without the full stop that PubMed appends; ``""`` if none is available."""
    text = fold(text)
    if text.lower().strip("[].") in {"not available", "in process citation"}:
        return ""
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def initials_first(name: str) -> str:
    """Return ``"King ML Jr"``, the short form of PubMed, in reading order: ``"M L King Jr"``."""
    found = _INITIALS.fullmatch(fold(name))
    if not found:
        return fold(name)
    initials = re.sub(r"[.-]", "", found[2])
    return " ".join([*initials, found[1], *filter(None, [found[3]])])


def affiliation(text: str) -> str:
    """Return an address without email addresses, and without the label of a footnote."""
    text = _EMAIL.sub("", fold(text)) if "@" in text else fold(text)
    return _LABEL.sub("", re.sub(r" +(?=[,;.])", "", text)).strip(" .,;")


def organization(place: str, numbers: Iterable[str]) -> Organization | None:
    """Return an affiliation with the ROR among its identifiers, if they name one organization."""
    name = affiliation(place)
    rors = {found[1].lower() for one in numbers if (found := _ROR.fullmatch(one))}
    return Organization(name=name, ror=rors.pop() if len(rors) == 1 else None) if name else None


def heading(text: str, vocabulary: str = "mesh") -> Topic | None:
    """Return a MeSH heading, such as ``*Aging/genetics``, as a topic without its qualifiers.

    A check tag such as ``Humans`` is a keyword, unless the asterisk marks it as a main subject.
    """
    surface = fold(text)
    name = surface.split("/")[0].strip(" *")
    if not name:
        return None
    if "*" not in surface and topic_id(name) in CHECK_TAGS:
        return Topic(name=name, kind="keyword", source=vocabulary)
    return Topic(
        name=name,
        kind="concept",
        vocabulary=vocabulary,
        source=vocabulary,
        surface=surface if surface != name else None,
    )


def kind(types: Iterable[str]) -> str | None:
    """Return the type of a publication by its publication types."""
    given = {fold(one).lower() for one in types}
    return next((kind for name, kind in _KINDS.items() if name in given), None)


def date_in(text: str) -> str | None:
    """Return the first date in a text: ``2010 Aug 2``, ``2010 08 02``, ``2010 Jul-Aug``."""
    if numbers := re.fullmatch(r"(\d{4}) (\d{1,2})(?: (\d{1,2}))?", text.strip()):
        return iso_date(numbers.groups())
    found = _DATE.search(fold(text))
    if not found:
        return None
    return iso_date([found[1], month_of(found[2] or ""), found[3]])


def retracted(pmid: str | None, doi: str | None, notice: Paper) -> Paper:
    """Return the paper that a retraction notice names, marked as retracted."""
    known = f"pmid:{notice.pmid}" if notice.pmid else f"doi:{notice.doi}" if notice.doi else ""
    retraction = f"Retraction, {known} (pubmed)" if known else "Retraction (pubmed)"
    return parts.retracted(notice, retraction, notice.published, doi, pmid)
