// The active filters above the graph or table, each with a button that removes it.

import { $, clean, el, plural } from "./data.js";
import { G, typeName } from "./model.js";
import { S, change, followers } from "./state.js";
import { clearFilters } from "./filters.js";
import { shortName } from "./labels.js";
import { toggle } from "./actions.js";

// Text and removal of every active filter.
export function activeFilters() {
  const found = [];
  const add = (text, remove) => found.push({ text, remove });
  if (S.from !== null || S.to !== null) {
    const text = S.from === S.to ? S.from : S.from === null ? `until ${S.to}` : S.to === null ? `since ${S.from}` : `${S.from} to ${S.to}`;
    add(text, (state) => { state.from = null; state.to = null; });
  }
  for (const i of S.topics) add(shortName(i), (state) => state.topics.delete(i));
  for (const i of S.organizations) add(shortName(i), (state) => state.organizations.delete(i));
  if (S.code) add("with code", (state) => { state.code = false; });
  if (S.authorsFrom !== null) add(`at least ${plural(S.authorsFrom, "author")}`, (state) => { state.authorsFrom = null; });
  if (S.authorsTo !== null) add(`at most ${plural(S.authorsTo, "author")}`, (state) => { state.authorsTo = null; });
  for (const k of S.kindsOff) add(`without ${G.kinds[k].plural.toLowerCase()}`, (state) => state.kindsOff.delete(k));
  for (const t of S.typesOff) add(`without links "${typeName(G.types[t])}"`, (state) => state.typesOff.delete(t));
  for (const c of S.communitiesOff) add(`without ${clean(G.communities[c].name)}`, (state) => toggle(state.communitiesOff, c));
  if (S.hidden.size) add(`${plural(S.hidden.size, "node")} hidden`, (state) => state.hidden.clear());
  return found;
}

export function prepareChips() {
  followers.push(() => {
    const all = activeFilters(), box = $("chips");
    const focused = box.contains(document.activeElement);
    box.hidden = !all.length;
    box.replaceChildren(...all.map(({ text, remove }) => el("button", { type: "button", class: "chip on", "aria-label": `Remove filter: ${text}`, click: () => change(remove) }, el("span", { dir: "auto", text }), el("span", { "aria-hidden": "true", text: "×" }))),
      ...(all.length > 1 ? [el("button", { type: "button", class: "more", text: "Clear all", click: clearFilters })] : []));
    if (focused) (box.querySelector("button") || $("search")).focus();
  });
}
