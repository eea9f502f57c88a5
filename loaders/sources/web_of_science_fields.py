"""The fields of an entry of Web of Science as a paper."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

from citegraph.graph.identity import ids
from citegraph.graph.identity.author_ids import READERS, normalized
from citegraph.graph.records import Author, Paper, Rejected, Topic
from citegraph.loaders.documents.document import MOST_NOTES, Document
from citegraph.loaders.sources import cited_text
from citegraph.loaders.sources.dates import iso_date, month_of
from citegraph.loaders.sources.fields import fold, language, reading_order, seen
from citegraph.loaders.sources.parts import beginning, checked, organizations, topics, venue

FORMAT = "web-of-science"
Fields = dict[str, list[str]]
# The names of columns in the spreadsheet.
NAMES = {
    "publication type": "PT",
    "authors": "AU",
    "author full names": "AF",
    "book authors": "BA",
    "book author full names": "BF",
    "group authors": "CA",
    "article title": "TI",
    "source title": "SO",
    "language": "LA",
    "document type": "DT",
    "author keywords": "DE",
    "keywords plus": "ID",
    "abstract": "AB",
    "addresses": "C1",
    "affiliations": "C3",
    "orcids": "OI",
    "researcher ids": "RI",
    "cited references": "CR",
    "times cited, wos core": "TC",
    "issn": "SN",
    "eissn": "EI",
    "publication date": "PD",
    "publication year": "PY",
    "early access date": "EA",
    "doi": "DI",
    "wos categories": "WC",
    "pubmed id": "PM",
    "ut (unique wos id)": "UT",
}
_KINDS = {"proceedings paper": "proceedings-article", "retracted publication": "article"}
_ADDRESS = re.compile(r"\[([^\[\]]*)\]\s*(.+)")
_MOST_NAMES = 200  # of a paper that share a word, and are compared with a name of the registry


def paper(fields: Fields, document: Document, place: str, rank: int) -> Iterator[Paper | Rejected]:
    """Yield an entry as a paper."""

    def first(*tags: str) -> str:
        return fold(next((v for tag in tags for v in fields.get(tag, ()) if v), ""))

    title = first("TI")
    doi, arxiv_id = ids.doi(first("DI")), ids.arxiv(first("DI"))
    authors, lost = _authors(fields)
    document.notes += [
        f"{place}: {one[:80]!r} cannot be assigned to one author; not read"
        for one in sorted(lost)
        if len(document.notes) < MOST_NOTES
    ]
    named = {one.name for author in authors for one in author.organizations}
    kinds = [part.strip().lower() for part in first("DT").split(";") if part.strip()]
    times, pmid, record = first("TC", "Z9"), first("PM"), first("UT")
    found = Paper(
        title=title or None,
        abstract=first("AB") or None,
        published=_published(first("PY"), first("PD"), first("EA")),
        authors=authors,
        author_count=len(authors) or None,
        topics=topics(map(str.strip, first("DE").split(";")))
        + index_topics(first("ID"), first("WC", "SC")),
        organizations=organizations(
            name for _, name in addresses(fields.get("C1", ())) if name not in named
        ),
        references=cited_text.web_of_science(fields.get("CR", ())),
        text_references=cited_text.nameless(fields.get("CR", ())),
        venue=venue(first("SO", "JI", "J9"), [first("SN"), first("EI")]),
        arxiv_id=arxiv_id,
        doi=doi,
        pmid=pmid if re.fullmatch(r"\d{1,9}", pmid) else None,
        cited_by_count=int(times) if re.fullmatch(r"\d{1,9}", times) else None,
        language=language(first("LA")),
        type=_KINDS.get(kinds[0], kinds[0].replace(" ", "-")) if kinds else None,
        retracted=True if "retracted publication" in kinds else None,
        wos_id=record if re.fullmatch(r"[A-Z]+:\S{5,40}", record) else None,
        **seen(document, FORMAT, rank, place),
    )
    yield checked(found, document, place, partial(beginning, fields))


def identifiers_of(
    text: str, names: list[str], read: Callable[[str | None], str | None]
) -> tuple[dict[str, str], list[str]]:
    """Return the identifier of each name, and those without one, out of ``"Alpha, Ada/0000-..."``.

    The name is that of the registry, so it may be another form of the author's name. It belongs
    to the author with the same name, else to the only one whose name is alike (:func:`_alike`).
    """
    near: dict[object, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        for key in _shared_by_alike(name):
            near[key].append(name)
    stated_of: dict[str, str] = {}  # as written, by identifier
    same: dict[str, set[str]] = defaultdict(set)
    alike: dict[str, set[str]] = defaultdict(set)
    for part in re.split(r"[;\n]", text):
        stated, _, number = part.rpartition("/")
        if value := read(number.strip()):
            stated_of[value] = fold(part)
            same[ids.name_key(stated)].add(value)
            groups = [near.get(key, []) for key in _shared_by_alike(stated)]
            if all(len(group) <= _MOST_NAMES for group in groups):
                several = {n for group in groups for n in group if _alike(stated, n)}
                if len(several) == 1:
                    alike[several.pop()].add(value)
    values = {name: same.get(ids.name_key(name)) or alike.get(name) or () for name in names}
    found = {name: next(iter(value)) for name, value in values.items() if len(value) == 1}
    return found, [stated_of[value] for value in stated_of.keys() - {*found.values()}]


@lru_cache(maxsize=1 << 12)
def _words(name: str) -> tuple[frozenset[str], tuple[str, str]]:
    """Return the words of a name without umlauts, and its family name with the first initial.

    Web of Science removes "Dr" from the registry's names, also within a word ("Aleixane").
    """
    family, _, given = name.partition(",")
    plain = re.sub(r"([aou])e", r"\1", ids.name_key(name).replace("\u0131", "i"))
    words = (word.replace("dr", "") for word in plain.split())
    return frozenset(filter(None, words)), (ids.name_key(family), ids.name_key(given[:3])[:1])


def _shared_by_alike(name: str) -> list[object]:
    """Return keys of which names that are alike share one (:func:`_alike`)."""
    words, initial = _words(name)
    return [initial, *(word for word in words if len(word) > 2)]


def _alike(one: str, other: str) -> bool:
    """Report whether two names may belong to one person.

    They have one family name and one first initial; or every word of the shorter name is in the
    longer one, of which initials stand for a word and at least one is written out.
    """
    (first, initial), (second, other_initial) = _words(one), _words(other)
    if initial == other_initial:
        return True
    short, long = sorted((first, second), key=len)
    return (
        len(short) > 1
        and any(len(word) > 2 for word in short & long)
        and all(any(_stands_for(word, each) for each in long) for word in short)
    )


def _stands_for(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _authors(fields: Fields) -> tuple[tuple[Author, ...], list[str]]:
    """Return the authors with their ORCID and addresses, and ORCIDs of nobody in the list.

    Groups follow people.
    """
    short = _split(fields.get("AU") or fields.get("BA") or [])
    full = _split(fields.get("AF") or fields.get("BF") or short)
    (orcids, lost), (researchers, unknown) = (
        identifiers_of("; ".join(fields.get(tag, ())), full, READERS[scheme])
        for tag, scheme in (("OI", "orcid"), ("RI", "researcherid"))
    )
    places = by_person(addresses(fields.get("C1", ())))
    authors = []
    for n, name in enumerate(full):
        other = short[n] if len(short) == len(full) else name
        keys = {ids.name_key(name), ids.name_key(other)}
        shown = reading_order(fold(name))
        if not shown.strip(" .,") or shown.casefold() == "[anonymous]":
            continue
        authors.append(
            Author(
                name=shown,
                names=(reading_order(fold(other)),) if other != name else (),
                orcid=orcids.get(name),
                identifiers=tuple(normalized([f"researcherid:{researchers.get(name, '')}"])),
                organizations=organizations(
                    place for _, place in sorted(one for key in keys for one in places.get(key, ()))
                ),
            )
        )
    groups = (Author(name=fold(name)) for name in fields.get("CA", ()) if fold(name))
    return (*authors, *groups), lost + unknown


def _split(names: list[str]) -> list[str]:
    """Return the names one by one; old exports have all of them in a line."""
    return [part.strip() for name in names for part in name.split(";") if part.strip()]


def addresses(values: Iterable[str]) -> Iterator[tuple[set[str], str]]:
    """Yield the keys of the authors at each address, and the address: ``[Doe, J; Roe, A] Univ``."""
    for value in values:
        found = _ADDRESS.fullmatch(fold(value))
        place = (found[2] if found else fold(value)).rstrip(". ")
        people = {ids.name_key(name) for name in found[1].split(";")} if found else set()
        if place:
            yield people, place


def by_person(places: Iterable[tuple[set[str], str]]) -> dict[str, list[tuple[int, str]]]:
    """Return the addresses of each person, by key, with their positions in the list."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for at, (people, place) in enumerate(places):
        for key in people:
            found[key].append((at, place))
    return found


def index_topics(plus: str, categories: str) -> tuple[Topic, ...]:
    """Return keywords of the index, and subject categories."""
    index, fields = (map(str.strip, text.split(";")) for text in (plus, categories))
    return (
        # Keywords Plus are in capitals.
        *topics((one.lower() if one.isupper() else one for one in index), source="keywords-plus"),
        *topics(fields, "field", FORMAT),
    )


def _published(year: str, day: str, early: str) -> str | None:
    """Return the date of ``2023`` and ``JUN 15``; without a year that of early access."""
    if not re.fullmatch(r"[12]\d{3}", year):
        found = re.search(r"[12]\d{3}", early)
        if not found:
            return None
        year, day = found[0], early.replace(found[0], "")
    month = re.match(r"([A-Za-z]{3})(?: (\d{1,2}))?(?![-\w])", day.strip())
    return iso_date([year, month_of(month[1]), month[2]] if month else [year])
