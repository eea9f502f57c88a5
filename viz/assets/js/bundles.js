// Many like links between a seed and a ranked node, or between a pair of the answer, drawn as one line:
// "183 shared authors".

import { plural } from "./data.js";
import { G } from "./model.js";
import { S, eachNeighbor } from "./state.js";

export let bundles = [];  // {a, b, kind, nodes, text, label}
export let onLines = "";  // what the numbers on the lines count, if these have only a number
const ONE_KEY = 12;  // lines that all say the same words

export function findBundles() {
  bundles = [];
  if (!G.answer) return;
  const partners = new Map(G.seeds.map((a) => [a, null]));  // null: all ranked nodes
  for (const [a, b] of G.answer.pairs) partners.set(a, (partners.get(a) ?? new Set()).add(b));
  for (const [a, those] of partners) {
    if (!G.visible[a]) continue;
    const found = new Map();
    // a paper may be on a narrower topic only: its line ends at the seed, too
    const starts = [a];
    for (const start of starts)
      eachNeighbor(start, (j, e) => { if (G.types[G.type[e]].type === "BROADER" && G.target[e] === start && !starts.includes(j)) starts.push(j); });
    for (const start of starts) eachNeighbor(start, (middle, e) => {
      if (G.visible[middle] || !G.folded[middle] || S.hidden.has(middle) || S.kindsOff.has(G.kind[middle])) return;
      if (start !== a && G.kind[middle] !== G.paper) return;
      eachNeighbor(middle, (b) => {
        if (b === a || !(those ?? G.rankOf).has(b) || !G.visible[b]) return;
        const key = `${b} ${G.kind[middle]}`;
        if (!found.has(key)) found.set(key, { a, b, kind: G.kind[middle], type: G.types[G.type[e]].type, citing: G.source[e] === middle, nodes: [] });
        const nodes = found.get(key).nodes;
        if (!nodes.includes(middle)) nodes.push(middle);
      });
    });
    bundles.push(...found.values());
  }
  for (const one of bundles) {
    const kind = G.kinds[one.kind];
    const many = one.nodes.length;
    if (one.kind !== G.paper || one.type !== "CITES") one.text = plural(many, `shared ${kind.label.toLowerCase()}`, `shared ${kind.plural.toLowerCase()}`);
    else one.text = one.citing ? `cited by ${plural(many, "paper")}` : plural(many, "shared reference");
  }
  const words = new Set(bundles.map(({ text, nodes }) => text.replace(/^\S+ /, nodes.length === 1 ? "1 " : "")));
  const [plain] = [...words].filter((one) => !one.startsWith("1 "));
  onLines = bundles.length > ONE_KEY && plain?.startsWith("shared ") && words.size <= 2 ? plain : "";
  for (const one of bundles) one.label = onLines ? one.nodes.length.toLocaleString("en") : one.text;
}

// The number of links that lines stand for.
export function bundledLinks() {
  const found = new Set();
  for (const { a, b, nodes } of bundles)
    for (const middle of nodes) eachNeighbor(middle, (j, e) => { if ((j === a || j === b) && !S.typesOff.has(G.type[e])) found.add(e); });
  return found.size;
}

// Lines with a count: if some stand for several links, those of one need none.
export function countedBundles() {
  const several = bundles.filter((one) => one.nodes.length > 1);
  return several.length ? several : bundles;
}

export const bundlesOf = (i) => bundles.filter((one) => one.b === i);
export const bundleWidth = (one) => 1.5 + 1.3 * Math.log2(1 + one.nodes.length);
