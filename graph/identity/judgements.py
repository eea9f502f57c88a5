"""Read and write judgements (same, different or unsure) as lines of a text file.

A line has six columns, separated by tabs: verdict (``same``, ``different``, ``unsure``), two ends,
day, author and reason. An author is an identifier (``orcid:``, ``openalex:``, ``hf:`` for an
account, ... see ``author_ids``) or an entry of an author list, ``name@paper``, so it does not
depend on the present merges. An end that is not an author has its kind before the identifier:
``paper:doi:10.1/x``, ``organization:ror:0abc``, ``repository:github.com/owner/name``. Empty lines
and lines that start with ``#`` are ignored.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from citegraph.graph.errors import CitegraphError
from citegraph.graph.identity import ids
from citegraph.graph.identity.author_ids import PREFIXES, identifier

VERDICTS = ("same", "different", "unsure")
# Kinds of ends, with their labels; an end without a kind is an author.
SUBJECTS = {
    "paper": "Paper",
    "organization": "Organization",
    "topic": "Topic",
    "repository": "Repository",
}
# An editor may hide what follows them, such as a second judgement, from a reviewer.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_HEAD = "# verdict\ta\tb\tday\tby\treason\n"


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """A verdict on two ends."""

    verdict: str
    a: str
    b: str
    day: str = ""
    by: str = ""
    reason: str = ""


def location(db: str, *, embedded: bool) -> Path:
    """Return the path of the judgements: ``CITEGRAPH_JUDGEMENTS``, else beside the database.

    For a server it is ``citegraph.judgements`` in the working directory.
    """
    if given := os.environ.get("CITEGRAPH_JUDGEMENTS"):
        return Path(given)
    if not embedded:
        return Path("citegraph.judgements")
    folder = Path(db)
    if folder.name in ("", ".."):  # such as ".", which has no name to derive one from
        folder = Path(os.path.abspath(db))  # noqa: PTH100 - resolve() would follow links
    return folder.with_suffix(".judgements")


def end(text: str) -> str:
    """Return an end in canonical form: an identifier, or ``normalized name@paper``."""
    kind, _, rest = text.strip().partition(":")
    if kind in SUBJECTS:
        scheme, value = ids.parse(rest) if kind == "paper" else ("own", rest.strip())
        return f"{kind}:{value}" if scheme == "own" else f"{kind}:{scheme}:{value}"
    if found := identifier(text):
        return f"{found[0].scheme}:{found[1]}"
    if text.strip().startswith(PREFIXES) and "@" not in text:
        return text.strip()
    name, _, paper = text.strip().partition("@")
    return f"{ids.name_key(name)}@{paper}"


def parse(text: str, where: str) -> Judgement | None:
    """Parse a line; ``None`` if it is empty or a comment. ``where`` is file and line, for messages.

    Raises:
        CitegraphError: it is not a judgement.
    """
    if not text.strip() or text.startswith("#"):
        return None
    text = text.rstrip("\r\n")
    if _CONTROL.search(text):
        raise CitegraphError(f"{where}: contains control characters; remove them")
    verdict, *rest = text.split("\t")
    if verdict not in VERDICTS or len(rest) < 2 or len(rest) > 5:
        raise CitegraphError(
            f"{where}: not a judgement; write {', '.join(VERDICTS)}, a tab, one end, a tab and "
            "the other end"
        )
    a, b = sorted((end(rest[0]), end(rest[1])))
    if a == b:
        raise CitegraphError(f"{where}: both ends are {a}; name two ends, or remove the line")
    found = Judgement(verdict, a, b, *rest[2:])
    if subject(found) != subject(Judgement(verdict, b, a)):
        raise CitegraphError(
            f"{where}: {a} and {b} are of different kinds; name two ends of one kind, or remove "
            "the line"
        )
    return found


def subject(judgement: Judgement) -> str:
    """Return the kind of node judged: ``author``, or a key of :data:`SUBJECTS`."""
    kind = judgement.a.partition(":")[0]
    return kind if kind in SUBJECTS else "author"


def line(judgement: Judgement) -> str:
    """Return the line of a judgement."""
    fields = (" ".join(_CONTROL.sub(" ", text).split()) for text in astuple(judgement))
    return "\t".join(fields).rstrip() + "\n"


def read(path: Path) -> list[Judgement] | None:
    """Read a file of judgements; ``None`` if there is no file.

    Raises:
        CitegraphError: it cannot be read, or a line is not a judgement.
    """
    if path == Path(os.devnull):
        return []
    _check(path)
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise CitegraphError(f"{path}: cannot be read ({error}); check the file") from error
    found = (parse(text, f"{path}:{n}") for n, text in enumerate(lines, 1))
    return sorted({judgement for judgement in found if judgement})


def _check(path: Path) -> None:
    """Refuse a folder, a pipe or a device: reading it may never end."""
    exists = os.path.exists(path)  # noqa: PTH110 - that of Path raises OSError
    if exists and not path.is_file():
        raise CitegraphError(
            f"{path}: is not a regular file; set CITEGRAPH_JUDGEMENTS to a text file"
        )


def append(path: Path, judgement: Judgement) -> None:
    """Add a judgement to the end of a file, which is created if there is none.

    Raises:
        CitegraphError: the file cannot be written.
    """
    _check(path)
    try:
        last = path.read_bytes()[-1:] if path.exists() else None
        with path.open("a", encoding="utf-8") as stream:
            if last is None:
                stream.write(_HEAD)
            elif last not in (b"", b"\n"):  # as some editors leave a file
                stream.write("\n")
            stream.write(line(judgement))
    except OSError as error:
        raise CitegraphError(
            f"{path}: cannot be written ({error.strerror}); check the folder, or set "
            "CITEGRAPH_JUDGEMENTS"
        ) from error


def accepted(judgements: Iterable[Judgement]) -> tuple[list[Judgement], list[str]]:
    """Return the judgements without those that contradict ``different``, whatever their order.

    ``different`` always applies. Judgements ``same`` are applied from the newest to the oldest; one
    that would join two ends judged different is left out.

    Returns:
        The judgements to apply, and a message for each that is left out.
    """
    given = sorted(set(judgements))
    apart = [j for j in given if j.verdict == "different"]
    parent: dict[str, str] = {}

    def find(x: str) -> str:
        while parent.setdefault(x, x) != x:
            parent[x] = x = parent[parent[x]]
        return x

    # By class, the classes judged different from it, each with the first such judgement.
    foes: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for one in reversed(apart):
        foes[one.a][one.b] = foes[one.b][one.a] = one
    kept, problems = list(apart), []
    same = [j for j in given if j.verdict == "same"]
    for judgement in sorted(same, key=lambda j: j.day, reverse=True):
        a, b = find(judgement.a), find(judgement.b)
        if a != b and (clash := foes[a].get(b)):
            problems.append(
                f"judgement 'same {judgement.a} {judgement.b}' contradicts 'different {clash.a} "
                f"{clash.b}' and is not applied; remove one of the two lines"
            )
            continue
        kept.append(judgement)
        if a == b:
            continue
        if len(foes[a]) < len(foes[b]):
            a, b = b, a
        parent[b] = a
        for foe, why in foes.pop(b).items():
            del foes[foe][b]
            foes[a][foe] = foes[foe][a] = min(why, foes[a].get(foe, why))
    return sorted(kept), problems
