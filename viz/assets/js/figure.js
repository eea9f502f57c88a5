// The graph as a figure for slides, 16:9: the current view with title, key, source, date and credit.

import { $, clean } from "./data.js";
import { G } from "./model.js";
import { S, eachNeighbor } from "./state.js";
import { bundles, bundleWidth, onLines } from "./bundles.js";
import { activeFilters } from "./chips.js";
import { countedPapers } from "./filter.js";
import { binRange } from "./filters.js";
import { CONTOUR_ALPHA, EDGE_ALPHA, REGION_ALPHA, SVG, colorOf, contoursNow, contoursShown, crossOf, edgesIn, findRegions, ink, isFar, isSubdued, markAlpha, markRadius, rankText, paintScene, papersFirst, regionDots, regionReach, svgEl, svgMark, trace } from "./draw.js";
import { axis, colorBy, keyParts, layoutNow, nodeColor, onScale, scoreName } from "./look.js";
import { bundleLabels, fontFamily, labelPlace, labels, nameColor, placeLabels, regionNames, widthOf } from "./labels.js";
import { cameraView, drawFront, extent, focusSet, network, paintMark, placeAgain, strongNow } from "./stage.js";

const WIDE = 960, HIGH = 540, HEAD = 70, FOOT = 42, MARGIN_X = 26;  // units of the figure
const FINE = 3840 / WIDE;  // pixels per unit of the image
const DIM = 0.3;

// What is in view, extended to the shape of the figure, or all nodes if all are in view; labels are placed for it until the next repaint.
function figureView() {
  const tall = HIGH - HEAD - FOOT, all = extent();
  let now = cameraView();
  if (all && all.x0 >= now.x0 && all.x1 <= now.x1 && all.y0 >= now.y0 && all.y1 <= now.y1) {
    const edge = 0.05 * Math.max(all.x1 - all.x0, all.y1 - all.y0) + 24;
    now = { x0: all.x0 - edge, x1: all.x1 + edge, y0: all.y0 - edge, y1: all.y1 + edge };
  }
  const scale = Math.min(WIDE / (now.x1 - now.x0), tall / (now.y1 - now.y0));
  const x = (now.x0 + now.x1) / 2, y = (now.y0 + now.y1) / 2, w = WIDE / scale / 2, h = tall / scale / 2;
  const view = { x0: x - w, x1: x + w, y0: y - h, y1: y + h };
  placeLabels(view, scale, strongNow(), scale / network.getScale());
  return { view, scale };
}

function cut(text, size, weight, most) {
  let kept = text.slice(0, 300);
  if (kept === text && widthOf(text, size, weight) <= most) return text;
  while (kept && widthOf(`${kept}…`, size, weight) > most) kept = kept.slice(0, -1);
  return kept && `${kept.trimEnd()}…`;
}

