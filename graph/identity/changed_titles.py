"""Decide whether the title of a published paper is a changed form of a preprint's title.

Titles gain or lose a subtitle or single words, and words are replaced by others. But papers of one
team often have titles that differ by one telling word ("men", "women"; "Part II"; "A reply to"), so
some words must be the same in both.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise


def _list(words: str) -> list[str]:
    return words.split()


_SIMILAR = 80.0  # of two titles, 0 to 100, by sorted words
_CONTAINED = 4  # words of a title that another one extends
_WORDS = 3  # at least, of each title
_REPLACED = 0.25  # share of the content words of a title
_INITIALS = 3  # letters of an abbreviation, at least
_STEM = 4  # letters that variants of one word have in common
_NUMBERS = {
    word: str(n)
    for n, word in enumerate(_list("one two three four five six seven eight nine ten"), 1)
}
_DIGITS = frozenset(_NUMBERS.values())
_ROMAN = {
    word: str(n)
    for n, word in enumerate(
        _list("ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"), 2
    )
}
_NUMBERED = frozenset(_list("part volume chapter paper phase type stage section"))
# What publishers put before or after a title.
_STATUS = re.compile(
    r"^(?:(?:retracted|withdrawn)(?: article| paper| chapter)?"
    r"|extended abstract|(?:invited|short|full|regular) paper|invited) "
    r"| (?:an )?(?:extended abstract|(?:invited|short|full|regular) paper"
    r"|(?:extended|full|long|short|preliminary|abridged) version)$"
)
# "Semi-supervised" is also written "semisupervised".
_PREFIX = re.compile(
    r"\b(anti|co|cross|hyper|inter|intra|multi|non|pre|re|self|semi|sub|un) (?=[a-z]{3})"
    r"|\b(meta) (?=analys)"
)
# Words that may be replaced, added and removed.
_FUNCTION = frozenset(
    _list(
        """a an the of for in on at to from by with using via through and or as is are be its their
        towards toward based into over under between within s"""
    )
)
_JOINING = frozenset(_FUNCTION - {"a", "an", "the"})  # after them, a title continues
# Words that must be the same in both titles.
_DISTINCT = frozenset(
    _list(
        """part volume chapter correction corrigendum erratum errata
        addendum reply response comment comments commentary rejoinder discussion supplement
        supplementary supporting retraction retracted withdrawn withdrawal notice concern
        review reviews protocol editorial summary not without no data dataset datasets code
        software replication materials poster demo slides tutorial lecture letter decision
        abstract appendix thesis interview survey overview revisited first second third fourth
        fifth sixth seventh eighth ninth tenth weakly few zero workshop guide talk keynote
        teaching lessons primer metaanalysis asked year years later
        vl omni coder mini nano"""  # of a model: "Qwen2", "Qwen2-VL"
    )
)
# Words that make the name before them that of another model; elsewhere they may be added.
_MODELS = frozenset(
    _list(
        """math audio speech vision video image code prover embedding reranker reward guard chat
        instruct reasoner reasoning thinking thinker"""
    )
)
# Words of an entry exclude each other.
_CONTRASTS = (
    "men women man woman male female males females boys girls",
    (
        "children adults infants adolescents elderly youth newborns neonates mothers fathers "
        "parents students teachers patients physicians doctors nurses clinicians caregivers"
    ),
    "upper lower inner outer above below",
    "positive negative neutral",
    (
        "image images video videos text texts audio speech music vision language graph graphs "
        "tabular"
    ),
    "supervised unsupervised reinforcement",
    "north south east west northern southern eastern western",
    "left right front back",
    "high low medium",
    "large small tiny",
    (
        "mouse mice rat rats human humans pig pigs monkey monkeys dog dogs cat cats zebrafish "
        "rabbits"
    ),
    "increase increased increases decrease decreased decreases increasing decreasing",
    "online offline",
    "forward backward inverse direct indirect",
    "local global regional national international",
    "early late",
    "short long",
    "static dynamic",
    "urban rural",
    "spring summer autumn fall winter",
    "january february march april may june july august september october november december",
    "monday tuesday wednesday thursday friday saturday sunday",
    "fast slow",
    "classical quantum",
    "encoder encoders decoder decoders",
    "monolingual bilingual multilingual crosslingual",
    "cost costs outcome outcomes efficacy safety prevalence incidence mortality",
    "theory experiment experiments experimental theoretical simulation simulations",
    "alpha beta gamma delta epsilon kappa lambda sigma omega",
    "muon muons tau taus electron electrons photon photons neutrino neutrinos quark quarks",
    (
        "silicon germanium carbon graphene copper iron gold silver nickel cobalt zinc titanium "
        "aluminum lithium sodium potassium magnesium calcium platinum palladium"
    ),
    "continuous discrete",
    "internal external intrinsic extrinsic",
    "primary secondary tertiary",
    "maximum minimum maximal minimal maximizing minimizing",
    "sufficient necessary",
    (
        "breast lung prostate colorectal gastric ovarian pancreatic cervical bladder liver kidney "
        "brain skin"
    ),
    (
        "diabetes asthma obesity hypertension stroke dementia depression schizophrenia autism "
        "epilepsy cancer malaria tuberculosis influenza covid hiv ebola dengue cholera measles"
    ),
    "africa america asia australia europe oceania african american asian australian european",
    (
        "argentina austria bangladesh belgium brazil bulgaria cameroon canada chile china "
        "colombia croatia denmark egypt england estonia ethiopia finland france germany ghana "
        "greece hungary iceland india indonesia iran iraq ireland israel italy japan jordan kenya "
        "korea latvia lebanon lithuania malawi malaysia mexico morocco mozambique nepal "
        "netherlands nigeria norway pakistan peru philippines poland portugal romania russia "
        "rwanda scotland senegal serbia singapore slovakia slovenia spain sudan sweden "
        "switzerland syria taiwan tanzania thailand tunisia turkey uganda ukraine uruguay vietnam "
        "wales zambia zimbabwe"
    ),
    (
        "arabic bengali chinese czech danish dutch english finnish french german greek hebrew "
        "hindi hungarian indonesian italian japanese korean norwegian persian polish portuguese "
        "romanian russian spanish swahili swedish tamil telugu thai turkish ukrainian urdu "
        "vietnamese"
    ),
)
_CLASSES: dict[str, set[int]] = {}
for _n, _words_of_class in enumerate(_CONTRASTS):
    for _word in _words_of_class.split():
        _CLASSES.setdefault(_word, set()).add(_n)


def changed(one: str, other: str, *, same_authors: bool) -> bool:
    """Report whether one normalized title may be a changed form of the other.

    If both have the same list of several authors, words of the title may have been replaced.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - most loads have no such pair

    words, others = _words(one), _words(other)
    words, others = _expanded(words, others), _expanded(others, words)
    if len(words) >= _WORDS and "".join(words) == "".join(others):
        return True  # a hyphen at the end of a line
    shorter, longer = sorted((words, others), key=len)
    if len(longer) > 1 and longer[:1] + longer[2:] == shorter and longer[1] in _MODELS:
        return False  # "X Technical Report", "X-Math Technical Report"
    contained = min(len(one.split()), len(other.split())) >= _CONTAINED
    more = len(longer) - len(shorter) >= _WORDS
    named = same_authors and more and longer[: len(shorter)] == shorter  # "X", "X: A New Model"
    if (contained or named) and _has_subtitle(shorter, longer):
        return True
    if _distinct(words) != _distinct(others) or min(len(words), len(others)) < _WORDS:
        return False
    gone, new = _replaced(words, others)
    if gone and new:
        few = max(len(gone), len(new)) <= _REPLACED * _content(words)
        if not (same_authors and few) or any(_exclude(a, b) for a in gone for b in new):
            return False
    similar = fuzz.token_sort_ratio(" ".join(words), " ".join(others)) >= _SIMILAR
    return similar and not _extended(words, others, [*gone, *new])


