// The answer, or the visible nodes, as a table.

import { $, clean, el, announce, showMore } from "./data.js";
import { G, degreeOf, labelOf } from "./model.js";
import { S, change, eachNeighbor, select } from "./state.js";
import { cellText, columnName, grouped, rowShown } from "./answer.js";
import { glyph } from "./draw.js";
import { pictured } from "./panels.js";

const ROWS_AT_ONCE = 100;
export const ANSWER = -1;  // in place of the number of a kind
const sorting = { column: -1, down: true };
let rowsShown = ROWS_AT_ONCE;

// Includes nodes that are folded in the graph: the table has room for them.
const namesOf = (i, label) => {
  const names = [];
  const listed = (j) => G.visible[j] || (G.folded[j] && !S.kindsOff.has(G.kind[j]) && !S.hidden.has(j));
  eachNeighbor(i, (j) => { if (labelOf(j) === label && listed(j)) names.push(clean(G.name[j])); });
  return names;
};
const COLUMNS = {
  Paper: [
    ["Title", (i) => clean(G.name[i])], ["Published", (i) => String(G.published[i] ?? G.year[i] ?? "")],
    ["Authors", (i) => G.authorCount[i] ?? null], ["Upvotes", (i) => G.upvotes[i] ?? null],
    ["Topics", (i) => namesOf(i, "Topic").join("; ")], ["Code", (i) => namesOf(i, "Repository").join("; ")],
    ["Organizations", (i) => namesOf(i, "Organization").join("; ")],
  ],
  Repository: [["Name", (i) => clean(G.name[i])], ["Stars", (i) => G.stars[i] ?? null], ["Links", degreeOf], ["Papers", (i) => namesOf(i, "Paper").join("; ")]],
};
const PLAIN_COLUMNS = [["Name", (i) => clean(G.name[i])], ["Links", degreeOf], ["Papers shown", (i) => namesOf(i, "Paper").length],
  ["Community", (i) => (G.community[i] >= 0 ? clean(G.communities[G.community[i]].name) : "")]];

// The columns of the answer, after the rank if it is not one of them. Rows are indices of G.answer.rows.
const answerColumns = () => [...(G.answer.columns.some(({ name }) => name === "rank") ? [] : [["rank", (k) => G.answer.rows[k].rank]]), ...G.answer.columns.map(({ name }, c) => [columnName(name), (k) => {
  const value = G.answer.rows[k].cells[c];
  return typeof value === "number" || value === null ? value : cellText(value);
}])];
export const columnsOf = (kind) => (kind === ANSWER ? answerColumns() : COLUMNS[G.kinds[kind].label] || PLAIN_COLUMNS);
export function tableKind() {
  if (S.rows !== null && (S.rows === ANSWER ? G.answer : S.rows < G.kinds.length)) return S.rows;
  return G.answer ? ANSWER : Math.max(0, G.paper);
}
export const tableName = (kind) => (kind === ANSWER ? "Answer" : G.kinds[kind].plural);
const nodeOf = (kind, row) => (kind === ANSWER ? G.answer.rows[row].nodes[0] : row);

export function tableRows(kind) {
  const rows = [];
  if (kind === ANSWER) G.answer.rows.forEach((row, k) => { if (rowShown(row)) rows.push(k); });
  else for (const i of G.order) if (G.visible[i] && G.kind[i] === kind) rows.push(i);
  const column = columnsOf(kind)[sorting.column];
  if (!column) return rows;
  const values = new Map(rows.map((i) => [i, column[1](i)]));
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const empty = (value) => value === null || value === "";
  return rows.sort((a, b) => {
    const x = values.get(a), y = values.get(b);
    if (empty(x) || empty(y)) return empty(x) - empty(y);  // unknown values come last in both orders
    const order = typeof x === "number" ? x - y : compare(x, y);
    return sorting.down ? -order : order;
  });
}

function chip(kind, mark, text) {
  return el("button", { type: "button", class: "chip", "aria-pressed": String(kind === tableKind()), "data-keep": `kind-${kind}`, click: () => { sorting.column = -1; rowsShown = ROWS_AT_ONCE; change((state) => { state.rows = kind; }); } },
    mark, document.createTextNode(text));
}

