// The chosen color, size and layout of papers, and the key that explains them.

import { $, el } from "./data.js";
import { onLines } from "./bundles.js";
import { G, degreeOf } from "./model.js";
import { S, change, followers } from "./state.js";
import { dark, glyph, ink, resetRegions, svgEl } from "./draw.js";
import { gathered, release } from "./motion.js";
import { fit, network } from "./stage.js";

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
// All have a contrast of at least 3:1 with the background. Lightness increases or decreases throughout, so that the order is visible without hue.
const SCALES = { light: ["#8f9c22", "#4f9a5c", "#2a828e", "#3b528b", "#440154"], dark: ["#7b5cba", "#4a84c2", "#2aa58a", "#8fd744", "#fde725"] };

// What papers can be colored and sized by: name, and the value of a paper (null if unknown).
const dateValue = (i) => {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(String(G.published[i] ?? G.year[i] ?? ""));
  return found ? +found[1] + ((found[2] || 1) - 1) / 12 + ((found[3] || 1) - 1) / 365 : null;
};
const COLORS = [["region", "Theme"], ["year", "Date"], ["score", ""], ["kind", "Kind"]];
const SIZES = [["all", ""], ["score", ""], ["links", "Links"]];
const LAYOUTS = [["map", "Map"], ["timeline", "Timeline"], ["ranked", "Ranked"]];
export const LOOKS = { color: COLORS, size: SIZES, layout: LAYOUTS };

// The measure of a paper's reception: citations if the file has them, else upvotes, else links.
const has = (column) => column.some((value) => value > 0);
export const scoreName = () => (has(G.citedByCount) ? "Citations" : has(G.upvotes) ? "Upvotes" : "Links");
export function scoreOf(i) {
  const column = has(G.citedByCount) ? G.citedByCount : has(G.upvotes) ? G.upvotes : null;
  return column ? column[i] ?? null : degreeOf(i);
}

export const colorBy = () => S.color ?? (G.communities.length > 1 && !G.answer ? "region" : "kind");
export const layoutNow = () => S.layout ?? "map";
const isPaper = (i) => G.kind[i] === G.paper;

let scale = null;  // of the chosen value: {low, high, share(i)}
function findScale() {
  const value = colorBy() === "year" ? dateValue : scoreOf;
  const values = [];
  for (let i = 0; i < G.n; i++) if (isPaper(i)) { const one = value(i); if (one !== null) values.push(one); }
  values.sort((a, b) => a - b);
  const at = (share) => values[Math.floor((values.length - 1) * share)] ?? 0;
  // the extremes would leave most papers one color
  const [low, high] = colorBy() === "year" ? [at(0.03), at(1)] : [0, at(0.995)];
  const bend = colorBy() === "year" ? (x) => x : (x) => Math.log1p(x);
  const span = bend(high) - bend(low) || 1;
  return { low, high, share: (i) => { const one = value(i); return one === null ? null : Math.max(0, Math.min(1, (bend(one) - bend(low)) / span)); } };
}

export function onScale(share) {
  const stops = SCALES[dark() ? "dark" : "light"], at = share * (stops.length - 1), k = Math.min(stops.length - 2, Math.floor(at));
  const parts = (hex) => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));
  const a = parts(stops[k]), b = parts(stops[k + 1]);
  return `#${a.map((one, p) => Math.round(one + (b[p] - one) * (at - k)).toString(16).padStart(2, "0")).join("")}`;
}

// A color of a theme, darker or lighter until its contrast with the background is 3:1 (WCAG 2).
const LIGHTEST = 0.27, DARKEST = 0.13;  // relative luminance
function legible(hex) {
  let parts = [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16) / 255);
  const luminance = () => { const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  for (let turn = 0; turn < 40 && (dark() ? luminance() < DARKEST : luminance() > LIGHTEST); turn++) parts = parts.map((c) => (dark() ? c + 0.04 * (1 - c) : c * 0.96));
  return `#${parts.map((c) => Math.round(255 * c).toString(16).padStart(2, "0")).join("")}`;
}

let colors = null, colorsFor = "";
// The colors of all papers, found anew after a change.
function paperColors() {
  const key = `${colorBy()}|${dark()}|${G.n}`;
  if (colors && colorsFor === key) return colors;
  colorsFor = key;
  colors = new Array(G.n).fill(null);
  const by = colorBy();
  if (by === "kind") return colors;
  scale = by === "region" ? null : findScale();
  const themes = G.communities.map((one) => legible(one.color));
  for (let i = 0; i < G.n; i++) {
    if (!isPaper(i)) continue;
    if (by === "region") colors[i] = G.community[i] >= 0 ? themes[G.community[i]] : ink.soft;
    else { const share = scale.share(i); colors[i] = share === null ? ink.soft : onScale(Math.round(share * 24) / 24); }
  }
  return colors;
}
export const nodeColor = (i) => paperColors()[i] ?? (dark() ? G.kinds[G.kind[i]].dark : G.kinds[G.kind[i]].color);

