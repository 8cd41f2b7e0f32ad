import { inspect } from 'node:util';

/** A value as a message shows it. */
export function shown(value: unknown): string {
  return inspect(value, { depth: 0, maxStringLength: 80, breakLength: Infinity });
}
