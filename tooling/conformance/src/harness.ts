import { createShelf, type Dialect, type Plugin, type Shelf, type ShelfOptions } from '@shelf/core';
import type { Knex } from 'knex';

/** What a suite may ask of the dialect that it gets. */
export interface DialectSettings {
  /** A database that several connections see, with a pool of four where the driver can have one. */
  readonly shared?: boolean;
  /** knex's pool; what the dialect has by default when left out. */
  readonly pool?: Knex.PoolConfig;
  /** Settings that a dialect hands on to knex. */
  readonly knex?: Pick<Knex.Config, 'postProcessResponse' | 'wrapIdentifier'>;
}

/** What has a database make other rows of an INSERT than it was sent; there is a table `log (n integer)` besides. */
export interface InsertEffect {
  readonly what: string;
  /** Makes `users (id, email, role)`, as a table or as a view, where something happens to a row whose email is `odd`. */
  readonly sql: readonly string[];
  /** What becomes of that row. */
  readonly row: 'left out' | 'stored' | 'stored under another key' | 'stored under a key that nobody can know';
  /** What an upsert by the key names; `id` when left out. */
  readonly conflict?: readonly ('id' | 'email')[];
  /** Rows come with a key: the database can say none. */
  readonly keyless?: boolean;
}

/** What a dialect package brings to the suites. */
export interface Harness {
  /** Shown in the tests' names: `sqlite3`, `better-sqlite3`. */
  readonly name: string;
  /** Foreign keys can be checked at COMMIT. */
  readonly deferredKeys: boolean;
  /** Of two violated unique keys besides the primary one, that which is named: the one made first; that made last when left out. */
  readonly namesOldestKey?: boolean;
  /** The SQL of a primary key whose integers the database makes; `integer primary key` when left out. */
  readonly generatedKey?: string;
  /** Triggers, rules and the like; none when left out. */
  readonly insertEffects?: readonly InsertEffect[];
  /** Text may hold U+0000; true when left out. */
  readonly nullCharacter?: boolean;
  /** JSON may hold half of a surrogate pair, escaped; true when left out. */
  readonly halfSurrogates?: boolean;
  /** Whether numbers in JSON keep their last digit; they do when left out. */
  exactJson?(db: Shelf): Promise<boolean>;
  /** Whether a column may have a name; all may when left out. */
  columnName?(name: string): boolean;
  /** A dialect on a database of its own that is empty and goes away with its shelf, or after the test. */
  dialect(settings?: DialectSettings): Dialect | Promise<Dialect>;
  /** The same database without Shelf: a knex config that knows of no dialect. */
  plain(): Omit<Knex.Config, 'dialect'>;
  /** A condition that takes a minute, and is true; left out where a query cannot be stopped. */
  readonly slow?: string | undefined;
  /** Tries fewer values where a suite tries very many: for plugins, whose packages run what the dialects have run in full. */
  readonly brief?: boolean;
  /** Tables are read by lists of their columns, which do not show that one was added; false when left out. */
  readonly listed?: boolean;
  /** The plugins that every shelf of the suites has from the start, new ones for each; none when left out. */
  plugins?(): readonly Plugin<never>[];
}

/** Makes a shelf that has the harness's plugins, and after them those in the options. */
export function newShelf(harness: Harness, options: ShelfOptions): Shelf {
  return createShelf({ ...options, plugins: [...(harness.plugins?.() ?? []), ...(options.plugins ?? [])] });
}

/** Runs one test on a shelf of its own, and closes it whatever happens. */
export async function withShelf<T>(
  harness: Harness,
  work: (db: Shelf) => Promise<T>,
  options: Omit<ShelfOptions, 'dialect'> = {},
  settings: DialectSettings = {},
): Promise<T> {
  const db = newShelf(harness, { ...options, dialect: await harness.dialect(settings) });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** The SQL of a primary key whose integers the database makes. */
export function generatedKey({ generatedKey: sql = 'integer primary key' }: Harness): string {
  return sql;
}

/** Collects the statements that Shelf runs while `work` does, so that their number and text can be asserted. */
export async function statementsOf(db: Shelf, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const listener = ({ sql }: { readonly sql: string }): void => void statements.push(sql);
  db.on('query', listener);
  try {
    await work();
  } finally {
    db.off('query', listener);
  }
  return statements;
}
