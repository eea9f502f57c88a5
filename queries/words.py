"""Answer the question ``search``: papers by words, phrases, names and identifiers.

Words are ranked by BM25 in the text index (``graph.text.search``), so that both engines return the
same answer. The file of the question is complete Cypher that Neo4j runs as it is. Here, the part
above the line ``// the drawing starts here`` is replaced by the papers that were found.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from citegraph.graph.errors import QueryError
from citegraph.graph.identity import ids
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.identity.topic_ids import canonical
from citegraph.graph.text import similar
from citegraph.graph.text.index import TextIndex
from citegraph.graph.text.search import Found, search, sentence
from citegraph.graph.text.words import STOP_WORDS, split
from citegraph.queries import lexer, naming
from citegraph.queries.naming import quoted
from citegraph.queries.question import DRAWING_STARTS

if TYPE_CHECKING:
    from citegraph.graph.store import Store

TOPIC = 4.0  # points of a sure topic that the words name; about those of a telling word
_READ = 200  # texts read at once
_PHRASE = re.compile(r'["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]')
_SUBSCRIPT = re.compile(r"(?<![^\W_])([^\W\d_])_\{?(\d+(?:\.\d+)?)\}?(?![^\W_])")  # as in π_0


def statement(text: str) -> str:
    """Return the table or the graph of the question with the papers as parameter ``$found``."""
    _, _, tail = text.partition(DRAWING_STARTS)
    return f"WITH $found AS found\n{tail}"


def found(store: "Store", words: str, limit: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Return papers by words, phrases in double quotes, a name, an identifier or an address.

    Returns:
        A row with ``id``, ``score`` and ``match`` for each paper, the best first; and notes.

    Raises:
        QueryError: there is nothing to search for.
    """
    words = _SUBSCRIPT.sub(r"\1\2", words)
    identified = _identified(store, words)
    if identified is not None:
        return identified[:limit], [] if identified else [
            f"no paper in this graph has the ID {quoted(words)}"
        ]
    phrases = [[word for word, _, _ in split(part)] for part in _PHRASE.findall(words)]
    by_name = _by_author(store, words) | _by_title(store, words)
    by_topic = _by_topic(store, words)
    index = similar.opened(store)
    result = search(index, words, extra=_points(by_topic))
    if result.unknown and not by_name:
        by_name = _by_author(store, words, part=True)
    if not by_topic and not _complete(store, index, result):
        # Keywords have no index: all papers are read.
        by_topic = _by_keyword(store, words)
        result = search(index, words, extra=_points(by_topic)) if by_topic else result
    if not (result.words or result.unknown or by_name):
        raise QueryError(
            f"no words to search for in {quoted(words)}; words such as 'the' do not count"
        )
    rows: list[dict[str, Any]] = [
        {"id": id, "score": None, "match": by_name[id]} for id in islice(by_name, limit)
    ]
    ranked = ((index.ids[row], score) for row, score in result.rows)
    rest = ((id, score) for id, score in ranked if id not in by_name)
    texts = _texts(store, rest, [phrase for phrase in phrases if len(phrase) > 1], limit)
    for id, score, title, abstract in islice(texts, limit - len(rows)):
        shown = sentence(abstract or "", result.words) or title
        if id in by_topic and not _contains(title, abstract, result.words):
            shown = by_topic[id][0]
        rows.append({"id": id, "score": score, "match": shown})
    return rows, [] if by_name else [*_notes(result, words), *_named(store, words)]


def _notes(result: Found, words: str) -> list[str]:
    plain = {part: re.sub(r"\W", "", part).casefold() for part in words.split()}
    short = [
        part.strip('"')
        for part, word in plain.items()
        if word and word not in STOP_WORDS and "/" not in part and not any(split(part))
    ]
    return [
        *([f"not searched for: {', '.join(short)} (a single letter or digit)"] if short else []),
        *(
            f"no paper contains {quoted(a)}; searched for {b!r}"
            for a, b in result.corrected.items()
        ),
        *(f"no paper contains {quoted(word)}" for word in result.unknown),
    ]


def _named(store: "Store", words: str) -> Iterator[str]:
    """Yield which organization or venue has this name, and which question lists its papers."""
    for article, type in (("an", "organization"), ("a", "venue")):
        if name := naming.named(store, type, words):
            about = f"{quoted(name)} is also the name of {article} {type}"
            yield f"{about}; see the question {type}-papers"


