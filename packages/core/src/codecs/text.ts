import { show } from './show.js';

/** Whether a string survives UTF-8: no half of a surrogate pair stands alone in it. */
export function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

/** Refuses a text that is longer than its column, which may cut spaces at the end in silence. Throws a TypeError. */
export function checkLength(text: string, length: number | undefined): void {
  if (length === undefined || text.length <= length || charactersIn(text) <= length) return;
  throw new TypeError(`cannot hold ${show(text)}: it holds ${length} characters`);
}

/** Databases count code points. */
function charactersIn(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
