// The filter panel. Each choice shows the number of its nodes under the other filters.

import { $, clean, el, fold, plural, announce, showMore, toast } from "./data.js";
import { bundledLinks } from "./bundles.js";
import { G, typeName } from "./model.js";
import { S, change, emptyState, followers } from "./state.js";
import { anyFilterOn, countedPapers, counts } from "./filter.js";
import { glyph } from "./draw.js";
import { refit } from "./stage.js";
import { toggle } from "./actions.js";
import { pushAddress } from "./address.js";

const LISTED = 8;
const filterParts = {};

function checkRow(text, mark, on, action) {
  const box = el("input", { type: "checkbox" });
  box.checked = on;
  box.addEventListener("change", action);
  const count = el("span", { class: "count" });
  const row = el("label", { class: mark ? "check" : "check plain" }, box, mark, el("span", { dir: "auto", title: clean(text), text: clean(text) }), count);
  return { row, box, count };
}

export function prepareFilterPanel() {
  filterParts.reset = clearButton();
  const parts = [filterParts.reset];
  filterParts.kinds = G.kinds.map((kind, k) => checkRow(kind.plural, glyph(k), true, () => change((state) => toggle(state.kindsOff, k))));
  parts.push(el("h2", { class: "section", text: "Show" }), ...filterParts.kinds.map((part) => part.row));
  filterParts.unfold = checkRow("Nodes with one link", null, false, () => change((state) => { state.unfolded = !state.unfolded; }));
  const folded = G.folded.reduce((a, b) => a + b, 0);
  if (folded) { filterParts.unfold.count.textContent = folded.toLocaleString("en"); parts.push(filterParts.unfold.row); }
  if (G.bins.length > 1) parts.push(...timePart());
  filterParts.code = checkRow("Papers with code", null, false, () => change((state) => { state.code = !state.code; }));
  if (G.paper >= 0 && G.kindOf.Repository !== undefined) parts.push(el("h2", { class: "section", text: "Code" }), filterParts.code.row);
  for (const [label, set, title] of [["Topic", "topics", "Topics"], ["Organization", "organizations", "Organizations"]])
    if (G.kindOf[label] !== undefined && G.paper >= 0) parts.push(...linkedPart(G.kindOf[label], set, title));
  if (G.maxAuthors > 1) parts.push(...authorsPart());
  filterParts.types = G.types.map((type, t) => checkRow(typeName(type), null, true, () => change((state) => toggle(state.typesOff, t))));
  if (G.types.length) parts.push(el("h2", { class: "section", text: "Links" }), ...filterParts.types.map((part) => part.row));
  $("filters").replaceChildren(...parts);
  $("empty").append(clearButton());
  followers.push(showFilters);
}

const clearButton = () => el("button", { type: "button", class: "tool clear", text: "Clear all filters", click: clearFilters });

export function clearFilters() {
  change((state) => {
    const clear = emptyState();
    for (const key of ["kindsOff", "typesOff", "communitiesOff", "topics", "organizations", "from", "to", "code", "authorsFrom", "authorsTo", "hidden", "expanded", "unfolded"]) state[key] = clear[key];
  });
  if (!$("filters").hidden) $("filters").querySelector("input").focus();  // the button is hidden now
  toast("All filters cleared");
}

export const yearButtons = () => [...(filterParts.years?.children ?? [])];

function timePart() {
  const bars = el("div", { class: "histogram", "aria-hidden": "true" }, ...G.bins.map(() => el("i")));
  const last = G.bins.length - 1;
  const slider = (name) => el("input", { type: "range", min: 0, max: last, "aria-label": name });
  const low = slider("From"), high = slider("Until");
  const set = () => {
    const a = Math.min(+low.value, +high.value), b = Math.max(+low.value, +high.value);
    change((state) => { state.from = a === 0 ? null : G.bins[a]; state.to = b === last ? null : G.bins[b]; }, { quiet: true });
  };
  const done = () => { pushAddress(); refit(); announce(`${countedPapers()} from ${ends.textContent}`); };
  for (const input of [low, high]) { input.addEventListener("input", set); input.addEventListener("change", done); }
  const from = el("span"), until = el("span"), ends = el("div", { class: "ends" }, from, until);
  const years = el("div", { class: "tools", role: "group", "aria-label": "One year", keydown: onYearKey }, ...G.years.map((year) => {
    const button = el("button", { type: "button", class: "chip", "aria-pressed": "false", text: year });
    button.addEventListener("click", () => change((state) => {
      const only = state.from === year && state.to === year;
      state.from = only ? null : year; state.to = only ? null : year;
    }));
    return button;
  }));
  Object.assign(filterParts, { bars, low, high, from, until, years });
  return [el("h2", { class: "section", text: "Date" }), el("div", { class: "dates" }, bars, el("div", { class: "range" }, low, high), ends), years];
}

