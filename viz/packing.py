"""Data blocks of a page: columns as JSON, with frequent words as short codes, then gzip and Base85.

Deflate finds repetitions within 32 KB. Codes for the frequent words of all blocks make texts a
fifth smaller than deflate alone (P. Skibinski et al., "Revisiting dictionary-based compression",
2005, is the method), and a browser decodes a block of 1,000 abstracts in about 10 ms.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["COMPRESS_ABOVE", "Words", "block"]

COMPRESS_ABOVE = 40_000  # characters; smaller data stays readable in the file
_WORDS_ABOVE = 500_000  # characters of texts; below, a list of words costs more than it saves
_ONE_BYTE, _LEADS = 96, 32  # bytes from 128 that are a code, and that begin a code of two bytes
_MOST = 8000  # words
_LEVEL = 6  # of gzip; 9 is one percent smaller and takes twice the time
_LONGEST = 20_000  # characters of one text that are counted
_WORD = re.compile(r"[A-Za-z][a-z]+")
_SPACED = re.compile(r"([A-Za-z][a-z]+ ?)")
_JOINED = "\x7f"  # not in JSON of ASCII
# 85 characters that are safe in a script element and in JSON, from "#" without "&", "<", "\\" and
# those after "z"; the digits of a number with the most significant first.
_DIGITS = np.array([c for c in range(35, 123) if chr(c) not in "&<\\"], dtype=np.uint8)


class Words:
    """The frequent words of texts, each with a code of one or two bytes above 127.

    A code stands for the word and a space. :data:`_JOINED` after it means that no space follows.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        size = sum(map(len, texts))
        self.words: list[str] = []
        if size >= _WORDS_ABOVE:
            step = max(1, size // 3_000_000)  # a sample of the texts has the same frequent words
            sample = " ".join(text[:_LONGEST] for text in texts[::step])
            found = Counter(_WORD.findall(sample))
            gain = {word: (len(word) - 1.5) * n for word, n in found.items() if n > 2}
            best = sorted(gain, key=lambda word: (-gain[word], word))[:_MOST]
            self.words = sorted(best, key=lambda word: (-found[word], word))
        codes = [self._code(i) for i in range(len(self.words))]
        self._codes = {f"{word} ": code for word, code in zip(self.words, codes, strict=True)}
        self._codes |= {word: code + _JOINED for word, code in zip(self.words, codes, strict=True)}

    @staticmethod
    def _code(i: int) -> str:
        if i < _ONE_BYTE:
            return chr(128 + i)
        lead, rest = divmod(i - _ONE_BYTE, 256)
        return chr(128 + _ONE_BYTE + lead) + chr(rest)

    def encode(self, text: str) -> bytes:
        """Replace the words of an ASCII text by their codes."""
        if not self._codes:
            return text.encode("ascii")
        parts = _SPACED.split(text)
        words = parts[1::2]
        parts[1::2] = map(self._codes.get, words, words)
        return "".join(parts).encode("latin-1")


def block(id: str, value: Any, words: Words | None = None) -> str:
    """Return a data block that no HTML parser can read as markup.

    Args:
        id: ID of the element.
        value: What ``JSON.parse`` returns in the page.
        words: Codes to use; without any, the block can be read before the list of words.
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    if len(text) > COMPRESS_ABOVE:
        coded = words is not None and bool(words.words)
        data = words.encode(text) if words is not None else text.encode("ascii")
        packed = _base85(gzip.compress(data, _LEVEL, mtime=0))
        mark = " data-words" if coded else ""
        return f'<script type="application/gzip" id="{id}"{mark}>{packed}</script>'
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="application/json" id="{id}">{text}</script>'


def _base85(data: bytes) -> str:
    """Write each four bytes as five characters: a sixteenth less text than Base64."""
    padded = data + bytes(-len(data) % 4)
    numbers = np.frombuffer(padded, dtype=">u4").astype(np.uint32)
    digits = np.empty((len(numbers), 5), dtype=np.uint8)
    for place in range(4, -1, -1):
        numbers, rest = np.divmod(numbers, np.uint32(85))
        digits[:, place] = rest
    return f"{len(data)}:" + _DIGITS[digits].tobytes().decode("ascii")
