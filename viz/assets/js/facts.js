// Properties of nodes and edges, in blocks that are decoded when first needed.

import { readData } from "./data.js";
import { G } from "./model.js";

const blocks = { node: [], edge: [] };
function readBlock(what, at) {
  const number = Math.floor(at / G.blocks[what]);
  blocks[what][number] ??= readData(`${what}-data-${number}`).then((rows) => (blocks[what][number] = rows));
  return blocks[what][number];
}
export const readFacts = (nodes, edges = []) =>
  Promise.all([...nodes.filter((i) => i < G.drawn).map((i) => readBlock("node", i)), ...edges.filter((e) => e < G.linked).map((e) => readBlock("edge", e))]);
// Properties of a node or edge that readFacts() has loaded.
export const factsOf = (what, at) => at >= (what === "node" ? G.drawn : G.linked) ? {} : blocks[what][Math.floor(at / G.blocks[what])]?.[at % G.blocks[what]] || {};
