"""Repair what exports do to texts: wrongly decoded characters, and the markup of publishers."""

import html
import re

# The bytes of UTF-8 as Windows-1252 shows them; it leaves five of them undefined.
_TABLE = {bytes([code]).decode("cp1252", "ignore") or chr(code): code for code in range(256)}
_FOLLOWING = re.escape("".join(shown for shown, code in _TABLE.items() if 0x80 <= code < 0xC0))
_SUSPECT = re.compile(f"[Â-ß][{_FOLLOWING}]|[à-ï][{_FOLLOWING}]|ð[{_FOLLOWING}]{{3}}|Â ")
# Three such characters in a row are text in no language; two may be ("Ã" before a quotation mark).
_CERTAIN = re.compile(f"[à-ï][{_FOLLOWING}]{{2}}|ð[{_FOLLOWING}]{{3}}|[Ãâ][©¨¡³º±¼¶¤§­]|Â[°±·²³µ]")
_CONTROL = re.compile(r"[\x80-\x9f]")
_LOST_QUOTE = re.compile("â€(?=[\\s.,;:)]|$)")  # its last byte has no character
_LOST_SPACE = re.compile(r"(?<=[\d.,;:)°])Â(?= )")  # made a plain one since
_INLINE = (
    "a|abbr|b|big|bold|br|center|cite|code|div|em|font|i|inf|inline-formula|ital|italic|li|list"
    "|monospace|ol|p|roman|sans-serif|sc|scp|sec|small|span|strong|styled-content|sub|sup|tex-math"
    "|title|tt|u|ul|underline|(?:jats|mml|ns\\d|xhtml):[\\w-]{1,30}"
)
_TAG = re.compile(rf"<(/?)({_INLINE})(?:\s[^<>]{{0,300}})?\s*(/?)>", re.IGNORECASE)
_BLOCK = re.compile(r"(?:\w+:)?(?:p|br|title|sec|list|li|ul|ol|div)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,10}\d{0,2});")
# "Abstract: We", "ABSTRACT We", and "AbstractWe", where an export lost the end of a heading. After
# a space only an upper case letter or digit may follow: "Abstract concepts are" is kept.
_LABEL = re.compile(
    r"(?:Abstract|ABSTRACT|Summary|SUMMARY)\s*(?:[:.\u2013\u2014]|\s-\s)\s*(?=\S)"
    r"|(?:(?:Abstract|ABSTRACT)\s+(?=[A-Z0-9])|Abstract(?=[A-Z])|ABSTRACT(?=[AI]\s|[A-Z][a-z]))"
    r"(?P<second>\w+)"
)


def without_label(abstract: str, title: str) -> str:
    """Return the abstract without the heading "Abstract" or "Summary" before it.

    What occurs again in the title or the abstract is no heading: "Abstract Meaning Representation",
    a system named AbstractBeam.
    """
    label = _LABEL.match(abstract)
    if not label:
        return abstract
    rest = abstract[label.start("second") if label["second"] else label.end() :]
    again = f"{title} {abstract[label.end() :]}".casefold()
    return abstract if label["second"] and label[0].casefold() in again else rest


def clean(text: str) -> str:
    """Return the text decoded correctly, without the markup of publishers."""
    return without_markup(decoded(text))


def decoded(text: str) -> str:
    """Return the text as its bytes read in UTF-8, where they were read as Windows-1252.

    A text in which only a part was decoded wrongly is repaired there if no language has such
    sequences of characters.
    """
    if text.isascii() or not _SUSPECT.search(text):
        return text
    whole = _utf8(text)
    text = text if whole else _LOST_QUOTE.sub("”", _LOST_SPACE.sub("", text))
    return _CERTAIN.sub(lambda match: _utf8(match[0]) or match[0], text) if whole is None else whole


def unescaped(text: str) -> str:
    """Return the text without entities of HTML, escaped once or twice; an element remains."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda match: html.unescape(html.unescape(match[0])), text)


def without_markup(text: str) -> str:
    """Return the text without inline elements of HTML, JATS and MathML, and without entities.

    An element that is never closed is text: ``the <p> tag``.
    """
    text = unescaped(text)
    if "<" not in text:
        return text
    closed = {name.lower() for slash, name, empty in _TAG.findall(text) if slash or empty}
    return _TAG.sub(
        lambda tag: (
            tag[0]
            if tag[2].lower() not in closed and tag[2].lower() != "br"
            else " "
            if _BLOCK.fullmatch(tag[2])
            else ""
        ),
        text,
    )


def _utf8(text: str) -> str | None:
    """Return the text decoded again; ``None`` if its bytes are not UTF-8."""
    try:
        found = bytes(_TABLE[character] for character in text).decode("utf-8")
    except (KeyError, UnicodeError):
        return None
    return None if _CONTROL.search(found) else found
