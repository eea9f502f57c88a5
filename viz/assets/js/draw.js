// Marks, and the background layer: regions, edges and most nodes. It is painted once whenever the
// camera stops, and only moved with the camera in between.

import { G } from "./model.js";
import { S } from "./state.js";
import { counts } from "./filter.js";
import { bundles, bundleWidth } from "./bundles.js";
import { axis, colorBy, layoutNow, nodeColor } from "./look.js";
import { hasContours, paintContours } from "./contours.js";
import { leads } from "./labels.js";
import { atHome } from "./motion.js";

const ANGLES = {
  diamond: [4, -90, 1.25], square: [4, -45, 1.2], hexagon: [6, 0, 1.1],
  triangle: [3, -90, 1.3], triangleDown: [3, 90, 1.3],
};

// Corners of a mark of radius 1 at the origin, or null for a circle.
function corners(shape) {
  if (shape === "star")
    return Array.from({ length: 10 }, (_, k) => {
      const r = k % 2 ? 0.58 : 1.3, a = ((k * 36 - 90) * Math.PI) / 180;
      return [r * Math.cos(a), r * Math.sin(a)];
    });
  const found = ANGLES[shape];
  if (!found) return null;
  const [count, first, size] = found;
  return Array.from({ length: count }, (_, k) => {
    const a = ((first + (k * 360) / count) * Math.PI) / 180;
    return [size * Math.cos(a), size * Math.sin(a)];
  });
}
const CORNERS = {};
const cornersOf = (shape) => {
  if (CORNERS[shape] === undefined) CORNERS[shape] = corners(shape);
  return CORNERS[shape];
};

export function trace(ctx, shape, x, y, r) {
  const points = cornersOf(shape);
  if (!points) { ctx.moveTo(x + r, y); ctx.arc(x, y, r, 0, 6.2832); return; }
  points.forEach(([px, py], k) => { if (k) ctx.lineTo(x + r * px, y + r * py); else ctx.moveTo(x + r * px, y + r * py); });
  ctx.closePath();
}

export const SVG = "http://www.w3.org/2000/svg";
export function svgEl(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
export function svgMark(shape, x, y, r, attributes) {
  const points = cornersOf(shape);
  if (!points) return svgEl("circle", { cx: x, cy: y, r, ...attributes });
  return svgEl("polygon", { points: points.map(([px, py]) => `${(x + r * px).toFixed(2)},${(y + r * py).toFixed(2)}`).join(" "), ...attributes });
}

// The mark of a kind, for lists and the legend.
export function glyph(kind) {
  const svg = svgEl("svg", { viewBox: "0 0 16 16", class: "glyph", "aria-hidden": "true" });
  const mark = svgMark(G.kinds[kind].shape, 8, 8.3, 5.4, { fill: colorOf(kind), stroke: "none" });
  mark.dataset.kind = kind;
  svg.append(mark);
  return svg;
}

export const ink = {};
export const dark = () => document.documentElement.dataset.theme === "dark";
export const colorOf = (kind) => (dark() ? G.kinds[kind].dark : G.kinds[kind].color);
export function readInk() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["back", "card", "text", "soft", "edge", "accent"]) ink[name] = style.getPropertyValue(`--${name}`).trim();
  for (const mark of document.querySelectorAll(".glyph [data-kind]")) mark.setAttribute("fill", colorOf(+mark.dataset.kind));
}

// Nodes that form the region of each community: those in grid cells where it has the majority.
export let regionDots = null, regionReach = 46;
let regionVisible = null;  // the visibility they were computed for
export function resetRegions() { regionDots = null; }
export function forgetRegions() {
  if (regionVisible?.every((shown, i) => shown === G.visible[i])) return;
  regionVisible = G.visible.slice();
  regionDots = null;
}

