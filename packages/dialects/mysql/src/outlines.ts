import { outline, type Outline } from './sql.js';

/** How many outlines are kept; statements come in far fewer shapes. */
const CAPACITY = 1000;
const LONGEST_KEPT = 20_000;
/** How long their statements may be together. */
const LONGEST_TOGETHER = 1_000_000;

const outlines = new Map<string, Outline>();
let together = 0;

/** The outline of a statement, read once. */
export function outlineOf(sql: string): Outline {
  let known = outlines.get(sql);
  if (known !== undefined) return known;
  known = outline(sql);
  if (sql.length <= LONGEST_KEPT) {
    if (outlines.size >= CAPACITY || together + sql.length > LONGEST_TOGETHER) {
      outlines.clear();
      together = 0;
    }
    outlines.set(sql, known);
    together += sql.length;
  }
  return known;
}
