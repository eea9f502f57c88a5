# ruff: noqa: RUF001 - the characters that readers expect are what this is about
r"""Convert LaTeX in titles and abstracts to readable text.

Abstracts come with what their authors typed: ``Schr\"odinger``, ``40\%``, ``\emph{not}``,
``$10^{-3}$``. Most of the text around is plain, and there a per cent sign, a dollar, a backslash
or an underscore means itself; so this does not parse a text as LaTeX, which would take ``%`` for
a comment and ``$5 and $6`` for a formula. It looks for the few shapes that can only be LaTeX.
pylatexenc defines the symbols (``\alpha``, ``\textdegree``) and reads the formulas.
"""

import html
import logging
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain

from pylatexenc.latex2text import LatexNodes2Text

from citegraph.loaders.latex_symbols import CONTEXT, LAYOUT, LETTERS, symbol

logging.getLogger("pylatexenc").addHandler(logging.NullHandler())  # its warnings do not help users

_FORMULA = LatexNodes2Text(latex_context=CONTEXT, math_mode="text", strict_latex_spaces=False)
_LONGEST_FORMULA = 400  # what is longer is prose between two dollars
_DEEPEST_FORMULA = 20  # pylatexenc recurses

# Any text that this module could change contains one of these; most texts contain none.
_MARKS_OF_LATEX = ("\\", "$", "--", "`", "~", "_{", "^{", "{bf ", "{it ", "{em ")
_MARKS_OF_INSPEC = ("/sub ", "/sup ", "/spl ")
# Inspec and IEEE: "BaB/sub 2/O/sub 4/", "Li/sup +/", "0.18 /spl mu/m"
_INSPEC = re.compile(
    r"/(?:(?:(sub)|sup) (?:(infinity|alpha|beta|gamma|delta|epsilon|theta|lambda|sigma|omega)"
    r"|(\d/\d(?=/)|[\w+*=.()-]{1,3}|(?=[^/\s\d]*\d)[^/\s$\\{}]{1,20}))|spl ([A-Za-z]{2,8})) ?/"
)

_MARKS_OF_LITERAL = ("://", "www.", ".com/", ".co/", "\\url", "\\href", ":\\", "\\\\")
# Addresses and Windows paths are literal, except for \_ \% \# \& \~ in an address.
_LITERAL = re.compile(
    r"\\url\s*\{(?P<url>[^{}]*)\}"
    r"|\\href\s*\{(?P<href>[^{}]*)\}\s*(?:\{(?P<shown>[^{}]*)\})?"
    r"|(?P<address>(?:https?://|www\.|(?:github|gitlab|huggingface)\.(?:com|co)/)(?:[^\s{}<>\\$]|\\[_%#&~-])+)"
    r"|(?P<path>(?<![\w\\])[A-Za-z]:\\[\w.\\ -]*[\w\\]|(?<![\w\\])\\\\\w[\w.-]*\\[\w.\\-]+)"
)
_FORMULAS = re.compile(
    r"(?<!\\)\$\$(?P<display>[^$]{1,400}?)\$\$"
    r"|(?<!\\)\$(?P<inline>(?:[^$\\]|\\.){1,400}?)\$"
    r"|\\\((?P<round>.{1,400}?)\\\)"
    r"|\\\[(?P<square>.{1,400}?)\\\]",
    re.DOTALL,
)
_WORD = re.compile(r"(?<![\\\w])[A-Za-z]{2,}(?![\w(])")
_UPRIGHT = re.compile(r"\{\\(?:rm|bf|it|sf|tt)\s+\w+\}|\\(?:math|text)[a-z]*\s*\{\w+\}")
_OWN_MACRO = re.compile(r"\\(?!begin\b|end\b)([A-Za-z]++)(?!\s*\{[^}])")  # without an argument
_IF_MATH = re.compile(r"\\ifmmode.{0,80}?\\else\s*(.{0,80}?)\\fi(?:\s*\{\})?")  # as by APS
_VERBATIM = re.compile(r"\\verb\*?([^\w\s{}*])(.{1,80}?)\1|\\char`\\(.)")
_ORDINAL = "st|nd|rd|th|ème|ère|nde"
_SCRIPT = re.compile(r"([_^])\s*(?:\{([^{}]*)\}|(?<=[_^])([A-Za-z0-9*+-]))")
_BARE_SCRIPT = re.compile(r"(?<=[^\s{])([_^])\{([^{}\n]{1,40})\}()")
_SUPERSCRIPT = dict(zip("0123456789+-()ni*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ*", strict=True))
_SUBSCRIPT = dict(zip("0123456789", "₀₁₂₃₄₅₆₇₈₉", strict=True))

