"""Text folded for comparison: case, accents and compatibility forms removed, in any script.

Accents are spelling variants in Latin and Greek, and so are the vowel points of Hebrew and
Arabic. In other scripts a mark makes another letter (Cyrillic U+0439, Japanese voiced kana) or is
a vowel of its own (the scripts of India), so it stays.
"""

import re
import unicodedata

__all__ = ["drop_accents", "fold", "has_marks", "tokens"]

_SELECTORS = range(0xFE00, 0xFE10)  # choose a glyph, e.g. text or emoji; no part of the text
# Spellings of one thing: the arrows of plain text, an optional dieresis of Russian.
_ARROWS = re.compile(r"<?[-=]{1,2}>|<-{1,2}")
_ARROW = {"->": "\u2192", "<-": "\u2190", "=>": "\u21d2", "<->": "\u2194", "<=>": "\u21d4"}
_SAME = str.maketrans({"\u0451": "\u0435", "\u0401": "\u0415"})
# Symbols by Unicode that titles use as punctuation, or that LaTeX leaves behind: dollar, bar,
# tilde, minus, fraction and division slashes, bullet and dot operators, degree, (c), (R).
_PUNCTUATION = frozenset("$|~\u2212\u2223\u223c\u2044\u2215\u2219\u22c5\u00b0\u00a9\u00ae")
_SYMBOLS = frozenset({"Sm", "Sc", "So"})
# A word; C# and A* are not C and A, and .NET is not the net.
_ASCII = re.compile(
    r"(?:(?<!\S)\.(?=[a-z]))?[a-z0-9]+(?:#(?![a-z0-9#])|(?<![a-z0-9]{2})\*)?|[+<=>]+"
)


def drop_accents(text: str) -> str:
    """The text in compatibility form, without accents that are only a variant in spelling."""
    return unicodedata.normalize("NFC", "".join(_letters(text)))


def _letters(text: str) -> list[str]:
    kept = []
    distinct = False  # whether a mark makes another letter of the one before it
    for character in unicodedata.normalize("NFKD", text):
        if unicodedata.category(character)[0] != "M":
            distinct = _marks_matter(character)
        elif not distinct or ord(character) in _SELECTORS:
            continue
        kept.append(character)
    return kept


def _marks_matter(character: str) -> bool:
    code = ord(character)
    if code < 0x400 or 0x590 <= code < 0x700:  # Latin, Greek; Hebrew, Arabic, Syriac
        return unicodedata.category(character) in _SYMBOLS  # not equal is no equals sign
    return True


def has_marks(text: str) -> bool:
    """Whether marks are part of its letters, as in the scripts of India."""
    return any(unicodedata.category(character)[0] == "M" for character in text)


def fold(text: str) -> str:
    """The text in lower case without accents; see the head of this module."""
    text = text.casefold()
    if text.isascii():
        return text
    # Letters such as script capitals become plain ones first, and are folded then.
    return drop_accents(drop_accents(text).casefold()).translate(_SAME)


def tokens(text: str) -> list[str]:
    """Words and runs of symbols of a folded text; punctuation separates them.

    Greek letters are given by name, so that a formula matches its transcription.
    """
    if "-" in text or "=" in text:
        text = _ARROWS.sub(lambda match: _arrow(match[0]), text)
    if text.isascii():
        return _ASCII.findall(text)
    found: list[str] = []
    kind = ""  # of the token that is being read
    for i, character in enumerate(text):
        new = _kind(character, text, i, kind, found)
        if new and new == kind:
            found[-1] += _plain(character)
        elif new:
            found.append(_plain(character))
        kind = "" if character in "#*" else new
    return found


def _arrow(text: str) -> str:
    return _ARROW.get(text.replace("--", "-").replace("==", "="), text)


def _kind(character: str, text: str, i: int, kind: str, found: list[str]) -> str:
    """``word``, ``symbol`` or nothing: what a character is part of."""
    category = unicodedata.category(character)
    if character.isalnum():
        return "word"
    if category[0] == "M":
        return kind
    following = text[i + 1 : i + 2]
    if character == "#":
        return "word" if kind == "word" and not (following.isalnum() or following == "#") else ""
    if character in "*\u2217":
        return "word" if kind == "word" and len(found[-1]) == 1 else ""
    if character == ".":
        starts = i == 0 or text[i - 1].isspace()
        return "word" if starts and following.isalpha() else ""
    return "symbol" if category in _SYMBOLS and character not in _PUNCTUATION else ""


def _plain(character: str) -> str:
    if "\u0370" <= character <= "\u03ff":
        return unicodedata.name(character, character).rpartition("LETTER ")[2].lower()
    return "*" if character == "\u2217" else character
