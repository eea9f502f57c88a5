"""Normalize names of topics: one identifier for all spellings.

Case, hyphens, plurals, British and American spelling, accents, LaTeX markup, invisible characters
and the name's acronym in parentheses behind it make no difference; a Greek letter is its name, and
a digit below or above a letter is a digit behind it. Synonyms are the task of a vocabulary: that
"GNN" is a graph neural network is not a matter of spelling.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from citegraph.graph.identity import folding


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return pairs of words from a text such as ``mice:mouse theses:thesis``."""
    parts = (pair.partition(":") for pair in text.split())
    return [(first, second) for first, _, second in parts]


# Plurals and variants without a rule. Words that end in s and are not a plural map to
# themselves.
_IRREGULAR = dict(
    _pairs(
        "analyses:analysis analogue:analog analogues:analog antennae:antenna appendices:appendix "
        "artefact:artifact artefacts:artifact automata:automaton axes:axis biases:bias "
        "caches:cache calibre:caliber catalogue:catalog catalogues:catalog centre:center "
        "centres:center centred:centered children:child corpora:corpus crises:crisis "
        "criteria:criterion defence:defense defences:defense diagnoses:diagnosis dialog:dialogue "
        "dialogs:dialogue eigenbases:eigenbasis fibre:fiber fibres:fiber formulae:formula "
        "foetal:fetal gases:gas genera:genus genii:genius grey:gray hypotheses:hypothesis "
        "indices:index judgement:judgment judgements:judgment leaves:leaf lenses:lens "
        "litre:liter loci:locus manoeuvre:maneuver matrices:matrix media:media metre:meter "
        "metres:meter mice:mouse minima:minimum maxima:maximum optima:optimum nuclei:nucleus "
        "oestrogen:estrogen parentheses:parenthesis people:people phenomena:phenomenon "
        "programme:program programmes:program quanta:quantum radii:radius simplices:simplex "
        "spectra:spectrum stimuli:stimulus sulphur:sulfur syntheses:synthesis taxa:taxon "
        "theses:thesis vertices:vertex viruses:virus vortices:vortex heuristics:heuristic "
        "metrics:metric topics:topic basics:basic characteristics:characteristic critics:critic "
        "diagnostics:diagnostic generics:generic logics:logic mosaics:mosaic comics:comic "
        "fabrics:fabric antibiotics:antibiotic plastics:plastic movies:movie cookies:cookie "
        "zombies:zombie ageing:aging"
    ),
    timeseries="time series",
)
_INVARIANT = _words(
    "series species news bias lens gas alias atlas canvas chaos cosmos bayes gauss hobbes "
    "james stokes ros kudos pathos tacos aids always perhaps thus yes this his its "
    "as is was has us plus minus versus pass mass glass class less loss cross across ethos "
    "rhinoceros gps gis css ios sos os dos cuda aws gnss vis nous data texas kansas paris "
    "wales windows keras pandas cas9 cas isis mars venus uranus hertz hz diabetes rabies "
    "herpes chess"
)
_OUR = [
    *("behavi", "col", "neighb", "fav", "lab", "flav", "tum", "vap", "rig", "hon", "hum"),
    *("endeav", "harb", "od", "arm", "sav", "glam", "ferv", "val"),
]
_ISE = re.compile(
    r"(?P<stem>al|im|iz|ar|or|rn|en|an|nt|er|on|et|il|at|ol|ym|ch|gn|ot|tr|id|es|us|mini|maxi)"
    r"is(?P<end>e|ed|es|er|ers|ing|able|ably)$"
)
_NOT_ISE = re.compile(
    r"(?:superv|otherw|pointw|pairw|stepw|tokenw|layerw|framew|piecew|rev|adv|dev|improv|telev|"
    r"enterpr|surpr|compr|compromi?|prom|prem|exerc|expert|merchand|franch|treat|parad|disgu|"
    r"chast|no|poi|brui|crui|mort|conc|prec|surm|dem|^pra|^ra|^r|^w|^arr|^appra|^t|^exc|^inc|^c)"
    r"is(?:e|ed|es|er|ers|ing|able|ably)$"
)
_LL = re.compile(
    r"^(mode|labe|signa|trave|cance|channe|tunne|leve|fue|pane|tota|tune)ll(ing|ed|er|ers)$"
)
_YSE = re.compile(r"^(anal|catal|paral|dial|electrol|hydrol)ys(e|ed|er|ers|ing)$")
_AE = (
    ("haem", "hem"),
    ("aemia", "emia"),
    ("paed", "ped"),
    ("anaesth", "anesth"),
    ("oedema", "edema"),
)

