// Where nodes are for a moment: the neighbors of an expanded node gather around it, the nodes of a path in a line,
// and nodes that come or go fade.

import { G } from "./model.js";
import { S, eachNeighbor } from "./state.js";
import { stageSize } from "./stage.js";

const TIME = 320, MOST_MOVING = 1500;  // milliseconds; nodes that are animated
export const calm = matchMedia("(prefers-reduced-motion: reduce)");
const home = new Map();   // gathered nodes: their positions otherwise
const motions = new Map();  // nodes in motion: start of the motion {x, y}, and whether they appear or vanish
let shownLast = null, gatherCenter = -1, selectedLast = -1, started = 0, motionFrame = 0;

export const isGathered = (i) => home.has(i);
export const gathered = () => home.keys();
// Nodes that the background does not show, because they are painted in front of it.
export const inFront = () => new Set([...home.keys(), ...motions.keys()]);
export const inMotion = (i) => motions.has(i);
const progress = () => { const t = Math.min(1, (performance.now() - started) / TIME); return t * (2 - t); };

// Position and opacity of a node now.
export function now(i) {
  const from = motions.get(i);
  if (!from) return { x: G.x[i], y: G.y[i], alpha: 1 };
  const t = progress();
  return { x: from.x + (G.x[i] - from.x) * (from.vanishes ? 0 : t), y: from.y + (G.y[i] - from.y) * (from.vanishes ? 0 : t), alpha: from.vanishes ? 1 - t : from.appears ? t : 1 };
}
export const leaving = () => [...motions.keys()].filter((i) => motions.get(i).vanishes);

// Run a function while all nodes are where they are without a selection.
export function atHome(action) {
  const swap = () => { for (const [i, at] of home) { [G.x[i], at[0]] = [at[0], G.x[i]]; [G.y[i], at[1]] = [at[1], G.y[i]]; } };
  swap();
  try { return action(); } finally { swap(); }
}

// The expanded node whose neighbors are around it, -1 for none: it is selected, or one of its neighbors is.
export const gatheredAround = () => gatherCenter;
function expandedNow() {
  if (S.selected < 0 || S.expanded.has(S.selected)) return S.selected;
  return [...S.expanded].reverse().find((i) => G.visible[i] && linked(i, S.selected)) ?? -1;
}

// A node that was moved by hand stays there.
export const release = (i) => home.delete(i);

function placesAround(i) {
  const found = new Set();
  eachNeighbor(i, (j) => { if (G.visible[j] && j !== i) found.add(j); });
  const near = [...found];
  if (!near.length) return null;
  const x = (j) => home.get(j)?.[0] ?? G.x[j], y = (j) => home.get(j)?.[1] ?? G.y[j];
  const space = 2.2 * near.reduce((most, j) => Math.max(most, G.radius[j]), 0) + 8;
  const { width, height } = stageSize(), wide = Math.max(0.8, Math.min(1.6, width / height));
  const ring = near.length <= 24, cx = x(i), cy = y(i);
  const reach = ring ? Math.max(90, (near.length * space) / 5) : space * Math.sqrt(near.length + 2);
  if (ring) near.sort((a, b) => Math.atan2(y(a) - cy, x(a) - cx) - Math.atan2(y(b) - cy, x(b) - cx));
  else near.sort((a, b) => G.kind[a] - G.kind[b] || G.weight[b] - G.weight[a]);
  return near.map((j, k) => {
    const angle = ring ? (2 * Math.PI * k) / near.length - Math.PI / 2 : k * Math.PI * (3 - Math.sqrt(5));
    const r = ring ? reach : space * Math.sqrt(k + 2);
    return [j, cx + wide * r * Math.cos(angle), cy + r * Math.sin(angle)];
  });
}

// The nodes of a path in a line, where the picture is not that of an answer.
const PATH_STEP = 120;
export function placesOnPath(nodes) {
  if (G.answer || !nodes) return null;
  const mean = (axis, at) => nodes.reduce((sum, i) => sum + (home.get(i)?.[at] ?? axis[i]), 0) / nodes.length;
  const cx = mean(G.x, 0), cy = mean(G.y, 1), step = Math.max(PATH_STEP, 5 * Math.max(...nodes.map((i) => G.radius[i])));
  return nodes.map((i, k) => [i, cx + (k - (nodes.length - 1) / 2) * step, cy]);
}

// Gather the neighbors of the expanded node, or the nodes of the path; let others go home. `redraw` paints a frame, `done` the result.
export function follow(redraw, done) {
  const before = new Map();
  const note = (i, more) => { if (!before.has(i)) before.set(i, { ...now(i), ...more }); };
  gatherCenter = S.path ? -1 : expandedNow();
  const wanted = S.path ? placesOnPath(S.pathNodes) : gatherCenter >= 0 ? placesAround(gatherCenter) : null;
  const next = new Map(wanted?.map(([j, x, y]) => [j, [x, y]]));
  for (const [i, [x, y]] of [...home]) {
    if (next.has(i)) continue;
    note(i);
    G.x[i] = x; G.y[i] = y;
    home.delete(i);
  }
  for (const [i, [x, y]] of next) {
    note(i);
    if (!home.has(i)) home.set(i, [G.x[i], G.y[i]]);
    G.x[i] = x; G.y[i] = y;
  }
  const origin = S.selected >= 0 ? S.selected : selectedLast;
  if (shownLast?.length === G.n)
    for (let i = 0; i < G.n; i++) {
      if (shownLast[i] === G.visible[i]) continue;
      const near = origin >= 0 && linked(origin, i) ? { x: G.x[origin], y: G.y[origin] } : {};
      if (G.visible[i]) before.set(i, { ...now(i), ...near, appears: true });
      else before.set(i, { ...now(i), vanishes: true });
    }
  shownLast = G.visible.slice();
  selectedLast = S.selected;
  motions.clear();
  cancelAnimationFrame(motionFrame);
  if (calm.matches || before.size > MOST_MOVING) return;
  for (const [i, from] of before) if (from.appears || from.vanishes || from.x !== G.x[i] || from.y !== G.y[i]) motions.set(i, from);
  if (!motions.size) return;
  started = performance.now();
  const step = () => {
    if (performance.now() - started < TIME) { redraw(); motionFrame = requestAnimationFrame(step); } else { motions.clear(); done(); }
  };
  motionFrame = requestAnimationFrame(step);
}

function linked(a, b) {
  let found = false;
  eachNeighbor(a, (j) => { if (j === b) found = true; });
  return found;
}
