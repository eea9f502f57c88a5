// Save or copy what is shown: image, table, Cypher, link.

import { cypherName, cypherString } from "./cypher.js";
import { $, clean, el, fold, toast } from "./data.js";
import { factsOf, readFacts } from "./facts.js";
import { G, labelOf } from "./model.js";
import { S, eachNeighbor } from "./state.js";
import { anyFilterOn } from "./filter.js";
import { EDGE_ALPHA, REGION_ALPHA, SVG, colorOf, edgesIn, findRegions, ink, markRadius, paintScene, regionDots, regionReach, svgEl, svgMark } from "./draw.js";
import { fontFamily, labelGap, labels, mix, regionNames } from "./labels.js";
import { cameraView, drawFront, network } from "./stage.js";
import { ANSWER, columnsOf, tableKind, tableRows } from "./table.js";

function download(name, blob) {
  const a = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
  toast(`Saved ${name}`);
}
const fileName = (ending) => `${fold(G.title).replace(/\s+/g, "-").slice(0, 40) || "graph"}.${ending}`;

// The current view at three times the resolution of the screen.
function savePng() {
  const view = cameraView(), scale = network.getScale(), fine = 3;
  const width = Math.round((view.x1 - view.x0) * scale * fine), height = Math.round((view.y1 - view.y0) * scale * fine);
  const canvas = document.createElement("canvas");
  canvas.width = width; canvas.height = height;
  const ctx = canvas.getContext("2d");
  paintScene(ctx, view, scale, scale * fine);
  drawFront(ctx);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalCompositeOperation = "destination-over";
  ctx.fillStyle = ink.back;
  ctx.fillRect(0, 0, width, height);
  canvas.toBlob((blob) => download(fileName("png"), blob), "image/png");
}

