// Mouse, touch and keyboard on the canvas.

import { $, clean, el, announce } from "./data.js";
import { G } from "./model.js";
import { S, eachNeighbor, select } from "./state.js";
import { about } from "./search.js";
import { isFar, isSubdued } from "./draw.js";
import { bundleLabels } from "./labels.js";
import { cameraView, fit, fly, goTo, hovered, liveNodes, network, point, stageSize, visNode, zoomBy } from "./stage.js";
import { expand, expandOrCollapse } from "./actions.js";
import { openPath } from "./path.js";

// The node at a point of the stage; small marks have a margin of 5 pixels.
function nodeAt(px, py) {
  const { x, y } = network.DOMtoCanvas({ x: px, y: py });
  const scale = network.getScale(), hides = isFar(scale);
  let best = -1, least = 1;
  for (let i = 0; i < G.n; i++) {
    if (!G.visible[i] || (hides && isSubdued(i))) continue;
    const reach = Math.max(G.radius[i] * 1.15, 5 / scale);
    const dx = G.x[i] - x, dy = G.y[i] - y;
    if (dx > reach || dx < -reach || dy > reach || dy < -reach) continue;
    const far = Math.hypot(dx, dy) / reach;
    if (far < least) { least = far; best = i; }
  }
  return best;
}

// The bundle whose label is at a point of the stage.
function bundleAt(px, py) {
  return bundleLabels.find(({ one, share, down, wide }) => {
    const { x, y } = network.canvasToDOM({ x: G.x[one.a] + (G.x[one.b] - G.x[one.a]) * share, y: G.y[one.a] + (G.y[one.b] - G.y[one.a]) * share });
    return Math.abs(px - x) < wide / 2 && Math.abs(py - y - down) < 10;
  })?.one;
}

export function preparePointer(canvas) {
  const local = (event) => { const box = $("canvas").getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  let last = null;
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    if (!last) requestAnimationFrame(() => { const [x, y] = last; last = null; hover(nodeAt(x, y), x, y); });
    last = local(event);
  });
  canvas.addEventListener("pointerleave", () => hover(-1));
  // vis-network can drag only its own nodes
  canvas.addEventListener("pointerdown", (event) => {
    const i = nodeAt(...local(event));
    if (i >= 0 && !liveNodes.get(i)) liveNodes.add(visNode(i));
  }, true);
  let pending = 0;
  network.on("click", ({ pointer }) => {
    const i = nodeAt(pointer.DOM.x, pointer.DOM.y);
    network.unselectAll();
    clearTimeout(pending);
    const bundle = i < 0 ? bundleAt(pointer.DOM.x, pointer.DOM.y) : null;
    if (bundle) { if (G.seeds.length) expand(bundle.b); else openPath(bundle.a, bundle.b); return; }
    if (i === S.selected && i >= 0) return;
    pending = setTimeout(() => { if (i >= 0 || S.selected >= 0) select(i); }, i >= 0 ? 0 : 180);
  });
  network.on("doubleClick", ({ pointer }) => {
    clearTimeout(pending);
    const i = nodeAt(pointer.DOM.x, pointer.DOM.y);
    if (i >= 0) expandOrCollapse(i);
    else { const { x, y } = pointer.canvas; fly(x, y, Math.min(6, network.getScale() * 1.8)); }
  });
  $("canvas").addEventListener("keydown", onCanvasKey);
  $("zoom-in").addEventListener("click", () => zoomBy(1.5));
  $("zoom-out").addEventListener("click", () => zoomBy(1 / 1.5));
  $("fit").addEventListener("click", () => fit());
}

function hover(i, px, py) {
  if (i !== hovered) {
    document.documentElement.classList.toggle("pointing", i >= 0);
    point(i);
  }
  if (i < 0) { hideTip(); return; }
  const tip = $("tip");
  tip.replaceChildren(el("strong", { dir: "auto", text: clean(G.name[i]) }), el("span", { class: "soft", text: about(i) }));
  tip.hidden = false;
  const { width, height } = stageSize();
  tip.style.left = `${Math.max(8, Math.min(px + 16, width - tip.offsetWidth - 8))}px`;
  tip.style.top = `${py + 20 + tip.offsetHeight > height ? py - tip.offsetHeight - 14 : py + 18}px`;
}
export function hideTip() { $("tip").hidden = true; }

function onCanvasKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const chosen = S.selected;
  if (way) {
    event.preventDefault();
    if (event.shiftKey) {
      const { x, y } = network.getViewPosition(), step = 120 / network.getScale();
      fly(x + way[0] * step, y + way[1] * step, network.getScale(), false);
    } else step(way);
  } else if (event.key === "+" || event.key === "=") zoomBy(1.5);
  else if (event.key === "-") zoomBy(1 / 1.5);
  else if (event.key === "0") fit();
  else if (event.key === "Escape") { if (chosen >= 0) select(-1); }
  else if (chosen >= 0 && event.key === "Enter") { event.preventDefault(); $("panel").focus(); }
}

// Select the neighbor that is best aligned with a direction, or the most important node in view.
function step([dx, dy]) {
  if (S.selected < 0) {
    const view = cameraView();
    const hides = isFar(network.getScale());
    const first = G.order.find((i) => G.visible[i] && !(hides && isSubdued(i)) && G.x[i] > view.x0 && G.x[i] < view.x1 && G.y[i] > view.y0 && G.y[i] < view.y1);
    if (first !== undefined) goTo(first);
    return;
  }
  let best = -1, most = 0;
  const from = S.selected;
  eachNeighbor(from, (j) => {
    if (!G.visible[j]) return;
    const x = G.x[j] - G.x[from], y = G.y[j] - G.y[from], far = Math.hypot(x, y) || 1;
    const score = (x * dx + y * dy) / far / (1 + far / 2000);
    if (score > most) { most = score; best = j; }
  });
  if (best >= 0) goTo(best);
  else announce("No neighbor in that direction");
}
