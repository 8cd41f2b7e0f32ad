import type { Knex } from 'knex';

/**
 * A database as Shelf sees it: a plain object, made by a factory such as `sqlite({ filename })`.
 * Core asks what the database can do and never what it is called. See docs/seams/dialect.md;
 * `dialectSuite` of the conformance suites is the executable form of this page.
 */
export interface Dialect {
  /** For messages and logs only; no code may branch on it. */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Makes the knex instance, with its pool, that one shelf will own and destroy. */
  connect(options: { readonly debug: boolean }): Knex;
  /** Quotes one whole identifier; a dot in it is part of the name. */
  quote(identifier: string): string;
  /**
   * Reads a table's columns from the catalogue; `undefined` when there is no such table.
   *
   * @param signal aborted when nobody waits for the answer any more
   */
  describe(knex: Knex, table: string, schema?: string, signal?: AbortSignal): Promise<TableDescription | undefined>;
  /** How values of one column travel; `undefined` when they need no change. */
  codec(column: ColumnDescription): Codec | undefined;
  /**
   * Writes a SELECT that lists keys of encoded values, all of them in few bindings: columns `v0`, `v1` … and `n`, the
   * key's position. `keys` holds a list for each column of the key. Not there, or `undefined`, where these values cannot
   * be listed so: they are then bound one by one.
   */
  list?(keys: readonly (readonly unknown[])[], columns: readonly ColumnDescription[]): List | undefined;
  /**
   * The SQL of a column where it is compared with another column, given its quoted and qualified name. Asked for either
   * side, so that both meet in one type where the database does not compare theirs. Not there where all types compare.
   */
  comparand?(sql: string, column: ColumnDescription, other: ColumnDescription): string;
  /**
   * Whether a value read from one column and bound where another is compared finds what the column itself would find there: not where it
   * is coarser as it was read, or where the database compares the two as something else than it compares the other with a value. Not
   * there where every value does.
   */
  bindsAs?(from: ColumnDescription, to: ColumnDescription): boolean;
  /** How a column holds attributes that have no column of their own; `undefined` when it cannot. Not there where none can. */
  dynamic?(column: ColumnDescription): DynamicStore | undefined;
  /** Says which fault a driver's error is; `undefined` when it is none of ours. */
  translate(error: unknown): Fault | undefined;
}

/** What a database can do. Everything here is asked somewhere in core or in a plugin. */
export interface Capabilities {
  /** INSERT, UPDATE and DELETE understand RETURNING. */
  readonly returning: boolean;
  /** The driver reports the key of an inserted row (knex's response to an insert is `[key]`). */
  readonly insertId: boolean;
  /** `on-conflict`: ON CONFLICT … DO UPDATE; `on-duplicate-key`: MySQL's form; `false`: neither. */
  readonly upsert: 'on-conflict' | 'on-duplicate-key' | false;
  /** How a row of nothing but defaults is written. */
  readonly emptyInsert: 'default values' | '() values ()';
  /** Derived tables may refer to tables before them. */
  readonly lateral: boolean;
  /** ROW_NUMBER() OVER (PARTITION BY …). */
  readonly windowFunctions: boolean;
  /** SELECT … FOR UPDATE and FOR SHARE lock rows; where false, `lock` is accepted and not needed. */
  readonly rowLocking: boolean;
  /** Several queries of one shelf can run at the same time. */
  readonly parallelReads: boolean;
  /** The most bindings that one statement may carry. */
  readonly maxBindings: number;
  /** The longest identifier that is taken whole, in bytes of UTF-8; `Infinity` when bytes do not limit it. */
  readonly maxIdentifierBytes: number;
  /** The longest identifier that is taken whole, in characters; `Infinity` when their number does not limit it. */
  readonly maxIdentifierCharacters: number;
}

/** A SELECT of values, with its bindings. */
export interface List {
  readonly sql: string;
  readonly bindings: readonly unknown[];
  /** What stands within IN (…), in few bindings too, where that is better than the SELECT. */
  readonly members?: { readonly sql: string; readonly bindings: readonly unknown[] };
  /** The least and the greatest, where the keys are all whole numbers from the one to the other and BETWEEN is better than both. */
  readonly span?: readonly [least: unknown, greatest: unknown];
}

/** A table as the catalogue describes it. */
export interface TableDescription {
  readonly name: string;
  readonly columns: readonly ColumnDescription[];
  /** The column whose value the database makes and the driver reports after an INSERT, if any; `null` where that is not known. */
  readonly generatedKey?: string | null | undefined;
  /** What of the table's own may make other rows of an INSERT than it was sent; not there where nothing does, or where that is not known. */
  readonly inserts?: InsertEffects | undefined;
  /**
   * The columns of each unique key that an upsert can be about. Not there where the database itself refuses an upsert that names no
   * unique key.
   */
  readonly uniqueKeys?: readonly (readonly string[])[] | undefined;
  /** By what this session has found the name: its search path, or its database. What is found by another is not told to other sessions. */
  readonly path?: string | undefined;
  /** The table is temporary: no other session has it. */
  readonly temporary?: boolean | undefined;
}

