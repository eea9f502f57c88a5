"""Text and parts of XML elements."""

import html
from collections.abc import Iterator

from lxml import etree

from citegraph.loaders.documents.xml_stream import children, name
from citegraph.loaders.sources.fields import fold


def under(element: etree._Element, *names: str) -> list[etree._Element]:
    """Return the descendants with one of these names, in the order of the document."""
    return [one for one in element.iter() if one is not element and name(one) in names]


def first(element: etree._Element, *names: str) -> str:
    """Return the text of the first child with one of these names that has text, else ``""``."""
    return next((found for one in children(element, *names) if (found := text(one))), "")


def text(element: etree._Element, *, without: frozenset[str] = frozenset()) -> str:
    """Return the text of an element and of the markup in it, on one line.

    The parser expands no entities; those that HTML defines, such as ``&uuml;``, are replaced here.
    """
    if not len(element):
        return fold(element.text or "")
    return fold("".join(_pieces(element, without)))


def _pieces(element: etree._Element, without: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag is etree.Entity:
            yield html.unescape(child.text or "")
        elif name(child) and name(child) not in without:
            yield from _pieces(child, without)
        yield child.tail or ""
