// The graph as columns, and the state of the view.

const G = {};

async function loadGraph() {
  const data = await readData("graph-data");
  const { nodes, edges } = data;
  const n = nodes.id.length, m = edges.source.length;
  Object.assign(G, {
    n, m, title: data.title, blocks: data.blocks, cypher: data.cypher, focus: data.focus,
    kinds: data.kinds, types: data.types, communities: data.communities,
    id: nodes.id, kind: Uint8Array.from(nodes.kind), name: nodes.name, ownLabel: nodes.label,
    x: Float32Array.from(nodes.x), y: Float32Array.from(nodes.y),
    radius: Float32Array.from(nodes.radius), weight: Float32Array.from(nodes.weight),
    community: Int16Array.from(nodes.community), folded: new Uint8Array(n),
    published: nodes.published || [], year: nodes.year || [], authorCount: nodes.authorCount || [],
    upvotes: nodes.upvotes || [], stars: nodes.stars || [], stub: nodes.stub || [],
    source: Uint32Array.from(edges.source), target: Uint32Array.from(edges.target),
    type: Uint8Array.from(edges.type),
    visible: new Uint8Array(n),
  });
  for (const i of nodes.folded) G.folded[i] = 1;
  G.kindOf = Object.fromEntries(G.kinds.map((kind, i) => [kind.label, i]));
  G.paper = G.kindOf.Paper ?? -1;
  // neighbours of i: G.edgeOf[G.start[i] .. G.start[i + 1]] are edges
  G.start = new Uint32Array(n + 1);
  for (let e = 0; e < m; e++) { G.start[G.source[e] + 1]++; G.start[G.target[e] + 1]++; }
  for (let i = 0; i < n; i++) G.start[i + 1] += G.start[i];
  const next = G.start.slice(0, n);
  G.edgeOf = new Uint32Array(2 * m);
  for (let e = 0; e < m; e++) { G.edgeOf[next[G.source[e]]++] = e; G.edgeOf[next[G.target[e]]++] = e; }
  G.order = Uint32Array.from(G.id.keys()).sort((a, b) => G.weight[b] - G.weight[a] || a - b);
  G.place = new Map();
  for (let i = 0; i < n; i++) G.place.set(keyOf(i), i);
}

const labelOf = (i) => (G.ownLabel ? G.ownLabel[i] : G.kinds[G.kind[i]].label);
const keyOf = (i) => `${labelOf(i)}:${G.id[i]}`;
const degreeOf = (i) => G.start[i + 1] - G.start[i];
const otherEnd = (e, i) => (G.source[e] === i ? G.target[e] : G.source[e]);

// Calls back with (neighbour, edge) of every edge at i whose type is switched on.
function eachNeighbour(i, callback) {
  for (let k = G.start[i]; k < G.start[i + 1]; k++) {
    const e = G.edgeOf[k];
    if (!S.typesOff.has(G.type[e])) callback(otherEnd(e, i), e);
  }
}

const emptyState = () => ({
  kindsOff: new Set(), typesOff: new Set(), communitiesOff: new Set(),
  topics: new Set(), organizations: new Set(),
  from: null, to: null, code: false, authorsFrom: null, authorsTo: null,
  expanded: new Set(), collapsed: new Set(), hidden: new Set(), pinned: new Set(), unfolded: false,
  selected: -1, path: null, as: "graph", rows: null,
});
let S = emptyState();

// Everything that follows a change of the state; filled by the other files.
const followers = [];
const undoStack = [];
const moved = [];  // of each drag: [node, x, y] before it

// Changes the state: `quiet` leaves no entry in the browser's history and in undo.
function change(edit, { quiet = false } = {}) {
  const before = writeState();
  edit(S);
  if (!quiet && before !== writeState()) undoStack.push({ state: before });
  update();
  if (!quiet) pushAddress();
}

function update() {
  findPath();
  applyFilters();
  for (const follow of followers) follow();
  $("undo").disabled = undoStack.length === 0;
}

function undo() {
  const step = undoStack.pop();
  if (!step) return;
  if (step.moves) for (const [i, x, y] of step.moves) moveNode(i, x, y);
  if (step.state !== undefined) { readState(step.state); pushAddress(); }
  update();
  toast("Undone");
}

function select(i, options) {
  change((state) => { state.selected = i; }, options);
}