def _identified(store: "Store", words: str) -> list[dict[str, Any]] | None:
    """Return the papers of an identifier or address; ``None`` if the words are not one."""
    if rows := _rows(store, "texts", {"ids": [words.strip()]}):
        return [{"id": row["id"], "score": None, "match": "by ID"} for row in rows]
    scheme, _ = ids.parse(words)
    if "/" in words and (found := repository(words)):  # of one paper or several; also its ID
        address = f"{found.host}/{found.owner}/{found.name}".lower()
        if rows := _rows(store, "repository", {"id": address}):
            return [{"id": row["id"], "score": None, "match": "by repository"} for row in rows]
    if scheme == "own" and "://" not in words:
        return None
    try:
        paper = naming.identify(store, "paper", words)
    except naming.NotFoundError:
        return []
    return [{"id": paper.id, "score": None, "match": paper.how}]


def _by_author(store: "Store", words: str, *, part: bool = False) -> dict[str, str]:
    """Return the papers of an author; with ``part``, of those whose names have all words."""
    key = ids.name_key(words.replace('"', " ").strip())
    given = {"key": key, "words": key.split()}
    named = (part and bool(key)) or " " in key  # one word alone is seldom a person
    rows = _rows(store, "words" if part else "author", given) if named else []
    return {row["id"]: f"author: {row['name']}" for row in rows}


def _by_title(store: "Store", words: str) -> dict[str, str]:
    """Return the papers with this title, or with this name before the colon of the title."""
    key = ids.title_key(words.replace('"', " "))
    found = {}
    for row in _rows(store, "title", {"key": key}) if key else []:
        name = row["title"] if ids.title_key(row["title"]) == key else row["title"].split(":")[0]
        if ids.title_key(name) == key:
            found[row["id"]] = f"title: {name}"
    return found


def _points(named: Mapping[str, tuple[str, float]]) -> dict[str, float]:
    return {id: TOPIC * score for id, (_, score) in named.items()}


def _complete(store: "Store", index: TextIndex, result: Found) -> bool:
    """Report whether the text of a paper contains all words; the first one does if any does."""
    if not result.rows or result.unknown or result.corrected:
        return False
    rows = _rows(store, "texts", {"ids": [index.ids[result.rows[0][0]]]})
    text = " ".join(row[part] or "" for row in rows for part in ("title", "abstract"))
    return result.words <= {word for word, _, _ in split(text)}


def _forms(words: str) -> tuple[str, list[str]]:
    text = words.replace('"', " ").strip()
    return text, sorted({text.casefold(), canonical(text)} - {""})


def _by_topic(store: "Store", words: str) -> dict[str, tuple[str, float]]:
    text, forms = _forms(words)
    rows = _rows(store, "topic", {"forms": forms})
    if not rows and text and " " not in text:
        # An alias of several words is mostly a variant of the name, which the texts contain.
        topics = [row["id"] for row in _rows(store, "alias", {"forms": forms})]
        rows = _rows(store, "topic", {"forms": topics}) if topics else []
    return {row["id"]: (f"topic: {row['name']}", row["score"]) for row in rows}


def _by_keyword(store: "Store", words: str) -> dict[str, tuple[str, float]]:
    rows = _rows(store, "keyword", {"forms": _forms(words)[1]})
    return {row["id"]: (f"keyword: {row['name']}", row["score"]) for row in rows}


def _texts(
    store: "Store",
    ranked: Iterator[tuple[str, float]],
    phrases: Sequence[Sequence[str]],
    limit: int,
) -> Iterator[tuple[str, float, str, str | None]]:
    """Yield the papers whose texts contain all phrases, with their texts."""
    while part := list(islice(ranked, _READ if phrases else min(limit, _READ))):
        rows = _rows(store, "texts", {"ids": [id for id, _ in part]})
        texts: Mapping[str, Mapping[str, Any]] = {row["id"]: row for row in rows}
        for id, score in part:
            text = texts.get(id)
            if text and all(_has(text, phrase) for phrase in phrases):
                yield id, score, text["title"], text["abstract"]


def _has(text: Mapping[str, Any], phrase: Sequence[str]) -> bool:
    """Report whether the title or the abstract contains the words one after the other."""
    size = len(phrase)
    for part in (text["title"], text["abstract"]):
        words = [word for word, _, _ in split(part or "")]
        if any(words[at : at + size] == phrase for at in range(len(words) - size + 1)):
            return True
    return False


def _contains(title: str, abstract: str | None, words: frozenset[str]) -> bool:
    return any(word in words for word, _, _ in split(f"{title} {abstract or ''}"))


def _rows(store: "Store", name: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    return store.read(lexer.named("words")[name], given).rows
