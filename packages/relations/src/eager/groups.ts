import { isSynced, own, type ModelInstance } from '@shelf/core/inside';
import { comparableTuple } from '../comparable.js';
import { encodedKey } from '../conditions.js';
import type { Path } from '../kinds/kind.js';
import { isWritten, type Pairing, type ParentRows } from '../pairing.js';
import { missing } from '../scope.js';
import type { Tables } from '../tables.js';
import { valueOf, valuesOf } from '../values.js';

/** Parents with the same key, and what is found for them. There is one for every key, so it is small. */
export class Group<T = ModelInstance> {
  readonly parent: ModelInstance;
  /** Further parents with the same key; nearly always there are none where the key is the parent's own. */
  others: ModelInstance[] | undefined = undefined;
  /** How many rows there will still be in `found`. */
  expected = 0;
  found: T[] = NONE as T[];

  constructor(parent: ModelInstance) {
    this.parent = parent;
  }

  /** Adds to what is found, from the last to the first, in room for exactly what is expected. */
  add(each: T): void {
    if (this.found.length === 0) this.found = new Array<T>(this.expected);
    this.found[--this.expected] = each;
  }

  get parents(): readonly ModelInstance[] {
    return this.others === undefined ? [this.parent] : [this.parent, ...this.others];
  }
}

const NONE: readonly unknown[] = Object.freeze([]);

/** Keys as they are bound: for each column of the key a list, in the order of the groups. */
export type Keys = readonly (readonly unknown[])[];

/** Parents by their keys; those whose key is null are alone. */
export interface Groups<T = ModelInstance> {
  readonly byKey: ReadonlyMap<string | number, Group<T>>;
  readonly list: readonly Group<T>[];
  readonly keys: Keys;
  readonly alone: readonly ModelInstance[];
}

/** Groups parents by the key that a path starts from, or by their rows. */
export function groupsOf<T>(
  label: string,
  parents: readonly ModelInstance[],
  path: Path,
  tables: Tables,
  pairing: Pairing,
): Groups<T> {
  return pairing.rows === undefined
    ? groupsByKey(label, parents, path, tables, pairing)
    : groupsByRow(parents, pairing.rows);
}

function groupsByRow<T>(parents: readonly ModelInstance[], { table, ids, idColumns }: ParentRows): Groups<T> {
  const list = parents.map((parent) => new Group<T>(parent));
  const keys = ids.map((name, i) =>
    parents.map((parent) => {
      const { constructor, _row: row } = parent;
      return table.encodeConstraint(idColumns[i], name, own(row, name), constructor.name);
    }),
  );
  return { byKey: new Map(), list, keys, alone: [] };
}

function groupsByKey<T>(
  label: string,
  parents: readonly ModelInstance[],
  path: Path,
  tables: Tables,
  { from }: Pairing,
): Groups<T> {
  const compare = comparableTuple(tables.to);
  const byKey = new Map<string | number, Group<T>>();
  const list: Group<T>[] = [];
  const keys: unknown[][] = path.from.map(() => []);
  const alone: ModelInstance[] = [];
  const [only] = path.from;
  // One list for all keys of one part: what is made for every parent is collected while all rows are alive.
  const one: unknown[] | undefined = path.from.length === 1 ? [undefined] : undefined;
  for (let n = 0; n < parents.length; n++) {
    const parent = parents[n] as ModelInstance;
    if (one !== undefined) one[0] = valueOf(parent, only as string);
    const values = one ?? valuesOf(parent, path.from);
    const lacks = values.includes(undefined);
    // A new model may lack its key, a fetched one has to have it.
    if (lacks && isSynced(parent)) throw missing(label, parent, path);
    const fits = !lacks && values.every((value, i) => isWritten(value, from[i], tables.to[i]));
    const key = fits ? compare(values) : undefined;
    if (key === undefined) {
      alone.push(parent);
      continue;
    }
    const group = byKey.get(key);
    if (group !== undefined) {
      (group.others ??= []).push(parent);
      continue;
    }
    const encoded = encodedKey(parent, path, tables, values);
    if (encoded === undefined) {
      alone.push(parent);
      continue;
    }
    const created = new Group<T>(parent);
    byKey.set(key, created);
    list.push(created);
    for (let i = 0; i < keys.length; i++) (keys[i] as unknown[]).push(encoded[i]);
  }
  return { byKey, list, keys, alone };
}

/** The keys of some of the groups that follow each other. */
export function someOf(keys: Keys, from: number, to: number): Keys {
  return keys.map((column) => column.slice(from, to));
}

/** One tuple for each key. */
export function tuplesOf(keys: Keys): unknown[][] {
  return (keys[0] ?? []).map((_, n) => keys.map((column) => column[n]));
}
