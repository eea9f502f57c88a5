// The shortest path between two nodes, with the evidence of each step.

import { $, clean, el, plural, announce } from "./data.js";
import { G, degreeOf, labelOf, otherEnd } from "./model.js";
import { bringIn, isAdded, nameOnlyOf, others, readOthers } from "./others.js";
import { S, change, eachNeighbor } from "./state.js";
import { onSearchChosen } from "./search.js";
import { glyph } from "./draw.js";
import { shortName } from "./labels.js";
import { fit, goTo } from "./stage.js";
import { rowList, tool } from "./panel.js";
import { sentence, whyBlock } from "./why.js";

let pathFrom = -1;
let onLine = [];  // what the ends share, if a line stands for it: {j, edges}

export function startPathSearch(i) {
  pathFrom = i;
  const box = $("search");
  box.value = "";
  box.placeholder = `Path from ${shortName(i)} to…`;
  onSearchChosen((j) => { const from = pathFrom; endPathSearch(); openPath(from, j); });
  box.focus();
  announce(`Search for the end of the path from ${G.name[i]}`);
}

export function endPathSearch() {
  pathFrom = -1;
  onSearchChosen();
  $("search").placeholder = $("search").getAttribute("aria-label");
}

export async function openPath(a, b) {
  await readOthers();
  change((state) => { state.path = [a, b]; state.selected = -1; });
  if (S.pathNodes && S.as === "graph") fit(true, new Set(S.pathNodes));
  $("panel").focus();
  announce(onLine.length ? sharedText() : S.pathNodes ? `Path of ${plural(S.pathNodes.length - 1, "step")}${broadOnPath().length ? ", through a broad topic" : ""}` : "No path");
}

// The rule is that of the question "path" (queries/paths.py, queries/search/path.cypher): edges of certain types,
// no broad topic (a field of research, or a topic of more than a tenth of the papers), at most 8 edges; of paths of one
// length, that with the fewest edges that rest on a name alone, with the smallest sum of degrees, then with the first
// IDs. A path without an edge that rests on a name alone may be two edges longer. If there is no such path, the
// shortest one through broad topics is shown, as a weak link.
const MOST = 8, DETOUR = 2;

// The nodes that a path may use and their neighbors. Nodes that are not drawn have the numbers from G.n on.
function pathGraph() {
  const foreign = !G.types.some(({ path }) => path);  // a file without these types: use all
  const used = G.types.map(({ path }, t) => (foreign || path) && !S.typesOff.has(t));
  const papers = G.kind.reduce((sum, kind, i) => sum + (kind === G.paper && !G.stub[i]), 0);
  const topic = G.kindOf.Topic ?? -1;
  const isTopic = (i) => (i < G.n ? G.kind[i] === topic : others.labels[others.label[i - G.n]] === "Topic");
  const idOf = (i) => (i < G.n ? G.id[i] : others.id[i - G.n]);
  const inOthers = (o) => others && !isAdded(o) && used[G.types.findIndex((one) => one.type === others.types[others.label[o]])];
  function each(i, callback) {
    if (i >= G.n) { for (const paper of others.papers[i - G.n]) callback(paper, nameOnlyOf(i - G.n).includes(paper)); return; }
    for (let k = G.start[i]; k < G.start[i + 1]; k++) { const e = G.edgeOf[k]; if (used[G.type[e]]) callback(otherEnd(e, i), G.nameOnly.has(e)); }
    for (const o of others?.of.get(i) || []) if (inOthers(o)) callback(G.n + o, nameOnlyOf(o).includes(i));
  }
  const degree = (i) => { let count = 0; each(i, () => { count++; }); return count; };
  const topicPapers = (i) => {
    if (i >= G.n) return others.papers[i - G.n].length;
    let count = 0;
    for (let k = G.start[i]; k < G.start[i + 1]; k++) if (G.kind[otherEnd(G.edgeOf[k], i)] === G.paper) count++;
    return count;
  };
  const broad = (i) => (i < G.n ? G.general.has(i) : others.general.has(i - G.n)) || (isTopic(i) && topicPapers(i) > 20 + Math.floor(papers / 10));
  const open = (i) => !S.hidden.has(i) && !broad(i);
  return { n: G.n + (others?.n || 0), each, degree, idOf, broad, open };
}

