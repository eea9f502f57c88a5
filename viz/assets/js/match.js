// Match a query with names: words by their beginnings, identifiers, addresses, then typing errors.

import { fold } from "./data.js";

const squash = (text) => text.replace(/[ .#-]/g, "");

// The identifier in a query: an arXiv or DOI address, or an arXiv number; else null.
export function identifierIn(query) {
  const arxiv = /(?:arxiv\.org\/(?:abs|pdf|html)\/|huggingface\.co\/papers\/|arxiv:|^)\s*(\d{4}\.\d{4,5})(?:v\d+)?/i.exec(query.trim());
  if (arxiv) return arxiv[1];
  const doi = /10\.\d{4,9}\/\S+/.exec(query);
  if (doi) return doi[0].toLowerCase();
  const code = /(?:github|gitlab)\.com\/[\w.-]+\/[\w.-]+/i.exec(query);
  if (code) return code[0].toLowerCase().replace(/\.git$/, "");
  return /\d|\//.test(query) ? query.trim().toLowerCase() : null;
}

const LONGEST = 64;  // letters of a word that is compared
const COSTS = Array.from({ length: 3 }, () => new Uint8Array(LONGEST + 1));  // rows of near()
// Whether two words differ by at most `most` insertions, deletions, changes or swaps of neighbors.
export function near(a, b, most) {
  const n = a.length, m = b.length;
  if (Math.abs(n - m) > most) return false;
  let start = 0;  // after what both words begin with
  while (start < n && start < m && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  if (n - start >= LONGEST || m - start >= LONGEST) return false;
  let [before, last, row] = COSTS;
  for (let j = 0; j <= m - start; j++) last[j] = j;
  for (let i = 1; i <= n - start; i++) {
    const one = a.charCodeAt(start + i - 1), previous = i > 1 ? a.charCodeAt(start + i - 2) : -1;
    // more than `most` beside the diagonal is too far
    const from = Math.max(1, i - most), to = Math.min(m - start, i + most);
    let least = from === 1 ? i : most + 1;
    row[from - 1] = least;
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(start + j - 1);
      let cost = Math.min(j === i + most ? most + 1 : last[j] + 1, row[j - 1] + 1, last[j - 1] + (one === other ? 0 : 1));
      if (i > 1 && j > 1 && one === b.charCodeAt(start + j - 2) && previous === other) cost = Math.min(cost, before[j - 2] + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return false;
    [before, last, row] = [last, row, before];
  }
  return last[m - start] <= most;
}

// The name of a system: the title before a colon.
export function systemName(title) {
  const name = title.includes(":") ? title.split(":")[0].trim() : "";
  return name.length < 40 ? name : "";
}

// An index of names. `entries` yields {names, id, weight, first}: `first` marks a kind whose exact name is meant
// before that of others; `head` is the name of a system: the title of its paper before a colon.
export function indexOf(entries) {
  const texts = [], heads = [], headScores = [], ids = [], weights = [], firsts = [];
  for (const { names, id, weight, first, head } of entries) {
    texts.push(` ${names.map(fold).join(" | ")} `);
    heads.push(head ? fold(head) : "");
    headScores.push(head?.includes(" ") ? 9.5 : 11);  // one word names a system, whatever the weights are
    ids.push(id.toLowerCase()); weights.push(weight); firsts.push(first);
  }
  let known = null;
  const vocabulary = () => (known ??= vocabularyOf(texts));
  let joined = null;
  const squashed = () => (joined ??= texts.map(squash));
  return { texts, heads, headScores, ids, weights, firsts, vocabulary, squashed };
}

export function search(index, query) {
  const words = fold(query).split(" ").filter(Boolean);
  if (!words.length) return [];
  const id = identifierIn(query);
  let hits = id && id !== query.trim().toLowerCase() ? [] : byWords(index, words);
  if (id) hits = [...byIdentifier(index, id), ...hits];
  if (!hits.length) hits = bySquashed(index, squash(words.join("")));
  if (!hits.length) hits = byTypingErrors(index, words);
  const seen = new Set();
  return hits.sort((a, b) => b[0] - a[0] || a[1] - b[1]).map((hit) => hit[1]).filter((i) => !seen.has(i) && seen.add(i));
}

function byIdentifier({ ids }, id) {
  const hits = [];
  ids.forEach((one, i) => { if (one === id || one.endsWith(id)) hits.push([1000 - one.length, i]); });
  return hits;
}

function byWords({ texts, weights, firsts, heads, headScores }, words) {
  const query = words.join(" "), starts = words.map((word) => ` ${word}`), whole = ` ${words.join(" ")}`, hits = [];
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    let score = 0;
    for (let w = 0; w < words.length && score >= 0; w++) {
      const at = text.indexOf(starts[w]);
      if (at >= 0) score += text.includes(`${starts[w]} `, at) ? 1.5 : 1;  // a whole word or a prefix
      else if (words[w].length > 3 && text.includes(words[w])) score += 0.4;
      else score = -1;
    }
    if (score < 0) continue;
    if (text.startsWith(`${whole} `) && (text.length === whole.length + 1 || text.startsWith(`${whole} |`))) score += firsts[i] ? 10 : 4;
    else if (heads[i] === query) score += headScores[i];  // before a topic of this alias
    else if (text.includes(`| ${whole.slice(1)} |`) || text.endsWith(`|${whole} `)) score += firsts[i] ? 9 : 3.5;
    else if (text.startsWith(whole)) score += 2;
    else if (text.includes(whole)) score += 1;
    hits.push([score * 4 + Math.min(8, weights[i]), i]);
  }
  return hits;
}

function bySquashed(index, text) {
  if (text.length < 4) return [];
  const hits = [];
  index.squashed().forEach((one, i) => { const at = one.indexOf(text); if (at >= 0) hits.push([(at === 0 ? 20 : 10) + index.weights[i], i]); });
  return hits;
}

// The letters of a word as bits.
function lettersOf(word) {
  let bits = 0;
  for (let k = 0; k < word.length; k++) bits |= 1 << (word.charCodeAt(k) & 31);
  return bits;
}
function bitCount(bits) {
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0xf0f0f0f) * 0x1010101) >>> 24;
}

// The words of all names with their frequency; `byLength` has words, letters and frequencies in columns, the most
// frequent first.
function vocabularyOf(texts) {
  const counts = new Map(), byLength = [];
  for (const text of texts) for (const word of text.split(" ")) if (word.length > 3) counts.set(word, (counts.get(word) || 0) + 1);
  for (const [word, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    byLength[word.length] ??= { words: [], letters: [], counts: [] };
    const list = byLength[word.length];
    list.words.push(word); list.letters.push(lettersOf(word)); list.counts.push(count);
  }
  return { counts, byLength };
}

// The most frequent word that differs from a word by few typing errors; the word itself if there is none.
function repaired(word, { counts, byLength }) {
  if (word.length < 4 || counts.has(word)) return word;
  const most = word.length >= 8 ? 2 : 1, letters = lettersOf(word);
  let best = word, rate = 0;
  for (let length = word.length - most; length <= word.length + most; length++) {
    const list = byLength[length];
    if (!list) continue;
    for (let k = 0; k < list.words.length; k++) {
      // an error changes at most two letters: this excludes most words without comparing them
      if (list.counts[k] <= rate) break;
      if (bitCount(list.letters[k] ^ letters) > 2 * most) continue;
      const other = list.words[k];
      if ((other[0] === word[0] || other[1] === word[1]) && near(word, other, most)) { best = other; rate = list.counts[k]; }
    }
  }
  return best;
}

// Replace words that occur nowhere by the most frequent similar word.
function byTypingErrors(index, words) {
  const corrected = words.map((word) => repaired(word, index.vocabulary()));
  return corrected.join() === words.join() ? [] : byWords(index, corrected);
}
