// The visible nodes as a table.

import { $, clean, el, announce } from "./data.js";
import { G, degreeOf, labelOf } from "./model.js";
import { S, change, eachNeighbor, select } from "./state.js";
import { glyph } from "./draw.js";

const ROWS_AT_ONCE = 100;
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
export const columnsOf = (kind) => COLUMNS[G.kinds[kind].label] || PLAIN_COLUMNS;
export const tableKind = () => (S.rows !== null && S.rows < G.kinds.length ? S.rows : Math.max(0, G.paper));

export function tableRows(kind) {
  const rows = [];
  for (const i of G.order) if (G.visible[i] && G.kind[i] === kind) rows.push(i);
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

export function showTable() {
  const graph = S.as === "graph";
  $("table").hidden = graph;
  $("stage").hidden = !graph;
  $("as-graph").setAttribute("aria-pressed", String(graph));
  $("as-table").setAttribute("aria-pressed", String(!graph));
  document.documentElement.classList.toggle("alone", !graph && S.selected < 0 && !S.path);
  if (graph) return;
  const kind = tableKind(), columns = columnsOf(kind), rows = tableRows(kind);
  const focused = document.activeElement?.dataset?.keep;
  const bar = el("div", { class: "bar", role: "group", "aria-label": "Kind of rows" }, ...G.kinds.map((one, k) =>
    el("button", { type: "button", class: "chip", "aria-pressed": String(k === kind), "data-keep": `kind-${k}`, click: () => { sorting.column = -1; rowsShown = ROWS_AT_ONCE; change((state) => { state.rows = k; }); } },
      glyph(k), document.createTextNode(`${one.plural} ${visibleOf(k).toLocaleString("en")}`))));
  const header = el("tr", null, ...columns.map(([name], c) => {
    const on = sorting.column === c;
    return el("th", { scope: "col", "aria-sort": on ? (sorting.down ? "descending" : "ascending") : null },
      el("button", { type: "button", "data-keep": `sort-${c}`, text: `${name}${on ? (sorting.down ? " ↓" : " ↑") : ""}`, click: () => {
        sorting.down = on ? !sorting.down : typeof (rows.length ? columns[c][1](rows[0]) : "") === "number";
        sorting.column = c;
        showTable();
        announce(`Sorted by ${name}, ${sorting.down ? "descending" : "ascending"}`);
      } }));
  }));
  const body = el("tbody", null, ...rows.slice(0, rowsShown).map((i) =>
    el("tr", { class: i === S.selected ? "selected" : null }, ...columns.map(([, value], c) => {
      const shown = value(i);
      if (c === 0) return el("td", null, el("button", { type: "button", class: "go", dir: "auto", text: shown, "data-keep": `row-${i}`, click: () => { select(i); $("panel").focus(); } }));
      return el("td", { class: typeof shown === "number" ? "number" : null, dir: "auto", text: shown === null ? "" : typeof shown === "number" ? shown.toLocaleString("en") : shown });
    }))));
  const more = rows.length > rowsShown ? el("button", { type: "button", class: "more", "data-keep": "more", text: `Show ${Math.min(ROWS_AT_ONCE, rows.length - rowsShown)} more of ${(rows.length - rowsShown).toLocaleString("en")}`, click: () => { rowsShown += ROWS_AT_ONCE; showTable(); } }) : null;
  $("table").replaceChildren(bar,
    el("table", null, el("caption", { class: "visually-hidden", text: `${G.kinds[kind].plural}, ${rows.length} shown` }), el("thead", null, header), body),
    ...(rows.length ? [] : [el("p", { class: "soft", text: `No ${G.kinds[kind].plural.toLowerCase()} match these filters.` })]), ...(more ? [more] : []));
  if (focused) $("table").querySelector(`[data-keep="${focused}"]`)?.focus();
}

function visibleOf(kind) {
  let count = 0;
  for (let i = 0; i < G.n; i++) if (G.visible[i] && G.kind[i] === kind) count++;
  return count;
}
