import type { Knex } from 'knex';
import _ from 'underscore';
import type { CallOptions, CollectionInstance, ModelInstance } from '../instance.js';
import { PAGE_OPTIONS } from '../known-options.js';
import { NO_RANGE, rangeOf, setRange, unlocked, type Range } from '../sync/clauses.js';
import { countBuilt } from '../sync/count.js';
import { Action } from '../sync/action.js';
import { beside } from '../collection/holders.js';
import { actionOptions } from './options.js';
import { tableNameOf } from './query.js';
import { wholeNumber } from './whole-number.js';

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
  return await collection.fetch(options);
}

function forwardEvents(model: ModelInstance, collection: CollectionInstance): void {
  collection.on('fetching', (...args: unknown[]) => model.triggerThen('fetching:collection', ...args));
  collection.on('fetched', (...args: unknown[]) => model.triggerThen('fetched:collection', ...args));
}

/** Counts the rows that the model's query selects. */
export async function count(model: ModelInstance, column: unknown, options: CallOptions | undefined): Promise<number> {
  const [name, given] =
    typeof column === 'object' && column !== null ? [undefined, column as CallOptions] : [column, options];
  return await model.sync(actionOptions(model.shelf, given)).count(name as string | undefined);
}

interface Window {
  readonly limit: number;
  readonly offset: number;
  readonly page?: number;
  readonly pageSize?: number;
}

/** Fetches one page of the rows that the model's query selects. */
export async function fetchPageOf(model: ModelInstance, options: CallOptions | undefined): Promise<CollectionInstance> {
  const collection = collectionOf(model);
  if (model._events !== undefined) forwardEvents(model, collection);
  return await fetchPage(collection, options);
}

/** Fetches one page of a collection, and counts all rows unless told not to. */
export async function fetchPage(
  collection: CollectionInstance,
  given: CallOptions | undefined,
): Promise<CollectionInstance> {
  collection.shelf.callOptions.check(given, PAGE_OPTIONS);
  const window = windowOf(given ?? {});
  const options = _.omit(given ?? {}, PAGE_OPTIONS as string[]) as CallOptions;
  const unpaged = collection._query?.clone();
  const range = unpaged === undefined ? NO_RANGE : rangeOf(unpaged);
  collection.query((builder: Knex.QueryBuilder) => setRange(builder, within(range, window)));
  const counter = beside(collection);
  counter._query = unpaged;
  counter.scopes = collection.scopes;
  const asked = await fetchHeard(collection, options);
  const rowCount = given?.['disableCount'] === true ? undefined : await countAll(counter, options, asked, range);
  collection.pagination = pagination(window, rowCount);
  return collection;
}

/** What a fetch has asked for, as its handlers have left it. */
interface Asked {
  readonly columns: readonly unknown[];
  readonly options: CallOptions;
}

/** Fetches a collection; resolves to what was asked for, or to undefined where no query of a table was to be run. */
async function fetchHeard(collection: CollectionInstance, options: CallOptions): Promise<Asked | undefined> {
  let asked: Asked | undefined;
  const hear = (_collection: unknown, columns: readonly unknown[], heard: CallOptions): void =>
    void (asked = { columns, options: heard });
  collection.on('fetching', hear);
  try {
    await collection.fetch(options);
  } finally {
    collection.off('fetching', hear);
  }
  return asked;
}

/** The number of rows without paging, of exactly the query that is paged. */
async function countAll(
  counter: CollectionInstance,
  given: CallOptions,
  asked: Asked | undefined,
  range: Range,
): Promise<number> {
  const query = asked?.options['query'] as Knex.QueryBuilder | undefined;
  if (asked === undefined || query === undefined)
    return await counter.sync(actionOptions(counter.shelf, { ...given, lock: undefined })).count();
  const { columns, options } = asked;
  const action = new Action(counter, { ...options, lock: undefined });
  const all = setRange(unlocked(query), range);
  if (columns.length > 0 && !isWholeRow(columns, tableNameOf(counter))) void all.select(columns as string[]);
  return await countBuilt(action, all, await action.table());
}

function isWholeRow(columns: readonly unknown[], table: string): boolean {
  return columns.length === 1 && columns[0] === `${table}.*`;
}

/** The rows of a page are among those that the query's own limit leaves. */
function within(range: Range, { limit, offset }: Window): Range {
  const skipped = typeof range.offset === 'number' ? range.offset : 0;
  const left = range.limit === undefined ? limit : Math.max(0, range.limit - offset);
  return { offset: skipped + offset, limit: Math.min(limit, left) };
}

function pagination(window: Window, rowCount: number | undefined): object {
  const { page, pageSize, limit, offset } = window;
  const counts = rowCount === undefined ? {} : { rowCount, pageCount: limit === 0 ? 0 : Math.ceil(rowCount / limit) };
  if (page === undefined) return { limit, offset, ...(rowCount === undefined ? {} : { rowCount }) };
  return { page, pageSize, ...counts };
}

/** Pages are numbered from 1 and hold 10 rows, unless limit or offset are given instead. */
function windowOf(options: CallOptions): Window {
  if (isGiven(options['limit']) || isGiven(options['offset']))
    return { limit: countIn(options, 'limit', 10), offset: countIn(options, 'offset', 0) };
  const pageSize = countIn(options, 'pageSize', 10);
  const page = countIn(options, 'page', 1, 1);
  const offset = wholeNumber(pageSize * (page - 1), 'fetchPage: what stands before the page');
  return { page, pageSize, limit: pageSize, offset };
}

function countIn(options: CallOptions, name: string, otherwise: number, least = 0): number {
  const given = options[name];
  return isGiven(given) ? wholeNumber(given, `fetchPage: \`${name}\``, least) : otherwise;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
