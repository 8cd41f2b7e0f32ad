import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawChart } from './chart/index.js';
import type { Results } from './results.js';

const folder = fileURLToPath(new URL('../results', import.meta.url));

/** Writes results as JSON and as a chart and returns the files' names; those of a partial run do not replace those of a whole one. */
export function write(results: Results, partial: boolean): string[] {
  const into = partial ? join(folder, 'partial') : folder;
  mkdirSync(into, { recursive: true });
  const files = {
    'results.json': json(results),
    'chart.svg': drawChart(results),
  };
  return Object.entries(files).map(([name, text]) => {
    const file = join(into, name);
    writeFileSync(file, text);
    return relative(process.cwd(), file);
  });
}

/** JSON as the formatter would have it: lists of numbers on one line. */
function json(results: Results): string {
  const written = JSON.stringify(results, rounded, 2);
  return `${written.replace(/\[[-\d.,\s]+\]/g, (list) => JSON.stringify(JSON.parse(list)).replaceAll(',', ', '))}\n`;
}

/** Three decimals are more than the clock can tell. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}
