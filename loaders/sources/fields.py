"""Fields that many formats share: untyped JSON values, text, names of people, listings."""

import html
import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict

from citegraph.graph.records import Listing
from citegraph.loaders.documents.document import Document


def by_name(rows: dict[str, str]) -> dict[str, str]:
    """Return a table by the names in its rows: ``{"en": "english,eng"}`` by each of the two."""
    return {name: value for value, names in rows.items() for name in names.split(",")}


def words(text: str, separator: str | None = None) -> frozenset[str]:
    """Return the words of a text, which is how a long set of keys is written."""
    return frozenset(text.split(separator))


CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]+)?")  # of arXiv: cs.LG, hep-th
_ENDINGS = words("Jr Sr II III IV 2nd 3rd 4th 5th")  # also after a given name, in this case
_SUFFIXES = words("jr sr jnr snr ii iii iv 2nd 3rd 4th 5th père fils")
_SECOND = words("filho junior júnior neto sobrinho")  # suffixes if second of three: "Doe, Neto, Jo"
SUFFIX = re.compile(rf"(?:{'|'.join(sorted(_SUFFIXES))})\.?", re.IGNORECASE)
_INITIALS = re.compile(r"[^\W\d_](?:\.(?: [^\W\d_]\.){0,2})?")
_CUT = re.compile(
    r"(?:^|[\s,;&])(?:(?:and\s+)?(?:(?:\d+|many|\w+teen|two|three|four|five|six|seven|eight|nine|ten)\s+)?"
    r"others|et\.?\s?al\b\.?)[\s.,;]*$",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[,;\s(<]*[^\s@,;<>()]+@[^\s@,;<>()]+[>)]?")
_ISSN = re.compile(r"(\d{4})-?(\d{3}[\dXx])\b")
_MARKUP = re.compile(r"</?(?:jats:|mml:)?[A-Za-z][\w:.-]{0,30}(?:\s[^<>]{0,300})?/?>")
_BLOCK = re.compile(r"</?(?:jats:)?(?:p|title|sec|list|list-item|br|div|li)\b", re.IGNORECASE)
_HEADING = re.compile(r"<jats:title>\s*(?:Abstract|Summary)\s*</jats:title>", re.IGNORECASE)
_LANGUAGES = by_name(  # names in English and in the language, those of babel, ISO 639-2
    {
        "ar": "arabic,ara",
        "bg": "bulgarian,bul",
        "ca": "catalan,cat",
        "cs": "czech,cze,ces",
        "da": "danish,dan",
        "de": "german,ger,deu,deutsch,ngerman,austrian,naustrian",
        "el": "greek,gre,ell",
        "en": "english,eng,american,british,usenglish,ukenglish,anglais,englisch",
        "es": "spanish,spa,español,mexican",
        "fa": "persian,per,fas",
        "fi": "finnish,fin,suomi",
        "fr": "french,fre,fra,francais,français",
        "he": "hebrew,heb",
        "hr": "croatian,hrv",
        "hu": "hungarian,magyar,hun",
        "it": "italian,ita",
        "ja": "japanese,jpn",
        "ko": "korean,kor",
        "la": "latin,lat",
        "nl": "dutch,dut,nld",
        "no": "norwegian,norsk,nynorsk,nor",
        "pl": "polish,pol",
        "pt": "portuguese,por,portuges,brazilian,brazil",
        "ro": "romanian,rum,ron",
        "ru": "russian,rus",
        "sk": "slovak,slo,slk",
        "sl": "slovene,slovenian,slv",
        "sv": "swedish,swe",
        "tr": "turkish,tur",
        "uk": "ukrainian,ukr",
        "zh": "chinese,chi,zho",
    }
)

_SPACES = dict.fromkeys([0x0B, 0x0C, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_CONTROLS = [
    *range(9),
    *range(0x0E, 0x20),
    0x7F,
    0xAD,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    0xFEFF,
]
_CLEAN = {**dict.fromkeys(_CONTROLS), **_SPACES, **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}
_UNCLEAN = re.compile("[" + "".join(map(re.escape, map(chr, _CLEAN))) + "]")


def clean(text: str) -> str:
    """Replace every kind of space by a plain one; remove characters that only control display."""
    plain = text.isascii() and text.isprintable()  # true for most texts, and faster than the search
    return text.translate(_CLEAN) if not plain and _UNCLEAN.search(text) else text


def fold(text: str) -> str:
    """Clean a text and collapse its white space."""
    return " ".join(clean(text).split())


def string(value: Any) -> str | None:
    """Return text with content, or a number as text; ``None`` for anything else."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value) if number else None


def mapping(value: Any) -> dict[str, Any]:
    """Return a JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """Return a JSON array; a single value as an array of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def count(value: Any) -> int | None:
    """Return a number of things: a whole number from 0."""
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
    return value if whole else None


def plain(text: str | None) -> str | None:
    """Return text on one line, without the JATS, MathML or HTML markup of publishers."""
    if text is None:
        return None
    if "<" in text or "&" in text:
        text = _HEADING.sub(" ", html.unescape(text))
        text = _MARKUP.sub(lambda tag: " " if _BLOCK.match(tag[0]) else "", text)
    return " ".join(text.split()) or None


def people(names: Iterable[str]) -> tuple[list[str], bool]:
    """Return the names of a list without "et al.", and whether the list was cut there.

    Punctuation that separates names in another notation is removed; empty names are left out.
    """
    found, partial = [], False
    for name in names:
        text = (_EMAIL.sub("", name) if "@" in name else name).strip(" ;,\t\n")
        lower = text.lower()
        if ("others" in lower or "al" in lower) and (cut := _CUT.search(text)):
            partial = True
            text = text[: cut.start()].strip(" ;,&")
        if text.strip(" .-?…"):
            found.append(text)
        elif "..." in text or "…" in text:
            partial = True
    return found, partial


def reading_order(name: str) -> str:
    """Return ``"Family, Given"``, ``"Family, Given, Jr."`` and such in reading order."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) > 2 and (
        SUFFIX.fullmatch(parts[1])
        or parts[1].lower() in _SECOND
        or (parts[1] == "V" and not _INITIALS.fullmatch(parts[2]))
    ):
        parts[1], parts[2] = parts[2], parts[1]
    elif len(parts) == 3 and _INITIALS.fullmatch(parts[2]):  # Web of Science: "Doe, Jo, I"
        parts[1:] = [f"{parts[1]} {parts[2]}"]
    if len(parts) == 2:  # nearly always
        family, given = parts
        first, _, last = given.rpartition(" ")
        bare = last.rstrip(".")
        if first and bare in _ENDINGS:  # PubMed: "Doe, Jo Jr"
            return f"{first} {family} {last}"
        if not first and bare.lower() in _SUFFIXES:
            return f"{family} {given}"
        if len(given) in (2, 3) and given.isalpha() and given.isupper() and not family.isupper():
            given = " ".join(given)  # Web of Science: "Doe, JA"
        return f"{given} {family}"
    return " ".join([*parts[1:2], *parts[:1], *parts[2:]])


def issn(values: Iterable[Any]) -> str | None:
    """Return the first ISSN, as ``1234-567X``."""
    for value in values:
        if found := _ISSN.match(str(value).strip()):
            return f"{found[1]}-{found[2].upper()}"
    return None


def language(text: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag or of an English name."""
    if not text:
        return None
    code = text.strip().lower()
    known = _LANGUAGES.get(code)
    return known or (code[:2] if re.fullmatch(r"[a-z]{2}(?:[-_].*)?", code) else None)


def listing(
    document: Document,
    kind: str,
    rank: int | None,
    place: str,
    day: date | None = None,
    upvotes: int | None = None,
    comments: int | None = None,
    *,
    query: str = "",
) -> Listing:
    """Return the entry of a list, which is that of a day, or the file itself."""
    return Listing(
        id=f"{kind}/{day or document.digest[:12]}{query}",
        kind=kind,
        date=day.isoformat() if day else None,
        rank=rank,
        upvotes=upvotes,
        comments=comments,
        where=place,
        files=(f"{document.name} sha256:{document.digest}",),
    )


class Seen(TypedDict):
    """Fields of a record that state where it was read."""

    listings: tuple[Listing, ...]
    sources: tuple[str, ...]
    observed: str | None
    origin: str


def seen(
    document: Document,
    format: str,
    rank: int,
    place: str,
    observed: str | None = None,
    *,
    listed: date | None = None,
    upvotes: int | None = None,
    comments: int | None = None,
) -> Seen:
    """Return the fields that state where a record was read.

    Args:
        document: the file or reply.
        format: the source's format.
        rank: place of the record in the file, from 1.
        place: ``line 7`` or ``entry 7``.
        observed: ISO 8601 day; by default that on which the document was saved.
        listed: the day of the list that the file is; by default the file is a list of its own.
        upvotes: in that list.
        comments: in that list.
    """
    captured = document.captured.isoformat() if document.captured else None
    return {
        "listings": (listing(document, format, rank, place, listed, upvotes, comments),),
        "sources": (format,),
        "observed": observed or captured,
        "origin": place,
    }


def short(place: str) -> str:
    """Return a place as it follows a file's name: ``:7`` for a line, ``#7`` for an entry."""
    return place.replace("line ", ":").replace("entry ", "#").replace(", result ", "#")


def preview(value: Any) -> Any:
    """Return the beginning of a JSON value, for a rejected entry."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 200 else f"{text[:200]}…"