function saveSvg() {
  const view = cameraView(), scale = network.getScale();
  const width = (view.x1 - view.x0) * scale, height = (view.y1 - view.y0) * scale;
  const at = (i) => [(G.x[i] - view.x0) * scale, (G.y[i] - view.y0) * scale];
  const svg = svgEl("svg", { xmlns: SVG, width: width.toFixed(0), height: height.toFixed(0), viewBox: `0 0 ${width.toFixed(1)} ${height.toFixed(1)}`, "font-family": fontFamily.replaceAll('"', "'"), "text-anchor": "middle" });
  const title = svgEl("title", {});
  title.textContent = clean(G.title);
  svg.append(title, svgEl("rect", { width: "100%", height: "100%", fill: ink.back }));
  if (!regionDots) findRegions();
  // merge circles into one shape as on screen: blur, then threshold
  const soft = svgEl("filter", { id: "soft", "color-interpolation-filters": "sRGB" }), cut = svgEl("feComponentTransfer", {});
  cut.append(svgEl("feFuncA", { type: "linear", slope: 6, intercept: -2.4 }));
  soft.append(svgEl("feGaussianBlur", { stdDeviation: (0.45 * regionReach * scale).toFixed(1) }), cut);
  svg.append(soft);
  regionDots.forEach((dots, c) => {
    if (!dots.length) return;
    const outer = svgEl("g", { opacity: REGION_ALPHA() });
    const group = svgEl("g", { fill: G.communities[c].color, filter: "url(#soft)" });
    outer.append(group);
    for (const i of dots) { const [x, y] = at(i); group.append(svgEl("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: (regionReach * scale).toFixed(1) })); }
    svg.append(outer);
  });
  edgesIn(view, null).forEach((bucket, k) => {
    if (!bucket.length) return;
    const d = bucket.map((e) => { const [a, b] = at(G.source[e]), [x, y] = at(G.target[e]); return `M${a.toFixed(1)} ${b.toFixed(1)}L${x.toFixed(1)} ${y.toFixed(1)}`; }).join("");
    svg.append(svgEl("path", { d, stroke: ink.edge, "stroke-opacity": EDGE_ALPHA[k], fill: "none" }));
  });
  const strong = (pairs, width) => {
    const d = pairs.map(([i, j]) => { const [a, b] = at(i), [x, y] = at(j); return `M${a.toFixed(1)} ${b.toFixed(1)}L${x.toFixed(1)} ${y.toFixed(1)}`; }).join("");
    if (d) svg.append(svgEl("path", { d, stroke: ink.accent, "stroke-width": width, fill: "none" }));
  };
  const chosen = [];
  if (S.selected >= 0) eachNeighbor(S.selected, (j) => { if (G.visible[j]) chosen.push([S.selected, j]); });
  strong(chosen, 1.5);
  strong((S.pathNodes || []).slice(1).map((j, k) => [S.pathNodes[k], j]), 4);
  for (let i = 0; i < G.n; i++) {
    if (!G.visible[i] || G.x[i] < view.x0 || G.x[i] > view.x1 || G.y[i] < view.y0 || G.y[i] > view.y1) continue;
    const [x, y] = at(i), mark = svgMark(G.kinds[G.kind[i]].shape, x, y, markRadius(i, scale) * scale, { fill: colorOf(G.kind[i]), stroke: ink.back });
    const name = svgEl("title", {});
    name.textContent = clean(G.name[i]);
    mark.append(name);
    svg.append(mark);
  }
  const write = (text, x, y, size, weight, fill, anchor = "middle") => {
    const node = svgEl("text", { x: x.toFixed(1), y: y.toFixed(1), "font-size": size, "font-weight": weight, "text-anchor": anchor, fill, stroke: ink.back, "stroke-width": 3, "paint-order": "stroke" });
    node.textContent = text;
    svg.append(node);
  };
  for (const { x, y, lines, size, color } of regionNames) lines.forEach((line, k) => { write(line, (x - view.x0) * scale, (y - view.y0) * scale + k * size * 1.2, size, 650, mix(color, ink.text, 0.42)); });
  for (const { i, text, size, weight, dx, dy } of labels) {
    const [x, y] = at(i), gap = labelGap(i, scale);
    const down = dy > 0 ? gap + size * 0.85 : dy < 0 ? -gap : size * 0.35;
    write(text, x + dx * gap, y + down, size, weight, ink.text, dx === 0 ? "middle" : dx > 0 ? "start" : "end");
  }
  download(fileName("svg"), new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }));
}

// A cell that no spreadsheet reads as a formula (OWASP, "CSV Injection").
function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// The table as CSV, with a byte-order mark, which Excel needs to read UTF-8.
export async function tableCsv() {
  const kind = tableKind(), columns = columnsOf(kind), rows = tableRows(kind);
  if (kind === ANSWER) return `\ufeff${[columns.map(([name]) => name), ...rows.map((k) => columns.map(([, value]) => value(k)))].map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("")}`;
  await readFacts(rows);
  const lines = [
    ["Id", ...columns.map(([name]) => name), "URL"],
    ...rows.map((i) => [G.id[i], ...columns.map(([, value]) => value(i)), factsOf("node", i).url]),
  ];
  return `\ufeff${lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("")}`;
}

// A cell that no Markdown reader takes for markup.
const markdownCell = (value) => (value === null || value === undefined ? "" : String(value)).replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#~]/g, "\\$&");

// The table as Markdown, under the page's title.
export function tableMarkdown() {
  const kind = tableKind(), columns = columnsOf(kind);
  const line = (cells) => `| ${cells.map(markdownCell).join(" | ")} |`;
  return [`**${markdownCell(clean(G.title))}**`, "", line(columns.map(([name]) => name)), `|${columns.map(() => "---|").join("")}`,
    ...tableRows(kind).map((row) => line(columns.map(([, value]) => value(row)))), ""].join("\n");
}

async function saveCsv() {
  download(fileName("csv"), new Blob([await tableCsv()], { type: "text/csv" }));
}

// A statement that returns what is shown: the page's own if nothing is filtered, else one that matches
// every edge and every isolated node by ID, through the index of its label.
export function cypherOfView() {
  if (G.cypher && !anyFilterOn() && !S.expanded.size) return G.cypher;
  const links = new Map(), linked = new Set(), alone = new Map();
  const put = (map, key, make) => map.get(key) || map.set(key, make()).get(key);
  for (let e = 0; e < G.m; e++) {
    const a = G.source[e], b = G.target[e];
    if (!G.visible[a] || !G.visible[b] || S.typesOff.has(G.type[e])) continue;
    const pattern = `MATCH (a:${cypherName(labelOf(a))} {id: link[0]})-[r:${cypherName(G.types[G.type[e]].type)}]->(b:${cypherName(labelOf(b))} {id: to})`;
    put(put(links, pattern, () => new Map()), a, () => []).push(b);
    linked.add(a).add(b);
  }
  for (let i = 0; i < G.n; i++) if (G.visible[i] && !linked.has(i)) put(alone, labelOf(i), () => []).push(i);
  const list = (nodes) => `[${nodes.map((i) => cypherString(G.id[i])).join(", ")}]`;
  return [
    ...[...links].map(([pattern, from]) =>
      `UNWIND [${[...from].map(([a, to]) => `[${cypherString(G.id[a])}, ${list(to)}]`).join(",\n  ")}] AS link\nUNWIND link[1] AS to\n${pattern}\nRETURN a, r, b`),
    ...[...alone].map(([label, nodes]) => `UNWIND ${list(nodes)} AS id\nMATCH (a:${cypherName(label)} {id: id})\nRETURN a, null AS r, null AS b`),
  ].join("\nUNION ALL\n") || "RETURN null AS a, null AS r, null AS b";
}

async function copy(text, what) {
  try { await navigator.clipboard.writeText(text); } catch {
    const area = el("textarea", { class: "visually-hidden" });  // the clipboard is not available in a sandboxed frame or a local file
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast(`${what} copied`);
}

export function prepareSave() {
  const menu = $("save-menu"), button = $("save");
  const items = [...menu.querySelectorAll("button")];
  const open = (on) => { menu.hidden = !on; button.setAttribute("aria-expanded", String(on)); if (on) items[0].focus(); };
  button.addEventListener("click", () => open(menu.hidden));
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement), way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way) { event.preventDefault(); items[(at + way + items.length) % items.length].focus(); }
    if (event.key === "Escape") { event.stopPropagation(); open(false); button.focus(); }
    if (event.key === "Tab") open(false);
  });
  document.addEventListener("pointerdown", (event) => { if (!menu.hidden && !event.target.closest(".menu")) open(false); });
  const does = { "save-png": savePng, "save-svg": saveSvg, "save-csv": saveCsv, "copy-markdown": () => copy(tableMarkdown(), "Table"), "copy-cypher": () => copy(cypherOfView(), "Cypher"), "copy-link": () => copy(location.href, "Link") };
  for (const item of items) item.addEventListener("click", () => { open(false); button.focus(); does[item.id](); });
}
