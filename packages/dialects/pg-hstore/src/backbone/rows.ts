import { InvalidValueError, NoRowsDeletedError, NoRowsUpdatedError, NotFoundError } from '@shelf/core';
import { actionOptions, adoptRow, type ModelInstance, type Row } from '@shelf/core/inside';
import type { Filter } from './types/options.js';
import { inOrder, isEmptyFilter, narrow } from './filter.js';
import { belonging, parentsOf, recordAt, type Place } from './place.js';

/** A row by its key and by what narrows it. */
export interface Which {
  readonly key: string;
  readonly id: unknown;
  readonly filter: Filter | undefined;
}

/** Lists of rows as they came from the database. */
const read = new WeakSet<object>();

/** Reads the rows of a place in the order of their keys. */
export async function readRows(place: Place, key: string, filter: Filter | undefined): Promise<Row[]> {
  const record = queried(place, { key, id: undefined, filter });
  const rows = await record.sync(actionOptions(record.shelf, place.options)).select();
  read.add(rows);
  return rows;
}

/** Whether these are rows that were read here, and not what somebody adds to a collection. */
export function isRead(rows: unknown): rows is Row[] {
  return typeof rows === 'object' && rows !== null && read.has(rows);
}

/** Reads one row; without an id it is the first that the filter lets through. */
export async function readRow(place: Place, which: Which): Promise<Row> {
  const { key, id, filter } = which;
  if (isMissing(id) && (filter === undefined || isEmptyFilter(filter))) {
    throw new InvalidValueError(
      `A fetch needs the model's '${key}', or a filter that says which row is meant, and not an empty one`,
      {
        table: place.table.name,
      },
    );
  }
  const record = isMissing(id) ? queried(place, which) : narrowed(place, filter);
  const [row] = await record.sync(actionOptions(record.shelf, place.options)).first(isMissing(id) ? {} : { [key]: id });
  if (row === undefined) throw notFound(place);
  return row;
}

/** Inserts a row that belongs to the place's parents; resolves to it as it is stored. */
export async function insertRow(place: Place, key: string, attributes: Row): Promise<Row> {
  const record = recordAt(place, true);
  // Whose a new row is says the url alone.
  record.set({ ...belonging(place, attributes), ...parentsOf(place) });
  await record.save(null, { ...place.options, method: 'insert' });
  return await storedRow(place, key, record);
}

/** What an update writes. */
export interface Change {
  /** The attributes as they are now. */
  readonly attributes: Row;
  /** As they were when they were last read or written; undefined where nobody knows. */
  readonly before: Row | undefined;
}

/** Writes what has changed of a row, and removes what was unset; resolves to the row as it is stored. */
export async function updateRow(place: Place, which: Which, change: Change): Promise<Row> {
  const { key, id } = which;
  const record = narrowed(place, which.filter);
  const sent = watchUpdates(record);
  const attributes = belonging(place, { ...change.attributes, [key]: id });
  if (change.before !== undefined) adoptRow(record, { ...belonging(place, change.before), [key]: id });
  record.set(attributes);
  for (const name of Object.keys(change.before ?? {})) {
    if (!Object.hasOwn(attributes, name)) record.set(name, undefined, { unset: true });
  }
  try {
    await record.save(null, { ...place.options, method: 'update' });
  } catch (error) {
    throw error instanceof NoRowsUpdatedError ? notFound(place, error) : error;
  }
  // Nothing had changed, and so nobody has asked yet whether there is such a row.
  return sent() ? await storedRow(place, key, record) : await readRow(place, which);
}

/** Deletes a row. */
export async function deleteRow(place: Place, { key, id, filter }: Which): Promise<void> {
  const record = narrowed(place, filter) as ModelInstance & { destroy(options: object): Promise<unknown> };
  record.set({ [key]: id });
  try {
    await record.destroy({ ...place.options, require: true });
  } catch (error) {
    throw error instanceof NoRowsDeletedError ? notFound(place, error) : error;
  }
}

function narrowed(place: Place, filter: Filter | undefined): ModelInstance {
  const record = recordAt(place, true);
  if (filter !== undefined) narrow(record.query() as never, place.table, filter);
  return record;
}

function queried(place: Place, { key, filter }: Which): ModelInstance {
  const record = narrowed(place, filter);
  inOrder(record.query() as never, place.table, key);
  return record;
}

/** The row of a record that has just been written: with the database's defaults, and as others have left it. */
async function storedRow(place: Place, key: string, record: ModelInstance): Promise<Row> {
  const { [key]: id } = record.attributes;
  if (isMissing(id)) return record.attributes;
  // By the key alone: the row may have been moved to another parent.
  const stored = recordAt(place, false);
  const sync = stored.sync(actionOptions(stored.shelf, place.options));
  // The row is written, whatever comes of reading it again.
  const [row] = await sync.first({ [key]: id }).catch(() => []);
  return row ?? record.attributes;
}

/** Tells whether an UPDATE was sent for a record. */
function watchUpdates(record: ModelInstance): () => boolean {
  let sent = false;
  const { sync } = record;
  record.sync = (options) => {
    const made = sync.call(record, options);
    const { update } = made;
    made.update = (attributes) => {
      sent = true;
      return update.call(made, attributes);
    };
    return made;
  };
  return () => sent;
}

export function isMissing(id: unknown): boolean {
  return id === undefined || id === null;
}

function notFound({ table }: Place, cause?: Error): NotFoundError {
  return new NotFoundError('Not found', { table: table.name, ...(cause === undefined ? {} : { cause }) });
}
