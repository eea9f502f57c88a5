// Unit tests of the picture of an answer: names, ranks, lines that stand for several links.

import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "./graph.js";
import { commonColumns, number } from "../../../viz/assets/js/answer.js";
import { bundledLinks, bundles, countedBundles, findBundles } from "../../../viz/assets/js/bundles.js";
import { findRegions, markRadius, rankText } from "../../../viz/assets/js/draw.js";
import { labels, leads, placeLabels, regionNames } from "../../../viz/assets/js/labels.js";
import { G } from "../../../viz/assets/js/model.js";
import { groupWord } from "../../../viz/assets/js/panel.js";
import { NAMED, spread } from "../../../viz/assets/js/stage.js";

const answer = (nodes) => ({ columns: [{ name: "name" }], rows: nodes.map((i) => [`row ${i}`]), nodes: nodes.map((i) => [i]), pairs: [], score: null });

// An author, co-authors 1 to 3, and papers 4 to 6 that are folded; author 1 wrote two of them.
function coauthors() {
  const nodes = [...["a", "b", "c", "d"].map((id) => ["Author", id, id]), ...["p", "q", "r"].map((id) => ["Paper", id, id])];
  const wrote = [[0, 4], [0, 5], [0, 6], [1, 4], [1, 5], [2, 5], [3, 6]];
  build(nodes, wrote.map(([from, to]) => [from, "AUTHORED", to]), { seeds: [0], answer: answer([1, 2, 3]), folded: [4, 5, 6] });
  findBundles();
}

test("the links that a line stands for are counted", () => {
  coauthors();
  assert.equal(bundledLinks(), 7);
});

test("only lines of several links have a count, if there are any", () => {
  coauthors();
  assert.deepEqual(countedBundles().map(({ text }) => text), ["2 shared papers"]);
  build([["Author", "a", "a"], ["Author", "b", "b"], ["Paper", "p", "p"]], [[0, "AUTHORED", 2], [1, "AUTHORED", 2]], { seeds: [0], answer: answer([1]), folded: [2] });
  findBundles();
  assert.deepEqual(countedBundles().map(({ text }) => text), ["1 shared paper"]);
});

test("the name of a node at the edge is moved into the view", () => {
  const name = "n".repeat(30);
  build([["Paper", "a", name], ["Paper", "b", name]], [[0, "CITES", 1]], { seeds: [0], answer: answer([1]), nodes: { x: [-195, 195], y: [0, 0] } });
  placeLabels({ x0: -200, x1: 200, y0: -50, y1: 50 }, 1, new Set([0, 1]));
  assert.equal(labels.length, 2);
  for (const { i, shift } of labels) {
    const wide = name.length;  // as the document of these tests measures text
    assert.ok(G.x[i] + shift - wide / 2 >= -200 && G.x[i] + shift + wide / 2 <= 200);
  }
});

test("no name is under the key or the timeline", () => {
  build([["Paper", "a", "up"], ["Paper", "b", "down"]], [[0, "CITES", 1]], { seeds: [0], answer: answer([1]), nodes: { x: [0, 0], y: [-45, 45] } });
  findBundles();
  const view = { x0: -200, x1: 200, y0: -80, y1: 80 }, places = () => labels.map(({ text, dx, dy }) => [text, dx, dy]);
  placeLabels(view, 1, new Set([0, 1]));
  assert.deepEqual(places(), [["up", 0, 1], ["down", 0, 1]]);
  placeLabels(view, 1, new Set([0, 1]), 1, { top: 0, bottom: 30 });
  assert.deepEqual(places(), [["up", 0, 1], ["down", 0, -1]]);
});

test("a name that does not fit is cut", () => {
  const name = "n".repeat(38);
  build([["Paper", "a", name]], [], { answer: answer([0]) });
  placeLabels({ x0: -15, x1: 15, y0: -50, y1: 50 }, 1, new Set());
  assert.deepEqual(labels.map(({ text }) => text), [`${"n".repeat(20)}…`]);
});

test("a rank can be read at every scale, and not of hundreds", () => {
  build([["Paper", "a", "a"], ["Paper", "b", "b"]], [[0, "CITES", 1]], { answer: answer([0]) });
  for (const scale of [0.05, 0.3, 1]) assert.ok(rankText(0, markRadius(0, scale) * scale).size >= 9);
  assert.equal(rankText(1, 20), null);
  build(Array.from({ length: 200 }, (_, k) => ["Paper", `p${k}`, "a"]), [], { answer: answer([...Array(200).keys()]) });
  assert.equal(rankText(0, markRadius(0, 0.3) * 0.3), null);
});

