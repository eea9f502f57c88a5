// Visible nodes, and the number of nodes under each filter choice.

import { plural } from "./data.js";
import { isPlaced } from "./look.js";
import { G, otherEnd } from "./model.js";
import { S, eachNeighbor } from "./state.js";

const BIT = { time: 1, code: 2, authors: 4, topics: 8, organizations: 16, community: 32, hidden: 64, folded: 128 };
export const counts = {};

// The shown papers as text. Everywhere a paper is one that a source describes; a cited work of which only an
// identifier is known is counted apart.
export const countedPapers = () => papersText(counts.papers, counts.cited);
const papersText = (papers, cited) => [papers || !cited ? plural(papers, "paper") : "", cited ? plural(cited, "cited work") : ""].filter(Boolean).join(" and ");
// The same, of all papers of the page.
export function countedOfAll() {
  let papers = 0, cited = 0;
  for (let i = 0; i < G.n; i++) if (G.kind[i] === G.paper) { if (G.stub[i]) cited++; else papers++; }
  const all = papers === counts.papers && cited === counts.cited;
  return all ? countedPapers() : `${counts.papers.toLocaleString("en")} of ${plural(papers, "paper")}${cited ? ` and ${counts.cited.toLocaleString("en")} of ${plural(cited, "cited work")}` : ""}`;
}