_QUOTED = re.compile(r"(?<![\w\\])\\([\"'])([^\"'\\{}]{1,200})\\\1(?![\w{])")  # \"escaped\"
_CONTRACTION = re.compile(r"(?<=\w)\\'(?=(?:s|t|d|m|re|ve|ll)\b)")
_ESCAPED = re.compile(r"\\{1,2}([%&#_])")
_BARRED = re.compile(r"\\=(\d)")  # of an index in crystallography: "(11\=22)"
_NAMED_MARKS = {
    "textcommabelow": "\u0326",
    # macros of the preamble that MathSciNet exports
    "cfac": "\u0302\u0301",
    "cfgrv": "\u0302\u0300",
    "cftil": "\u0302\u0303",
    "cfudot": "\u0323\u0302",
    "lfhook": "\u0326",
    "ocirc": "\u030a",
    "polhk": "\u0328",
    "soft": "\u030c",
    "uarc": "\u0306",
    "udot": "\u0323",
}
_NAMED_MARK = re.compile(rf"\\({'|'.join(_NAMED_MARKS)})(?:\s*\{{|\s+)([A-Za-z])\b\}}?")
_KEPT = re.compile(
    r"\\([{}$])|\\([~^])\{\s*\}|\\textbackslash(?:\s*\{\}|[ \t]+(?=[a-z])|(?![A-Za-z]))"
)
_LETTER = r"[^\W\d_]"
_DOTLESS = r"\\[ij](?![A-Za-z])(?:\s*\{\}|[ \t]+(?=[a-z]))?"  # a space ends the name
_ACCENT = re.compile(
    rf"\{{\s*\\([\"'`^~=.])(?:\{{\}}(?=\\))?\s*({_DOTLESS}|{_LETTER})\s*\}}"
    rf"|\\([\"'`^~=.])\s?(?:\{{\s*(\\[ij]|{_LETTER})\s*\}}|({_DOTLESS}|\\[ij](?=[a-z])|{_LETTER}))"
    rf"|\{{\s*\\([cvuHrkdbt])(?:\s+({_LETTER})|({_DOTLESS}))\s*\}}"
    rf"|\\([cvuHrkdbt])\s*\{{(\\[ij]|{_LETTER})\}}"
    r"|\\(?:(?<=[a-z]\\)|(?<![\\\w]\\)(?=.\s\w[a-z]))([cvuHrk])\s([A-Za-z])"
)
_ACCENTED_WORD = re.compile(rf"\\([\"'`])\{{({_LETTER})({_LETTER}+)\}}")  # the first letter of it
_MARKS = {
    "`": 0x300,
    "'": 0x301,
    "^": 0x302,
    "~": 0x303,
    "=": 0x304,
    "u": 0x306,
    ".": 0x307,
    '"': 0x308,
    "r": 0x30A,
    "H": 0x30B,
    "v": 0x30C,
    "d": 0x323,
    "c": 0x327,
    "k": 0x328,
    "b": 0x331,
}
_STYLE = (
    r"it|bf|em|sc|tt|sf|rm|sl|cal|itshape|bfseries|scshape|ttfamily|sffamily|footnotesize|small|normalsize"
    r"|large|normalfont|ssf|smc"
)
_STYLES = r"(?:emph|text(?:it|bf|sc|sl|tt|sf|rm))"  # with an argument
_STYLE_NAME = re.compile(_STYLES)
_STYLED = re.compile(  # also "{\textit The title}", for "\textit{The title}"
    rf"\{{\s*\\(?:{_STYLE}|{_STYLES}(?=\s))(?![A-Za-z])\s*([^{{}}]*)\}}"
)
_SWITCH = re.compile(rf"\{{?\\(?:{_STYLE})(?![A-Za-z])\s*")
_SPACED = re.compile(rf"(\\(?:{_STYLES}|math(?:rm|bf|it|sf)))\s+(?=\{{)")
_STRIPPED = re.compile(r"\{(?:bf|it|em)\s+([^{}\\]+)\}")  # a style that lost its backslash
_WITH_ARGUMENT = re.compile(  # which may contain groups: "\emph{{A} title}"
    r"\\([A-Za-z]+)\*?(?:\[[^\][{}\n]{0,40}\])?\{([^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+)\}"
)
_GROUPED = re.compile(r"\{([^{}]*)\}")
# An accent without a letter is what is left of a formula: "R\^3", "50\^DYWC".
_POWER = re.compile(r"(\\\^)\s?(?:\{(\d{1,3})\}|(\d))")
_CARET = re.compile(r"\\\^(?=[^\W\d_])")
# DBLP writes an index as text, which may contain a formula: "\({}_{\mbox{{\(\infty\)}}}\)".
_INNER_FORMULA = re.compile(r"\{\\\(([^()]{1,80})\\\)\}(?=[^()$]{0,80}\}\}\\\))")
_TWO_ARGUMENTS = re.compile(r"\\(?:textcolor|colorbox)\s*\{[^{}]*\}\s*(?=\{)")
_COLOR = re.compile(r"\\color\s*\{[^{}\s]*\}\s*(?=\{|\s)")
_DROPPED = frozenset(
    {
        "label",
        "begin",
        "end",
        "vspace",
        "hspace",
        "thanks",
        "noop",
        "noopsort",
        "SortNoop",
        "vphantom",
    }
)
_AROUND = {"footnote": (" (", ")"), "enquote": ("“", "”"), "mkbibquote": ("“", "”")}
_SYMBOL = re.compile(r"\{\s*\\([A-Za-z]+)\s*\}|\\([A-Za-z]+)(\s*\{\}|\.(?=\W|$)|[ \t]+(?=\w))?")
_CODE_POINT = re.compile(r"\\unicode\s*\{\s*(\d{2,6})\s*\}")
_KERN = re.compile(r"\\kern\s*-?[\d.]+\s*[a-z]{2}(?![A-Za-z])[ \t]?")
_SPACE = re.compile(r"\\@|\\,|\\[;:>](?!\w*\\)|\\!|\\ |\\/|\\\\(?=\s|$)")

