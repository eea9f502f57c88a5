// The graph as columns; nodes and edges are indices.

import { readData, USUAL, usualId } from "./data.js";

export const G = {};

export async function loadGraph() {
  buildGraph(unpacked(await readData("graph-data")));
}

// Restore the IDs that follow from names, and the ends of edges, of which the file has the differences.
export function unpacked(data) {
  const { nodes, edges, kinds } = data;
  nodes.id = nodes.id.map((id, i) => (id === USUAL ? usualId(nodes.label?.[i] ?? kinds[nodes.kind[i]].label, nodes.name[i]) : id));
  for (const end of ["source", "target"]) {
    let at = 0;
    edges[end] = edges[end].map((step) => (at += step));
  }
  return data;
}

let pageData = null;
// Fill G with the page's data: nodes and edges as columns, neighbors as an adjacency array.
export function buildGraph(data) {
  const { nodes, edges } = data;
  pageData = data;
  const n = nodes.id.length, m = edges.source.length;
  data.drawn ??= n;
  data.linked ??= m;
  nodes.radius ??= nodes.weight.map((weight) => Math.round(40 + 26 * weight) / 10);
  Object.assign(G, {
    n, m, drawn: data.drawn, linked: data.linked, aliases: nodes.aliases || [], title: data.title, blocks: data.blocks, cypher: data.cypher, note: data.note, sources: data.sources, focus: data.focus,
    options: data.options, seeds: data.seeds || [],
    kinds: data.kinds, types: data.types, communities: data.communities,
    id: nodes.id, kind: Uint8Array.from(nodes.kind), name: nodes.name, ownLabel: nodes.label,
    x: Float32Array.from(nodes.x), y: Float32Array.from(nodes.y),
    radius: Float32Array.from(nodes.radius), weight: Float32Array.from(nodes.weight),
    community: Int16Array.from(nodes.community), folded: new Uint8Array(n),
    published: nodes.published || [], year: nodes.year || [], authorCount: nodes.authorCount || [],
    upvotes: nodes.upvotes || [], citedByCount: nodes.citedByCount || [], stars: nodes.stars || [], stub: nodes.stub || [], retracted: nodes.retracted || [],
    source: Uint32Array.from(edges.source), target: Uint32Array.from(edges.target),
    type: Uint8Array.from(edges.type),
    visible: new Uint8Array(n),
  });
  for (const i of nodes.folded) G.folded[i] = 1;
  G.general = new Set(nodes.general);  // fields of research, which paths do not use
  G.nameOnly = new Set(edges.nameOnly);  // only the name links the paper to the author's other papers
  // rows of the answer; rankOf has the rank of the first node of each
  G.answer = data.answer ? { ...data.answer, rows: data.answer.rows.map((cells, k) => ({ rank: k + 1, cells, nodes: data.answer.nodes[k] })) } : null;
  G.rankOf = new Map();
  for (const { rank, nodes: own } of G.answer?.rows || []) if (own.length && !G.seeds.includes(own[0]) && !G.rankOf.has(own[0])) G.rankOf.set(own[0], rank);
  G.kindOf = Object.fromEntries(G.kinds.map((kind, i) => [kind.label, i]));
  G.paper = G.kindOf.Paper ?? -1;
  // the edges of node i are G.edgeOf[G.start[i] .. G.start[i + 1]]
  G.start = new Uint32Array(n + 1);
  for (let e = 0; e < m; e++) { G.start[G.source[e] + 1]++; G.start[G.target[e] + 1]++; }
  for (let i = 0; i < n; i++) G.start[i + 1] += G.start[i];
  const next = G.start.slice(0, n);
  G.edgeOf = new Uint32Array(2 * m);
  for (let e = 0; e < m; e++) { G.edgeOf[next[G.source[e]]++] = e; G.edgeOf[next[G.target[e]]++] = e; }
  G.order = Uint32Array.from(G.id.keys()).sort((a, b) => G.weight[b] - G.weight[a] || a - b);
  G.place = new Map();
  for (let i = 0; i < n; i++) G.place.set(keyOf(i), i);
}

// Append nodes {label, type, id, name, papers, nameOnly} with an edge to each of their papers, and build the model anew.
export function addToGraph(list) {
  const { nodes, edges } = pageData, places = [G.x, G.y];
  nodes.x = [...places[0]]; nodes.y = [...places[1]];  // nodes may have been moved
  for (const { label, type, id, name, papers, nameOnly = [] } of list) {
    const i = nodes.id.length, kind = G.kindOf[label], t = G.types.findIndex((one) => one.type === type);
    const middle = (axis) => papers.reduce((sum, paper) => sum + axis[paper], 0) / papers.length + 14;
    const weight = 0.55 * Math.log2(Math.max(1, papers.length));
    nodes.x.push(middle(places[0])); nodes.y.push(middle(places[1]));
    nodes.id.push(id); nodes.kind.push(kind); nodes.name.push(name); nodes.label?.push(label);
    nodes.weight.push(weight); nodes.radius.push(4 + 2.6 * weight); nodes.community.push(-1);
    for (const paper of papers) {
      if (nameOnly.includes(paper)) edges.nameOnly.push(edges.source.length);
      edges.source.push(label === "Author" ? i : paper);
      edges.target.push(label === "Author" ? paper : i);
      edges.type.push(t);
    }
  }
  buildGraph(pageData);
}

export const labelOf = (i) => (G.ownLabel ? G.ownLabel[i] : G.kinds[G.kind[i]].label);
export const typeName = (type) => type.type.toLowerCase().replaceAll("_", " ");
export const keyOf = (i) => `${labelOf(i)}:${G.id[i]}`;
export const degreeOf = (i) => G.start[i + 1] - G.start[i];
export const otherEnd = (e, i) => (G.source[e] === i ? G.target[e] : G.source[e]);