# Prefixes that are written as a word, with a hyphen, or joined.
_PREFIXES = _words(
    "pre multi non auto hyper semi sub super re co bi uni inter intra spatio neuro bio micro "
    "nano geo electro photo hydro thermo pseudo ultra poly meta anti over under hetero homo "
    "iso quasi trans tele infra proto para omni tri un"
)
PREPOSITIONS = _words("over under")  # prefixes only with a hyphen or joined: "over long videos"
_HYPHENATED = re.compile(r"\b(over|under)[-\u2010\u2011\u2013](?=[^\W\d_])", re.IGNORECASE)
_JOINED = {  # words that are written as one or as two
    (first, second): first + second
    for first, second in _pairs(
        "fine:tuning fine:tune fine:tuned data:set data:base wave:let bench:mark hand:writing "
        "wave:function eigen:value feed:forward down:stream super:resolution on:line off:line "
        "work:flow video:game hyper:parameter look:ahead common:sense key:phrase key:point "
        "soft:max drop:out view:point token:izer trade:off"
    )
}

_JOINED_FIRST = frozenset(first for first, _ in _JOINED)
FIRSTS = _PREFIXES | _JOINED_FIRST  # words that may be joined with the next, see fold_pair

_COMMAND = re.compile(
    r"\\(?:emph|text(?:bf|it|tt|sc|rm|sf)?|math(?:rm|bf|it|cal|bb|sf|tt|scr|frak)?|boldsymbol|"
    r"operatorname|ensuremath|rm|bf|it|cal|tt|sc|left|right)(?![a-zA-Z])\*?"
)
_ACCENT = re.compile(r"\\[\"'`^~=.]")
_BRACKETS_BEHIND = re.compile(r"(?<=\S)\s*[(\[]([^()\[\]]{1,12})[)\]]\s*$")
_SCRIPT = re.compile(r"(?<![^\W_])([^\W\d_]{1,3})[_^]\{?(\d[\d.]*(?<!\.))\}?")  # as in x_1, x^{2}
_GREEK = re.compile("[\u0391-\u03c9\u03d1\u03d5\u03f5]")
# Words after a concept's name that do not make another concept of it.
_TAILS = _words(
    "algorithm approach architecture framework layer mechanism method model objective paradigm "
    "pipeline strategy technique training"
)
_SYSTEM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z][A-Za-z0-9]{2,}")  # a name such as GRPO, LoRA
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_WORD = re.compile(
    r"(?:(?<!\S)\.(?=[A-Za-z]{2}))?[^\W_]+(?:\.(?=\d)\d[^\W_]*|\+\+|#(?!\w)|@(?=\d)\d+)*(?:(?<=\w)\*(?!\w))?"
)
_ACRONYM_PLURAL = re.compile(r"^[A-Z0-9]*[A-Z][A-Z0-9]+s$|^[A-Z]{2,}[a-z]?s$")


def canonical(name: str) -> str:
    """Return the identifier of a topic, from its name in any spelling.

    The function is idempotent: ``canonical(canonical(x)) == canonical(x)``. A name without letters
    and digits gives ``""``.

    Args:
        name: in any spelling, e.g. ``"Graph Neural-Networks (GNNs)"``.

    Returns:
        Lower-case words with one space between them, e.g. ``"graph neural network"``.
    """
    text = _HYPHENATED.sub(r"\1", _plain(name))
    words = _words_of(_without_acronym(text)) or _words_of(text)
    return _join([fold_word(word) for word in words])


def _words_of(text: str) -> list[str]:
    if text.isascii() or not folding.has_marks(text):
        return _WORD.findall(text)
    return [word for word in folding.tokens(text) if any(map(str.isalnum, word))]


def without_acronym(name: str) -> str:
    """Remove a name's acronym in parentheses behind it, which :func:`canonical` ignores, too."""
    shorter = _without_acronym(name).strip()
    return shorter if _words_of(_plain(shorter)) else name


def short_name(name: str) -> str:
    """Remove what adds nothing to a name: its acronym behind it, "model" after a system's name."""
    shorter = without_acronym(name)
    return before if _SYSTEM.fullmatch(before := without_tail(shorter)) else shorter


def without_tail(name: str) -> str:
    """Remove "model" or the like at the end of a name."""
    before, _, last = name.rpartition(" ")
    return before if before and canonical(last) in _TAILS else name


def _without_acronym(name: str) -> str:
    match = _BRACKETS_BEHIND.search(name)
    if match and _abbreviates(match[1], name[: match.start()]):
        return name[: match.start()]
    return name