export function findRegions() {
  const votes = new Map();
  const far = [];
  for (let i = 0; i < G.n; i++) if (G.visible[i]) far.push(Math.hypot(G.x[i], G.y[i]));
  far.sort((a, b) => a - b);
  // distance between evenly spread nodes
  const spacing = Math.sqrt((Math.PI * (far[Math.floor(far.length * 0.9)] || 1) ** 2) / (0.9 * far.length + 1));
  regionReach = Math.max(26, 1.15 * spacing);
  const cell = 1.7 * spacing || 1;
  const cellOf = (i) => [Math.floor(G.x[i] / cell), Math.floor(G.y[i] / cell)];
  // people, organizations and venues lie between themes
  const topic = G.kindOf.Topic ?? -1, belongs = (i) => G.community[i] >= 0 && G.visible[i] && (!papersFirst() || G.kind[i] === G.paper || G.kind[i] === topic);
  for (let i = 0; i < G.n; i++) {
    if (!belongs(i)) continue;
    const [cx, cy] = cellOf(i);
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++) {
        const key = (cx + dx) * 65536 + cy + dy;
        let vote = votes.get(key);
        if (!vote) { vote = new Map(); votes.set(key, vote); }
        vote.set(G.community[i], (vote.get(G.community[i]) || 0) + (dx || dy ? 1 : 2));
      }
  }
  regionDots = G.communities.map(() => []);
  if (layoutNow() === "timeline") {  // a theme is a band
    for (let i = 0; i < G.n; i++) if (G.visible[i] && G.community[i] >= 0) regionDots[G.community[i]].push(i);
    return;
  }
  const shown = new Set();
  for (let i = 0; i < G.n; i++) if (belongs(i)) shown.add(G.community[i]);
  if (shown.size < 2) return;  // one region around everything tells nothing apart
  for (let i = 0; i < G.n; i++) {
    if (!belongs(i)) continue;
    const own = G.community[i];
    const [cx, cy] = cellOf(i);
    const vote = votes.get(cx * 65536 + cy);
    let all = 0;
    for (const value of vote.values()) all += value;
    if (vote.get(own) > 0.5 * all || vote.get(own) === Math.max(...vote.values())) regionDots[own].push(i);
  }
}

// Regions are paler if colors mean something else.
export const REGION_ALPHA = () => (dark() ? 0.24 : 0.19) * (colorBy() === "region" || G.answer ? 1 : 0.45);

// The regions as one small image of the whole plane, scaled up when drawn, which softens edges.
let regionSheet = null, contours = null;
function regionsNow() {
  if (!regionDots) { atHome(findRegions); regionSheet = null; contours = null; }
  return regionDots;
}
function sheetNow() {
  regionsNow();
  regionSheet ??= atHome(paintRegions);
  return regionSheet;
}

// How far regions reach beyond their nodes; 0 without any.
export const reachNow = () => (!G.answer && G.communities.length > 1 && layoutNow() === "map" && regionsNow().some((dots) => dots.length) ? 1.2 * regionReach : 0);

function drawRegions(ctx, scale) {
  ctx.save();
  for (const [sheet, alpha] of [[sheetNow(), 1], [contoursNow(scale), CONTOUR_ALPHA]]) {
    if (!sheet) continue;
    ctx.globalAlpha = Math.min(1, REGION_ALPHA() * alpha);
    ctx.drawImage(sheet.canvas, sheet.x0, sheet.y0, sheet.width, sheet.height);
  }
  ctx.restore();
}

// The contours, from afar only; null without any.
export const CONTOUR_ALPHA = 2.2;
export const contoursShown = (scale) => isFar(scale) && layoutNow() === "map" && G.communities.length > 1 && hasContours();
export function contoursNow(scale) {
  if (!contoursShown(scale) || !sheetNow()) return null;
  contours ??= atHome(() => paintContours(regionSheet, regionReach));
  return contours;
}

function paintRegions() {
  const all = regionDots.flat();
  if (!all.length) return null;
  let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
  for (const i of all) { x0 = Math.min(x0, G.x[i]); x1 = Math.max(x1, G.x[i]); y0 = Math.min(y0, G.y[i]); y1 = Math.max(y1, G.y[i]); }
  const edge = 2 * regionReach;
  x0 -= edge; x1 += edge; y0 -= edge; y1 += edge;
  const unit = Math.max(regionReach / 24, (x1 - x0) / 1000, (y1 - y0) / 1000);
  const width = Math.ceil((x1 - x0) / unit), height = Math.ceil((y1 - y0) / unit), reach = regionReach / unit;
  const canvas = document.createElement("canvas");
  canvas.width = width; canvas.height = height;
  const ctx = canvas.getContext("2d");
  const at = (i) => [(G.x[i] - x0) / unit, (G.y[i] - y0) / unit];
  if (all.length <= 4000)
    regionDots.forEach((dots, c) => {
      ctx.fillStyle = G.communities[c].color;
      for (const i of dots) { ctx.beginPath(); ctx.arc(...at(i), reach, 0, 6.2832); ctx.fill(); }
    });
  else ctx.putImageData(stampRegions(width, height, reach, at), 0, 0);
  return { canvas: rounded(canvas, reach), x0, y0, width: width * unit, height: height * unit };
}

