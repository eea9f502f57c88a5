r"""The values of BibTeX fields: text, addresses and identifiers, and lists of names.

Names follow https://ctan.org/pkg/bibtex, the extended names (``family=..., given=...``) follow
https://ctan.org/pkg/biblatex.
"""

import re

from citegraph.loaders.latex import readable
from citegraph.loaders.sources.fields import SUFFIX, people, plain, reading_order

# A formula whose every special character was escaped, as by Mendeley and Zotero.
_ESCAPED_FORMULA = re.compile(
    r"\{\\(?:\$|textdollar ?)\}"
    r"((?:[^{}\\$]|\{\\(?!\$|textdollar)[^{}]{1,20}(?:\{\})?\}|\\?[{}]){1,200}?)"
    r"\{\\(?:\$|textdollar ?)\}"
)
# The same without groups, as by Better BibTeX: "\$R\_\{1\textbackslash rho\}\$".
_WRITTEN_FORMULA = re.compile(r"\\\$((?=[^$]*\\(?:[_{^]|textbackslash))[^$]{1,200}?)\\\$")
_ESCAPED_CHARACTER = re.compile(
    r"\{\\(?:(textbackslash|backslash)|(textasciicircum|\^(?:\{\})?)|([_{}&%#])) ?\}"
)
# LaTeX whose backslashes were escaped, as by DBLP: "{\textbackslash}ell{\_}1".
_ESCAPED_LATEX = re.compile(r"""\{\\textbackslash ?\}(?=[A-Za-z]{2}|\{\\[_{}&%#]\}|[()\["'^`~])""")
_GLUED = re.compile(r"\\textbackslash(?=(text(?:less|greater))|[A-Za-z])")  # as by Paperpile
_ESCAPED_ACCENT = re.compile(r"""\$\\backslash\$(?=["'^`~]\{?[A-Za-z])""")  # as by Mendeley
# LaTeX whose backslashes were doubled, as in program code: "{\\\\'e}", "\\\\c{c}".
_DOUBLED = re.compile(
    r"""(?<=\{)\\\\(?=["'^`~=.][{A-Za-z\\]|[cvuHrkdb]\{)|\\\\(?=["'^`~=.cvuHrkdb]\{\\?[A-Za-z]\})"""
)
_BREAK = re.compile(r"\\\\(?=\{)")  # a line break, then a group
_PHANTOM = re.compile(r"\\vphantom(?:\\[{}])+")  # balances braces, in exports of Zotero
_BRACE = re.compile(
    r"\\(?:textbrace(?=left|right)|(?=[lr]brace))(left|right|[lr]brace)(?![A-Za-z])(?:\{\}|[ \t]+)?"
)
_DOUBLE = re.compile(r"\{(\{[^{}]*\})\}")  # keeps the case, as by Zotero
_LEFT, _RIGHT = "\ue0f0", "\ue0f1"
_CASE = re.compile(  # escaped braces that keep the case, as by Zotero and ScienceDirect
    f"{_LEFT}(?:([A-Z]+){_RIGHT}(?=\\d?[a-z]{{2}})|([A-Z\\d-]*[A-Z\\d][A-Z]s?){_RIGHT})"
)
_ADDRESS = re.compile(
    r"\\(?:url|href)\s*\{([^{}]*(?:\{\\[_%&#]\}[^{}]*)*)\}(?:\s*\{[^{}]*\})?"  # {\_} inside
)
_ESCAPE = re.compile(r"\{?\$?\\([_%&#~])\$?\}?")
# A tilde in an address, alone or in a group: {\textasciitilde}, \~{}, $\sim$.
_WRITTEN_TILDE = (
    r"(?:\$(?:\\math[a-z]{2,4}\s?)?\{?\\sim\}?\$|\\ensuremath\{\\sim\}|\\string~|\\~\{ ?\}"
    r"|\\(?:textasciitilde|sim)(?![A-Za-z])(?:\{\}|\s)?)"
)
_TILDE = re.compile(rf"\{{{_WRITTEN_TILDE}\}}|{_WRITTEN_TILDE}")
_NAMED = {"less": "<", "greater": ">", "underscore": "_"}
_ANGLE = re.compile(
    r"\$([<>])\$|\{?\\text(less|greater|underscore)(?![a-z])(?:\{\}|\s|\})?"
)  # in old DOIs of Wiley
_CUT = re.compile(r"\{(?:([^{}]{0,40}?)\s*\b(et\.? *al\.?)|\s*(others))\s*\}", re.IGNORECASE)
_AND = re.compile(r" [aA][nN][dD] +(?:[aA][nN][dD] +)*")  # faster with a plain space first
_EDGES = re.compile(r"^and\s+|\s+and$", re.IGNORECASE)
_BRACES = re.compile(r"([{}])")
_SPLIT = re.compile(r"([{}]|\s+[aA][nN][dD]\s+(?:[aA][nN][dD]\s+)*)")
# Chinese names in a list; of two, a short first one may be a family name.
_HAN = r"[\u3400-\u9fff]"
_HAN_NAMES = re.compile(
    rf"{_HAN}{{2,4}}(?:\s*,\s*{_HAN}{{2,4}}){{2,}}|{_HAN}{{3,4}}\s*,\s*{_HAN}{{2,4}}"
)
_HAN_SEPARATOR = re.compile(rf"(?<={_HAN})\s*[\uff0c\u3001\uff1b]\s*(?={_HAN})")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,3}")
_SHORT = re.compile(
    r"(\S.*\w{2}) ([^\W\d_a-z]{1,3}\.?|(?:[^\W\d_a-z]\.){1,3})"
)  # "Alpha AB", as in Medline
# "Alpha, A B and Beta C D": the second name is as in Medline, without its comma.
_WITH_INITIALS = re.compile(r"[^,]+,(?: [A-Z]){1,3}")
_TURNED = re.compile(r"^([^\s,]*\w{2})((?: [A-Z]){1,3})$")
_PARTICLE = re.compile(  # of a family name: "De Boer, Jan Willem and Ada Alpha" are two
    r"(?:A[bl]|Abu|Ben|Bin|D[aeiu]|Del|Dos|El|L[aeo]|Mac|San|Santa|St|Te[nr]|V[ao]n)\b"
)
# Numbers of affiliations and "(Ed.)" behind a name, and separators of people who write no BibTeX.
_NUMBER = re.compile(
    r"\\textsuperscript\s*\{[^{}]*\}|\$\^\{?[\d,*]+\}?\$|\{\$[<>]\$\}"
    r"|\s?\((?i:eds?|editors?|hrsg|hg|orgs?|coords?|comps?)\.?\)"
)
_SPACE = re.compile(r"(?<!\\)\\ |\{?\\space(?![A-Za-z])(?:\{\})?\}?")  # "Roe, Jo C.\ and ..."
_PREFIX = re.compile(r"\\VAN\{[^{}]*\}\{[^{}]*\}\{([^{}]*)\}")  # of MNRAS: \VAN{Dijk}{Van}{van}
_NOTE = re.compile(r"[†‡*\u2217]+|\\(?:text)?d?dag(?:ger(?:dbl)?)?(?![A-Za-z])")
_AFFILIATION = re.compile(r"(?<=[^\W\d_])\d{1,2}(?:,\d{1,2})*(?=\s*(?:,|$))")  # "Doe1,2, Roe1"
_AMPERSAND = re.compile(r"\s+\\{0,2}&\s+")
_SEVERAL = re.compile(r"\{([^{}]*;[^{}]*)\}")  # a list of names in one group, by Mendeley
_SLIP = re.compile(  # "Roe, J..", "Roe, .", "Roe, J. -P.", "Roe, J. -."
    r"(?<=\w\.)\.(?!\.)|,\s*\.(?=\s|$)|(?<=\.)\s+(?=-\w)|(?<=\.)\s+-\."
)
_HELD_AND = re.compile(r"(^|\sand\s)\{and(?:\s+|(?=\}))")  # read as a part of the name after it
# "{Doe, Jo and Roe, Al}" and "{Jo Doe and Al Roe and Ed Poe}", but not "{Arts and Sciences}".
_ONE_GROUP = re.compile(r"\{([^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+)\}")
_TURNED_PERSON = re.compile(r"[^,]+, [^,]+")
_PERSON = re.compile(r"[^,]+, [^,]+|(?:[^\W\d_a-z]\S* +){1,3}[^\W\d_a-z]\S*")
_MARK = re.compile(r"[a-z]?")  # of an affiliation
_NAMESAKE = re.compile(r"(?<=[^\W\d_]) 0\d{3}(?=\s+and\s|\s*,|$)", re.IGNORECASE)  # in DBLP
_LOWER = re.compile(r", [a-z](?=\.|$| and | [A-Z](?:\W|$))")  # "Roe, a. M.", by Mendeley
_SUFFIX = re.compile(r"\s+and\s+((?:Jr|Sr|II|III)\b\.?)(?=\s+and\s|$)")  # "Doe, J. and Jr."
_REMARK = re.compile(r"(?<!\\)%[^\n]*\n")  # a comment of LaTeX
# A comma inside a group turns no name around: "{Group, Univ.}", "J.-L. {Rosset, editor}".
_IN_GROUP = re.compile(r"\{[^{}\\]*,|\},[^{}]*\}")
_ROLE = re.compile(
    r",\s*(?:editors?|translators?|compilers?|eds?\.|trans\.|comp\.)(?=\s*\}*$)", re.IGNORECASE
)
_RUN_ON = re.compile(r"(?<=[A-Za-z])\\([lo])(?=[a-z]{3})")  # "J\orgensen", as by KBibTeX
_SLIPPED = re.compile(r"\\\{(?=[\"'`^~])")  # "Thi\{'ebaux"
# "Ada L. Alpha, Bo Beta" are two people, because no family name contains an initial.
_PAIR = re.compile(
    r"[^\W\d_a-z][\w'-]+(?: [^\W\d_a-z]\.)+ [^\W\d_a-z][\w'-]+, "
    r"[^\W\d_a-z][\w'-]+(?: [^\W\d_a-z]\.)* [^\W\d_a-z][\w'-]+"
)
_SLIPPED_ACCENT = re.compile(r"\\\{([\"'`^~][A-Za-z])\}")  # "\{`u}", by Better BibTeX
_TIE = re.compile(r"(?<!\\)~")
_PART = re.compile(r"\s*(family|given|prefix|suffix)\s*=\s*(.*)", re.DOTALL)


