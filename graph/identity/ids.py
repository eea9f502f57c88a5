"""Canonical forms of identifiers, titles and names, so that all spellings identify one node.

They return the canonical text or ``None`` and raise no exception. They are pure, except that
:func:`orcid` counts wrong check digits.
"""

import hashlib
import re
import threading
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from citegraph.graph.identity.folding import fold, tokens

# Scheme since 2007-04: YYMM.number, four digits until 2014, then five; before: archive/YYMMNNN.
# https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV = re.compile(
    r"(?:^|arxiv[:/ .]|/(?:abs|pdf|html|papers)/)\s*"
    r"(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})"
    r"(?:v\d+)?(?:\.pdf)?(?![\w.])",
    re.IGNORECASE,
)
# The DOI Handbook allows any printable character after the slash.
_DOI = re.compile(
    r"(?:^|doi[:/ .]\s*|doi\.[\w.-]{2,40}/|/doi/(?:abs|abstract|e?pdf|epub|full)/"
    r"|rxiv\.org/content/|(?:springer(?:link)?|nature)\.com/(?:[\w-]+/){0,3}"
    r"|(?:jstor|iop|aip)\.org/(?:[\w-]+/){0,5})"
    r"(10\.\d{4,9}(?:\.\d+)*/\S+)$",
    re.IGNORECASE,
)
_VIEW = re.compile(r"/(?:full|abstract|summary|meta|e?pdf)$|\.pdf$")  # of a publisher's page
_OPENALEX = re.compile(
    r"(?:^|openalex[:/]|openalex\.org/(?:[a-z]+/)?)([WAISTFPCV]\d{4,})/?$", re.IGNORECASE
)
_OPENALEX_SITE = "https://openalex.org/"
_S2 = re.compile(r"(?:^|s2:|/)([0-9a-f]{40})$", re.IGNORECASE)
_CORPUS = re.compile(r"(?:^|corpusid:\s*)(\d{1,12})$", re.IGNORECASE)
_PMID = re.compile(
    r"(?:^|pmid:\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,9})/?$",
    re.IGNORECASE,
)
_PMCID = re.compile(r"(?:^|pmcid:\s*|pmc:?\s*)(\d{1,9})(?:\.\d+)?/?$", re.IGNORECASE)
# Volumes since 2020: year.venue-volume.number; before: letter, year, number.
# https://aclanthology.org/info/ids/
_ACL = re.compile(
    r"(?:^|acl:\s*|aclanthology\.org/|aclweb\.org/anthology/(?:papers/\w/\w+/)?"
    r"|10\.(?:18653|3115)/v1/)"
    r"([a-z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)(?:v\d+)?(?:\.pdf|\.bib)?/?$",
    re.IGNORECASE,
)
# "Retracted: X" is also the title of a notice.
_STATUS = re.compile(
    r"(?:(?:RETRACTED|WITHDRAWN)|(?i:retracted|withdrawn) (?i:article|paper|chapter)):\s*"
)
# How the versions of a work differ in their DOIs, by registrant, and the DOI of the work. Where it
# has none of its own (Research Square, Preprints.org, F1000), it is that of the first version.
_RXIV = (re.compile(r"([\d.]+)v\d+(?:\.full|\.abstract)?(?:\.pdf)?"), r"\1")  # in addresses
_WITHOUT = (re.compile(r"(.+)[.-]v\d+"), r"\1")  # figshare, ChemRxiv, Cambridge, TechRxiv
_FIRST = (re.compile(r"(.+[./]v)\d+"), r"\g<1>1")
_VERSIONS = {
    **dict.fromkeys(("10.1101", "10.64898"), _RXIV),
    **dict.fromkeys(("10.6084", "10.26434", "10.33774", "10.36227"), _WITHOUT),
    **dict.fromkeys(("10.21203", "10.20944", "10.22541", "10.14293"), _FIRST),
    "10.12688": (re.compile(r"(\w+\.\d+\.)\d+"), r"\g<1>1"),
    "10.7554": (re.compile(r"(elife\.\d{5,6})\.\d"), r"\1"),
}
_HYPHENS = str.maketrans("\u2010\u2011", "--")  # typesetters replace the hyphens of a DOI
_ORCID = re.compile(
    r"(?:^|orcid[:/]|orcid\.org/)(\d{4}-?\d{4}-?\d{4}-?\d{3}[\dX])/?$", re.IGNORECASE
)
# Arabic and Chinese; NFKC folds the full width.
_COMMAS = str.maketrans({"\u060c": ",", "\u3001": ","})
# Letters that Unicode does not decompose, as they are written where a keyboard lacks them.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i"})
_LETTERS |= str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})


def arxiv(text: str | None) -> str | None:
    """Return the arXiv identifier without version: ``2405.15738``, ``hep-th/9901001``.

    Reads addresses, ``arXiv:`` prefixes, versions and arXiv's own DOIs (``10.48550/arXiv.…``).
    """
    found = _ARXIV.search(text.strip()) if text else None
    if not found:
        return None
    archive, slash, number = found[1].lower().partition("/")
    # The subject class of an old number is not part of it: math.AG/0601001.
    return f"{archive.partition('.')[0]}/{number}" if slash else archive


