"""Read text as a file of one format."""

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document


def read(text: str, format: str, name: str = "a") -> tuple[list[Paper], list[Rejected], list[str]]:
    """Return papers, rejected entries and notes of text that must be recognized as the format."""
    document = Document(name, text.encode())
    assert formats.recognize(document) == format
    found = list(formats.source(format).read(document))
    papers = [one for one in found if isinstance(one, Paper)]
    return papers, [one for one in found if isinstance(one, Rejected)], document.notes
