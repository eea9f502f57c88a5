// The state of the view in the page's address, so that views can be shared and Back works.

import { G, keyOf } from "./model.js";
import { LOOKS } from "./look.js";
import { S, emptyState, setState, update } from "./state.js";
import { fit, flyAround } from "./stage.js";

const LISTS = [  // parameter, key of the state, writer, reader
  ["hide", "kindsOff", (k) => G.kinds[k].label, (text) => G.kinds.findIndex((kind) => kind.label === text)],
  ["nolinks", "typesOff", (t) => G.types[t].type, (text) => G.types.findIndex((type) => type.type === text)],
  ["nocommunity", "communitiesOff", String, (text) => (/^\d+$/.test(text) && +text < G.communities.length ? +text : -1)],
  ...[["topic", "topics"], ["org", "organizations"], ["open", "expanded"], ["without", "hidden"], ["pin", "pinned"]]
    .map(([short, name]) => [short, name, keyOf, (text) => G.place.get(text) ?? -1]),
];

export function writeState() {
  const out = new URLSearchParams();
  for (const [short, name, write] of LISTS) for (const value of S[name]) out.append(short, write(value));
  if (S.from !== null) out.set("from", S.from);
  if (S.to !== null) out.set("to", S.to);
  if (S.code) out.set("code", "1");
  if (S.authorsFrom !== null) out.set("least", S.authorsFrom);
  if (S.authorsTo !== null) out.set("most", S.authorsTo);
  if (S.unfolded) out.set("leaves", "1");
  for (const name of Object.keys(LOOKS)) if (S[name] !== null) out.set(name, S[name]);
  for (const i of S.path || []) out.append("path", keyOf(i));
  if (S.selected >= 0) out.set("node", keyOf(S.selected));
  if (S.as !== "graph") out.set("as", S.as);
  if (S.whole) out.set("whole", "1");
  if (S.rows !== null) out.set("rows", S.rows < 0 ? "Answer" : G.kinds[S.rows].label);
  if (S.left !== null) out.set("left", S.left);
  if (S.right !== null) out.set("right", S.right);
  return out.toString();
}

// Ignores whatever does not exist in this file.
export function readState(text) {
  const given = new URLSearchParams(text);
  const state = emptyState();
  for (const [short, name, , read] of LISTS)
    for (const value of given.getAll(short)) { const known = read(value); if (known >= 0) state[name].add(known); }
  const date = (name) => (/^\d{4}(-\d\d)?$/.test(given.get(name) || "") ? given.get(name) : null);
  const number = (name) => (/^\d{1,6}$/.test(given.get(name) || "") ? +given.get(name) : null);
  state.from = date("from"); state.to = date("to");
  state.code = given.get("code") === "1";
  state.unfolded = given.get("leaves") === "1";
  for (const [name, values] of Object.entries(LOOKS)) if (values.some(([value]) => value === given.get(name))) state[name] = given.get(name);
  state.authorsFrom = number("least"); state.authorsTo = number("most");
  const path = given.getAll("path").map((key) => G.place.get(key) ?? -1);
  if (path.length === 2 && path.every((i) => i >= 0)) state.path = path;
  state.selected = G.place.get(given.get("node")) ?? -1;
  state.whole = given.get("whole") === "1";
  state.as = given.get("as") === "table" ? "table" : "graph";
  const rows = G.kinds.findIndex((kind) => kind.label === given.get("rows"));
  state.rows = rows >= 0 ? rows : given.get("rows") === "Answer" && G.answer ? -1 : null;
  for (const key of ["left", "right"]) if (/^\d{1,4}$/.test(given.get(key) || "")) state[key] = +given.get(key);
  setState(state);
}

export let addressWritten = "";
export function pushAddress() {
  const text = writeState();
  if (text === addressWritten) return;
  addressWritten = text;
  try { history.pushState(null, "", text ? `#${text}` : "#"); } catch { /* not allowed in a sandboxed frame */ }
}

// Read the state from the page's address; return false if it is empty.
export function readAddress() {
  addressWritten = location.hash.replace(/^#/, "");
  readState(addressWritten);
  return addressWritten !== "";
}

export function prepareAddress() {
  const follow = () => {
    readAddress();
    update();
    if (S.as === "graph") flyToState();
  };
  addEventListener("popstate", follow);
  addEventListener("hashchange", () => { if (location.hash.replace(/^#/, "") !== addressWritten) follow(); });
}

export function flyToState(animate = true) {
  if (S.pathNodes) fit(animate, new Set(S.pathNodes));
  else if (S.selected >= 0) flyAround(S.selected, animate);
  else return false;
  return true;
}
