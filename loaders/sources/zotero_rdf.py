"""The RDF export of Zotero, as items of its API.

Journals and proceedings are nodes of their own, which contain the DOI of their article. A node
with an ISSN follows its article, which names it; others lie inside it.
https://www.zotero.org/support/kb/exporting
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from citegraph.graph.identity import ids
from citegraph.graph.records import Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name, root
from citegraph.loaders.sources.xml_fields import first, text

_SPACE = "zotero.org/namespaces/export#"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_NOTE = frozenset({"Memo", "Attachment", "Annotation"})
_NO_ITEM = frozenset({"Collection", "AutomaticTag", "Person", "Organization", "URI", "Seq"})
_PEOPLE = re.compile(r"(author|presenter|inventor|programmer|artist|director)s$")


def is_rdf(document: Document) -> bool:
    """Report whether a document is RDF with the names of Zotero."""
    return root(document) == "RDF" and _SPACE in document.head


def items(document: Document) -> Iterator[tuple[str, dict[str, Any] | Rejected]]:
    """Yield items with their places, each once the node that contains it was read."""
    containers: dict[str, dict[str, Any]] = {}
    waiting: dict[str, list[tuple[str, dict[str, Any]]]] = {}  # by container
    rank = 0
    for element in elements(document):
        if isinstance(element, Rejected):
            yield "", element
            continue
        about, kind = element.get(f"{_RDF}about") or "", first(element, "itemType")
        if not kind and name(element) in _NO_ITEM:
            continue
        if not kind and name(element) not in _NOTE:
            containers[about] = found = _container(element)
            for place, item in waiting.pop(about, ()):
                yield place, found | item
            continue
        rank += 1
        place = f"entry {rank}"
        item = _item(element, kind or "note")
        source = item.pop("container", None)
        if source is None or source in containers:
            yield place, containers.get(source or "", {}) | item
        else:
            waiting.setdefault(source, []).append((place, item))
    for left in waiting.values():
        yield from left


def _item(element: etree._Element, kind: str) -> dict[str, Any]:
    """Return a node as an item of the API; ``container`` is the node that it names."""
    item: dict[str, Any] = {
        "itemType": kind,
        "title": first(element, "title"),
        "abstractNote": first(element, "abstract"),
        "date": first(element, "date", "issued"),
        "language": first(element, "language"),
        "shortTitle": first(element, "shortTitle"),
        "archiveLocation": first(element, "coverage"),
        "number": first(element, "number"),
        "creators": [],
        "tags": [],
    }
    extra = [_lines(one) for one in children(element, "description")]
    item["extra"] = "\n".join(extra)
    for child in element:
        if found := _PEOPLE.match(name(child)):
            item["creators"] += [
                {"creatorType": found[1], **_person(one)}
                for one in child.iter()
                if name(one) == "Person"
            ]
        elif name(child) == "subject":
            automatic = any(name(one) == "AutomaticTag" for one in child)
            item["tags"].append({"tag": text(child), "type": int(automatic)})
        elif name(child) == "isPartOf":
            item |= _part(child)
        elif name(child) == "presentedAt":
            item["conferenceName"] = next(
                (title for one in child.iter() if (title := first(one, "title"))), ""
            )
    return {key: value for key, value in (item | _identifiers(element)).items() if value}


def _part(link: etree._Element) -> dict[str, Any]:
    """Return what contains an item: a node that is named, or one that lies inside."""
    if named := link.get(f"{_RDF}resource"):
        return {"container": named}
    found: dict[str, Any] = {}
    for one in link:
        if name(one) in ("Part", "Series"):  # a section; the container is behind it
            for behind in children(one, "isPartOf"):
                found |= _part(behind)
        elif name(one):
            found |= _container(one)
    return found


def _container(element: etree._Element) -> dict[str, Any]:
    """Return a journal, book or proceedings as fields of its item."""
    found = {"publicationTitle": first(element, "title"), **_identifiers(element)}
    found.pop("url", None)
    return {key: value for key, value in found.items() if value}


def _identifiers(element: etree._Element) -> dict[str, str]:
    """Return DOI, ISSN and address, of which the only DOI counts."""
    found: dict[str, str] = {}
    dois = set()
    for one in children(element, "identifier"):
        value = text(one)
        kind, _, rest = value.partition(" ")
        if any(name(inner) == "URI" for inner in one):
            found.setdefault("url", value)
        elif kind in ("DOI", "ISSN") and rest:
            found[kind] = rest
            dois |= {ids.doi(rest)} if kind == "DOI" else set()
        elif doi := ids.doi(value):
            found["DOI"] = doi
            dois.add(doi)
    if len(dois) > 1:  # articles that Zotero has exported with one journal
        del found["DOI"]
    return found


def _person(element: etree._Element) -> dict[str, str]:
    return {
        "firstName": first(element, "givenName", "givenname"),
        "lastName": first(element, "surname"),
        "name": first(element, "name"),
    }


def _lines(element: etree._Element) -> str:
    """Return a text with its lines, which separate the fields of "Extra"."""
    return "\n".join(line.strip() for line in (element.text or "").splitlines())