// Merge circles into one shape with a smooth outline: blur, then threshold.
function rounded(canvas, reach) {
  const smooth = document.createElement("canvas");
  smooth.width = canvas.width; smooth.height = canvas.height;
  const ctx = smooth.getContext("2d", { willReadFrequently: true });
  if (ctx.filter === undefined) return canvas;  // Safari has no canvas filters: keep circles
  ctx.filter = `blur(${(0.45 * reach).toFixed(1)}px)`;
  ctx.drawImage(canvas, 0, 0);
  const image = ctx.getImageData(0, 0, smooth.width, smooth.height), data = image.data;
  for (let k = 3; k < data.length; k += 4) data[k] = Math.max(0, Math.min(255, (data[k] - 104) * 6));
  ctx.putImageData(image, 0, 0);
  return smooth;
}

// The same without antialiasing, several times faster for many nodes.
function stampRegions(width, height, reach, at) {
  const image = new ImageData(width, height), pixels = new Uint32Array(image.data.buffer);
  regionDots.forEach((dots, c) => {
    const hex = parseInt(G.communities[c].color.slice(1), 16);
    const color = (0xff << 24) | ((hex & 0xff) << 16) | (hex & 0xff00) | (hex >> 16);
    for (const i of dots) {
      const [cx, cy] = at(i);
      for (let py = Math.max(0, Math.ceil(cy - reach)); py <= Math.min(height - 1, cy + reach); py++) {
        const half = Math.sqrt(reach * reach - (py - cy) ** 2);
        pixels.fill(color, py * width + Math.max(0, Math.ceil(cx - half)), py * width + Math.min(width, Math.floor(cx + half) + 1));
      }
    }
  });
  return image;
}

const EDGE_BUDGET = 12000;
const REACHES = [90, 220, 500, 1200, Infinity];
export const EDGE_ALPHA = [0.62, 0.42, 0.24, 0.13, 0.07];

// Visible edges grouped by length; long edges are fainter and are sampled if there are too many.
export function edgesIn(view, skip) {
  const buckets = REACHES.map(() => []);
  for (let e = 0; e < G.m; e++) {
    const a = G.source[e], b = G.target[e];
    if (!G.visible[a] || !G.visible[b] || S.typesOff.has(G.type[e]) || (skip && (skip.has(a) || skip.has(b)))) continue;
    const ax = G.x[a], ay = G.y[a], bx = G.x[b], by = G.y[b];
    if ((ax < view.x0 && bx < view.x0) || (ax > view.x1 && bx > view.x1) ||
        (ay < view.y0 && by < view.y0) || (ay > view.y1 && by > view.y1)) continue;
    const length = Math.hypot(ax - bx, ay - by);
    let k = 0;
    while (length > REACHES[k]) k++;
    buckets[k].push(e);
  }
  let left = EDGE_BUDGET;
  return buckets.map((bucket) => {
    const kept = bucket.length > left ? bucket.filter((_, k) => k % Math.ceil(bucket.length / Math.max(1, left)) === 0) : bucket;
    left = Math.max(0, left - kept.length);
    return kept;
  });
}

