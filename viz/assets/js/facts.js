// Properties that are read only when something is opened.

import { readData } from "./data.js";
import { G } from "./model.js";

// Properties of nodes and edges stand in blocks, each read when something in it is first opened.
const blocks = { node: [], edge: [] };
function readBlock(what, at) {
  const number = Math.floor(at / G.blocks[what]);
  blocks[what][number] ??= readData(`${what}-data-${number}`).then((rows) => (blocks[what][number] = rows));
  return blocks[what][number];
}
export const readFacts = (nodes, edges = []) =>
  Promise.all([...nodes.map((i) => readBlock("node", i)), ...edges.map((e) => readBlock("edge", e))]);
// Of a node or an edge that readFacts() was asked for before.
export const factsOf = (what, at) => blocks[what][Math.floor(at / G.blocks[what])]?.[at % G.blocks[what]] || {};
