import type { Comparison, Growth, Heap } from '../results.js';
import { table } from './table.js';

/** The table of one scenario: who took how long, and how many times the reference that is. */
export function comparisonTable({ driver, title, reference, rounds, limit, entries }: Comparison): string {
  const heading = [`${driver}: ${title}`, 'best ms', 'median ms', 'µs each', 'ratio', `${rounds} rounds`];
  const lines = entries.map(({ contender, best, median, each, ratio }) => [
    `  ${contender === 'driver' ? `driver (${reference})` : contender}`,
    best.toFixed(1),
    median.toFixed(1),
    each.toFixed(2),
    `${ratio.toFixed(2)}×`,
    contender === 'shelf' ? against(ratio, limit, '×') : '',
  ]);
  return table([heading, ...lines], ['left', 'right', 'right', 'right', 'right', 'left']);
}

/** The table of what fetched models weigh. */
export function heapTable({ driver, rows, limit, entries }: Heap): string {
  const heading = [`${driver}: heap per fetched model beyond its row`, 'bytes', `${grouped(rows)} rows`];
  const lines = entries.map(({ contender, bytes }) => [
    `  ${contender}`,
    grouped(bytes),
    contender === 'shelf' ? against(bytes, limit, ' bytes') : '',
  ]);
  return table([heading, ...lines], ['left', 'right', 'left']);
}

/** The table of what one row costs as the rows become many. */
export function growthTable({ driver, scenario, sizes, entries }: Growth): string {
  const heading = [`${driver}: ${scenario}, nanoseconds each, of this many`, ...sizes.map(grouped)];
  const lines = entries.map(({ contender, each }) => [`  ${contender}`, ...each.map(grouped)]);
  return table([heading, ...lines], ['left', ...sizes.map(() => 'right' as const)]);
}

/** What all of it comes to, in words. */
export function verdict(shortcomings: readonly string[]): string {
  if (shortcomings.length === 0) return 'Shelf keeps within every limit, and is ahead of every peer.';
  return ['Shelf falls short:', ...shortcomings].join('\n  ');
}

function against(found: number, limit: number, unit: string): string {
  return `${found <= limit ? '✓' : '✗'} at most ${limit}${unit}`;
}

function grouped(number: number): string {
  // Adding zero turns -0 into 0.
  return (Math.round(number) + 0).toLocaleString('en');
}
