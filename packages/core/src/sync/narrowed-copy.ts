import type { Knex } from 'knex';
import { types } from 'node:util';
import { InvalidValueError } from '../errors.js';
import type { CallOptions, CollectionInstance, ModelInstance, Syncing, TransactionState } from '../instance.js';
import { tableNameOf } from '../model/query.js';
import type { Scope, ScopeContext } from '../scope.js';
import type { Table } from '../table.js';
import { Action } from './action.js';
import { clausesOf, runnableCopy } from './clauses.js';
import { defer, encodeConstraints } from './constraints.js';
import { fitInexact } from './inexact.js';
import { keepWritten } from './kept-updates.js';
import type { RunningClient } from './knex-client.js';
import { namesIn } from './named.js';
import { hasOwnSql, rawOf } from './own-column.js';
import { transactionStateOf } from './run.js';
import { listSelected, selectsRows } from './selected-rows.js';
import { isUnion } from './union.js';
import { methodOf, nameWritten, singleOf } from './written-names.js';

type Builder = Knex.QueryBuilder;

/** A model's or a collection's query as it is handed out, and what has to be known of it when it runs. */
export interface HandedOut {
  readonly syncing: Syncing;
  /** The query itself, which the next action of the model uses. */
  readonly builder: Builder;
  /** The scopes that led to the model's rows then: that of a relation holds though the model has left it since. */
  readonly leading: readonly Scope[];
  /** The one that `transacting()` was given. */
  transaction: Knex.Transaction | undefined;
}

/** A copy to run, with the transaction that it runs in. In an object, since a builder is a promise that would be run. */
export interface Narrowed {
  readonly builder: Builder;
  readonly state: TransactionState | undefined;
}

/** The query as it is to run, as soon as all that narrows it has answered. */
export async function narrowed(own: HandedOut): Promise<Narrowed> {
  const action = actionOf(own);
  const { query: builder, options } = action;
  const kind = kindOf(builder);
  const pending = action.table();
  const described = pending instanceof Promise ? await pending : pending;
  const joins = joinsIn(builder);
  if (kind === undefined) refuseUnnarrowed(action);
  else if ((await action.applyScopes(kind)) === false) exclude(builder);
  listOwn(action, joins);
  const table = tableIn(action, described);
  if (table !== undefined) fit(action, await action.sought(table, namesIn(builder, table)));
  const state = transactionStateOf(own.syncing.shelf, options);
  const { target } = await writable(action, table ?? described, kind);
  if (state !== undefined) void target.transacting(state.transaction);
  return { builder: target, state };
}

/** The builder; or one that writes the rows that it selects by their key, where UPDATE or DELETE would drop a part of what it says. */
async function writable(action: Action, table: Table, kind: Kind | undefined): Promise<{ readonly target: Builder }> {
  const { query: builder } = action;
  if ((kind !== 'update' && kind !== 'delete') || !selectsRows(builder)) return { target: builder };
  const written = builder as unknown as { readonly _method: string; readonly _single: object };
  const { update, counter, returning, options } = singleOf(builder);
  const selected = Object.assign(builder.clone(), { _method: 'select' });
  Object.assign(singleOf(selected), { update: undefined, counter: undefined, returning: undefined });
  const { target } = await listSelected(action, kind, selected, table);
  Object.assign(singleOf(target), { update, counter, returning, options });
  const copy = Object.assign(runnableCopy(builder), { _method: written._method, _single: singleOf(target) });
  clausesOf(copy).splice(0, Infinity, ...clausesOf(target));
  return { target: copy };
}

/** The same at once, for who compiles it: `toSQL()`, and a query of knex's own that it is a part of. */
export function narrowedNow(own: HandedOut): Builder {
  const action = actionOf(own);
  const { query: builder } = action;
  const kind = kindOf(builder);
  const described = action.knownTable();
  const joins = joinsIn(builder);
  if (kind === undefined) refuseUnnarrowed(action);
  else if (narrowNow(action, kind) === false) exclude(builder);
  listOwn(action, joins);
  const table = described && tableIn(action, described);
  if ((kind === 'update' || kind === 'delete') && selectsRows(builder))
    throw tooEarly(action, 'its rows are listed by their key');
  if (table === undefined && isUnion(builder)) throw tooEarly(action, 'its table has not been described yet');
  if (table === undefined) keepWritten(action, undefined);
  else fit(action, table);
  return builder;
}

