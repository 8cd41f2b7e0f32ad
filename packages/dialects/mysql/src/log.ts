import type { Knex } from 'knex';

// What Shelf reports as errors of its own.
const KNOWN = /^Acquire connection error|^Connection Error/;

/** knex's logger without the warnings that tell the user of Shelf nothing new; the user's own logger hears everything. */
export function quietly(log: Knex.Logger | undefined): Knex.Logger {
  return {
    ...log,
    warn: log?.warn ?? ((message: unknown) => (KNOWN.test(String(message)) ? undefined : console.warn(message))),
  };
}
