import { canonical, type Canonical, type TypeName } from './column-types.js';
import {
  referencesOf,
  relationsOf,
  tableName,
  type Attributes,
  type FuzzModel,
  type RelationSchema,
} from './models.js';
import { keyColumns, type Column, type Schema, type TableName } from './schema.js';

export type Row = Readonly<Record<string, Canonical>>;
export type Table = TableName | 'pivots';

/** Brings what one database gave into a form that is the same on all: values by their types, generated keys by the order in which they were made. */
export class Rows {
  readonly #labels = new Map<string, string>();
  readonly #references: Readonly<Record<Table, readonly Column[]>>;
  readonly #types = new Map<string, TypeName>();
  readonly schema: Schema;
  readonly prefix: string;
  readonly relations: Readonly<Record<TableName, Readonly<Record<string, RelationSchema>>>>;
  #made = 0;

  constructor(schema: Schema, prefix: string) {
    this.schema = schema;
    this.prefix = prefix;
    this.#references = referencesOf(schema);
    this.relations = relationsOf(schema, prefix);
    for (const table of ['authors', 'books', 'notes', 'pivots'] as const) {
      for (const { name, type } of this.columns(table)) this.#types.set(`${table}.${name}`, type);
    }
  }

  /** All columns of a table: its key, those of random types, and its references. */
  columns(table: Table): readonly Column[] {
    if (table === 'pivots') return this.#references.pivots;
    const key = keyColumns[this.schema[table].key].map((column) => ({ ...column, nullable: false, unique: false }));
    return [...key, ...this.schema[table].columns, ...this.#references[table]];
  }

  /** The columns that conditions may be on: keys that a database has generated are its own. */
  compared(table: TableName): readonly Column[] {
    return this.columns(table).filter(({ name }) => {
      const target = this.#target(table, name, {});
      return target === undefined || this.schema[target].key !== 'generated';
    });
  }

  /** The names of a table's key. */
  key(table: TableName): readonly string[] {
    return keyColumns[this.schema[table].key].map(({ name }) => name);
  }

  /** Takes note of a row that was inserted: its generated key stands for it from now on. */
  made(table: TableName, id: unknown): void {
    if (this.schema[table].key === 'generated' && id !== undefined)
      this.#labels.set(keyText(table, id), `#${++this.#made}`);
  }

  /** Remembers which keys stand for rows; what is returned forgets those that were made since, as a rollback does. */
  mark(): () => void {
    const known = new Map(this.#labels);
    return () => {
      this.#labels.clear();
      for (const [key, label] of known) this.#labels.set(key, label);
    };
  }

  /** Whether a row's key is one that was made, or needs no making. */
  isKnown(table: TableName, id: unknown): boolean {
    return this.schema[table].key !== 'generated' || this.#labels.has(keyText(table, id));
  }

  /** Attributes of a row as they compare. */
  of(table: Table, attributes: Attributes): Row {
    return Object.fromEntries(
      Object.keys(attributes)
        .toSorted()
        .map((name) => [name, this.value(table, name, attributes)]),
    );
  }

  /** A model's row, with its pivot's. */
  model(table: Table, model: FuzzModel): Row {
    const row = this.of(table, model.attributes);
    if (model.pivot === undefined) return row;
    const pivot = this.of('pivots', model.pivot.attributes);
    return { ...row, ...Object.fromEntries(Object.entries(pivot).map(([name, value]) => [`pivot ${name}`, value])) };
  }

  /** One attribute as it compares. */
  value(table: Table, name: string, attributes: Attributes): Canonical {
    const value = attributes[name];
    const type = this.#types.get(`${table}.${name}`);
    if (type === undefined) return value === null || value === undefined ? null : text(value);
    const target = this.#target(table, name, attributes);
    if (value === null || value === undefined || target === undefined || this.schema[target].key !== 'generated')
      return canonical(type, value);
    return this.#labels.get(keyText(target, value)) ?? `unknown key ${text(value)}`;
  }

  /** The table whose key an attribute holds, if it holds one. */
  #target(table: Table, name: string, attributes: Attributes): TableName | undefined {
    if (name === 'id') return table === 'pivots' ? undefined : table;
    if (name.startsWith('author_')) return 'authors';
    if (name.startsWith('book_') || name.startsWith('prequel_')) return 'books';
    if (!name.startsWith('subject_') || name === 'subject_type') return undefined;
    return attributes['subject_type'] === tableName(this.prefix, 'books') ? 'books' : 'authors';
  }
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'bigint' ? String(value) : JSON.stringify(value);
const keyText = (table: TableName, id: unknown): string => `${table} ${text(id)}`;

/** Rows in an order that depends on nothing but what they hold. */
export function sortRows<T>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