// Texts and marks above and below the picture.
function captions(scale) {
  const room = WIDE - 2 * MARGIN_X, texts = [], marks = [];
  const put = (text, x, y, size, weight, fill, anchor) => { if (text) texts.push({ text, x, y, size, weight, fill, anchor }); };
  put(cut(clean(G.title), 25, 650, room), MARGIN_X, 36, 25, 650, ink.text, "start");
  const [first, last] = G.bins.length ? binRange().map((k) => G.bins[k]) : [];
  const papers = papersFirst() ? [`${countedPapers()}${first ? ` from ${first} to ${last}` : ""}`, layoutNow() === "ranked" ? `most ${scoreName().toLowerCase()} in the middle` : ""] : [$("count").textContent];
  put(cut([...papers, ...activeFilters().map((one) => one.text)].filter(Boolean).join(" · "), 14, 450, room), MARGIN_X, 60, 14, 450, ink.soft, "start");
  let x = MARGIN_X;
  const key = keyParts(), far = isFar(scale);
  if (key) {  // a gradient between its ends
    put(`${key.name} ${key.ends[0]}`, x, HIGH - FOOT / 2 + 5, 14, 450, ink.text, "start");
    x += 8 + widthOf(`${key.name} ${key.ends[0]}`, 14, 450);
    for (let k = 0; k < 24; k++) marks.push({ fill: onScale(k / 23), x: x + 5 * k, y: HIGH - FOOT / 2 - 5 });
    put(key.ends[1], x + 128, HIGH - FOOT / 2 + 5, 14, 450, ink.text, "start");
    x += 148 + widthOf(key.ends[1], 14, 450);
  } else if (colorBy() === "region") {
    const text = `Papers, colored by theme${contoursShown(scale) ? `, stronger where ${scoreName().toLowerCase()} are high` : ""}`;
    put(text, x, HIGH - FOOT / 2 + 5, 14, 450, ink.text, "start");
    x += 20 + widthOf(text, 14, 450);
  }
  G.kinds.forEach((kind, k) => {
    if ((k === G.paper && colorBy() !== "kind") || (far && k !== G.paper)) return;
    if (!G.kind.some((one, i) => one === k && G.visible[i])) return;
    marks.push({ kind: k, x: x + 7, y: HIGH - FOOT / 2 });
    put(kind.plural, x + 20, HIGH - FOOT / 2 + 5, 14, 450, ink.text, "start");
    x += 40 + widthOf(kind.plural, 14, 450);
  });
  if (onLines) {
    put(`On lines: ${onLines}`, x, HIGH - FOOT / 2 + 5, 14, 450, ink.text, "start");
    x += 20 + widthOf(`On lines: ${onLines}`, 14, 450);
  }
  const source = (G.sources || []).length ? `Source: ${G.sources.map(clean).join(", ")}` : "";
  const credit = [`${new Date().toISOString().slice(0, 10)}`, "citegraph"].join(" · ");
  const left = WIDE - MARGIN_X - x;
  put(cut([source, credit].filter(Boolean).join(" · "), 12, 450, left), WIDE - MARGIN_X, HIGH - FOOT / 2 + 5, 12, 450, ink.soft, "end");
  return { texts, marks };
}

export function figureCanvas() {
  const { view, scale } = figureView();
  const sheet = (high) => Object.assign(document.createElement("canvas"), { width: Math.round(WIDE * FINE), height: Math.round(high * FINE) });
  const canvas = sheet(HIGH), ctx = canvas.getContext("2d");
  ctx.fillStyle = ink.back;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  const picture = sheet(HIGH - HEAD - FOOT), layer = picture.getContext("2d"), k = scale * FINE;
  paintScene(layer, view, scale, k);
  ctx.globalAlpha = focusSet ? DIM : 1;
  ctx.drawImage(picture, 0, HEAD * FINE);
  ctx.globalAlpha = 1;
  layer.setTransform(1, 0, 0, 1, 0, 0);
  layer.clearRect(0, 0, picture.width, picture.height);
  layer.setTransform(k, 0, 0, k, -view.x0 * k, -view.y0 * k);
  for (const i of [...G.rankOf.keys(), ...(focusSet || [])]) if (G.visible[i] && (!focusSet || focusSet.has(i))) paintMark(layer, i, G.x[i], G.y[i], scale);
  drawFront(layer, scale);
  ctx.drawImage(picture, 0, HEAD * FINE);
  placeAgain();
  ctx.setTransform(FINE, 0, 0, FINE, 0, 0);
  const { texts, marks } = captions(scale);
  for (const { kind, fill, x, y } of marks) {
    if (fill) { ctx.fillStyle = fill; ctx.fillRect(x, y, 5.3, 10); continue; }
    ctx.beginPath();
    trace(ctx, G.kinds[kind].shape, x, y, 6);
    ctx.fillStyle = colorOf(kind);
    ctx.fill();
  }
  for (const { text, x, y, size, weight, fill, anchor } of texts) {
    ctx.font = `${weight} ${size}px ${fontFamily}`;
    ctx.textAlign = anchor;
    ctx.fillStyle = fill;
    ctx.fillText(text, x, y);
  }
  return canvas;
}

