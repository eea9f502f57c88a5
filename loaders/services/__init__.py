"""Scholarly services: which addresses to request, page by page and in batches.

A service is one module: where it is, which identifiers it accepts, how many at once, and where a
reply states the next page. Replies are read by the module of their format in ``loaders/sources``.
"""

from importlib import import_module
from urllib.parse import urlsplit

from citegraph.graph.errors import SourceError
from citegraph.loaders.services.service import Service

# Modules are imported when first needed. The first that serves an address reads it.
NAMES = (
    "oai-pmh",
    "openalex",
    "semantic-scholar",
    "crossref",
    "opencitations",
    "openreview",
    "arxiv",
)


def find(name: str) -> Service:
    """Return the service of a name.

    Raises:
        SourceError: there is none.
    """
    if name not in NAMES:
        raise SourceError(f"{name}: no such service; use one of {', '.join(NAMES)}")
    module = import_module(f"citegraph.loaders.services.{name.replace('-', '_')}")
    service: Service = module.SERVICE
    return service


def of_source(source: str) -> Service | None:
    """Return the service of a source: ``openalex:...``, or an address of its site."""
    scheme = source.partition(":")[0].lower()
    if scheme in NAMES:
        return find(scheme)
    if scheme not in ("http", "https"):
        return None
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    for name in NAMES:
        service = find(name)
        if service.serves(parts):
            return service
    return None
