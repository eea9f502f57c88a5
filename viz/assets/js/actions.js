// Actions on one node.

import { $, plural, toast } from "./data.js";
import { G } from "./model.js";
import { S, change, eachNeighbor, undoStack } from "./state.js";
import { counts, shownByExpanding } from "./filter.js";
import { resetRegions } from "./draw.js";
import { flyToState } from "./address.js";
import { followMoving, liveEdges, liveNodes, network, setMoving, settle } from "./stage.js";

export function toggle(set, value) {
  if (set.has(value)) set.delete(value); else set.add(value);
}

export function linkedNodes(i) {
  const found = new Set();
  eachNeighbor(i, (j) => { if (j !== i) found.add(j); });
  return [...found];
}

// What Expand does with a node: null without neighbors.
export function expandText(i) {
  if (S.expanded.has(i)) return "Collapse";
  const more = shownByExpanding(i).length;
  return more ? `Expand (${more.toLocaleString("en")} more)` : linkedNodes(i).length ? "Expand" : null;
}

// Lay out all neighbors of a node around it, with those that are folded or hidden.
export function expand(i) {
  const all = linkedNodes(i);
  if (!all.length) { toast("No neighbors in this file"); return; }
  const before = counts.shown;
  change((state) => {
    state.selected = i;
    state.path = null;
    state.expanded.delete(i);
    state.expanded.add(i);  // the last one
    for (const j of all) state.hidden.delete(j);
  });
  if (S.as === "graph") flyToState();
  const more = counts.shown - before, out = all.filter((j) => !G.visible[j]).length;
  toast(`${plural(all.length - out, "neighbor")} around ${G.name[i]}${more > 0 ? `, ${more.toLocaleString("en")} of them new` : ""}${out ? `; filters leave out ${out.toLocaleString("en")}` : ""}`);
}

// Undo Expand.
export function collapse(i) {
  if (!S.expanded.has(i)) { toast("This node is not expanded"); return; }
  const before = counts.shown;
  change((state) => { state.expanded.delete(i); });
  if (S.as === "graph") flyToState();
  toast(`Collapsed${before > counts.shown ? `; ${plural(before - counts.shown, "neighbor")} folded again` : ""}`);
}

export const expandOrCollapse = (i) => (S.expanded.has(i) ? collapse : expand)(i);

export function hide(i) {
  change((state) => { state.hidden.add(i); state.pinned.delete(i); if (state.selected === i) state.selected = -1; });
  toast("Hidden; undo shows it again");
}

// Filter to the papers of a topic or an organization.
export function only(i) {
  const set = { Topic: "topics", Organization: "organizations" }[G.kinds[G.kind[i]].label];
  if (!set || G.paper < 0) { toast("Only a topic or an organization filters the papers"); return; }
  change((state) => toggle(state[set], i));
  toast(S[set].has(i) ? `Only papers of ${G.name[i]}` : `No longer only papers of ${G.name[i]}`);
}

export function pin(i) {
  change((state) => toggle(state.pinned, i));
  toast(S.pinned.has(i) ? "Pinned" : "Unpinned");
}

// Run vis-network's physics on one node and its neighbors; all other nodes stay fixed.
export function untangle(i) {
  const part = new Set([i]);
  eachNeighbor(i, (j) => { if (G.visible[j] && part.size < 80) part.add(j); });
  if (S.as !== "graph") change((state) => { state.as = "graph"; });
  const before = [...part].map((j) => [j, G.x[j], G.y[j]]);
  setMoving(part);
  settle();
  liveNodes.update([...part].map((j) => ({ id: j, physics: !S.pinned.has(j) && j !== i, mass: 1 })));
  const seen = new Set();
  const springs = [];
  for (const a of part) eachNeighbor(a, (b, e) => { if (part.has(b) && !seen.has(e)) { seen.add(e); springs.push({ id: e, from: G.source[e], to: G.target[e], hidden: true, physics: true }); } });
  liveEdges.add(springs);
  network.setOptions({ physics: { enabled: true, solver: "barnesHut", stabilization: false, barnesHut: { gravitationalConstant: -2600, centralGravity: 0, springLength: 110, springConstant: 0.03, avoidOverlap: 0.4, damping: 0.35 } } });
  setTimeout(() => {
    followMoving();
    network.setOptions({ physics: { enabled: false } });
    liveEdges.clear();
    liveNodes.update([...part].map((j) => ({ id: j, physics: false, x: G.x[j], y: G.y[j] })));
    setMoving(null);
    resetRegions();
    undoStack.push({ moves: before });
    $("undo").disabled = false;
    settle();
    toast("Moved apart; undo restores the positions");
  }, 1400);
}
