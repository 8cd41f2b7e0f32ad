import type { Knex } from 'knex';
import { ShelfError } from '../errors.js';
import type { CallOptions, ModelInstance } from '../instance.js';
import type { SaveAttempt } from '../model/save-attempt.js';
import type { Action } from '../sync/action.js';
import type { EncodedRow } from '../sync/encode.js';
import { insertWithin } from '../sync/insert.js';
import { transactionOf } from '../sync/run.js';

/** Rows that go into the database in one statement. */
export interface Batch {
  readonly attempts: SaveAttempt[];
  readonly rows: [EncodedRow, ...EncodedRow[]];
}

/** What is being done: with one model, or with several in one statement. */
export interface Progress {
  at: ModelInstance | Batch | undefined;
}

/** Says in an error which of the models was refused; asks the database, where it has refused a statement of several rows. */
export async function nameRefused(
  error: unknown,
  { at }: Progress,
  models: readonly ModelInstance[],
  actionOf: (attempt: SaveAttempt) => Action,
  options: CallOptions,
): Promise<unknown> {
  if (at === undefined || models.length < 2 || !(error instanceof ShelfError)) return error;
  if (!('attempts' in at)) return nameRow(error, models.indexOf(at));
  const [first] = at.attempts as [SaveAttempt];
  const refused = REFUSALS.has(error.code) ? await refusedRow(at, actionOf(first), options) : undefined;
  const attempt = refused === undefined ? undefined : at.attempts[refused];
  return attempt === undefined ? error : nameRow(error, models.indexOf(attempt.model));
}

/** Errors that are of one row, and come again with it. */
const REFUSALS: ReadonlySet<string> = new Set([
  'UNIQUE_VIOLATION',
  'FOREIGN_KEY_VIOLATION',
  'NOT_NULL_VIOLATION',
  'CHECK_VIOLATION',
  'INVALID_VALUE',
  'NO_ROWS_INSERTED',
]);

const SUFFIX = / \(row \d+, counted from 0\)$/;

/** Says in an error which of many rows it is about; undefined takes that back. */
export function nameRow(error: unknown, index: number | undefined): unknown {
  if (!(error instanceof ShelfError)) return error;
  const known = index === undefined || index < 0 ? undefined : index;
  const message = error.message.replace(SUFFIX, '');
  return Object.assign(error, {
    index: known,
    message: known === undefined ? message : `${message} (row ${known}, counted from 0)`,
  });
}

/**
 * Which row of a refused statement the database refuses: found by halves, in a transaction that is undone. Undefined where it takes
 * them now, or where the caller's transaction takes no more statements.
 */
async function refusedRow({ rows }: Batch, action: Action, options: CallOptions): Promise<number | undefined> {
  if (rows.length === 1) return 0;
  const { shelf } = action.origin;
  const outer = transactionOf(shelf, options);
  let refused: number | undefined;
  const undo = new Error('only to ask');
  const ask = async (t: Knex.Transaction): Promise<never> => {
    const takes = (from: number, to: number): Promise<boolean> =>
      shelf
        .transaction((inner) => insertWithin(action, rows.slice(from, to), inner), { transacting: t })
        .then(() => true)
        .catch(() => false);
    let [from, to] = [0, rows.length];
    while (to - from > 1) {
      const middle = Math.ceil((from + to) / 2);
      if (await takes(from, middle)) from = middle;
      else to = middle;
    }
    if (!(await takes(from, to))) refused = from;
    throw undo;
  };
  await shelf.transaction(ask, outer === undefined ? {} : { transacting: outer }).catch(() => undefined);
  return refused;
}
