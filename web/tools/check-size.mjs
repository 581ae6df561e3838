// The budgets of what is loaded, gzipped: everything a page needs at first, and the charts, which come later.

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const INITIAL = 150 * 1024;
const CHARTS = 30 * 1024;

const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST)));

/** The files of a chunk and of all that it imports at once. */
function filesOf(name, found = new Set()) {
  const chunk = manifest[name];
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const each of chunk.imports ?? []) filesOf(each, found);
  return found;
}

const size = (files) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, DIST))).length, 0);
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

const entry = filesOf("index.html");
const pages = Object.keys(manifest).filter((name) => name.startsWith("src/pages/") || name === "src/shell/sign-in.tsx");
const largest = pages
  .map((page) => [page, size(filesOf(page, new Set(entry)))])
  .sort(([, one], [, other]) => other - one)[0];
// Administrators begin with their batches, everybody else with their pictures.
const first = Math.max(...["history", "images"].map((page) => size(filesOf(`src/pages/${page}.tsx`, new Set(entry)))));
const charts = size(filesOf("src/charts/charts.tsx", new Set())) - size(entry);

console.log(
  `First page ${kb(first)}, largest page ${kb(largest[1])} (${largest[0]}), charts ${kb(Math.max(charts, 0))}.`,
);
const over = [
  first > INITIAL && `The first page is over its ${kb(INITIAL)}.`,
  charts > CHARTS && `The charts are over their ${kb(CHARTS)}.`,
].filter(Boolean);
if (over.length > 0) {
  console.error(over.join("\n"));
  process.exit(1);
}
