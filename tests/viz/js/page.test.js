// Unit tests of what the page writes: table, CSV, Cypher, labels, sentences, filters, undo, address.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { build, shown } from "./graph.js";
import { addressWritten, readState, writeState } from "../../../viz/assets/js/address.js";
import { cypherOfView, fileName, tableCsv } from "../../../viz/assets/js/export.js";
import { collapse, expand, expandText } from "../../../viz/assets/js/actions.js";
import { applyFilters, counts } from "../../../viz/assets/js/filter.js";
import { shortName } from "../../../viz/assets/js/labels.js";
import { G } from "../../../viz/assets/js/model.js";
import { placesOnPath } from "../../../viz/assets/js/motion.js";
import { relatedPapers } from "../../../viz/assets/js/near.js";
import { change, emptyState, S, select, setState, undo, undoStack } from "../../../viz/assets/js/state.js";
import { columnsOf, tableRows } from "../../../viz/assets/js/table.js";
import { marked, sentence } from "../../../viz/assets/js/why.js";

const NODES = [
  ["Paper", "a", "LoRA: Low-Rank Adaptation", { year: 2021, authorCount: 8, upvotes: 3, url: "https://example.org/a" }],
  ["Paper", "b", 'Comma, "quote"\u202e', { year: 2022, authorCount: 1 }],
  ["Paper", "c", "=HYPERLINK(1)", { year: 2023 }],
  ["Organization", "o", "Omega"],
  ["Author", "p", "Pi"],
  ["Repository", "github.com/x/y", "x/y", { stars: 12 }],
];
const EDGES = [
  [0, "AFFILIATED_WITH", 3], [1, "AFFILIATED_WITH", 3], [4, "AFFILIATED_WITH", 3],
  [4, "AUTHORED", 2], [0, "HAS_CODE", 5], [2, "CIRCLED_BY", 0],
];
const ABOUT = {
  AFFILIATED_WITH: { "Paper Organization": "comes from", "Author Organization": "works at" },
  AUTHORED: { "Author Paper": "wrote" },
};
const PAPER = 0;

beforeEach(() => {
  build(NODES, EDGES, { about: ABOUT, cypher: "MATCH (n) RETURN n" });
  undoStack.length = 0;
});

test("the table has a cell per column, and lists the names of linked nodes", () => {
  const cells = (i) => columnsOf(PAPER).map(([, value]) => value(i));
  assert.deepEqual(columnsOf(PAPER).map(([name]) => name), ["Title", "Published", "Authors", "Upvotes", "Topics", "Code", "Organizations"]);
  assert.deepEqual(cells(0), ["LoRA: Low-Rank Adaptation", "2021", 8, 3, "", "x/y", "Omega"]);
  assert.deepEqual(cells(2), ["=HYPERLINK(1)", "2023", null, null, "", "", ""]);
  assert.deepEqual(tableRows(PAPER), [0, 1, 2]);
  S.from = "2022";
  applyFilters();
  assert.deepEqual(tableRows(PAPER), [1, 2]);
});

test("the name of a file ends with a whole word", () => {
  for (const [title, name] of [["Two words", "two-words"], ["Daily Papers, May 2024 to March 2026: 9,577 papers", "daily-papers-may-2024-to-march-2026-9"], ["x".repeat(60), "x".repeat(40)], ["", "graph"]]) {
    G.title = title;
    assert.equal(fileName("png"), `${name}.png`);
  }
});

test("a theme is counted by its papers, also under filters", () => {
  assert.deepEqual([counts.total[0], counts.communities[0]], [3, 3]);
  S.from = "2022";
  applyFilters();
  assert.deepEqual([counts.total[0], counts.communities[0]], [3, 2]);
});

test("the CSV quotes cells and defuses formulas", async () => {
  const lines = (await tableCsv()).split("\r\n");
  assert.equal(lines[0], "\ufeffId,Title,Published,Authors,Upvotes,Topics,Code,Organizations,URL");
  assert.equal(lines[1], "a,LoRA: Low-Rank Adaptation,2021,8,3,,x/y,Omega,https://example.org/a");
  assert.equal(lines[2], 'b,"Comma, ""quote""",2022,1,,,,Omega,');
  assert.equal(lines[3], "c,'=HYPERLINK(1),2023,,,,,,");
  assert.deepEqual(lines.slice(4), [""]);
});

test("the CSV has the rows of the chosen kind", async () => {
  S.rows = G.kindOf.Repository;
  assert.equal(await tableCsv(), "\ufeffId,Name,Stars,Links,Papers,URL\r\ngithub.com/x/y,x/y,12,1,LoRA: Low-Rank Adaptation,\r\n");
});

test("Cypher is the page's own until a filter is on", () => {
  assert.equal(cypherOfView(), "MATCH (n) RETURN n");
  S.from = "2021"; S.to = "2021"; S.kindsOff.add(G.kindOf.Organization);
  applyFilters();
  assert.equal(cypherOfView(), "UNWIND [['a', ['github.com/x/y']]] AS link\nUNWIND link[1] AS to\nMATCH (a:Paper {id: link[0]})-[r:HAS_CODE]->(b:Repository {id: to})\nRETURN a, r, b");
});

