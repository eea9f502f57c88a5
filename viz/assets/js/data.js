// Helpers and access to the page's data. Text only becomes text nodes, never HTML.

export const $ = (id) => document.getElementById(id);

export function el(tag, properties, ...children) {
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

// Invisible characters that change how other text is read.
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\udb40[\udc00-\udc7f]/g;
const LONE = /\p{Surrogate}/gu;  // unpaired surrogates
export const clean = (text) => String(text).replace(UNSEEN, "").replace(LONE, "");

// Limit text to 1,000 characters: browsers lay out very long words slowly.
export const brief = (text) => (text.length > 1000 ? `${text.slice(0, 1000)}…` : text);

// The normalized address if it is an http(s) URL without credentials, else null.
export function webAddress(text) {
  try {
    const url = new URL(String(text));
    const web = url.protocol === "https:" || url.protocol === "http:";
    return web && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address, text) {
  const href = webAddress(address);
  if (!href) return el("span", { text: clean(text ?? address) });
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", text: clean(text ?? href) });
}

export async function readData(id) {
  const block = $(id);
  if (block.type === "application/json") return JSON.parse(block.textContent);
  const bytes = Uint8Array.from(atob(block.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

// Properties that the graph keeps for itself; the page does not show them.
export const BOOKKEEPING = ["observedOf", "observations", "firstAuthor", "origin", "load"];

export const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}+#.]+/gu, " ").trim();

export const plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || `${one}s`}`;

export function announce(text) {
  $("say").textContent = "";
  requestAnimationFrame(() => { $("say").textContent = text; });
}

let toastTimer = 0;
export function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("on");
  announce(text);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $("toast").classList.remove("on"), 2600);
}

export const storage = {  // not available in a sandboxed frame
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* not kept */ } },
};
