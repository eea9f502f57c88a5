// The timeline: papers by date as bars, a brush that selects a range of them, and play.

import { $, el, announce } from "./data.js";
import { G } from "./model.js";
import { S, change, followers } from "./state.js";
import { countedPapers, counts } from "./filter.js";
import { svgEl } from "./draw.js";
import { binRange } from "./filters.js";
import { refit } from "./stage.js";
import { pushAddress } from "./address.js";

let playing = 0;
const FEW = 8;  // papers that need no timeline

export function prepareTimeline() {
  if (G.bins.length < 3) return;
  const last = G.bins.length - 1;
  const button = el("button", { type: "button", text: "▶ Play", "aria-label": "Play the timeline" });
  const svg = svgEl("svg", { viewBox: `0 0 ${last + 1} 1`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const all = G.bins.map((_, k) => svgEl("rect", { x: k + 0.08, width: 0.84 })), chosen = G.bins.map((_, k) => svgEl("rect", { x: k + 0.08, width: 0.84, class: "in" }));
  svg.append(...all, ...chosen);
  const handle = (name) => el("span", { class: "handle", role: "slider", tabindex: 0, "aria-label": name, "aria-valuemin": 0, "aria-valuemax": last });
  const low = handle("First date"), high = handle("Last date"), window_ = el("span", { class: "window" });
  const brush = el("div", { class: "brush" }, svg, window_, low, high), shown = el("output");
  $("timeline").append(button, brush, shown);

  const select = (a, b) => change((state) => { state.from = a <= 0 ? null : G.bins[a]; state.to = b >= last ? null : G.bins[b]; }, { quiet: true });
  const done = () => { pushAddress(); refit(); announce(`${countedPapers()}, ${shown.textContent}`); };
  const clamp = (k) => Math.max(0, Math.min(last, k));

  // Drag a handle, the range itself, or from anywhere else to select a new range. A click selects all.
  brush.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    stop();
    const box = brush.getBoundingClientRect(), at = (x) => clamp(Math.floor(((x - box.left) / box.width) * (last + 1)));
    const [a, b] = binRange(), from = at(event.clientX), whole = a === 0 && b === last;
    const part = event.target === low ? "low" : event.target === high ? "high" : event.target === window_ && !whole ? "range" : "new";
    if (part === "low") low.focus(); else if (part === "high") high.focus();
    let moved = false;
    const move = (now) => {
      const k = at(now.clientX);
      moved ||= Math.abs(now.clientX - event.clientX) > 3;
      if (!moved) return;
      if (part === "low") select(Math.min(k, b), b);
      else if (part === "high") select(a, Math.max(k, a));
      else if (part === "new") select(Math.min(from, k), Math.max(from, k));
      else { const by = Math.max(-a, Math.min(last - b, k - from)); select(a + by, b + by); }
    };
    const end = () => {
      brush.removeEventListener("pointermove", move);
      brush.removeEventListener("pointerup", end);
      brush.removeEventListener("pointercancel", end);
      if (!moved && part === "new") select(0, last);
      done();
    };
    brush.setPointerCapture(event.pointerId);
    brush.addEventListener("pointermove", move);
    brush.addEventListener("pointerup", end);
    brush.addEventListener("pointercancel", end);
  });
  for (const one of [low, high]) {
    one.addEventListener("keydown", (event) => {
      const [a, b] = binRange(), k = one === low ? a : b;
      const to = { ArrowLeft: k - 1, ArrowDown: k - 1, ArrowRight: k + 1, ArrowUp: k + 1, PageDown: k - 6, PageUp: k + 6, Home: 0, End: last }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (one === low) select(Math.min(clamp(to), b), b); else select(a, Math.max(clamp(to), a));
    });
    one.addEventListener("keyup", (event) => { if (/^(Arrow|Page|Home|End)/.test(event.key)) done(); });
  }

  const stop = () => {
    if (!playing) return;
    clearInterval(playing); playing = 0;
    button.textContent = "▶ Play"; button.setAttribute("aria-label", "Play the timeline");
    pushAddress();
  };
  button.addEventListener("click", () => {
    if (playing) return stop();
    const [a, b] = binRange();
    let k = b >= last ? a : b;
    button.textContent = "❚❚ Stop";
    button.setAttribute("aria-label", "Stop the timeline");
    playing = setInterval(() => { select(a, k); if (k++ >= last) { stop(); announce("End of the timeline"); } }, Math.max(160, Math.min(700, 9000 / G.bins.length)));
  });

  followers.push(() => {
    $("timeline").hidden = !playing && S.from === null && S.to === null && counts.bins.reduce((sum, n) => sum + n, 0) < FEW;
    document.documentElement.classList.toggle("timed", !$("timeline").hidden && S.as === "graph");  // the filters need no second histogram
    const [a, b] = binRange(), top = counts.bins.reduce((most, n) => Math.max(most, n), 1), part = 100 / (last + 1);
    G.bins.forEach((_, k) => {
      const inside = k >= a && k <= b, height = counts.bins[k] / top;
      for (const [bars, on] of [[all, !inside], [chosen, inside]]) { bars[k].setAttribute("y", 1 - (on ? height : 0)); bars[k].setAttribute("height", on ? height : 0); }
    });
    low.style.left = window_.style.left = `${a * part}%`;
    high.style.left = `${(b + 1) * part}%`;
    window_.style.width = `${(b + 1 - a) * part}%`;
    for (const [one, k] of [[low, a], [high, b]]) { one.setAttribute("aria-valuenow", k); one.setAttribute("aria-valuetext", G.bins[k]); }
    shown.textContent = playing || a === 0 ? (b === last && a === 0 ? `${G.bins[a]} to ${G.bins[b]}` : G.bins[b]) : `${G.bins[a]} to ${G.bins[b]}`;
  });
}
