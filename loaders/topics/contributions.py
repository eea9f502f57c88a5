"""Find what a paper states that it contributes: a benchmark or a dataset.

"We introduce X, the first multilingual benchmark" separates the contribution from its verb, so no
alias of the vocabulary matches it. A noun counts if no preposition separates it from a verb that
states a contribution, and if no other noun follows it ("a benchmark score"). In a title, it needs
no verb.
"""

import re
from collections.abc import Iterator
from typing import Final

from citegraph.loaders.topics.text import BREAK, SENTENCE, SPACE, Words

# IDs of concepts by the folded noun that states them.
_NOUNS: Final = {
    "benchmark": "benchmark design",
    "testbed": "benchmark design",
    "dataset": "dataset creation",
    "corpus": "dataset creation",
}
_SUBJECTS: Final = frozenset(("we", "paper", "work", "study", "article", "report"))
_VERB: Final = re.compile(
    "introduce|present|propose|construct|build|develop|create|curate|collect|establish|contribute"
    "|design|assemble|compile|provide|offer"
)
# A word that begins another phrase between the verb and the noun.
_OTHER_PHRASE: Final = re.compile(
    "on|in|from|across|over|using|with|via|by|for|of|to|at|through|under|against|beyond|into"
    "|that|which|where|when|while|based|than"
)
_GROUP: Final = re.compile("suite|set|collection|series|family|pair")  # "of datasets"
# A word behind the noun that does not continue its phrase.
_BEHIND: Final = re.compile(
    "that|which|where|for|of|to|with|and|in|on|across|from|as|by|we|is|are|called|named|comprising"
    "|consisting|containing|covering|spanning|featuring|focusing|targeting|including|using"
    "|specifically|built|drawn|dataset|benchmark|corpus|suite|collection|.*ed"
)
_REACH: Final = 18  # words from the verb to the noun


def contributions(row: Words, field: str) -> Iterator[tuple[str, int]]:
    """Yield the IDs of the concepts that a text states as contributions, and the noun's index."""
    for place, word in enumerate(row.folded):
        id = _NOUNS.get(word)
        if id and _ends_phrase(row, place) and _is_stated(row, place, field != "title"):
            yield id, place


def _ends_phrase(row: Words, place: int) -> bool:
    behind = place + 1
    if behind == len(row.folded) or row.gaps[behind] >= BREAK:
        return True
    word = row.folded[behind]
    return row.gaps[behind] == SPACE and _BEHIND.fullmatch(word) is not None


def _is_stated(row: Words, place: int, needs_verb: bool) -> bool:
    """Return whether the words before a noun state it as a contribution of this paper."""
    folded, gaps = row.folded, row.gaps
    for at in range(place, max(0, place - _REACH), -1):
        if gaps[at] == SENTENCE or (gaps[at] == BREAK and not needs_verb):
            break
        word = folded[at - 1]
        if needs_verb and _VERB.fullmatch(word):
            return not _SUBJECTS.isdisjoint(folded[max(0, at - 4) : at - 1])
        if _OTHER_PHRASE.fullmatch(word) and not (
            word == "of" and _GROUP.fullmatch(folded[max(0, at - 2)])
        ):
            return False
    return not needs_verb
