// Save or copy what is shown: image, table, Cypher, link.

import { cypherName, cypherString } from "./cypher.js";
import { $, clean, el, fold, toast } from "./data.js";
import { factsOf, readFacts } from "./facts.js";
import { G, labelOf } from "./model.js";
import { S } from "./state.js";
import { anyFilterOn } from "./filter.js";
import { figureCanvas, figureSvg } from "./figure.js";
import { ANSWER, columnsOf, tableKind, tableRows } from "./table.js";

function download(name, blob) {
  const a = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
  toast(`Saved ${name}`);
}
export function fileName(ending) {
  const words = fold(G.title).replace(/\s+/g, "-");
  const whole = words.length <= 40 ? words : words.slice(0, 41).replace(/-[^-]*$/, "");  // whole words
  return `${whole.slice(0, 40) || "graph"}.${ending}`;
}

const savePng = () => figureCanvas().toBlob((blob) => download(fileName("png"), blob), "image/png");
const saveSvg = () => download(fileName("svg"), new Blob([figureSvg()], { type: "image/svg+xml" }));

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

// Owners of repositories are nodes of the page only.
const derived = (i) => labelOf(i) === "Owner";

// A statement that returns what is shown: the page's own if nothing is filtered, else one that matches
// every edge and every isolated node by ID, through the index of its label.
export function cypherOfView() {
  if (G.cypher && !anyFilterOn() && !S.expanded.size) return G.cypher;
  const links = new Map(), linked = new Set(), alone = new Map();
  const put = (map, key, make) => map.get(key) || map.set(key, make()).get(key);
  for (let e = 0; e < G.m; e++) {
    const a = G.source[e], b = G.target[e];
    if (!G.visible[a] || !G.visible[b] || S.typesOff.has(G.type[e]) || derived(a) || derived(b)) continue;
    const pattern = `MATCH (a:${cypherName(labelOf(a))} {id: link[0]})-[r:${cypherName(G.types[G.type[e]].type)}]->(b:${cypherName(labelOf(b))} {id: to})`;
    put(put(links, pattern, () => new Map()), a, () => []).push(b);
    linked.add(a).add(b);
  }
  for (let i = 0; i < G.n; i++) if (G.visible[i] && !linked.has(i) && !derived(i)) put(alone, labelOf(i), () => []).push(i);
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