def plain_text(value: str | None) -> str:
    """Return the value as readers expect it: LaTeX resolved, without grouping braces."""
    if not value:
        return ""
    line = " ".join(value.split())
    if not _has_markup(line):
        return line
    if "\\$" in line or "{\\textdollar}" in line:
        line = _WRITTEN_FORMULA.sub(_written, _ESCAPED_FORMULA.sub(_formula, line))
    if "{\\textbackslash" in line and _ESCAPED_LATEX.search(line):
        line = _unescaped(line).replace("\\{", "{").replace("\\}", "}")
    if "backslash" in line:
        line = _GLUED.sub(lambda found: "\\" if found[1] else "", line)
        line = _ESCAPED_ACCENT.sub(r"\\", line)
    if "\\\\" in line:
        line = _DOUBLED.sub(r"\\", line)
    if "\\\\{" in line or "\\vphantom\\" in line:
        last = line.rfind("\\\\}") + 1  # before it are escaped braces, no breaks
        line = _PHANTOM.sub("", line[:last] + _BREAK.sub(" ", line[last:]))
    if "brace" in line:
        line = _BRACE.sub(lambda found: "\\{" if found[1][0] == "l" else "\\}", line)
    if "{{" in line and "\\" in line:
        line = _DOUBLE.sub(r"\1", line)
    line = _SLIPPED_ACCENT.sub(r"{\\\1}", line)
    line = line.replace("\\{", _LEFT).replace("\\}", _RIGHT)  # characters, not a group
    line = re.sub(r"[{}]", "", readable(line))
    if "``" in line:  # a quotation that is long, or not closed
        line = line.replace("``", "“").replace("''", "”")
    if _LEFT in line or _RIGHT in line:
        line = _CASE.sub(r"\1\2", line).replace(_LEFT, "{").replace(_RIGHT, "}")
    return plain(line) or ""


