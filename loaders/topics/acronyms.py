"""Find the acronyms that a paper defines.

The method is that of Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text", Pacific Symposium on Biocomputing 2003: a short form in brackets
after its long form, which contains the letters of the short form, matched from right to left.
"""

import re

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]")
_SHORT = re.compile(r"^[A-Za-z0-9][A-Za-z0-9.+/&-]{1,9}$")
_STOP = re.compile(r"[.;:!?()\[\]]\s|[()\[\]]|,\s")
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")


def definitions(text: str) -> dict[str, str]:
    """Return the short forms that a text defines, each with its long form.

    Returns:
        Short form in the singular (``"GNN"`` also if the text has ``GNNs``) to long form as
        written. If a short form is defined twice, the first definition counts.
    """
    found: dict[str, str] = {}
    for match in _BRACKETS.finditer(text):
        inside = re.split(r"[;,]| or | i\.e\.|e\.g\.", match[1])[0].strip().strip("'\"“”`")
        before = _STOP.split(text[max(0, match.start() - 160) : match.start()].rstrip())[-1].strip()
        if not before:
            continue
        short, long = inside, before
        if not _is_short(short):
            last = before.rsplit(None, 1)[-1].strip("'\"“”`")
            if not _is_short(last):
                continue
            short, long = last, inside  # "GNN (graph neural network)"
        singular = short[:-1] if short[-1] == "s" and short[-2:-1].isupper() else short
        best = _long_form(singular, long)
        if best and singular not in found:
            found[singular] = best
    return found


def _is_short(text: str) -> bool:
    return bool(_SHORT.match(text)) and sum(c.isupper() for c in text) >= 1 + (len(text) > 3)


def _long_form(short: str, before: str) -> str | None:
    """Return the shortest end of ``before`` whose letters spell ``short``."""
    letters = [c for c in short.lower() if c.isalnum()]
    low = before.lower()
    most = min(len(letters) + 5, len(letters) * 2)
    at = len(low)
    for number, letter in enumerate(reversed(letters)):
        first = number == len(letters) - 1
        at -= 1
        while at >= 0 and (low[at] != letter or (first and at > 0 and low[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    while at and before[at - 1] in "-\u2010\u2011":  # "self-supervised learning (SSL)"
        at -= 1
        while at and before[at - 1].isalnum():
            at -= 1
    long = before[at:].strip(" '\"“”`-,")
    count = len(_WORD_START.findall(long))
    if len(long) <= len(short) or count > most or len(long.split()) < 1:
        return None
    if short.lower() in (word.lower() for word in re.split(r"[\s-]+", long)):
        return None
    if count == 1 and len(letters) < 3:
        return None
    return " ".join(long.split())