/** What triggers, rules, conflict clauses, or what lies behind a view, may do to the rows of an INSERT. */
export interface InsertEffects {
  /** Rows may be left out: the statement is run so that it can be undone. */
  readonly skips: boolean;
  /** Rows may get other keys than they were sent with: keys are read back although they were given. */
  readonly rekeys: boolean;
  /** What the statement answers may be true no more when it has ended: its rows are looked for by their keys. */
  readonly unsettled: boolean;
}

/** What a column holds, independent of the database's own name for it. */
export type ColumnKind =
  | 'boolean'
  | 'integer'
  | 'bigint'
  | 'float'
  | 'decimal'
  | 'text'
  | 'uuid'
  | 'binary'
  | 'json'
  | 'date'
  | 'time'
  | 'datetime'
  | 'other';

/** A column as the catalogue describes it. */
export interface ColumnDescription {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The type in the database's words, lower case. */
  readonly type: string;
  readonly nullable: boolean;
  /** The database fills the column in when an INSERT leaves it out. */
  readonly hasDefault: boolean;
  /** The column is computed and cannot be written. */
  readonly generated: boolean;
  /** Position in the primary key, from 1; 0 when not part of it. */
  readonly primaryKey: number;
  /** Two values are equal in SQL exactly when they are equal in JavaScript (no case folding). */
  readonly exact: boolean;
  /** How many digits after the second a temporal column keeps; undefined where that is all that a Date has. */
  readonly precision?: number | undefined;
}

/** How the values of one column travel between JavaScript and the driver; null never reaches it. */
export interface Codec {
  /** Makes the value that is stored; throws a TypeError whose message says why a value is refused: it would be stored as another. */
  encode?(value: unknown): unknown;
  /**
   * Makes the value that the column is compared with, which need not be one that it can hold; throws a TypeError where the
   * database would compare with another. Not there where that is what `encode` makes.
   */
  compare?(value: unknown): unknown;
  /** Makes the attribute from what the driver returned. */
  decode?(value: unknown): unknown;
  /** The SQL that reads the column losslessly, given its quoted and qualified name. */
  select?(column: string): string;
  /** True when the driver has rounded this value; the column is then read again through `exact`. */
  lost?(value: unknown): boolean;
  readonly exact?: Codec;
}

/**
 * A column that holds, under their names, the attributes that have no column of their own: a Serialized LOB.
 * Names are data as values are: none may become part of the SQL but as a quoted literal.
 */
export interface DynamicStore {
  /** One attribute. Throws a TypeError whose message says why the name, or the cast declared for it, is refused. */
  attribute(name: string, cast: string | undefined): DynamicAttribute;
  /** The value to bind for the column of a new row, of encoded attributes. */
  pack(attributes: ReadonlyMap<string, unknown>): unknown;
  /** The SQL of the column with some attributes changed and all others left alone; it binds what `changes` gives. */
  changed(column: string): string;
  /** The values that `changed` binds: encoded attributes to set, and the names of those to remove. */
  changes(set: ReadonlyMap<string, unknown>, removed: readonly string[]): readonly unknown[];
  /** The SQL of the column with these attributes as another value of it has them: what an upsert writes. */
  takenOver(column: string, other: string, names: readonly string[]): string;
  /**
   * Makes the function that makes a row of some columns of another row and of the attributes in the column's value, which may be
   * null. It asks `decoderOf` once for each name: a function decodes the values, `undefined` leaves them as they are, `null`
   * leaves the attribute out.
   */
  unpacker(
    columns: readonly string[],
    decoderOf: DecoderOf,
  ): (row: Record<string, unknown>, value: unknown) => Record<string, unknown>;
  /**
   * Makes what the dialect's own client needs to do the same where it makes the rows: it gets this as `unpacking` of a query's
   * `reading`, and puts the column's name into its `decoded` where it has done so. Not there where no client does it.
   *
   * @param holder what the column is called in results
   * @param decodersOf takes the names of all columns of a result
   */
  unpacking?(holder: string, decodersOf: (columns: readonly string[]) => DecoderOf): object;
}

type Decode = (value: unknown) => unknown;
type DecoderOf = (name: string) => Decode | null | undefined;

/** An attribute in a column that holds several, as if it were a column. */
export interface DynamicAttribute {
  /** What it is compared as. */
  readonly kind: ColumnKind;
  /** The type of its SQL, in the database's words. */
  readonly type: string;
  /** Two values are equal in SQL exactly when they are equal in JavaScript. */
  readonly exact: boolean;
  readonly codec: Codec;
  /** The SQL that reads it, NULL where there is none, given the quoted and qualified name of the column. */
  sql(column: string): string;
}

/** A driver's error in Shelf's terms; `error` is the name of the error class without its suffix. */
export interface Fault {
  readonly error:
    | 'UniqueViolation'
    | 'ForeignKeyViolation'
    | 'NotNullViolation'
    | 'CheckViolation'
    | 'ConnectionLost'
    | 'ConnectionRefused'
    | 'ReadOnly'
    | 'Storage'
    | 'Timeout'
    | 'SerializationFailure'
    | 'UnknownColumn'
    | 'UnknownTable'
    | 'InvalidValue';
  readonly columns?: readonly string[];
  readonly constraint?: string;
}
