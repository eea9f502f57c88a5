// Unit tests of the page's model: run with `node --test`.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { build, shown } from "./graph.js";
import { readState, writeState } from "../../../viz/assets/js/address.js";
import { brief, clean, fold, plural, webAddress } from "../../../viz/assets/js/data.js";
import { anyFilterOn, applyFilters, countedOfAll, countedPapers, counts } from "../../../viz/assets/js/filter.js";
import { degreeOf, keyOf } from "../../../viz/assets/js/model.js";
import { broadOnPath, shortestPath } from "../../../viz/assets/js/path.js";
import { find } from "../../../viz/assets/js/search.js";
import { emptyState, S, setState } from "../../../viz/assets/js/state.js";

// Two papers on one topic, a third with code, and a hub that joins all of them.
const NODES = [
  ["Paper", "a", "Attention Is All You Need", { year: 2017 }],
  ["Paper", "b", "Pointer Networks", { year: 2015 }],
  ["Paper", "c", "Gödel Machines", { year: 2003 }],
  ["Topic", "attention", "attention"],
  ["Topic", "hub", "machine learning"],
  ["Repository", "github.com/x/c", "x/c"],
];
const EDGES = [[0, 3], [1, 3], [0, 4], [1, 4], [2, 4], [2, 5]].map(([source, target]) => [source, "LINK", target]);

beforeEach(() => build(NODES, EDGES));

test("neighbors are indexed from both ends of an edge", () => {
  assert.deepEqual(NODES.map((_, i) => degreeOf(i)), [2, 2, 2, 2, 3, 1]);
  assert.equal(keyOf(5), "Repository:github.com/x/c");
});

test("without a filter everything is shown and no filter is reported", () => {
  assert.equal(shown().length, NODES.length);
  assert.equal(anyFilterOn(), false);
  assert.equal(counts.papers, 3);
});

test("a year range keeps its papers and what is linked to them", () => {
  S.from = "2015";
  applyFilters();
  assert.deepEqual(shown(), ["a", "b", "attention", "hub"]);
  assert.equal(counts.papers, 2);
  assert.equal(anyFilterOn(), true);
});

test("the code filter keeps papers with a repository", () => {
  S.code = true;
  applyFilters();
  assert.deepEqual(shown(), ["c", "hub", "github.com/x/c"]);
});

test("a topic filter keeps the papers of the topic", () => {
  S.topics.add(3);
  applyFilters();
  assert.deepEqual(shown(), ["a", "b", "attention", "hub"]);
});

test("a paper counts for the organizations of its authors, once each", () => {
  build([
    ["Paper", "a", "Attention Is All You Need", { year: 2017 }],
    ["Paper", "b", "Pointer Networks", { year: 2015 }],
    ["Author", "p", "P"],
    ["Author", "q", "Q"],
    ["Organization", "o", "O"],
    ["Organization", "r", "R"],
  ], [[2, "AUTHORED", 0], [3, "AUTHORED", 0], [3, "AUTHORED", 1], [2, "AFFILIATED_WITH", 4], [3, "AFFILIATED_WITH", 4], [1, "AFFILIATED_WITH", 5]]);
  applyFilters();
  assert.deepEqual([counts.linked[4], counts.linked[5]], [2, 1]);
  S.organizations.add(5);
  applyFilters();
  assert.deepEqual(shown(), ["b", "q", "o", "r"]);
});

test("search folds accents, matches beginnings of words and puts an exact name first", () => {
  assert.deepEqual(find("godel"), [2]);
  assert.deepEqual(find("attention").slice(0, 1), [3]);
  assert.deepEqual(find("net point"), [1]);
  assert.deepEqual(find("zebra"), []);
  assert.deepEqual(find("  "), []);
});

test("of two shortest paths the one through the rarer node is taken", () => {
  assert.deepEqual(shortestPath(0, 1), [0, 3, 1]);
  assert.deepEqual(shortestPath(0, 5), [0, 4, 2, 5]);
});

test("a path leads through a field of research only if there is no other one", () => {
  const nodes = [...["a", "b", "c"].map((id) => ["Paper", id, id]), ["Topic", "f", "computing"], ["Topic", "t", "rare"]];
  const about = [[0, 3], [1, 3], [2, 3], [0, 4], [2, 4]].map(([from, to]) => [from, "HAS_TOPIC", to]);
  build(nodes, about, { nodes: { general: [3] } });
  const pathOf = (a, b) => { S.path = [a, b]; S.pathNodes = shortestPath(a, b); return [S.pathNodes, broadOnPath()]; };
  assert.deepEqual(pathOf(0, 2), [[0, 4, 2], []]);
  assert.deepEqual(pathOf(0, 1), [[0, 3, 1], [3]]);
});

test("a path does not lead through hidden nodes", () => {
  S.hidden.add(4);
  assert.equal(shortestPath(0, 5), null);
});

test("the address reproduces the state", () => {
  S.from = "2015"; S.code = true; S.topics.add(3); S.selected = 1; S.expanded.add(0);
  const address = writeState();
  setState(emptyState());
  readState(address);
  assert.equal(writeState(), address);
  assert.equal(S.selected, 1);
  assert.ok(S.topics.has(3));
});

test("an address with unknown or damaged parts gives a valid state", () => {
  readState("node=Paper%3Anone&from=banana&%E0%A4%A=1&as=evil&topic=__proto__");
  applyFilters();
  assert.equal(S.selected, -1);
  assert.equal(shown().length, NODES.length);
});

test("text loses control and bidirectional characters and unpaired surrogates", () => {
  assert.equal(clean("a\u202eb\u0007c\ud800d"), "abcd");
  assert.equal(fold("Łukasz  Kaiser—C++"), "łukasz kaiser c++");
  assert.equal(brief("x".repeat(2000)).length, 1001);
  assert.equal(plural(1, "paper"), "1 paper");
  assert.equal(plural(1200, "paper"), "1,200 papers");
});

test("only web addresses without credentials become links", () => {
  assert.equal(webAddress("https://arxiv.org/abs/1706.03762"), "https://arxiv.org/abs/1706.03762");
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "https://user:pw@example.org/", "//x", ""])
    assert.equal(webAddress(bad), null);
});

test("cited works known only by an identifier are counted apart from papers", () => {
  const nodes = [["Paper", "a", "A", { year: 2014 }], ["Paper", "b", "B", { year: 2016 }], ["Paper", "s", "S", { stub: true }], ["Topic", "t", "T"]];
  build(nodes, [[0, "CITES", 2], [1, "CITES", 2], [0, "HAS_TOPIC", 3]], { nodes: { stub: [null, null, true, null] } });
  assert.equal(countedPapers(), "2 papers and 1 cited work");
  assert.equal(countedOfAll(), "2 papers and 1 cited work");
  assert.equal(counts.total[0], 2);
  S.from = "2016";
  applyFilters();
  assert.equal(counts.papers, 1);
  assert.equal(countedOfAll(), `1 of 2 papers and ${counts.cited} of 1 cited work`);
});