def _abbreviates(short: str, long: str) -> bool:
    """Return whether the letters of ``short`` occur in ``long`` in order, from a word's first."""
    short, long = (folding.fold(_plain(text)) for text in (short, long))
    letters = [c for c in short if c.isalpha()]  # a digit may stand for "to", as in T2I
    if letters[1:] and letters[-1] == "s" and letters[-1] not in long[-1:]:
        letters.pop()  # a plural
    if not letters or len(letters) >= sum(map(str.isalnum, long)):
        return False
    for start, letter in enumerate(long):
        if letter == letters[0] and not long[start - 1 : start].isalnum():
            rest = iter(long[start + 1 :])
            if all(letter in rest for letter in letters[1:]):
                return True
    return False


def scripts_joined(text: str) -> str:
    """Join digits below or above a letter to it: ``x_1`` becomes ``x1``."""
    return _SCRIPT.sub(r"\1\2", text) if "_" in text or "^" in text else text


def _spelled(word: str) -> str:
    """Replace Greek letters by their names, but not in Greek words."""
    if len(word) > 1 and not re.search(r"[a-zA-Z0-9]", word):
        return word
    return _GREEK.sub(lambda m: _letter(m[0]), word)


def _letter(greek: str) -> str:
    name = unicodedata.name(unicodedata.normalize("NFKC", greek)).rpartition("LETTER ")[2].lower()
    return _NAMES.get(name, name)


_NAMES = {"lamda": "lambda", "final sigma": "sigma"}


def _unaccented(text: str) -> str:
    """Remove accents and invisible characters; replace compatibility characters."""
    return "".join(c for c in folding.drop_accents(text) if unicodedata.category(c) != "Cf")


def _plain(name: str) -> str:
    if not name.isascii():
        name = _unaccented(name)
    name = scripts_joined(name)
    if "\\" in name:
        name = _COMMAND.sub(" ", _ACCENT.sub("", name)).replace("\\", "")
    if "$" in name or "{" in name or "^" in name:
        name = re.sub(r"[${}^]", "", name)
    if "&" in name:
        name = name.replace("&", " and ")
    return _POSSESSIVE.sub("", name)


def _join(words: list[str]) -> str:
    joined: list[str] = []
    for word in words:
        before = joined[-1] if joined else ""
        together = fold_pair(before, word) if before not in PREPOSITIONS else None
        if together:
            joined[-1] = together
        else:
            joined.append(word)
    return " ".join(joined)


def fold_pair(first: str, second: str) -> str | None:
    """Join two folded words that are written as one or as two words; otherwise ``None``."""
    if first in _PREFIXES:
        return fold_word(first + second) if second[0].isalpha() else None
    return _JOINED.get((first, second)) if first in _JOINED_FIRST else None


@lru_cache(maxsize=1 << 15)
def fold_word(word: str) -> str:
    """Fold a word: lower case, without accents, singular, American spelling.

    Args:
        word: letters and digits only; case distinguishes ``GPs`` (a plural) from ``gps``.
    """
    if not word.isascii():
        word = _spelled(_unaccented(word) or word)
    if _ACRONYM_PLURAL.match(word):
        return word[:-1].lower()
    lower = word.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    return _american(_singular(lower))


def rules() -> dict[str, Any]:
    """Return the tables and patterns of :func:`fold_word` for ASCII words, for JavaScript."""
    patterns = {"ise": _ISE, "notIse": _NOT_ISE, "ll": _LL, "yse": _YSE}
    return {
        "irregular": _IRREGULAR,
        "invariant": sorted(_INVARIANT),
        "our": _OUR,
        "ae": _AE,
        **{name: one.pattern.replace("(?P<", "(?<") for name, one in patterns.items()},
    }


def _singular(word: str) -> str:
    if len(word) < 4 or word[-1] != "s" or word in _INVARIANT or word[-2] in "sui'":
        return word
    if word.endswith("ics"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "xes", "shes", "zzes", "uses")) and not word.endswith(
        ("auses", "ouses")
    ):
        return word[:-2]
    if word.endswith("ches"):
        return (
            word[:-2]
            if not word.endswith(("aches", "iches")) or word.endswith("oaches")
            else word[:-1]
        )
    return word[:-1]


def _american(word: str) -> str:
    """Convert a word from British to American spelling."""
    if "our" in word:
        for stem in _OUR:
            if word.startswith(stem + "our"):
                return stem + "or" + word[len(stem) + 3 :]
    if "isation" in word and word != "improvisation":
        return word.replace("isation", "ization")
    if "is" in word and len(word) > 6 and not _NOT_ISE.search(word):
        match = _ISE.search(word)
        if match:
            return word[: match.end("stem")] + "iz" + match["end"]
    for pattern, american in ((_LL, "l"), (_YSE, "yz")):
        match = pattern.match(word)
        if match:
            return match[1] + american + match[2]
    if "ae" in word or "oe" in word:
        for british, short in _AE:
            word = word.replace(british, short)
    return word
