// Why two nodes are linked: each edge as a sentence, with its evidence.

import { BOOKKEEPING, brief, clean, el } from "./data.js";
import { evidenceOf, factsOf, readFacts } from "./facts.js";
import { G, labelOf, typeName } from "./model.js";
import { columnName } from "./answer.js";
import { shortName } from "./labels.js";

// The edge as a sentence, by the verb phrase that the schema gives for its start, type and end.
export function sentence(e) {
  const a = G.source[e], b = G.target[e], type = G.types[G.type[e]];
  const verb = type.about[`${labelOf(a)} ${labelOf(b)}`] ?? typeName(type);
  return `${shortName(a)} ${verb} ${shortName(b)}`;
}

const WORDED_FACTS = new Set([...BOOKKEEPING, "evidence", "evidenceAt", "surface", "field", "rule", "score", "sources", "position", "linkedBy", "nameOnly", "fromEnd", "terms"]);

// Sentence, quote and notes of one edge.
function whyParts(e) {
  const facts = factsOf("edge", e);
  const parts = [el("div", { dir: "auto", text: `${sentence(e)}.` })];
  const evidence = evidenceOf(e);
  if (evidence) parts.push(el("blockquote", { dir: "auto" }, ...marked(clean(evidence), [facts.surface].filter(Boolean))));
  const notes = [];
  if (G.nameOnly.has(e)) notes.push("same name only: nothing else links this paper to the author’s other papers");
  if (facts.position) notes.push(`author ${facts.position}`);
  if (facts.terms?.length) notes.push(`words of both: ${facts.terms.join(", ")}`);
  if (facts.surface && !evidence) notes.push(`as “${facts.surface}”`);
  if (facts.field) notes.push(`in the ${facts.field}`);
  if (facts.rule) notes.push(`rule: ${facts.rule}`);
  if (typeof facts.score === "number") notes.push(`score ${facts.score.toFixed(2)}`);
  if (facts.sources?.length) notes.push(`source: ${facts.sources.join(", ")}`);
  if (facts.linkedBy?.length) notes.push(`linked by: ${facts.linkedBy.join(", ")}`);
  for (const [key, value] of Object.entries(facts))
    if (!WORDED_FACTS.has(key) && value !== null) notes.push(`${columnName(key)}: ${Array.isArray(value) ? value.join(", ") : value}`);
  parts.push(el("div", { class: "soft", dir: "auto", text: notes.length ? brief(clean(notes.join(" · "))) : "No further evidence." }));
  return parts;
}

export function whyBlock(edges, title = "Why linked") {
  const block = el("details", { class: "why" }, el("summary", { text: title }));
  block.addEventListener("toggle", async () => {
    if (!block.open || block.childElementCount > 1) return;
    await readFacts([], edges);
    for (const e of edges) block.append(...whyParts(e));
  });
  return block;
}

// `text` as DOM nodes, with every occurrence of the words in <mark>.
export function marked(text, words) {
  const escaped = [...new Set(words.map((word) => clean(word).trim()).filter((word) => word.length > 1))]
    .sort((a, b) => b.length - a.length).slice(0, 80)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/[\s-]+/g, "[\\s-]+"));
  if (!escaped.length) return [document.createTextNode(text)];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})(?:s|es)?(?![\\p{L}\\p{N}])`, "giu");
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(document.createTextNode(text.slice(from, match.index)), el("mark", { text: match[0] }));
    from = match.index + match[0].length;
  }
  parts.push(document.createTextNode(text.slice(from)));
  return parts;
}
