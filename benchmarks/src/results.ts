import type { Driver } from './drivers.js';

/** All that one run has found; it is written as JSON and drawn as a chart. */
export interface Results {
  readonly taken: string;
  readonly machine: Readonly<Record<string, string>>;
  readonly comparisons: readonly Comparison[];
  readonly heap: readonly Heap[];
  readonly growth: readonly Growth[];
}

/** One scenario on one driver: how long everyone took. */
export interface Comparison {
  readonly driver: Driver;
  readonly scenario: string;
  readonly title: string;
  readonly reference: string;
  readonly size: number;
  readonly rounds: number;
  /** How many times the reference Shelf may take. */
  readonly limit: number;
  /** The reference comes first. */
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly contender: string;
  /** Milliseconds. */
  readonly best: number;
  readonly median: number;
  /** Microseconds per row or operation, in the best round. */
  readonly each: number;
  /** The best round, divided by the best round of the reference. */
  readonly ratio: number;
}

/** What a fetched model holds of the heap beyond what the reference's row holds. */
export interface Heap {
  readonly driver: Driver;
  readonly rows: number;
  readonly limit: number;
  readonly entries: readonly { readonly contender: string; readonly bytes: number }[];
}

/** One scenario at several sizes. */
export interface Growth {
  readonly driver: Driver;
  readonly scenario: string;
  readonly title: string;
  readonly sizes: readonly number[];
  /** Nanoseconds per row or operation at each size, in the best round. */
  readonly entries: readonly { readonly contender: string; readonly each: readonly number[] }[];
}
