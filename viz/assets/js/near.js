// Papers related to a paper, by the evidence and weights of the question `related`
// (queries/catalogue/related/related.cypher). Similarities of texts are computed when a graph is loaded; the file
// contains them as integers (viz/similar.py). All other evidence is on the page.

import { $, readData } from "./data.js";
import { factsOf, readFacts } from "./facts.js";
import { systemName } from "./match.js";
import { G, otherEnd } from "./model.js";
import { isAdded, others, readOthers } from "./others.js";
import { termsBy } from "./terms.js";

const FREQUENT = 500;  // papers; a topic of more is no evidence
const CITED_OFTEN = 1000;  // papers; a work that more cite is no evidence
const UNKNOWN = 0.5;  // score of a topic without one
const NEIGHBORS = 10;  // of a paper, by its own ranking
const WORDS_SHOWN = 5;

let similar = null;  // of each paper, the similarity to each neighbor, and back
let termsOf = () => [];  // words that two texts share

export const hasSimilar = () => $("similar-data") !== null;

async function readSimilar() {
  if (similar) return;
  const { unit, steps, there, back, rule } = await readData("similar-data");
  const found = new Map();
  const put = (a, b, forth, reverse) => { if (!found.has(a)) found.set(a, new Map()); found.get(a).set(b, [forth / unit, reverse / unit]); };
  let k = 0;
  steps.forEach((gaps, a) => {
    let b = a;
    for (const gap of gaps) {
      b += gap;
      const forth = there[k], reverse = forth + back[k++];
      put(a, b, forth, reverse); put(b, a, reverse, forth);
    }
  });
  similar = found;
  if (rule) termsOf = termsBy(rule);
}

const neighborsOf = (i) => similar.get(i) || new Map();

// The edges of a type at node i as [other end, edge]; `out`: whether i is their start.
function linksOf(i, type, out) {
  const found = [];
  for (let k = G.start[i]; k < G.start[i + 1]; k++) {
    const e = G.edgeOf[k];
    if (G.types[G.type[e]].type === type && (G.source[e] === i) === out) found.push([otherEnd(e, i), e]);
  }
  return found;
}

// Nodes linked with paper i by a type, drawn or not: {name, general, papers: [paper, edge], edge}; an edge that is not
// drawn is -1.
function sharedNodes(i, type, out) {
  const drawn = linksOf(i, type, out).map(([middle, edge]) => ({ middle, other: -1, edge, id: G.id[middle], name: G.name[middle], general: G.general.has(middle), papers: linksOf(middle, type, !out).filter(([j]) => G.kind[j] === G.paper) }));
  const rest = (others?.of.get(i) || []).filter((o) => others.types[others.label[o]] === type && !isAdded(o))
    .map((o) => ({ middle: -1, other: o, edge: -1, id: others.id[o], name: others.name[o], general: others.general.has(o), papers: others.papers[o].map((j) => [j, -1]) }));
  return [...drawn, ...rest];
}

// How many edges of a type paper i has, drawn or not.
const countOf = (i, type, out) => linksOf(i, type, out).length + (others?.of.get(i) || []).filter((o) => others.types[others.label[o]] === type && !isAdded(o)).length;

