// The answer to the question: its rows, best first, beside the graph.

import { $, brief, clean, el, plural } from "./data.js";
import { G, degreeOf, typeName } from "./model.js";
import { S, change, followers } from "./state.js";
import { expand, collapse } from "./actions.js";
import { bundlesOf } from "./bundles.js";
import { glyph } from "./draw.js";
import { shortName } from "./labels.js";
import { goTo, point } from "./stage.js";
import { openPath } from "./path.js";

const NAMES = new Set(["title", "name"]);
const ID = /^(?:id|\w+Id)$/;
const VALUES = 6;  // of a list in one row

export const cellText = (value) => {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(cellText).join("; ");
  if (typeof value !== "object") return clean(value);
  // a reason: {kind, share, words}; other maps list their keys
  if (Array.isArray(value.words)) return `${[clean(value.kind), value.words.map(cellText).join(", ")].filter(Boolean).join(": ")} (${Math.round(100 * value.share)}%)`;
  return Object.entries(value).map(([key, one]) => `${clean(key)} ${cellText(one)}`).join(", ");
};
// Four digits have no comma, as they may be a year.
export const grouped = (value) => (Number.isInteger(value) && Math.abs(value) < 10_000 ? String(value) : value.toLocaleString("en"));
// A score, share or confidence has three decimals.
export const number = (value) => {
  if (Number.isInteger(value)) return grouped(value);
  return Math.abs(value) > 0.01 && Math.abs(value) < 1 ? value.toFixed(3) : String(+value.toPrecision(4));
};
// A column's name in words: `shareBefore` is "share before".
export const columnName = (name) => name.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);

// Name of a row: its title or name, else the names of its nodes.
export function rowName(row) {
  const at = G.answer.columns.findIndex((column, c) => NAMES.has(column.name) && row.cells[c]);
  if (at >= 0) return cellText(row.cells[at]).replace(/^\[retracted\] /, "");
  return row.nodes.length ? row.nodes.map(row.nodes.length > 1 ? (i) => shortName(i) : (i) => clean(G.name[i])).join(" and ") : cellText(row.cells.find((cell) => cell !== null));
}

export const rowShown = (row) => row.nodes.every((i) => G.visible[i]);

function openRow(row) {
  if (row.nodes.length > 1) openPath(row.nodes[0], row.nodes[row.nodes.length - 1]);
  else goTo(row.nodes[0]);
}

// The name of the paper of an ID in a list, or the text itself.
function namedPaper(text) {
  const i = G.id.indexOf(text);
  return i >= 0 && G.kind[i] === G.paper ? shortName(i) : text;
}

// A reason as text; the part before a colon is its kind.
export function reason(text) {
  const [, kind, rest] = /^([^:]{2,40}): (.+)$/s.exec(text) || [null, null, text];
  return el("div", { class: "reason", dir: "auto" }, kind ? el("span", { class: "soft", text: `${kind}: ` }) : null, brief(rest));
}

// One fact of a row: the column's name and its value.
function fact({ name, about }, value) {
  const text = typeof value === "number" ? number(value) : G.types.some(({ type }) => type === value) ? typeName({ type: value }) : cellText(value);
  return el("span", { title: clean(about), dir: "auto" }, el("span", { class: "soft", text: `${columnName(name)} ` }), brief(text));
}

const isFact = ({ name }, c, value) => !(ID.test(name) || NAMES.has(name) || name === "rank" || c === G.answer.score || value === null || value === "" || (name === "nameOnly" && !value));

// The columns that have one value in all rows; it is written once, above them.
const MAY_AGREE = 2;  // rows of one value by chance
export function commonColumns({ columns, rows }) {
  const value = (c) => rows[0].cells[c];
  return rows.length <= MAY_AGREE ? [] : [...columns.keys()].filter((c) => isFact(columns[c], c, value(c)) && typeof value(c) !== "object" && rows.every((row) => row.cells[c] === value(c)));
}

function facts(row, common) {
  const short = [], parts = [], named = new Set([rowName(row), ...row.nodes.map((i) => clean(G.name[i]))]);  // the title has these
  G.answer.columns.forEach((column, c) => {
    const value = row.cells[c], { name } = column;
    if (common.includes(c) || !isFact(column, c, value)) return;
    if (!Array.isArray(value) && named.has(cellText(value))) return;
    if (name === "step" && value === row.rank) return;
    if (!Array.isArray(value)) { short.push(fact(column, value)); return; }
    if (!value.length) return;
    const texts = value.map((one) => namedPaper(cellText(one)));
    if (name === "reasons" || value.every((one) => Array.isArray(one?.words))) parts.push(...texts.map(reason));
    else parts.push(reason(`${columnName(name)}: ${texts.slice(0, VALUES).join(" · ")}${texts.length > VALUES ? ` and ${texts.length - VALUES} more` : ""}`));
  });
  if (short.length) parts.unshift(el("div", { class: "short" }, ...short));
  return parts;
}