export function prepareFilters() {
  const dates = G.published.length ? G.published : G.year;
  const dateOf = (i, width) => {
    if (G.kind[i] !== G.paper || !dates[i]) return null;
    const date = /^[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?/.exec(String(dates[i]));
    if (!date) return null;
    return (date[0].length < width ? `${date[0]}-01` : date[0]).slice(0, width);  // a year counts as its January
  };
  const known = (width) => {
    const found = new Set();
    for (let i = 0; i < G.n; i++) { const date = dateOf(i, width); if (date) found.add(date); }
    return [...found].sort();
  };
  const years = known(4);
  G.monthly = years.length > 0 && years[years.length - 1] - years[0] < 3 && G.published.length > 0;
  G.bin = new Int32Array(G.n).fill(-1);
  G.bins = [];
  if (years.length) {
    const width = G.monthly ? 7 : 4, all = known(width);
    for (let at = all[0]; at <= all[all.length - 1] && G.bins.length <= 120; at = following(at)) G.bins.push(at);
    if (G.bins.length > 120) G.bins = all;  // too many bins: keep only those with papers
    const number = new Map(G.bins.map((bin, i) => [bin, i]));
    for (let i = 0; i < G.n; i++) G.bin[i] = number.get(dateOf(i, width)) ?? -1;
  }
  G.years = years;
  const numbers = [];
  for (let i = 0; i < G.n; i++) if (G.kind[i] === G.paper && G.authorCount[i] > 0) numbers.push(G.authorCount[i]);
  G.maxAuthors = numbers.reduce((a, b) => Math.max(a, b), 0);
  // links that the filters need
  const repository = G.kindOf.Repository ?? -1;
  G.hasCode = new Uint8Array(G.n);
  G.hasPaper = new Uint8Array(G.n);
  G.affiliated = false;  // whether authors are linked with organizations
  for (let e = 0; e < G.m; e++) {
    const a = G.source[e], b = G.target[e];
    if (G.kind[b] === repository) G.hasCode[a] = 1;
    if (G.kind[a] === repository) G.hasCode[b] = 1;
    if (G.kind[a] === G.paper) G.hasPaper[b] = 1;
    if (G.kind[b] === G.paper) G.hasPaper[a] = 1;
    if (G.kind[a] === G.kindOf.Author && G.kind[b] === G.kindOf.Organization) G.affiliated = true;
  }
}

function following(bin) {
  const [year, month] = bin.split("-").map(Number);
  if (month === undefined) return String(year + 1).padStart(4, "0");
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
}

function linksTo(i, wanted) {
  for (let k = G.start[i]; k < G.start[i + 1]; k++) if (wanted.has(otherEnd(G.edgeOf[k], i))) return true;
  return false;
}

// A paper counts for the organizations that are linked with it or with one of its authors.
function organizationsOf(i) {
  const found = new Set(), organization = G.kindOf.Organization, author = G.kindOf.Author;
  for (let k = G.start[i]; k < G.start[i + 1]; k++) {
    const j = otherEnd(G.edgeOf[k], i);
    if (G.kind[j] === organization) found.add(j);
    else if (G.affiliated && G.kind[j] === author)
      for (let l = G.start[j]; l < G.start[j + 1]; l++) {
        const one = otherEnd(G.edgeOf[l], j);
        if (G.kind[one] === organization) found.add(one);
      }
  }
  return found;
}

const paperFilterOn = () =>
  S.from !== null || S.to !== null || S.code || S.authorsFrom !== null || S.authorsTo !== null ||
  S.topics.size > 0 || S.organizations.size > 0;

export const anyFilterOn = () =>
  paperFilterOn() || S.kindsOff.size + S.typesOff.size + S.communitiesOff.size + S.hidden.size > 0;

// Filters that exclude node i, as bits.
function obstacles(i, opened, folding) {
  let bits = 0;
  if (S.hidden.has(i)) bits |= BIT.hidden;
  if (S.communitiesOff.has(G.community[i])) bits |= BIT.community;
  if (folding[i] && !opened.has(i)) bits |= BIT.folded;
  if (G.kind[i] !== G.paper) return bits;
  if (S.from !== null || S.to !== null) {
    const bin = G.bin[i] < 0 ? null : G.bins[G.bin[i]];
    if (bin === null || (S.from !== null && bin.slice(0, S.from.length) < S.from) ||
        (S.to !== null && bin.slice(0, S.to.length) > S.to)) bits |= BIT.time;
  }
  if (S.code && !G.hasCode[i]) bits |= BIT.code;
  const authors = G.authorCount[i] ?? Number.NaN;  // an unknown number is outside every range
  if (S.authorsFrom !== null && !(authors >= S.authorsFrom)) bits |= BIT.authors;
  if (S.authorsTo !== null && !(authors <= S.authorsTo)) bits |= BIT.authors;
  if (S.topics.size && !linksTo(i, S.topics)) bits |= BIT.topics;
  if (S.organizations.size && ![...organizationsOf(i)].some((one) => S.organizations.has(one))) bits |= BIT.organizations;
  return bits;
}

// The neighbors of node i that are not shown and that Expand shows: those that are folded or hidden one by one.
export function shownByExpanding(i) {
  const found = new Set();
  eachNeighbor(i, (j) => {
    if (G.visible[j] || (bits[j] & ~(BIT.hidden | BIT.folded)) || S.kindsOff.has(G.kind[j]) || !isPlaced(j)) return;
    if (G.kind[j] === G.paper || !counts.filtered || nextToShown(j)) found.add(j);
  });
  return [...found];
}

let bits = new Uint8Array(0);   // filters that exclude each node
let would = new Uint8Array(0);  // visibility if every kind were on

export function applyFilters() {
  const opened = new Set();
  for (const center of S.expanded) eachNeighbor(center, (i) => opened.add(i));
  const always = new Set([...S.pinned, ...(S.path || [])]);
  if (S.selected >= 0) always.add(S.selected);
  const folding = S.unfolded ? new Uint8Array(G.n) : G.folded;
  bits = new Uint8Array(G.n);
  for (let i = 0; i < G.n; i++) bits[i] = obstacles(i, opened, folding);
  const filtered = paperFilterOn();
  const shown = G.visible;
  would = new Uint8Array(G.n);
  for (let i = 0; i < G.n; i++) if (G.kind[i] === G.paper) would[i] = bits[i] === 0 ? 1 : 0;
  for (let i = 0; i < G.n; i++) {
    if (G.kind[i] === G.paper) continue;
    would[i] = bits[i] === 0 && (!filtered || nextToShown(i)) ? 1 : 0;
  }
  if (filtered && G.affiliated) showAffiliations();
  counts.kinds = new Uint32Array(G.kinds.length);
  for (let i = 0; i < G.n; i++) {
    counts.kinds[G.kind[i]] += would[i];
    shown[i] = would[i] && !S.kindsOff.has(G.kind[i]) && isPlaced(i) ? 1 : 0;
  }
  for (const i of always) shown[i] = 1;
  if (S.pathNodes) for (const i of S.pathNodes) shown[i] = 1;
  count(shown);
}

// Show the organizations of shown papers that are linked with their authors only.
function showAffiliations() {
  for (let i = 0; i < G.n; i++)
    if (G.kind[i] === G.paper && would[i]) for (const one of organizationsOf(i)) if (bits[one] === 0) would[one] = 1;
}

function nextToShown(i) {
  for (let k = G.start[i]; k < G.start[i + 1]; k++) {
    const j = otherEnd(G.edgeOf[k], i);
    if (G.kind[j] === G.paper && would[j]) return true;
  }
  return false;
}

// Count each choice under all other filters; a theme by its papers.
function count(shown) {
  counts.bins = new Uint32Array(G.bins.length);
  counts.inBins = new Uint32Array(G.bins.length);
  counts.code = 0;
  counts.linked = new Uint32Array(G.n);
  counts.communities = new Uint32Array(G.communities.length);
  const topic = G.kindOf.Topic ?? -1;
  let papers = 0, cited = 0;
  counts.total = new Uint32Array(G.communities.length);
  for (let i = 0; i < G.n; i++) {
    if (G.community[i] >= 0 && (G.paper < 0 || (G.kind[i] === G.paper && !G.stub[i]))) {
      counts.total[G.community[i]]++;
      if (shown[i] || bits[i] === BIT.community) counts.communities[G.community[i]]++;
    }
    if (G.kind[i] !== G.paper) continue;
    const but = (bit) => (bits[i] & ~bit) === 0;
    if (bits[i] === 0) { if (G.stub[i]) cited++; else papers++; }
    if (G.bin[i] >= 0 && but(BIT.time)) counts.bins[G.bin[i]]++;
    if (G.bin[i] >= 0 && bits[i] === 0) counts.inBins[G.bin[i]]++;
    if (G.hasCode[i] && but(BIT.code)) counts.code++;
    const forTopics = but(BIT.topics), forOrganizations = but(BIT.organizations);
    if (!forTopics && !forOrganizations) continue;
    for (let k = G.start[i]; forTopics && k < G.start[i + 1]; k++) {
      const j = otherEnd(G.edgeOf[k], i);
      if (G.kind[j] === topic) counts.linked[j]++;
    }
    if (forOrganizations) for (const j of organizationsOf(i)) counts.linked[j]++;
  }
  counts.papers = papers;
  counts.cited = cited;
  counts.types = new Uint32Array(G.types.length);
  counts.filtered = paperFilterOn();
  counts.degree = new Uint32Array(G.n);  // links among the shown nodes
  counts.edges = 0;
  for (let e = 0; e < G.m; e++)
    if (shown[G.source[e]] && shown[G.target[e]]) {
      counts.types[G.type[e]]++;
      if (S.typesOff.has(G.type[e])) continue;
      counts.edges++;
      counts.degree[G.source[e]]++; counts.degree[G.target[e]]++;
    }
  counts.shown = shown.reduce((a, b) => a + b, 0);
}