function narrowNow(action: Action, kind: Kind): undefined | false {
  const slow = action.scopes.find(({ constrain }) => types.isAsyncFunction(constrain));
  if (slow !== undefined) throw tooEarly(action, `the scope '${slow.name}' takes its time`);
  const held = action.narrowNow(kind);
  if (!(held instanceof Promise)) return held;
  held.catch(() => undefined);
  throw tooEarly(action, 'one of its scopes takes its time');
}

function tooEarly({ origin: { model, table } }: Action, why: string): InvalidValueError {
  return new InvalidValueError(
    `${model ?? 'A model'} of table '${table}': its query cannot be compiled at once, since ${why}. Await it, or make it a subquery of a query of a model`,
    { model, table },
  );
}

type Kind = Exclude<ScopeContext['action'], 'insert' | 'count'>;

const KINDS: ReadonlyMap<string | undefined, Kind> = new Map<string | undefined, Kind>([
  ['select', 'select'],
  ['pluck', 'select'],
  ['first', 'first'],
  ['update', 'update'],
  ['del', 'delete'],
]);

/** What a builder does to rows that scopes narrow; undefined for an insert and for what asks the table. */
function kindOf(builder: Builder): Kind | undefined {
  return KINDS.get(methodOf(builder));
}

/** TRUNCATE takes no condition. */
function refuseUnnarrowed(action: Action): void {
  if (methodOf(action.query) !== 'truncate' || !action.scopes.some(({ constrain }) => constrain !== undefined)) return;
  const { model, table } = action.origin;
  throw new InvalidValueError(
    `${model ?? 'A model'} of table '${table}' cannot be truncated: that would leave its scopes. Delete its rows, or take the builder of unscoped()`,
    { model, table },
  );
}

function joinsIn(builder: Builder): number {
  return clausesOf(builder).filter(({ grouping }) => grouping === 'join').length;
}

/** A table that a scope has joined is none of those that were asked for: `*` means the model's own. */
function listOwn(action: Action, joins: number): void {
  const { query: builder } = action;
  if (joinsIn(builder) === joins || clausesOf(builder).some(({ grouping }) => grouping === 'columns')) return;
  void builder.select(`${action.context('select').table}.*`);
}

function exclude(builder: Builder): void {
  void builder.where(rawOf(builder, '1 = 0') as never);
}

/** The action of a builder's copy, with the scopes that hold for it. */
function actionOf({ syncing, builder: original, leading, transaction }: HandedOut): Action {
  const builder = runnableCopy(original);
  const { schema } = singleOf(builder);
  const options: CallOptions = {
    ...(schema !== undefined && { withSchema: schema }),
    // One that was set in another way is in the builder, and no other takes its place.
    ...(isInTransaction(builder) && { transacting: transaction ?? null }),
  };
  for (const scope of leading) if (!syncing.scopes.includes(scope)) defer(builder, scope);
  return new Action(syncing, options, builder, refusedOf(syncing, original), aliasIn(builder) ?? tableNameOf(syncing));
}

function isInTransaction(builder: Builder): boolean {
  return (builder as unknown as { readonly client: RunningClient }).client.transacting === true;
}

/** Why the model's query cannot run, while it is the model's. */
function refusedOf(syncing: Syncing, builder: Builder): Error | undefined {
  const { query, refused } = isCollection(syncing)
    ? { query: syncing._query, refused: syncing._refused }
    : ((syncing as ModelInstance)._extra ?? {});
  return query === builder ? refused : undefined;
}

function isCollection(syncing: Syncing): syncing is CollectionInstance {
  return 'models' in syncing;
}

/** The name that `from('users as u')` gives the table. */
function aliasIn(builder: Builder): string | undefined {
  const { table } = singleOf(builder);
  return typeof table === 'string' ? / as (.+)$/i.exec(table)?.[1] : undefined;
}

/** The table as the builder knows it; undefined where that reads from elsewhere. */
function tableIn({ syncing, query }: Action, table: Table): Table | undefined {
  const { table: from } = singleOf(query);
  const name = tableNameOf(syncing);
  if (from === name) return table;
  const alias = aliasIn(query);
  return alias !== undefined && from === `${name} as ${alias}` ? table.as(alias) : undefined;
}

/** Puts the names and values of a table's columns in; rows come as knex gives them. */
function fit(action: Action, table: Table): void {
  const { query: builder, syncing } = action;
  keepWritten(action, table);
  encodeConstraints(builder, table, action.origin.model);
  if (!hasOwnSql(table)) return;
  fitInexact(builder, table, syncing.shelf.knex, [], 'as named');
  nameWritten(builder, table);
}