_DOUBLE_QUOTED = re.compile(r"``([^`]{1,300}?)(?:''|\")")
_SINGLE_QUOTED = re.compile(r"(?<![\w`])`([^`'\n]{1,60})'(?![\w'])")
_DASH = re.compile(
    r"(?<=[\w%}])(---?)(?=[\w{])|(?<=[\w)\]%”\"',}?!] )(---?)(?= )|(?<=[\w)%”])(---?)(?=[\s(“])"
)
# A formula is one private-use character by then.
_TIE = re.compile(
    r"(?<=[^\s~\d([{<>/=\\])~(?=[\w(\[{“\\\ue000-\uf8ff])|(?<=\d)~(?=[^\W\d]|[{\ue000-\uf8ff])"
)
_RELATION = re.compile(r"~([=<>])~")
_DISTRIBUTED = re.compile(r"(?<![^\W_])[^\W\d_]~[^\W\d_](?![^\W_])")  # z~N(0, 1)


def readable(text: str) -> str:
    r"""Return the text with LaTeX escapes and markup resolved; plain text is unchanged.

    An undefined macro (``\ours``, an author's own) is kept; one with a capital is a name, such as
    ``\METAFONT``, and loses its backslash. Kept is also what might mean itself: ``5%``,
    ``$5 and $6``, ``C:\path``, ``snake_case``, ``~30``, ``--flag``.

    Returns:
        The text in Unicode. ``\(``, ``$`` and ``$$`` formulas become one line: superscripts
        where Unicode has them, ``x_i``, ``1/2``.
    """
    if "/s" in text and any(mark in text for mark in _MARKS_OF_INSPEC):
        text = _INSPEC.sub(_inspec, text)
    if not any(mark in text for mark in _MARKS_OF_LATEX):
        return text
    stash = _Stash(text)
    if any(mark in text for mark in _MARKS_OF_LITERAL):
        text = _LITERAL.sub(lambda match: stash.put(_literal(match)), text)
    if "$" in text or "\\(" in text or "\\[" in text:
        text = _formulas(text, stash.put)
    if "\\" in text:
        text = _macros(text, stash.put)
    if "{" in text:
        text = _STRIPPED.sub(r"\1", _BARE_SCRIPT.sub(_script, text))
    if "`" in text:
        text = _SINGLE_QUOTED.sub(r"‘\1’", _DOUBLE_QUOTED.sub(r"“\1”", text))
    if "--" in text:
        text = re.sub(r"~(?=---?\s)", " ", text)
        text = _DASH.sub(lambda match: "–" if len(match[0]) == 2 else "—", text)
    if "~" in text:
        text = _RELATION.sub(r" \1 ", text)
        text = _DISTRIBUTED.sub(lambda match: stash.put(match[0]), text)
        text = _TIE.sub(" ", text)
    return stash.restore(text)


