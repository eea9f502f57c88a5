// The least of a document that the page's modules need when they are imported outside a browser.

const element = () => ({
  classList: { add() {}, remove() {}, toggle() {} }, style: {}, dataset: {}, append() {},
  addEventListener() {}, setAttribute() {}, getContext: () => ({ measureText: (text) => ({ width: text.length }) }),
});
globalThis.document = { getElementById: element, createElement: element, documentElement: element() };
globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });
globalThis.requestAnimationFrame = () => 0;
