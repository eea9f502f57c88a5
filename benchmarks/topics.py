"""How good and how fast topics are read, beside what one would pick instead.

    python benchmarks/topics.py SHARED_DATA              train on earlier, test on later papers
    python benchmarks/topics.py SHARED_DATA --shipped --daily FILE.jsonl.gz    test what ships

Without ``--shipped`` the ranker is trained anew on the Daily Papers up to ``--until`` and tested
on the rest. All methods get the same texts in the same run. Score: macro F1 of the first 5 and 10
phrases; lower case, punctuation to spaces, Porter stems; each phrase once; precision counts the
phrases given. ``topics_links.py`` measures links.
"""

import argparse
import math
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from citegraph.loaders.topics import TopicReader
from citegraph.loaders.topics.ranker import DATA
from training.examples import Example, daily_papers, stems
from training.learn import learn

STOP = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "down",
        "during",
        "each",
        "few",
        "for",
        "from",
        "further",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "more",
        "most",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
Method = Callable[[Sequence[Example]], list[list[str]]]


def f1(found: Iterable[str], keywords: Iterable[str], most: int) -> float | None:
    """F1 of the first ``most`` phrases; ``None`` where there are no keywords."""
    gold = {stems(k) for k in keywords} - {""}
    if not gold:
        return None
    some = list(dict.fromkeys(s for s in map(stems, found) if s))[:most]
    hits = sum(s in gold for s in some)
    return 2 * hits / (len(some) + len(gold)) if hits else 0.0


def macro(found: Sequence[Sequence[str]], examples: Sequence[Example], most: int) -> float:
    """Mean over the papers that have keywords."""
    scores = [f1(f, e.keywords, most) for f, e in zip(found, examples, strict=True)]
    known = [s for s in scores if s is not None]
    return sum(known) / len(known)


def grams(text: str) -> Counter[str]:
    """All n-grams of up to four words that neither begin nor end with a stop word."""
    found: Counter[str] = Counter()
    for part in re.split(r"[.,;:!?()\[\]\"]\s|[()\[\]\"]", text.lower()):
        row = re.findall(r"[^\W_][\w'+-]*", part)
        for start in range(len(row)):
            for end in range(start + 1, min(start + 4, len(row)) + 1):
                if row[start] not in STOP and row[end - 1] not in STOP:
                    found[" ".join(row[start:end])] += 1
    return found


def tfidf(train: Sequence[Example]) -> Method:
    """n-grams by frequency times inverse document frequency in the learning part."""
    papers: Counter[str] = Counter()
    for example in train:
        papers.update(grams(f"{example.title}. {example.abstract}").keys())
    total = len(train)

    def method(examples: Sequence[Example]) -> list[list[str]]:
        result = []
        for example in examples:
            here = grams(f"{example.title}. {example.abstract}")
            score = {g: n * math.log((total + 1) / (papers[g] + 1)) for g, n in here.items()}
            result.append(sorted(score, key=lambda g: (-score[g], g))[:15])
        return result

    return method


def yake(examples: Sequence[Example]) -> list[list[str]]:
    """YAKE with its own settings."""
    import yake as package  # noqa: PLC0415 - a baseline; not everybody has it

    extractor = package.KeywordExtractor(lan="en", n=3, top=15)
    return [
        [phrase for phrase, _ in extractor.extract_keywords(f"{e.title}. {e.abstract}")]
        for e in examples
    ]


def rake(examples: Sequence[Example]) -> list[list[str]]:
    """RAKE as ``rake-nltk`` has it, with this file's stop words and plain splitting."""
    from rake_nltk import Rake  # noqa: PLC0415 - a baseline; not everybody has it

    result = []
    for example in examples:
        extractor = Rake(
            stopwords=set(STOP),
            punctuations=set(".,;:!?()[]{}\"'"),
            max_length=4,
            sentence_tokenizer=lambda text: re.split(r"(?<=[.!?])\s", text),
            word_tokenizer=lambda text: re.findall(r"\w[\w'-]*|[^\w\s]", text),
        )
        extractor.extract_keywords_from_text(f"{example.title}. {example.abstract}")
        result.append(list(dict.fromkeys(extractor.get_ranked_phrases()))[:15])
    return result


def ours(data: Path) -> Method:
    """This project's keyphrases."""
    reader = TopicReader(data=data)
    reader.keyphrases("warm", "up")

    def method(examples: Sequence[Example]) -> list[list[str]]:
        texts = ((e.title, e.abstract) for e in examples)
        return [[k.text for k in found] for found in reader.keyphrases_many(texts, 10)]

    return method


def compare(name: str, test: Sequence[Example], methods: dict[str, Method]) -> None:
    """Print a row for each method."""
    print(f"\n{name}: {len(test)} papers")
    print(f"  {'method':<22}{'F1@5':>8}{'F1@10':>8}{'given':>8}{'papers/s':>10}")
    for label, method in methods.items():
        try:
            begin = time.process_time()
            found = method(test)
            seconds = time.process_time() - begin
        except ImportError as error:
            print(f"  {label:<22}not installed ({error.name})")
            continue
        given = sum(min(10, len(f)) for f in found) / len(found)
        print(
            f"  {label:<22}{macro(found, test, 5):8.4f}{macro(found, test, 10):8.4f}"
            f"{given:8.1f}{len(test) / seconds:10.0f}",
            flush=True,
        )


def main(arguments: Sequence[str]) -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description="Keyphrases beside baselines, in one run.")
    parser.add_argument("data", type=Path, help="folder with daily_papers/")
    parser.add_argument("--shipped", action="store_true", help="test what ships")
    parser.add_argument("--until", default="2026-01", help="last month to learn from")
    parser.add_argument("--daily", type=Path, help="papers held back, for --shipped")
    parser.add_argument("--most", type=int, default=2000, help="papers to test at most")
    options = parser.parse_args(arguments)
    papers = daily_papers(
        options.daily or options.data / "daily_papers" / "papers-to-2026-03.jsonl.gz"
    )
    papers = [p for p in papers if p.keywords]
    train = [p for p in papers if p.month <= options.until]
    test = [p for p in papers if p.month > options.until]
    with tempfile.TemporaryDirectory() as temporary:
        data = DATA if options.shipped else Path(temporary)
        if options.shipped:
            train = test = papers
            if not options.daily:
                print("the shipped ranker was trained on these papers", file=sys.stderr)
        else:
            learn(train, data)
        methods: dict[str, Method] = {
            "YAKE": yake,
            "RAKE": rake,
            "TF-IDF n-grams": tfidf(train),
            "citegraph": ours(data),
        }
        compare("Daily Papers keywords", test[: options.most], methods)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
