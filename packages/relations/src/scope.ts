import { UndefinedBindingError, type Scope } from '@shelf/core';
import {
  attributeOf,
  idNames,
  inheritedOptions,
  isSynced,
  limitToFirst,
  newBuilder,
  own,
  rawSql,
  selectsRows,
  type CallOptions,
  type Column,
  type ModelInstance,
  type Row,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import type { Binding } from './binding.js';
import { comparandOf } from './comparand.js';
import { encodedKey, fixTarget, groupByKey, joinPivot, pointed, pointer, whereKey } from './conditions.js';
import { narrowInterim } from './interim.js';
import type { Path } from './kinds/kind.js';
import { isWritten, pairingOf } from './pairing.js';
import { pivotNames, selectedPivot, takePivots } from './pivot/columns.js';
import { setPivot } from './pivot/pivot.js';
import { isGrouped, isOrdered, makesOneRow } from './shape.js';
import { columnsOf, doubtKeys, knownTablesOf, pivotSource, tablesOf, toColumn, type Tables } from './tables.js';
import { valuesOf } from './values.js';

const scopes = new WeakMap<Binding, Scope>();

/** The scope of one parent's related rows: narrows what is read, updated and deleted to them, and stamps what is created. */
export function scopeOf(binding: Binding): Scope {
  let scope = scopes.get(binding);
  if (scope === undefined) scopes.set(binding, (scope = makeScope(binding)));
  return scope;
}

function makeScope({ relation, parent }: Binding): Scope {
  const { shelf } = parent;
  const { knex } = shelf;
  let described: { readonly path: Path; readonly tables: Tables } | undefined;
  /** Whether the query makes one row of all, so that nothing can be read besides. */
  let oneRow = false;

  /** The path and its tables as they were when the query was narrowed, described again where they have been since. */
  const current = (options: CallOptions): { readonly path: Path; readonly tables: Tables } | undefined =>
    described && { path: described.path, tables: knownTablesOf(shelf, described.path, options, described.tables) };

  return {
    name: `the relation ${relation.label}`,
    once: true,

    async constrain(query, { action, options }) {
      const path = relation.pathFor(parent);
      if (path === undefined) return false;
      const values = valuesOf(parent, path.from);
      if (values.includes(null)) return false;
      if (options['withSchema'] !== undefined) void query.withSchema(options['withSchema'] as string);
      let tables = await tablesOf(shelf, path, options);
      let key = await keyOf(relation.label, parent, path, tables, options, values);
      if (key === undefined && doubtKeys(shelf, tables, options)) {
        tables = await tablesOf(shelf, path, options);
        key = await keyOf(relation.label, parent, path, tables, options, values);
      }
      described = { path, tables };
      if (key === undefined) return false;
      fixTarget(query, path, tables.target, knex);
      const writes = action === 'update' || action === 'delete';
      // There is one row, which is the first.
      const first = relation.kind.single && (action === 'count' || (writes && mayHaveMore(query, path, tables)));
      // A limit is one of joined rows, and an order may be by the pivot's columns: such a query is written by the rows that it selects.
      if (path.pivot !== undefined && writes && !selectsRows(query) && !(first && isOrdered(query))) {
        void query.clearOrder();
        await whereInPivot(query, path, tables, key, inheritedOptions(shelf, options), knex);
        if (first) limitToFirst(query);
      } else {
        if (first) limitToFirst(query);
        joinPivot(query, path, tables, knex);
        narrow(query, path, tables, key, knex);
        await narrowInterim(query, path, tables, inheritedOptions(shelf, options));
      }
      return undefined;
    },

    columns(query, { options }) {
      const found = current(options);
      oneRow = makesOneRow(query);
      if (found?.tables.pivot === undefined || oneRow) return [];
      const { path, tables } = found;
      return selectedPivot(query, path, tables, pivotNames(relation, path, tables.pivot as never), knex);
    },

    wrap(query) {
      if (described !== undefined && isGrouped(query)) groupByKey(query, described.path, described.tables, knex);
      return query;
    },

    take(rows, { options }) {
      const found = current(options);
      if (found?.tables.pivot === undefined || oneRow) return undefined;
      const { path, tables } = found;
      return takePivots(tables.pivot as never, pivotNames(relation, path, tables.pivot as never), rows);
    },

    receive(models, _rows, _context, taken) {
      if (described === undefined || taken === undefined) return;
      const { path } = described;
      const reached = { relation, path };
      for (const [i, row] of (taken as Row[]).entries()) {
        const model = models[i] as ModelInstance | undefined;
        if (model !== undefined) setPivot(model, reached, row);
      }
    },

    stamp(_attributes, { target }) {
      const path = relation.pathFor(parent);
      return path?.stamps === true ? stampsOf(relation.label, parent, path, target as ModelInstance) : {};
    },
  };
}

/** Whether rows besides the first may fit, of which it can be told apart: an order says which is meant, and a key which row it is. */
function mayHaveMore(query: Knex.QueryBuilder, { pivot, to }: Path, { target }: Tables): boolean {
  const keys = [...(target.columns?.values() ?? [])].filter(({ primaryKey }) => primaryKey > 0);
  if (pivot === undefined && keys.length > 0 && keys.every(({ name }) => to.includes(name))) return false;
  return keys.length > 0 || isOrdered(query);
}

/** A parent's values, encoded; or the query that looks them up, with the columns that it reads. */
type Key = unknown[] | LookedUp;

interface LookedUp {
  readonly query: Knex.QueryBuilder;
  readonly from: readonly (Column | undefined)[];
}

/** The key that a parent's rows have; undefined where none can have it. */
async function keyOf(
  label: string,
  parent: ModelInstance,
  path: Path,
  tables: Tables,
  options: CallOptions,
  values: readonly unknown[],
): Promise<Key | undefined> {
  if (values.includes(undefined)) {
    const ids = new Set(idNames(parent).map((name) => own(parent._row, name)));
    if (path.lookedUp !== true || ids.has(undefined) || ids.has(null)) throw missing(label, parent, path);
    return await lookedUp(parent, path, tables, options);
  }
  const { from, rows } = await pairingOf([parent], path, tables, options);
  if (rows !== undefined) return await lookedUp(parent, path, tables, options);
  if (!values.every((value, i) => isWritten(value, from[i], tables.to[i]))) return undefined;
  return encodedKey(parent, path, tables, values);
}

function narrow(query: Knex.QueryBuilder, path: Path, tables: Tables, key: Key, knex: Knex): void {
  if (Array.isArray(key)) {
    whereKey(query, path, tables, key, knex);
    return;
  }
  const { dialect } = tables.target;
  const columns = path.to.map((name, i) =>
    rawSql(knex, comparandOf(dialect, toColumn(tables, name), tables.to[i], key.from[i])),
  );
  void query.whereIn(columns as never, key.query);
}

/** UPDATE and DELETE join nothing: the target's rows are those that the pivot's point to. */
async function whereInPivot(
  query: Knex.QueryBuilder,
  path: Path,
  tables: Tables,
  key: Key,
  options: CallOptions,
  knex: Knex,
): Promise<void> {
  const { pivot } = path as { pivot: NonNullable<Path['pivot']> };
  const pointers = knex
    .queryBuilder()
    .from(pivotSource(path, tables))
    .select(pivot.on.map(([ours, theirs]) => rawSql(knex, pointer(tables, ours, theirs))));
  narrow(pointers, path, tables, key, knex);
  await narrowInterim(pointers, path, tables, options);
  const targets = pivot.on.map(([ours, theirs]) => rawSql(knex, pointed(tables, ours, theirs)));
  void query.whereIn(targets as never, pointers);
}

/** The parent's side of the key, read from the parent's row by its id. In an object, since a builder is a promise that would be run. */
async function lookedUp(parent: ModelInstance, path: Path, tables: Tables, options: CallOptions): Promise<LookedUp> {
  const { knex, dialect } = parent.shelf;
  const names = idNames(parent);
  const columns = await columnsOf(parent, options);
  const from = path.from.map((name) => columns.column(name));
  const read = path.from.map((name, i) => comparandOf(dialect, columns.sql(name), from[i], tables.to[i]));
  const query = newBuilder(parent).select(read.map((sql) => rawSql(knex, sql)));
  if (options.withSchema !== undefined) void query.withSchema(options.withSchema);
  const { name: model } = parent.constructor;
  for (const name of names) {
    const value = own(parent._row, name);
    const encoded = columns.table?.encodeConstraint(columns.column(name), name, value, model) ?? value;
    void query.where(rawSql(knex, columns.sql(name)) as never, '=', encoded as never);
  }
  return { query, from };
}

/** What says that a parent lacks the columns that lead to its related rows. */
export function missing(label: string, parent: ModelInstance, path: Path): UndefinedBindingError {
  const { name } = parent.constructor;
  const lacking = path.from.filter((_, i) => valuesOf(parent, path.from)[i] === undefined).map((each) => `'${each}'`);
  const why = isSynced(parent) ? 'it was not fetched: add it to `columns`' : 'save the model first, or set it';
  return new UndefinedBindingError(`${label} needs ${lacking.join(' and ')} of its ${name}: ${why}`, { model: name });
}

function stampsOf(label: string, parent: ModelInstance, path: Path, target: ModelInstance): Row {
  const values = valuesOf(parent, path.from);
  if (values.includes(undefined) || values.includes(null)) throw missing(label, parent, path);
  const stamps: Row = {};
  for (const [i, name] of path.to.entries()) stamps[attributeOf(target, name)] = values[i];
  for (const [name, value] of Object.entries(path.fixed ?? {})) stamps[attributeOf(target, name)] = value;
  return stamps;
}