let sizedFor = "";
function resize() {
  const key = `${S.size}|${G.n}`;
  if (sizedFor === key || G.answer) return;
  sizedFor = key;
  G.usualRadius = G.usualRadius?.length === G.n ? G.usualRadius : G.radius.slice();
  const value = S.size === "score" ? scoreOf : S.size === "links" ? degreeOf : null;
  let most = 1;
  if (value) for (let i = 0; i < G.n; i++) if (isPaper(i)) most = Math.max(most, value(i) ?? 0);
  for (let i = 0; i < G.n; i++) G.radius[i] = !value || !isPaper(i) ? G.usualRadius[i] : 4 + 20 * Math.sqrt(Math.max(0, value(i) ?? 0) / most);
}

export let axis = [];  // of the timeline: {x, text}
let laidFor = "";
function place() {
  const key = `${layoutNow()}|${G.n}`;
  if (laidFor === key) return false;
  const first = laidFor === "";
  for (const i of [...gathered()]) release(i);
  if (first || G.mapX.length !== G.n) { G.mapX = G.x.slice(); G.mapY = G.y.slice(); }
  laidFor = key;
  axis = [];
  if (layoutNow() === "map") { G.x.set(G.mapX); G.y.set(G.mapY); if (first) return false; }
  else if (layoutNow() === "timeline") placeInTime();
  else placeByScore();
  resetRegions();
  return true;
}

const WIDTH = 1.35;  // of the timeline, in heights
// Papers by date from left to right; each theme is a band, the largest in the middle.
function placeInTime() {
  const papers = [...G.order].filter(isPaper), dates = papers.map(dateValue).filter((date) => date !== null).sort((a, b) => a - b);
  if (!dates.length) return;
  const low = dates[Math.floor(dates.length * 0.01)], high = dates[dates.length - 1];
  const bands = new Map();
  for (const i of papers) { const c = G.community[i]; if (!bands.has(c)) bands.set(c, []); bands.get(c).push(i); }
  const order = [...bands.values()].sort((a, b) => b.length - a.length);
  let wide = 600, tall = Infinity;
  // a wider timeline has lower bands
  for (let turn = 0; turn < 8 && wide < WIDTH * tall; turn++) {
    wide *= turn ? Math.max(1.15, Math.min(2, Math.sqrt((WIDTH * tall) / wide))) : 1;
    tall = placeBands(order, (i) => ((Math.max(low, dateValue(i) ?? low) - low) / (high - low || 1)) * wide);
  }
  for (let year = Math.ceil(low); year <= high; year++) axis.push({ x: ((year - low) / (high - low || 1)) * wide, text: String(year) });
}

// Place each band above or below those before it; return the height of all.
function placeBands(order, xOf) {
  let up = 0, down = 0;
  for (const list of order) {
    const cell = (2.2 * list.reduce((sum, i) => sum + G.radius[i], 0)) / list.length + 6, columns = new Map();
    // a paper takes the free place of its date that is next to the middle of the band
    const placed = list.map((i) => {
      const column = Math.round(xOf(i) / cell), row = columns.get(column) || 0;
      columns.set(column, row + 1);
      return [i, column * cell, (row % 2 ? 1 : -1) * Math.ceil(row / 2) * cell];
    });
    const half = placed.reduce((most, [, , y]) => Math.max(most, Math.abs(y)), 0) + 1.4 * cell;
    const middle = up + down === 0 ? 0 : up <= down ? -(up + half) : down + half;
    if (up + down === 0) { up = half; down = half; } else if (up <= down) up += 2 * half; else down += 2 * half;
    for (const [i, x, y] of placed) { G.x[i] = x; G.y[i] = middle + y; }
  }
  return up + down;
}

// The best papers in the middle, on a spiral as wide as a slide.
function placeByScore() {
  const papers = [...G.order].filter(isPaper).sort((a, b) => (scoreOf(b) ?? -1) - (scoreOf(a) ?? -1));
  let area = 0;
  papers.forEach((i, k) => {
    area += (2.5 * G.radius[i] + 6) ** 2;
    const r = Math.sqrt(area / Math.PI), angle = k * GOLDEN_ANGLE;
    G.x[i] = 1.3 * r * Math.cos(angle); G.y[i] = r * Math.sin(angle);
  });
}

