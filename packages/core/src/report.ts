import type { Origin, ShelfInternals } from './instance.js';

/** Tells the shelf's listeners of a query, and prints it where `debug` says so. */
export function report(
  shelf: ShelfInternals,
  event: 'query' | 'query-error',
  origin: Origin,
  { sql, bindings }: { readonly sql: string; readonly bindings: readonly unknown[] },
  duration: number,
  error: unknown,
  debug: boolean,
): void {
  const { model, table, options } = origin;
  if (options.debug ?? debug) {
    const failed = error === undefined ? '' : ` failed: ${(error as Error).message}`;
    console.debug(`[shelf] ${duration.toFixed(1)} ms ${sql} ${printable(bindings)}${failed}`);
  }
  const details = { sql, bindings, duration, model, table };
  if (event === 'query') shelf.trigger('query', details);
  else shelf.trigger('query-error', error, details);
}

function printable(bindings: readonly unknown[]): string {
  return JSON.stringify(bindings, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
