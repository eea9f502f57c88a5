// The stage: vis-network keeps the camera, the pointer and the most important nodes in view; all other
// nodes are painted on a background layer (draw.js).

import { $, announce } from "./data.js";
import { G } from "./model.js";
import { S, change, eachNeighbor, select, undoStack } from "./state.js";
import { counts } from "./filter.js";
import { contoursShown, crossOf, resetRegions, ink, isFar, isSubdued, markAlpha, markRadius, paintScene, reachNow, rankText, setMarkShare, trace } from "./draw.js";
import { nodeColor } from "./look.js";
import { drawLabels, fontFamily, leads, placeLabels, setFont } from "./labels.js";
import { calm, follow, gathered, gatheredAround, inFront, inMotion, isGathered, leaving, now, release } from "./motion.js";
import { hideTip, preparePointer } from "./pointer.js";
import { addressWritten, flyToState } from "./address.js";
import { phone, pictured } from "./panels.js";

const LIVE = 220;      // number of nodes that vis-network draws
const MARGIN = 0.22;   // share of the view that is painted beyond each side
export let network = null, liveNodes = null, liveEdges = null;
let back = null;       // {canvas, view}
export let wholeScale = 0;    // scale at which everything is in view
export let hovered = -1, focusSet = null, moving = null;
export function setMoving(nodes) { moving = nodes; }
let settleTimer = 0, frame = 0;

export const stageSize = () => ({ width: $("canvas").clientWidth || 1, height: $("canvas").clientHeight || 1 });

export function cameraView(margin = 0) {
  const { width, height } = stageSize();
  const scale = network.getScale(), middle = network.getViewPosition();
  const w = (width / scale) * (0.5 + margin), h = (height / scale) * (0.5 + margin);
  return { x0: middle.x - w, x1: middle.x + w, y0: middle.y - h, y1: middle.y + h };
}

// Opacity of what is not in focus. A phone shows only the focus.
const dimmed = () => (phone.matches && S.selected >= 0 ? 0 : hovered >= 0 || !gathered().next().done ? 0.16 : 0.3);

// A node of vis-network, drawn like those of the background layer.
export function visNode(i) {
  return {
    id: i, x: G.x[i], y: G.y[i], shape: "custom", size: G.radius[i], label: undefined, physics: false,
    ctxRenderer: ({ ctx, id, x, y }) => ({
      drawNode() {
        const scale = network.getScale();
        ctx.save();
        ctx.globalAlpha = focusSet && !focusSet.has(id) ? dimmed() : focusSet ? 1 : markAlpha(id);
        paintMark(ctx, id, x, y, scale);
        ctx.restore();
      },
      nodeDimensions: { width: 2 * G.radius[i], height: 2 * G.radius[i] },
    }),
  };
}

