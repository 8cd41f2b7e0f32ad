import {
  actionOptions,
  compile,
  extraOf,
  hydrate,
  receive,
  takenBy,
  transactionOf,
  type CallOptions,
  type ModelInstance,
  type ShelfInternals,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import { isCollection, type Binding, type Related } from '../binding.js';
import { comparableTuple } from '../comparable.js';
import type { Path } from '../kinds/kind.js';
import { setPivot } from '../pivot/pivot.js';
import type { Relation } from '../relation.js';
import { collectionOf } from '../related.js';
import { tablesOf, type Tables } from '../tables.js';
import { groupsOf, someOf, type Group, type Groups, type Keys } from './groups.js';
import { KEYS_IN_A_UNION, keysAtOnce } from './keys.js';
import { EagerScope, type Taken } from './scope.js';
import type { Constraint } from './tree.js';
import { NeedsQueryPerParent } from './window.js';

/** One relation of many parents, on its way: the query that its method and its constraints have made. */
export interface Edge {
  readonly relation: Relation;
  /** What the relation's method has returned: its query is the pattern of those that are sent. */
  readonly pattern: Related;
  readonly constraints: readonly Constraint[];
  readonly options: CallOptions;
}

/** Parents with what was found for them. */
export interface Found {
  readonly path: Path;
  readonly groups: Groups;
  /** All models that were found. */
  readonly models: readonly ModelInstance[];
}

/** Reads the related rows of many parents along one path: in one query, where its keys can be bound at once. */
export async function findRelated(edge: Edge, path: Path, parents: readonly ModelInstance[]): Promise<Found> {
  const { relation, options } = edge;
  const { shelf } = relation.owner;
  const tables = await tablesOf(shelf, path, options);
  const groups = groupsOf<ModelInstance>(relation.label, parents, path, tables, comparableTuple(tables.to));
  const { list, keys } = groups;
  if (list.length === 0) return { path, groups, models: [] };
  // Where the database takes texts for equal that differ in JavaScript, it has to say whose a row is.
  const joined = !tables.to.every((column) => column?.exact !== false);
  // Constraints are called for each query, and so for the first one here.
  let ready: Related | undefined = targetOf(edge, path);
  const find = async (from: number, to: number): Promise<ModelInstance[]> => {
    const all = from === 0 && to >= list.length;
    const target = ready ?? targetOf(edge, path);
    ready = undefined;
    return readRows(edge, target, path, tables, groups, all ? keys : someOf(keys, from, to), joined ? from : undefined);
  };
  const most = keysAtOnce(shelf, tables.to, keys, otherBindings(edge, path, ready));
  const at = joined && most !== Infinity ? Math.min(most, KEYS_IN_A_UNION) : most;
  try {
    return { path, groups, models: await inChunks(list.length, at, find) };
  } catch (error) {
    if (!(error instanceof NeedsQueryPerParent)) throw error;
    return { path, groups, models: await inChunks(list.length, 1, find) };
  }
}

async function inChunks(
  length: number,
  size: number,
  find: (from: number, to: number) => Promise<ModelInstance[]>,
): Promise<ModelInstance[]> {
  if (length <= size) return find(0, length);
  const models: ModelInstance[] = [];
  for (let from = 0; from < length; from += size) {
    for (const model of await find(from, from + size)) models.push(model);
  }
  return models;
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

/** @param first where the database tells whose a row is: the group that the keys begin with */
async function readRows(
  edge: Edge,
  target: Related,
  path: Path,
  tables: Tables,
  groups: Groups,
  keys: Keys,
  first: number | undefined,
): Promise<ModelInstance[]> {
  const others = withoutRelation(target);
  const alone = others.every(({ take }) => take === undefined);
  const scope = new EagerScope(edge.relation, path, tables, keys, first !== undefined, alone);
  target.scopes = [...others, scope];
  const options = actionOptions(edge.options);
  const rows = await target.sync(options).select();
  const taken = takenBy(scope, rows) as Taken | undefined;
  const parsed = isCollection(target) ? target.parse(rows, options) : rows;
  const models = hydrate(path.target.model, parsed);
  receive(target, models, parsed, rows, options, 'select');
  if (taken !== undefined) pair(edge.relation, path, groups, models, taken, first);
  if (isCollection(target) && target._events !== undefined) {
    target._adopt(models);
    await target.triggerThen('fetched', target, rows, options);
  }
  return models;
}

/** Gives the models to the groups of their parents. By index: what an iterator leaves behind is collected while all rows are alive. */
function pair(
  relation: Relation,
  path: Path,
  { byKey, list }: Groups,
  models: readonly ModelInstance[],
  { owners, pivots }: Taken,
  first: number | undefined,
): void {
  const reached = { relation, path };
  // The list of the owners becomes that of their groups: another one is collected while all rows are alive.
  const whose: (Group | string | number | undefined)[] = owners;
  for (let i = 0; i < models.length; i++) {
    const owner = whose[i] as string | number;
    const group = first === undefined ? byKey.get(owner) : list[first + (owner as number)];
    whose[i] = group;
    if (group !== undefined) group.expected++;
  }
  for (let i = models.length - 1; i >= 0; i--) {
    const model = models[i] as ModelInstance;
    (whose[i] as Group | undefined)?.add(model);
    const pivot = pivots?.[i];
    if (pivot !== undefined) setPivot(model, reached, pivot);
  }
}

/** The scopes of a related model's class: the relation's own, for one parent, gives way to that for many. */
function withoutRelation(target: Related): Related['scopes'] {
  return target.scopes.filter(({ once }) => once !== true);
}

/** A model or a collection of the path's target that has the query of the relation's method, with its constraints. */
function targetOf({ relation, pattern, constraints }: Edge, path: Path): Related {
  const binding: Binding = { relation, parent: relation.owner };
  const target = relation.kind.single ? new path.target.model() : collectionOf(binding, path.target);
  const query = queryOf(pattern);
  if (query !== undefined)
    setQuery(target, path.when === undefined ? query.clone() : query.clone().from(target.tableName));
  for (const constrain of constraints) constrain.call(target, target.query() as Knex.QueryBuilder);
  return target;
}

/** The query that a related model or collection has, if any. */
export function queryOf(related: Related): Knex.QueryBuilder | undefined {
  return isCollection(related) ? related._query : related._extra?.query;
}

function setQuery(related: Related, query: Knex.QueryBuilder): void {
  if (isCollection(related)) related._query = query;
  else extraOf(related).query = query;
}

/** Whether queries of these options may run beside each other. */
export function mayRunInParallel(shelf: ShelfInternals, options: CallOptions): boolean {
  return shelf.dialect.capabilities.parallelReads && transactionOf(shelf, options) === undefined;
}