export function figureSvg() {
  const { view, scale } = figureView();
  const place = (x, y) => [(x - view.x0) * scale, HEAD + (y - view.y0) * scale], at = (i) => place(G.x[i], G.y[i]);
  const svg = svgEl("svg", { xmlns: SVG, width: WIDE, height: HIGH, viewBox: `0 0 ${WIDE} ${HIGH}`, "font-family": fontFamily.replaceAll('"', "'") });
  const title = svgEl("title", {});
  title.textContent = clean(G.title);
  const far = svgEl("g", focusSet ? { opacity: DIM } : {}), near = svgEl("g", {});
  svg.append(title, svgEl("rect", { width: "100%", height: "100%", fill: ink.back }), far, near);
  const line = (a, b) => { const [x, y] = at(a), [u, v] = at(b); return `M${x.toFixed(1)} ${y.toFixed(1)}L${u.toFixed(1)} ${v.toFixed(1)}`; };
  const stroke = (group, d, attributes) => { if (d) group.append(svgEl("path", { d, fill: "none", ...attributes })); };
  const write = (text, x, y, size, weight, fill, anchor = "middle", more = {}) => {
    const node = svgEl("text", { x: x.toFixed(1), y: y.toFixed(1), "font-size": size, "font-weight": weight, "text-anchor": anchor, fill, ...more });
    node.textContent = clean(text);
    svg.append(node);
    return node;
  };
  addRegions(far, place, scale);
  for (const { x, text } of axis) {
    const at = ((x - view.x0) * scale).toFixed(1);
    if (at < 0 || at > WIDE) continue;
    far.append(svgEl("path", { d: `M${at} ${HEAD}V${HIGH - FOOT}`, stroke: ink.edge, "stroke-opacity": 0.35 }));
    write(text, +at + 4, HIGH - FOOT - 8, 13, 600, ink.soft, "start");
  }
  if (!isFar(scale)) edgesIn(view, null).forEach((bucket, k) => { stroke(far, bucket.map((e) => line(G.source[e], G.target[e])).join(""), { stroke: ink.edge, "stroke-opacity": EDGE_ALPHA[k] }); });
  for (const one of bundles) stroke(far, line(one.a, one.b), { stroke: ink.edge, "stroke-opacity": 0.55, "stroke-width": bundleWidth(one).toFixed(1), class: "bundle" });
  const chosen = [];
  if (S.selected >= 0) eachNeighbor(S.selected, (j) => { if (G.visible[j]) chosen.push(line(S.selected, j)); });
  stroke(near, chosen.join(""), { stroke: ink.accent, "stroke-width": 1.5 });
  stroke(near, (S.pathNodes || []).slice(1).map((j, k) => line(S.pathNodes[k], j)).join(""), { stroke: ink.accent, "stroke-width": 4 });
  for (let i = 0; i < G.n; i++)
    if (G.visible[i] && !(isFar(scale) && isSubdued(i)) && G.x[i] >= view.x0 && G.x[i] <= view.x1 && G.y[i] >= view.y0 && G.y[i] <= view.y1) addMark(!focusSet || focusSet.has(i) ? near : far, i, at(i), scale);
  const halo = { stroke: ink.back, "stroke-width": 3, "paint-order": "stroke" };
  const faint = (on) => (focusSet && !on ? { opacity: 0.25 } : {});
  for (const { x, y, lines, size, color } of regionNames)
    lines.forEach((text, k) => { write(text, (x - view.x0) * scale, HEAD + (y - view.y0) * scale + k * size * 1.2, size, 650, nameColor(color), "middle", { ...halo, ...faint(false) }); });
  for (const { one, share, down } of bundleLabels) {
    const [ax, ay] = at(one.a), [bx, by] = at(one.b);
    write(one.label, ax + (bx - ax) * share, ay + (by - ay) * share + down + 4, 11, 500, ink.soft, "middle", { ...halo, ...faint(focusSet?.has(one.a) && focusSet.has(one.b)) });
  }
  for (const label of labels) {
    const { i, text, size, weight } = label, [x, y] = at(i), place = labelPlace(label, scale);
    write(text, x + place.x, y + place.y + size * DOWN[place.base], size, weight, ink.text, ANCHOR[place.align], { ...halo, ...faint(focusSet?.has(i)) });
  }
  placeAgain();
  // above the picture, so that nothing reaches into the captions
  for (const [y, height] of [[0, HEAD], [HIGH - FOOT, FOOT]]) svg.append(svgEl("rect", { y, width: WIDE, height, fill: ink.back }));
  const { texts, marks } = captions(scale);
  for (const { kind, fill, x, y } of marks) svg.append(fill ? svgEl("rect", { x, y, width: 5.3, height: 10, fill }) : svgMark(G.kinds[kind].shape, x, y, 6, { fill: colorOf(kind) }));
  for (const { text, x, y, size, weight, fill, anchor } of texts) write(text, x, y, size, weight, fill, anchor);
  return new XMLSerializer().serializeToString(svg);
}