export function paintMark(ctx, i, x, y, scale) {
  const r = markRadius(i, scale);
  ctx.beginPath();
  trace(ctx, G.kinds[G.kind[i]].shape, x, y, r);
  ctx.fillStyle = nodeColor(i);
  ctx.fill();
  ctx.lineWidth = 1.4 / scale;
  ctx.strokeStyle = ink.back;
  if (r * scale > 2.5) ctx.stroke();  // a halo would hide a smaller mark
  if (G.retracted[i]) {
    ctx.beginPath();
    for (const [a, b, c, d] of crossOf(x, y, r)) { ctx.moveTo(a, b); ctx.lineTo(c, d); }
    ctx.lineWidth = 2 / scale;
    ctx.strokeStyle = ink.text;
    ctx.stroke();
  }
  const rank = rankText(i, r * scale);
  if (rank) {
    ctx.font = `700 ${rank.size / scale}px ${fontFamily}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = ink.back;
    ctx.fillText(rank.text, x, y + (rank.down + 0.5) / scale);
  }
  if (i === S.selected || S.pinned.has(i)) {
    ctx.beginPath();
    ctx.arc(x, y, r * 1.35 + 3 / scale, 0, 6.2832);
    ctx.lineWidth = (i === S.selected ? 2.4 : 1.4) / scale;
    ctx.strokeStyle = i === S.selected ? ink.text : ink.soft;
    ctx.stroke();
  }
}

export function prepareStage() {
  setFont(getComputedStyle(document.body).fontFamily);
  liveNodes = new vis.DataSet([]);
  liveEdges = new vis.DataSet([]);
  network = new vis.Network($("canvas"), { nodes: liveNodes, edges: liveEdges }, {
    ...G.options,
    interaction: { ...G.options.interaction, selectConnectedEdges: false, hoverConnectedEdges: false },
    nodes: { ...G.options.nodes, chosen: false },
  });
  const canvas = $("canvas").querySelector("canvas");
  canvas.setAttribute("aria-hidden", "true");
  canvas.tabIndex = -1;
  for (const part of $("canvas").querySelectorAll("[tabindex]")) part.tabIndex = -1;
  network.on("beforeDrawing", (ctx) => {
    if (!back || settling) return;
    const { view } = back;
    ctx.save();
    ctx.globalAlpha = focusSet ? dimmed() : 1;
    ctx.drawImage(back.canvas, view.x0, view.y0, view.x1 - view.x0, view.y1 - view.y0);
    ctx.restore();
  });
  network.on("afterDrawing", (ctx) => { drawFront(ctx); });
  network.on("zoom", () => { settleSoon(); });
  network.on("dragging", onDragging);
  network.on("dragStart", onDragStart);
  network.on("dragEnd", onDragEnd);
  network.on("animationFinished", () => settle());
  network.on("resize", () => { if (staged) settleSoon(); else showStage(); });
  preparePointer(canvas);
}

// Nodes that stay bright: those around the selected one; null if none is selected.
function selectedSet() {
  if (S.pathNodes) return new Set(S.pathNodes);
  if (S.selected < 0 || (G.answer && G.seeds.includes(S.selected))) return null;
  const around = new Set([S.selected, ...G.seeds]);
  eachNeighbor(S.selected, (j) => { if (G.visible[j]) around.add(j); });
  return around.size > 1 ? around : null;
}

// Repaint after a change; set the camera the first time.
let staged = false, sized = "";
export function showStage() {
  if (!network || !pictured()) return;
  if (hovered < 0 || !G.visible[hovered]) { hovered = -1; focusSet = selectedSet(); }
  if (!$("canvas").clientWidth || !$("canvas").clientHeight) return;  // a frame that is not shown yet
  const { width, height } = stageSize(), size = `${width} ${height}`;
  if (sized !== size) network.setSize("100%", "100%");
  sized = size;
  follow(redraw, settle);
  if (staged) return settleNext();
  staged = true;
  network.setSize("100%", "100%");
  const all = !addressWritten && counts.shown <= 150;  // few enough to show all of them
  if (all || !flyToState(false)) fit(false);
}

export const redraw = () => network.redraw();
function redrawSoon() {
  if (!frame) frame = requestAnimationFrame(() => { frame = 0; redraw(); });
}

// Paint the foreground: edges and nodes of the hovered or selected node, and labels.
export function drawFront(ctx, scale = network.getScale()) {
  if (settling) return;
  followMoving();
  const centers = [];
  if (hovered >= 0) centers.push(hovered);
  else if (S.selected >= 0) centers.push(S.selected);
  const linked = new Set([...inFront()].filter((i) => G.visible[i]));
  const line = (a, b) => { const from = now(a), to = now(b); ctx.moveTo(from.x, from.y); ctx.lineTo(to.x, to.y); };
  ctx.save();
  ctx.strokeStyle = ink.accent;
  ctx.lineWidth = 1.5 / scale;
  const many = [...gathered()].length;  // so many lines that they would hide the nodes
  let lines = 0;
  for (const center of centers) eachNeighbor(center, (j) => { lines += G.visible[j]; });
  ctx.globalAlpha = hovered >= 0 ? 0.75 : many ? Math.max(0.06, Math.min(0.75, 30 / many)) : Math.max(0.25, Math.min(0.75, 10 / (lines || 1)));
  ctx.beginPath();
  for (const center of centers)
    eachNeighbor(center, (j) => {
      if (!G.visible[j]) return;
      linked.add(j);
      line(center, j);
    });
  if (moving)
    for (const i of moving) eachNeighbor(i, (j) => { if (G.visible[j]) { ctx.moveTo(G.x[i], G.y[i]); ctx.lineTo(G.x[j], G.y[j]); } });
  ctx.stroke();
  if (S.pathNodes) {
    ctx.lineWidth = 4 / scale;
    ctx.globalAlpha = 0.9;
    ctx.beginPath();
    S.pathNodes.forEach((i, k) => { if (k) ctx.lineTo(G.x[i], G.y[i]); else ctx.moveTo(G.x[i], G.y[i]); });
    ctx.stroke();
    for (const i of S.pathNodes) linked.add(i);
  }
  ctx.globalAlpha = 1;
  for (const i of new Set([...leaving(), ...[...leads].filter((one) => G.visible[one]), ...linked, ...centers, ...S.pinned])) {
    const { x, y, alpha } = now(i);
    ctx.globalAlpha = alpha * (focusSet && G.visible[i] && !focusSet.has(i) ? dimmed() : 1);
    if (G.visible[i] || inMotion(i)) paintMark(ctx, i, x, y, scale);
  }
  ctx.restore();
  drawLabels(ctx, scale, focusSet);
}

// Pixels of the picture that the key, and the timeline or the buttons of a phone cover.
const coveredNow = () => ({ top: $("key").offsetHeight ? $("key").offsetTop + $("key").offsetHeight : 0, bottom: $("timeline").offsetHeight ? stageSize().height - $("timeline").offsetTop : phone.matches ? stageSize().height - $("zoom").offsetTop : 0 });
export const placeAgain = () => placeLabels(cameraView(), network.getScale(), strongNow(), 1, coveredNow());

// Point at a node from elsewhere on the page, as if the pointer were on it.
export function point(i) {
  if (!network || !pictured() || hovered === i) return;
  const around = i >= 0 && G.visible[i] ? new Set([i]) : null;
  if (around) eachNeighbor(i, (j) => { if (G.visible[j]) around.add(j); });
  hovered = around ? i : -1;
  focusSet = around || selectedSet();
  placeAgain();
  redraw();
}

function settleSoon() {
  clearTimeout(settleTimer);
  settleTimer = setTimeout(settle, 110);
}

let settleFrame = 0, settling = false;
// Settle in the next frame, once for all changes before it.
function settleNext() {
  if (!settleFrame) settleFrame = requestAnimationFrame(() => { settleFrame = 0; settle(); });
}

// The camera has stopped: choose the nodes of vis-network, paint the background, place the labels.
export function settle() {
  clearTimeout(settleTimer);
  const scale = network.getScale(), { width: wide, height: high } = stageSize();
  setMarkShare(Math.min(1, Math.sqrt((wide * high) / 600000)));
  const view = cameraView(MARGIN);
  const pixels = Math.min(window.devicePixelRatio || 1, 2) * scale;
  settling = true;  // skip the redraws that vis-network triggers meanwhile
  chooseLive(view);
  settling = false;
  const canvas = back?.canvas || document.createElement("canvas");
  const width = Math.ceil((view.x1 - view.x0) * pixels), height = Math.ceil((view.y1 - view.y0) * pixels);
  if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
  const front = inFront();
  for (const i of moving || []) front.add(i);
  paintScene(canvas.getContext("2d"), view, scale, pixels, { moving: front, live: front });
  back = { canvas, view };
  const contourKey = $("contours");
  if (contourKey) contourKey.hidden = !contoursShown(scale);
  placeAgain();
  redraw();
}

// Gathered nodes are in the order of their distance: take them from all of it, not from the middle only.
export const NAMED = 30;
export function spread(nodes) {
  const step = Math.ceil(nodes.length / NAMED);
  return Array.from({ length: step }, (_, first) => nodes.filter((_, k) => k % step === first)).flat();
}

// Nodes that are labeled before all others.
export function strongNow() {
  const strong = new Set();
  if (S.pathNodes) for (const i of S.pathNodes) strong.add(i);
  const center = hovered >= 0 ? hovered : S.selected;
  if (center >= 0) {
    strong.add(center);
    const near = [];
    eachNeighbor(center, (j) => { if (G.visible[j]) near.push(j); });
    const named = center === gatheredAround() ? spread([...gathered()]) : near.sort((a, b) => G.weight[b] - G.weight[a]);
    for (const j of named.slice(0, NAMED)) strong.add(j);
  }
  for (const i of S.pinned) strong.add(i);
  return strong;
}

function chooseLive(view) {
  const wanted = new Set([...S.pinned, ...(moving || [])]);
  if (S.selected >= 0) wanted.add(S.selected);
  const far = isFar(network.getScale());
  for (const i of G.order) {
    if (wanted.size >= LIVE) break;
    if (far && isSubdued(i)) continue;
    if (G.visible[i] && !isGathered(i) && !inMotion(i) && G.x[i] > view.x0 && G.x[i] < view.x1 && G.y[i] > view.y0 && G.y[i] < view.y1) wanted.add(i);
  }
  const gone = liveNodes.getIds().filter((i) => !wanted.has(i));
  const fresh = [...wanted].filter((i) => !liveNodes.get(i)).map(visNode);
  if (gone.length) liveNodes.remove(gone);
  if (fresh.length) liveNodes.add(fresh);
}

export function moveNode(i, x, y) {
  G.x[i] = x; G.y[i] = y;
  resetRegions();
  if (liveNodes.get(i)) network.moveNode(i, x, y);
}

let dragFrom = null;
function onDragStart({ nodes }) {
  hideTip();
  if (!nodes.length) return;
  moving = new Set(nodes);
  dragFrom = nodes.map((i) => [i, G.x[i], G.y[i]]);
  settle();
}
function onDragging({ nodes }) {
  if (!nodes.length) {
    const view = cameraView();
    const b = back?.view;
    if (b && (view.x0 < b.x0 || view.x1 > b.x1 || view.y0 < b.y0 || view.y1 > b.y1)) settle();
    else settleSoon();
    return;
  }
  redrawSoon();  // vis-network reports a drag before it moves the node
}
export function followMoving() {
  for (const i of moving || []) if (liveNodes.get(i)) { const at = network.getPosition(i); G.x[i] = at.x; G.y[i] = at.y; }
}
function onDragEnd({ nodes }) {
  if (nodes.length && dragFrom) undoStack.push({ moves: dragFrom });
  for (const i of nodes) release(i);
  $("undo").disabled = undoStack.length === 0;
  followMoving();
  moving = null; dragFrom = null;
  network.unselectAll();
  if (nodes.length) resetRegions();
  settle();
}

// ---- camera ----
export function fly(x, y, scale, animate = true) {
  const animation = animate && !calm.matches ? { duration: 420, easingFunction: "easeInOutQuad" } : false;
  settling = !animation;
  network.moveTo({ position: { x, y }, scale, animation });
  settling = false;
  if (!animation) settleNext();
}

// The rectangle of the shown nodes, or of some of them; null without any.
export function extent(only = null) {
  const xs = [], ys = [];
  for (let i = 0; i < G.n; i++) if (only ? only.has(i) : G.visible[i]) { xs.push(G.x[i]); ys.push(G.y[i]); }
  if (!xs.length) return null;
  xs.sort((a, b) => a - b); ys.sort((a, b) => a - b);
  const far = only || xs.length < 500 ? 0 : Math.floor(xs.length * 0.001);  // ignore outliers
  return { x0: xs[far], x1: xs[xs.length - 1 - far], y0: ys[far], y1: ys[ys.length - 1 - far] };
}

// Pixels above and below the middle part of the picture, which is at least two thirds of it.
function coveredShare() {
  const { top, bottom } = coveredNow(), most = stageSize().height / 6;
  return { above: Math.min(top, most), below: Math.min(bottom, most) };
}

export function fit(animate = true, only = null) {
  const found = extent(only);
  if (!found) return;
  const { x0, x1, y0, y1 } = found;
  const { width, height } = stageSize();
  const { above, below } = coveredShare();
  const reach = only ? 0 : reachNow(), wide = 2 * Math.max(30, reach), edge = reach ? 16 : 60;  // beside the nodes, in units of the plane and in pixels
  const scale = Math.min(2, Math.max(0.02, Math.min((width - edge) / (x1 - x0 + wide), (height - edge - below - above) / (y1 - y0 + wide))));
  if (!only) wholeScale = scale;
  fly((x0 + x1) / 2, (y0 + y1) / 2 + (below - above) / 2 / scale, scale, animate);
}

// After a change of the filters: show the papers that are left, else everything that is left.
export function refit() {
  if (!network || !pictured() || !counts.shown) return;
  const papers = new Set();
  if (counts.filtered && counts.papers) for (let i = 0; i < G.n; i++) if (G.visible[i] && G.kind[i] === G.paper) papers.add(i);
  fit(true, papers.size > 1 ? papers : null);
}

// Fly to node i and most of its neighbors, or to the expanded node that it is a neighbor of.
export function flyAround(i, animate = true) {
  const center = gatheredAround();
  if (center < 0) return fly(G.x[i], G.y[i], scaleAround(i, stageSize()), animate);
  const { width, height } = stageSize(), { above, below } = coveredShare();
  const scale = scaleAround(center, { width, height: height - above - below });
  fly(G.x[center], G.y[center] + (below - above) / 2 / scale, scale, animate);
}

// The scale at which node i in the middle and most of its neighbors are in view; all of them if they are gathered.
function scaleAround(i, { width, height }) {
  const need = [], all = i === gatheredAround(), room = all ? 0.37 : 0.43;
  eachNeighbor(i, (j) => { if (G.visible[j]) need.push(Math.max(Math.abs(G.x[j] - G.x[i]) / (room * width), Math.abs(G.y[j] - G.y[i]) / (room * height))); });
  if (!need.length) return Math.max(network.getScale(), 1);
  need.sort((a, b) => a - b);
  return Math.max(all ? 0.05 : wholeScale, Math.min(all ? 1.6 : 1.2, 1 / need[Math.floor((all ? 1 : 0.9) * (need.length - 1))]));
}

export function goTo(i) {
  if (S.hidden.has(i)) change((state) => { state.hidden.delete(i); });
  select(i);
  if (S.as === "graph") flyAround(i);
  announce(`Selected ${G.name[i]}; details are in the panel`);
}

export function zoomBy(factor) {
  const { x, y } = network.getViewPosition();
  fly(x, y, Math.min(6, Math.max(0.02, network.getScale() * factor)));
}
