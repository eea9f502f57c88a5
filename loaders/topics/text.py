"""Split a title or abstract into folded words with their offsets.

Two texts that differ only in case, plural, hyphens or spelling have the same folded words.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from citegraph.graph.identity.topic_ids import (
    FIRSTS,
    PREPOSITIONS,
    fold_pair,
    fold_word,
    scripts_joined,
)

SPACE, HYPHEN, BREAK, SENTENCE = range(4)  # what precedes a word

_DIGIT = r"[\d\u2080-\u2089]"  # subscripts too: "\u03c0\u2080.\u2085"
_TOKEN = re.compile(rf"([^\W_]+(?:[.@](?={_DIGIT})[^\W_]+)*(?:\+\+)?)([\W_]*)")
_FIRST = re.compile(r"[^\W_]")
_CLITICS = frozenset(("s", "t", "re", "ll", "ve", "d", "m"))
_GAPS = {
    # Behind an acronym in brackets the term goes on: "large language model (LLM) agents".
    **dict.fromkeys(("", " ", "  ", "\n", "\n  ", "\t", "\n\t", "\u00a0", ") "), SPACE),
    **dict.fromkeys(("-", "\u2010", "\u2011", "\u2013"), HYPHEN),
    **dict.fromkeys(("--", " - ", ", ", " (", ",", "/"), BREAK),
}
_ENDS = re.compile(r"[.!?]['\"\u201d\u2019)\]]*\s")
_ABBREVIATION = re.compile(r"e\.?g|i\.?e|al|figs?|eqs?|vs|cf|etc|dr|prof|sec|resp|approx|no")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_URL = re.compile(r"(?:https?://|www\.)\S+|\b(?:github|huggingface|gitlab)\.(?:com|co|io)/\S+")
_MATH = re.compile(r"\$\$?[^$]{0,400}\$\$?")
_COMMAND_WITH_TEXT = re.compile(
    r"\\(?:emph|text\w*|mathrm|mathsf|mathbf|underline|url|href)\{([^{}]*)\}"
)
_COMMAND = re.compile(r"\\(?:begin|end)\{[^{}]{0,30}\}|\\[a-zA-Z]+\*?|[{}~]|\\[^\w\s]")
LIMIT = 20_000  # characters; no real abstract is longer


def clean(text: str) -> str:
    """Remove addresses, markup and invisible characters, and cut the text at :data:`LIMIT`."""
    if len(text) > LIMIT:
        text = text[:LIMIT]
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if "\\" in text or "$" in text or "{" in text:
        text = _MATH.sub(_math, text)
        text = _COMMAND_WITH_TEXT.sub(r"\1", text)
        text = _COMMAND.sub("", text)
    if "/" in text or "www." in text:
        text = _URL.sub(" . ", text)
    return scripts_joined(text)


def _math(match: re.Match[str]) -> str:
    """Keep a formula that is a plain name (``$k$-means``); replace any other by a comma."""
    inside = match[0].strip("$").strip()
    return inside if re.fullmatch(r"\w{1,3}", inside) else " , "


@dataclass(slots=True)
class Words:
    """A text as folded words. All lists but ``sentences`` have one entry a word.

    Attributes:
        text: the text that ``starts`` and ``ends`` count in.
        folded: lower case, singular, American; ``multi-modal`` is one word, ``multimodal``.
        starts, ends: offsets in characters.
        gaps: what precedes the word: SPACE, HYPHEN, BREAK (other punctuation) or SENTENCE.
        sentences: index of each sentence's first word.
    """

    text: str
    folded: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)

    def phrase(self, start: int, end: int) -> str:
        """Return the text from word ``start`` up to, not including, word ``end``."""
        return " ".join(self.text[self.starts[start] : self.ends[end - 1]].replace(")", "").split())

    def sentence(self, place: int) -> str:
        """Return the sentence that contains the word at index ``place``."""
        at = bisect_right(self.sentences, place)
        first = self.sentences[at - 1]
        end = self.starts[self.sentences[at]] if at < len(self.sentences) else len(self.text)
        return " ".join(self.text[self.starts[first] : end].split())


def words(text: str) -> Words:
    """Split and fold a text cleaned by :func:`clean`."""
    row = Words(text)
    folded, starts, ends, gaps = row.folded, row.starts, row.ends, row.gaps
    first = _FIRST.search(text)
    if first is None:
        return row
    start = first.start()
    gap = SENTENCE
    fold = before = between = ""  # the last folded word; the text before it; the text after it
    for word, between in _TOKEN.findall(text, start):
        end = start + len(word)
        if word in _CLITICS and before in ("'", "\u2019"):
            gap = _gap(between, word)
            before, start = between, end + len(between)
            continue
        last, fold = fold, fold_word(word)
        own = fold
        apart = gap > HYPHEN or (gap == SPACE and last in PREPOSITIONS)
        if last in FIRSTS and not apart and (joined := fold_pair(last, fold)):
            folded[-1] = fold = joined
            ends[-1] = end
        else:
            if gap == SENTENCE:
                row.sentences.append(len(folded))
            folded.append(fold)
            starts.append(start)
            ends.append(end)
            gaps.append(gap)
        gap = SPACE if between == " " else _gap(between, own)
        before, start = between, end + len(between)
    return row


def _gap(between: str, word: str) -> int:
    known = _GAPS.get(between)
    if known is not None:
        return known
    if between.isspace():
        return SPACE
    return SENTENCE if _ENDS.search(between) and not _ABBREVIATION.fullmatch(word) else BREAK
