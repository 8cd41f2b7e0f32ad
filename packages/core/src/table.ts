import { renamedIn, type Column, type Decoder } from './column.js';
import type { Codec, Dialect, DynamicStore, InsertEffects } from './dialect.js';
import { InvalidAttributeError, InvalidValueError, UndefinedBindingError, UnknownColumnError } from './errors.js';
import type { Row } from './call.js';
import { BoundValue, isScalarObject } from './codecs/bound-value.js';
import { clip } from './codecs/show.js';
import { exceededLimit } from './dialect/identifiers.js';
import { checkName, hasOwn } from './own.js';
import type { Latest } from './sql/condition.js';

/** What a table may have besides its columns. */
interface TableTraits extends Partial<Pick<Table, 'inserts' | 'stores' | 'uniqueKeys'>> {
  readonly holder?: Column;
}

/**
 * A table as queries need it: its columns from the catalogue, their codecs, and the SQL already written for it.
 * `columns` is undefined where the catalogue knows no such table (a subquery, an alias): values then pass unchanged.
 */
export class Table {
  readonly columns: ReadonlyMap<string, Column> | undefined;
  readonly generatedKey: string | null | undefined;
  /** SQL by the shape it was written for. */
  readonly statements: Map<string, string> = new Map();
  /** The latest statement of each kind. */
  readonly latest: Map<string, Latest> = new Map();
  /** The quoted name, with its schema. */
  readonly quoted: string;
  /** What its columns are qualified with: the quoted name alone, since SQLite has no `schema.table.*`. */
  readonly qualifier: string;
  readonly decoders: readonly Decoder[];
  /** What a plain SELECT lists: `table.*`, or every column where one must be read through an expression. */
  readonly selection: string;
  readonly dialect: Dialect;
  readonly name: string;
  readonly schema: string | undefined;
  /** The column that holds the attributes without a column of their own, where this is a table that takes such: it is none of `columns`. */
  readonly holder: Column | undefined;
  /** By what the dialect's client can take the attributes out of it. */
  readonly unpacking: object | undefined;
  /** The columns that could be that, for models that want them to. */
  readonly stores: ReadonlyMap<string, DynamicStore> | undefined;
  /** The names of columns by what the database calls them; undefined where that is the same. */
  readonly renamed: ReadonlyMap<string, string> | undefined;
  /** What of its own may make other rows of an INSERT than it was sent. */
  readonly inserts: InsertEffects | undefined;
  /** The columns of each unique key, where the database does not refuse an upsert that names none. */
  readonly uniqueKeys: readonly (readonly string[])[] | undefined;

  constructor(
    dialect: Dialect,
    name: string,
    schema: string | undefined,
    columns: readonly Column[] | undefined,
    generatedKey: string | null | undefined,
    { holder, stores, inserts, uniqueKeys }: TableTraits = {},
  ) {
    this.dialect = dialect;
    this.name = name;
    this.schema = schema;
    const quote = dialect.quote;
    const parts = (schema === undefined ? name : `${schema}.${name}`).split('.');
    this.quoted = parts.map(quote).join('.');
    this.qualifier = quote(parts.at(-1) as string);
    // A column called `__proto__` cannot be an attribute: no driver carries it.
    this.columns =
      columns &&
      new Map(columns.filter((column) => column.name !== '__proto__').map((column) => [column.name, column]));
    this.generatedKey = generatedKey;
    this.decoders = (columns ?? []).flatMap(({ name: each, codec }) =>
      codec?.decode !== undefined || codec?.lost !== undefined ? [{ name: each, codec }] : [],
    );
    this.holder = holder;
    this.stores = stores;
    this.inserts = inserts;
    this.uniqueKeys = uniqueKeys;
    this.renamed = renamedIn([...(columns ?? []), ...(holder === undefined ? [] : [holder])]);
    // The holder comes last: what is taken off the end of a row leaves it as fast as it was.
    const readable = columns && [...(this.columns as ReadonlyMap<string, Column>).values()];
    const listed = holder === undefined ? readable : [...(readable ?? []), holder];
    const inFull =
      holder !== undefined ||
      this.renamed !== undefined ||
      readable?.length !== columns?.length ||
      listed?.some(({ codec }) => codec?.select !== undefined) === true;
    this.selection = inFull ? (listed ?? []).map((column) => this.selected(column)).join(', ') : `${this.qualifier}.*`;
  }

