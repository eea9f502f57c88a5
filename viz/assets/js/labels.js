// Labels on the canvas: the most important first, without overlaps.

import { clean } from "./data.js";
import { G } from "./model.js";
import { S } from "./state.js";
import { counts } from "./filter.js";
import { countedBundles } from "./bundles.js";
import { ink, isFar, isSubdued, markRadius, papersFirst, regionDots } from "./draw.js";
import { colorBy, layoutNow, scoreOf } from "./look.js";
import { gathered, inMotion, isGathered } from "./motion.js";
import { phone } from "./panels.js";
import { focusSet, hovered, stageSize, wholeScale } from "./stage.js";

export let labels = [];       // of nodes: {i, text, size, strong}
export let bundleLabels = [];  // of bundles: {one, share, down, wide}
export let regionNames = [];  // of communities: {x, y, text, color}

export function shortName(i, most = 38) {
  const name = clean(G.name[i]);
  const colon = name.search(/: /);  // not that of an address or an identifier
  return G.kind[i] === G.paper && colon > 2 && colon <= 32 ? name.slice(0, colon) : cutName(i, most);
}

function cutName(i, most = 38) {
  const name = clean(G.name[i]);
  return name.length <= most ? name : `${name.slice(0, most - 2).trimEnd()}…`;
}

const hasName = (i) => !G.stub[i] && !/^https?:/i.test(G.name[i]);  // not an identifier or an address in its place