function drawEdges(ctx, view, scale, fine, skip) {
  const buckets = edgesIn(view, skip);
  const many = buckets.reduce((sum, bucket) => sum + bucket.length, 0);
  const thin = Math.max(0.35, Math.min(1, 2600 / (many + 1)));
  ctx.strokeStyle = ink.edge;
  // One path is fastest for many one-pixel lines, separate paths for wider ones.
  const wide = many <= 700;
  ctx.lineWidth = (wide ? Math.max(1, Math.min(1.6 * fine, 1.1 * fine * scale)) : 1) / (scale * fine);
  for (let k = buckets.length - 1; k >= 0; k--) {
    ctx.globalAlpha = EDGE_ALPHA[k] * thin;
    ctx.beginPath();
    for (const e of buckets[k]) {
      if (wide) ctx.beginPath();
      ctx.moveTo(G.x[G.source[e]], G.y[G.source[e]]);
      ctx.lineTo(G.x[G.target[e]], G.y[G.target[e]]);
      if (wide) ctx.stroke();
    }
    if (!wide) ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

function drawBundles(ctx, scale, skip) {
  ctx.strokeStyle = ink.edge;
  for (const one of bundles) {
    if (skip?.has(one.a) || skip?.has(one.b)) continue;
    ctx.globalAlpha = 0.55;
    ctx.lineWidth = bundleWidth(one) / Math.max(0.5, scale);
    ctx.beginPath();
    ctx.moveTo(G.x[one.a], G.y[one.a]);
    ctx.lineTo(G.x[one.b], G.y[one.b]);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

// Marks have a minimum size on screen, so that important nodes stay visible from afar; the minimum is
// smaller on small screens.
let markShare = 1;
export function setMarkShare(share) { markShare = share; }
// Under a filter, papers grow until they can be read, and other nodes are sized by their shown links.
function smallest(i) {
  if (!counts.filtered) return 0;
  if (G.kind[i] !== G.paper) return Math.min(9, 3 + Math.log2(1 + counts.degree[i]));
  return counts.papers <= 60 ? 8 : counts.papers <= 200 ? 6 : counts.papers <= 600 ? 3.5 : 0;
}
// A rank is written in its mark, which is large enough to read it unless there are many.
const RANKS = 60;
const pointed = (i) => /^triangle|^star/.test(G.kinds[G.kind[i]].shape);  // of which the number needs the middle
const readable = (i) => (G.rankOf.has(i) && G.rankOf.size <= RANKS ? (pointed(i) ? 13 : 9) : 0);
export function rankText(i, r) {
  if (!G.rankOf.has(i)) return null;
  const text = String(G.rankOf.get(i)), size = Math.min(13, r * (pointed(i) ? 0.78 : 1.15) * (text.length > 2 ? 0.7 : 1));
  const shape = G.kinds[G.kind[i]].shape;
  return size < 7 ? null : { text, size, down: shape === "triangle" ? 0.12 * r : shape === "triangleDown" ? -0.12 * r : 0 };
}
// The papers that are named from afar are large enough to see which mark a name belongs to.
const LEADING = 3.4;
export const markRadius = (i, scale) => Math.max((leads.has(i) ? LEADING : readable(i)) / scale, ownRadius(i, scale));
const ownRadius = (i, scale) => isSubdued(i) && !counts.filtered ? Math.max(0.55 * G.radius[i], 1.2 / scale) : counts.filtered && G.kind[i] !== G.paper
  ? Math.max(Math.min(G.radius[i], 4 + 1.4 * Math.log2(1 + counts.degree[i])), markShare * Math.min(smallest(i), 1.5 + counts.degree[i]) / scale)
  : Math.max(G.radius[i], smallest(i) / scale, (G.kind[i] === G.paper ? Math.max(0.8, 1.2 * markShare) : markShare * Math.min(7, 1.2 + 0.16 * G.weight[i] * G.weight[i])) / scale);

// A page of papers shows papers first: other nodes are smaller and paler, and not drawn from afar.
export const papersFirst = () => !G.answer && G.focus < 0 && G.paper >= 0 && colorBy() !== "kind";
const FAR = 0.3, MANY = 1500;  // scale and number of nodes
export const isFar = (scale) => papersFirst() && scale < FAR && counts.shown > MANY && !counts.filtered;
export const isSubdued = (i) => papersFirst() && G.kind[i] !== G.paper && i !== S.selected && !S.pinned.has(i);
export const markAlpha = (i) => (isSubdued(i) ? 0.6 : 1);

function drawDots(ctx, view, scale, skip) {
  const paths = new Map(), far = isFar(scale);  // by kind and color
  let many = 0;
  for (let i = 0; i < G.n; i++) {
    if (!G.visible[i] || skip?.has(i)) continue;
    const r = G.radius[i];
    if (G.x[i] + r < view.x0 || G.x[i] - r > view.x1 || G.y[i] + r < view.y0 || G.y[i] - r > view.y1) continue;
    if (far && isSubdued(i)) continue;
    const key = `${G.kind[i] === G.paper ? 1 : 0}${G.kind[i]}${nodeColor(i)}`;
    if (!paths.has(key)) paths.set(key, []);
    paths.get(key).push(i);
    many++;
  }
  const halo = scale > 0.3;
  ctx.lineWidth = 1.4 / scale;
  ctx.strokeStyle = ink.back;
  for (const [, path] of [...paths].sort(([a], [b]) => (a < b ? -1 : 1))) {  // papers last
    const kind = G.kind[path[0]];
    ctx.fillStyle = nodeColor(path[0]);
    ctx.globalAlpha = kind !== G.paper ? markAlpha(path[0]) : contoursShown(scale) ? 0.34 : many > 2000 ? Math.min(1, 0.7 + scale) : 1;
    ctx.beginPath();
    for (const i of path) {
      const r = markRadius(i, scale);
      if (r * scale < 1.7) ctx.rect(G.x[i] - r, G.y[i] - r, 2 * r, 2 * r);
      else trace(ctx, G.kinds[kind].shape, G.x[i], G.y[i], r);
    }
    ctx.fill();
    if (halo) ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

// The corners of a cross over the mark of a retracted paper: two lines as [x1, y1, x2, y2].
export function crossOf(x, y, r) {
  const k = 1.15 * r;
  return [[x - k, y - k, x + k, y + k], [x - k, y + k, x + k, y - k]];
}

function drawCrosses(ctx, view, scale, skip) {
  ctx.strokeStyle = ink.text;
  ctx.lineWidth = 2 / scale;
  ctx.beginPath();
  for (let i = 0; i < G.n; i++) {
    if (!G.retracted[i] || !G.visible[i] || skip?.has(i) || G.x[i] < view.x0 || G.x[i] > view.x1 || G.y[i] < view.y0 || G.y[i] > view.y1) continue;
    for (const [a, b, c, d] of crossOf(G.x[i], G.y[i], markRadius(i, scale))) { ctx.moveTo(a, b); ctx.lineTo(c, d); }
  }
  ctx.stroke();
}

// The years of the timeline.
function drawAxis(ctx, view, scale) {
  if (!axis.length) return;
  ctx.save();
  ctx.strokeStyle = ink.edge; ctx.fillStyle = ink.soft;
  ctx.lineWidth = 1 / scale;
  ctx.font = `600 ${13 / scale}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textAlign = "left"; ctx.textBaseline = "bottom";
  let last = -Infinity;
  for (const { x, text } of axis) {
    if (x < view.x0 || x > view.x1) continue;
    ctx.globalAlpha = 0.35;
    ctx.beginPath(); ctx.moveTo(x, view.y0); ctx.lineTo(x, view.y1); ctx.stroke();
    ctx.globalAlpha = 1;
    if ((x - last) * scale < 44) continue;
    last = x;
    ctx.fillText(text, x + 4 / scale, axisBottom(view) - 6 / scale);
  }
  ctx.restore();
}
// The lower end of the papers, or of the view.
function axisBottom(view) {
  let low = -Infinity;
  for (let i = 0; i < G.n; i++) if (G.visible[i] && G.y[i] > low) low = G.y[i];
  return Math.min(view.y1, low + 0.06 * (view.y1 - view.y0));
}

// Paint everything in `view` (a rectangle of the plane) at `k` pixels per unit.
export function paintScene(ctx, view, scale, k, { moving = null, live = null } = {}) {
  ctx.setTransform(k, 0, 0, k, -view.x0 * k, -view.y0 * k);
  ctx.clearRect(view.x0, view.y0, view.x1 - view.x0, view.y1 - view.y0);
  if (G.communities.length && layoutNow() === "map") drawRegions(ctx, scale);
  else if (!regionDots) findRegions();
  drawAxis(ctx, view, scale);
  if (!isFar(scale)) drawEdges(ctx, view, scale, k / scale, moving);
  drawBundles(ctx, scale, moving);
  drawDots(ctx, view, scale, live);
  if (G.retracted.length) drawCrosses(ctx, view, scale, live);
}
