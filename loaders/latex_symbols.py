# ruff: noqa: RUF001 - the characters that readers expect
"""The LaTeX macros that stand for a text, beyond those that pylatexenc defines."""

from functools import lru_cache

from pylatexenc.latex2text import MacroTextSpec, get_default_latex_context_db

CONTEXT = get_default_latex_context_db()
_WORDS = {
    "eg": "e.g.",
    "ie": "i.e.",
    "etc": "etc.",
    "etal": "et al.",
    "vs": "vs.",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "xspace": "",
    "noindent": "",
    "newline": " ",
    "linebreak": " ",
    "newblock": "",
    "nolinebreak": "",
    "par": " ",
    "allowbreak": "",
    "centering": "",
    "item": "•",
    "quad": " ",
    "qquad": " ",
    "deg": "°",
    "textgreater": ">",
    "textless": "<",
    "textasciicircum": "^",
    "emdash": "—",
    "endash": "–",
    "slash": "/",
    "hyphen": "-",
    "thinspace": " ",
    "BibTeX": "BibTeX",
    "LaTeXe": "LaTeX2e",
    "textbar": "|",
    "textperiodcentered": "·",
    "textasteriskcentered": "*",
    "glqq": "„",
    "grqq": "“",
    "flqq": "«",
    "frqq": "»",
    "lsquo": "‘",
    "rsquo": "’",
    "ldquo": "“",
    "rdquo": "”",
    "S": "§",
    "copyright": "©",
    "pounds": "£",
    "euro": "€",
    "relax": "",
    "null": "",
    "cprime": "'",
    "cdprime": '"',
    "Dbar": "Đ",
    "dbar": "đ",
    "protect": "",
    "cyrchar": "",
    "textcompwordmark": "",
    "MF": "METAFONT",
    "MP": "MetaPost",
    "Dash": "—",
    # in formulas; pylatexenc does not define them
    "neg": "¬",
    "land": "∧",
    "lor": "∨",
    "ne": "≠",
    "iff": "⇔",
    "implies": "⇒",
    "gets": "←",
    "colon": ":",
    "bmod": " mod ",
    "Box": "□",
    "Diamond": "◇",
}
# Macros that change only the layout and have no text.
LAYOUT = frozenset(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits displaylimits nonumber"  # noqa: SIM905 - shorter
    " notag middle hfil hfill hskip mskip kern mkern lower raise ooalign cr crcr strut mathstrut"
    " phantom hphantom smash mathop mathbin mathrel mathord mathopen mathclose mathinner boldmath"
    " unboldmath big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr Biggl Biggr tiny"
    " footnotesize small break nobreak ssize dsize tsize rm bf it sf tt hbox mbox stackrel overset"
    " underset".split()
)
# Symbols after which a space only ends the name of the macro.
LETTERS = frozenset(
    "o O l L ss ae AE oe OE aa AA i j dj DJ dh DH th TH ng NG emdash endash slash hyphen"  # noqa: SIM905 - shorter
    " cprime cdprime textquotedblleft textquoteleft quotedblbase quotesinglbase glqq flqq"
    " Dash".split()
)


@lru_cache(maxsize=4096)
def symbol(name: str) -> str | None:
    """Return the text of a macro without arguments; ``None`` if it is unknown."""
    if name in _WORDS:
        return _WORDS[name]
    spec = CONTEXT.get_macro_spec(name)
    if spec is None and name.startswith("text"):  # of package textgreek: \textalpha
        spec = CONTEXT.get_macro_spec(name.removeprefix("text"))
    if spec is None and name.startswith("var"):  # of package amsmath: \varGamma
        spec = CONTEXT.get_macro_spec(name.removeprefix("var"))
    if not isinstance(spec, MacroTextSpec) or not isinstance(spec.simplify_repl, str):
        return None
    text: str = spec.simplify_repl
    return text if text and "%" not in text and not text.startswith("<") else None
