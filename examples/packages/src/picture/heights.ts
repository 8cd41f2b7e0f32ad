import type { Slot } from './layers.js';
import { mean } from './order.js';

const SWEEPS = 30;

/** How far the middles of two slots are apart at least, one above the other. */
export type Distance = (above: Slot, below: Slot) => number;

/** Gives each slot a height, as near to its neighbours' as the order and the distances in its column allow. */
export function heightsOf(columns: readonly Slot[][], distance: Distance): Map<Slot, number> {
  const heights = new Map<Slot, number>();
  for (const column of columns)
    settle(
      column,
      column.map(() => 0),
      distance,
      heights,
    );
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      const wishes = column.map((slot) => {
        const neighbours = [...slot.left, ...slot.right];
        return neighbours.length === 0
          ? heightIn(heights, slot)
          : mean(neighbours.map((each) => heightIn(heights, each)));
      });
      settle(column, wishes, distance, heights);
    }
  }
  const top = Math.min(...heights.values());
  for (const [slot, height] of heights) heights.set(slot, height - top);
  return heights;
}

function heightIn(heights: ReadonlyMap<Slot, number>, slot: Slot): number {
  return heights.get(slot) ?? 0;
}

/**
 * Puts a column's slots where they wish to be, or as little away from there as possible.
 *
 * Slots whose wishes conflict form a block, which goes where its members wish on average; blocks that meet become one.
 */
function settle(
  column: readonly Slot[],
  wishes: readonly number[],
  distance: Distance,
  heights: Map<Slot, number>,
): void {
  const blocks: { wish: number; size: number }[] = [];
  const offsets: number[] = [];
  for (const [i, slot] of column.entries()) {
    const above = column[i - 1];
    offsets.push(above === undefined ? 0 : (offsets[i - 1] ?? 0) + distance(above, slot));
    let block = { wish: (wishes[i] ?? 0) - (offsets[i] ?? 0), size: 1 };
    for (let last = blocks.at(-1); last !== undefined && last.wish > block.wish; last = blocks.at(-1)) {
      const size = last.size + block.size;
      block = { wish: (last.wish * last.size + block.wish * block.size) / size, size };
      blocks.pop();
    }
    blocks.push(block);
  }
  const starts = blocks.flatMap(({ wish, size }) => Array<number>(size).fill(wish));
  for (const [i, slot] of column.entries()) heights.set(slot, (starts[i] ?? 0) + (offsets[i] ?? 0));
}
