import type { Size } from '../../group.js';

/** How many rows, or operations, every scenario grows to. */
export const sizes: readonly Size[] = [
  { size: 1000, rounds: 12 },
  { size: 10_000, rounds: 6 },
  { size: 100_000, rounds: 2 },
];
