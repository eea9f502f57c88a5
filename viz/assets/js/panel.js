// The side panel: details of the selected node, or an overview.

import { $, BOOKKEEPING, brief, clean, el, link, showMore, webAddress } from "./data.js";
import { factsOf, readFacts } from "./facts.js";
import { G, degreeOf, labelOf } from "./model.js";
import { S, change, eachNeighbor, select } from "./state.js";
import { countedOfAll, counts } from "./filter.js";
import { about } from "./search.js";
import { phone, pictured } from "./panels.js";
import { glyph, regionDots, svgEl } from "./draw.js";
import { shortName } from "./labels.js";
import { scoreName, scoreOf } from "./look.js";
import { fit, goTo } from "./stage.js";
import { expandOrCollapse, expandText, hide, only, pin, toggle, untangle } from "./actions.js";
import { columnName, reason } from "./answer.js";
import { hasSimilar, relatedPapers } from "./near.js";
import { marked, whyBlock } from "./why.js";
import { showPath, startPathSearch } from "./path.js";

const NEIGHBORS_AT_ONCE = 12;
let panelTurn = 0;
export let panelReady = Promise.resolve();  // the details of the selected node are in the panel

function goButton(i) {
  return el("button", { type: "button", class: "go", dir: "auto", text: clean(G.name[i]), click: () => { goTo(i); $("panel").focus(); } });
}

export function showPanel() {
  const panel = $("panel"), turn = ++panelTurn;
  if (S.path) return showPath(panel);
  if (S.selected < 0) return panel.replaceChildren(...overview());
  const i = S.selected;
  fill(...head(i), el("p", { class: "soft", text: "…" }));
  panel.scrollTop = 0;
  const topics = [], links = [];
  eachNeighbor(i, (j, e) => { if (labelOf(j) === "Topic") { topics.push(j); links.push(e); } });
  panelReady = readFacts([i, ...topics], links).then(() => {
    if (turn !== panelTurn) return;
    fill(...head(i), ...body(i), ...neighbors(i));
  });
}

// Fill the panel. The focus stays at the same tool, of which the text may change.
function fill(...parts) {
  const panel = $("panel"), tools = () => [...panel.querySelectorAll(".tools .tool")], focused = tools().indexOf(document.activeElement);
  panel.replaceChildren(...parts);
  if (focused >= 0) (tools()[focused] ?? panel).focus();
}

function overview() {
  const parts = [el("h2", { class: "visually-hidden", text: clean(G.title) })];  // the page's title is above
  if (counts.papers + counts.cited && G.years.length) {
    const years = G.bins.filter((_, k) => counts.inBins[k]).map((bin) => bin.slice(0, 4));
    const first = years[0] ?? "?", last = years[years.length - 1] ?? "?";
    parts.push(el("p", { class: "soft", text: `${countedOfAll()} from ${first === last ? first : `${first} to ${last}`}. Select a ${phone.matches ? "paper" : "node in the graph"}, or search, to see its details and why it is linked.` }));
  }
  if (phone.matches) parts.push(...phoneParts());
  if (G.note) parts.push(el("p", { id: "note", class: "soft", text: clean(G.note) }));
  if (G.communities.length) {
    const what = groupWord();
    parts.push(el("h3", { text: G.paper >= 0 ? `Papers by ${what}` : `Groups by ${what}` }));
    parts.push(el("div", { id: "communities" }, ...G.communities.map((community, c) => {
      const box = el("input", { type: "checkbox", "aria-label": `Show ${what} ${clean(community.name)}` });
      box.checked = !S.communitiesOff.has(c);
      box.addEventListener("change", () => change((state) => toggle(state.communitiesOff, c)));
      const swatch = svgEl("svg", { viewBox: "0 0 16 16", class: "swatch", "aria-hidden": "true" });
      swatch.append(svgEl("circle", { cx: 8, cy: 8, r: 8, fill: community.color }));
      return el("div", { class: "check" }, el("label", { class: "box" }, box), swatch,
        el("button", { type: "button", class: "go", dir: "auto", title: `Show this ${what}`, text: clean(community.name), click: () => flyToCommunity(c) }),
        el("span", { class: "count", text: `${counts.communities[c] === counts.total[c] ? "" : `${counts.communities[c].toLocaleString("en")} of `}${counts.total[c].toLocaleString("en")}` }));
    })));
  }
  const top = (kind, most) => [...G.order].filter((i) => G.kind[i] === kind && G.visible[i]).slice(0, most);
  for (const label of ["Topic", "Organization", "Author"]) {
    const kind = G.kindOf[label];
    if (kind === undefined) continue;
    const best = top(kind, 6);
    if (best.length) parts.push(el("h3", { text: `${G.kinds[kind].plural} with the most links` }), el("ul", { class: "rows" }, ...best.map((i) => el("li", { class: "row" }, glyph(kind), goButton(i), el("span", { class: "count", text: degreeOf(i).toLocaleString("en") })))));
  }
  return parts;
}

