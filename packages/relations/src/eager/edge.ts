import {
  actionOptions,
  compile,
  hydrate,
  receive,
  takenBy,
  transactionOf,
  type CallOptions,
  type ModelInstance,
  type Row,
  type ShelfInternals,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import { isCollection, queryOf, setQuery, type Binding, type Related } from '../binding.js';
import type { Path } from '../kinds/kind.js';
import { pairingOf, type Pairing } from '../pairing.js';
import { setPivot } from '../pivot/pivot.js';
import type { Relation } from '../relation.js';
import { collectionOf } from '../related.js';
import { doubtKeys, tablesOf, type Tables } from '../tables.js';
import { valuesOf } from '../values.js';
import { groupsOf, someOf, type Group, type Groups, type Keys } from './groups.js';
import { KEYS_IN_A_UNION, keysAtOnce, listedColumns } from './keys.js';
import { EagerScope, type Taken } from './scope.js';
import type { Constraint } from './tree.js';
import { NeedsQueryPerParent } from './window.js';

/** One relation of many parents, on its way: the query that its method and its constraints have made. */
export interface Edge {
  readonly relation: Relation;
  /** The query of what the relation's method has returned: the pattern of those that are sent. */
  readonly query: Knex.QueryBuilder | undefined;
  readonly constraints: readonly Constraint[];
  readonly options: CallOptions;
  /** What the scopes have said already: `query` holds what those of the target's class have put on it. */
  readonly asked?: Asked | undefined;
}

/** What was asked of scopes before the rows are read. */
export interface Asked {
  /** The rows between, as the scopes of their class have narrowed them. */
  readonly interim: Knex.QueryBuilder | undefined;
}

/** Parents with what was found for them. */
export interface Found<T = ModelInstance> {
  readonly path: Path;
  readonly groups: Groups<T>;
  /** All that was found. */
  readonly all: readonly T[];
}

/** Part of the parents of an edge, on their way along one path. */
interface Part<T> {
  readonly edge: Edge;
  readonly path: Path;
  readonly tables: Tables;
  readonly pairing: Pairing;
  readonly groups: Groups<T>;
  readonly keys: Keys;
  readonly target: Related;
  /** Where the database tells whose a row is: the group that the keys begin with. */
  readonly first: number | undefined;
  /** What all that is found has in common. */
  readonly fetch: object;
}

/** Reads what belongs to some of the parents, and gives it to their groups. */
type Read<T> = (part: Part<T>) => Promise<T[]>;

/** Reads the related models of many parents along one path: in one query, where its keys can be bound at once. */
export function findRelated(edge: Edge, path: Path, parents: readonly ModelInstance[]): Promise<Found> {
  return findBy(readModels, edge, path, parents);
}

/** A related row, not yet a model, and the row between. */
export interface RelatedRow {
  readonly row: Row;
  readonly pivot: Row | undefined;
}

/** The same, of rows that others make models of. */
export function findRelatedRows(edge: Edge, path: Path, parents: readonly ModelInstance[]): Promise<Found<RelatedRow>> {
  return findBy(readRelatedRows, edge, path, parents);
}

/** Whether a parent has a key that no column seems to have a place for. */
function hasUnfit({ alone }: Pick<Groups<unknown>, 'alone'>, { from }: Path): boolean {
  return alone.some((parent) => valuesOf(parent, from).every((value) => value !== undefined && value !== null));
}

async function findBy<T>(read: Read<T>, edge: Edge, path: Path, parents: readonly ModelInstance[]): Promise<Found<T>> {
  const { relation, options } = edge;
  const { shelf } = relation.owner;
  const group = async (): Promise<Pick<Part<T>, 'tables' | 'pairing' | 'groups'>> => {
    const tables = await tablesOf(shelf, path, options);
    const pairing = await pairingOf(parents, path, tables, options);
    return { tables, pairing, groups: groupsOf<T>(relation.label, parents, path, tables, pairing) };
  };
  let grouped = await group();
  if (hasUnfit(grouped.groups, path) && doubtKeys(shelf, grouped.tables, options)) grouped = await group();
  const { tables, pairing, groups } = grouped;
  const { list, keys } = groups;
  if (list.length === 0) return { path, groups, all: [] };
  // Where the database takes texts for equal that differ in JavaScript, it has to say whose a row is.
  const joined = pairing.rows !== undefined || !tables.to.every((column) => column?.exact !== false);
  const fetch = {};
  // Constraints are called for each query, and so for the first one here.
  let ready: Related | undefined = targetOf(edge, path);
  const find = async (from: number, to: number): Promise<T[]> => {
    const all = from === 0 && to >= list.length;
    const target = ready ?? targetOf(edge, path);
    ready = undefined;
    const some = all ? keys : someOf(keys, from, to);
    return await read({
      edge,
      path,
      tables,
      pairing,
      groups,
      keys: some,
      target,
      first: joined ? from : undefined,
      fetch,
    });
  };
  const most = keysAtOnce(shelf, listedColumns(tables, pairing), keys, otherBindings(edge, path, ready));
  const at = joined && most !== Infinity ? Math.min(most, KEYS_IN_A_UNION) : most;
  try {
    return { path, groups, all: await inChunks(list.length, at, find) };
  } catch (error) {
    if (!(error instanceof NeedsQueryPerParent)) throw error;
    return { path, groups, all: await inChunks(list.length, 1, find) };
  }
}

async function inChunks<T>(
  length: number,
  size: number,
  find: (from: number, to: number) => Promise<T[]>,
): Promise<T[]> {
  if (length <= size) return await find(0, length);
  const all: T[] = [];
  for (let from = 0; from < length; from += size) {
    for (const each of await find(from, from + size)) all.push(each);
  }
  return all;
}

/** How many values the query binds besides the keys. */
function otherBindings(edge: Edge, path: Path, target: Related): number {
  const query = queryOf(target);
  const fixed = Object.keys(path.fixed ?? {}).length;
  if (query === undefined) return fixed;
  const { shelf } = edge.relation.owner;
  const origin = { shelf, options: edge.options, model: path.target.model.name, table: '' };
  return compile(origin, query.clone()).bindings.length + fixed;
}

/** The rows of some parents, and whose each is. */
async function selectRelated<T>({ edge, path, tables, pairing, keys, target, first }: Part<T>): Promise<{
  readonly rows: Row[];
  readonly taken: Taken | undefined;
  readonly options: CallOptions;
}> {
  const { relation, asked } = edge;
  const others = asked === undefined ? withoutRelation(target) : [];
  const alone = others.every(({ take }) => take === undefined);
  const scope = new EagerScope(relation, path, tables, pairing, keys, first !== undefined, alone, asked?.interim);
  target.scopes = [...others, scope];
  const options = actionOptions(edge.relation.owner.shelf, edge.options);
  const rows = await target.sync(options).select();
  return { rows, taken: takenBy(scope, rows) as Taken | undefined, options };
}

async function readModels(part: Part<ModelInstance>): Promise<ModelInstance[]> {
  const { edge, path, target } = part;
  const { rows, taken, options } = await selectRelated(part);
  const parsed = isCollection(target) ? target.parse(rows, options) : rows;
  const models = hydrate(path.target.model, parsed, part.fetch);
  receive(target, models, parsed, rows, options, 'select');
  if (taken !== undefined) {
    pair(part, models, taken);
    const reached = { relation: edge.relation, path };
    const { pivots } = taken;
    if (pivots !== undefined)
      for (let i = models.length - 1; i >= 0; i--) {
        const pivot = pivots[i];
        if (pivot !== undefined) setPivot(models[i] as ModelInstance, reached, pivot);
      }
  }
  if (isCollection(target) && target._events !== undefined) {
    target._adopt(models);
    await target.triggerThen('fetched', target, rows, options);
  }
  return models;
}

async function readRelatedRows(part: Part<RelatedRow>): Promise<RelatedRow[]> {
  const { rows, taken } = await selectRelated(part);
  const all = rows.map((row, i) => ({ row, pivot: taken?.pivots?.[i] }));
  if (taken !== undefined) pair(part, all, taken);
  return all;
}

/** Gives what was found to the groups of its parents. By index: what an iterator leaves behind is collected while all rows are alive. */
function pair<T>({ groups: { byKey, list }, first }: Part<T>, all: readonly T[], { owners }: Taken): void {
  // The list of the owners becomes that of their groups: another one is collected while all rows are alive.
  const whose: (Group<T> | string | number | undefined)[] = owners;
  for (let i = 0; i < all.length; i++) {
    const owner = whose[i] as string | number;
    const group = first === undefined ? byKey.get(owner) : list[first + (owner as number)];
    whose[i] = group;
    if (group !== undefined) group.expected++;
  }
  for (let i = all.length - 1; i >= 0; i--) (whose[i] as Group<T> | undefined)?.add(all[i] as T);
}

/** The scopes of a related model's class: the relation's own, for one parent, gives way to that for many. */
function withoutRelation(target: Related): Related['scopes'] {
  return target.scopes.filter(({ once }) => once !== true);
}

/** A model or a collection of the path's target that has the query of the relation's method, with its constraints. */
function targetOf({ relation, query, constraints }: Edge, path: Path): Related {
  const binding: Binding = { relation, parent: relation.owner };
  const target = relation.kind.single ? new path.target.model() : collectionOf(binding, path.target);
  if (query !== undefined)
    setQuery(target, path.when === undefined ? query.clone() : query.clone().from(target.tableName));
  for (const constrain of constraints) target.query((builder: Knex.QueryBuilder) => constrain.call(target, builder));
  return target;
}

/** Whether queries of these options may run beside each other. */
export function mayRunInParallel(shelf: ShelfInternals, options: CallOptions): boolean {
  return shelf.dialect.capabilities.parallelReads && transactionOf(shelf, options) === undefined;
}
