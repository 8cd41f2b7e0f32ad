import type { Slot } from './layers.js';

const SWEEPS = 24;

/** Orders the slots of each column so that few lines cross: each goes where its neighbours are on average. */
export function orderColumns(columns: readonly Slot[][]): Slot[][] {
  let current = columns.map((column) => [...column]);
  let best = current;
  let fewest = crossingsIn(current);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    current = sweepOver(current, sweep % 2 === 0 ? 'left' : 'right');
    const crossings = crossingsIn(current);
    if (crossings < fewest) [best, fewest] = [current, crossings];
  }
  return best;
}

/** Orders each column by the one beside it, which has been ordered just before. */
function sweepOver(columns: readonly Slot[][], side: 'left' | 'right'): Slot[][] {
  const places = placesIn(columns);
  const swept = columns.map((column) => [...column]);
  for (const column of side === 'left' ? swept : swept.toReversed()) {
    const wish = new Map(
      column.map((slot, i) => [
        slot,
        slot[side].length === 0 ? i : mean(slot[side].map((each) => places.get(each) ?? 0)),
      ]),
    );
    column.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
    for (const [i, slot] of column.entries()) places.set(slot, i);
  }
  return swept;
}

function crossingsIn(columns: readonly Slot[][]): number {
  const places = placesIn(columns);
  const placeOf = (slot: Slot): number => places.get(slot) ?? 0;
  let crossings = 0;
  for (const column of columns) {
    const pairs = column.flatMap((slot) => slot.right.map((right) => [placeOf(slot), placeOf(right)] as const));
    for (const [i, [a, b]] of pairs.entries())
      for (const [c, d] of pairs.slice(i + 1)) if ((a - c) * (b - d) < 0) crossings++;
  }
  return crossings;
}

function placesIn(columns: readonly Slot[][]): Map<Slot, number> {
  return new Map(columns.flatMap((column) => column.map((slot, i) => [slot, i] as const)));
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}