def _has_markup(line: str) -> bool:
    """Return whether a text may not be plain; in a long one, ``in`` is faster than a pattern."""
    return (
        "{" in line
        or "\\" in line
        or "$" in line
        or "`" in line
        or "~" in line
        or "^" in line
        or "}" in line
        or "<" in line
        or "&" in line
        or ("-" in line and "--" in line)
    )


def _formula(match: re.Match[str]) -> str:
    """Return an escaped formula as LaTeX; text between two prices as it is."""
    content = _unescaped(match[1])
    if content == match[1] and " " in content:
        return match[0]
    return f"${content}$"


def _written(match: re.Match[str]) -> str:
    """Return a formula whose every special character was escaped, without groups, as LaTeX."""
    content = re.sub(r"\\textbackslash(?:\{\}| )?", r"\\", match[1])
    content = re.sub(r"\\(?=[_{}&%#])", "", content).replace("\\^{}", "^")
    return f"${content}$"


def _unescaped(text: str) -> str:
    """Return LaTeX whose special characters were escaped, in groups."""
    return _ESCAPED_CHARACTER.sub(
        lambda found: "\\" if found[1] else "^" if found[2] else found[3], text
    )


def literal(value: str) -> str:
    r"""Return a DOI, or text with addresses, without the escapes of LaTeX: ``{\_}`` is ``_``."""
    if "\\" not in value and "{" not in value and "$" not in value:
        return value.strip()
    if "~" in value or "tilde" in value or "\\sim" in value:
        value = _TILDE.sub("~", value)
    value = _ESCAPE.sub(r"\1", _ADDRESS.sub(r" \1 ", value)).strip(" {}")
    return _ANGLE.sub(lambda found: found[1] or _NAMED[found[2]], value)