// What the groups of nodes are named by: topics, or the nodes of another kind with the most links.
export function groupWord() {
  const names = new Set(G.communities.map(({ name }) => name.split(" · ")[0])), kinds = new Set();
  for (let i = 0; i < G.n; i++) if (names.has(G.name[i])) kinds.add(labelOf(i));
  if (kinds.has("Topic")) return "theme";
  const [only] = kinds;
  return kinds.size === 1 && only !== "Paper" ? only.toLowerCase() : "group";
}

// A phone starts with the papers, and the whole graph is a choice.
function phoneParts() {
  const papers = [...G.order].filter((i) => G.kind[i] === G.paper && G.visible[i]);
  if (scoreName() !== "Links") papers.sort((a, b) => (scoreOf(b) ?? 0) - (scoreOf(a) ?? 0));
  const title = `Papers with the most ${scoreName().toLowerCase()}`;
  return [tool("Show the whole graph", () => change((state) => { state.whole = true; })),
    ...(papers.length ? [el("h3", { text: title }), rowList(papers.map((j) => ({ j, edges: [], note: about(j) })))] : [])];
}

function flyToCommunity(c) {
  const members = new Set(regionDots?.[c] || []);
  if (!members.size) for (let i = 0; i < G.n; i++) if (G.community[i] === c && G.visible[i]) members.add(i);
  if (!pictured()) change((state) => { state.as = "graph"; state.whole = true; });
  fit(true, members);
}

function head(i) {
  const kind = G.kinds[G.kind[i]];
  return [
    el("div", { class: "kind-line" }, glyph(G.kind[i]), el("span", { text: kind.label === "Other" ? labelOf(i) : kind.label }),
      G.community[i] >= 0 ? el("button", { type: "button", class: "go soft", dir: "auto", text: `in ${clean(G.communities[G.community[i]].name)}`, click: () => flyToCommunity(G.community[i]) }) : null),
    el("h2", { dir: "auto", text: clean(G.name[i]) }),
    el("div", { class: "tools" },
      ...(expandText(i) ? [tool(expandText(i), () => expandOrCollapse(i), { title: "Lay out all neighbors around this node; repeat to undo (e)", "aria-expanded": String(S.expanded.has(i)) })] : []),
      tool(S.pinned.has(i) ? "Unpin" : "Pin", () => pin(i), { title: "Always show this node and its name (p)", "aria-pressed": String(S.pinned.has(i)) }),
      tool("Hide", () => hide(i), { title: "Hide this node (h)" }),
      ...(["Topic", "Organization"].includes(kind.label) && G.paper >= 0 ? [tool("Only its papers", () => only(i), { title: "Filter to the papers of this node (o)", "aria-pressed": String(S.topics.has(i) || S.organizations.has(i)) })] : []),
      tool("Path to…", () => startPathSearch(i), { title: "Find the shortest path to another node" }),
      tool("Untangle", () => untangle(i), { title: "Spread out this node and its neighbors" }),
      tool("Close", () => { select(-1); $(pictured() ? "canvas" : phone.matches ? "panel" : "search").focus(); })),
  ];
}

export const tool = (text, action, more) => el("button", { type: "button", class: "tool", text, click: action, ...more });

