// The panels beside the graph: shown or hidden, and their widths. In a narrow window they start hidden where
// they would leave the graph too little room.

import { $, announce } from "./data.js";
import { G } from "./model.js";
import { S, change, followers, update } from "./state.js";

export const narrow = matchMedia("(max-width: 1180px)");
export const phone = matchMedia("(max-width: 640px)");
const drawer = matchMedia("(max-width: 900px)");  // the filters cover the graph
const LEAST = 200, STEP = 24;

// Sides of the graph: key of the state, panel, its handle and button, and the direction in which it grows.
const SIDES = [
  { key: "left", panel: "side", edge: "side-edge", button: "open-side", way: 1, name: "Filters" },
  { key: "right", panel: "panel", edge: "panel-edge", button: "open-panel", way: -1, name: "Details" },
];
const usual = (key) => (key === "left" ? (narrow.matches ? 260 : 300) : narrow.matches ? 340 : 372);
const atFirst = (key) => (key === "left" && narrow.matches ? 0 : usual(key));
const most = () => Math.max(LEAST, Math.floor(0.6 * innerWidth));
// Width of a panel in pixels, 0 if it is hidden.
export const widthOfPanel = (key) => Math.min(S[key] ?? atFirst(key), most());

// In a narrow window the answer shares the place of the details: it is there until a node is chosen.
export const shared = () => narrow.matches && G.answer !== null;

// A phone shows the list first, and the picture once a node is chosen or the whole graph is asked for.
export const listed = () => phone.matches && S.as === "graph" && !S.whole && S.selected < 0 && S.path === null;
export const pictured = () => S.as === "graph" && !listed();

export function togglePanel(key) {
  if (key === "left" && shared() && (S.selected >= 0 || S.path)) {  // the details are in the place of the filters
    showFilterPanel();
    $("tab-filters").click();
    announce("Filters shown");
    return;
  }
  const side = SIDES.find((one) => one.key === (shared() ? "right" : key));
  const on = widthOfPanel(side.key) === 0;
  change((state) => { state[side.key] = !on ? 0 : atFirst(side.key) ? null : usual(side.key); });
  announce(`${side.name} ${on ? "shown" : "hidden"}`);
  if (side.key === "left" && drawer.matches) (on ? $("side").querySelector("input, button") : $(side.button)).focus();
  else if (!on && document.activeElement === document.body) $("canvas").focus();
}

// Make the filters visible; in a narrow window the answer and the filters are in the place of the details.
export function showFilterPanel() {
  if (shared() && (S.selected >= 0 || S.path)) change((state) => { state.selected = -1; state.path = null; });
  if (widthOfPanel(shared() ? "right" : "left") === 0) togglePanel("left");
}

export const closesDrawer = () => drawer.matches && !shared() && widthOfPanel("left") > 0;

function showPanels() {
  const root = document.documentElement, chosen = S.selected >= 0 || S.path !== null;
  root.classList.toggle("shared", shared());
  root.classList.toggle("chosen", chosen);
  root.classList.toggle("list", listed());
  root.classList.toggle("whole", phone.matches && S.as === "graph" && S.whole && !chosen);
  $("to-list").hidden = !root.classList.contains("whole");
  for (const { key, panel, edge, button } of SIDES) {
    const width = key === "left" && shared() ? 0 : widthOfPanel(key);
    root.style.setProperty(`--${key}`, `${width}px`);
    const off = phone.matches && panel === "panel" && !shared() ? false : shared() ? widthOfPanel("right") === 0 || (panel === "panel") !== chosen : width === 0;
    $(panel).hidden = off;
    $(edge).hidden = width === 0;
    $(button).setAttribute("aria-expanded", String(!off));
    for (const [name, value] of [["now", width], ["min", LEAST], ["max", most()]]) $(edge).setAttribute(`aria-value${name}`, value);
  }
}

export function preparePanels() {
  for (const side of SIDES) {
    const { key, edge, button, way } = side;
    const set = (width) => change((state) => { state[key] = Math.round(Math.max(LEAST, Math.min(most(), width))); });
    $(button).addEventListener("click", () => togglePanel(key));
    $(edge).addEventListener("keydown", (event) => {
      const step = { ArrowRight: STEP, ArrowLeft: -STEP }[event.key];
      if (!step) return;
      event.preventDefault();
      set(widthOfPanel(key) + way * step);
    });
    $(edge).addEventListener("pointerdown", (event) => {
      const from = event.clientX, width = widthOfPanel(key);
      $(edge).setPointerCapture(event.pointerId);
      const wanted = (moved) => Math.max(LEAST, Math.min(most(), width + way * (moved.clientX - from)));
      const move = (moved) => document.documentElement.style.setProperty(`--${key}`, `${wanted(moved)}px`);
      $(edge).addEventListener("pointermove", move);
      $(edge).addEventListener("lostpointercapture", (ended) => {
        $(edge).removeEventListener("pointermove", move);
        if (ended.clientX !== from) set(wanted(ended));
      }, { once: true });
    });
  }
  $("to-list").addEventListener("click", () => change((state) => { state.whole = false; }));
  for (const media of [narrow, drawer, phone]) media.addEventListener("change", update);
  addEventListener("resize", showPanels);
  followers.push(showPanels);
}