def names(value: str) -> tuple[list[str], bool]:
    """Return the names of a list, in reading order, and whether the list was cut ("et al.").

    ``and`` inside braces does not separate. Names that commas separate by mistake are divided
    where their form leaves no doubt.
    """
    value = _tidied(value)
    if value == "null":  # by programs that print their variables
        return [], False
    if value[:1] == "{" and " and " in value and (whole := _ONE_GROUP.fullmatch(value)):
        parts = whole[1].split(" and ")
        person = _PERSON if len(parts) > 2 else _TURNED_PERSON
        value = whole[1] if all(map(person.fullmatch, parts)) else value
    if "{" not in value:
        found, partial = people(_AND.split(value))
    else:
        parts, depth, current = [], 0, ""
        value = _CUT.sub(r"\1 \2\3", _HELD_AND.sub(r"\1{", value) if "{and" in value else value)
        for part in _SPLIT.split(value):
            depth += (part == "{") - (part == "}")
            spaced = part[:1] == " " == part[-1:]
            if depth <= 0 and spaced and set(part.lower().split()) == {"and"}:
                parts.append(current)
                current = ""
            else:
                current += part
        found, partial = people(_AND.split(value) if depth else [*parts, current])
    if 0 < value.count(",") < len(found) and any(map(_WITH_INITIALS.fullmatch, found)):
        found = [_TURNED.sub(r"\1,\2", name) for name in found]
    # "Ada Alpha, Bo Beta(,) and Cy Gamma": commas that do not turn a name around.
    plain = bool(found) and "," not in found[-1]
    if plain and ", and " not in value:
        plain = len(found) == 2 and not _PARTICLE.match(found[0])
    divided = [_divided(name, plain=plain) for name in found]
    every = [one for parts in divided for one in parts]
    short = len(every) > 1 and _SHORT.fullmatch(every[0]) and list(map(_SHORT.fullmatch, every))
    # "B, Bharathi and A, Silvia" is in reading order now.
    pairs = zip(found, divided, strict=True)
    if short and not any("," in name and len(parts) == 1 for name, parts in pairs):
        every = [f"{one[2]} {one[1]}" for one in short if one] if all(short) else every
    if "dots" in value and "…" in every:  # "Doe, Jo and {\\ldots}"
        return [name for name in every if name not in ("", "…")], True
    return list(filter(None, every)), partial