const LONG = new Set([...BOOKKEEPING, "abstract", "title", "name", "rawTitle", "rawAbstract", "titleKey", "nameKey", "url", "projectPages", "links", "arxivId", "doi", "openalexId", "s2Id", "publishedPrecision", "publishedInferred", "authorsPartial", "sources", "year", "owner", "host", "handle", "ror", "orcid", "hfUser", "hfAssigned", "basis", "confidence"]);
const WORDS = { __proto__: null, authorCount: "Authors", upvotes: "Upvotes", comments: "Comments", citedByCount: "Citations worldwide", stars: "Stars", published: "Published", names: "Name variants", aliases: "Aliases", kind: "Kind", country: "Country", vocabulary: "Vocabulary", issn: "ISSN", language: "Language", type: "Type", retracted: "Retracted", withdrawn: "Withdrawn", files: "Files", date: "Date", observed: "As of", keywords: "Keywords", alsoKnownAs: "Also known as" };

function body(i) {
  const facts = factsOf("node", i);
  const parts = [el("ul", { class: "links", "aria-label": "Links" }, ...addresses(i, facts).map(([text, address]) => el("li", null, link(address, text))))];
  const rows = [];
  const fact = (name, value) => { if (value !== undefined && value !== null && value !== "") rows.push(el("dt", { text: name }), el("dd", { dir: "auto", text: brief(clean(Array.isArray(value) ? value.join(", ") : value)) })); };
  if (G.published[i]) fact("Published", String(G.published[i]).slice(0, 10) + (facts.publishedInferred ? " (year inferred)" : ""));
  else fact("Year", G.year[i]);
  if (G.authorCount[i]) fact("Authors", `${G.authorCount[i].toLocaleString("en")}${facts.authorsPartial ? " (incomplete list)" : ""}`);
  fact("Upvotes", G.upvotes[i]);
  fact(WORDS.citedByCount, G.citedByCount[i]?.toLocaleString?.("en"));
  fact("Stars", G.stars[i]?.toLocaleString?.("en"));
  for (const [key, value] of Object.entries(facts)) {
    if (LONG.has(key) || value === false || (Array.isArray(value) && !value.length)) continue;
    fact(WORDS[key] || columnName(key).replace(/^./, (first) => first.toUpperCase()), value === true ? "yes" : value);
  }
  if (facts.basis) fact("Papers merged by", `${facts.basis}${typeof facts.confidence === "number" ? `, confidence ${facts.confidence > 0.99 ? "> 0.99" : facts.confidence.toFixed(2)}` : ""}`);
  let nameOnly = 0;
  eachNeighbor(i, (_, e) => { nameOnly += labelOf(i) === "Author" && G.nameOnly.has(e); });
  if (nameOnly) fact("Papers linked by name only", nameOnly.toLocaleString("en"));
  if (G.retracted[i]) parts.unshift(el("p", { class: "warning", text: "This paper was retracted." }));
  if (G.stub[i]) parts.push(el("p", { class: "soft", text: "Only an identifier of this paper is known; load a source that contains the paper." }));
  if (rows.length) parts.push(el("dl", { class: "facts" }, ...rows));
  if (facts.abstract) {
    const words = [];
    eachNeighbor(i, (j, e) => {
      if (labelOf(j) !== "Topic") return;
      words.push(G.name[j], factsOf("edge", e).surface || "", ...(G.aliases[j] || []));
    });
    parts.push(el("h3", { text: "Abstract" }), ...abstractPart(clean(facts.abstract), words));
  }
  return parts;
}

// The abstract; the end of a long one is folded, so that the links below it are in view.
const LONG_ABSTRACT = 420;
function abstractPart(text, words) {
  const part = el("p", { class: "abstract", dir: "auto" }, ...marked(text, words));
  if (text.length <= LONG_ABSTRACT) return [part];
  const button = el("button", { type: "button", class: "more", "aria-expanded": "false", text: "Show all of the abstract" });
  part.classList.add("folded");
  button.addEventListener("click", () => {
    const folded = part.classList.toggle("folded");
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = folded ? "Show all of the abstract" : "Show less of the abstract";
  });
  return [part, button];
}

