/** The milliseconds that one contender took. */
export interface Timing {
  readonly contender: string;
  readonly best: number;
  readonly median: number;
}

/** Sums up the rounds of one contender. */
export function timing(contender: string, rounds: readonly number[]): Timing {
  return { contender, best: Math.min(...rounds), median: median(rounds) };
}

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The items moved round by one place per round, so that nobody always comes first. */
export function rotated<T>(items: readonly T[], round: number): T[] {
  const start = round % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