  /** The quoted name of a column, as the database calls it. */
  quote(name: string): string {
    const column = this.renamed === undefined ? undefined : (this.columns?.get(name) ?? this.holder);
    return this.dialect.quote(column?.name === name ? (column.stored ?? name) : name);
  }

  /** What a column is called here, given that or what the database calls it; undefined where there is none. */
  called(name: string): string | undefined {
    return this.columns?.has(name) === true ? name : this.renamed?.get(name);
  }

  /** The column that a name means where the database takes letters of either case for the same. */
  foldedColumn(name: string): Column | undefined {
    const lower = name.toLowerCase();
    for (const column of this.columns?.values() ?? [])
      if (column.name.toLowerCase() === lower || column.stored?.toLowerCase() === lower) return column;
    return undefined;
  }

  /** The same table, under another name in a query. */
  as(alias: string): Table {
    return Object.create(this, { name: { value: alias }, qualifier: { value: this.dialect.quote(alias) } }) as Table;
  }

  /** The SQL of a column, qualified with the table or with what it is called instead; `''` leaves it unqualified. */
  sql(name: string, qualifier: string = this.qualifier): string {
    const quoted = this.quote(name);
    return qualifier === '' ? quoted : `${qualifier}.${quoted}`;
  }

  /** The SQL that reads one column under its own name. */
  selected(column: Column): string {
    const own = this.sql(column.name);
    const read = column.codec?.select?.(own) ?? (column.stored === undefined ? undefined : own);
    return read === undefined ? own : `${read} as ${this.dialect.quote(column.name)}`;
  }

  /** The SQL that sets a column in an UPDATE. */
  assignment(name: string): string {
    return `${this.quote(name)} = ?`;
  }

  /** The SQL that sets columns to what an upsert was given for them; `given` makes SQL of that, of a quoted column. */
  takenOver(names: readonly string[], given: (column: string) => string): string[] {
    return names.map((name) => `${this.quote(name)} = ${given(this.quote(name))}`);
  }

  /** The column of that name, or the attribute that the table would hold under it; undefined where there is neither. */
  find(name: string): Column | undefined {
    return this.columns?.get(name);
  }

  /** Replaces, in each row, the holder's value by the attributes in it. */
  unpack(_rows: Row[]): void {}

  /**
   * Replaces, in place, what the driver returned by what the attributes hold. Throws LostPrecision.
   *
   * @param names the result columns that are this table's; all of them by default
   * @param already those whose values need no decoding
   */
  decode(rows: Row[], names?: ReadonlySet<string>, already?: ReadonlySet<string>): void {
    for (const { name, codec } of this.decoders) {
      if ((names !== undefined && !names.has(name)) || already?.has(name) === true) continue;
      const { decode, lost } = codec;
      const first = rows[0];
      if (first === undefined || !hasOwn(first, name)) continue;
      if (lost !== undefined) {
        for (const row of rows) if (lost(row[name])) throw new LostPrecision(this, name);
      }
      if (decode === undefined) continue;
      for (const row of rows) {
        const value = row[name];
        if (value !== null) row[name] = decode(value);
      }
    }
  }

  /** The value to bind for a column in an INSERT or UPDATE; refuses what cannot be stored exactly. */
  encode(name: string, value: unknown, model: string | undefined): unknown {
    const known = this.columns?.get(name);
    // A name that is a column's is a good name.
    if (known === undefined) this.checkName(name, model);
    const column = known ?? this.column(name, model);
    return this.bindable(column, name, value, model, column?.codec?.encode);
  }

