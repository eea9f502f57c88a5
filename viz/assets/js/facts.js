// Properties of nodes and edges, in blocks that are decoded when first needed.

import { readData, rowsOf, USUAL } from "./data.js";
import { G, labelOf } from "./model.js";

const blocks = { node: [], edge: [] };
function readBlock(what, at) {
  const number = Math.floor(at / G.blocks[what]);
  blocks[what][number] ??= readData(`${what}-data-${number}`).then((data) => {
    const rows = rowsOf(data);
    if (what === "node") rows.forEach((row, k) => { derive(row, number * G.blocks.node + k); });
    blocks[what][number] = rows;
    return rows;
  });
  return blocks[what][number];
}
// Restore what follows from the ID and the name of node i.
function derive(row, i) {
  const id = G.id[i], arxiv = id?.startsWith("arxiv:") ? id.slice(6) : null;
  if (arxiv) row.arxivId ??= arxiv;
  if (row.url === USUAL) row.url = labelOf(i) === "Repository" ? `https://${row.host}/${G.name[i]}` : `https://huggingface.co/papers/${arxiv}`;
}
const readNodes = (nodes) => Promise.all(nodes.filter((i) => i < G.drawn).map((i) => readBlock("node", i)));
export async function readFacts(nodes, edges = []) {
  await Promise.all([readNodes(nodes), ...edges.filter((e) => e < G.linked).map((e) => readBlock("edge", e))]);
  await readNodes(edges.filter(placeOf).map((e) => endOf(e, placeOf(e)[0])));  // for the evidence in abstracts
}
// Properties of a node or edge that readFacts() has loaded.
export const factsOf = (what, at) => at >= (what === "node" ? G.drawn : G.linked) ? {} : blocks[what][Math.floor(at / G.blocks[what])]?.[at % G.blocks[what]] || {};

// Where the evidence of edge e is: [end] is the name of an end, [end, start, length] a part of its abstract.
const placeOf = (e) => {
  const place = factsOf("edge", e).evidenceAt;
  return Array.isArray(place) && (place[0] === 0 || place[0] === 1) ? place : null;
};
const endOf = (e, end) => (end ? G.target[e] : G.source[e]);
export function evidenceOf(e) {
  const place = placeOf(e);
  if (!place) return factsOf("edge", e).evidence;
  const [end, start, length] = place, i = endOf(e, end);
  return start === undefined ? G.name[i] : String(factsOf("node", i).abstract ?? "").substr(start, length);
}
