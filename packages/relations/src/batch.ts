import {
  adoptRow,
  deferredIn,
  isUnion,
  hydrate,
  leaveScopes,
  newBuilder,
  snapshot,
  tableNameOf,
  transactionOf,
  type CallOptions,
  type ModelInstance,
  type Row,
  type ShelfInternals,
} from '@shelf/core/inside';
import type { Scope } from '@shelf/core';
import type { Knex } from 'knex';
import { AsyncResource } from 'node:async_hooks';
import { fetchAgain } from './again.js';
import { askScopes, conditionsKey } from './asked.js';
import { bindingOf, isCollection, queryOf, setQuery, type Binding, type Related } from './binding.js';
import { findRelatedRows, type Asked, type RelatedRow } from './eager/edge.js';
import { byPath } from './eager/load.js';
import { interimOf, type Interim } from './interim.js';
import type { Path } from './kinds/kind.js';
import { fetchNowhere } from './nowhere.js';
import { setPivot } from './pivot/pivot.js';
import { keepRelated } from './undo.js';
import { settingsOf } from './settings.js';
import { valuesOf } from './values.js';

type Fetch<R extends Related> = (this: R, options?: CallOptions) => Promise<R | null>;

/** A `related(name).fetch()` that others may join, as it was when it was called. */
interface Call {
  readonly related: Related;
  readonly binding: Binding;
  /** The query that it was called with; what the caller adds from then on is for the next call. */
  readonly query: Knex.QueryBuilder | undefined;
  readonly transaction: Knex.Transaction | undefined;
  /** What calls must have in common to be one, but for what their scopes say. */
  readonly signature: readonly unknown[];
  /** Asks the scopes, in the caller's own context; undefined where they do not answer at once. */
  readonly ask: () => Answer | undefined;
}

/** What scopes have put on the query of a call, and on that for the rows between. */
interface Answer extends Asked {
  readonly rows: Knex.QueryBuilder | undefined;
  /** The same in a form that compares. */
  readonly key: readonly string[];
}

/** What was read for one parent. */
interface Share {
  readonly path: Path;
  readonly rows: readonly RelatedRow[];
  /** Whether it is another call's too. */
  readonly shared: boolean;
  /** What all models of the batch have in common. */
  readonly fetch: object;
}

/** A call that waits for the end of the tick. */
interface Member extends Call {
  /** Undefined where nobody has joined it. */
  readonly resolve: (share: Share | 'none' | undefined) => void;
  readonly reject: (error: unknown) => void;
}

const open = new WeakMap<ShelfInternals, Member[][]>();

/** `fetch`, which for a related model or collection may wait for others of its kind, and read for all of them at once. */
export function batching<R extends Related>(fetch: Fetch<R>): Fetch<R> {
  return function (options) {
    const binding = bindingOf(this);
    if (binding === undefined) return fetch.call(this, options);
    const nowhere = fetchNowhere(this, binding, options);
    if (nowhere !== undefined) return nowhere;
    const call = joinable(this, binding, options);
    return call === undefined
      ? fetch.call(this, options)
      : (fetchWithOthers(call, fetch, options) as Promise<R | null>);
  };
}

/** The `fetch` of models: of one that was loaded along a relation, what that leads to now. */
export function fetchingAgain(fetch: Fetch<ModelInstance>): Fetch<ModelInstance> {
  const batched = batching(fetch);
  return function (options) {
    return fetchAgain(this, batched, options) ?? batched.call(this, options);
  };
}

/** The call of a fetch that others may join, and whose results a rollback takes back. */
function joinable(related: Related, binding: Binding, options: CallOptions | undefined): Call | undefined {
  try {
    keepRelated(related, options);
    return callOf(related, binding, options);
  } catch {
    return undefined; // The fetch will say what is wrong.
  }
}

