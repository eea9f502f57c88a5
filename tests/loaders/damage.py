"""Makes damaged input out of sound samples, by seed.

Run as a program it damages as many as asked for: ``python -m tests.loaders.damage 100000``.
"""

import random
import sys
import time
from collections import Counter

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders.samples import SAMPLES

BITS = [
    "[",
    "]",
    "](",
    "][1]",
    "![",
    "(",
    ")",
    "\\",
    "\\\\\n",
    "\n\n",
    "\n",
    "·",
    "• 3 authors",
    "4 authors",
    "Nov 25, 2020",
    "May 29[6](",
    "|",
    "|---|",
    "#",
    "### ",
    "```",
    "<",
    ">",
    "&amp;",
    "<article>",
    "</div>",
    "{",
    "}",
    '"',
    "[[",
    "\x00",
    "\ufeff",
    "\ud7ff",
    "é",
    "中文",
    "\u2028",
    "\r",
    "\t",
    "-",
    "**",
    "_",
    "65",
    "https://huggingface.co/papers/2510.12345",
    "【3†",
    "】",
    "Title:",
    ",",
    ";",
    "=",
    "%2Fpapers%2F",
]
SLOW = 2.0  # seconds of the processor that no damaged sample may take


def damaged(seed: int) -> tuple[str, bytes]:
    """Return the name of a sample and its damaged bytes."""
    name = random.Random(seed).choice(list(SAMPLES))
    return name, damage(name, seed)


def damage(name: str, seed: int) -> bytes:
    """Return a sample, damaged."""
    chance = random.Random(f"{name} {seed}")
    names = list(SAMPLES)
    text = SAMPLES[name][1]
    for _ in range(chance.choice([1, 1, 1, 2, 3, 8])):
        text = _mutated(text, chance, names)
    data = text.encode("utf-8", "surrogatepass")
    kind = chance.random()
    if kind < 0.08:
        data = text.encode("utf-16", "replace")
    elif kind < 0.14:
        data = text.encode("cp1252", "replace")
    elif kind < 0.2 and data:
        at = chance.randrange(len(data))
        data = (
            data[:at]
            + bytes(chance.randrange(256) for _ in range(chance.randint(1, 9)))
            + data[at:]
        )
    elif kind < 0.24:
        data = data[: chance.randint(0, len(data))]
    return data


def _mutated(text: str, chance: random.Random, names: list[str]) -> str:  # noqa: PLR0911 - one a damage
    size = len(text)
    a = chance.randint(0, size)
    b = min(size, a + int(chance.expovariate(1 / 200)))
    match chance.randrange(9):
        case 0:
            return text[:a]
        case 1:
            return text[:a] + text[b:]
        case 2:
            return text[:b] + text[a:]
        case 3:
            return text[:a] + chance.choice(BITS) + text[a:]
        case 4:
            return text[:a] + chance.choice(BITS) * chance.choice([2, 50, 3000]) + text[a:]
        case 5:
            lines = text.split("\n")
            i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
            return "\n".join(lines)
        case 6:
            return text[:a] + text[a:b].replace("\n", chance.choice(["", " "])) + text[b:]
        case 7:
            return text[:a] + SAMPLES[chance.choice(names)][1][: chance.randint(0, 5000)] + text[a:]
        case _:
            bit = chance.choice(BITS)
            return "".join(bit if chance.random() < 0.01 else each for each in text)


def survive(seed: int) -> str:
    """Read one damaged sample; return the outcome."""
    return outcome(*damaged(seed), seed)


def outcome(name: str, data: bytes, seed: int) -> str:
    """Read damaged bytes: ``whole``, ``partly`` or ``refused``.

    An assertion fails where a record or a rejection is not as every source promises it.
    """
    started = time.process_time()  # not the clock: others work on the machine too
    document = Document(name, data)
    papers = rejected = 0
    try:
        format = formats.recognize(document)
        for record in formats.source(format).read(document):
            if isinstance(record, Paper):
                papers += 1
                # A stub has an id only; an entry of a library may have an identifier only.
                by_id = record.id or record.openalex_id or record.doi or record.arxiv_id
                by_id = by_id or record.pmid or record.acl_id
                assert record.title or by_id or record.nodes, (seed, record)
            else:
                rejected += 1
                assert isinstance(record, Rejected), seed
                assert record.reason, (seed, record)
                assert record.where.startswith(name), (seed, record)
    except SourceError as error:
        said = str(error)
    else:
        said = ""
    if said:
        assert said.startswith(name), (seed, said)
        return "refused"
    took = time.process_time() - started
    assert took < SLOW, f"seed {seed}: {took:.1f} s"
    if not papers and not rejected:
        assert document.head.strip() in ("1", "[]"), (seed, format)  # else something was lost
    return "whole" if not rejected else "partly"


def main(count: int, first: int = 0) -> None:
    started = time.perf_counter()
    outcome: Counter[str] = Counter()
    slowest = (0.0, -1)
    for seed in range(first, first + count):
        before = time.perf_counter()
        try:
            outcome[survive(seed)] += 1
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            outcome["BROKEN"] += 1
            print(f"seed {seed}: {type(error).__name__}: {str(error)[:300]}", flush=True)  # noqa: T201 - a program
        slowest = max(slowest, (time.perf_counter() - before, seed))
    took = time.perf_counter() - started
    print(f"{count} damaged in {took:.0f} s: {dict(outcome)}; slowest {slowest}")  # noqa: T201 - a program


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