def doi(text: str | None) -> str | None:
    """Return the DOI in lower case, without resolver; ``None`` for DOIs of arXiv.

    Of the versions of a preprint, data set or article, the DOI of the work is returned, or if there
    is none, that of the first version.
    """
    if not text:
        return None
    if "%" in text and re.search("%(?:2[89f]|3[abce]|5[bd])", text[:200], re.IGNORECASE):
        text = unquote(text)
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        text = text.translate(_HYPHENS)
    found = _DOI.search(text.strip().lstrip("("))
    if not found:
        return None
    value = found[1].lower().rstrip(".,;")
    if value.endswith(")") and value.count(")") > value.count("("):  # of the text around it
        value = value[:-1].rstrip(".,;")
    if "://" in text and "doi.org/" not in text:  # the rest of an address
        value = _VIEW.sub("", value.partition("?")[0])
    if value.startswith("10.48550/arxiv.") or len(value) > _LONGEST:
        return None
    registrant, _, name = value.partition("/")
    if registrant in _VERSIONS:
        version, work = _VERSIONS[registrant]
        if same := version.fullmatch(name):
            value = f"{registrant}/{same.expand(work)}"
    return value


def openalex(text: str | None) -> str | None:
    """Return the OpenAlex key of a work, author, institution, ...: ``W3161425918``."""
    if text and text.startswith(_OPENALEX_SITE):  # nearly always; a snapshot has billions
        key = text[len(_OPENALEX_SITE) :]
        if len(key) > 4 and key[0] in "WAISTFPCV" and key[1:].isdigit() and key.isascii():
            return key
    found = _OPENALEX.search(text.strip()) if text else None
    return found[1].upper() if found else None


def s2(text: str | None) -> str | None:
    """Return Semantic Scholar's paper identifier, 40 hex digits."""
    found = _S2.search(text.strip()) if text else None
    return found[1].lower() if found else None


def corpus(text: str | None) -> str | None:
    """Return Semantic Scholar's corpus ID: digits."""
    found = _CORPUS.search(text.strip()) if text else None
    return found[1].lstrip("0") or None if found else None


def pmid(text: str | None) -> str | None:
    """Return the PubMed ID: digits."""
    found = _PMID.search(text.strip()) if text else None
    return found[1].lstrip("0") or None if found else None


def pmcid(text: str | None) -> str | None:
    """Return the PubMed Central ID without version: ``PMC1234567``."""
    found = _PMCID.search(text.strip()) if text else None
    number = found[1].lstrip("0") if found else ""
    return f"PMC{number}" if number else None


def acl(text: str | None) -> str | None:
    """Return the ACL Anthology ID: ``P18-1001``, ``2020.acl-main.747``.

    Reads addresses and the DOIs of the ACL (``10.18653/v1/...``), which contain it.
    """
    found = _ACL.search(text.strip()) if text else None
    if not found:
        return None
    return found[1].lower() if found[1][0].isdigit() else found[1].upper()


def orcid(text: str | None) -> str | None:
    """Return an ORCID with a valid check digit (ISO 7064 MOD 11-2): ``0000-0002-1825-0097``."""
    value = text.removeprefix("https://orcid.org/") if text else ""
    digits = value.replace("-", "")
    if len(digits) != 16 or value[4::5] != "---" or not digits.isdecimal():
        found = _ORCID.search(text.strip()) if text else None
        if not found:
            return None
        digits = found[1].replace("-", "").upper()
        value = f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}-{digits[12:]}"
    # The standard weighs digits by powers of 2, to which those of 13 are equal modulo 11.
    check = (12 - 2 * int(digits[:15], 13) % 11) % 11
    if digits[-1] == ("X" if check == 10 else str(check)):
        return value
    _wrong.first = _wrong.first or value
    _wrong.count += 1
    return None


class _Wrong(threading.local):
    """ORCIDs with a wrong check digit that a thread has read."""

    count = 0
    first = ""


_wrong = _Wrong()


def wrong_orcids() -> tuple[int, str]:
    """Return how many ORCIDs had a wrong check digit since the last call, and the first of them.

    Sources need not report them: a load calls this after each record. Threads count separately.
    """
    found = _wrong.count, _wrong.first
    _wrong.count, _wrong.first = 0, ""
    return found


_LONGEST = 512  # characters of a key: Neo4j refuses to index more than 8 kB


def fit(text: str) -> str:
    """Shorten a key to fit into an index; a digest replaces what is cut off."""
    if len(text) <= _LONGEST:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    return f"{text[: _LONGEST - 32]} {digest}"


def _key(text: str, words: list[str]) -> str:
    """Join words to a key; a text without words is its own key."""
    if not words:
        words = ["".join(fold(text).split()) or text]
    return fit(" ".join(words))