test("a label is the part before the colon, or a name cut at 36 characters", () => {
  assert.equal(shortName(0), "LoRA");
  assert.equal(shortName(1), 'Comma, "quote"');
  G.name[4] = "x".repeat(60);
  assert.equal(shortName(4), `${"x".repeat(36)}…`);
  G.name[3] = "Lab: Omega";
  assert.equal(shortName(3), "Lab: Omega");
});

test("a sentence depends on start, type and end", () => {
  assert.equal(sentence(0), "LoRA comes from Omega");
  assert.equal(sentence(2), "Pi works at Omega");
  assert.equal(sentence(3), "Pi wrote =HYPERLINK(1)");
  assert.equal(sentence(5), "=HYPERLINK(1) circled by LoRA");
});

test("words are marked whole, with their plural, and regular expressions are text", () => {
  const parts = (text, words) => marked(text, words).map((part) => (part.tag ? `[${part.textContent}]` : part.textContent)).join("");
  assert.equal(parts("Graphs and subgraphs of a graph.", ["graph"]), "[Graphs] and subgraphs of a [graph].");
  assert.equal(parts("self attention", ["self-attention"]), "[self attention]");
  assert.equal(parts("a+b (c", ["(c", "x"]), "a+b [(c]");
});

test("papers are related by their texts and by what they share", async () => {
  const pairs = { unit: 100, steps: [[2]], there: [40], back: [-10] };  // the text of a is similar to that of c by 0.4
  const none = { labels: [], types: [], label: [], id: [], name: [], aliases: {}, papers: [], nameOnly: {}, general: [] };
  for (const [id, data] of [["similar-data", pairs], ["others-data", none]]) Object.assign(document.getElementById(id), { type: "application/json", textContent: JSON.stringify(data) });
  const found = await relatedPapers(0);
  assert.deepEqual(found.map(({ j, points, reasons }) => [j, points, reasons.map(({ kind }) => kind)]), [[2, 0.4, ["text"]], [1, 0.01, ["organization"]]]);
});

test("an organization filter keeps its papers, those of its authors, and their neighbors", () => {
  S.organizations.add(3);
  applyFilters();
  assert.deepEqual(shown(), ["a", "b", "c", "o", "p", "github.com/x/y"]);
  assert.equal(counts.linked[3], 3);
});

test("a filter by number of authors leaves out papers without one", () => {
  S.authorsFrom = 2;
  applyFilters();
  assert.equal(counts.papers, 1);
  S.authorsFrom = null; S.authorsTo = 8;
  applyFilters();
  assert.deepEqual(shown().slice(0, 2), ["a", "b"]);
  assert.equal(counts.papers, 2);
});

test("undo restores the state before each change, and quiet changes are not undone alone", () => {
  change((state) => { state.from = "2022"; });
  change((state) => { state.code = true; });
  change((state) => { state.code = true; });
  assert.equal(undoStack.length, 2);
  change((state) => { state.from = "2023"; }, { quiet: true });
  assert.equal(undoStack.length, 2);
  undo();
  assert.equal(writeState(), "from=2022");
  undo();
  assert.equal(writeState(), "");
  assert.equal(undoStack.length, 0);
  undo();
  select(2);
  assert.equal(addressWritten, "node=Paper%3Ac");
});

test("the address reproduces every part of the state", () => {
  const state = emptyState();
  for (const [key, values] of [["kindsOff", [1]], ["typesOff", [0, 2]], ["communitiesOff", [1]], ["topics", [4]],
    ["organizations", [3]], ["expanded", [0]], ["hidden", [5]], ["pinned", [2]]])
    for (const value of values) state[key].add(value);
  Object.assign(state, { from: "2021", to: "2022-03", code: true, authorsFrom: 2, authorsTo: 9, unfolded: true, selected: 1, path: [0, 4], as: "table", whole: true, rows: 2, left: 240, right: 0, color: "year", size: "score", layout: "ranked" });
  for (const [key, value] of Object.entries(emptyState())) assert.notDeepEqual(state[key], value, key);
  setState(state);
  const address = writeState();
  setState(emptyState());
  readState(address);
  assert.deepEqual(S, state);
});

test("a node with neighbors offers Expand, with the number that it brings, then Collapse", () => {
  build([...NODES, ["Paper", "d", "Alone"]], EDGES, { folded: [5] });
  S.as = "table";
  assert.deepEqual([expandText(0), expandText(3), expandText(6)], ["Expand (1 more)", "Expand", null]);  // a repository is folded
  change((state) => state.hidden.add(0));
  assert.equal(expandText(3), "Expand (1 more)");
  expand(3);
  assert.deepEqual([expandText(3), [...S.hidden], shown().length], ["Collapse", [], 6]);
  expand(0);
  assert.equal(shown().length, 7);
  collapse(0);
  assert.deepEqual([expandText(0), shown().length], ["Expand (1 more)", 6]);
  expand(6);
  assert.deepEqual([...S.expanded], [3]);
});

test("the nodes of a path stand in a line, in its order", () => {
  build(NODES, EDGES, { nodes: { x: [0, 10, 900, 5, 5, 5], y: [0, 700, 20, 5, 5, 5] } });
  const places = placesOnPath([2, 0, 3, 1]);
  assert.deepEqual(places.map(([i]) => i), [2, 0, 3, 1]);
  const steps = places.slice(1).map(([, x, y], k) => [x - places[k][1], y - places[k][2]]);
  assert.ok(steps.every(([dx, dy]) => dx === steps[0][0] && dx >= 100 && dy === 0));
  assert.equal(placesOnPath(null), null);
});
