import { holding, type Declares } from './dynamic-table.js';
import { named } from './named-table.js';
import type { Naming } from './naming.js';
import type { Table } from './table.js';

/** What a model class says of how it sees its table. */
export interface Sees extends Declares {
  /** What it calls the columns; undefined where that is what the database calls them. */
  readonly _naming: Naming | undefined;
}

const renamings = new WeakMap<Table, WeakMap<Naming, Table>>();
const views = new WeakMap<Table, WeakMap<Declares, Table>>();

/** The table as a model class sees it, given the class's prototype. */
export function asSeenBy(described: Table, model: Sees | undefined): Table {
  if (model === undefined) return described;
  const { _naming: naming } = model;
  const table = naming === undefined ? described : kept(renamings, described, naming, () => named(described, naming));
  const { stores } = table;
  return stores === undefined ? table : kept(views, table, model, () => holding(table, stores, model));
}

/** What is made once for two objects. */
function kept<K extends object>(
  all: WeakMap<Table, WeakMap<K, Table>>,
  table: Table,
  key: K,
  make: () => Table,
): Table {
  let known = all.get(table);
  if (known === undefined) all.set(table, (known = new WeakMap()));
  let view = known.get(key);
  if (view === undefined) known.set(key, (view = make()));
  return view;
}