def _inspec(match: re.Match[str]) -> str:
    if match[4]:
        named = html.unescape(f"&{match[4]};")
        return match[0] if named[0] == "&" else named
    script = match[3] or f"\\{match[2].replace('infinity', 'infty')}"
    return f"${'_' if match[1] else '^'}{{{script}}}$"


class _Stash:
    """Finished pieces of a text, each hidden behind a mark so that no later rule touches it.

    A mark is one character, which no rule can split: a private-use one not in the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._marks: Iterator[str] | None = None
        self._pieces: dict[str, str | int | None] = {}  # as str.maketrans accepts them

    def put(self, piece: str) -> str:
        if self._marks is None:  # most texts need none
            held = set(self._text)
            private = map(chr, chain(range(0xE000, 0xF900), range(0xF0000, 0x10FFFE)))
            self._marks = (mark for mark in private if mark not in held)
        mark = next(self._marks, None)
        if mark is None:  # 137,000 pieces: no title or abstract
            return piece
        self._pieces[mark] = piece
        return mark

    def restore(self, text: str) -> str:
        while self._pieces and not self._pieces.keys().isdisjoint(text):
            text = text.translate(str.maketrans(self._pieces))  # a piece may contain earlier ones
        return text


def _literal(match: re.Match[str]) -> str:
    if match["path"]:
        return match[0]
    unescaped = re.sub(
        r"\\([_%#&~-])(?:\{\})?", r"\1", match["url"] or match["href"] or match["address"] or ""
    ).strip()
    shown = match["shown"]
    if not shown or shown.strip() in unescaped:
        return unescaped
    return shown if unescaped in shown else f"{readable(shown)} ({unescaped})"


def _formulas(text: str, put: Callable[[str], str]) -> str:
    """Every formula in one line of Unicode; a dollar that begins none stays a dollar."""
    if "box{" in text:
        text = _INNER_FORMULA.sub(lambda match: _linear(match[1]), text)
    parts: list[str] = []
    done = at = 0
    while match := _FORMULAS.search(text, at):
        content = match["display"] or match["inline"] or match["round"] or match["square"]
        if match["inline"] and not _is_formula(content, text[match.end() : match.end() + 1]):
            at = match.start() + 1  # the closing dollar may open the next formula
            continue
        parts += text[done : match.start()], put(_linear(content))
        done = at = match.end()
    return "".join((*parts, text[done:]))


def _is_formula(content: str, following: str) -> bool:
    """Return whether the text between two dollars is a formula, not prose between prices."""
    words = _WORD.search(content)
    if content[0].isspace() or content[-1].isspace():
        words = _WORD.search(_UPRIGHT.sub("", content))
        return bool(re.search(r"[\\^_=]", content)) and not words  # "$ x^2 $", not "$ and $"
    if re.search(r"\\[A-Za-z,]|\^|_\{", content) or not re.search(r"\w", content):
        return True  # also "$-$50"
    if following.isdigit():
        return False  # $5-$6
    if following.isalpha() and len(content) > 2 and not re.search(r"[_=]", content):
        return False  # $PATH:$HOME
    return not words or " " not in content.strip()


def _linear(content: str) -> str:
    """A formula in one line of Unicode."""
    if content.isalnum():
        return content
    depth = deepest = 0
    for character in content:
        depth += {"{": 1, "}": -1}.get(character, 0)
        deepest = max(deepest, depth)
    if len(content) > _LONGEST_FORMULA or deepest > _DEEPEST_FORMULA:
        return content
    # One-letter fonts are meant for the eye of a typesetter; a reader searches for O(n log n).
    content = re.sub(
        r"\\(?:mathcal|mathbf|mathit|boldsymbol|bm|mathfrak|mathscr|mathsf)\b", r"\\mathrm", content
    )
    content = re.sub(r"\\[mh]box(?![A-Za-z])", r"\\text", content)  # pylatexenc drops boxes
    content = re.sub(
        r"([_^])\s*\{\s*\\(?:text|textrm|mathrm|rm)\b\s*\{?([^{}\\]*)\}{1,2}", r"\1{\2}", content
    )
    content = re.sub(r"\\Bbb(?![A-Za-z])", r"\\mathbb", content)
    content = re.sub(r"\\[cdt]frac(?![A-Za-z])", r"\\frac", content)
    content = re.sub(
        r"\\(?:[Cc]al|bf|bold|frak|germ|goth|it|rm|roman|scr|sf|tt)(?![A-Za-z])\s*", "", content
    )  # switches
    content = re.sub(r"\^\s*\{?\\circ\b\}?", r"{\\textdegree}", content)
    content = re.sub(
        rf"(^|\d)\s*(?:\{{\}})?\^\s*\{{?\s*({_ORDINAL})\b\s*\}}?", r"\1\2", content
    )  # ordinal
    content = content.replace("\\bullet", "•")
    content = re.sub(r"\\pmod\s*\{([^{}]*)\}", r"{ }(mod{ }\1)", content)
    content = re.sub(r"\\s([bp])(?![A-Za-z])\s*", lambda found: "_^"[found[1] == "p"], content)
    content = re.sub(r"\\overline(?=\{\w\})", r"\\bar", content)
    content = re.sub(r"\\left(?![A-Za-z])|\\right(?![A-Za-z])|\\[!,;:]", "", content)
    content = _OWN_MACRO.sub(_own_macro, content)
    content = _SCRIPT.sub(_script, content).replace("%", r"\%").replace(r"\\%", r"\%")
    content = re.sub(r"(?<=\w)(?=\\(?:log|ln|exp|sin|cos|tan|max|min)(?![A-Za-z]))", "{ }", content)
    content = re.sub(
        r"(\\(?:log|ln|exp|sin|cos|tan|max|min|sup|inf|arg|in|sim|to)) +(?=[^\W_]|\\)",
        r"\1{ }",
        content,
    )
    content = re.sub(r"(\\[A-Za-z]+) (?=[-+=<>] )", r"\1{ }", content)
    try:
        text = _FORMULA.latex_to_text(content)
    except Exception:  # noqa: BLE001 - hostile input must not end a load; the text stays as it was
        return content
    return re.sub(r"\s+", " ", text).strip()


def _own_macro(match: re.Match[str]) -> str:
    r"""Return the name of an undefined macro, which pylatexenc drops: ``\R^n`` becomes ``R^n``."""
    name = match[1]
    if name in LAYOUT or CONTEXT.get_macro_spec(name) is not None:
        return match[0]
    text = symbol(name)
    return f"{{{name if text is None else text}}}"


def _script(match: re.Match[str]) -> str:
    """A superscript or subscript, in Unicode where it has all the characters."""
    mark, inner = match[1], match[2] if match[2] is not None else match[3]
    inner = inner.strip()
    if inner in {"circ", r"\circ"}:
        return "°"
    table = _SUPERSCRIPT if mark == "^" else _SUBSCRIPT
    if inner and all(character in table for character in inner):
        return "".join(table[character] for character in inner)
    if len(inner) <= 1 or re.fullmatch(r"[\w.,]+|\\[A-Za-z]+", inner):
        return f"{mark}{inner}" if match[2] is None or not inner.startswith("\\") else match[0]
    return f"{mark}({inner})" if "\\" not in inner else match[0]


def _macros(text: str, put: Callable[[str], str]) -> str:
    """Everything that begins with a backslash, outside formulas and addresses."""
    if "\\ifmmode" in text:
        text = _IF_MATH.sub(r"\1", text)
    if "\\verb" in text or "\\char`" in text:
        text = _VERBATIM.sub(lambda match: put(match[2] or match[3]), text)
    text = _QUOTED.sub(r"\1\2\1", text)
    text = _CONTRACTION.sub("'", text)
    text = _ESCAPED.sub(r"\1", text).replace("\\-", "")
    if "\\" not in text:
        return text
    text = _BARRED.sub("\\1\u0305", text)
    text = _NAMED_MARK.sub(_named_mark, text)
    text = _KEPT.sub(lambda match: put(match[1] or match[2] or "\\"), text)
    text = _ACCENT.sub(_accent, _ACCENTED_WORD.sub(r"\\\1{\2}\3", text))
    if "\\" in text:  # an accent on an accented letter, as in Vietnamese
        text = _ACCENT.sub(_accent, text)
        text = _CARET.sub("^", _POWER.sub(lambda match: _power(match[2] or match[3]), text))
    text = _TWO_ARGUMENTS.sub(r"\\textrm", text)
    text = _CODE_POINT.sub(lambda match: _character(int(match[1])) or match[0], text)
    text = _SPACED.sub(r"\1", _KERN.sub("", _COLOR.sub("", text)))
    for _ in range(_DEEPEST_FORMULA):  # inner groups first
        before = text
        text = _STYLED.sub(r"\1", text)
        text = _WITH_ARGUMENT.sub(_argument, text)
        if text == before:
            break
    text = _SWITCH.sub("", text)  # in the middle of a group, or of one that is never closed
    text = _SYMBOL.sub(_symbol, text)
    return _SPACE.sub(lambda match: "" if match[0] in (r"\!", r"\/", r"\@") else " ", text)


def _character(code: int) -> str:
    return chr(code) if code <= sys.maxunicode and chr(code).isprintable() else ""


def _accent(match: re.Match[str]) -> str:
    accent, base = [group for group in match.groups() if group][:2]
    base = base.rstrip("{} ").lstrip("\\")
    if accent == "t" or (accent == '"' and base.lower() not in "aeiouywh"):
        return match[0]
    composed = unicodedata.normalize("NFC", base + chr(_MARKS[accent]))
    grouped = match[0][0] == "{" or (match[0][-1] == "}" and accent not in "^~")
    return composed if len(composed) == 1 or grouped else match[0]


def _power(digits: str) -> str:
    return "".join(_SUPERSCRIPT[digit] for digit in digits)


def _named_mark(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[2] + _NAMED_MARKS[match[1]])


def _argument(match: re.Match[str]) -> str:
    name, inner = match[1], match[2]
    if name in _DROPPED:
        return ""
    if name in ("textsuperscript", "textsubscript"):
        return _raised(inner, match) if "super" in name else _lowered(inner)
    if around := _AROUND.get(name):
        return f"{around[0]}{inner.strip()}{around[1]}"
    if name.startswith("cite"):
        return f"[{inner.strip()}]"
    if not inner.strip() or symbol(name) is not None:
        return match[0]  # \ours{} is a name; {} after a symbol ends it
    whole = _GROUPED.fullmatch(inner)
    shown = whole[1] if whole else inner
    # An author's own macro may have two arguments.
    two = match.string[match.end() : match.end() + 1] == "{" and not _STYLE_NAME.fullmatch(name)
    return f"{shown} " if two else shown


def _lowered(inner: str) -> str:
    return "".join(_SUBSCRIPT.get(character, character) for character in inner.strip())


def _raised(inner: str, match: re.Match[str]) -> str:
    if re.fullmatch(rf"{_ORDINAL}|[eao]|[^\W\d_]{{2,}}", inner.strip()):  # 1er, XIIe, MarkTM
        return inner.strip()
    return _script(re.match(r"(\^)(?:\{(.*)\})?()", "^{" + inner + "}", re.DOTALL) or match)


def _symbol(match: re.Match[str]) -> str:
    name = match[1] or match[2]
    found = symbol(name)
    if found is None:
        if len(name) > 1 and not name.islower():
            return name + (match[3] or "").removesuffix("{}")
        if match[3] and match[3].strip() == "{}":
            return f"\\{name}"  # an author's own macro: \ours{} reads \ours
        return match[0]
    follow = match[3] or ""
    if follow.strip() == "{}":
        follow = ""
    if follow == "." and found.endswith("."):
        return found
    if (name in LETTERS or not found) and not match[1]:
        return found + follow.strip()  # S\o ren, git\allowbreak hub
    return found + follow