// Where a paper is named in another one: its title, or a sentence of its abstract; null if it is not.
function namedIn(name, title, abstract) {
  if (!name || !(title.includes(name) || abstract.includes(name))) return null;
  const pattern = new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w|-\\w)`);
  if (pattern.test(title)) return { points: 0.15, text: title };
  const sentence = abstract.replace(/\n/g, " ").split(". ").find((one) => pattern.test(one));
  return sentence === undefined ? null : { points: 0.025, text: sentence };
}

const abstractOf = (i) => String(factsOf("node", i).abstract ?? "");
const titleOf = (i) => String(factsOf("node", i).title ?? G.name[i]);  // the name of a retracted paper is marked
const textOf = (i) => ({ title: titleOf(i), abstract: abstractOf(i) });
const byId = (a, b) => (a.id < b.id ? -1 : 1);
const nanos = (points) => Math.round(1e9 * points);  // sums of the same numbers in another order are equal

// A paper without known references gets the points for references that its text suggests, by the ratio of both among
// similar papers whose references are known.
function addUnknownReferences(similarOnes) {
  const listed = new Set(similarOnes.filter(({ j }) => countOf(j, "CITES", true) > 0));
  let shared = 0, texts = 0;
  for (const { text, reasons } of listed) { texts += text; shared += reasons.find(({ kind }) => kind === "references")?.points ?? 0; }
  if (!(texts > 0 && shared > 0)) return;
  for (const one of similarOnes) {
    if (listed.has(one)) continue;
    const points = (shared / texts) * one.text;
    one.points += points;
    one.reasons.push({ kind: "references unknown", points, words: ["estimated from text"] });
  }
}

// A paper that is not among ten neighbors is at most as similar as the tenth. It gets 0.9 of the points of the tenth if
// it has two thirds of the topics, and with fewer topics a part of them.
const NOT_NEAR = "not among the ten most similar; estimated from topics";

function addEstimatedTexts(found, neighbors) {
  const tenth = neighbors.map(({ text }) => text).sort((a, b) => b - a)[NEIGHBORS - 1];
  if (tenth === undefined) return;
  for (const one of found) {
    const share = (one.reasons.find(({ kind }) => kind === "topics")?.points ?? 0) / 0.1;
    if (one.text > 0 || !share) continue;
    const points = 0.9 * tenth * Math.min(1, 1.5 * share);
    one.points += points;
    one.reasons.push({ kind: "estimated text", points, words: [NOT_NEAR] });
  }
}

// The papers related to paper i, best first: {j, points, reasons: [{kind, share, words}], edges}.
export async function relatedPapers(i, most = 10) {
  await Promise.all([readSimilar(), readOthers()]);
  const near = neighborsOf(i), topics = sharedNodes(i, "HAS_TOPIC", true);
  const authors = sharedNodes(i, "AUTHORED", false);
  await readFacts([i, ...near.keys(), ...authors.map(({ middle }) => middle).filter((k) => k >= 0)], topics.flatMap(({ edge, papers }) => (edge < 0 ? [] : [edge, ...(papers.length <= FREQUENT ? papers.map(([, e]) => e) : [])])));
  const found = new Map();
  const add = (j, kind, points, words, edges = []) => {
    if (j === i || G.stub[j]) return;
    if (!found.has(j)) found.set(j, { j, points: 0, text: 0, reasons: [], edges: [] });
    const one = found.get(j);
    one.points += points; one.edges.push(...edges.filter((e) => e >= 0));
    if (kind === "text") one.text = points;
    one.reasons.push({ kind, points, words });
  };
  // points and words by paper, of one kind
  const gather = () => { const sums = new Map(); return { sums, put(j, points, word, edges) { const one = sums.get(j) || { points: 0, words: [], edges: [] }; one.points += points; one.words.push(word); one.edges.push(...edges); sums.set(j, one); } }; };

  for (const [j, [forth]] of near) add(j, "text", forth, null);
  const own = systemName(titleOf(i));
  for (const j of near.keys()) {
    const there = namedIn(own, titleOf(j), abstractOf(j)), here = namedIn(systemName(titleOf(j)), titleOf(i), abstractOf(i));
    if (there) add(j, "names it", there.points, [there.text]);
    if (here) add(j, "named by it", here.points, [here.text]);
  }
  // of an edge, or of the one to the k-th paper of a node that is not drawn
  const scoreOf = (other, k, e) => (e >= 0 ? factsOf("edge", e).score : others.scores[other]?.[k]) ?? UNKNOWN;
  const weighed = topics.filter(({ general, papers }) => !general && papers.length > 1 && papers.length <= FREQUENT)
    .map((one) => ({ ...one, weight: scoreOf(one.other, one.papers.findIndex(([j]) => j === i), one.edge) / Math.log(1 + one.papers.length) })).sort((a, b) => b.weight - a.weight || byId(a, b));
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const byTopic = gather();
  for (const { name, weight, papers, edge, other } of weighed) for (const [k, [j, e]] of papers.entries()) byTopic.put(j, (0.1 * weight * scoreOf(other, k, e)) / total, name, [edge, e]);
  for (const [j, { points, words, edges }] of byTopic.sums) add(j, "topics", points, words.slice(0, WORDS_SHOWN), edges);

  const works = sharedNodes(i, "CITES", true).filter(({ papers }) => papers.length <= CITED_OFTEN).map((one) => ({ ...one, weight: 1 / (1 + Math.log(one.papers.length / 2)) })).sort((a, b) => b.weight - a.weight || byId(a, b)), byWork = gather();
  for (const { name, weight, papers, edge } of works) for (const [j, e] of papers) byWork.put(j, weight, name, [edge, e]);
  for (const [j, { points, words, edges }] of byWork.sums) add(j, "references", 0.1 * Math.log(1 + points) + points / Math.sqrt(Math.max(20, countOf(i, "CITES", true)) * Math.max(20, countOf(j, "CITES", true))), words.slice(0, WORDS_SHOWN), edges);
  const together = gather();
  for (const [citing, edge] of linksOf(i, "CITES", false).sort(([a], [b]) => (G.id[a] < G.id[b] ? -1 : 1))) for (const [j, e] of linksOf(citing, "CITES", true)) together.put(j, 1, G.name[citing], [edge, e]);
  for (const [j, { points, words, edges }] of together.sums) add(j, "cited together", 0.1 * Math.log(1 + points), words.slice(0, WORDS_SHOWN), edges);
  for (const [j, e] of linksOf(i, "CITES", true)) add(j, "citation", 0.2, ["cited by the paper"], [e]);
  for (const [j, e] of linksOf(i, "CITES", false)) add(j, "citation", 0.2, ["cites the paper"], [e]);
  const code = gather();
  for (const { id, papers, edge } of sharedNodes(i, "HAS_CODE", true).sort(byId)) for (const [j, e] of papers) code.put(j, 0, id, [edge, e]);
  for (const [j, { words, edges }] of code.sums) add(j, "code", 0.1, words.slice(0, 2), edges);
  const people = gather();
  const confidenceOf = ({ middle, other }) => (middle >= 0 ? factsOf("node", middle).confidence : others.confidence[other]) ?? 1;
  const byName = (a, b) => (a.name === b.name ? byId(a, b) : a.name < b.name ? -1 : 1);
  for (const one of authors.sort(byName)) for (const [j, e] of one.papers) people.put(j, confidenceOf(one), one.name, [one.edge, e]);
  for (const [j, { points, words, edges }] of people.sums) if (j !== i) add(j, "people", (0.2 * points) / Math.sqrt(authors.length * countOf(j, "AUTHORED", false)), words.slice(0, WORDS_SHOWN), edges);
  const organizations = gather();
  for (const { name, papers, edge } of sharedNodes(i, "AFFILIATED_WITH", true).sort(byName)) for (const [j, e] of papers) organizations.put(j, 0, name, [edge, e]);
  for (const [j, { words, edges }] of organizations.sums) add(j, "organization", 0.01, words.slice(0, 3), edges);

  for (const one of found.values()) one.reasons.sort((a, b) => b.points - a.points || (a.kind < b.kind ? -1 : 1));
  const compared = [...found.values()].filter(({ text }) => text > 0);
  addUnknownReferences(compared);
  addEstimatedTexts([...found.values()], compared);
  const best = [...found.values()].sort((a, b) => nanos(b.points) - nanos(a.points) || b.text - a.text || (G.id[a.j] < G.id[b.j] ? -1 : 1)).slice(0, most);
  await readFacts(best.map(({ j }) => j));
  for (const one of best) {
    one.reasons = one.reasons.map(({ kind, points, words }) => ({ kind, share: points / one.points, words: words ?? termsOf(textOf(i), textOf(one.j)) }));
  }
  return best;
}
