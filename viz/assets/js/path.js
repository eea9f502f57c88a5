// The shortest path between two nodes, with the evidence of each step.

import { $, clean, el, plural, announce } from "./data.js";
import { G, degreeOf, otherEnd } from "./model.js";
import { S, change, eachNeighbor } from "./state.js";
import { anyFilterOn } from "./filter.js";
import { onSearchChosen } from "./search.js";
import { glyph } from "./draw.js";
import { shortName } from "./labels.js";
import { fit, goTo } from "./stage.js";
import { tool } from "./panel.js";
import { sentence, whyBlock } from "./why.js";

let pathFrom = -1;

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

export function openPath(a, b) {
  change((state) => { state.path = [a, b]; state.selected = -1; });
  if (S.pathNodes && S.as === "graph") fit(true, new Set(S.pathNodes));
  $("panel").focus();
  announce(S.pathNodes ? `Path of ${plural(S.pathNodes.length - 1, "step")}` : "No path");
}

// Breadth-first search over the nodes that are not hidden. Nodes of low degree are expanded first, so
// that of two equally short paths the one through the more specific nodes is returned.
export function shortestPath(a, b) {
  const cameBy = new Int32Array(G.n).fill(-1), seen = new Uint8Array(G.n);
  seen[a] = 1;
  let front = [a];
  while (front.length && !seen[b]) {
    front.sort((p, q) => degreeOf(p) - degreeOf(q));
    const next = [];
    for (const i of front)
      eachNeighbor(i, (j, e) => {
        if (seen[j] || S.hidden.has(j) || (S.kindsOff.has(G.kind[j]) && j !== b)) return;
        seen[j] = 1;
        cameBy[j] = e;
        next.push(j);
      });
    front = next;
  }
  if (!seen[b]) return null;
  const nodes = [b], edges = [];
  for (let at = b; at !== a;) { const e = cameBy[at]; edges.unshift(e); at = otherEnd(e, at); nodes.unshift(at); }
  return { nodes, edges };
}

export function findPath() {
  const found = S.path ? shortestPath(S.path[0], S.path[1]) : null;
  S.pathNodes = found ? found.nodes : null;
  S.pathEdges = found ? found.edges : null;
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

export function showPath(panel) {
  const [a, b] = S.path;
  const parts = [
    el("div", { class: "kind-line", text: "Shortest path" }),
    el("h2", { dir: "auto", text: S.pathNodes ? plural(S.pathNodes.length - 1, "step") : "No path" }),
    el("div", { class: "tools" },
      tool("Reverse", () => openPath(b, a)),
      tool("Close", () => { change((state) => { state.path = null; state.selected = a; }); $("panel").focus(); })),
  ];
  if (!S.pathNodes) {
    parts.push(el("p", { dir: "auto", text: `No path connects ${clean(G.name[a])} and ${clean(G.name[b])} ${anyFilterOn() ? "under the current filters" : "in this file"}.` }));
    return panel.replaceChildren(...parts);
  }
  const list = el("ol", { class: "rows", "aria-label": "Steps" });
  S.pathNodes.forEach((i, k) => {
    const item = el("li", null, el("div", { class: "row" }, glyph(G.kind[i]), goButtonInPath(i)));
    if (k < S.pathEdges.length) item.append(el("div", { class: "step", dir: "auto", text: clean(sentence(S.pathEdges[k])) }), whyBlock([S.pathEdges[k]], "Evidence"));
    list.append(item);
  });
  parts.push(list);
  panel.replaceChildren(...parts);
}

function goButtonInPath(i) {
  return el("button", { type: "button", class: "go", dir: "auto", text: clean(G.name[i]), click: () => { change((state) => { state.path = null; }); goTo(i); $("panel").focus(); } });
}
