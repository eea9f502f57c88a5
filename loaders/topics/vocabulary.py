"""Vocabularies: concepts with their names, kind and broader concept.

The shipped one is ``data/vocabulary.tsv``, one concept a line, columns separated by tabs::

    name    kind    broader    aliases, separated by |    covers, separated by |

``kind`` is ``field``, ``concept``, ``system`` or ``dataset``; ``broader`` is the name of one other
line. Aliases are other names of the concept; ``covers`` lists narrower terms without a line
of their own, which count as this concept. Marks before an alias: ``=`` matches only this spelling
(``=Adam``), ``@`` is a code that only sources use (``@cs.LG``), ``+`` a form of another concept
that names this one too (``+video diffusion`` of diffusion model). Without a mark, a word of up to
six letters with two capitals, or of capitals alone (``GNN``), matches only this spelling too. A
name or alias that two lines share is ambiguous: the paper's definition or text must resolve it.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from citegraph.graph.errors import SourceError
from citegraph.graph.identity.topic_ids import canonical

DATA = Path(__file__).parent / "data"
KINDS = frozenset(("field", "concept", "system", "dataset", "keyword"))


@dataclass(frozen=True, slots=True)
class Concept:
    """One named concept.

    Attributes:
        name: as shown.
        kind: field, concept, system, dataset or keyword.
        broader: name of its broader concept.
        aliases: other names; see the module for their marks.
        covers: narrower terms that count as it.
        vocabulary: name of the vocabulary it comes from.
    """

    name: str
    kind: str = "concept"
    broader: str | None = None
    aliases: tuple[str, ...] = ()
    vocabulary: str = "citegraph"
    covers: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the aliases without marks, codes and forms of other concepts."""
        return tuple(a.removeprefix("=") for a in self.aliases if a[:1] not in "@+")


@dataclass(slots=True)
class Form:
    """A written form of one or more concepts."""

    exact: str | None  # only in this spelling
    covers: bool = False  # a narrower term, not a name
    concepts: list[str] = field(default_factory=list)  # ids


def is_acronym(form: str) -> bool:
    """Return whether a form matches only with its own capitals: GNN, LoRA, t-SNE."""
    capitals = sum(c.isupper() for c in form)
    return " " not in form and capitals >= 2 and (len(form) <= 6 or form.isupper())


class Vocabulary:
    """Concepts by ID, and all forms that mean them."""

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
        self.concepts: dict[str, Concept] = {}
        self.forms: dict[str, list[Form]] = {}
        # By first and second word of a form ("": no second): numbers of words, falling.
        self.beginnings: dict[str, dict[str, tuple[int, ...]]] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self.codes: dict[str, str] = {}  # ID by code
        self.besides: dict[str, list[str]] = {}  # further concepts that a form names
        for concept in concepts:
            self.add(concept)

    def add(self, concept: Concept) -> None:
        """Add a concept, or its other names to the concept that has its name already."""
        id = self.meaning(concept.name) or canonical(concept.name)
        if not id:
            return
        self._chains.clear()
        known = self.concepts.get(id)
        if known is None:
            self.concepts[id] = concept
        else:
            self.concepts[id] = Concept(
                known.name,
                known.kind,
                known.broader or concept.broader,
                tuple(dict.fromkeys((*known.aliases, *concept.aliases))),
                known.vocabulary,
                tuple(dict.fromkeys((*known.covers, *concept.covers))),
            )
        for form in (concept.name, *concept.aliases):
            self._add_form(form, id)
        for form in concept.covers:
            self._add_form(form, id, covers=True)

    def _add_form(self, form: str, id: str, *, covers: bool = False) -> None:
        if form.startswith("@"):
            self.codes[form[1:]] = id
            return
        if form.startswith("+"):
            self.besides.setdefault(canonical(form[1:]), []).append(id)
            return
        exact = form[1:] if form.startswith("=") else form if is_acronym(form) else None
        key = canonical(form.removeprefix("="))
        if not key:
            return
        forms = self.forms.setdefault(key, [])
        for known in forms:
            if known.exact == exact:
                if id not in known.concepts:
                    known.concepts.append(id)
                break
        else:
            forms.append(Form(exact, covers, [id]))
        first, *rest = key.split(" ")
        seconds = self.beginnings.setdefault(first, {})
        second = rest[0] if rest else ""
        lengths = {*seconds.get(second, ()), 1 + len(rest)}
        seconds[second] = tuple(sorted(lengths, reverse=True))

    def meaning(self, name: str) -> str | None:
        """Return the ID of the only concept with a name or alias; ``None``: none, or several."""
        own = canonical(name)
        forms = self.forms.get(own, [])
        forms = [form for form in forms if form.exact == name] or forms  # "LoRa" is not "LoRA"
        found = {id for form in forms for id in form.concepts}
        if own in self.concepts:
            return own
        return found.pop() if len(found) == 1 else None

    def meanings(self, name: str) -> tuple[str, ...]:
        """Return the IDs of all concepts with a name or alias."""
        return tuple(
            dict.fromkeys(
                id for form in self.forms.get(canonical(name), ()) for id in form.concepts
            )
        )

    def broader(self, id: str) -> tuple[str, ...]:
        """Return the names of the broader concepts, the nearest first."""
        if id not in self._chains:
            self._chains[id] = self._broader(id)
        return self._chains[id]

    def _broader(self, id: str) -> tuple[str, ...]:
        chain: list[str] = []
        seen = {id}
        concept = self.concepts.get(id)
        while concept is not None and concept.broader:
            above = self.meaning(concept.broader) or canonical(concept.broader)
            if above in seen:
                break
            seen.add(above)
            name = concept.broader
            concept = self.concepts.get(above)
            chain.append(concept.name if concept else name)
        return tuple(chain)

    def __len__(self) -> int:
        return len(self.concepts)


def read_tsv(path: Path, vocabulary: str = "citegraph") -> Iterator[Concept]:
    """Read a file in the shipped format. Lines that begin with ``#`` are comments.

    Raises:
        SourceError: a line has no name, an unknown kind or too many columns.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if not row or not row[0].strip() or row[0].startswith("#"):
                continue
            name, kind, broader, aliases, covers = ([*map(str.strip, row), "", "", "", ""])[:5]
            if len(row) > 5 or (kind and kind not in KINDS):
                raise SourceError(
                    f"{path.name} line {number}: invalid concept; columns are name, kind "
                    f"({', '.join(sorted(KINDS))}), broader, aliases and covers, separated by tabs"
                )
            yield Concept(
                name, kind or "concept", broader or None, _list(aliases), vocabulary, _list(covers)
            )


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


@cache
def shipped() -> tuple[Concept, ...]:
    """Read the shipped vocabulary and the concepts that papers of the field name."""
    return (*read_tsv(DATA / "vocabulary.tsv"), *read_tsv(DATA / "field.tsv", "field"))
