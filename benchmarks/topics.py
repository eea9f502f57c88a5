"""How good and how fast topics are read, beside what one would pick instead.

    python benchmarks/topics.py SHARED_DATA              learn on earlier, test on later papers
    python benchmarks/topics.py SHARED_DATA --shipped    test what ships; give files held back
        --daily FILE.jsonl.gz --inspec FILE.jsonl --conferences FILE.jsonl

Without ``--shipped`` nothing that is tested was learnt from: the ranker is learnt anew, on the
Daily Papers up to ``--until`` and on every second paper of the other two sets, and tested on the
rest. All methods get the same texts in the same run. Score: macro F1 of the first 5 and 10
phrases; lower case, punctuation to spaces, Porter stems; each phrase once; precision counts the
phrases given. What is tested of this project is ``TopicReader(style=...).keyphrases_many`` for
keyphrases; links are measured by ``topics_links.py``.
"""

import argparse
import math
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from citegraph.loaders.topics import TopicReader, ranker
from citegraph.loaders.topics.ranker import DATA
from training.examples import Example, conferences, daily_papers, inspec, stems
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


def ours(style: str, data: Path) -> Method:
    """This project's keyphrases in one style."""
    reader = TopicReader(style=style, data=data)
    reader.keyphrases("warm", "up")

    def method(examples: Sequence[Example]) -> list[list[str]]:
        texts = ((e.title, e.abstract) for e in examples)
        return [[k.text for k in found] for found in reader.keyphrases_many(texts, 10)]

    return method


def curve(data: Path, folder: Path) -> dict[str, Method]:
    """Fewer trees, and fewer candidates that they look at: faster and worse."""
    methods: dict[str, Method] = {}
    with np.load(data / "topics-trees.npz") as saved:
        whole = dict(saved)
    for trees, hopeful in ((300, 64), (300, 40), (300, 24), (200, 40), (100, 40), (50, 24)):
        to = folder / f"{trees}-{hopeful}"
        shutil.copytree(data, to, ignore=shutil.ignore_patterns("curve"))
        cut = {k: v[:trees] if k in ("feature", "border", "leaf") else v for k, v in whole.items()}
        np.savez_compressed(to / "topics-trees.npz", **cut)
        method = ours("topics", to)

        def limited(
            examples: Sequence[Example], method: Method = method, hopeful: int = hopeful
        ) -> list[list[str]]:
            before, ranker.HOPEFUL = ranker.HOPEFUL, hopeful
            try:
                return method(examples)
            finally:
                ranker.HOPEFUL = before

        methods[f"{trees} trees, {hopeful} phrases"] = limited
    return methods


def folded(
    style: str, examples: Sequence[Example], folds: int, texts: Sequence[tuple[str, str]]
) -> float:
    """F1@10 where each part is read by what was learnt from the others, as much as ships or so.

    The statistics of the field are those that ship; they have seen none of these papers' keywords.
    """
    scores = []
    for fold in range(folds):
        with tempfile.TemporaryDirectory() as temporary:
            to = Path(temporary)
            for file in DATA.glob("field-*.gz"):
                shutil.copy(file, to)
            learn(style, [e for i, e in enumerate(examples) if i % folds != fold], to, texts)
            test = examples[fold::folds]
            scores.append(macro(ours(style, to)(test), test, 10))
    return sum(scores) / folds


def cross_validate(styles: Sequence[str], sets: dict[str, list[Example]], folds: int) -> None:
    """Print F1@10 of each style over the folds."""
    for style in styles:
        texts = [
            (e.title, e.abstract)
            for other, more in sets.items()
            if other not in (style, "index")
            for e in more
        ]
        print(f"{style}, {folds} folds: F1@10 {folded(style, sets[style], folds, texts):.4f}")


def learn_all(style: str, learnt: dict[str, list[Example]], data: Path) -> None:
    """Learn a style and the two that the default reads, each once.

    How words are used is learnt from the earlier Daily Papers alone.
    """
    texts = [(e.title, e.abstract) for e in learnt["topics"]]
    for one in ("topics", "index", style):
        if not (data / f"{one}-trees.npz").exists():
            learn(one, learnt[one], data, texts)


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
    parser = argparse.ArgumentParser(description="Topics beside baselines, in one run.")
    parser.add_argument("data", type=Path, help="folder with daily_papers/ and benchmarks/topics/")
    parser.add_argument("--shipped", action="store_true", help="test what ships")
    parser.add_argument("--until", default="2026-01", help="last month to learn from")
    parser.add_argument("--daily", type=Path)
    parser.add_argument("--inspec", type=Path)
    parser.add_argument("--conferences", type=Path)
    parser.add_argument("--sets", nargs="*", help="of topics, author, index; all")
    parser.add_argument("--curve", action="store_true", help="speed against quality, for topics")
    parser.add_argument("--folds", type=int, help="cross-validate author and index instead")
    parser.add_argument("--most", type=int, default=2000, help="papers of a set to test at most")
    options = parser.parse_args(arguments)
    folder = options.data / "benchmarks" / "topics"
    papers = daily_papers(
        options.daily or options.data / "daily_papers" / "papers-to-2026-03.jsonl.gz"
    )
    papers = [p for p in papers if p.keywords]
    sets = {
        "topics": papers,
        "author": conferences(options.conferences or folder / "ml_conf_author_keywords_dev.jsonl"),
        "index": inspec(options.inspec or folder / "inspec_dev.jsonl"),
    }
    learnt = {
        "topics": [e for e in papers if e.month <= options.until],
        "index": sets["index"][::2],
    }
    names = {
        "topics": "Daily Papers keywords",
        "author": "machine-learning conferences",
        "index": "Inspec",
    }
    if options.folds:
        cross_validate(options.sets or ("author", "index"), sets, options.folds)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        data = DATA if options.shipped else Path(temporary)
        for style, examples in sets.items():
            if style not in (options.sets or sets):
                continue
            if options.shipped:
                train, test = examples, examples
                if style == "topics" and not options.daily:
                    print("what ships has seen these months: no fair test", file=sys.stderr)
            elif style == "topics":
                train = learnt["topics"]
                test = [e for e in examples if e.month > options.until]
            else:
                train, test = examples[::2], examples[1::2]
            if not options.shipped:
                learn_all(style, {**learnt, style: train}, data)
            methods: dict[str, Method] = {
                "YAKE": yake,
                "RAKE": rake,
                "TF-IDF n-grams": tfidf(train),
                "citegraph, default": ours("auto", data),
            }
            methods[f"citegraph, {style}"] = ours(style, data)
            if style == "topics" and options.curve:
                methods |= curve(data, Path(temporary) / "curve")
            compare(names[style], test[: options.most], methods)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
