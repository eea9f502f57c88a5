// Contours from afar: where in the map the papers with the highest scores are, as steps of a stronger color.

import { G } from "./model.js";
import { scoreName, scoreOf } from "./look.js";

const GRID_CELLS = 200;  // of the grid's longer side
const PIXELS = 3;  // pixels per cell
const CONTOUR_SHARES = [0.5, 0.8, 0.95];  // shares of the papers below each contour
const DARKER = 85;  // opacity of each step, of 255

// Links alone follow the size of a region; citations and upvotes do not.
export const hasContours = () => scoreName() !== "Links";

// Add up neighbors in one direction, three times, which is close to a Gaussian.
function smooth(grid, columns, rows, reach) {
  const pass = (from, count, length, step, stride) => {
    const to = new Float32Array(from.length), width = 2 * reach + 1;
    for (let line = 0; line < count; line++) {
      const start = line * stride;
      let sum = 0;
      for (let k = -reach; k < length; k++) {
        if (k + reach < length) sum += from[start + (k + reach) * step];
        if (k - reach - 1 >= 0) sum -= from[start + (k - reach - 1) * step];
        if (k >= 0) to[start + k * step] = sum / width;
      }
    }
    return to;
  };
  for (let turn = 0; turn < 3; turn++) grid = pass(pass(grid, rows, columns, 1, columns), columns, rows, columns, 1);
  return grid;
}

// An image of the contours over the regions of `sheet`, in their colors; `reach` is the radius of a region's circles.
export function paintContours(sheet, reach) {
  const { canvas, x0, y0, width, height } = sheet;
  const cell = Math.max(width, height) / GRID_CELLS, columns = Math.ceil(width / cell), rows = Math.ceil(height / cell);
  const placed = [], grid = new Float32Array(columns * rows);
  for (let i = 0; i < G.n; i++) {
    if (G.kind[i] !== G.paper || !G.visible[i] || G.community[i] < 0) continue;
    const column = Math.floor((G.x[i] - x0) / cell), row = Math.floor((G.y[i] - y0) / cell);
    if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
    placed.push(row * columns + column);
    grid[row * columns + column] += Math.sqrt(scoreOf(i) || 0);  // no single paper makes a peak
  }
  if (!placed.length) return null;
  const density = smooth(grid, columns, rows, Math.max(2, Math.round((1.9 * reach) / cell)));
  const values = placed.map((at) => density[at]).sort((a, b) => a - b);
  const levels = CONTOUR_SHARES.map((share) => values[Math.floor(share * (values.length - 1))]);
  const made = document.createElement("canvas");
  made.width = columns * PIXELS; made.height = rows * PIXELS;
  const ctx = made.getContext("2d", { willReadFrequently: true });
  ctx.drawImage(canvas, 0, 0, width / (cell / PIXELS), height / (cell / PIXELS));
  const image = ctx.getImageData(0, 0, made.width, made.height), data = image.data;
  for (let py = 0; py < made.height; py++)
    for (let px = 0; px < made.width; px++) {
      const at = 4 * (py * made.width + px) + 3;
      if (data[at] < 128) { data[at] = 0; continue; }
      // bilinear between the centers of cells
      const fx = Math.max(0, (px + 0.5) / PIXELS - 0.5), fy = Math.max(0, (py + 0.5) / PIXELS - 0.5);
      const cx = Math.min(columns - 2, Math.floor(fx)), cy = Math.min(rows - 2, Math.floor(fy)), u = fx - cx, v = fy - cy, k = cy * columns + cx;
      const value = (density[k] * (1 - u) + density[k + 1] * u) * (1 - v) + (density[k + columns] * (1 - u) + density[k + columns + 1] * u) * v;
      data[at] = DARKER * levels.filter((level) => value > level).length;
    }
  ctx.putImageData(image, 0, 0);
  return { canvas: made, x0, y0, width: made.width * cell / PIXELS, height: made.height * cell / PIXELS };
}
