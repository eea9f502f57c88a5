// Actions on one node.

import { $, plural, toast } from "./data.js";
import { G, degreeOf } from "./model.js";
import { S, change, eachNeighbor, undoStack } from "./state.js";
import { counts } from "./filter.js";
import { resetRegions } from "./draw.js";
import { followMoving, liveEdges, liveNodes, network, setMoving, settle } from "./stage.js";

export function toggle(set, value) {
  if (set.has(value)) set.delete(value); else set.add(value);
}

// Whether a neighbor is hidden, and whether one would be hidden with its only link.
export function expandable(i) {
  let found = false;
  eachNeighbor(i, (j) => { found ||= !G.visible[j]; });
  return found;
}
export function collapsible(i) {
  let found = S.expanded.has(i);
  eachNeighbor(i, (j) => { found ||= Boolean(G.visible[j]) && degreeOf(j) === 1 && !S.collapsed.has(i); });
  return found;
}

export function expand(i) {
  const before = counts.shown;
  change((state) => {
    state.selected = i;
    state.expanded.add(i);
    state.collapsed.delete(i);
    eachNeighbor(i, (j) => { state.hidden.delete(j); });
  });
  const now = counts.shown - before;
  let out = 0;
  eachNeighbor(i, (j) => { if (!G.visible[j]) out++; });
  toast(`${now > 0 ? `${plural(now, "neighbor")} shown` : "All neighbors in this file are already shown"}${out ? `; ${out} hidden by filters` : ""}`);
}

export function collapse(i) {
  const before = counts.shown;
  change((state) => { state.expanded.delete(i); state.collapsed.add(i); });
  toast(before > counts.shown ? `${plural(before - counts.shown, "neighbor")} hidden` : "Every neighbor has another link");
}

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
