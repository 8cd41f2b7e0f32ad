import { InvalidValueError } from '@shelf/core';
import type { CallOptions, Row, ShelfInternals } from '@shelf/core/inside';
import { baselineOf, noteWritten } from './baseline.js';
import type { Connector } from './connector.js';
import { checkFilter } from './filter.js';
import { findPlace } from './place.js';
import { recordClass } from './record.js';
import { deleteRow, insertRow, readRow, readRows, updateRow } from './rows.js';
import { isCollection, prototypeOf, urlOf, type Target } from './targets.js';
import type { SyncMethod } from './types/namespace.js';

/** The options as Backbone hands them on: its own `success` and `error` set the model and fire the events. */
export interface SyncOptions extends CallOptions {
  success?: (response: unknown) => unknown;
  error?: (error: unknown) => unknown;
  filter?: unknown;
  /** What a patch writes. */
  attrs?: Row;
  url?: string;
  xhr?: Promise<unknown>;
}

/** `Backbone.sync` on a database: what it does to the row, or the rows, is said in the words of HTTP. */
export type Sync = (method: SyncMethod, target: Target, options?: SyncOptions) => Promise<unknown>;

/** Makes the `Backbone.sync` of one namespace. */
export function makeSync(connector: Connector): Sync {
  return (method, target, options = {}) => {
    const perform = prepare(connector, method, target, options);
    const done = settle(perform, target, options);
    // Who waits for callbacks and events does not look at the promise.
    done.catch(() => undefined);
    options.xhr = done;
    target.trigger('request', target, done, options);
    return done;
  };
}

/** Takes down what is to be done, as the model is now: it may change while the database is asked. */
function prepare(connector: Connector, method: SyncMethod, target: Target, options: SyncOptions): () => Promise<unknown> {
  const call = callOptions(options);
  const { filter: given, url: asked } = options;
  const url = isCollection(target) ? (asked ?? attempt(() => urlOf(target))) : attempt(() => urlOf(target));
  const place = async () => {
    if (typeof asked === 'string' && !isCollection(target)) throw refusal('a model is found by its urlRoot, not by `url`');
    const path = typeof url === 'function' ? url() : url;
    if (typeof path !== 'string' || path === '') throw refusal('it needs a urlRoot, or a collection with a url');
    return path;
  };
  void call; void given; void place; void connector; void method;
  throw new Error('draft');
}