def title_key(title: str) -> str:
    """Normalize a title for matching: words and symbols, no case, accents or punctuation.

    "RETRACTED ARTICLE:" or "WITHDRAWN:" before a title is a status and is dropped.
    Greek letters are replaced by their names. A title without words and symbols is its own key.
    LaTeX must have been converted to text before (``loaders.latex.readable``).
    """
    if title[:3].upper() in {"RET", "WIT"}:
        title = title[found.end() :] if (found := _STATUS.match(title)) else title
    return _key(title, tokens(fold(title)))


GENERATIONS = frozenset({"jr", "sr", "jnr", "snr", "ii", "iii", "iv", "2nd", "3rd"})
GROUPS = frozenset({"collaboration", "consortium", "group", "investigators", "network", "team"})
_BEFORE_GROUPS = frozenset({"the", "for", "on", "behalf", "of"})
_ANYWHERE = GENERATIONS - {"ii", "iii", "iv"}  # never part of a name


def plain_letters(text: str) -> str:
    """Replace the letters of a folded name that Unicode does not decompose: ``"søren"``."""
    return text.translate(_LETTERS)


@lru_cache(maxsize=1 << 17)  # the same authors occur on many papers
def name_key(name: str) -> str:
    """Normalize a name for matching: given names, family name, generation.

    ``"Müller, Karl-Heinz"`` and ``"karl heinz muller"`` give one key, as do ``"King, Jr."`` and
    ``"King Jr."``, and ``"King, Martin Luther, Jr."`` and ``"Martin Luther King, Jr."``, and
    ``"Søren"`` and ``"Soren"``.
    """
    if name.isascii() and name.replace(" ", "").isalpha():  # most names
        words = name.lower().split()
        if GENERATIONS.isdisjoint(words) and words[0] not in _BEFORE_GROUPS:
            return fit(" ".join(words))
    parts, generations = [], []
    for part in plain_letters(fold(name)).translate(_COMMAS).split(","):
        words = tokens(part, spelled=False)
        words = [word for word in words if any(map(str.isalnum, word))] or words  # no emoji
        suffixes = [word for word in words if word in _ANYWHERE]
        rest = [word for word in words if word not in _ANYWHERE]
        if rest and rest[-1] in GENERATIONS:
            suffixes.append(rest.pop())
        generations += suffixes
        if rest:
            parts.append(rest)
    family, *given = parts or [[]]
    words = [word for part in (*given, family) for word in part]
    while len(words) > 2 and words[0] in _BEFORE_GROUPS and words[-1] in GROUPS:
        words = words[1:]
    return _key(name, words + generations)


SLUG = 48  # characters of a slug, without the digest


def slug(key: str) -> str:
    """Write a key as part of an identifier; a digest replaces what is cut off."""
    text = key.replace(" ", "-")
    if len(text) <= SLUG:
        return text
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    return f"{text[:SLUG]}-{digest[:8]}"


# Identifiers that are numbers, or of schemes without a property: they need their prefix.
_PREFIXED: dict[str, Callable[[str | None], str | None]] = {
    "pmid": pmid,
    "pmcid": pmcid,
    "acl": acl,
    "corpusid": corpus,
    "omid": lambda text: (text and text.strip().lower()) or None,
    "dblp": lambda text: (text and text.strip()) or None,
    "openreview": lambda text: (text and text.strip()) or None,
    "work": lambda text: (text and text.strip()) or None,
}
_PLACES = (  # addresses without a prefix
    ("pmcid", re.compile(r"(?:^|/pmc/articles/|pmc\.ncbi\.\S+/)pmc\d", re.IGNORECASE)),
    ("pmid", re.compile(r"ncbi\.nlm\.nih\.gov/", re.IGNORECASE)),
    ("acl", re.compile(r"aclanthology\.org/|aclweb\.org/anthology/", re.IGNORECASE)),
)


def parse(text: str) -> tuple[str, str]:
    """Parse an identifier of any scheme.

    Returns:
        ``(scheme, value)``; the scheme is ``arxiv``, ``doi``, ``openalex``, ``s2``, ``pmid``,
        ``pmcid``, ``acl``, ``corpusid``, ``scopus``, ``wos``, ``omid``, ``dblp``, ``openreview``,
        ``work``, or ``own`` for an identifier that the user assigned.
    """
    text = text.strip()
    scheme, colon, rest = text.partition(":")
    if colon and (read := _PREFIXED.get(scheme.lower())) and (value := read(rest.strip())):
        return scheme.lower(), value
    readers = (("arxiv", arxiv), ("doi", doi), ("openalex", openalex), ("s2", s2))
    for scheme, reader in readers:
        value = reader(text.removeprefix(f"{scheme}:"))
        if value:
            return scheme, value
    for scheme, place in _PLACES:
        if place.search(text) and (value := _PREFIXED[scheme](text)):
            return scheme, value
    return "own", text
