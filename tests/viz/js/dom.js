// The part of a document that the page's modules need when they are imported outside a browser.

const element = () => ({
  classList: { add() {}, remove() {}, toggle() {} }, style: {}, dataset: {}, children: [],
  append(...parts) { this.children.push(...parts); }, addEventListener() {}, setAttribute() {},
  getContext: () => ({ measureText: (text) => ({ width: text.length }) }),
});
const elements = new Map();
globalThis.document = {
  getElementById: (id) => elements.get(id) ?? elements.set(id, element()).get(id),
  createElement: (tag) => ({ tag, ...element() }), createTextNode: (text) => ({ textContent: text }),
  documentElement: element(),
};
globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });
globalThis.requestAnimationFrame = () => 0;
