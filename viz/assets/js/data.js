// Small helpers, and the page's data. Text only ever becomes text: nothing here makes HTML.

const $ = (id) => document.getElementById(id);

function el(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "text") made.textContent = value;
    else if (key === "class") made.className = value;
    else if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Characters that have no shape of their own but change how others are read.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\udb40[\udc00-\udc7f]/g;
const LONE = /\p{Surrogate}/gu;  // halves of characters
const clean = (text) => String(text).replace(UNSEEN, "").replace(LONE, "");

// Small print that stays small: browsers lay very long words out slowly.
const brief = (text) => (text.length > 1000 ? `${text.slice(0, 1000)}…` : text);

// The address if it leads to a web page, else null.
function webAddress(text) {
  try {
    const url = new URL(String(text));
    const web = url.protocol === "https:" || url.protocol === "http:";
    return web && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

function link(address, text) {
  const href = webAddress(address);
  if (!href) return el("span", { text: clean(text ?? address) });
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", text: clean(text ?? href) });
}

async function readData(id) {
  const block = $(id);
  if (block.type === "application/json") return JSON.parse(block.textContent);
  const bytes = Uint8Array.from(atob(block.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

// Properties of nodes and edges stand in blocks, each read when something in it is first opened.
const blocks = { node: [], edge: [] };
function readBlock(what, at) {
  const number = Math.floor(at / G.blocks[what]);
  blocks[what][number] ??= readData(`${what}-data-${number}`).then((rows) => (blocks[what][number] = rows));
  return blocks[what][number];
}
const readFacts = (nodes, edges = []) =>
  Promise.all([...nodes.map((i) => readBlock("node", i)), ...edges.map((e) => readBlock("edge", e))]);
// What the graph keeps on nodes and links for itself; it tells a reader nothing.
const BOOKKEEPING = ["observedOf", "origin", "load"];
// Of a node or an edge that readFacts() was asked for before.
const factsOf = (what, at) => blocks[what][Math.floor(at / G.blocks[what])]?.[at % G.blocks[what]] || {};

const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}+#.]+/gu, " ").trim();

const plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;

function say(text) {
  $("say").textContent = "";
  requestAnimationFrame(() => { $("say").textContent = text; });
}

let toastTimer = 0;
function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("on");
  say(text);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $("toast").classList.remove("on"), 2600);
}

const storage = {  // absent in a sandboxed frame
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* not kept */ } },
};