def _has_subtitle(shorter: list[str], longer: list[str]) -> bool:
    """Report whether the longer title adds a name in front, or a subtitle, to the shorter one."""
    if longer == shorter:
        return True
    if longer[: len(shorter)] == shorter:
        more = longer[len(shorter) :]
        telling = {word for word in _distinct(more) if len(more) < _WORDS or word not in _DIGITS}
        return more[0] not in _JOINING and not telling
    if longer[-len(shorter) :] == shorter:
        more = longer[: -len(shorter)]
        # The name of a method may contain a number or a symbol: "R1", "++".
        named = len(more) <= _WORDS and not _DISTINCT.intersection(more)
        telling = {word for word in _distinct(more) if not named or word.isdigit()}
        return more[-1] not in _JOINING and not telling
    return False


def _words(title: str) -> list[str]:
    """Return the words of a title, without a status that a publisher put in front."""
    text = _PREFIX.sub(lambda found: found[1] or found[2], _STATUS.sub("", title, count=1))
    found: list[str] = []
    for word in text.split():
        if word in _ROMAN and (len(word) > 1 or (found and found[-1] in _NUMBERED)):
            found.append(_ROMAN[word])
        elif word == "i" and found and found[-1] in _NUMBERED:
            found.append("1")
        else:
            found.append(_NUMBERS.get(word, word))
    return found