// Links of one kind that are drawn as one line, to open or close.
function bundleButtons(i) {
  if (S.expanded.has(i)) return [el("button", { type: "button", class: "more", text: "Draw these links as one", click: () => collapse(i) })];
  const texts = !G.seeds.length ? [] : bundlesOf(i).map(({ text }) => text);
  return texts.length ? [el("button", { type: "button", class: "more", text: `Show ${texts.join(" and ")}`, click: () => expand(i) })] : [];
}

function item(row, common) {
  const score = G.answer.score === null ? null : row.cells[G.answer.score];
  const first = row.nodes[0];
  const name = rowName(row);
  // a row with a title is about the first of its nodes; the names of others are marked
  const retracted = G.retracted[first] && G.answer.columns.some((column, c) => NAMES.has(column.name) && row.cells[c]) ? el("span", { class: "badge", text: "retracted" }) : null;
  const title = row.nodes.length
    ? el("button", { type: "button", class: "go", dir: "auto", text: name, click: () => openRow(row) })
    : el("span", { dir: "auto", text: name });
  const best = G.answer.score === null ? 1 : G.answer.rows[0].cells[G.answer.score] || 1;
  const bar = score === null ? null : el("span", { class: "score", title: clean(G.answer.columns[G.answer.score].about) },
    el("span", { class: "soft", text: columnName(G.answer.columns[G.answer.score].name) }), el("meter", { min: 0, max: best, value: score, "aria-label": columnName(G.answer.columns[G.answer.score].name) }), el("b", { text: number(score) }));
  const made = el("li", { class: "hit" }, el("span", { class: "rank", text: String(row.rank) }),
    el("div", null, el("div", { class: "hit-title" }, first === undefined ? null : glyph(G.kind[first]), title, retracted), bar, ...facts(row, common), el("div", { class: "bundles" })));
  if (first !== undefined && G.seeds.length && !degreeOf(first)) made.lastChild.append(el("div", { class: "soft", text: "no link drawn" }));
  // long facts are cut until the row is chosen, or clicked beside its buttons
  made.addEventListener("click", (event) => { if (!event.target.closest("button, summary")) made.classList.toggle("open"); });
  if (first !== undefined) {
    made.addEventListener("pointerenter", () => point(first));
    made.addEventListener("pointerleave", () => point(-1));
  }
  return made;
}

// The question, and how its answer is computed.
function questionText(text) {
  const [, first, rest] = /^(.*?\?)\s*(.*)$/s.exec(clean(text)) || [null, clean(text), ""];
  return el("div", { class: "question" }, first, rest ? el("details", null, el("summary", { text: "How the answer is computed" }), rest) : null);
}

// Show the answer or the filters; a page without an answer has filters only.
export function showSide(chosen) {
  if (!G.answer) return;
  for (const part of ["answer", "filters"]) { $(`tab-${part}`).setAttribute("aria-pressed", String(part === chosen)); $(part).hidden = part !== chosen; }
}

export function prepareAnswer() {
  const answer = G.answer;
  $("side-tabs").hidden = !answer;
  if (!answer) return;
  const count = el("p", { class: "soft", role: "status" });
  const common = commonColumns(answer), items = answer.rows.map((row) => item(row, common));
  const same = common.length ? el("div", { class: "short soft" }, el("span", { text: "All rows:" }), ...common.map((c) => fact(answer.columns[c], answer.rows[0].cells[c]))) : null;
  $("answer").replaceChildren(el("h2", { class: "section", text: "Answer" }), questionText(answer.question), count, ...(same ? [same] : []), el("ol", { class: "hits" }, ...items));
  for (const part of ["answer", "filters"]) $(`tab-${part}`).addEventListener("click", () => showSide(part));
  showSide("answer");
  let scrolled = -1;
  followers.push(() => {
    const all = answer.rows.length;
    const shown = answer.rows.filter(rowShown).length;
    count.textContent = `${shown === all ? "" : `${shown} of `}${plural(all, "row")}${answer.score === null ? "" : `, by ${columnName(answer.columns[answer.score].name)}`}`;
    answer.rows.forEach((row, k) => {
      const on = S.selected >= 0 && row.nodes[0] === S.selected;
      items[k].classList.toggle("out", !rowShown(row));
      if (on) items[k].setAttribute("aria-current", "true"); else items[k].removeAttribute("aria-current");
      if (on && scrolled !== S.selected) items[k].scrollIntoView({ block: "nearest" });
      if (row.nodes.length === 1) items[k].querySelector(".bundles").replaceChildren(...bundleButtons(row.nodes[0]));
    });
    scrolled = S.selected;
  });
}

// Select the row after or before the selected one.
export function stepRow(way) {
  const rows = G.answer.rows.filter((row) => row.nodes.length && rowShown(row));
  const at = rows.findIndex((row) => row.nodes[0] === S.selected);
  const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + way))];
  if (next) change((state) => { state.path = null; state.selected = next.nodes[0]; });
}
