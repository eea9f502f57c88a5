// Keys that act wherever the focus is, except while typing.

import { $, announce } from "./data.js";
import { G } from "./model.js";
import { S, change, followers, undo } from "./state.js";
import { collapse, expandOrCollapse, hide, only, pin } from "./actions.js";
import { showSide, stepRow } from "./answer.js";
import { clearFilters, yearButtons } from "./filters.js";
import { closesDrawer, showFilterPanel, togglePanel } from "./panels.js";
import { panelReady } from "./panel.js";
import { startPathSearch } from "./path.js";

const ON_SELECTED = { c: collapse, e: expandOrCollapse, h: hide, l: startPathSearch, o: only, p: pin };
const ALWAYS = {
  "/": () => { $("search").focus(); $("search").select(); },
  "?": () => $("help").showModal(),
  b: undo,
  d: () => togglePanel("right"),
  f: () => togglePanel("left"),
  j: () => G.answer && stepRow(1),
  k: () => G.answer && stepRow(-1),
  s: () => $("save").click(),
  t: () => { change((state) => { state.as = state.as === "graph" ? "table" : "graph"; }); announce(`Shown as ${S.as}`); },
  w: openWhy,
  x: clearFilters,
  y: chooseYear,
};

// Open the evidence of the first link that is still closed.
async function openWhy() {
  if (S.selected < 0 && !S.path) return;
  await panelReady;
  const why = $("panel").querySelector("details.why:not([open]) summary") || $("panel").querySelector("details.why summary");
  if (!why) { announce("No links"); return; }
  why.focus();
  if (!why.parentElement.open) why.click();
}

function chooseYear() {
  const years = yearButtons();
  if (!years.length) { announce("No years"); return; }
  showFilterPanel();
  showSide("filters");
  years[years.length - 1].focus();
}

function leave(target) {
  if (closesDrawer()) togglePanel("left");
  else if (target.closest("#panel") && (S.selected >= 0 || S.path)) { change((state) => { state.selected = -1; state.path = null; }); $("canvas").focus(); }
}

export function prepareKeys() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=range]), textarea, select");
    if (typing || $("help").open) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") { event.preventDefault(); undo(); }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { leave(event.target); return; }
    const action = Object.hasOwn(ALWAYS, event.key) ? ALWAYS[event.key]
      : S.selected >= 0 && Object.hasOwn(ON_SELECTED, event.key) ? () => ON_SELECTED[event.key](S.selected) : null;
    if (!action) return;
    event.preventDefault();
    action();
  });
  $("open-help").addEventListener("click", () => $("help").showModal());
  $("close-help").addEventListener("click", () => $("help").close());
  $("skip-search").addEventListener("click", () => $("search").focus());
  $("skip-graph").addEventListener("click", () => $(S.as === "graph" ? "canvas" : "table").focus());
  $("skip-why").addEventListener("click", openWhy);
  followers.push(() => { $("skip-why").hidden = S.selected < 0 && !S.path; });
}
