import type { Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { typeOf } from './column-types.js';
import { keyColumns, referenceColumns, type Column, type Schema, type TableName } from './schema.js';

export type Attributes = Readonly<Record<string, unknown>>;

/** A model as programs use it: random tables have no row types. */
export interface FuzzModel {
  readonly id: unknown;
  readonly attributes: Attributes;
  readonly relations: Readonly<Record<string, FuzzModel | FuzzCollection | null>>;
  readonly pivot?: FuzzModel;
  isNew(): boolean;
  hasChanged(): boolean;
  get(name: string): unknown;
  set(attributes: Attributes): this;
  on(events: string, handler: (...args: never[]) => unknown): this;
  query(build: (builder: Knex.QueryBuilder) => void): this;
  where(condition: Attributes): this;
  orderBy(column: string, direction?: string): this;
  whereHas(relation: string, build?: (builder: Knex.QueryBuilder) => void): this;
  whereDoesntHave(relation: string, build?: (builder: Knex.QueryBuilder) => void): this;
  fetch(options: object): Promise<FuzzModel | null>;
  fetchAll(options: object): Promise<FuzzCollection>;
  fetchPage(options: object): Promise<FuzzCollection & { readonly pagination: object }>;
  count(options: object): Promise<unknown>;
  refresh(options: object): Promise<FuzzModel>;
  save(attributes: Attributes | null, options: object): Promise<FuzzModel>;
  destroy(options: object): Promise<FuzzModel>;
  load(relations: readonly string[], options: object): Promise<FuzzModel>;
  related(name: string): FuzzCollection & FuzzModel;
}

/** A collection, and of a relation its pivot methods. */
export interface FuzzCollection {
  readonly models: readonly FuzzModel[];
  readonly length: number;
  fetch(options: object): Promise<FuzzCollection>;
  count(options: object): Promise<unknown>;
  create(attributes: Attributes, options: object): Promise<FuzzModel>;
  saveAll(options: object): Promise<FuzzCollection>;
  attach(targets: unknown, options: object): Promise<FuzzCollection>;
  detach(targets: unknown, options: object): Promise<FuzzCollection>;
  syncPivot(targets: unknown, options: object): Promise<object>;
  updatePivot(attributes: Attributes, options: object): Promise<number>;
}

export interface FuzzClass {
  new (attributes?: Attributes): FuzzModel;
  collection(models: readonly Attributes[]): FuzzCollection;
  upsert(attributes: Attributes, options: object): Promise<FuzzModel>;
}

export type Classes = Readonly<Record<TableName | 'pivots', FuzzClass>>;

/** A relation as programs and the arrays' answers know it. */
export interface RelationSchema {
  readonly from: TableName;
  readonly to: TableName;
  readonly many: boolean;
  /** The columns by which a row of `from` and one of `to` belong together; by a pivot where there are none. */
  readonly keys?: readonly (readonly [from: string, to: string])[];
  /** What the target's type column holds, where its rows refer to several tables. */
  readonly morph?: string;
  /** Whether the type column of `from` says which table is meant; `to` is one of them. */
  readonly morphTo?: true;
}

const names = (columns: readonly { readonly name: string }[]): string[] => columns.map(({ name }) => name);

/** The name of a table of one run. */
export const tableName = (prefix: string, table: TableName | 'pivots'): string => `${prefix}_${table}`;

/** The references of each table: the columns, and which tables' keys they hold. */
export function referencesOf(schema: Schema): Readonly<Record<TableName | 'pivots', readonly Column[]>> {
  const nullable = (columns: readonly { readonly name: string; readonly type: Column['type'] }[]): readonly Column[] =>
    columns.map((column) => ({ ...column, nullable: true, unique: false }));
  return {
    authors: [],
    books: nullable([
      ...referenceColumns('author', schema.authors.key),
      ...referenceColumns('prequel', schema.books.key),
    ]),
    notes: nullable([{ name: 'subject_type', type: 'string' }, ...referenceColumns('subject', schema.authors.key)]),
    pivots: nullable([
      ...referenceColumns('author', schema.authors.key),
      ...referenceColumns('book', schema.books.key),
      { name: 'weight', type: 'integer' },
    ]),
  };
}

/** The relations of a schema's models, by table and name. */
export function relationsOf(
  schema: Schema,
  prefix: string,
): Readonly<Record<TableName, Readonly<Record<string, RelationSchema>>>> {
  const author = names(referenceColumns('author', schema.authors.key));
  const prequel = names(referenceColumns('prequel', schema.books.key));
  const subject = names(referenceColumns('subject', schema.authors.key));
  const own = names(keyColumns[schema.authors.key]);
  const zip = (from: readonly string[], to: readonly string[]): (readonly [string, string])[] =>
    from.map((name, i) => [name, to[i] ?? name]);
  return {
    authors: {
      books: { from: 'authors', to: 'books', many: true, keys: zip(own, author) },
      coauthored: { from: 'authors', to: 'books', many: true },
      notes: { from: 'authors', to: 'notes', many: true, keys: zip(own, subject), morph: tableName(prefix, 'authors') },
    },
    books: {
      author: { from: 'books', to: 'authors', many: false, keys: zip(author, own) },
      authors: { from: 'books', to: 'authors', many: true },
      prequel: { from: 'books', to: 'books', many: false, keys: zip(prequel, own) },
      sequels: { from: 'books', to: 'books', many: true, keys: zip(own, prequel) },
      notes: { from: 'books', to: 'notes', many: true, keys: zip(own, subject), morph: tableName(prefix, 'books') },
    },
    notes: { subject: { from: 'notes', to: 'authors', many: false, keys: zip(subject, own), morphTo: true } },
  };
}

/** Begins a table in which texts are equal when they are the same, as in databases other than MariaDB they always are. */
function createTable(knex: Knex, name: string, build: (t: Knex.CreateTableBuilder) => void): Promise<void> {
  return knex.schema.createTable(name, (t) => {
    if ((knex.client as { readonly dialect: string }).dialect === 'mysql') t.collate('utf8mb4_nopad_bin');
    build(t);
  });
}

/** Makes a schema's tables; resolves to what drops them. */
export async function makeTables(knex: Knex, schema: Schema, prefix: string): Promise<() => Promise<void>> {
  const references = referencesOf(schema);
  for (const table of ['authors', 'books', 'notes'] as const) {
    await createTable(knex, tableName(prefix, table), (t) => {
      const { key, columns } = schema[table];
      if (key === 'generated') t.increments('id');
      else {
        for (const { name, type } of keyColumns[key]) typeOf(type).declare(t, name).notNullable();
        t.primary(names(keyColumns[key]));
      }
      for (const column of [...columns, ...references[table]]) declare(t, column);
    });
  }
  await createTable(knex, tableName(prefix, 'pivots'), (t) => {
    for (const column of references.pivots) declare(t, column);
  });
  return async () => {
    for (const table of ['pivots', 'notes', 'books', 'authors'] as const)
      await knex.schema.dropTable(tableName(prefix, table));
  };
}

function declare(t: Knex.CreateTableBuilder, { name, type, nullable, unique }: Column): void {
  const column = typeOf(type).declare(t, name);
  if (nullable) column.nullable();
  else column.notNullable();
  if (unique) column.unique();
}

const EVENTS = ['creating', 'created', 'updating', 'updated', 'saving', 'saved', 'destroying', 'destroyed'];
const ALL_EVENTS = [...EVENTS, 'fetching', 'fetched', 'committed', 'rolledback'];

/**
 * The model classes of a schema on one shelf.
 *
 * @param hear called at each event of a model; nobody listens where it is left out
 */
export function makeModels(
  db: Shelf,
  schema: Schema,
  prefix: string,
  hear: ((table: TableName, event: string) => void) | undefined,
): Classes {
  const listen = (model: unknown, table: TableName): void => {
    if (hear === undefined) return;
    for (const event of ALL_EVENTS) (model as FuzzModel).on(event, () => hear(table, event));
  };

  const author = names(referenceColumns('author', schema.authors.key));
  const book = names(referenceColumns('book', schema.books.key));
  const prequel = names(referenceColumns('prequel', schema.books.key));
  const subject = names(referenceColumns('subject', schema.authors.key));
  const own = names(keyColumns[schema.authors.key]);
  const pivots = tableName(prefix, 'pivots');
  const one = <T>(list: readonly T[]): T | readonly T[] => (list.length === 1 ? (list[0] as T) : list);

  class Author extends db.Model {
    static override tableName = tableName(prefix, 'authors');
    static override idAttribute = one(own) as string;
    override initialize(): void {
      listen(this, 'authors');
    }
    books(): unknown {
      return this.hasMany(Book, one(author));
    }
    coauthored(): unknown {
      return this.belongsToMany(Book, pivots, one(author), one(book)).withPivot('weight');
    }
    notes(): unknown {
      return this.morphMany(Note, 'subject', ['subject_type', one(subject)]);
    }
  }
  class Book extends db.Model {
    static override tableName = tableName(prefix, 'books');
    static override idAttribute = one(own) as string;
    override initialize(): void {
      listen(this, 'books');
    }
    author(): unknown {
      return this.belongsTo(Author, one(author));
    }
    authors(): unknown {
      return this.belongsToMany(Author, pivots, one(book), one(author)).withPivot('weight');
    }
    prequel(): unknown {
      return this.belongsTo(Book, one(prequel));
    }
    sequels(): unknown {
      return this.hasMany(Book, one(prequel));
    }
    notes(): unknown {
      return this.morphMany(Note, 'subject', ['subject_type', one(subject)]);
    }
  }
  class Note extends db.Model {
    static override tableName = tableName(prefix, 'notes');
    static override idAttribute = one(names(keyColumns[schema.notes.key])) as string;
    override initialize(): void {
      listen(this, 'notes');
    }
    subject(): unknown {
      return this.morphTo('subject', ['subject_type', one(subject)], Author, Book);
    }
  }
  class Pivot extends db.Model {
    static override tableName = pivots;
  }
  return { authors: Author, books: Book, notes: Note, pivots: Pivot } as unknown as Classes;
}
