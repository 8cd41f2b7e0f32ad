import {
  adoptRow,
  deferredIn,
  keyOf,
  leaveScopes,
  transactionOf,
  type CallOptions,
  type ModelInstance,
  type ShelfInternals,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import { bindingOf, isCollection, type Binding, type Related } from './binding.js';
import { findRelated, queryOf } from './eager/edge.js';
import { byPath } from './eager/load.js';
import { copyPivot } from './pivot/pivot.js';
import { fetchNowhere } from './nowhere.js';
import { settingsOf } from './settings.js';
import { valuesOf } from './values.js';

type Fetch<R extends Related> = (this: R, options?: CallOptions) => Promise<R | null>;

/** One `related(name).fetch()` that waits for the end of the tick. */
interface Member {
  readonly related: Related;
  readonly binding: Binding;
  readonly resolve: (result: Related | null) => void;
  readonly reject: (error: unknown) => void;
  /** Fetches it alone. */
  readonly alone: () => Promise<Related | null>;
}

/** Fetches of the same relation of different models, in the same transaction, with the same query. */
interface Batch {
  readonly signature: readonly unknown[];
  readonly transaction: Knex.Transaction | undefined;
  readonly members: Member[];
}

const open = new WeakMap<ShelfInternals, Batch[]>();

/** `fetch`, which for a related model or collection may wait for others of its kind, and read for all of them at once. */
export function batching<R extends Related>(fetch: Fetch<R>): Fetch<R> {
  return function (options) {
    const binding = bindingOf(this);
    const nowhere = binding && fetchNowhere(this, binding, options);
    if (nowhere !== undefined) return nowhere;
    const signature = binding && signatureOf(this, binding, options);
    if (binding === undefined || signature === undefined) return fetch.call(this, options);
    const { shelf } = this;
    const transaction = transactionOf(shelf, options ?? {});
    return new Promise<Related | null>((resolve, reject) => {
      // The flush runs in its first caller's context, so the transaction is passed on explicitly.
      const alone = (): Promise<Related | null> => fetch.call(this, { ...options, transacting: transaction ?? null });
      const member = { related: this, binding, resolve, reject, alone };
      enqueue(shelf, transaction, [...signature, transaction], member);
    }) as Promise<R | null>;
  };
}

/** What fetches must have in common to be one; undefined where a fetch has something of its own. */
function signatureOf(
  related: Related,
  { relation, parent }: Binding,
  options: CallOptions | undefined,
): readonly unknown[] | undefined {
  const { shelf } = related;
  if (relation.name === undefined || !settingsOf(shelf).batch || options?.['batch'] === false) return undefined;
  if (Object.keys(options ?? {}).some((name) => name !== 'transacting' && name !== 'batch')) return undefined;
  if (related._events !== undefined || refused(related) !== undefined) return undefined;
  if (related.scopes.filter(({ once }) => once !== true).length !== classScopes(related)) return undefined;
  if (!isCollection(related) && !isBlank(related)) return undefined;
  const path = relation.pathFor(parent);
  if (path === undefined || valuesOf(parent, path.from).includes(undefined)) return undefined;
  const query = queryKey(related);
  if (query === undefined) return undefined;
  return [
    parent.constructor,
    parent.tableName,
    relation.name,
    relation.kind.name,
    relation.pivotColumns.join(),
    ...query,
  ];
}

function refused(related: Related): unknown {
  return isCollection(related) ? related._refused : related._extra?.refused;
}

function classScopes(related: Related): number {
  return isCollection(related) ? related.model.prototype.scopes.length : related.constructor.prototype.scopes.length;
}

/** A model that has nothing of its own, and whose absence is no error. */
function isBlank(model: ModelInstance): boolean {
  return Object.keys(model._row).length === 0 && !(model.requireFetch ?? model.shelf.requireFetch);
}

/** The SQL of a related query and its values, in a form that compares. */
function queryKey(related: Related): unknown[] | undefined {
  const query = queryOf(related);
  if (query === undefined) return [];
  if (deferredIn(query).length > 0) return undefined;
  try {
    const { sql, bindings } = query.clone().toSQL();
    const keys = bindings.map((value) => (value === null ? 'null' : keyOf(value)));
    return keys.includes(undefined) ? undefined : [sql, ...keys];
  } catch {
    return undefined; // The fetch will say what is wrong.
  }
}

function enqueue(
  shelf: ShelfInternals,
  transaction: Knex.Transaction | undefined,
  signature: readonly unknown[],
  member: Member,
): void {
  const batches = open.get(shelf) ?? [];
  open.set(shelf, batches);
  const batch = batches.find((each) => isSame(each.signature, signature));
  if (batch !== undefined) {
    batch.members.push(member);
    return;
  }
  const created: Batch = { signature, transaction, members: [member] };
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

async function flush({ members, transaction }: Batch): Promise<void> {
  const [first] = members as [Member];
  if (members.length === 1) {
    first.alone().then(first.resolve, first.reject);
    return;
  }
  try {
    const found = await findAll(first, members, transaction);
    for (const member of members) member.resolve(settle(member, found.get(member.binding.parent) ?? []));
  } catch (error) {
    for (const { reject } of members) reject(error);
  }
}

/** The related models of all members' parents. */
async function findAll(
  { binding, related }: Member,
  members: readonly Member[],
  transaction: Knex.Transaction | undefined,
): Promise<Map<ModelInstance, readonly ModelInstance[]>> {
  const { relation } = binding;
  const parents = [...new Set(members.map(({ binding: { parent } }) => parent))];
  const options: CallOptions = { transacting: transaction ?? null };
  const edge = { relation, pattern: related, constraints: [], options };
  const all = new Map<ModelInstance, readonly ModelInstance[]>();
  for (const [path, some] of byPath(relation, parents)) {
    const { groups, models } = await findRelated(edge, path, some);
    const rows = models.map(({ _row }) => _row);
    for (const loaded of related.shelf.stages.loaded) await loaded(models, rows, related, options);
    for (const group of groups.list) for (const parent of group.parents) all.set(parent, group.found);
  }
  return all;
}

/** Gives a related model or collection what was found for it. */
function settle({ related }: Member, found: readonly ModelInstance[]): Related | null {
  related.resetQuery();
  if (isCollection(related)) {
    related._adopt([...found]);
    return related;
  }
  const [model] = found;
  if (model === undefined) return null;
  adoptRow(related, { ...model._row });
  copyPivot(model, related);
  leaveScopes(related);
  return related;
}