const widths = new Map();
const measure = document.createElement("canvas").getContext("2d");
export function widthOf(text, size, weight) {
  const key = `${size}|${weight}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    measure.font = fontOf(size, weight);
    width = measure.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}
export let fontFamily = "sans-serif";
export function setFont(family) { fontFamily = family; }
const fontOf = (size, weight = 500) => `${weight} ${size}px ${fontFamily}`;

// Occupied boxes on the screen, in a grid that keeps lookups short.
function takenBoxes() {
  const CELL = 96, cells = new Map();
  const each = (x0, y0, x1, y1, callback) => {
    for (let cx = Math.floor(x0 / CELL); cx <= Math.floor(x1 / CELL); cx++)
      for (let cy = Math.floor(y0 / CELL); cy <= Math.floor(y1 / CELL); cy++)
        if (callback(cx * 4096 + cy) === false) return false;
    return true;
  };
  return {
    // is the box free, except for boxes of `own`?
    free: (x0, y0, x1, y1, own = -1) =>
      each(x0, y0, x1, y1, (key) => !(cells.get(key) || []).some((box) => box[4] !== own && x0 < box[2] && x1 > box[0] && y0 < box[3] && y1 > box[1])),
    take(x0, y0, x1, y1, own = -1) {
      each(x0, y0, x1, y1, (key) => { if (!cells.has(key)) cells.set(key, []); cells.get(key).push([x0, y0, x1, y1, own]); });
    },
  };
}

// Distance from the center of a mark to its label in pixels, with room for the selection ring.
export const labelGap = (i, scale) =>
  markRadius(i, scale) * scale * (i === S.selected || S.pinned.has(i) ? 1.35 : 1.15) + (i === S.selected ? 8 : 4);

// The papers that are named from afar: the best of all, then the best of each theme in turn.
let leaders = null;
export let leads = new Set();  // those of the present picture
function leadingPapers() {
  const key = `${G.n}|${counts.shown}|${counts.papers}|${counts.edges}|${layoutNow()}`;
  if (leaders?.key === key) return leaders.papers;
  const papers = [...G.order].filter((i) => G.kind[i] === G.paper && G.visible[i] && (G.community[i] >= 0 || !G.communities.length)).sort((a, b) => (scoreOf(b) ?? -1) - (scoreOf(a) ?? -1));
  const turns = new Map(), turnOf = new Map();
  for (const i of papers) { const c = G.community[i], turn = turns.get(c) || 0; turns.set(c, turn + 1); turnOf.set(i, turn); }
  const best = papers.slice(0, layoutNow() === "ranked" ? 80 : 8);
  leaders = { key, papers: [...best, ...papers.slice(best.length).sort((a, b) => turnOf.get(a) - turnOf.get(b)).slice(0, 72)] };
  return leaders.papers;
}

// Places of a count: pixels below its line, and the share of the line. A short line has its count beside it.
// Places of a label: horizontally and vertically from its mark; beside, then at a corner.
const BESIDE_MARK = [[0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1]];
// Distance of a label at a corner, as a share of that beside.
const CORNER = 0.6;
const EDGE = 4;  // pixels between a label and the edge of the view

// Where the label of node i is written, and from which end: {x, y, align, base}, in pixels from the node.
export function labelPlace({ i, dx, dy, shift }, scale) {
  const gap = labelGap(i, scale) * (dx && dy ? CORNER : 1);
  return { x: dx * gap + shift, y: dy * gap, align: dx === 0 ? "center" : dx > 0 ? "left" : "right", base: dy === 0 ? "middle" : dy > 0 ? "top" : "bottom" };
}

const BESIDE = [0, 14, -14, 28, -28].flatMap((down) => [0.6, 0.5, 0.7, 0.4].map((share) => [down, share]));

// Choose and place the labels for this camera. Boxes are in screen pixels. `zoom` is the scale of a figure
// divided by that of the screen; `covered` has the pixels under the key and the timeline.
export function placeLabels(view, scale, strong, zoom = 1, covered = { top: 0, bottom: 0 }) {
  const boxes = takenBoxes();
  const screen = (x, y) => [(x - view.x0) * scale, (y - view.y0) * scale];
  const width = (view.x1 - view.x0) * scale, height = (view.y1 - view.y0) * scale;
  const inside = (x0, y0, x1, y1) => x0 >= 0 && x1 <= width && y0 >= covered.top && y1 <= height - covered.bottom;
  const far = isFar(scale), few = (counts.filtered || papersFirst()) && counts.papers <= 200;
  labels = [];
  regionNames = [];
  leads = new Set(counts.shown > 500 && papersFirst() ? leadingPapers() : []);
  const crowded = [...gathered()].length > 60;
  const near = [];
  for (const i of G.order)
    if (G.visible[i] && G.x[i] >= view.x0 && G.x[i] <= view.x1 && G.y[i] >= view.y0 && G.y[i] <= view.y1 && near.push(i) > 900) break;
  for (const i of near) {
    if (near.length > 450 && !G.rankOf.has(i)) continue;  // too many to keep labels off all marks
    if (few && isSubdued(i)) continue;  // names of papers may cover topics
    if (focusSet && !focusSet.has(i)) continue;  // names of what is in focus may cover the rest
    if (crowded && isGathered(i) && !strong.has(i)) continue;  // so many that names fit only over them
    const [sx, sy] = screen(G.x[i], G.y[i]), r = markRadius(i, scale) * scale * 0.9;
    boxes.take(sx - r, sy - r, sx + r, sy + r, i);
  }
  // before the names, which have more places to choose from
  bundleLabels = [];
  let lines = 0;
  for (const one of countedBundles()) {
    const own = -2 - lines++;  // not that of a node
    const wide = widthOf(one.label, 11, 500) + 6, [ax, ay] = screen(G.x[one.a], G.y[one.a]), [bx, by] = screen(G.x[one.b], G.y[one.b]);
    for (const [down, share] of BESIDE) {
      const sx = ax + (bx - ax) * share, sy = ay + (by - ay) * share + down;
      const box = [sx - wide / 2, sy - 8, sx + wide / 2, sy + 8];
      if (!inside(...box) || !boxes.free(...box)) continue;
      boxes.take(...box, own);
      bundleLabels.push({ one, share, down, wide });
      break;
    }
  }
  const written = new Set();  // as names of regions
  const taken = [];  // labels, ranks and few papers that region names may not cover
  for (const i of near) {
    if (!G.rankOf.has(i) && !(few && counts.filtered && G.kind[i] === G.paper)) continue;
    const [sx, sy] = screen(G.x[i], G.y[i]), r = markRadius(i, scale) * scale;
    taken.push([sx - r, sy - r, sx + r, sy + r]);
  }
  for (const i of strong) addLabel(i, true);
  // few nodes: every node can have its own label
  if (regionDots && layoutNow() !== "ranked" && counts.shown >= 60 && scale < Math.max(0.75, 1.1 * wholeScale * zoom)) nameRegions(boxes, screen, inside, taken);
  for (const { themes } of regionNames) for (const theme of themes) written.add(theme);
  for (const i of near) if (G.rankOf.has(i) && !strong.has(i)) addLabel(i, true);
  if (few) near.sort((a, b) => (G.kind[b] === G.paper) - (G.kind[a] === G.paper) || G.weight[b] - G.weight[a]);
  const leading = [...leads];
  for (const i of leading) if (!strong.has(i) && labels.length < 32 && G.visible[i] && G.x[i] >= view.x0 && G.x[i] <= view.x1 && G.y[i] >= view.y0 && G.y[i] <= view.y1) addLabel(i, false);
  const wanted = counts.shown <= 100 ? 100 : Math.min(110, (width * height) / (scale < 0.4 ? 19000 : 9000));
  let topics = 14;  // beside few papers
  for (const i of near) {
    if (labels.length >= wanted) break;
    if (isSubdued(i) && (far || (few && --topics < 0))) continue;
    if (counts.shown > 500 && !few && G.kind[i] === G.paper && G.radius[i] * scale < 3) continue;
    if (!strong.has(i) && !G.rankOf.has(i) && !leads.has(i) && hasName(i)) addLabel(i, false);
  }

  function addLabel(i, isStrong) {
    const size = isStrong ? 13 : Math.round(Math.max(11, Math.min(14, 10 + G.weight[i] * 0.8)));
    const weight = isStrong ? 650 : regionNames.length ? 400 : G.kind[i] === G.paper ? 450 : 550;
    const must = i === S.selected || i === hovered;  // always labeled
    const [sx, sy] = screen(G.x[i], G.y[i]);
    const r = labelGap(i, scale) - 1, tall = size + 3;
    const put = (text, dx, dy, always = false) => {
      const wide = widthOf(text, size, weight) + 4, gap = dx && dy ? CORNER * r : r;
      // above and below, a label is moved into the view
      const shift = dx ? 0 : Math.max(0, EDGE + wide / 2 - sx) - Math.max(0, sx + wide / 2 + EDGE - width);
      const cx = sx + dx * (gap + wide / 2) + shift, cy = sy + dy * (gap + tall / 2);
      const box = [cx - wide / 2, cy - tall / 2, cx + wide / 2, cy + tall / 2];
      if (!always && (!inside(...box) || !boxes.free(...box, i))) return false;
      boxes.take(...box, i);
      if (isStrong || always) taken.push(box);
      labels.push({ i, text, size, weight, dx, dy, shift, strong: isStrong || always });
      return true;
    };
    const short = shortName(i), text = !written.has(short) ? short : G.kind[i] === G.paper ? cutName(i) : null;
    if (text === null && !must && !isStrong) return;
    const texts = isStrong && text.length > SHORTER ? [text, shortName(i, SHORTER)] : [text];
    for (const one of texts) for (const [dx, dy] of BESIDE_MARK) if (put(one, dx, dy)) return;
    if (must) put(text, 0, 1, true);
  }
}

const SHORTER = 22;  // characters of a name where a longer one does not fit

// A name in lines: each topic on its own, a long one on two.
function nameLines(name) {
  return name.split(" · ").flatMap((topic) => {
    const words = topic.split(" ");
    if (topic.length <= 24 || words.length < 3) return [topic.length > 30 ? `${topic.slice(0, 28)}…` : topic];
    let cut = 1;  // the break that is next to the middle
    const uneven = (at) => Math.abs(topic.length / 2 - words.slice(0, at).join(" ").length);
    for (let at = 2; at < words.length; at++) if (uneven(at) < uneven(cut)) cut = at;
    return [words.slice(0, cut), words.slice(cut)].map((part) => part.join(" ")).map((line) => (line.length > 30 ? `${line.slice(0, 28)}…` : line));
  });
}

// Region names may cover marks but not labels. First each region gets its first topic, in its middle or around
// it, else smaller; small regions first, as they have fewer places. Then the second topics that have room follow.
const SHARES = [0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85];  // of the members at the left of a place, and above it
const AROUND = SHARES.flatMap((x) => SHARES.map((y) => [x, y])).sort(([a, b], [c, d]) => Math.hypot(a - 0.5, b - 0.5) - Math.hypot(c - 0.5, d - 0.5));
function nameRegions(boxes, screen, inside, taken) {
  const biggest = Math.max(1, ...regionDots.map((dots) => dots.length));
  const small = stageSize().width < 600 ? 3 : 0;
  const named = new Map();  // by region
  const boxOf = (lines, size, [sx, sy]) => {
    const half = Math.max(...lines.map((line) => widthOf(line, size, 650))) / 2 + 6, tall = lines.length * size * 0.6 + 4;
    return [sx - half, sy - tall, sx + half, sy + tall];
  };
  const free = (box, own) => {
    const apart = (one) => box[0] >= one[2] || box[2] <= one[0] || box[1] >= one[3] || box[3] <= one[1];
    return inside(...box) && taken.every(apart) && [...named].every(([c, { box: other }]) => c === own || apart(other));
  };
  const put = (c, themes, size, places) => {
    const lines = nameLines(themes.join(" · "));
    for (const [x, y] of places) {
      const box = boxOf(lines, size, screen(x, y));
      if (!free(box, c)) continue;
      named.set(c, { x, y, lines, size, box, themes });
      return true;
    }
    return false;
  };
  // what has a label with this name needs no second one
  const told = new Set([...[...G.rankOf.keys()].filter((i) => G.visible[i]).map((i) => clean(G.name[i])), ...labels.map(({ text }) => text)]);
  const order = [...regionDots.keys()].filter((c) => regionDots[c].length >= 4 && !told.has(clean(G.communities[c].name))).sort((a, b) => regionDots[a].length - regionDots[b].length);
  const places = order.map((c) => {
    const sorted = [G.x, G.y].map((axis) => regionDots[c].map((i) => axis[i]).sort((a, b) => a - b)), last = regionDots[c].length - 1;
    return AROUND.map((shares) => shares.map((share, axis) => sorted[axis][Math.floor(last * share)]));
  });
  const themesOf = (c) => clean(G.communities[c].name).split(" · ");
  const usual = (c) => (regionDots[c].length > biggest / 2 ? 16 : regionDots[c].length > biggest / 6 ? 14 : 13) - small;
  order.forEach((c, k) => {
    const first = themesOf(c).slice(0, 1);
    for (const size of [usual(c), 11]) if (put(c, first, size, places[k])) break;
  });
  [...order.keys()].reverse().forEach((k) => {
    const now = named.get(order[k]), all = themesOf(order[k]);
    if (now && all.length > 1) put(order[k], all, now.size, [[now.x, now.y], ...places[k]]);
  });
  for (const [c, { x, y, lines, size, box, themes }] of named) {
    boxes.take(...box);
    taken.push(box);
    regionNames.push({ x, y, lines, themes, size, color: colorBy() === "region" || G.answer ? G.communities[c].color : ink.text });
  }
}

export function drawLabels(ctx, scale, focus) {
  const crowded = !gathered().next().done;
  ctx.save();
  ctx.textAlign = "center";
  ctx.lineJoin = "round";
  ctx.strokeStyle = ink.back;
  for (const { x, y, lines, size, color } of regionNames) {
    ctx.font = fontOf(size / scale, 650);
    ctx.textBaseline = "middle";
    ctx.lineWidth = 4 / scale;
    ctx.globalAlpha = !focus ? 1 : phone.matches || crowded ? 0 : 0.25;
    ctx.fillStyle = nameColor(color);
    lines.forEach((line, k) => {
      const at = y + ((k - (lines.length - 1) / 2) * size * 1.2) / scale;
      ctx.strokeText(line, x, at);
      ctx.fillText(line, x, at);
    });
  }
  ctx.font = fontOf(11 / scale, 500);
  ctx.textBaseline = "middle";
  ctx.lineWidth = 4 / scale;
  ctx.fillStyle = ink.soft;
  for (const { one, share, down } of bundleLabels) {
    ctx.globalAlpha = focus && !(focus.has(one.a) && focus.has(one.b)) ? 0.18 : 1;
    const x = G.x[one.a] + (G.x[one.b] - G.x[one.a]) * share, y = G.y[one.a] + (G.y[one.b] - G.y[one.a]) * share + down / scale;
    ctx.strokeText(one.label, x, y);
    ctx.fillText(one.label, x, y);
  }
  for (const label of labels) {
    const { i, text, size, weight, strong } = label;
    if (!G.visible[i] || inMotion(i)) continue;
    if (focus && !focus.has(i) && (phone.matches || crowded)) continue;
    ctx.globalAlpha = focus && !focus.has(i) ? 0.18 : 1;
    ctx.font = fontOf(size / scale, weight);
    const place = labelPlace(label, scale), x = G.x[i] + place.x / scale, y = G.y[i] + place.y / scale;
    ctx.textAlign = place.align;
    ctx.textBaseline = place.base;
    ctx.lineWidth = 3.2 / scale;
    ctx.fillStyle = strong || (G.kind[i] === G.paper) === papersFirst() ? ink.text : ink.soft;
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  }
  ctx.restore();
}

// The color of a region's name: that of the region, dark or light enough for a contrast of 4.5:1 with it (WCAG 2).
export const nameColor = (color) => mix(color, ink.text, 0.55);

function mix(one, two, share) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const a = parts(one), b = parts(two.length === 7 ? two : "#888888");
  return `rgb(${a.map((value, k) => Math.round(value * (1 - share) + b[k] * share)).join(",")})`;
}