// Among the years, typed digits go to the newest year that begins with them; arrows, Home, End and pages move, too.
const YEARS_LISTED = 12;
let typedYear = "";
function onYearKey(event) {
  const years = yearButtons(), at = years.indexOf(event.target);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  let to = { Home: 0, End: years.length - 1, ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, PageUp: Math.max(0, at - 10), PageDown: Math.min(years.length - 1, at + 10) }[event.key];
  if (/^\d$/.test(event.key)) {
    typedYear += event.key;
    to = years.findLastIndex((one) => one.textContent.startsWith(typedYear));
    if (to < 0) announce(`No year ${typedYear}`);
    if (to < 0 || typedYear.length === 4) typedYear = "";
  } else typedYear = "";
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (!years[to]) return;
  years[to].hidden = false;
  years[to].focus();
}

// The first and last time bin within the selected range.
export function binRange() {
  let a = 0, b = G.bins.length - 1;
  if (S.from !== null) { a = G.bins.findIndex((bin) => bin.slice(0, S.from.length) >= S.from); if (a < 0) a = b; }
  if (S.to !== null) while (b > 0 && G.bins[b].slice(0, S.to.length) > S.to) b--;
  return [a, b];
}

function linkedPart(kind, set, title) {
  const list = el("div");
  const find = el("input", { class: "find-in", type: "text", placeholder: `Filter by ${title.toLowerCase()}…`, "aria-label": `Find ${title.toLowerCase()} to filter by` });
  let most = LISTED;
  const all = [...G.order].filter((i) => G.kind[i] === kind);
  const show = () => {
    const words = fold(find.value).split(" ").filter(Boolean);
    const chosen = S[set];
    const fits = all.filter((i) => chosen.has(i) || (counts.linked[i] > 0 && words.every((word) => ` ${fold(G.name[i])}`.includes(` ${word}`))));
    fits.sort((a, b) => chosen.has(b) - chosen.has(a) || counts.linked[b] - counts.linked[a] || G.weight[b] - G.weight[a]);
    const active = document.activeElement?.dataset?.node;
    list.replaceChildren(...fits.slice(0, most).map((i) => {
      const part = checkRow(G.name[i], null, chosen.has(i), () => change((state) => toggle(state[set], i)));
      part.count.textContent = counts.linked[i].toLocaleString("en");
      part.box.dataset.node = i;
      return part.row;
    }));
    if (active) list.querySelector(`[data-node="${+active}"]`)?.focus();
    if (fits.length > most) list.append(el("button", { type: "button", class: "more", text: showMore(20, fits.length - most), click: () => { most += 20; show(); } }));
  };
  find.addEventListener("input", show);
  followers.push(show);
  return [el("h2", { class: "section", text: title }), find, list];
}

function authorsPart() {
  const box = (name) => el("input", { class: "find-in", type: "number", min: 1, max: G.maxAuthors, placeholder: name, "aria-label": `${name} number of authors` });
  const least = box("Minimum"), most = box("Maximum");
  const set = () => change((state) => {
    state.authorsFrom = least.value ? +least.value : null;
    state.authorsTo = most.value ? +most.value : null;
  });
  least.addEventListener("change", set);
  most.addEventListener("change", set);
  Object.assign(filterParts, { least, most });
  return [el("h2", { class: "section", text: "Number of authors" }), el("div", { class: "pair" }, least, most)];
}

function showFilters() {
  filterParts.kinds.forEach((part, k) => { part.box.checked = !S.kindsOff.has(k); part.count.textContent = counts.kinds[k].toLocaleString("en"); });
  filterParts.types.forEach((part, t) => { part.box.checked = !S.typesOff.has(t); part.count.textContent = counts.types[t].toLocaleString("en"); });
  filterParts.code.box.checked = S.code;
  filterParts.code.count.textContent = counts.code.toLocaleString("en");
  filterParts.unfold.box.checked = S.unfolded;
  filterParts.reset.hidden = !anyFilterOn() && !S.unfolded;
  if (filterParts.bars) {
    const top = counts.bins.reduce((a, b) => Math.max(a, b), 1);
    const [a, b] = binRange();
    [...filterParts.bars.children].forEach((bar, k) => {
      bar.style.height = `${(100 * counts.bins[k]) / top}%`;
      bar.className = k >= a && k <= b ? "in" : "";
    });
    filterParts.low.value = a; filterParts.high.value = b;
    for (const [input, k] of [[filterParts.low, a], [filterParts.high, b]]) input.setAttribute("aria-valuetext", G.bins[k]);
    filterParts.from.textContent = G.bins[a]; filterParts.until.textContent = G.bins[b];
    yearButtons().forEach((chip, k, all) => {
      const chosen = S.from === chip.textContent && S.to === chip.textContent;
      chip.setAttribute("aria-pressed", String(chosen));
      chip.hidden = k < all.length - YEARS_LISTED && !chosen && chip !== document.activeElement;
    });
  }
  if (filterParts.least) { filterParts.least.value = S.authorsFrom ?? ""; filterParts.most.value = S.authorsTo ?? ""; }
  const shown = counts.shown, edges = counts.edges + bundledLinks();
  const empty = shown === 0 ? "No node matches these filters." : counts.filtered && counts.papers === 0 ? "No paper matches these filters." : "";
  $("empty").hidden = !empty;
  $("empty").firstElementChild.textContent = empty;
  $("count").textContent = `${shown === G.n ? "" : `${shown.toLocaleString("en")} of `}${plural(G.n, "node")} · ${plural(edges, "link")} shown`;
}
