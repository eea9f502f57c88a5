// The state of the view, and the updates after a change.

import { $, toast } from "./data.js";
import { G, otherEnd } from "./model.js";
import { applyFilters } from "./filter.js";
import { moveNode, refit } from "./stage.js";
import { findPath } from "./path.js";
import { pushAddress, readState, writeState } from "./address.js";

export const emptyState = () => ({
  kindsOff: new Set(), typesOff: new Set(), communitiesOff: new Set(),
  topics: new Set(), organizations: new Set(),
  from: null, to: null, code: false, authorsFrom: null, authorsTo: null,
  expanded: new Set(), hidden: new Set(), pinned: new Set(), unfolded: false,
  color: null, size: null, layout: null,  // null is the default
  selected: -1, path: null, as: "graph", whole: false, rows: null,
  left: null, right: null,  // widths of the panels; null is the default
});
export let S = emptyState();
export function setState(state) { S = state; }

// Call back with (neighbor, edge) for every edge of node i whose type is on.
export function eachNeighbor(i, callback) {
  for (let k = G.start[i]; k < G.start[i + 1]; k++) {
    const e = G.edgeOf[k];
    if (!S.typesOff.has(G.type[e])) callback(otherEnd(e, i), e);
  }
}

// Functions to call after every change of the state; the other modules add theirs.
export const followers = [];
export const undoStack = [];

// Change the state. With `quiet`, neither undo nor the browser's history gets an entry.
export function change(edit, { quiet = false } = {}) {
  const before = writeState(), filters = filterKey();
  edit(S);
  if (!quiet && before !== writeState()) undoStack.push({ state: before });
  update();
  if (!quiet) pushAddress();
  if (!quiet && filters !== filterKey()) refit();
}

// The filters that decide which papers are shown; after a change, the view is fitted to them.
const filterKey = () => JSON.stringify([S.from, S.to, S.code, S.authorsFrom, S.authorsTo, [...S.topics], [...S.organizations], [...S.communitiesOff]]);

export function update() {
  findPath();
  applyFilters();
  for (const follow of followers) follow();
  $("undo").disabled = undoStack.length === 0;
}

export function undo() {
  const step = undoStack.pop();
  if (!step) return;
  if (step.moves) for (const [i, x, y] of step.moves) moveNode(i, x, y);
  if (step.state !== undefined) { readState(step.state); pushAddress(); }
  update();
  toast("Undone");
}

export function select(i, options) {
  change((state) => { state.selected = i; }, options);
}