test("a value of all rows is written once", () => {
  const columns = ["title", "list", "upvotes", "topics", "nameOnly"].map((name) => ({ name }));
  const given = (rows) => {
    build(rows.map((_, k) => ["Paper", `p${k}`, "a"]), [], { answer: { columns, rows, nodes: rows.map((_, k) => [k]), score: null } });
    return commonColumns(G.answer).map((c) => columns[c].name);
  };
  const rows = [["a", "today", 1, ["x"], false], ["a", "today", 2, ["x"], false], ["a", "today", 1, ["x"], false]];
  assert.deepEqual(given(rows), ["list"]);
  assert.deepEqual(given(rows.slice(0, 2)), []);  // two may agree by chance
  assert.deepEqual(given([]), []);
});

test("a paper without a name has no label until it is selected", () => {
  build([["Paper", "a", "openalex:W1"], ["Paper", "b", "https://example.org"], ["Paper", "c", "Named"]], [], { nodes: { x: [-100, 0, 100], stub: [true] } });
  const view = { x0: -200, x1: 200, y0: -100, y1: 100 }, names = () => labels.map(({ text }) => text);
  placeLabels(view, 1, new Set());
  assert.deepEqual(names(), ["Named"]);
  placeLabels(view, 1, new Set([0]));
  assert.deepEqual(names(), ["openalex:W1", "Named"]);
});

test("the mark of a paper that is named from afar can be seen", () => {
  build(Array.from({ length: 600 }, (_, k) => ["Paper", `p${k}`, `n${k}`, { upvotes: k }]), [], { nodes: { x: Array.from({ length: 600 }, (_, k) => 40 * k) } });
  placeLabels({ x0: 0, x1: 24000, y0: -400, y1: 400 }, 0.05, new Set());
  assert.ok(leads.has(599) && !leads.has(0));
  assert.ok(markRadius(599, 0.05) * 0.05 > 3 && markRadius(0, 0.05) * 0.05 < 2);
});

test("a paper that is named like its region is written with more of its title", () => {
  const cells = Array.from({ length: 80 }, (_, k) => k), side = (k) => (k < 40 ? 0 : 1);
  const nodes = cells.map((k) => ["Paper", `p${k}`, k === 0 ? "one: a paper" : `n${k}`]);
  build(nodes, [], { nodes: { x: cells.map((k) => 3000 * side(k) + 100 * (k % 8)), y: cells.map((k) => 100 * Math.floor((k % 40) / 8)), community: cells.map(side) } });
  findRegions();
  placeLabels({ x0: -1000, x1: 5000, y0: -1000, y1: 2000 }, 0.1, new Set());
  assert.deepEqual(regionNames.map(({ lines }) => lines.join(" ")).sort(), ["one", "two"]);
  assert.deepEqual(labels.filter(({ i }) => i === 0).map(({ text }) => text), ["one: a paper"]);
});

test("groups are named after a kind of node where there are no topics", () => {
  build([["Organization", "o", "one"], ["Organization", "t", "two"], ["Paper", "a", "A"]], [[2, "AFFILIATED_WITH", 0]]);
  assert.equal(groupWord(), "organization");
  build([["Organization", "o", "one"], ["Topic", "t", "two"], ["Paper", "a", "A"]], [[2, "HAS_TOPIC", 1]]);
  assert.equal(groupWord(), "theme");
});

test("the named ones of many gathered nodes are from all of the picture, each once", () => {
  for (const many of [1, 29, 30, 31, 301, 1212]) {
    const nodes = Array.from({ length: many }, (_, k) => k), found = spread(nodes);
    assert.deepEqual([...found].sort((a, b) => a - b), nodes);
    assert.ok(Math.max(...found.slice(0, NAMED)) >= 0.9 * (many - 1));
  }
});

test("a line leads to a topic through papers on a narrower one", () => {
  const nodes = [["Topic", "t", "t"], ["Topic", "n", "n"], ["Author", "a", "a"], ["Author", "b", "b"], ["Paper", "p", "p"], ["Paper", "q", "q"]];
  const edges = [[1, "BROADER", 0], [4, "HAS_TOPIC", 1], [4, "HAS_TOPIC", 0], [5, "HAS_TOPIC", 1], [2, "AUTHORED", 4], [3, "AUTHORED", 5]];
  build(nodes, edges, { seeds: [0], answer: answer([2, 3]), folded: [4, 5] });
  findBundles();
  assert.deepEqual(bundles.map(({ a, b, text }) => [a, b, text]), [[0, 2, "1 shared paper"], [0, 3, "1 shared paper"]]);
});

test("numbers below one have three decimals", () => {
  assert.deepEqual([0.38, 0.9887, 0.00012345, 12.3456, 1, 2009].map(number), ["0.380", "0.989", "0.0001234", "12.35", "1", "2009"]);
});