def _tidied(value: str) -> str:
    """Return a list of names without the slips, marks and separators of other notations."""
    if "%" in value and "\n" in value:
        value = _REMARK.sub(" ", value)
    value = " ".join(value.split())  # a long run of spaces takes quadratic time
    if ".and " in value:
        value = value.replace(".and ", ". and ")
    if ";" in value and not _AND.search(value):
        value = _SEVERAL.sub(r"\1", value).replace(";", " and ")
    if "\\" in value or "$" in value or "(" in value:
        value = _NUMBER.sub("", value).replace("\\and ", " and ")
        value = _SPACE.sub(" ", _PREFIX.sub(r"\1", value))
    if not value.isascii() or "*" in value or "\\" in value:
        value = _HAN_SEPARATOR.sub(" and ", _NOTE.sub("", value))
        value = _RUN_ON.sub(r"{\\\1}", _SLIPPED.sub(r"{\\", value))
    value = (_TIE.sub(" ", value) if "~" in value else value).strip()
    if "and Jr" in value or "and Sr" in value or "and II" in value:
        value = _SUFFIX.sub(r" \1", value)
    if "," in value:
        value = value.replace(", undefined", "")  # by Better BibTeX, for a person with one name
        value = _LOWER.sub(lambda found: found[0].upper(), value)
    if " 0" in value:
        value = _NAMESAKE.sub("", value)
    if ".." in value or ". -" in value or ", ." in value:
        value = _SLIP.sub("", value)
    if "&" in value and (pair := _AMPERSAND.split(value)):
        people_too = all(" " in one.strip(" ,") for one in pair)
        grouped = any(one.count("{") != one.count("}") for one in pair)
        value = " and ".join(pair) if people_too and not grouped else value
    if value[:4].lower() == "and " or value[-4:].lower() == " and":
        value = _EDGES.sub("", value)
    return value


def _divided(name: str, *, plain: bool) -> list[str]:
    """Return the name in reading order, or several that commas separate."""
    if name.startswith("{") and name.endswith("}") and name.count("{") == 1:
        if any(SUFFIX.fullmatch(part.strip()) for part in name[1:-1].split(",")[1:]):
            return [reading_order(plain_text(name))]  # "{Doe, Jo, Jr}"
        return [plain_text(name)]  # the name of a group
    if "," in name and "{" in name and _IN_GROUP.search(name) and "," not in _outside(name):
        shown = plain_text(_ROLE.sub("", name))
        return [shown if _outside(name) == "" else shown.replace(",", "")]
    if "=" in name and (found := _extended(name)):
        return [found]
    shown = plain_text(name)
    return _listed(shown, plain=plain) or [reading_order(shown)]


def _outside(name: str) -> str:
    """Return what is not inside braces."""
    parts, depth = [], 0
    for part in _BRACES.split(name):
        depth += (part == "{") - (part == "}")
        if depth == 0 and part != "}":
            parts.append(part)
    return "".join(parts)


def _listed(names: str, *, plain: bool) -> list[str]:
    """Return names that commas separate; none if the commas are those of one name."""
    if not names.isascii() and _HAN_NAMES.fullmatch(names):
        return [part.strip() for part in names.split(",")]
    if names.count(",") < 2 - plain:
        return names.split(", ") if ". " in names and _PAIR.fullmatch(names) else []
    parts = [part.strip() for part in _AFFILIATION.sub("", names).split(",")]
    parts = [part for part in parts if not _MARK.fullmatch(part)]
    if any(map(SUFFIX.fullmatch, parts)):
        return []
    if len(parts) > 3 and len(parts) % 2 == 0 and all(map(_INITIALS.fullmatch, parts[1::2])):
        return [f"{given} {family}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    whole = len(parts) > 2 - plain and all(
        " " in part and (part[0].isupper() or _SHORT.fullmatch(part)) for part in parts
    )
    return parts if whole else []


def _extended(name: str) -> str:
    """Return a name of BibLaTeX's extended format; empty if it is not one."""
    parts = dict[str, str]()
    for part in re.split(r",\s*(?=[\w-]+\s*=)", name):
        if found := _PART.match(part):
            parts[found[1]] = plain_text(found[2].strip(' "'))
    order = ("given", "prefix", "family", "suffix")
    return " ".join(parts[key] for key in order if parts.get(key)) if "family" in parts else ""
