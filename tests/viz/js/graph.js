// Build the page's model from a few nodes and edges.

import "./dom.js";
import { applyFilters, prepareFilters } from "../../../viz/assets/js/filter.js";
import { buildGraph, G } from "../../../viz/assets/js/model.js";
import { emptyState, setState } from "../../../viz/assets/js/state.js";

// `nodes` are [label, id, name, facts], `edges` [source, type, target, facts] by node index. `about` gives
// the verb phrases of each type.
export function build(nodes, edges, { about = {}, cypher = "", ...more } = {}) {
  const kinds = [...new Set(nodes.map((node) => node[0]))];
  const types = [...new Set(edges.map((edge) => edge[1]))];
  const column = (name) => nodes.map((node) => node[3]?.[name] ?? null);
  buildGraph({
    title: "Test", blocks: { node: nodes.length, edge: edges.length }, cypher, focus: -1, seeds: more.seeds, answer: more.answer,
    kinds: kinds.map((label) => ({ label, plural: `${label}s` })),
    types: types.map((type) => ({ type, about: about[type] ?? {} })),
    communities: [{ name: "one" }, { name: "two" }],
    nodes: {
      id: nodes.map((node) => node[1]), name: nodes.map((node) => node[2]),
      kind: nodes.map((node) => kinds.indexOf(node[0])),
      year: column("year"), authorCount: column("authorCount"), upvotes: column("upvotes"), stars: column("stars"),
      x: nodes.map(() => 0), y: nodes.map(() => 0), radius: nodes.map(() => 1), weight: nodes.map(() => 0.5),
      community: nodes.map(() => 0), folded: more.folded ?? [], ...more.nodes,
    },
    edges: {
      source: edges.map((edge) => edge[0]), target: edges.map((edge) => edge[2]),
      type: edges.map((edge) => types.indexOf(edge[1])),
    },
  });
  for (const [what, rows] of [["node", nodes], ["edge", edges]])
    Object.assign(document.getElementById(`${what}-data-0`), { type: "application/json", textContent: JSON.stringify(columnsOf(rows.map((row) => row[3] ?? {}))) });
  setState(emptyState());
  prepareFilters();
  applyFilters();
}

function columnsOf(rows) {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { size: rows.length, columns: Object.fromEntries(keys.map((key) => [key, [0, rows.map((row) => row[key] ?? null)]])) };
}

export const shown = () => G.id.filter((_, i) => G.visible[i]);
