"""The page ranks related papers as the question "related" does, with the same reasons."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import citegraph
from citegraph import pages, queries
from citegraph.graph.identity import topic_ids
from citegraph.graph.text.index import Text, TextIndex
from citegraph.graph.text.words import shipped_words
from citegraph.viz import page
from citegraph.viz.similar import word_rule

SAMPLE = Path(__file__).parents[2] / "loaders" / "samples" / "daily-papers.txt"
LISTED = """[...document.querySelectorAll('#related .rows > li')].map((row) => ({
    title: row.querySelector('.go').textContent,
    score: +row.querySelector('.score b').textContent,
    reasons: [...row.querySelectorAll('.reason')].map((one) => one.textContent),
}))"""
SHOWN = 4  # reasons
# Papers of decreasing similarity with the first one. The last two are not among its ten neighbors,
# but have its topic and its author.
BASE = "We study diffusion models that generate images from text with guidance and fewer steps."
WORDS = (
    *("harbor", "violin", "meadow", "granite", "lantern", "orchard", "saddle"),
    *("thimble", "walnut", "zephyr", "anchor", "basil", "copper", "dahlia"),
)
# Works that papers of GRADED cite; the references of the others are unknown. Paper 5 cites paper 0.
CITED = {0: range(12), 1: range(8, 40), 3: range(10, 14), 4: range(3), 12: range(4, 34)}
CITING = {"arxivId": "2501.00005", "references": ["arxiv:2501.00000", "arxiv:2501.00003"]}
GRADED = [
    {
        "arxivId": f"2501.{number:05}",
        "title": " ".join(["Diffusion models of images", *WORDS[:number]]),
        "abstract": BASE,
        "authors": ["Ada Quill" if number in (0, 12, 13) else f"Author {word.title()}"],
        "references": [f"arxiv:2101.{work:05}" for work in CITED.get(number, ())],
    }
    for number, word in enumerate(WORDS)
]
FOREIGN = (
    "Die Messung der Ströme und der Spannung ist nicht mit einem Sensor möglich",
    "No es posible medir la corriente de los motores sin un sensor",
    "Nous mesurons le courant dans les moteurs et la tension avec un capteur",
)
SCRIPTS = Path(page.__file__).parent / "assets" / "js"
# Plurals, British spellings, accents, Greek letters, versions, addresses, a stop word.
OTHER_WORDS = (
    "glasses boxes classes quizzes causes caches approaches series physics ties studies "
    "colour neighbourhood optimisation improvisation generalised supervised modelling analysed "
    "paediatric Méthode façade β β-carotene GPT-4.5 v1.5.2 https://example.org/studies the x "
    "Straße naïve \uff12\uff10\uff12\uff14 深度学习 Größe"
)


def written(reason: dict[str, Any]) -> str:
    words = " ".join(", ".join(reason["words"]).split())
    return f"{reason['kind']}: {words} ({round(100 * reason['share'])}%)"


def test_the_page_and_the_question_rank_the_same_papers(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    with citegraph.open(tmp_path / "sample.db") as graph:
        records = tmp_path / "graded.jsonl"
        records.write_text("\n".join(json.dumps(one) for one in [*GRADED, CITING]), "utf-8")
        graph.load(SAMPLE)
        graph.load(records)
        subgraph, _ = pages.atlas(graph.store)
        nodes = [node for node in subgraph.nodes if node.label == "Paper"]
        graded = {f"arxiv:{one['arxivId']}" for one in GRADED}
        first = "arxiv:2501.00000"
        papers = [node for node in nodes if node.id not in graded][:4]
        papers += [node for node in nodes if node.id == first]
        wanted = {
            paper.id: queries.run(graph.store, "related", paper=paper.id, limit=10).rows
            for paper in papers
        }
    shown = opened(subgraph)
    kinds = set()
    titles = {paper.id: str(paper.properties["title"]) for paper in papers}
    for id, rows in wanted.items():
        shown.evaluate(
            "(id) => { location.hash = `node=${encodeURIComponent(id)}`; }", f"Paper:{id}"
        )
        shown.locator("#panel h2", has_text=titles[id]).wait_for()
        shown.locator("#related .rows .go").first.wait_for()
        found = shown.evaluate(LISTED)
        assert [one["title"] for one in found] == [row["title"] for row in rows]
        for one, row in zip(found, rows, strict=True):
            assert one["score"] == pytest.approx(row["score"], abs=0.0051)
            reasons = [written(reason) for reason in row["reasons"]][:SHOWN]
            assert [" ".join(reason.split()) for reason in one["reasons"]] == reasons
            kinds |= {reason["kind"] for reason in row["reasons"]}
    assert {"text", "topics", "people", "estimated text"} <= kinds
    assert {"references", "references unknown", "citation", "cited together"} <= kinds


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_page_finds_shared_words_as_a_load_does() -> None:
    words = [*shipped_words().row, *topic_ids.rules()["irregular"], *OTHER_WORDS.split()]
    texts = [" ".join(words[at : at + 7]) for at in range(0, len(words), 7)]
    texts += [
        *FOREIGN,
        "Soldiers die in a war and no one has a plan",
        "LA and de novo design, no die",
    ]
    pairs = [["", text, "", " ".join([text, *text.split()[:2]])] for text in texts]
    program = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ termsBy }} from {json.dumps((SCRIPTS / "terms.js").as_uri())};
        const {{ rule, pairs }} = JSON.parse(readFileSync(0, "utf-8")), termsOf = termsBy(rule);
        const found = pairs.map(([title, abstract, otherTitle, other]) =>
            termsOf({{ title, abstract }}, {{ title: otherTitle, abstract: other }}));
        process.stdout.write(JSON.stringify(found));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        input=json.dumps({"rule": word_rule(texts), "pairs": pairs}),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    index = TextIndex()
    index.replace(
        [
            Text(f"{n}{end}", pair[2 * end], pair[2 * end + 1])
            for n, pair in enumerate(pairs)
            for end in (0, 1)
        ]
    )
    row = {id: at for at, id in enumerate(index.ids)}
    wanted = [index.terms(row[f"{n}0"], [row[f"{n}1"]])[0] for n in range(len(pairs))]
    assert json.loads(done.stdout) == wanted