// The broad topics on the path that is shown.
export const broadOnPath = () => { const { broad } = pathGraph(); return S.pathNodes.slice(1, -1).filter(broad); };

const firstIds = (a, b) => { for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k] < b[k] ? -1 : 1; return 0; };
const before = (a, b) => a.nameOnly - b.nameOnly || a.crowd - b.crowd || firstIds(a.ids, b.ids);

// The nodes of the path to show, or null.
export function shortestPath(a, b) {
  const graph = pathGraph();
  const path = searchPath(graph, a, b, MOST, true);
  if (!path) return searchPath({ ...graph, open: (i) => !S.hidden.has(i) }, a, b, MOST, true)?.nodes ?? null;
  if (!path.nameOnly) return path.nodes;
  return (searchPath(graph, a, b, Math.min(MOST, path.nodes.length - 1 + DETOUR), false) ?? path).nodes;
}

// The shortest path of up to `most` edges, or null; without edges that rest on a name alone unless `named`.
function searchPath(graph, a, b, most, named) {
  const each = (i, callback) => graph.each(i, (j, nameOnly) => { if (named || !nameOnly) callback(j, nameOnly); });
  const far = new Int8Array(graph.n).fill(-1);
  far[a] = 0;
  let front = [a], steps = 0;
  while (front.length && far[b] < 0 && steps++ < most) {
    const next = [];
    for (const i of front)
      each(i, (j) => {
        if (far[j] >= 0) return;
        if (!graph.open(j) && j !== b) { far[j] = 127; return; }
        far[j] = steps;
        next.push(j);
      });
    front = next;
  }
  if (far[b] < 0) return null;
  // layers of the nodes on shortest paths, from the end to the start
  const layers = [[b]];
  while (layers[0][0] !== a) {
    const layer = new Set();
    for (const i of layers[0]) each(i, (j) => { if (far[j] === far[i] - 1) layer.add(j); });
    layers.unshift([...layer]);
  }
  let best = new Map([[a, { nameOnly: 0, crowd: 0, ids: [], nodes: [a] }]]);
  for (const layer of layers.slice(1)) {
    const here = new Map();
    for (const i of layer)
      each(i, (j, nameOnly) => {
        const way = best.get(j), known = here.get(i);
        if (!way) return;
        const made = nameOnly ? { ...way, nameOnly: way.nameOnly + 1 } : way;
        if (!known || before(made, known) < 0) here.set(i, made);
      });
    best = new Map([...here].map(([i, way]) => [i, { nameOnly: way.nameOnly, crowd: way.crowd + graph.degree(i), ids: [...way.ids, graph.idOf(i)], nodes: [...way.nodes, i] }]));
  }
  return best.get(b);
}

const sharedText = () => plural(onLine.length, `shared ${G.kinds[G.kind[onLine[0].j]].label.toLowerCase()}`, `shared ${G.kinds[G.kind[onLine[0].j]].plural.toLowerCase()}`);

// The nodes of the kind of `middle` that a line between a and b stands for.
function findShared(a, middle, b) {
  const found = new Map();
  eachNeighbor(a, (j, e) => { if (G.folded[j] && G.kind[j] === G.kind[middle] && !S.hidden.has(j)) found.set(j, [e]); });
  eachNeighbor(b, (j, e) => { found.get(j)?.push(e); });
  return [...found].map(([j, edges]) => ({ j, edges })).filter(({ edges }) => edges.length > 1).sort((x, y) => G.weight[y.j] - G.weight[x.j]);
}

