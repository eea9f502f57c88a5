// Start the page; set `data-ready` on <html> once it is drawn and usable.

import { $, clean, storage } from "./data.js";
import { G, loadGraph } from "./model.js";
import { S, change, followers, undo } from "./state.js";
import { applyFilters, prepareFilters } from "./filter.js";
import { prepareIndex, prepareSearch } from "./search.js";
import { shortName } from "./labels.js";
import { dark, forgetRegions, readInk } from "./draw.js";
import { network, prepareStage, settle, showStage } from "./stage.js";
import { showPanel } from "./panel.js";
import { prepareAnswer } from "./answer.js";
import { preparePanels, shared } from "./panels.js";
import { prepareKeys } from "./keys.js";
import { activeFilters, prepareChips } from "./chips.js";
import { findBundles } from "./bundles.js";
import { chainFrom, findPath, shortestPath } from "./path.js";
import { prepareFilterPanel } from "./filters.js";
import { bringInKeys, readOthers } from "./others.js";
import { prepareLook } from "./look.js";
import { prepareTimeline } from "./timeline.js";
import { showTable } from "./table.js";
import { prepareSave } from "./export.js";
import { figureCanvas } from "./figure.js";
import { prepareAddress, readAddress } from "./address.js";

function prepareTheme() {
  const media = matchMedia("(prefers-color-scheme: dark)");
  const set = (theme) => {
    document.documentElement.dataset.theme = theme;
    readInk();
    if (network) settle();
  };
  set(storage.get("citegraph-theme") || (media.matches ? "dark" : "light"));
  media.addEventListener("change", () => { if (!storage.get("citegraph-theme")) set(media.matches ? "dark" : "light"); });
  $("theme").addEventListener("click", () => {
    const theme = dark() ? "light" : "dark";
    storage.set("citegraph-theme", theme);
    set(theme);
  });
  // printed: light, and the graph as the figure that Save makes
  addEventListener("beforeprint", () => {
    const theme = document.documentElement.dataset.theme;
    set("light");
    const figure = S.as === "graph" && network ? Object.assign(figureCanvas(), { id: "printed" }) : null;
    if (figure) document.querySelector("main").prepend(figure);
    addEventListener("afterprint", () => { figure?.remove(); set(theme); }, { once: true });
  });
}

// Name what is open in the browser's tab and history.
function showTitle() {
  const nodes = S.path || (S.selected >= 0 ? [S.selected] : []);
  const names = nodes.filter((i) => !clean(G.title).includes(shortName(i))).map((i) => clean(G.name[i]));
  document.title = [...(names.length ? [names.join(" – ")] : []), ...activeFilters().slice(0, 4).map((one) => one.text), clean(G.title)].join(" · ");
}

async function main() {
  performance.mark("start");
  await loadGraph();
  performance.mark("data");
  prepareFilters();
  prepareTheme();
  followers.push(findBundles);
  prepareFilterPanel();
  prepareAnswer();
  preparePanels();
  prepareChips();
  prepareTimeline();
  prepareLook();
  prepareSearch();
  prepareSave();
  prepareAddress();
  $("undo").addEventListener("click", undo);
  $("as-graph").addEventListener("click", () => change((state) => { state.as = "graph"; }));
  $("as-table").addEventListener("click", () => change((state) => { state.as = "table"; }));
  prepareKeys();
  const given = new URLSearchParams(location.hash.replace(/^#/, ""));
  await bringInKeys([...given.getAll("node"), ...given.getAll("path")]);
  if (given.has("path")) await readOthers();
  const read = readAddress();
  // authors hide the papers of a large graph
  if (!read && G.n > 2000 && !G.answer && G.kindOf.Author !== undefined) S.kindsOff.add(G.kindOf.Author);
  if (!read && G.focus >= 0) {
    const pathAnswer = !G.answer || G.answer.columns[0].name === "step";  // any other answer may be a chain by chance
    const end = pathAnswer ? chainFrom(G.focus) : -1;  // a page that is one path opens as a path
    if (end >= 0 && shortestPath(G.focus, end)) S.path = [G.focus, end]; else if (!shared()) S.selected = G.focus;
  }
  followers.push(forgetRegions, showTitle, showPanel, showTable, showStage);
  findPath();
  applyFilters();
  performance.mark("filtered");
  for (const follow of followers) follow();
  performance.mark("panels");
  prepareStage();
  showStage();
  requestAnimationFrame(() => setTimeout(() => {
    performance.mark("ready");
    document.documentElement.dataset.ready = "";
    (window.requestIdleCallback || setTimeout)(() => readOthers().then(prepareIndex));
  }));
}

main().catch((error) => {
  $("panel").textContent = `This page cannot be shown: ${error.message}; use a browser from 2023 or later.`;
  throw error;
});
