import type { Comparison, Heap, Results } from './results.js';

const ours = 'shelf';

/** In what Shelf is slower or larger than it may be, in words; nothing when all is well. */
export function shortcomings({ comparisons, heap }: Pick<Results, 'comparisons' | 'heap'>): string[] {
  return [...comparisons.flatMap(tooSlow), ...heap.flatMap(tooLarge)];
}

function tooSlow({ driver, title, limit, entries }: Comparison): string[] {
  const shelf = entries.find(({ contender }) => contender === ours);
  if (!shelf) return [];
  const where = `${driver}, ${title}`;
  const found = shelf.ratio > limit ? [`${where}: ${shelf.ratio.toFixed(2)}× the reference, may be ${limit}×`] : [];
  const ahead = entries.slice(1).filter((entry) => entry !== shelf && entry.best <= shelf.best);
  return [
    ...found,
    ...ahead.map(
      (peer) => `${where}: ${peer.contender} is ahead, ${peer.ratio.toFixed(2)}× to ${shelf.ratio.toFixed(2)}×`,
    ),
  ];
}

function tooLarge({ driver, limit, entries }: Heap): string[] {
  const shelf = entries.find(({ contender }) => contender === ours);
  if (!shelf || shelf.bytes <= limit) return [];
  return [`${driver}, heap: ${Math.round(shelf.bytes)} bytes per model beyond its row, may be ${limit}`];
}