export function findPath() {
  let nodes = S.path ? shortestPath(S.path[0], S.path[1]) : null;
  if (nodes?.some((i) => i >= G.n)) {
    const n = G.n, added = bringIn(nodes.filter((i) => i >= n).map((i) => i - n));
    nodes = nodes.map((i) => (i < n ? i : added.shift()));
  }
  onLine = nodes?.length === 3 && G.folded[nodes[1]] ? findShared(...nodes) : [];
  if (onLine.length) nodes = [nodes[0], nodes[2]];
  S.pathNodes = nodes;
  S.pathEdges = nodes?.slice(1).map((j, k) => { let found = -1; eachNeighbor(nodes[k], (i, e) => { if (i === j && (found < 0 || G.types[G.type[e]].path)) found = e; }); return found; }) ?? null;
}

// The other end if the whole graph is one path that starts at node i, else -1.
export function chainFrom(i) {
  if (G.n < 3 || G.m !== G.n - 1 || degreeOf(i) !== 1) return -1;
  let last = -1, at = i, steps = 0;
  while (last < 0 || degreeOf(at) === 2) {
    const next = [...G.edgeOf.subarray(G.start[at], G.start[at + 1])].map((e) => otherEnd(e, at)).find((j) => j !== last);
    if (next === undefined || ++steps > G.m) return -1;
    [last, at] = [at, next];
  }
  return steps === G.m ? at : -1;
}

// The command that searches the whole graph.
function wholePath(a, b) {
  const name = [a, b].every((i) => G.kind[i] === G.paper) ? "path" : [a, b].every((i) => labelOf(i) === "Author") ? "coauthor-path" : null;
  return name ? `citegraph query ${name} ${clean(G.id[a])} ${clean(G.id[b])}` : "citegraph view, then the same search";
}

export function showPath(panel) {
  const [a, b] = S.path;
  const parts = [
    el("div", { class: "kind-line", dir: "auto", text: onLine.length ? `${clean(G.name[a])} and ${clean(G.name[b])}` : "Shortest path" }),
    el("h2", { dir: "auto", text: onLine.length ? sharedText() : S.pathNodes ? plural(S.pathNodes.length - 1, "step") : "No path" }),
    el("div", { class: "tools" },
      onLine.length ? null : tool("Reverse", () => openPath(b, a)),
      tool("Close", () => { change((state) => { state.path = null; state.selected = a; }); $("panel").focus(); })),
  ];
  if (onLine.length) return panel.replaceChildren(...parts, rowList(onLine, true));
  const whole = G.answer ? `This file has only the nodes of its answer. In the whole graph: ${wholePath(a, b)}` : "";
  if (!S.pathNodes) {
    const off = S.typesOff.size || S.hidden.size ? "Types of links are off, or nodes are hidden: clear the filters." : "";
    parts.push(el("p", { dir: "auto", text: `No path of at most ${MOST} steps connects ${clean(G.name[a])} and ${clean(G.name[b])} in this file. ${off || whole || "Load their references, or more papers of their topics and authors."}` }));
    return panel.replaceChildren(...parts);
  }
  const broad = broadOnPath();
  if (broad.length) parts.push(
    el("p", { class: "warning", dir: "auto", text: `Weak link through ${broad.map((i) => clean(G.name[i])).join(" and ")}` }),
    el("p", { class: "soft", dir: "auto", text: `Every path here passes through a broad topic: a field of research, or a topic with more than a tenth of the papers. ${whole}` }));
  const list = el("ol", { class: "rows", "aria-label": "Steps" });
  S.pathNodes.forEach((i, k) => {
    const item = el("li", null, el("div", { class: "row" }, glyph(G.kind[i]), goButtonInPath(i)));
    if (k < S.pathEdges.length) item.append(el("div", { class: "step", dir: "auto", text: clean(sentence(S.pathEdges[k])) + (G.nameOnly.has(S.pathEdges[k]) ? " (same name only)" : "") + (broad.includes(i) || broad.includes(S.pathNodes[k + 1]) ? " (weak link: broad topic)" : "") }), whyBlock([S.pathEdges[k]], "Evidence"));
    list.append(item);
  });
  parts.push(list);
  panel.replaceChildren(...parts);
}

function goButtonInPath(i) {
  return el("button", { type: "button", class: "go", dir: "auto", text: clean(G.name[i]), click: () => { change((state) => { state.path = null; }); goTo(i); $("panel").focus(); } });
}