// Other layouts than the map place papers only.
export const isPlaced = (i) => layoutNow() === "map" || isPaper(i);

function chooser(name, label) {
  const options = LOOKS[name].filter(([value]) => (value !== "region" || G.communities.length > 1) && (scoreName() !== "Links" || !["links", "score"].includes(value) || name === "color"));
  const select = el("select", { "aria-label": `${label} of papers` }, ...options.map(([value, text]) => el("option", { value, text: text || (value === "all" && scoreName() !== "Links" ? `Links, ${scoreName().toLowerCase()}` : scoreName()) })));
  select.addEventListener("change", () => change((state) => { state[name] = select.value; }));
  return { select, row: el("label", null, el("span", { text: label }), select) };
}

const valueText = (value) => (colorBy() === "year" ? `${Math.floor(value)}-${String(1 + Math.floor((value % 1) * 12)).padStart(2, "0")}` : Math.round(value).toLocaleString("en"));

// The key as data, for the page and for figures: a gradient with its ends, or marks with texts.
export function keyParts() {
  paperColors();
  if (scale) return { name: colorBy() === "year" ? "Date" : scoreName(), ends: [valueText(scale.low), `${valueText(scale.high)}${colorBy() === "year" ? "" : "+"}`] };
  return null;
}

// The key of sizes: the texts of the smallest and the largest mark; null if all marks are of one size.
export function sizeParts() {
  const by = S.size ?? "all";
  if (G.answer) return null;
  if (by === "all") return ["few", "many"];
  const value = by === "score" ? scoreOf : degreeOf;
  let most = 0;
  for (let i = 0; i < G.n; i++) if (isPaper(i)) most = Math.max(most, value(i) ?? 0);
  return most ? ["0", most.toLocaleString("en")] : null;
}

function sizeLegend() {
  const parts = sizeParts();
  if (!parts) return null;
  const svg = svgEl("svg", { viewBox: "0 0 34 16", "aria-hidden": "true" });
  for (const [x, r] of [[4, 2], [13, 4], [26, 7]]) svg.append(svgEl("circle", { cx: x, cy: 8, r }));
  return el("span", { class: "sizes" }, el("span", { text: parts[0] }), svg, el("span", { text: parts[1] }));
}

function legend() {
  const parts = keyParts();
  if (!parts) return null;
  const svg = svgEl("svg", { viewBox: "0 0 120 8", class: "gradient", preserveAspectRatio: "none", "aria-hidden": "true" });
  for (let k = 0; k < 24; k++) svg.append(svgEl("rect", { x: k * 5, y: 0, width: 5.2, height: 8, fill: onScale(k / 23) }));
  return el("span", { class: "scale" }, el("span", { text: parts.ends[0] }), svg, el("span", { text: parts.ends[1] }));
}

// The key of an answer: the kinds of nodes, and what the distance from the middle means.
function prepareAnswerKey() {
  const [near] = G.answer.rows.length < 3 ? [] : G.seeds.length === 1 ? ["Closer to the middle: higher rank"] : G.seeds.length === 2 && G.focus >= 0 ? ["Higher: better rank; left or right: more links with that side"] : [];
  $("key").setAttribute("aria-label", "Key");
  followers.push(() => {
    const shown = new Set(G.kind.filter((_, i) => G.visible[i]));
    $("key").hidden = (shown.size < 2 && !onLines) || S.path !== null;
    $("key").replaceChildren(...[...shown].sort((a, b) => a - b).map((k) => el("span", { class: "scale" }, glyph(k), G.kinds[k].plural)), ...[near, onLines && `On lines: ${onLines}`].filter(Boolean).map((text) => el("span", { text })));
  });
}

export function prepareLook() {
  if (G.answer) return prepareAnswerKey();
  $("key").hidden = G.paper < 0 || G.n < 12;
  const choosers = { color: chooser("color", "Color"), size: chooser("size", "Size"), layout: chooser("layout", "Layout") };
  const shown = el("span"), sizes = el("span"), contourKey = el("span", { id: "contours", hidden: true, text: `Stronger: more ${scoreName().toLowerCase()}` });
  $("key").replaceChildren(choosers.color.row, shown, contourKey, choosers.size.row, sizes, choosers.layout.row);
  followers.push(() => {
    resize();
    const moved = place();
    choosers.color.select.value = colorBy(); choosers.size.select.value = S.size ?? "all"; choosers.layout.select.value = layoutNow();
    shown.replaceChildren(...[legend()].filter(Boolean));
    sizes.replaceChildren(...[sizeLegend()].filter(Boolean));
    if (moved && network) fit(false);
  });
}
