import type { Knex } from 'knex';

/** What Shelf reports as errors of its own. */
const REPORTED = /^Acquire connection error|^Connection Error/;

/**
 * For a dialect: knex's logger without the warnings that tell the user of Shelf nothing new; the user's own logger hears everything.
 *
 * @param log the logger that the user has given, if any
 * @param usual matches warnings that are always given on this database
 * @returns the logger to give to knex
 * @example
 * makeKnex({ client, log: quietly(settings.log) });
 */
export function quietly(log: Knex.Logger | undefined, usual?: RegExp): Knex.Logger {
  const warn = (message: unknown): void => {
    const text = String(message);
    if (!REPORTED.test(text) && usual?.test(text) !== true) console.warn(message);
  };
  return { ...log, warn: log?.warn ?? warn };
}