function headerOf(columns, rows) {
  return el("tr", { role: "row" }, ...columns.map(([name], c) => {
    const on = sorting.column === c;
    return el("th", { scope: "col", role: "columnheader", "aria-sort": on ? (sorting.down ? "descending" : "ascending") : null },
      el("button", { type: "button", "data-keep": `sort-${c}`, text: `${name}${on ? (sorting.down ? " ↓" : " ↑") : ""}`, click: () => {
        sorting.down = on ? !sorting.down : name !== "rank" && typeof (rows.length ? columns[c][1](rows[0]) : "") === "number";
        sorting.column = c;
        showTable();
        announce(`Sorted by ${name}, ${sorting.down ? "descending" : "ascending"}`);
      } }));
  }));
}

// A cell, with a role because a phone lays the table out as blocks; the first text column opens the node of the row. Long cells are clamped, with the whole text on hover.
function cell(name, value, opens) {
  const number = typeof value === "number";
  if (opens) return el("td", { class: "name", role: "cell" }, el("button", { type: "button", class: "go", dir: "auto", text: value, ...opens }));
  const text = value === null ? "" : number ? grouped(value) : value;
  // a path may break after a slash
  const parts = number ? [] : text.split("/").flatMap((part, k) => (k ? ["/", el("wbr"), part] : [part]));
  return el("td", { class: number ? "number" : text ? null : "empty", role: "cell", "data-name": name, dir: "auto" }, number ? text : el("div", { class: "clamp", title: text.length > 60 ? text : null }, ...parts));
}

export function showTable() {
  const graph = S.as === "graph";
  $("table").hidden = graph;
  $("stage").hidden = !pictured();
  $("as-graph").setAttribute("aria-pressed", String(graph));
  $("as-table").setAttribute("aria-pressed", String(!graph));
  document.documentElement.classList.toggle("alone", !graph && S.selected < 0 && !S.path);
  if (graph) return;
  const kind = tableKind(), columns = columnsOf(kind), rows = tableRows(kind);
  const opener = kind === ANSWER ? Math.max(0, columns.findIndex(([name]) => name === "title" || name === "name")) : 0;
  const focused = document.activeElement?.dataset?.keep;
  const bar = el("div", { class: "bar", role: "group", "aria-label": "Kind of rows" },
    ...(G.answer ? [chip(ANSWER, null, `Answer ${tableRows(ANSWER).length}`)] : []),
    ...G.kinds.map((one, k) => chip(k, glyph(k), `${one.plural} ${visibleOf(k).toLocaleString("en")}`)));
  const body = el("tbody", { role: "rowgroup" }, ...rows.slice(0, rowsShown).map((row) => {
    const i = nodeOf(kind, row);
    return el("tr", { role: "row", class: i !== undefined && i === S.selected ? "selected" : null }, ...columns.map(([name, value], c) => {
      const opens = c === opener && i !== undefined ? { "data-keep": `row-${row}`, click: () => { select(i); $("panel").focus(); } } : null;
      return cell(name, value(row), opens);
    }));
  }));
  const more = rows.length > rowsShown ? el("button", { type: "button", class: "more", "data-keep": "more", text: showMore(ROWS_AT_ONCE, rows.length - rowsShown), click: () => { rowsShown += ROWS_AT_ONCE; showTable(); } }) : null;
  $("table").replaceChildren(bar,
    el("table", { role: "table" }, el("caption", { class: "visually-hidden", text: `${tableName(kind)}, ${rows.length} shown` }), el("thead", { role: "rowgroup" }, headerOf(columns, rows)), body),
    ...(rows.length ? [] : [el("p", { class: "soft", text: `No ${tableName(kind).toLowerCase()} match these filters.` })]), ...(more ? [more] : []));
  if (focused) $("table").querySelector(`[data-keep="${focused}"]`)?.focus();
}

function visibleOf(kind) {
  let count = 0;
  for (let i = 0; i < G.n; i++) if (G.visible[i] && G.kind[i] === kind) count++;
  return count;
}
