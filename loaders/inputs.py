"""placeholder until merge"""

from pathlib import Path
from loaders.document import Document


def documents(sources, captured=None):
    for s in sources:
        yield Document(s, Path(s), captured)
