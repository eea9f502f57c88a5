// Names on the picture: the most important first, none over another.

let labels = [];       // of nodes: {i, text, size, strong}
let regionNames = [];  // of communities: {x, y, text, color}

function shortName(i) {
  const name = clean(G.name[i]);
  const colon = name.indexOf(":");
  if (G.kind[i] === G.paper && colon > 2 && colon <= 32) return name.slice(0, colon);
  return name.length <= 38 ? name : `${name.slice(0, 36).trimEnd()}…`;
}

const widths = new Map();
const measure = document.createElement("canvas").getContext("2d");
function widthOf(text, size, weight) {
  const key = `${size}|${weight}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    measure.font = fontOf(size, weight);
    widths.set(key, (width = measure.measureText(text).width));
  }
  return width;
}
let fontFamily = "sans-serif";
const fontOf = (size, weight = 500) => `${weight} ${size}px ${fontFamily}`;

// Chooses the names for this camera. Boxes are in screen pixels.
function placeLabels(view, scale, strong) {
  const boxes = new Map();
  const CELL = 96;
  const fits = (x0, y0, x1, y1) => {
    for (let cx = Math.floor(x0 / CELL); cx <= Math.floor(x1 / CELL); cx++)
      for (let cy = Math.floor(y0 / CELL); cy <= Math.floor(y1 / CELL); cy++)
        for (const box of boxes.get(cx * 4096 + cy) || [])
          if (x0 < box[2] && x1 > box[0] && y0 < box[3] && y1 > box[1]) return false;
    return true;
  };
  const take = (x0, y0, x1, y1) => {
    for (let cx = Math.floor(x0 / CELL); cx <= Math.floor(x1 / CELL); cx++)
      for (let cy = Math.floor(y0 / CELL); cy <= Math.floor(y1 / CELL); cy++) {
        const key = cx * 4096 + cy;
        if (!boxes.has(key)) boxes.set(key, []);
        boxes.get(key).push([x0, y0, x1, y1]);
      }
  };
  const screen = (x, y) => [(x - view.x0) * scale, (y - view.y0) * scale];
  labels = [];
  regionNames = [];
  const width = (view.x1 - view.x0) * scale, height = (view.y1 - view.y0) * scale;
  for (const i of strong) addLabel(i, true);
  const biggest = Math.max(1, ...(regionDots || []).map((dots) => dots.length));
  if (regionDots && scale < 0.75)
    regionDots.forEach((dots, c) => {
      if (dots.length < 4) return;
      const middle = (axis) => { const all = dots.map((i) => axis[i]).sort((a, b) => a - b); return all[all.length >> 1]; };
      const x = middle(G.x), y = middle(G.y), [sx, sy] = screen(x, y);
      const lines = clean(G.communities[c].name).split(" · ").map((line) => (line.length > 30 ? `${line.slice(0, 28)}…` : line));
      const size = dots.length > biggest / 2 ? 16 : dots.length > biggest / 6 ? 14 : 13;
      const half = Math.max(...lines.map((line) => widthOf(line, size, 650))) / 2 + 6, tall = lines.length * size * 0.6 + 4;
      if (sx - half < 0 || sx + half > width || sy - tall < 0 || sy + tall > height) return;
      if (!fits(sx - half, sy - tall, sx + half, sy + tall)) return;
      take(sx - half, sy - tall, sx + half, sy + tall);
      regionNames.push({ x, y, lines, size, color: G.communities[c].color });
    });
  const wanted = Math.min(110, (width * height) / (scale < 0.4 ? 15000 : 10000));
  let seen = 0;
  for (const i of G.order) {
    if (labels.length >= wanted || seen > 900) break;
    if (!G.visible[i] || G.x[i] < view.x0 || G.x[i] > view.x1 || G.y[i] < view.y0 || G.y[i] > view.y1) continue;
    // from far the topics come first, papers are named on coming nearer
    if (counts.shown > 500 && G.kind[i] === G.paper && G.radius[i] * scale < 3) continue;
    seen++;
    if (!strong.has(i)) addLabel(i, false);
  }

  function addLabel(i, isStrong) {
    const size = isStrong ? 13 : Math.round(Math.max(11, Math.min(14, 10 + G.weight[i] * 0.8)));
    const weight = isStrong ? 650 : G.kind[i] === G.paper ? 450 : 550;
    const text = shortName(i);
    const [sx, sy] = screen(G.x[i], G.y[i]);
    const r = markRadius(i, scale) * scale * 1.15 + 2;
    const half = widthOf(text, size, weight) / 2 + 3;
    for (const [below, top] of [[true, sy + r], [false, sy - r - size - 3]]) {
      if (!isStrong && (sx - half < 0 || sx + half > width || top < 0 || top + size > height)) continue;
      if (!fits(sx - half, top, sx + half, top + size + 3) && !(isStrong && strong.size < 3)) continue;
      take(sx - half, top, sx + half, top + size + 3);
      take(sx - r * 0.7, sy - r * 0.7, sx + r * 0.7, sy + r * 0.7);
      labels.push({ i, text, size, weight, below, strong: isStrong });
      return;
    }
  }
}

function drawLabels(ctx, scale, focus) {
  ctx.save();
  ctx.textAlign = "center";
  ctx.lineJoin = "round";
  ctx.strokeStyle = ink.back;
  for (const { x, y, lines, size, color } of regionNames) {
    ctx.font = fontOf(size / scale, 650);
    ctx.textBaseline = "middle";
    ctx.lineWidth = 4 / scale;
    ctx.globalAlpha = focus ? 0.25 : 1;
    ctx.fillStyle = mix(color, ink.text, dark() ? 0.45 : 0.42);
    lines.forEach((line, k) => {
      const at = y + ((k - (lines.length - 1) / 2) * size * 1.2) / scale;
      ctx.strokeText(line, x, at);
      ctx.fillText(line, x, at);
    });
  }
  for (const { i, text, size, weight, below, strong } of labels) {
    if (!G.visible[i]) continue;
    ctx.globalAlpha = focus && !focus.has(i) ? 0.18 : 1;
    ctx.font = fontOf(size / scale, weight);
    ctx.textBaseline = below ? "top" : "bottom";
    ctx.lineWidth = 3.2 / scale;
    ctx.fillStyle = strong || G.kind[i] !== G.paper ? ink.text : ink.soft;
    const gap = markRadius(i, scale) * 1.15 + 3 / scale;
    const at = G.y[i] + (below ? gap : -gap);
    ctx.strokeText(text, G.x[i], at);
    ctx.fillText(text, G.x[i], at);
  }
  ctx.restore();
}

function mix(one, two, share) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const a = parts(one), b = parts(two.length === 7 ? two : "#888888");
  return `rgb(${a.map((value, k) => Math.round(value * (1 - share) + b[k] * share)).join(",")})`;
}
