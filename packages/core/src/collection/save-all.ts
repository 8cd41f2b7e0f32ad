import _ from 'underscore';
import type { CallOptions, CollectionInstance, ModelInstance } from '../instance.js';
import { actionOptions } from '../model/options.js';
import { prepare } from '../model/prepare-save.js';
import { begin, giveUp, type SaveAttempt } from '../model/save-attempt.js';
import { finish, store } from '../model/save.js';
import { methodIn } from '../model/timestamps.js';
import { isStamped, keepStamps } from '../model/stamps.js';
import { changesOf } from '../model/state.js';
import { isSameList } from '../sql/statements.js';
import type { Action } from '../sync/action.js';
import { encodeRow } from '../sync/encode.js';
import { insertRows } from '../sync/insert.js';
import { transactionOf } from '../sync/run.js';
import { TableSync } from '../sync/table-sync.js';
import { nameRefused, type Batch, type Progress } from './refused-row.js';

/** Saves every model in one transaction: new ones in statements of many rows, changed ones one by one. */
export async function saveAll(
  collection: CollectionInstance,
  given: CallOptions | undefined,
): Promise<CollectionInstance> {
  const { shelf } = collection;
  shelf.callOptions.check(given);
  if (collection.models.length === 0) return collection;
  const models = [...collection.models];
  const progress: Progress = { at: undefined };
  try {
    keepAllStamps(collection, given ?? {}, progress);
    const outer = transactionOf(shelf, given ?? {});
    // Who knows that it is one statement spares the transaction.
    if (given?.['atomic'] === false) await save(collection, given, progress);
    else {
      await shelf.transaction(
        (transacting) => save(collection, { ...given, transacting }, progress),
        outer === undefined ? {} : { transacting: outer },
      );
    }
  } catch (error) {
    throw await nameRefused(error, progress, models, actionOf, given ?? {});
  }
  return collection;
}

/** Looks at all models before anything is sent: the one that is refused may be the last. */
function keepAllStamps(collection: CollectionInstance, options: CallOptions, progress: Progress): void {
  const { scopes } = collection;
  for (const model of collection.models) {
    progress.at = model;
    if (isInserted(model, options)) keepStamps(model, model._row, options, 'insert', scopes);
    else if (isStamped(model.scopes, options)) keepStamps(model, changesOf(model), options);
  }
  progress.at = undefined;
}

async function save(collection: CollectionInstance, options: CallOptions, progress: Progress): Promise<void> {
  const [fresh, known] = _.partition(collection.models, (model) => isInserted(model, options));
  // What is made in a collection is made in its scopes.
  for (const model of fresh) if (model.scopes !== collection.scopes) model.scopes = collection.scopes;
  await insertAll(fresh, options, progress);
  for (const model of known) {
    progress.at = model;
    if (model.hasChanged()) await model.save(null, options);
  }
  progress.at = undefined;
}

/** New models are inserted, those whose key the caller has set are too when the options say so. */
function isInserted(model: ModelInstance, options: CallOptions): boolean {
  if (options.patch === true) return false;
  const method = methodIn(options);
  return method === undefined ? model.isNew() : method === 'insert';
}

async function insertAll(models: readonly ModelInstance[], given: CallOptions, progress: Progress): Promise<void> {
  const attempts: SaveAttempt[] = [];
  try {
    for (const model of models) {
      const attempt = begin(model, {}, actionOptions(model.shelf, { ...given, method: 'insert' }));
      attempts.push(attempt);
      progress.at = model;
      await prepare(attempt);
    }
    // What a class with a `sync` of its own does cannot be put together, and a handler may have made an update of it.
    const inTable = attempts.filter(({ sync, method }) => sync instanceof TableSync && method === 'insert');
    for (const batch of await batches(inTable, progress)) await insertBatch(batch, progress);
    for (const attempt of attempts) {
      if (inTable.includes(attempt)) continue;
      progress.at = attempt.model;
      await finish(attempt, await store(attempt));
    }
  } catch (error) {
    for (const attempt of attempts) giveUp(attempt);
    throw error;
  }
}

/**
 * Rows that follow each other and have the same columns go together, as many as the database takes bindings for.
 * None overtakes another: it may point to it.
 */
async function batches(attempts: readonly SaveAttempt[], progress: Progress): Promise<Batch[]> {
  const done: Batch[] = [];
  for (const attempt of attempts) {
    progress.at = attempt.model;
    const row = await encodeRow(actionOf(attempt), attempt.written, 'insert');
    const { returning, maxBindings } = row.table.dialect.capabilities;
    const batch = done.at(-1);
    const [before] = batch?.rows ?? [];
    const bound = before?.expressions === undefined && row.expressions === undefined;
    const alike = bound && before?.table === row.table && isSameList(before.columns, row.columns);
    const full = !returning || row.columns.length === 0 ? 1 : Math.max(1, Math.floor(maxBindings / row.columns.length));
    if (batch === undefined || !alike || batch.rows.length >= full) {
      done.push({ attempts: [attempt], rows: [row] });
      continue;
    }
    batch.attempts.push(attempt);
    batch.rows.push(row);
  }
  return done;
}

function actionOf({ sync }: SaveAttempt): Action {
  return (sync as TableSync).action;
}

async function insertBatch(batch: Batch, progress: Progress): Promise<void> {
  const { attempts, rows } = batch;
  const [first] = attempts as [SaveAttempt];
  // Without RETURNING a batch is one row.
  progress.at = batch;
  const made = await insertRows(actionOf(first), rows, first.options['atomic'] !== false);
  // What fails from here on fails after its row was stored.
  progress.at = undefined;
  const failures: unknown[] = [];
  for (const [i, attempt] of attempts.entries()) {
    try {
      await finish(attempt, [made[i]]);
    } catch (error) {
      // Without a transaction that undoes them all rows are written, and what fails after one keeps no other from what follows.
      if (attempt.options['atomic'] !== false) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
