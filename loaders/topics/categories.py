"""Categories of arXiv: the topic that a code such as ``cs.LG`` names.

``data/arxiv.tsv`` contains the whole taxonomy (https://arxiv.org/category_taxonomy) and the codes
of archives that were merged into it. Sources write a category as its code, Zotero and ADS as
``Computer Science - Machine Learning``, and DataCite as ``Machine Learning (cs.LG)``.

Categories of one name are one topic: arXiv itself declares ``math.IT``, ``math.NA``, ``eess.SY``,
``math.MP`` and ``stat.TH`` aliases, and papers on machine learning are filed under ``cs.LG``,
``stat.ML`` or both. The edge keeps each code in ``sources``, as ``arxiv:stat.ML``.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from citegraph.graph.records import Several, Topic
from citegraph.loaders.topics.vocabulary import DATA

_BEHIND = re.compile(r".+ \(([a-z-]+\.[A-Za-z-]+|[a-z]+-[a-z]+)\)")  # as DataCite writes them
SOURCE = "arxiv:"  # before the code, in the sources of a topic


@dataclass(frozen=True, slots=True)
class Category:
    """A category of arXiv.

    Attributes:
        name: official name, after that of its archive where it is unclear without it.
        broader: code or concept that contains it.
        codes: the codes of all categories of this name, its own one first.
    """

    name: str
    broader: str
    codes: tuple[str, ...]

    def of(self, source: Several) -> tuple[str, ...]:
        """Return the sources of a topic with the code."""
        given = (source,) if isinstance(source, str) else source or ()
        return tuple(dict.fromkeys((*given, SOURCE + self.codes[0])))


@cache
def categories() -> dict[str, Category]:
    """Return the categories by code, by former code or name, and by archive and name."""
    rows = [
        [*line.split("\t"), ""][:4]
        for line in (DATA / "arxiv.tsv").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    names = {code: name for code, name, _, _ in rows}
    same: dict[str, list[str]] = defaultdict(list)
    for code, name, _, former in rows:
        same[name] += [code, former] if former and " - " not in former else [code]
    found: dict[str, Category] = {}
    for code, name, broader, former in rows:
        category = Category(name, broader, tuple(dict.fromkeys([code, *same[name]])))
        archive = names[code.partition(".")[0]]
        whole = "." not in code or name.startswith(f"{archive} - ")
        written = name if whole else f"{archive} - {name}"
        found |= dict.fromkeys((code, former or code, written), category)
    return found


def category_of(topic: Topic) -> Category | None:
    """Return the category that a topic is, by its name, or by the code in its sources.

    The codes of archives, such as ``math``, are words too: they count from arXiv only.
    """
    known = categories()
    written = _BEHIND.fullmatch(topic.name)
    name = written[1] if written else topic.name
    if (found := known.get(name)) and (
        "." in name or "-" in name or "arxiv" in (topic.vocabulary or ())
    ):
        return found
    sources = topic.source if isinstance(topic.source, tuple) else (topic.source or "",)
    codes = (one.removeprefix(SOURCE) for one in sources if one.startswith(SOURCE))
    return next((known[code] for code in codes if code in known), None)
