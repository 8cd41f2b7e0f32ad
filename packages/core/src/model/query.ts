import type { Knex } from 'knex';
import { isPlainObject } from '../codecs/plain-object.js';
import { show } from '../codecs/show.js';
import { InvalidValueError, ShelfError } from '../errors.js';
import type { Syncing } from '../instance.js';
import { checkOptions } from '../known-options.js';
import { keyColumns } from '../naming.js';
import { addClause } from './clauses.js';

type Builder = Knex.QueryBuilder;

/** Where a model or a collection keeps the query that its next action will use. */
export interface QueryHolder {
  get(): Builder | undefined;
  set(query: Builder | undefined): void;
  refuse(error: Error): void;
  /** The query as it leaves the model's hands. */
  handOut(query: Builder): Builder;
}

/**
 * All forms of `query`: no argument hands the builder out; a function gets it as `this` and first argument; an object
 * maps methods to arguments; a method name is followed by its arguments.
 */
export function query(syncing: Syncing, holder: QueryHolder, args: readonly unknown[]): unknown {
  const builder = holder.get() ?? newBuilder(syncing);
  holder.set(builder);
  if (args.length === 0) return holder.handOut(builder);
  const [method, ...rest] = args;
  const table = tableNameOf(syncing);
  if (typeof method === 'function') {
    (method as (this: Builder, builder: Builder) => void).call(builder, builder);
  } else if (typeof method === 'object' && method !== null) {
    for (const [name, value] of Object.entries(method))
      addClause(builder, name, Array.isArray(value) ? (value as unknown[]) : [value], table);
  } else {
    addClause(builder, String(method), rest, table);
  }
  return syncing;
}

/** A fresh builder on the table. */
export function newBuilder(syncing: Syncing): Builder {
  return syncing.shelf.knex.queryBuilder().table(tableNameOf(syncing)) as Builder;
}

/** The table's name, which may be a function as in Backbone. */
export function tableNameOf(syncing: Syncing): string {
  const name: unknown = syncing.tableName;
  return typeof name === 'function' ? String(name.call(syncing)) : (name as string);
}

/** `where` in knex's forms, by the model's own `query`. What is none of them is refused when the action runs: it would read or write everything. */
export function where(syncing: Syncing, holder: QueryHolder, args: readonly unknown[]): unknown {
  try {
    return syncing.query('where', ...args);
  } catch (error) {
    if (!(error instanceof ShelfError)) throw error;
    holder.refuse(error);
    return syncing;
  }
}

/**
 * `orderBy('name', 'desc')`, `orderBy('-name')`, and `orderBy()` by the key; names without a table get this one. Where NULLs come
 * the databases differ, unless `{ nulls }` says it.
 */
export function orderBy(syncing: Syncing, holder: QueryHolder, args: readonly unknown[]): unknown {
  const [sort, second, third = second] = args;
  const descending = typeof sort === 'string' && sort.startsWith('-');
  const columns = typeof sort === 'string' ? [descending ? sort.slice(1) : sort] : keyColumns(syncing);
  const given = (isPlainObject(second) ? undefined : second) ?? (descending ? 'desc' : 'asc');
  const order = typeof given === 'string' ? given.toLowerCase() : typeof given;
  const { nulls } = isPlainObject(third) ? third : {};
  try {
    checkOrder(syncing, sort, order, third);
  } catch (error) {
    holder.refuse(error as Error);
    return syncing;
  }
  const table = tableNameOf(syncing);
  return syncing.query((builder: Builder) => {
    for (const column of columns) {
      const name = column.includes('.') ? column : `${table}.${column}`;
      if (nulls === undefined) void builder.orderBy(name, order);
      else orderNulls(builder, name, order as 'asc' | 'desc', nulls as 'first' | 'last');
    }
  });
}

function orderNulls(builder: Builder, name: string, order: 'asc' | 'desc', nulls: 'first' | 'last'): void {
  if (hasNullsFirst(builder)) return void builder.orderBy(name, order, nulls);
  // Where the database has no words for it, knex orders by whether it is NULL, and by nothing else.
  void builder.orderBy(name, 'asc', nulls).orderBy(name, order);
}

/** Whether the database orders by NULLS FIRST, by knex clients. */
const nullsFirst = new WeakMap<object, boolean>();

function hasNullsFirst(builder: Builder): boolean {
  const { client } = builder as unknown as { readonly client: { queryBuilder(): Builder } };
  let known = nullsFirst.get(client);
  if (known === undefined) {
    known = / nulls first$/i.test(client.queryBuilder().from('t').orderBy('c', 'asc', 'first').toSQL().sql);
    nullsFirst.set(client, known);
  }
  return known;
}

/** Refuses what `orderBy` cannot be given. */
function checkOrder(syncing: Syncing, sort: unknown, order: string, options: unknown): void {
  const details = { table: tableNameOf(syncing) };
  if (!(sort === undefined || sort === null || (typeof sort === 'string' && /^-?[^-]/.test(sort))))
    throw new InvalidValueError(
      `orderBy() takes the name of a column, and '-' before it to descend, not ${show(sort)}`,
      details,
    );
  if (order !== 'asc' && order !== 'desc')
    throw new InvalidValueError(`orderBy() takes 'asc' or 'desc', not '${order}'`, details);
  if (!isPlainObject(options)) return;
  checkOptions('orderBy()', options, ORDER_OPTIONS);
  const { nulls } = options;
  if (nulls !== undefined && nulls !== 'first' && nulls !== 'last')
    throw new InvalidValueError(`orderBy() takes { nulls: 'first' } or { nulls: 'last' }`, details);
}

const ORDER_OPTIONS = ['nulls'];
