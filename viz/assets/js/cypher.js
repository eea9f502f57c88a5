// Strings and names that mean the same in Cypher 5, Cypher 25 and ArcadeDB. Cypher 5 resolves \uXXXX
// before it looks for the end of a string or name, the others after. graph/cypher.py has the same rules.

const SHORT = { "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

// After a backslash before a u, or before what becomes an escape, the string is split in two.
export const cypherString = (text) => `'${text.replace(/[\\']|[^\x20-\x7e]/g, (c, at) => {
  if (c === "\\") return /^(?:u|[^\x20-\x7e])/.test(text.slice(at + 1, at + 2)) ? "\\\\' + '" : "\\\\";
  return SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
})}'`;

// A label or type. No quoted name with \u is valid in all three, so it becomes an expression.
export const cypherName = (text) => {
  if (/^[A-Za-z]\w*$/.test(text)) return text;
  return text.includes("\\u") ? `$(${cypherString(text)})` : `\`${text.replaceAll("`", "``")}\``;
};