function addRegions(group, place, scale) {
  const at = (i) => place(G.x[i], G.y[i]);
  if (layoutNow() !== "map") return;
  if (!regionDots) findRegions();
  // merge circles into one shape as on screen: blur, then threshold
  const soft = svgEl("filter", { id: "soft", "color-interpolation-filters": "sRGB" }), threshold = svgEl("feComponentTransfer", {});
  threshold.append(svgEl("feFuncA", { type: "linear", slope: 6, intercept: -2.4 }));
  soft.append(svgEl("feGaussianBlur", { stdDeviation: (0.45 * regionReach * scale).toFixed(1) }), threshold);
  group.append(soft);
  regionDots.forEach((dots, c) => {
    if (!dots.length) return;
    const outer = svgEl("g", { opacity: REGION_ALPHA() }), inner = svgEl("g", { fill: G.communities[c].color, filter: "url(#soft)" });
    outer.append(inner);
    for (const i of dots) { const [x, y] = at(i); inner.append(svgEl("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: (regionReach * scale).toFixed(1) })); }
    group.append(outer);
  });
  const contours = contoursNow(scale);
  if (!contours) return;
  const [x, y] = place(contours.x0, contours.y0);
  group.append(svgEl("image", { x: x.toFixed(1), y: y.toFixed(1), width: (contours.width * scale).toFixed(1), height: (contours.height * scale).toFixed(1), preserveAspectRatio: "none", opacity: Math.min(1, REGION_ALPHA() * CONTOUR_ALPHA), href: contours.canvas.toDataURL() }));
}

const DOWN = { top: 0.85, middle: 0.35, bottom: -0.15 };  // the baseline, as a share of the size
const ANCHOR = { left: "start", center: "middle", right: "end" };

function addMark(group, i, [x, y], scale) {
  const r = markRadius(i, scale) * scale, mark = svgMark(G.kinds[G.kind[i]].shape, x, y, r, { fill: nodeColor(i), "fill-opacity": markAlpha(i), stroke: ink.back });
  const name = svgEl("title", {});
  name.textContent = clean(G.name[i]);
  mark.append(name);
  group.append(mark);
  const rank = rankText(i, r);
  if (rank) {
    const text = svgEl("text", { x: x.toFixed(1), y: (y + rank.down + 0.36 * rank.size).toFixed(1), "font-size": rank.size.toFixed(1), "font-weight": 700, "text-anchor": "middle", fill: ink.back });
    text.textContent = rank.text;
    group.append(text);
  }
  if (G.retracted[i]) group.append(svgEl("path", { d: crossOf(x, y, r).map(([a, b, c, d]) => `M${a} ${b}L${c} ${d}`).join(""), stroke: ink.text, "stroke-width": 2 }));
  if (i === S.selected) group.append(svgEl("circle", { cx: x, cy: y, r: r * 1.35 + 3, fill: "none", stroke: ink.text, "stroke-width": 2.4 }));
}
