"""Read XML element by element, so that a long document is never in memory whole."""

import re
from collections.abc import Iterator

from lxml import etree

from citegraph.graph.records import Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.pieces import Pieces

_DAMAGE = re.compile("Premature end|EndTag|mismatch|Extra content|not closed|end of the document")
_ROOT = re.compile(
    r"(?:\s|<\?[^<>]*\?>|<!--(?:[^-]|-(?!-))*-->|<!DOCTYPE\b[^<>\[]*>)*<(?:[\w.-]+:)?([\w.-]+)",
    re.IGNORECASE,
)
_SURROGATE = re.compile(
    r"&#(?:0{0,4}(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3])"
    r"|x0{0,4}d[89a-f][0-9a-f]{2});",
    re.IGNORECASE,
)


def elements(document: Document, *names: str) -> Iterator[etree._Element | Rejected]:
    """Yield the elements with one of these names, by default those below the root, once complete.

    What an element contains is removed after it was yielded; a leaf stays until its parent goes.

    Entities and files outside the document are never fetched. Damage is reported at the end as
    :class:`Rejected`.
    """
    parser = etree.iterparse(
        Pieces(
            piece.encode("utf-8", "replace") for piece in _without_surrogates(document.pieces())
        ),
        events=("end",),
        recover=True,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
    )
    try:
        for _, element in parser:
            if name(element) in names if names else _is_top(element):
                yield element
                if len(element):
                    element.clear()
                    parent = element.getparent()
                    while parent is not None and element.getprevious() is not None:
                        del parent[0]
    except etree.XMLSyntaxError as error:
        yield Rejected(
            reason=f"the XML is damaged: {error.msg}; the rest is not read",
            where=f"{document.name}:{error.lineno or 1}",
        )
        return
    if damage := next((one for one in parser.error_log if _DAMAGE.search(one.message)), None):
        yield Rejected(
            reason=f"the XML is damaged: {damage.message}; entries may be missing",
            where=f"{document.name}:{damage.line}",
        )


def _is_top(element: etree._Element) -> bool:
    """Report whether an element is a child of the root."""
    parent = element.getparent()
    return parent is not None and parent.getparent() is None and bool(name(element))


def root(document: Document) -> str:
    """Return the name of the root element without its namespace; empty if it is not XML."""
    found = _ROOT.match(document.head)
    return found[1] if found else ""


def numbered(
    found: Iterator[etree._Element | Rejected],
) -> Iterator[tuple[str, etree._Element | Rejected]]:
    """Yield elements with their places: ``entry 7``."""
    for number, element in enumerate(found, 1):
        yield f"entry {number}", element


def name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """Return the children with one of these names, in the order of the names."""
    return [child for one in names for child in element if name(child) == one]


def _without_surrogates(pieces: Iterator[str]) -> Iterator[str]:
    """Replace references to surrogates, such as ``&#55357;``, which lxml cannot decode."""
    left = ""
    for piece in pieces:
        whole = left + piece
        cut = whole.rfind("&", -12) if len(whole) > 12 else -1  # a reference may be cut
        left = whole[cut:] if cut >= 0 else ""
        yield _SURROGATE.sub("\ufffd", whole[:cut] if cut >= 0 else whole)
    yield _SURROGATE.sub("\ufffd", left)
