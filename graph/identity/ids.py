"""Canonical forms of identifiers, titles and names, so that all spellings identify one node.

All functions are pure. They return the canonical text or ``None`` and raise no exception.
"""

import hashlib
import re
from functools import lru_cache

from citegraph.graph.identity.folding import fold, tokens

__all__ = [
    "arxiv",
    "doi",
    "fit",
    "name_key",
    "openalex",
    "orcid",
    "parse",
    "s2",
    "slug",
    "title_key",
]

# Scheme since 2007-04: YYMM.number, four digits until 2014, then five; before: archive/YYMMNNN.
# https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV = re.compile(
    r"(?:^|arxiv[:/ .]|/(?:abs|pdf|html|papers)/)\s*"
    r"(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})"
    r"(?:v\d+)?(?:\.pdf)?(?![\w.])",
    re.IGNORECASE,
)
# The DOI Handbook allows any printable character after the slash.
_DOI = re.compile(r"(?:^|doi[:/ .]\s*|doi\.org/)(10\.\d{4,9}(?:\.\d+)*/\S+)$", re.IGNORECASE)
_OPENALEX = re.compile(
    r"(?:^|openalex[:/]|openalex\.org/(?:[a-z]+/)?)([WAISTFPCV]\d{4,})/?$", re.IGNORECASE
)
_S2 = re.compile(r"(?:^|s2:|/)([0-9a-f]{40})$", re.IGNORECASE)
_ORCID = re.compile(
    r"(?:^|orcid[:/]|orcid\.org/)(\d{4}-?\d{4}-?\d{4}-?\d{3}[\dX])/?$", re.IGNORECASE
)
_COMMAS = str.maketrans(
    {"\u060c": ",", "\u3001": ","}
)  # Arabic, Chinese; NFKC folds the full width


def arxiv(text: str | None) -> str | None:
    """Return the arXiv identifier without version: ``2405.15738``, ``hep-th/9901001``.

    Reads addresses, ``arXiv:`` prefixes, versions and arXiv's own DOIs (``10.48550/arXiv.…``).
    """
    found = _ARXIV.search(text.strip()) if text else None
    return found[1].lower() if found else None


def doi(text: str | None) -> str | None:
    """Return the DOI in lower case, without resolver; ``None`` for DOIs of arXiv."""
    found = _DOI.search(text.strip()) if text else None
    if not found:
        return None
    value = found[1].lower().rstrip(".,;")
    if value.startswith("10.48550/arxiv.") or len(value) > _LONGEST:
        return None
    return value


def openalex(text: str | None) -> str | None:
    """Return the OpenAlex key of a work, author, institution, ...: ``W3161425918``."""
    found = _OPENALEX.search(text.strip()) if text else None
    return found[1].upper() if found else None


def s2(text: str | None) -> str | None:
    """Return Semantic Scholar's paper identifier, 40 hex digits."""
    found = _S2.search(text.strip()) if text else None
    return found[1].lower() if found else None


def orcid(text: str | None) -> str | None:
    """Return an ORCID with a valid check digit (ISO 7064 MOD 11-2): ``0000-0002-1825-0097``."""
    found = _ORCID.search(text.strip()) if text else None
    if not found:
        return None
    digits = found[1].replace("-", "").upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        return None
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


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

    Greek letters are replaced by their names. A title without words and symbols is its own key.
    LaTeX must have been converted to text before (``loaders.latex.readable``).
    """
    return _key(title, tokens(fold(title)))


_GENERATIONS = frozenset({"jr", "sr", "jnr", "snr", "ii", "iii", "iv", "2nd", "3rd"})
_ANYWHERE = _GENERATIONS - {"ii", "iii", "iv"}  # never part of a name


@lru_cache(maxsize=1 << 14)  # the same authors occur on many papers
def name_key(name: str) -> str:
    """Normalize a name for matching: given names, family name, generation.

    ``"Müller, Karl-Heinz"`` and ``"karl heinz muller"`` give one key, as do ``"King, Jr."`` and
    ``"King Jr."``, and ``"King, Martin Luther, Jr."`` and ``"Martin Luther King, Jr."``.
    """
    parts, generations = [], []
    for part in fold(name).translate(_COMMAS).split(","):
        words = tokens(part)
        suffixes = [word for word in words if word in _ANYWHERE]
        rest = [word for word in words if word not in _ANYWHERE]
        if rest and rest[-1] in _GENERATIONS:
            suffixes.append(rest.pop())
        generations += suffixes
        if rest:
            parts.append(rest)
    family, *given = parts or [[]]
    words = [word for part in (*given, family) for word in part]
    return _key(name, words + generations)


def slug(key: str, limit: int = 48) -> str:
    """Write a key as part of an identifier; a digest replaces what is cut off."""
    text = key.replace(" ", "-")
    if len(text) <= limit:
        return text
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    return f"{text[:limit]}-{digest[:8]}"


def parse(text: str) -> tuple[str, str]:
    """Parse an identifier of any scheme.

    Returns:
        ``(scheme, value)``; the scheme is ``arxiv``, ``doi``, ``openalex``, ``s2``, or ``own`` for
        an identifier that the user assigned.
    """
    text = text.strip()
    readers = (("arxiv", arxiv), ("doi", doi), ("openalex", openalex), ("s2", s2))
    for scheme, read in readers:
        value = read(text.removeprefix(f"{scheme}:"))
        if value:
            return scheme, value
    return "own", text
