// Text and names as Cypher writes them, with one meaning in Cypher 5, in Cypher 25 and in ArcadeDB.
// Cypher 5 resolves \uXXXX before it looks for the end of a string or a name, the others later. The
// same rules in Python: string and name in graph/cypher.py.

const SHORT = { "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

// A backslash before a u, or before what becomes an escape, ends the string and begins another.
export const cypherString = (text) => `'${text.replace(/[\\']|[^\x20-\x7e]/g, (c, at) => {
  if (c === "\\") return /^(?:u|[^\x20-\x7e])/.test(text.slice(at + 1, at + 2)) ? "\\\\' + '" : "\\\\";
  return SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
})}'`;

// A label or type. Quoted names have no text for \u that is right in all three: it is an expression.
export const cypherName = (text) => {
  if (/^[A-Za-z]\w*$/.test(text)) return text;
  return text.includes("\\u") ? `$(${cypherString(text)})` : `\`${text.replaceAll("`", "``")}\``;
};