function addresses(i, facts) {
  const found = [];
  const add = (text, address) => { if (webAddress(address) && !found.some((one) => one[1] === address)) found.push([text, address]); };
  const part = (text) => encodeURIComponent(clean(text)).replace(/%2F/g, "/");
  if (facts.arxivId) {
    add("arXiv", `https://arxiv.org/abs/${part(facts.arxivId)}`);
    add("Hugging Face", `https://huggingface.co/papers/${part(facts.arxivId)}`);
  }
  if (facts.doi) add("DOI", `https://doi.org/${part(facts.doi)}`);
  if (facts.openalexId) add("OpenAlex", `https://openalex.org/${part(facts.openalexId)}`);
  if (facts.orcid) add("ORCID", `https://orcid.org/${part(facts.orcid)}`);
  if (facts.ror) add("ROR", webAddress(facts.ror) || `https://ror.org/${part(facts.ror)}`);
  if (facts.handle) add("Hugging Face", `https://huggingface.co/${part(facts.handle)}`);
  if (facts.url && !/^https?:\/\/arxiv\.org\/abs\//.test(facts.url)) add(labelOf(i) === "Repository" ? String(facts.host || "Code") : "Web page", facts.url);
  eachNeighbor(i, (j) => { if (G.kind[i] === G.paper && labelOf(j) === "Repository") add(`Code: ${shortName(j)}${G.stars[j] ? ` ★ ${G.stars[j].toLocaleString("en")}` : ""}`, `https://${G.id[j]}`); });
  for (const address of facts.projectPages || []) add("Project page", address);
  for (const path of (facts.links || []).slice(0, 6)) add(path, `https://huggingface.co/${part(String(path).replace(/^models\//, ""))}`);
  return found;
}

function neighbors(i) {
  const groups = new Map();
  eachNeighbor(i, (j, e) => {
    const out = G.source[e] === i;
    const name = groupName(G.types[G.type[e]].type, G.kind[j], out);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push({ j, edges: [e], note: G.nameOnly.has(e) ? "same name only" : null });
  });
  const parts = [];
  for (const [name, rows] of groups) {
    rows.sort((a, b) => G.weight[b.j] - G.weight[a.j]);
    parts.push(el("h3", { text: `${name} (${rows.length})` }), rowList(rows));
  }
  if (G.kind[i] === G.paper) {
    parts.push(el("h3", { text: "Related papers" }), hasSimilar() ? relatedPart(i) : el("p", { class: "soft", dir: "auto", text: `With reasons: citegraph related ${clean(G.id[i])}` }));
  }
  return parts;
}

// The ranking of `citegraph related`, filled in once the evidence has been read.
function relatedPart(i) {
  const part = el("div", { id: "related" }, el("p", { class: "soft", text: "…" })), turn = panelTurn;
  relatedPapers(i).then((found) => {
    if (turn !== panelTurn) return;
    if (!found.length) return part.replaceChildren(el("p", { class: "soft", text: "No related papers." }));
    const best = found[0].points;
    part.replaceChildren(rowList(found.map(({ j, points, reasons, edges }) => ({
      j, edges: [...new Set(edges)].slice(0, 10),
      score: el("span", { class: "score", title: "Sum of the evidence; an identical text scores 1" }, el("meter", { min: 0, max: best, value: points, "aria-label": "score" }), el("b", { text: points.toFixed(2) })),
      reasons: reasons.slice(0, 4).map(({ kind, share, words }) => reason(`${kind}: ${words.map(clean).join(", ")} (${Math.round(100 * share)}%)`)),
    }))));
  });
  return part;
}

function groupName(type, kind, out) {
  const many = G.kinds[kind].plural;
  if (type === "CITES") return out ? "Cites" : "Cited by";
  if (type === "BROADER") return out ? "Broader topics" : "Narrower topics";
  return many;
}

export function rowList(rows, quiet = false) {
  const list = el("ul", { class: "rows" });
  const more = (from) => {
    for (const { j, edges, note, score, reasons = [] } of rows.slice(from, from + NEIGHBORS_AT_ONCE))
      list.append(el("li", null,
        el("div", { class: "row" }, glyph(G.kind[j]), goButton(j), quiet || G.visible[j] ? null : el("span", { class: "count", text: "hidden" })),
        score ?? null, ...reasons,
        note ? el("div", { class: "step", dir: "auto", text: clean(note) }) : null,
        edges.length ? whyBlock(edges) : null));
    const next = from + NEIGHBORS_AT_ONCE;
    if (next < rows.length) {
      const button = el("button", { type: "button", class: "more", text: showMore(NEIGHBORS_AT_ONCE, rows.length - next) });
      const item = el("li", null, button);
      button.addEventListener("click", () => { item.remove(); more(next); list.children[next]?.querySelector("button")?.focus(); });
      list.append(item);
    }
  };
  more(0);
  return list;
}