/** A call that others may join; undefined where it has something of its own. */
function callOf(related: Related, binding: Binding, options: CallOptions = {}): Call | undefined {
  const { relation, parent } = binding;
  const { shelf } = related;
  if (relation.name === undefined || parent._fetch === undefined) return undefined;
  if (!settingsOf(shelf).batch || options['batch'] === false || !isPlain(options)) return undefined;
  if (related._events !== undefined || refused(related) !== undefined || hasOwnSync(related)) return undefined;
  const scopes = related.scopes.filter(({ once }) => once !== true);
  if (scopes.length !== classScopes(related)) return undefined;
  if (!isCollection(related) && !isBlank(related)) return undefined;
  const path = relation.pathFor(parent);
  if (path === undefined || valuesOf(parent, path.from).includes(undefined)) return undefined;
  if (isCollection(related) && related.model !== path.target.model) return undefined;
  const transaction = transactionOf(shelf, options);
  const passed = { transacting: transaction ?? null };
  const query = queryOf(related);
  const checked = { ...options };
  for (const check of shelf.stages.check) check(related, checked);
  if (!isPlain(checked)) return undefined;
  const table = tableNameOf(related);
  const key = query === undefined ? [] : keyOfQuery(query);
  if (key === undefined) return undefined;
  const interim = interimOf(path, table, passed);
  const asked = query?.clone();
  const ask = (): Answer | undefined => answer(related, asked, scopes, interim, passed);
  const signature = [parent._fetch, parent.constructor, parent.tableName, transaction, shapeOf(binding, path)];
  const target = [related.constructor, table, path.target.model, path.pivot?.model];
  return {
    related,
    binding,
    query,
    transaction,
    signature: [...signature, ...target, ...key],
    ask: scopes.length === 0 && interim === undefined ? ask : AsyncResource.bind(ask),
  };
}

function answer(
  related: Related,
  query: Knex.QueryBuilder | undefined,
  scopes: readonly Scope[],
  interim: Interim | undefined,
  options: CallOptions,
): Answer | undefined {
  if (scopes.length === 0 && interim === undefined) return { rows: query, interim: undefined, key: [] };
  const rows = scopes.length === 0 ? query : (query ?? newBuilder(related));
  const context = { action: 'select', table: tableNameOf(related), options, target: related } as const;
  try {
    if (rows !== undefined && !askScopes(scopes, rows, context)) return undefined;
    if (interim !== undefined && !askScopes(interim.scopes, interim.rows, interim.context)) return undefined;
    const keys = [rows, interim?.rows].map((each) => (each === undefined ? [] : keyOfQuery(each)));
    return keys.includes(undefined) ? undefined : { rows, interim: interim?.rows, key: keys.flat() as string[] };
  } catch {
    return undefined; // The fetch will say what is wrong.
  }
}

/** Whether a call has no options but those that all members of a batch have in common. */
function isPlain(options: CallOptions): boolean {
  return Object.keys(options).every((name) => name === 'transacting' || name === 'batch');
}

function refused(related: Related): unknown {
  return isCollection(related) ? related._refused : related._extra?.refused;
}

/** Whether what it stands for is read by something else than its table. */
function hasOwnSync(related: Related): boolean {
  const { Model, Collection } = related.shelf;
  return related.sync !== (isCollection(related) ? Collection.prototype.sync : Model.prototype.sync);
}

function classScopes(related: Related): number {
  return isCollection(related) ? related.model.prototype.scopes.length : related.constructor.prototype.scopes.length;
}

/** A model that has nothing of its own, and whose absence is no error. */
function isBlank(model: ModelInstance): boolean {
  return Object.keys(model._row).length === 0 && !(model.requireFetch ?? model.shelf.requireFetch);
}

/** What a relation's method has declared, which may differ from call to call. */
function shapeOf({ relation: { name, kind, pivotColumns } }: Binding, { from, to, fixed, when, pivot }: Path): string {
  return JSON.stringify([name, kind.name, pivotColumns, from, to, fixed, when, pivot?.table, pivot?.on]);
}

/** The conditions of a query, in a form that compares; undefined where they are not all known yet. */
function keyOfQuery(query: Knex.QueryBuilder): readonly string[] | undefined {
  // The scopes of a union narrow all of it, when it runs.
  return deferredIn(query).length > 0 || isUnion(query) ? undefined : conditionsKey(query);
}

/** Only the SELECT is shared: what is made of its rows is made in the caller's context, as by a fetch of its own. */
async function fetchWithOthers<R extends Related>(
  call: Call,
  fetch: Fetch<R>,
  options: CallOptions | undefined,
): Promise<Related | null> {
  const { transaction } = call;
  const related = call.related as R;
  related.resetQuery();
  const passed = { ...options, transacting: transaction ?? null };
  const share = await new Promise<Share | 'none' | undefined>((resolve, reject) => {
    enqueue({ ...call, resolve, reject });
  });
  if (share !== undefined) return await take(call, share === 'none' ? undefined : share, passed);
  const later = queryOf(related);
  setQuery(related, call.query);
  const alone = fetch.call(related, passed);
  setQuery(related, later);
  return await alone;
}

