import { InvalidRelationError, UndefinedBindingError, type Scope } from '@shelf/core';
import {
  attributeOf,
  followWrite,
  keepStamps,
  rawSql,
  transactionOf,
  type CallOptions,
  type CollectionInstance,
  type ModelClass,
  type ModelInstance,
  type Row,
  type ShelfInternals,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import { bindingOf } from '../binding.js';
import { encodeKey, fitting } from '../conditions.js';
import { whereKeyIn } from '../eager/keys.js';
import type { Path } from '../kinds/kind.js';
import { missing } from '../scope.js';
import { tablesOf } from '../tables.js';
import { valuesOf } from '../values.js';
import type { Item } from './item.js';
import { pivotModelOf } from './model.js';

/** One parent's side of a pivot: the rows between that are the parent's. */
export interface PivotSide {
  readonly collection: CollectionInstance;
  readonly parent: ModelInstance;
  readonly path: Path;
  readonly label: string;
  /** The class of the rows between. */
  readonly Pivot: ModelClass;
  readonly shelf: ShelfInternals;
}

/** The parent's side of a related collection's pivot; refuses relations that have no rows to attach, and unknown options. */
export function sideOf(collection: CollectionInstance, method: string, options: CallOptions): PivotSide {
  collection.shelf.callOptions.check(options);
  const binding = bindingOf(collection);
  const path = binding?.relation.paths[0];
  if (binding === undefined || path === undefined || binding.relation.kind.pivotal !== true) {
    const label = binding?.relation.label ?? 'This collection';
    throw new InvalidRelationError(`${label} cannot ${method}: only a belongsToMany can`);
  }
  const { relation, parent } = binding;
  const label = `${relation.label}.${method}`;
  const values = valuesOf(parent, path.from);
  if (values.includes(undefined) || values.includes(null)) throw missing(relation.label, parent, path);
  return { collection, parent, path, label, Pivot: pivotModelOf(relation.owner, path), shelf: parent.shelf };
}

/** Options of one call, as the statements of its parts take them. */
export function statementOptions(options: CallOptions): CallOptions {
  const { transacting, debug, signal, timeout, withSchema, date, scopes } = options;
  const given = { transacting, debug, signal, timeout, withSchema, date, scopes };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Runs statements so that all of them count or none: in a transaction, or in a savepoint of the caller's. */
export function allOrNothing<T>(
  { shelf }: PivotSide,
  options: CallOptions,
  work: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const outer = transactionOf(shelf, options);
  return shelf.transaction(
    (transacting) => work({ ...options, transacting }),
    outer === undefined ? {} : { transacting: outer },
  );
}

/** Looks at the attributes of all items before anything is sent: the one that is refused may be the last. */
export function keepPivotStamps({ Pivot }: PivotSide, items: readonly Item[], options: CallOptions): void {
  for (const { attributes } of items) keepStamps(Pivot.prototype, attributes, options, 'insert');
}

/** A model that stands for all rows between that are the parent's, or for those of them that have certain keys. */
export function rowsOf(side: PivotSide, keys?: readonly (readonly unknown[])[]): ModelInstance {
  const rows = new side.Pivot();
  rows.scopes = [...rows.scopes, scopeOfSide(side, keys)];
  return rows;
}

function scopeOfSide({ parent, path, shelf, Pivot, label }: PivotSide, keys?: readonly (readonly unknown[])[]): Scope {
  return {
    name: label,
    once: true,
    async constrain(query, { options }) {
      const tables = await tablesOf(shelf, path, options);
      const pivot = tables.pivot as NonNullable<typeof tables.pivot>;
      const column = (name: string): Knex.Raw => rawSql(shelf.knex, pivot.sql(name));
      const values = encodeKey(path, tables, valuesOf(parent, path.from));
      for (const [i, name] of path.to.entries()) void query.where(column(name) as never, '=', values[i] as never);
      if (keys === undefined) return;
      const names = path.pivot?.on.map(([name]) => name) ?? [];
      const columns = names.map((name) => pivot.column(name, Pivot.name));
      const encoded = columns.map((each, i) =>
        keys.map((key) => pivot.encodeConstraint(each, names[i] as string, fitting(each, key[i]), Pivot.name)),
      );
      whereKeyIn(query, names.map(column), columns, encoded, shelf, true);
    },
  };
}

/** The columns of the pivot's own primary key; none where it has none, so that a row is told from others by nothing. */
export async function primaryKeyOf({ path, shelf }: PivotSide, options: CallOptions): Promise<readonly string[]> {
  const { pivot } = await tablesOf(shelf, path, options);
  return [...(pivot?.columns?.values() ?? [])].filter(({ primaryKey }) => primaryKey > 0).map(({ name }) => name);
}

/** The attributes of a row between that joins the parent with an item. */
export function pivotRow({ parent, path, Pivot, label }: PivotSide, item: Item): Row {
  const { key } = item;
  if (key === undefined) {
    const names = path.pivot?.on.map(([name]) => `'${name}'`).join(', ');
    throw new UndefinedBindingError(`${label} needs ${names} in each hash`, { table: path.pivot?.table });
  }
  const row: Row = { ...item.attributes };
  const set = (name: string, value: unknown): void => void (row[attributeOf(Pivot.prototype, name)] = value);
  const values = valuesOf(parent, path.from);
  for (const [i, name] of path.to.entries()) set(name, values[i]);
  for (const [i, [name]] of (path.pivot?.on ?? []).entries()) set(name, key[i]);
  return row;
}

/** Has `committed` follow what was written of the rows between, on the model and on the collection whose call it was. */
export async function followPivots(
  { collection, parent }: PivotSide,
  rows: number,
  options: CallOptions,
  after?: readonly [event: string, result: unknown],
): Promise<void> {
  const follow = async (): Promise<void> => {
    if (after !== undefined) await collection.triggerThen(after[0], collection, after[1], options);
  };
  await (rows === 0 ? follow() : followWrite([parent, collection], options, follow));
}
