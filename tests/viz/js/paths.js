// Read {graph, others, pairs} and write the path that the page finds for each pair, as IDs: node paths.js FILE

import "./dom.js";
import { readFileSync } from "node:fs";
import { prepareFilters } from "../../../viz/assets/js/filter.js";
import { buildGraph, G, unpacked } from "../../../viz/assets/js/model.js";
import { others, readOthers } from "../../../viz/assets/js/others.js";
import { shortestPath } from "../../../viz/assets/js/path.js";

const { graph, others: left, pairs } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
buildGraph(unpacked(graph));
prepareFilters();
Object.assign(document.getElementById("others-data"), { type: "application/json", textContent: JSON.stringify(left) });
await readOthers();
const idOf = (i) => (i < G.n ? G.id[i] : others.id[i - G.n]);
const found = pairs.map(([a, b]) => shortestPath(G.place.get(`Paper:${a}`), G.place.get(`Paper:${b}`)));
console.log(JSON.stringify(found.map((path) => path?.map(idOf) ?? null)));
