// Play the papers in order of publication.

import { $, el, announce } from "./data.js";
import { G } from "./model.js";
import { change, followers } from "./state.js";
import { binRange } from "./filters.js";
import { pushAddress } from "./address.js";

let playing = 0;

export function prepareTimeline() {
  if (G.bins.length < 3) return;
  const last = G.bins.length - 1;
  const button = el("button", { type: "button", text: "▶ Play", "aria-label": "Play the timeline" });
  const slider = el("input", { type: "range", min: 0, max: last, value: last, "aria-label": "Show papers up to" });
  const shown = el("output", { text: G.bins[last] });
  $("timeline").append(button, slider, shown);
  $("timeline").hidden = false;
  const until = (k) => change((state) => { state.to = k >= last ? null : G.bins[k]; }, { quiet: true });
  const stop = () => { clearInterval(playing); playing = 0; button.textContent = "▶ Play"; button.setAttribute("aria-label", "Play the timeline"); pushAddress(); };
  slider.addEventListener("input", () => { if (playing) stop(); until(+slider.value); });
  slider.addEventListener("change", pushAddress);
  button.addEventListener("click", () => {
    if (playing) return stop();
    let k = +slider.value >= last ? binRange()[0] : +slider.value;
    button.textContent = "❚❚ Stop";
    button.setAttribute("aria-label", "Stop the timeline");
    playing = setInterval(() => { until(k); if (k++ >= last) { stop(); announce("End of the timeline"); } }, Math.max(160, Math.min(700, 9000 / G.bins.length)));
  });
  followers.push(() => {
    const b = binRange()[1];
    slider.value = b;
    slider.setAttribute("aria-valuetext", G.bins[b]);
    shown.textContent = G.bins[b];
  });
}
