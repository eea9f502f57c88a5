// Search over all names: every word of the query must start a word of the name.

import { $, el, fold, plural, announce } from "./data.js";
import { G, degreeOf, labelOf } from "./model.js";
import { S } from "./state.js";
import { glyph } from "./draw.js";
import { goTo } from "./stage.js";
import { endPathSearch } from "./path.js";

const SEARCH_MOST = 40;
let searchNames = null;
let searchHits = [];
let searchAt = -1;
let searchChosen = openResult;

// Show a result. The focus leaves the box, so that keys act on the result.
function openResult(i) {
  goTo(i);
  $(S.as === "graph" ? "canvas" : "panel").focus();
}

// Set what choosing a result does, while the end of a path is searched; without an action, show it.
export function onSearchChosen(action = openResult) { searchChosen = action; }

export function find(query) {
  searchNames ??= G.name.map((name) => ` ${fold(name)} `);
  const words = fold(query).split(" ").filter(Boolean);
  if (!words.length) return [];
  const starts = words.map((word) => ` ${word}`);
  const whole = ` ${words.join(" ")}`;
  const id = /\d|\//.test(query) ? query.trim().toLowerCase() : null;  // may be an identifier
  const hits = [];
  for (let i = 0; i < G.n; i++) {
    const name = searchNames[i];
    let score = 0;
    for (let w = 0; w < words.length && score >= 0; w++) {
      const at = name.indexOf(starts[w]);
      if (at >= 0) score += name.includes(`${starts[w]} `, at) ? 1.5 : 1;  // a whole word or a prefix
      else if (words[w].length > 3 && name.includes(words[w])) score += 0.4;
      else score = -1;
    }
    if (score < 0) {
      if (!id || !G.id[i].toLowerCase().endsWith(id)) continue;
      score = 10;
    }
    if (name === `${whole} `) score += 4;
    else if (name.startsWith(whole)) score += 2;
    else if (name.includes(whole)) score += 1;
    hits.push([score * 4 + G.weight[i], i]);
  }
  return hits.sort((a, b) => b[0] - a[0] || a[1] - b[1]).map((hit) => hit[1]);
}

function showResults() {
  const list = $("results");
  const query = $("search").value;
  const all = find(query);
  searchHits = all.slice(0, SEARCH_MOST);
  searchAt = searchHits.length ? 0 : -1;
  list.replaceChildren(...searchHits.map((i, k) =>
    el("div", {
      class: "result", role: "option", id: `result-${k}`, "aria-selected": String(k === 0),
      mousedown: (event) => { event.preventDefault(); choose(k); },
    }, glyph(G.kind[i]), el("span", { class: "name", dir: "auto", text: G.name[i] }), el("small", { text: about(i) }))));
  if (query.trim() && !all.length) list.append(el("div", { class: "none", role: "option", "aria-selected": "false", text: `No results. Type the beginning of a word, or an identifier.` }));
  list.hidden = !query.trim();
  if (query.trim()) announce(all.length ? `${plural(all.length, "result")}, ${G.name[all[0]]} first` : "No results");
  markResult();
}

// One line about a node: kind, date and size.
export function about(i) {
  const kind = G.kinds[G.kind[i]];
  const parts = [kind.label === "Other" ? labelOf(i) : kind.label];
  if (G.published[i]) parts.push(String(G.published[i]).slice(0, 10));
  else if (G.year[i]) parts.push(String(G.year[i]));
  if (G.kind[i] === G.paper && G.authorCount[i]) parts.push(plural(G.authorCount[i], "author"));
  if (G.stars[i]) parts.push(plural(G.stars[i], "star"));
  if (G.kind[i] !== G.paper) parts.push(plural(degreeOf(i), "link"));
  if (!G.visible[i]) parts.push("hidden");
  return parts.join(" · ");
}

function markResult() {
  const list = $("results");
  [...list.querySelectorAll(".result")].forEach((row, k) => { row.setAttribute("aria-selected", String(k === searchAt)); });
  const active = searchAt >= 0 && !list.hidden ? $(`result-${searchAt}`) : null;
  if (active) { $("search").setAttribute("aria-activedescendant", active.id); active.scrollIntoView({ block: "nearest" }); }
  else $("search").removeAttribute("aria-activedescendant");
}

function choose(k) {
  const i = searchHits[k];
  if (i === undefined) return;
  closeResults();
  $("search").value = "";
  searchChosen(i);
}

function closeResults() {
  $("results").hidden = true;
  $("search").removeAttribute("aria-activedescendant");
}

export function prepareSearch() {
  const box = $("search");
  box.addEventListener("input", showResults);
  box.addEventListener("focus", () => { if (box.value.trim()) showResults(); });
  box.addEventListener("blur", () => { closeResults(); });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step && searchHits.length && !$("results").hidden) {
      event.preventDefault();
      searchAt = Math.max(0, Math.min(searchHits.length - 1, searchAt + step));
      markResult();
      announce(`${G.name[searchHits[searchAt]]}, ${about(searchHits[searchAt])}`);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (box.value.trim()) { if ($("results").hidden) showResults(); choose(searchAt); }
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (box.value) { box.value = ""; closeResults(); }
      else { endPathSearch(); box.blur(); }
    }
  });
}
