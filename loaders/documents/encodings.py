"""Detect the character encoding of a file or a reply.

The order is that of the specifications (XML 1.0, appendix F; RFC 7303; WHATWG Encoding and HTML):
byte order mark, zero bytes of UTF-16 and UTF-32, the charset of the HTTP reply, the declaration
in the document (XML declaration, HTML ``meta``, comment of BibTeX), escape sequences of
ISO-2022-JP, UTF-8, GB 2312. A declaration that contradicts the bytes is ignored. As on the web,
ISO-8859-1 means Windows-1252.
"""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_XML = re.compile(rb"""\s*<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*["']?\s*([\w.:-]{1,40})""")
_META = re.compile(
    rb"""<meta\b[^<>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
# Comments of BibTeX: "% Encoding: x" (JabRef), "coding: x" (Emacs), "string encoding Western (x)"
# (BibDesk), "@comment{x-kbibtex-encoding=x}" (KBibTeX).
_COMMENT = re.compile(
    rb"^\s*(?:%|@comment\{)[^\n]{0,200}?\b(?:(?:file|en)?coding\s*[:=]\s*([\w.:-]{1,40})"
    rb"|string encoding [^\n(]{0,40}\(([\w -]{1,40})\))",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST = 4  # frequent Chinese characters
_META_WITHIN = 4096  # bytes; HTML requires 1,024; saved pages often put comments before it

# Names of Python's codecs that a document may declare; anything else, such as "utf-7" or "idna",
# is ignored. Where the web reads a name as a larger encoding, the value is that encoding.
_KNOWN = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    **{
        name: name
        for name in (
            "utf-8",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "utf-32",
            "utf-32-le",
            "utf-32-be",
            *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
            *(f"cp{page}" for page in (866, 874, 932, 949, *range(1250, 1259))),
            "koi8-r",
            "koi8-u",
            "mac-roman",
            "mac-cyrillic",
            "gb18030",
            "big5hkscs",
            "euc_jp",
            "iso2022_jp",
        )
    },
}


def detect(head: bytes, charset: str | None = None) -> str:
    """Detect the encoding of a document from its first bytes, decompressed.

    Returns:
        The name of a Python codec.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if wide := _by_zero_bytes(head[:4096]):
        return wide
    for label in (charset, declared(head)):
        codec = _codec(label)
        if codec and not _contradicts(codec, head):
            return codec
    if b"\x1b$B" in head or b"\x1b$@" in head:  # the escape sequences of Japanese mail
        return "iso2022_jp"
    return "gb18030" if _is_chinese(head) else "utf-8"


def _is_chinese(head: bytes) -> bool:
    """Return whether undeclared text is in GB 2312, the usual encoding of old Chinese exports.

    Its characters are pairs of bytes over 160, so other text is recognized only if it has no
    single accented letter. Most of the characters must be among the 3,755 frequent ones.
    """
    if head.isascii():
        return False
    data = head[: head.rfind(b"\n") + 1] or head
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        pass
    else:
        return False
    try:
        data.decode("gb2312")
    except UnicodeDecodeError:
        return False
    pairs: list[bytes] = re.findall(rb"[\xa1-\xfe]{2}", data)
    frequent = sum(0xB0 <= pair[0] <= 0xD7 for pair in pairs)  # its rows
    return frequent >= _FEWEST and frequent * 3 > len(pairs) * 2


def declared(head: bytes) -> str | None:
    """Return the encoding that the document states: XML, HTML or a comment of BibTeX."""
    if head.lstrip()[:1] in (b"%", b"@"):
        comment = _COMMENT.search(head[:_META_WITHIN])
        label = (comment[1] or comment[2]).decode("ascii") if comment else None
        return "mac-roman" if label == "Mac OS Roman" else label
    if not head.lstrip().startswith(b"<"):
        return None
    found = _XML.match(head) or _META.search(head[:_META_WITHIN])
    return found[1].decode("ascii") if found else None


def _by_zero_bytes(data: bytes) -> str | None:
    """Detect UTF-32 and UTF-16 without a byte order mark."""
    data = data[: len(data) // 4 * 4]
    quarter = len(data) / 4
    zeros = [data[start::4].count(0) for start in range(4)]
    if not quarter:
        return None
    if zeros[0] == quarter and zeros[1] > quarter * 0.9 > zeros[3]:
        return "utf-32-be"
    if zeros[3] == quarter and zeros[2] > quarter * 0.9 > zeros[0]:
        return "utf-32-le"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    # Even Chinese text has some ASCII characters: spaces, digits, line ends, JSON.
    if max(even, odd) > len(data) / 50 and min(even, odd) * 8 < max(even, odd):
        name = "utf-16-be" if even > odd else "utf-16-le"
        try:
            codecs.getincrementaldecoder(name)("strict").decode(data)
        except UnicodeDecodeError:  # binary data
            return None
        return name
    return None


def _codec(label: str | None) -> str | None:
    """Return the codec for an encoding label; ``None`` if it is unknown or not allowed."""
    try:
        name = codecs.lookup((label or "").strip()).name
    except (LookupError, ValueError):
        return None
    return _KNOWN.get(name)


def _contradicts(name: str, head: bytes) -> bool:
    """Return whether the bytes show that an encoding is declared wrongly.

    Text with zero bytes has been recognized before, so a document that declares UTF-16 or UTF-32
    in plain bytes is neither. Non-ASCII text in another encoding is hardly ever valid UTF-8.
    """
    if name.startswith(("utf-16", "utf-32")):
        return True
    if name == "utf-8" or head.isascii():
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are not UTF-8 as Windows-1252 (a codec error handler)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("windows-1252", _as_windows_1252)