function enqueue(member: Member): void {
  const { shelf } = member.related;
  const batches = open.get(shelf) ?? [];
  open.set(shelf, batches);
  const batch = batches.find(([first]) => first !== undefined && isSame(first.signature, member.signature));
  if (batch !== undefined) {
    batch.push(member);
    return;
  }
  const created = [member];
  batches.push(created);
  // After the microtasks of this tick: loops over promises that are settled already belong to it.
  void Promise.resolve().then(() =>
    process.nextTick(() => {
      batches.splice(batches.indexOf(created), 1);
      void flush(created);
    }),
  );
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, i) => part === other[i]);
}

async function flush(members: readonly Member[]): Promise<void> {
  if (members.length === 1) return members[0]?.resolve(undefined);
  const together: { readonly answer: Answer; readonly members: Member[] }[] = [];
  for (const member of members) {
    const given = member.ask();
    const known = given && together.find((each) => isSame(each.answer.key, given.key));
    if (given === undefined) member.resolve(undefined);
    else if (known === undefined) together.push({ answer: given, members: [member] });
    else known.members.push(member);
  }
  await Promise.all(together.map((each) => answerAll(each.answer, each.members)));
}

async function answerAll(given: Answer, members: readonly Member[]): Promise<void> {
  const [first] = members as [Member];
  if (members.length === 1) return first.resolve(undefined);
  try {
    const found = await findAll(first, given, members);
    for (const { binding, resolve } of members) resolve(found.get(binding.parent) ?? 'none');
  } catch (error) {
    for (const { reject } of members) reject(error);
  }
}

/** The related rows of all members' parents. No scope is asked again: here it is the first caller's context. */
async function findAll(
  { binding: { relation }, transaction }: Member,
  asked: Answer,
  members: readonly Member[],
): Promise<Map<ModelInstance, Share>> {
  const parents = [...new Set(members.map(({ binding: { parent } }) => parent))];
  const options: CallOptions = { transacting: transaction ?? null };
  const edge = { relation, query: asked.rows, constraints: [], options, asked };
  const all = new Map<ModelInstance, Share>();
  const fetch = {};
  for (const [path, some] of byPath(relation, parents)) {
    const { groups } = await findRelatedRows(edge, path, some);
    for (const { parents: alike, found: rows } of groups.list) {
      const shared = alike.length > 1 || parents.length < members.length;
      for (const parent of alike) all.set(parent, { path, rows, shared, fetch });
    }
  }
  return all;
}

/** Gives a related model or collection what was found for it. */
async function take(
  { related, binding: { relation } }: Call,
  share: Share | undefined,
  options: CallOptions,
): Promise<Related | null> {
  const { stages } = related.shelf;
  const found = share?.rows ?? [];
  const own = share?.shared === true ? copyOf : (row: Row) => row;
  const rows = found.map(({ row }) => own(row));
  const reached = share && { relation, path: share.path };
  const pivotTo = (model: ModelInstance, i: number): void => {
    const pivot = found[i]?.pivot;
    if (reached !== undefined && pivot !== undefined) setPivot(model, reached, own(pivot));
  };
  if (isCollection(related)) {
    const parsed = related.parse(rows, options);
    const models = hydrate(related.model, parsed, share?.fetch);
    related._adopt(models);
    for (const [i, model] of models.entries()) pivotTo(model, i);
    for (const loaded of stages.loaded) await loaded(models, parsed, related, options);
    return related;
  }
  const [row] = rows;
  if (row === undefined) return null;
  adoptRow(related, related.parse(row, options));
  related._fetch = share?.fetch;
  pivotTo(related, 0);
  leaveScopes(related);
  for (const loaded of stages.loaded) await loaded([related], [row], related, options);
  return related;
}

/** Parents with one key share what was read, and nothing that can be changed. */
function copyOf(row: Row): Row {
  const copy: Row = {};
  for (const name of Object.keys(row)) copy[name] = snapshot(row[name]);
  return copy;
}
