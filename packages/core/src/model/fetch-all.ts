import _ from 'underscore';
import { InvalidValueError } from '../errors.js';
import type { CallOptions, CollectionInstance, ModelInstance } from '../instance.js';
import { PAGE_OPTIONS } from '../known-options.js';
import { countBuilt } from '../sync/count.js';
import { Action } from '../sync/action.js';
import { actionOptions } from './options.js';
import { tableNameOf } from './query.js';

/** A collection of the model's class that takes over its query and its scopes. */
function collectionOf(model: ModelInstance): CollectionInstance {
  const collection = model.constructor.collection();
  const extra = model._extra;
  if (extra !== undefined) {
    collection._query = extra.query;
    collection._refused = extra.refused;
    extra.query = undefined;
    extra.refused = undefined;
  }
  if (Object.hasOwn(model, 'tableName')) collection.tableName = model.tableName;
  if (collection.scopes !== model.scopes) collection.scopes = model.scopes;
  return collection;
}

/** Fetches all rows that the model's query selects. */
export async function fetchAll(model: ModelInstance, options: CallOptions | undefined): Promise<CollectionInstance> {
  const collection = collectionOf(model);
  if (model._events !== undefined) forwardEvents(model, collection);
  return collection.fetch(options);
}

function forwardEvents(model: ModelInstance, collection: CollectionInstance): void {
  collection.on('fetching', (...args: unknown[]) => model.triggerThen('fetching:collection', ...args));
  collection.on('fetched', (...args: unknown[]) => model.triggerThen('fetched:collection', ...args));
}

/** Counts the rows that the model's query selects. */
export async function count(model: ModelInstance, column: unknown, options: CallOptions | undefined): Promise<number> {
  const [name, given] =
    typeof column === 'object' && column !== null ? [undefined, column as CallOptions] : [column, options];
  return model.sync(actionOptions(model.shelf, given)).count(name as string | undefined);
}

interface Window {
  readonly limit: number;
  readonly offset: number;
  readonly page?: number;
  readonly pageSize?: number;
}

/** Fetches one page of the rows that the model's query selects. */
export async function fetchPageOf(model: ModelInstance, options: CallOptions | undefined): Promise<CollectionInstance> {
  return fetchPage(collectionOf(model), options);
}

/** Fetches one page of a collection, and counts all rows unless told not to. */
export async function fetchPage(
  collection: CollectionInstance,
  given: CallOptions | undefined,
): Promise<CollectionInstance> {
  collection.shelf.callOptions.check(given, PAGE_OPTIONS);
  const window = windowOf(given ?? {}, tableNameOf(collection));
  const options = _.omit(given ?? {}, PAGE_OPTIONS as string[]) as CallOptions;
  const unpaged = collection._query?.clone();
  collection.query((builder: { limit(n: number): unknown; offset(n: number): unknown }) => {
    builder.limit(window.limit);
    builder.offset(window.offset);
  });
  const counter = collection.clone();
  counter._query = unpaged;
  counter.scopes = collection.scopes;
  await collection.fetch(options);
  const rowCount = given?.['disableCount'] === true ? undefined : await countAll(counter, options);
  collection.pagination = pagination(window, rowCount);
  return collection;
}

/** The number of rows without paging, of exactly the query that is paged. */
async function countAll(counter: CollectionInstance, options: CallOptions): Promise<number> {
  const { columns } = options;
  const action = new Action(
    counter,
    actionOptions(counter.shelf, { ...options, lock: undefined }),
    counter._query,
    counter._refused,
  );
  if ((await action.applyScopes('count')) === false) return 0;
  if (columns !== undefined && action.builder !== undefined) void action.query.select(columns as string[]);
  return countBuilt(action, action.query, await action.table());
}

function pagination(window: Window, rowCount: number | undefined): object {
  const { page, pageSize, limit, offset } = window;
  const counts = rowCount === undefined ? {} : { rowCount, pageCount: Math.ceil(rowCount / limit) };
  if (page === undefined) return { limit, offset, ...(rowCount === undefined ? {} : { rowCount }) };
  return { page, pageSize, ...counts };
}

/** Pages are numbered from 1 and hold 10 rows, unless limit or offset are given instead. */
function windowOf(options: CallOptions, table: string): Window {
  if (options['limit'] !== undefined || options['offset'] !== undefined) {
    return { limit: whole(options['limit'], 10, 'limit', table), offset: whole(options['offset'], 0, 'offset', table) };
  }
  const pageSize = whole(options['pageSize'], 10, 'pageSize', table);
  const page = whole(options['page'], 1, 'page', table);
  return { page, pageSize, limit: pageSize, offset: pageSize * (page - 1) };
}

/** A count as it may come from a query string: what is empty or no number means the default. */
function whole(value: unknown, otherwise: number, name: string, table: string): number {
  const number = typeof value === 'number' ? Math.trunc(value) : Number.parseInt(value as string, 10);
  if (Number.isNaN(number) || number === 0) return otherwise;
  if (number < 0)
    throw new InvalidValueError(`fetchPage on '${table}': ${name} cannot be negative, it is ${number}`, { table });
  return number;
}
