// Words that two texts share, the most telling first: the rule of graph/text/words.py and `terms` of
// graph/text/index.py, which the question `related` shows. Its tables are in the page's data (viz/similar.py).

const TERM = /[\p{L}\p{N}]+(?:\.\p{Nd}+)*/gu;
const ADDRESSES = /(?:https?:\/\/|www\.)\S+/g;
const TERMS_SHOWN = 5;

// What finds words by the tables: (title, abstract) of both texts => words.
export function termsBy(rule) {
  const stop = new Set(rule.stop), otherLanguages = new Set(rule.otherLanguages), ambiguous = new Set(rule.ambiguous), invariant = new Set(rule.invariant), irregular = new Map(Object.entries(rule.irregular));
  const foldedOf = new Map(Object.entries(rule.folded));
  const [ise, notIse, ll, yse] = [rule.ise, rule.notIse, rule.ll, rule.yse].map((pattern) => new RegExp(pattern));
  const rarityOf = (frequency) => Math.log1p((rule.documents - frequency + 0.5) / (frequency + 0.5));
  const rarity = new Map(), unknown = rarityOf(1);
  let frequency = 0;
  rule.words.forEach((word, k) => { frequency += rule.frequency[k]; rarity.set(word, rarityOf(frequency)); });

  function singular(word) {
    if (word.length < 4 || !word.endsWith("s") || invariant.has(word) || "sui'".includes(word.at(-2)) || word.endsWith("ics")) return word;
    if (word.endsWith("ies")) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
    if (/(?:sses|xes|shes|zzes|uses)$/.test(word) && !/(?:auses|ouses)$/.test(word)) return word.slice(0, -2);
    if (word.endsWith("ches") && (!/(?:aches|iches)$/.test(word) || word.endsWith("oaches"))) return word.slice(0, -2);
    return word.slice(0, -1);
  }

  function american(word) {
    const stem = rule.our.find((one) => word.startsWith(`${one}our`));
    if (stem) return `${stem}or${word.slice(stem.length + 3)}`;
    if (word.includes("isation") && word !== "improvisation") return word.replaceAll("isation", "ization");
    const found = word.includes("is") && word.length > 6 && !notIse.test(word) && ise.exec(word);
    if (found) return `${word.slice(0, -2 - found.groups.end.length)}iz${found.groups.end}`;
    for (const [pattern, letters] of [[ll, "l"], [yse, "yz"]]) {
      const match = pattern.exec(word);
      if (match) return match[1] + letters + match[2];
    }
    return rule.ae.reduce((text, [british, short]) => text.replaceAll(british, short), word);
  }

  const known = new Map();
  // The folded word, or null for a stop word.
  function fold(word) {
    if (!known.has(word)) {
      const lower = word.toLowerCase();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
      const ascii = /^[\x00-\x7f]*$/.test(lower);
      known.set(word, stop.has(lower) ? null : !ascii ? foldedOf.get(lower) ?? lower : irregular.get(lower) ?? american(singular(lower)));
    }
    return known.get(word);
  }

  function wordsOf(text) {
    const words = text.slice(0, 20000).replace(ADDRESSES, (address) => " ".repeat(address.length)).match(TERM) || [];
    return words.filter((word) => word.length > 1 && word.length <= rule.longest);
  }

  // The weights of the words of a text, as 32-bit numbers.
  function weightsOf({ title, abstract }) {
    const counts = new Map();
    const parts = [[wordsOf(abstract), 1], [wordsOf(title), rule.title]];
    const foreign = new Set(parts.flatMap(([words]) => words).filter((word) => otherLanguages.has(word))).size > 1;
    for (const [words, number] of parts) {
      for (const word of words) {
        const folded = foreign && ambiguous.has(word.toLowerCase()) ? null : fold(word);
        if (folded) counts.set(folded, (counts.get(folded) || 0) + number);
      }
    }
    let squares = 0;
    const weights = new Map();
    for (const [word, count] of counts) {
      const weight = (1 + Math.log(Math.min(count, 255))) * (rarity.get(word) ?? unknown);
      weights.set(word, weight);
      squares += weight * weight;
    }
    const scale = Math.sqrt(Math.max(squares, 1e-12));
    for (const [word, weight] of weights) weights.set(word, Math.fround(weight / scale));
    return weights;
  }

  return (one, other) => {
    const theirs = weightsOf(other), shared = [];
    for (const [word, weight] of weightsOf(one)) {
      const product = theirs.has(word) ? Math.round(1e9 * weight * theirs.get(word)) : 0;
      if (product) shared.push([product, word]);
    }
    return shared.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1)).slice(0, TERMS_SHOWN).map(([, word]) => word);
  };
}
