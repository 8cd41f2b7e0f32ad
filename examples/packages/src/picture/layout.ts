import { cut, printable, widthOf } from '../terminal.js';
import type { Edge, Graph, Node } from './graph.js';
import { heightsOf } from './heights.js';
import { layersOf, type Slot } from './layers.js';
import { orderColumns } from './order.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A package's label: the left end of its box, in the middle of its height. */
export interface Label extends Point {
  readonly node: Node;
  readonly text: string;
  readonly width: number;
}

/** A line's course: straight beside and past labels, bent in the gaps between columns. */
export interface Course {
  readonly edge: Edge;
  readonly points: readonly Point[];
}

export interface Layout {
  readonly labels: readonly Label[];
  readonly courses: readonly Course[];
  readonly width: number;
  readonly height: number;
}

/** Labels are set in a font of fixed width. */
export const FONT_SIZE = 12;
const CHARACTER = 0.605 * FONT_SIZE;
const LONGEST = 32;
const PADDING = 9;
export const BOX_HEIGHT = 22;
const NARROWEST_GAP = 64;

/** Finds a place for every package and a course for every line, such that no label lies on another or on a line. */
export function layOut(graph: Graph): Layout {
  const layers = layersOf(graph);
  const columns = orderColumns(layers.columns);
  const heights = heightsOf(columns, (above, below) => (roomOf(above) + roomOf(below)) / 2);
  const widths = columns.map((column) => Math.max(0, ...column.map(widthOfSlot)));
  const lefts: number[] = [];
  for (const [i, column] of columns.entries()) {
    lefts.push(i === 0 ? 0 : (lefts[i - 1] ?? 0) + (widths[i - 1] ?? 0) + gapBefore(column));
  }
  const leftOf = ({ column }: Slot): number => lefts[column] ?? 0;
  const rightOf = (slot: Slot): number => leftOf(slot) + (widths[slot.column] ?? 0);
  const yOf = (slot: Slot): number => (heights.get(slot) ?? 0) + BOX_HEIGHT / 2;

  const labels = columns
    .flat()
    .flatMap((slot) =>
      slot.node === undefined
        ? []
        : [{ node: slot.node, text: textOf(slot.node), width: widthOfSlot(slot), x: leftOf(slot), y: yOf(slot) }],
    );
  const courses = layers.lines.map(({ edge, slots }) => ({
    edge,
    points: slots.flatMap((slot, i) => {
      const y = yOf(slot);
      const start = i === 0 ? leftOf(slot) + widthOfSlot(slot) : leftOf(slot);
      return i === slots.length - 1
        ? [{ x: start, y }]
        : [
            { x: start, y },
            { x: rightOf(slot), y },
          ];
    }),
  }));
  const width = Math.max(0, ...columns.map((_, i) => (lefts[i] ?? 0) + (widths[i] ?? 0)));
  return { labels, courses, width, height: Math.max(0, ...heights.values()) + BOX_HEIGHT };
}

function textOf({ name }: Node): string {
  return cut(printable(name), LONGEST);
}

function widthOfSlot({ node }: Slot): number {
  return node === undefined ? 0 : Math.ceil(widthOf(textOf(node)) * CHARACTER) + 2 * PADDING;
}

/** The height that a slot takes in its column. */
function roomOf({ node }: Slot): number {
  return node === undefined ? 10 : BOX_HEIGHT + 6;
}

/** The more lines arrive, the more room they get to spread. */
function gapBefore(column: readonly Slot[]): number {
  return NARROWEST_GAP + 1.5 * column.reduce((sum, { left }) => sum + left.length, 0);
}
