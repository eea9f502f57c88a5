"""Payloads that try to run code or send requests, and how to detect that one did."""

import json
from pathlib import Path

from citegraph.graph.subgraph import Edge, Node, Other, Subgraph, Table

PAYLOADS: list[str] = json.loads((Path(__file__).parent / "payloads.json").read_text("utf-8"))
# Those that fit on one line.
LINES = [bad for bad in PAYLOADS if "\n" not in bad and "\r" not in bad and bad.strip()]

# Runs in the page: what should not be there.
WATCH = """() => {
    window.hit = () => { window.wasHit = true; };
    const scripts = document.querySelectorAll('script').length;
    window.harm = () => [
        ...(window.wasHit ? ['a payload ran'] : []),
        ...(document.querySelectorAll('script').length > scripts ? ['a script was added'] : []),
        ...[...document.querySelectorAll('*')].flatMap(one => [
            ...[...one.attributes].filter(a => a.name.startsWith('on') || a.name === 'srcdoc' || a.name === 'src').map(a => a.name),
            ...(one.matches('iframe,object,embed,base,form,img,video,audio,math,link,foreignObject') ? [one.tagName] : []),
            ...(one.matches('a[href]:not(.skip)') && !/^https?:/.test(one.href) ? [one.href] : []),
        ]),
    ];
}"""
# Opens a node's panel and everything in it, as a shared address would; gives the harm.
SHOW = """async (key) => {
    location.hash = new URLSearchParams({ node: key }).toString();
    for (let turn = 0; turn < 50; turn++) {
        await new Promise((done) => setTimeout(done, 2));
        if (document.querySelector('#panel .links')) break;  // its details are there
    }
    for (const one of document.querySelectorAll('#panel details')) one.open = true;
    await new Promise((done) => setTimeout(done, 2));
    return window.harm();
}"""


def hostile(payloads: list[str]) -> Subgraph:
    """Put each payload in every place that text can come from."""
    nodes: list[Node] = []
    edges: list[Edge] = []
    for i, bad in enumerate(payloads):
        paper = Node(
            "Paper",
            f"{i}{bad}",
            {
                "title": bad,
                "abstract": f"Before {bad} after",
                "published": "2024-05-06",
                "year": 2024,
                "authorCount": 3,
                "upvotes": 1,
                "arxivId": bad,
                "doi": bad,
                "url": bad,
                "projectPages": [bad],
                "links": [bad],
                "openalexId": bad,
                "language": bad,
                "type": bad,
                bad: bad,
            },
        )
        others = [
            Node("Topic", f"{i}{bad}", {"name": bad, "aliases": [bad], "kind": bad}),
            Node("Repository", f"{i}{bad}", {"url": bad, "owner": bad, "name": bad, "host": bad}),
            Node("Organization", f"{i}{bad}", {"name": bad, "handle": bad, "ror": bad}),
            Node("Author", f"{i}{bad}", {"name": bad, "orcid": bad, "names": [bad]}),
            Node("Venue", f"{i}{bad}", {"name": bad}),
            Node(bad, f"{i}", {"name": bad}),
        ]
        types = ("HAS_TOPIC", "HAS_CODE", "AFFILIATED_WITH", "AUTHORED", "PUBLISHED_IN", bad)
        nodes += [paper, *others]
        for type, other in zip(types, others, strict=True):
            edges.append(
                Edge(
                    type,
                    paper.key,
                    other.key,
                    {
                        "evidence": bad,
                        "surface": bad,
                        "field": bad,
                        "rule": bad,
                        "sources": [bad],
                        "linkedBy": [bad],
                        bad: bad,
                    },
                )
            )
        if i:
            edges.append(Edge("CITES", paper.key, nodes[0].key, {"sources": [bad]}))
    everything = " ".join(bad[:200] for bad in payloads)
    return Subgraph(tuple(nodes), tuple(edges), title=everything, cypher=everything)


def hostile_answer(payloads: list[str]) -> Subgraph:
    """Put each payload in a row of the answer, and in a node that only the search knows."""
    nodes = tuple(Node("Paper", f"{i}{bad}", {"title": bad}) for i, bad in enumerate(payloads))
    columns = (("title", "title"), ("reasons", "shared"), (payloads[0], payloads[0]), ("id", "ID"))
    rows = tuple(
        (bad, [{"kind": bad, "share": 0.5, "words": [bad]}, f"topics: {bad}"], bad, node.id)
        for bad, node in zip(payloads, nodes, strict=True)
    )
    others = tuple(
        Other("Author", f"{i}{bad}", f"hidden {bad}", (bad,), "AUTHORED", (nodes[i].key,))
        for i, bad in enumerate(payloads)
    )
    return Subgraph(
        nodes, (), title="Payloads", answer=Table(columns, rows, payloads[0]), others=others
    )