def _expanded(words: list[str], others: list[str]) -> list[str]:
    """Replace abbreviations, such as ``llm``, by words of the other title."""
    found: list[str] = []
    for word in words:
        letters = word.removesuffix("s")
        size = len(letters)
        meant: list[str] = []
        if size >= _INITIALS and word not in others and word not in _FUNCTION:
            initials = "".join(other[0] for other in others)
            if (at := initials.find(letters)) >= 0:
                meant = others[at : at + size]
        found += meant or [word]
    return found


def _content(words: Iterable[str]) -> int:
    return sum(word not in _FUNCTION for word in words)


def _distinct(words: Iterable[str]) -> list[str]:
    return sorted(
        word
        for word in words
        if word in _DISTINCT
        or not word.isalpha()
        or (len(word) == 1 and word.isascii() and word not in "as")
    )


def _replaced(words: list[str], others: list[str]) -> tuple[list[str], list[str]]:
    """Return the content words that only one of both titles has, without spelling variants."""
    gone, new = (
        [word for word in (Counter(a) - Counter(b)).elements() if word not in _FUNCTION]
        for a, b in ((words, others), (others, words))
    )
    for word in [*gone]:
        for other in new:
            if _variants(word, other):
                gone.remove(word)
                new.remove(other)
                break
    return gone, new


def _variants(a: str, b: str) -> bool:
    """Report whether two words are spellings or inflections of one: "modeling", "modelling"."""
    a, b = (word.replace("ae", "e").replace("oe", "e") for word in (a, b))
    common = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    common = min(len(a), len(b)) if common is None else common
    return common >= _STEM and 2 * common >= max(len(a), len(b)) and not _exclude(a, b)


def _exclude(a: str, b: str) -> bool:
    """Report whether two words exclude each other, or one is the other with a prefix."""
    shorter, longer = sorted((a, b), key=len)
    if longer == f"{shorter}s":
        return False
    if len(shorter) >= _STEM and longer != shorter and longer.endswith(shorter):
        return True  # "supervised", "unsupervised"
    return bool(_CLASSES.get(a, set()) & _CLASSES.get(b, set()))


def _extended(words: list[str], others: list[str], added: list[str]) -> bool:
    """Report whether one title extends the other by a noun: "images", "images and videos"."""
    joined = {
        after for some in (words, others) for word, after in pairwise(some) if word in {"and", "or"}
    }
    return words.count("and") != others.count("and") and not joined.isdisjoint(added)
