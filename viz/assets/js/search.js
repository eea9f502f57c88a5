// Search over all names that the file contains, drawn or not.

import { $, el, plural, announce } from "./data.js";
import { G, degreeOf, labelOf } from "./model.js";
import { S, change } from "./state.js";
import { glyph } from "./draw.js";
import { indexOf, search, systemName } from "./match.js";
import { isAdded, others, readOthers, showOther } from "./others.js";
import { goTo } from "./stage.js";
import { endPathSearch } from "./path.js";

const SEARCH_MOST = 40;
let index = null, indexed = 0, withOthers = false;
let searchHits = [];
let searchAt = -1;
let searchChosen = openResult;

// Show a result. The focus leaves the box, so that keys act on the result.
function openResult(i) {
  if (S.path) change((state) => { state.path = null; }, { quiet: true });
  goTo(i);
  $(S.as === "graph" ? "canvas" : "panel").focus();
}

// Set what choosing a result does, while the end of a path is searched; without an action, show it.
export function onSearchChosen(action = openResult) { searchChosen = action; }

// The numbers of nodes, best first; a node that is not drawn has the number G.n + its place in `others`.
export function find(query) {
  if (!index || indexed !== G.n || withOthers !== (others !== null)) {
    index = indexOf(entries());
    indexed = G.n; withOthers = others !== null;
  }
  return search(index, query).filter((i) => i < G.n || !isAdded(i - G.n));
}

// Build what the first search would wait for, in pieces.
export function prepareIndex() {
  const idle = window.requestIdleCallback || setTimeout;
  // the last ones run all stages, so that the browser has compiled them
  const steps = [() => find("a"), () => index.vocabulary(), () => index.squashed(), ...[8, 9, 10, 11, 12, 13].map((length) => () => find(misspelled(length)))];
  const next = () => { steps.shift()(); if (steps.length) idle(next); };
  idle(next);
}

// A frequent word of this length with two letters swapped.
function misspelled(length) {
  const word = index.vocabulary().byLength[length]?.words[0] ?? "qzxjkv";
  return `${word.slice(0, 4)}${word[5]}${word[4]}${word.slice(6)}`;
}

function* entries() {
  const topic = G.kindOf.Topic ?? -1, organization = G.kindOf.Organization ?? -1;
  for (let i = 0; i < G.n; i++)
    yield { names: [G.name[i], ...(G.aliases[i] || [])], id: G.id[i], weight: G.weight[i], first: G.kind[i] === topic || G.kind[i] === organization, head: G.kind[i] === G.paper ? systemName(G.name[i]) : "" };
  for (let o = 0; o < (others?.n || 0); o++)
    yield { names: [others.name[o], ...(others.aliases[o] || [])], id: others.id[o], weight: 0.3 * Math.log2(1 + others.papers[o].length), first: others.labels[others.label[o]] === "Topic" };
}

const nameOf = (i) => (i < G.n ? G.name[i] : others.name[i - G.n]);
const kindOf = (i) => (i < G.n ? G.kind[i] : G.kindOf[others.labels[others.label[i - G.n]]]);

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
    }, glyph(kindOf(i)), el("span", { class: "name", dir: "auto", text: nameOf(i) }), el("small", { text: about(i) }))));
  if (query.trim() && !all.length) list.append(el("div", { class: "none", role: "option", "aria-selected": "false", text: "No results in this file. Type the beginning of a word, an identifier or an address." }));
  list.hidden = !query.trim();
  if (query.trim()) announce(all.length ? `${plural(all.length, "result")}, ${nameOf(all[0])} first` : "No results");
  markResult();
}

// One line about a node: kind, date and size.
export function about(i) {
  if (i >= G.n) return [G.kinds[kindOf(i)].label, plural(others.papers[i - G.n].length, "paper"), "not drawn; Enter adds it"].join(" · ");
  const kind = G.kinds[G.kind[i]];
  const parts = [kind.label === "Other" ? labelOf(i) : kind.label];
  if (G.published[i]) parts.push(String(G.published[i]).slice(0, 10));
  else if (G.year[i]) parts.push(String(G.year[i]));
  if (G.kind[i] === G.paper && G.authorCount[i]) parts.push(plural(G.authorCount[i], "author"));
  if (G.stars[i]) parts.push(plural(G.stars[i], "star"));
  if (G.kind[i] !== G.paper) parts.push(plural(degreeOf(i), "link"));
  if (G.retracted[i]) parts.push("retracted");
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
  if (i >= G.n) showOther(i - G.n, searchChosen);
  else searchChosen(i);
}

function closeResults() {
  $("results").hidden = true;
  $("search").removeAttribute("aria-activedescendant");
}

export function prepareSearch() {
  const box = $("search");
  box.addEventListener("input", showResults);
  box.addEventListener("focus", () => { if (!others) readOthers().then(() => { if (box.value.trim()) showResults(); }); if (box.value.trim()) showResults(); });
  box.addEventListener("blur", () => { closeResults(); });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step && searchHits.length && !$("results").hidden) {
      event.preventDefault();
      searchAt = Math.max(0, Math.min(searchHits.length - 1, searchAt + step));
      markResult();
      announce(`${nameOf(searchHits[searchAt])}, ${about(searchHits[searchAt])}`);
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
