"""A title or abstract as a row of folded words, each knowing where it stands.

Everything that reads topics works on :class:`Words`: two texts that differ only in case, plural,
hyphens or spelling have the same row of folded words.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from citegraph.graph.identity.topic_ids import FIRSTS, fold_pair, fold_word

__all__ = ["BREAK", "HYPHEN", "SENTENCE", "SPACE", "Words", "clean", "words"]

SPACE, HYPHEN, BREAK, SENTENCE = range(4)  # what stands before a word

_DIGIT = r"[\d\u2080-\u2089]"  # subscripts too: "\u03c0\u2080.\u2085"
_TOKEN = re.compile(rf"([^\W_]+(?:[.@](?={_DIGIT})[^\W_]+)*(?:\+\+)?)([\W_]*)")
_FIRST = re.compile(r"[^\W_]")
_CLITICS = frozenset(("s", "t", "re", "ll", "ve", "d", "m"))
_GAPS = {
    " ": SPACE,
    "": SPACE,
    "\n": SPACE,
    "  ": SPACE,
    "\n  ": SPACE,
    "\t": SPACE,
    "\n\t": SPACE,
    "\u00a0": SPACE,
    "-": HYPHEN,
    "\u2010": HYPHEN,
    "\u2011": HYPHEN,
    "\u2013": HYPHEN,
    "--": BREAK,
    " - ": BREAK,
    ", ": BREAK,
    " (": BREAK,
    ",": BREAK,
    "/": BREAK,
}
_ENDS = re.compile(r"[.!?]['\"\u201d\u2019)\]]*\s")
_ABBREVIATIONS = frozenset(
    [
        "e.g",
        "eg",
        "ie",
        "i.e",
        "al",
        "fig",
        "figs",
        "eq",
        "eqs",
        "vs",
        "cf",
        "etc",
        "dr",
        "prof",
        "sec",
        "resp",
        "approx",
        "no",
    ]
)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_URL = re.compile(r"(?:https?://|www\.)\S+|\b(?:github|huggingface|gitlab)\.(?:com|co|io)/\S+")
_MATH = re.compile(r"\$\$?[^$]{0,400}\$\$?")
_COMMAND_WITH_TEXT = re.compile(
    r"\\(?:emph|text\w*|mathrm|mathsf|mathbf|underline|url|href)\{([^{}]*)\}"
)
_COMMAND = re.compile(r"\\(?:begin|end)\{[^{}]{0,30}\}|\\[a-zA-Z]+\*?|[{}~]|\\[^\w\s]")
LIMIT = 20_000  # characters; what an abstract says, it says before


def clean(text: str) -> str:
    """The text without what no topic is made of: addresses, markup, invisible characters.

    Line breaks inside the text become spaces. Longer texts are cut at :data:`LIMIT` characters.
    """
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
    return text


def _math(match: re.Match[str]) -> str:
    """A formula that is one plain name stays (``$k$-means``); any other is a gap."""
    inside = match[0].strip("$").strip()
    return inside if re.fullmatch(r"\w{1,3}", inside) else " , "


@dataclass(slots=True)
class Words:
    """A text as folded words. All lists have one entry a word.

    Attributes:
        text: the text that ``starts`` and ``ends`` count in.
        folded: lower case, singular, American; ``multi-modal`` is one word, ``multimodal``.
        surface: the word as it stands.
        starts, ends: offsets in characters.
        gaps: what stands before the word: SPACE, HYPHEN, BREAK (other punctuation) or SENTENCE.
    """

    text: str
    folded: list[str] = field(default_factory=list)
    surface: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)  # index of each sentence's first word

    def phrase(self, start: int, end: int) -> str:
        """The very words from ``start`` up to, not including, ``end``."""
        return " ".join(self.text[self.starts[start] : self.ends[end - 1]].split())

    def sentence(self, place: int) -> str:
        """The sentence that holds the word at ``place``."""
        at = bisect_right(self.sentences, place)
        first = self.sentences[at - 1]
        end = self.starts[self.sentences[at]] if at < len(self.sentences) else len(self.text)
        return " ".join(self.text[self.starts[first] : end].split())


def words(text: str) -> Words:
    """Fold a text that :func:`clean` has been over."""
    row = Words(text)
    folded, surface, starts, ends, gaps = row.folded, row.surface, row.starts, row.ends, row.gaps
    first = _FIRST.search(text)
    if first is None:
        return row
    start = first.start()
    gap = SENTENCE
    fold = before = between = ""  # the word folded last, what stood before it, what stands behind
    for word, between in _TOKEN.findall(text, start):
        end = start + len(word)
        if word in _CLITICS and before in ("'", "\u2019"):
            gap = _gap(between, word)
            before, start = between, end + len(between)
            continue
        last, fold = fold, fold_word(word)
        own = fold
        if gap <= HYPHEN and last in FIRSTS and (joined := fold_pair(last, fold)):
            folded[-1] = fold = joined
            surface[-1] = text[starts[-1] : end]
            ends[-1] = end
        else:
            if gap == SENTENCE:
                row.sentences.append(len(folded))
            folded.append(fold)
            surface.append(word)
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
    return SENTENCE if _ENDS.search(between) and word not in _ABBREVIATIONS else BREAK
