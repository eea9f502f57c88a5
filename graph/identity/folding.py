"""Fold text for comparison: remove case, accents and compatibility forms, in any script.

Accents are spelling variants in Latin and Greek, as are the vowel points of Hebrew and Arabic. In
other scripts a mark makes a different letter (Cyrillic U+0439, Japanese voiced kana) or is a vowel
(the scripts of India), so it is kept.
"""

import re
import unicodedata

_SELECTORS = range(0xFE00, 0xFE10)  # select a glyph, e.g. text or emoji
# Spelling variants: arrows in plain text, the optional dieresis of Russian; invisible characters.
_ARROWS = re.compile(r"<?[-=]{1,2}>|<-{1,2}")
_ARROW = {"->": "\u2192", "<-": "\u2190", "=>": "\u21d2", "<->": "\u2194", "<=>": "\u21d4"}
_SAME: dict[int, int | str | None] = {0x451: "\u0435", 0x401: "\u0415"}
_SAME |= dict.fromkeys((0xAD, 0x2060, 0xFEFF))  # soft hyphen, word joiner, byte order mark
# Unicode symbols that titles use as punctuation, or that remain of LaTeX: dollar, bar,
# tilde, minus, fraction and division slashes, bullet and dot operators, degree, (c), (R).
_PUNCTUATION = frozenset("$|~\u2212\u2223\u223c\u2044\u2215\u2219\u22c5\u00b0\u00a9\u00ae")
_SYMBOLS = frozenset({"Sm", "Sc", "So"})
# A word. C# and A* differ from C and A, .NET from net.
_ASCII = re.compile(
    r"(?:(?<!\S)\.(?=[a-z]))?[a-z0-9]+(?:#(?![a-z0-9#])|(?<![a-z0-9]{2})\*)?|[+<=>]+"
)


def drop_accents(text: str) -> str:
    """Return the text in compatibility form, without accents that are spelling variants."""
    return unicodedata.normalize("NFC", "".join(_letters(text)))


def _letters(text: str) -> list[str]:
    kept = []
    distinct = False  # whether a mark makes a different letter
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
        return unicodedata.category(character) in _SYMBOLS  # U+2260 differs from the equals sign
    return True


def has_marks(text: str) -> bool:
    """Report whether marks are part of letters, as in the scripts of India."""
    return any(unicodedata.category(character)[0] == "M" for character in text)


def fold(text: str) -> str:
    """Return the text in lower case, without accents that are spelling variants."""
    text = text.casefold()
    if text.isascii():
        return text
    # Letters such as script capitals become plain letters first, and are then folded.
    return drop_accents(drop_accents(text).casefold()).translate(_SAME)


def tokens(text: str, *, spelled: bool = True) -> list[str]:
    """Split a folded text into words and runs of symbols; punctuation separates them.

    If ``spelled``, Greek letters are replaced by their names, so that a formula matches its
    transcription.
    """
    if "-" in text or "=" in text:
        text = _ARROWS.sub(lambda match: _arrow(match[0]), text)
    if text.isascii():
        return _ASCII.findall(text)
    found: list[str] = []
    plain = _plain if spelled else str
    kind = ""  # of the current token
    for i, character in enumerate(text):
        new = _kind(character, text, i, kind, found)
        if new and new == kind:
            found[-1] += plain(character)
        elif new:
            found.append(plain(character))
        kind = "" if character in "#*" else new
    return found


def _arrow(text: str) -> str:
    return _ARROW.get(text.replace("--", "-").replace("==", "="), text)


def _kind(character: str, text: str, i: int, kind: str, found: list[str]) -> str:
    """Return ``word`` or ``symbol``, depending on the token of a character; empty for neither."""
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