  /** The value to compare a column with; a column of another table takes any single value. */
  encodeConstraint(column: Column | undefined, name: string, value: unknown, model: string | undefined): unknown {
    if (value === undefined) {
      throw new UndefinedBindingError(
        `${model ?? 'Table'} '${this.name}': the constraint on '${clip(name)}' is undefined; use null to mean IS NULL`,
        { model, table: this.name, columns: [name] },
      );
    }
    if (typeof value === 'object' && value !== null && (column?.kind === 'json' || !isScalarObject(value))) {
      throw this.refusal(name, `cannot be compared with ${describe(value)}; a constraint takes single values`, model);
    }
    if (
      (column?.kind === 'text' || column?.kind === 'uuid') &&
      column.dynamic !== true &&
      (typeof value === 'number' || typeof value === 'boolean')
    ) {
      throw this.refusal(name, `holds text and cannot be compared with the ${typeof value} ${String(value)}`, model);
    }
    return this.bindable(column, name, value, model, column?.codec?.compare ?? column?.codec?.encode);
  }

  protected bindable(
    column: Column | undefined,
    name: string,
    value: unknown,
    model: string | undefined,
    encode: Codec['encode'],
  ): unknown {
    if (typeof value === 'function' || typeof value === 'symbol') {
      throw this.refusal(name, `cannot hold a ${typeof value}`, model);
    }
    if (typeof value === 'number' && !Number.isFinite(value)) throw this.refusal(name, `cannot hold ${value}`, model);
    if (typeof value === 'object' && (value === null || value instanceof BoundValue)) return value;
    if (encode === undefined) {
      if (typeof value === 'object' && !isScalarObject(value) && column?.kind !== 'other') {
        throw this.refusal(
          name,
          `cannot hold ${describe(value)}${column === undefined ? '' : ` in a column of type '${column.type}'`}`,
          model,
        );
      }
      return value;
    }
    try {
      return encode(value);
    } catch (error) {
      throw this.refusal(name, error instanceof Error ? error.message : String(error), model, error);
    }
  }

  /** The column of that name; undefined where the table is not described. */
  column(name: string, model: string | undefined): Column | undefined {
    const column = this.columns?.get(name);
    if (column === undefined) {
      this.checkName(name, model);
      if (this.columns === undefined) return undefined;
      const known = [...this.columns.keys()].join(', ');
      throw new UnknownColumnError(`Table '${this.name}' has no column '${clip(name)}'; it has: ${known}`, {
        model,
        table: this.name,
        columns: [name],
      });
    }
    return column;
  }

  /** Refuses a name that the database would cut or the driver lose. */
  checkName(name: string, model: string | undefined): void {
    checkName(name, model);
    const limit = exceededLimit(name, this.dialect.capabilities);
    if (limit !== undefined) {
      throw new InvalidAttributeError(`'${clip(name)}' is longer than the ${limit} that a column name may have`, {
        model,
        table: this.name,
      });
    }
    if (name.includes('\0'))
      throw new InvalidAttributeError('A column name cannot hold U+0000', { model, table: this.name });
  }

  protected refusal(name: string, why: string, model: string | undefined, cause?: unknown): InvalidValueError {
    return new InvalidValueError(`${model ?? 'Table'} '${this.name}': '${clip(name)}' ${why}`, {
      model,
      table: this.name,
      columns: [name],
      cause,
    });
  }
}

/** The driver rounded a number: the column has to be read again, exactly. */
export class LostPrecision extends Error {
  readonly table: Table;
  readonly column: string;

  constructor(table: Table, column: string) {
    super(`Column '${column}' holds integers beyond 2^53`);
    this.table = table;
    this.column = column;
  }
}

function describe(value: object): string {
  return Array.isArray(value) ? 'an array' : 'an object';
}
