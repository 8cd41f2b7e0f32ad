import type { Comparison, Heap } from '../results.js';
import { barGroup, barRoom, groupHeight, left, type Scale } from './bars.js';
import { line, moved, text } from './svg.js';

const least = 0.5;
const ticks = [0.5, 1, 2, 4, 8, 16, 32, 64, 128];

/** Times the reference for every scenario of one driver: bars on a logarithmic scale that start at 1×, to the left is faster. */
export function ratioPanel(comparisons: readonly Comparison[], most: number): { drawing: string; height: number } {
  const scale: Scale = (ratio) =>
    left + (barRoom * Math.log2(Math.max(ratio, least) / least)) / Math.log2(most / least);
  let y = 26;
  const groups = comparisons.map(({ title, limit, entries }) => {
    const bars = entries
      .slice(1)
      .map(({ contender, ratio }) => ({ contender, value: ratio, label: `${ratio.toFixed(2)}×` }));
    const group = moved(0, y, barGroup(title, bars, scale, 1, limit));
    y += groupHeight(bars.length);
    return group;
  });
  const axis = ticks
    .filter((tick) => tick <= most)
    .map(
      (tick) =>
        line(scale(tick), 18, scale(tick), y, tick === 1 ? 'one' : 'grid') + text(scale(tick), 12, 'tick', `${tick}×`),
    );
  return { drawing: axis.join('') + groups.join(''), height: y };
}

/** The round number above every ratio, so that all panels share one scale. */
export function widestRatio(comparisons: readonly Comparison[]): number {
  const most = Math.max(2, ...comparisons.flatMap(({ entries }) => entries.map(({ ratio }) => ratio)));
  return 2 ** Math.ceil(Math.log2(most));
}

/** Bytes per model beyond its row, on a plain scale. */
export function heapPanel({ entries, limit }: Heap): { drawing: string; height: number } {
  const most = Math.max(limit, ...entries.map(({ bytes }) => bytes));
  const scale: Scale = (bytes) => left + (barRoom * Math.max(bytes, 0)) / most;
  const bars = entries.map(({ contender, bytes }) => {
    return { contender, value: bytes, label: `${(Math.round(bytes) + 0).toLocaleString('en')} bytes` };
  });
  const title = 'heap per fetched model, beyond its row';
  return { drawing: barGroup(title, bars, scale, 0, limit), height: groupHeight(bars.length) };
}
