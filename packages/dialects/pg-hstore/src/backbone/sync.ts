import { InvalidValueError, type Shelf } from '@shelf/core';
import type { CallOptions, Row, ShelfInternals } from '@shelf/core/inside';
import { checkAttributes } from './attributes.js';
import { baselineOf, noteAnswer, noteWritten } from './baseline.js';
import { checkFilter } from './filter.js';
import { findPlace, forgetGuesses, type Place } from './place.js';
import { recordClass } from './record.js';
import { deleteRow, insertRow, isMissing, readRow, readRows, updateRow, type Which } from './rows.js';
import { idAttributeOf, isCollection, prototypeOf, urlOf, type Model, type Target } from './targets.js';
import type { SyncMethod } from './types/sync.js';

/** The options as Backbone hands them on: its own `success` and `error` set the model, call the caller's, and fire the events. */
export interface SyncOptions {
  success?: ((response: unknown) => unknown) | undefined;
  error?: ((error: unknown) => unknown) | undefined;
  filter?: unknown;
  /** What a patch writes. */
  attrs?: Row | undefined;
  url?: unknown;
  xhr?: Promise<unknown>;
}

/** `Backbone.sync`: reads, creates, updates or deletes the row of a model, or reads those of a collection. */
export type Sync = (method: SyncMethod, target: Target, options?: SyncOptions | null) => Promise<unknown>;

/** Makes the `Backbone.sync` of the database that the function gives. */
export function makeSync(shelf: () => Shelf): Sync {
  return (method, target, given) => {
    const options = given ?? {};
    const done = settle(perform(shelf, method, target, options), target, options);
    // Who waits for callbacks and events does not look at the promise.
    done.catch(() => undefined);
    options.xhr = done;
    target.trigger('request', target, done, options);
    return done;
  };
}

/** Tells the callbacks, and through them the events, before the promise. */
async function settle(response: Promise<unknown>, target: Target, options: SyncOptions): Promise<unknown> {
  let row: unknown;
  try {
    row = await response;
    noteAnswer(row);
  } catch (error) {
    call(() => options.error?.(error));
    throw error;
  }
  call(() => options.success?.(row));
  return target;
}

/** Calls handlers. An error of theirs is no failure of the database: it is the process's, as in any event handler. */
function call(handlers: () => unknown): void {
  try {
    handlers();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

/** Does what a method says. The model is taken down before the first wait: it may change while the database is asked. */
async function perform(shelf: () => Shelf, method: SyncMethod, target: Target, options: SyncOptions): Promise<unknown> {
  const Record = recordClass(shelf() as unknown as ShelfInternals, prototypeOf(target), idAttributeOf(target));
  const url = urlFor(target, options);
  const which = whichRow(target, options);
  const work = isCollection(target) ? allRows(method, which) : oneRow(method, target, which, options);
  const place = await findPlace(Record, url, which.filter, callOptions({ ...options }));
  if (!isCollection(target)) forgetGuesses(place, target);
  return await work(place);
}

type Work = (place: Place) => Promise<unknown>;

function allRows(method: SyncMethod, { key, filter }: Which): Work {
  if (method !== 'read') throw new InvalidValueError(`A collection is read, and not stored with '${method}'`);
  return async (place) => await readRows(place, key, filter);
}

function oneRow(method: SyncMethod, model: Model, which: Which, options: SyncOptions): Work {
  switch (method) {
    case 'read':
      return async (place) => await readRow(place, which);
    case 'delete':
      requireId(method, which);
      return async (place) => await deleteRow(place, which);
    case 'create': {
      if (which.filter !== undefined)
        throw new InvalidValueError('`filter` says which rows are meant; a new model has none');
      const attributes = takeDown(model, options);
      return async (place) => await insertRow(place, which.key, attributes);
    }
    case 'update':
    case 'patch': {
      requireId(method, which);
      const attributes = takeDown(model, options);
      // A patch writes what it was given, changed or not.
      const before = method === 'update' ? baselineOf(model, which.id) : undefined;
      return async (place) => await updateRow(place, which, { attributes, before });
    }
    default:
      throw new InvalidValueError(`Backbone.sync has no method '${String(method)}'`);
  }
}

/** Without a key the filter alone would say which rows are written. */
function requireId(method: SyncMethod, { key, id }: Which): void {
  if (isMissing(id))
    throw new InvalidValueError(`A model is stored with '${method}' by its '${key}', which it does not have`);
}

/** The attributes to write, as Backbone would send them. */
function takeDown(model: Model, options: SyncOptions): Row {
  checkAttributes(options.attrs);
  const attributes = { ...(options.attrs ?? model.toJSON(options)) };
  noteWritten(options, attributes);
  return attributes;
}

function whichRow(target: Target, options: SyncOptions): Which {
  const key = idAttributeOf(target);
  const id = isCollection(target) ? undefined : target.attributes[key];
  return { key, id, filter: checkFilter(options.filter) };
}

function urlFor(target: Target, { url }: SyncOptions): string {
  const said = url === undefined || url === null ? urlOf(target) : url;
  if (typeof said === 'string' && said !== '' && (said !== url || isCollection(target))) return said;
  const what = isCollection(target)
    ? 'A collection needs a `url` or a `urlRoot`'
    : 'A model needs a `urlRoot`, or a collection with a `url`';
  throw new InvalidValueError(`${what}, such as '/badgers': the table is its last segment`);
}

const CALL_OPTIONS = ['transacting', 'signal', 'timeout', 'debug'] as const;

/** The options that are Shelf's. */
function callOptions(options: Readonly<Record<string, unknown>>): CallOptions {
  return Object.fromEntries(
    CALL_OPTIONS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}
