"""Data blocks of a page: columns as JSON, with frequent words as short codes, then gzip and Base85.

Deflate finds repetitions within 32 KB. Codes for the frequent words of all blocks make texts a
fifth smaller than deflate alone (P. Skibinski et al., "Revisiting dictionary-based compression",
2005, is the method), and a browser decodes a block of 1,000 abstracts in about 10 ms. Words are
found and replaced in arrays of bytes; with a regular expression it takes four times as long.
"""

import codecs
import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import deflate
import msgspec
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

COMPRESS_ABOVE = 40_000  # characters; smaller data stays readable in the file
_WORDS_ABOVE = 500_000  # characters of texts; below, a list of words costs more than it saves
_ONE_BYTE, _LEADS = 96, 32  # bytes from 128 that are a code, and that begin a code of two bytes
_MOST = 8000  # words
_LEVEL = 7  # of 1 to 12; 9 is half a percent smaller and takes twice the time
_LONGEST = 20_000  # characters of one text that are counted
_WORD = re.compile(r"[A-Za-z][a-z]{1,15}(?![a-z])")
_LETTERS = 16  # of the longest word with a code: two numbers of 64 bits
_JOINED = 127  # not in JSON of ASCII
# The first letters of a number of 64 bits, by their count.
_FIRST = np.array([256**count - 1 for count in range(9)], dtype=np.uint64)
_SLOT_BITS = np.uint64(18)  # of the table of words: few words share a slot
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)  # odd numbers
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
        letters = b"".join(word.encode().ljust(_LETTERS, b"\0") for word in self.words)
        self._letters = np.frombuffer(letters, dtype="<u8").reshape(-1, 2).astype(np.uint64)
        self._at = np.full(1 << int(_SLOT_BITS), -1, dtype=np.int16)
        order = np.arange(len(self.words))[::-1]
        self._at[_slots(*self._letters[order].T)] = order  # the most frequent word of a slot

    def encode(self, text: bytes) -> bytes:
        """Replace the words of an ASCII text by their codes."""
        if not self.words:
            return text
        # A byte before the text, and after it as many as are read at the last letter.
        padded = b"\0%b%b" % (text, bytes(2 * _LETTERS))
        data = np.frombuffer(padded, dtype=np.uint8)
        starts, lengths = _letter_runs(data)
        eight = np.ndarray(len(data) - 7, "<u8", padded, strides=(1,))  # from each byte on
        first = eight[starts] & _FIRST[np.minimum(lengths, 8)]
        second = eight[starts + 8] & _FIRST[np.clip(lengths - 8, 0, 8)]
        word = self._at[_slots(first, second)]
        same = (self._letters[word] == np.stack((first, second), axis=1)).all(axis=1)
        spaced = data[starts + lengths] == 32
        code = np.where(word < _ONE_BYTE, 1, 2)
        short, long = code + ~spaced, lengths + spaced
        fits = np.flatnonzero((word >= 0) & same & (short <= long))
        starts, word, spaced, code = starts[fits], word[fits], spaced[fits], code[fits]
        short, long = short[fits], long[fits]
        lead, rest = np.divmod(word - _ONE_BYTE, 256)
        out = data.copy()
        out[starts] = 128 + np.where(code == 1, word, _ONE_BYTE + lead)
        two = code == 2
        out[starts[two] + 1] = rest[two]
        out[(starts + code)[~spaced]] = _JOINED
        change = np.zeros(len(data), dtype=np.int8)
        change[starts + short] += 1
        change[starts + long] -= 1
        kept = np.cumsum(change, dtype=np.int8) == 0
        own = slice(1, 1 + len(text))
        return bytes(out[own][kept[own]])


def _letter_runs(data: Bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return start and length of the words of two letters or more, up to the longest with a code.

    A word is lower-case letters, or these after a capital letter. The letter of an escape such as
    a line break is no part of a word.
    """
    lower = (data - 97) < 26
    lower[1:] &= data[:-1] != ord("\\")
    change = np.diff(lower.view(np.int8))
    starts, ends = np.flatnonzero(change == 1) + 1, np.flatnonzero(change == -1) + 1
    starts -= (data[starts - 1] - 65) < 26
    lengths = ends - starts
    words = np.flatnonzero((lengths > 1) & (lengths <= _LETTERS))
    return starts[words], lengths[words]


def _slots(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = first * _MIX[0] + second * _MIX[1]
    mixed ^= mixed >> np.uint64(32)
    slots: NDArray[np.uint64] = mixed * _MIX[0] >> (np.uint64(64) - _SLOT_BITS)
    return slots


def _json(value: Any) -> bytes:
    """Return JSON of ASCII characters without :data:`_JOINED`."""
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:  # an unpaired surrogate
        text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
        return text.encode("ascii")
    data = data.replace(b"\x7f", b"\\u007f")
    return data if data.isascii() else data.decode().encode("ascii", "citegraph-json")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    part = error.object[error.start : error.end].encode("utf-16-be")
    units = (part[i : i + 2].hex() for i in range(0, len(part), 2))
    return "".join(f"\\u{unit}" for unit in units), error.end


codecs.register_error("citegraph-json", _escaped)


def block(id: str, value: Any, words: Words | None = None) -> str:
    """Return a data block that no HTML parser can read as markup.

    Args:
        id: ID of the element.
        value: What ``JSON.parse`` returns in the page.
        words: Codes to use; without any, the block can be read before the list of words.
    """
    data = _json(value)
    if len(data) > COMPRESS_ABOVE:
        coded = words is not None and bool(words.words)
        encoded = words.encode(data) if words else data
        packed = _base85(bytes(deflate.gzip_compress(encoded, _LEVEL)))  # without a time
        mark = " data-words" if coded else ""
        return f'<script type="application/gzip" id="{id}"{mark}>{packed}</script>'
    text = data.decode()
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
