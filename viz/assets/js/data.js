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

const DIGIT = new Uint8Array(128);
Array.from({ length: 88 }, (_, k) => 35 + k).filter((code) => !"&<\\".includes(String.fromCharCode(code))).forEach((code, digit) => { DIGIT[code] = digit; });
// Bytes of a Base85 text (viz/packing.py): "number of bytes:" and five characters for each four bytes.
function bytesOf(text) {
  const start = text.indexOf(":") + 1, bytes = new Uint8Array(Math.ceil((text.length - start) / 5) * 4);
  for (let from = start, to = 0; from < text.length; from += 5, to += 4) {
    let number = 0;
    for (let k = 0; k < 5; k++) number = number * 85 + DIGIT[text.charCodeAt(from + k)];
    bytes[to] = number >>> 24; bytes[to + 1] = number >>> 16; bytes[to + 2] = number >>> 8; bytes[to + 3] = number;
  }
  return bytes.subarray(0, Number.parseInt(text, 10));
}

let words = null;
const JOINED = 127;
// The text of a data block. Bytes above 127 are codes of frequent words (viz/packing.py): a byte below 224 is
// a word, another byte and the next one are a word. A space follows, unless the next byte is JOINED.
async function wordsOf(bytes) {
  words ??= (await readData("words-data")).map((word) => [word, `${word} `]);
  const parts = [], ascii = new TextDecoder();
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte < 128) continue;
    if (at > from) parts.push(ascii.decode(bytes.subarray(from, at)));
    const [joined, spaced] = words[byte < 224 ? byte - 128 : 96 + (byte - 224) * 256 + bytes[++at]];
    if (bytes[at + 1] === JOINED) { parts.push(joined); at++; } else parts.push(spaced);
    from = at + 1;
  }
  parts.push(ascii.decode(bytes.subarray(from)));
  return parts.join("");
}

export async function readData(id) {
  const block = $(id);
  if (block.type === "application/json") return JSON.parse(block.textContent);
  const stream = new Blob([bytesOf(block.textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const unpacked = new Response(stream);
  return JSON.parse(block.dataset.words === undefined ? await unpacked.text() : await wordsOf(new Uint8Array(await unpacked.arrayBuffer())));
}

// Rows out of columns, each with the first row that has a value, and the values from there on.
export function rowsOf({ size, columns }) {
  const rows = Array.from({ length: size }, () => ({}));
  for (const [key, [first, values]] of Object.entries(columns))
    values.forEach((value, k) => { if (value !== null) rows[first + k][key] = value; });
  return rows;
}

// Stands in the file for a value that follows from others; WITH_PAPER: the ID of an author with that of a paper.
export const USUAL = 0, WITH_PAPER = 1;
// The ID that most nodes of a name have.
export function usualId(label, name) {
  if (label === "Author") return `name:${name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}`;
  return label === "Repository" ? `github.com/${name.toLowerCase()}` : name.toLowerCase().replaceAll("-", " ");
}

// Properties that the graph keeps for itself; the page does not show them.
export const BOOKKEEPING = ["observedOf", "observations", "firstAuthor", "origin", "load"];

export const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}+#.]+/gu, " ").trim();

// The text of a button that shows the next rows of a list.
export const showMore = (step, left) => (left > step ? `Show ${step} more of ${left.toLocaleString("en")}` : `Show ${left} more`);

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
