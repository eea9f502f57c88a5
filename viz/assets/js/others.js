// Nodes of the graph that are not drawn: they are found by name and can be added to the page.

import { $, readData, toast, USUAL, usualId, WITH_PAPER } from "./data.js";
import { G, addToGraph, keyOf } from "./model.js";
import { resetRegions } from "./draw.js";
import { prepareFilters } from "./filter.js";

export let others = null;  // columns, read when first needed
const added = new Set();

export async function readOthers() {
  if (others || !$("others-data")) return others;
  const data = await readData("others-data");
  // papers of each node are differences of increasing node numbers
  data.papers = data.papers.map((steps) => { let at = 0; return steps.map((step) => (at += step)); });
  data.n = data.id.length;
  data.id = data.id.map((id, o) => {
    if (id !== USUAL && id !== WITH_PAPER) return id;
    const usual = usualId(data.labels[data.label[o]], data.name[o]);
    return id === USUAL ? usual : `${usual}@${G.id[data.papers[o][0]]}`;
  });
  data.general = new Set(data.general);
  // the nodes of each paper
  data.of = new Map();
  data.papers.forEach((papers, o) => { for (const paper of papers) { if (!data.of.has(paper)) data.of.set(paper, []); data.of.get(paper).push(o); } });
  others = data;
  return others;
}

// Papers that only the name links to the author's other papers.
export const nameOnlyOf = (o) => others.nameOnly[o] || [];
export const isAdded = (o) => added.has(o);
export const otherKey = (o) => `${others.labels[others.label[o]]}:${others.id[o]}`;

// Add nodes to the page, between their papers; return their numbers.
export function bringIn(list) {
  const made = list.filter((o) => !added.has(o) && !G.place.has(otherKey(o)));
  if (made.length) {
    addToGraph(made.map((o) => ({
      label: others.labels[others.label[o]], type: others.types[others.label[o]],
      id: others.id[o], name: others.name[o], papers: others.papers[o], nameOnly: nameOnlyOf(o),
    })));
    for (const o of made) added.add(o);
    prepareFilters();
    resetRegions();
  }
  return list.map((o) => G.place.get(otherKey(o)));
}

// Add the nodes of an address, such as `Author:ada`, that are not drawn.
export async function bringInKeys(keys) {
  const wanted = new Set(keys.filter((key) => !G.place.has(key)));
  if (!wanted.size || !(await readOthers())) return;
  const found = [];
  for (let o = 0; o < others.n && found.length < wanted.size; o++) if (wanted.has(otherKey(o))) found.push(o);
  bringIn(found);
}

export function showOther(o, action) {
  const [i] = bringIn([o]);
  action(i);
  toast(`Added ${G.name[i]} and its ${G.start[i + 1] - G.start[i]} links to the page`);
}
export const addedKeys = () => [...added].map((o) => keyOf(G.place.get(otherKey(o))));
