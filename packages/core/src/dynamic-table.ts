import type { DynamicAttribute, DynamicStore } from './dialect.js';
import { InvalidAttributeError, InvalidValueError } from './errors.js';
import type { Row } from './call.js';
import { exceededLimit } from './dialect/identifiers.js';
import { checkName, hasNames, hasOwn, own } from './own.js';
import { clip } from './codecs/show.js';
import type { Column } from './column.js';
import { Table } from './table.js';

/** What a model class says of its dynamic attributes. */
export interface Declares {
  /** The column that holds them; true for the usual one, false where the class wants none. */
  readonly dynamicColumn: string | boolean;
  /** The types of some of them. */
  readonly casts: Readonly<Record<string, string>> | undefined;
}

/** Attributes on their way into the column that holds them. */
export interface DynamicChanges {
  readonly set: Map<string, unknown>;
  readonly removed: string[];
}

/** An attribute as a column: everything that asks for a column works with it. */
interface AttributeColumn extends Column {
  readonly sql: DynamicAttribute['sql'];
}

function isAttribute(column: Column): column is AttributeColumn {
  return column.dynamic === true;
}

/** Generated names must not fill the memory. */
const MOST_ATTRIBUTES = 1000;
const MOST_UNPACKERS = 20;

type Unpack = ReturnType<DynamicStore['unpacker']>;

/** A table as a model class sees it whose attributes need no columns: those without one are held by one that holds them all. */
export class DynamicTable extends Table {
  declare readonly holder: Column;
  declare readonly unpacking: object | undefined;
  private readonly store: DynamicStore;
  private readonly casts: Readonly<Record<string, string>>;
  private readonly attributes = new Map<string, AttributeColumn>();
  private readonly unpackers = new Map<string, Unpack>();

  constructor(table: Table, holder: Column, store: DynamicStore, casts: Readonly<Record<string, string>>) {
    const columns = [...(table.columns?.values() ?? [])].filter((column) => column !== holder);
    super(table.dialect, table.name, table.schema, columns, table.generatedKey, {
      holder,
      inserts: table.inserts,
      uniqueKeys: table.uniqueKeys,
    });
    this.store = store;
    this.casts = casts;
    this.unpacking = store.unpacking?.(holder.name, (names) => this.decodersOf(names));
    for (const name of Object.keys(casts)) this.attribute(name, undefined);
  }

  override sql(name: string, qualifier: string = this.qualifier): string {
    const column = this.find(name);
    return isAttribute(column) ? column.sql(super.sql(this.holder.name, qualifier)) : super.sql(name, qualifier);
  }

  override selected(column: Column): string {
    if (!isAttribute(column)) return super.selected(column);
    const { quote, capabilities } = this.dialect;
    // Its name is the result's, which the database would cut.
    const limit = exceededLimit(column.name, capabilities);
    if (limit !== undefined) {
      throw new InvalidAttributeError(
        `'${clip(column.name)}' is too long to be read by itself: the name of a result's column has at most ${limit}. Fetch the whole row`,
        { table: this.name, columns: [column.name] },
      );
    }
    return `${this.sql(column.name)} as ${quote(column.name)}`;
  }

  override assignment(name: string): string {
    if (name !== this.holder.name) return super.assignment(name);
    const quoted = this.quote(name);
    return `${quoted} = ${this.store.changed(quoted)}`;
  }

  override takenOver(names: readonly string[], given: (column: string) => string): string[] {
    const attributes = names.filter((name) => this.columns?.has(name) === false);
    const columns = super.takenOver(
      names.filter((name) => !attributes.includes(name)),
      given,
    );
    if (attributes.length === 0) return columns;
    const quoted = this.quote(this.holder.name);
    const merged = this.store.takenOver(`${this.qualifier}.${quoted}`, given(quoted), attributes);
    return [...columns, `${quoted} = ${merged}`];
  }

  override find(name: string): Column {
    return super.find(name) ?? (name === this.holder.name ? this.holder : this.attribute(name, undefined));
  }

  override column(name: string, model: string | undefined): Column {
    const column = super.find(name);
    if (column !== undefined) return column;
    const called = this.renamed?.get(name);
    if (called !== undefined) {
      throw new InvalidAttributeError(
        `'${name}' of table '${this.name}' is the column of the attribute '${called}': set, and ask for, that`,
        { model, table: this.name, columns: [name] },
      );
    }
    if (name !== this.holder.name) return this.attribute(name, model);
    throw new InvalidAttributeError(
      `'${name}' of table '${this.name}' is the column that holds the attributes without a column: set, and ask for, those by their own names`,
      { model, table: this.name, columns: [name] },
    );
  }

  override checkName(name: string, model: string | undefined): void {
    // How long an attribute's name may be is not for columns to say.
    checkName(name, model);
  }

  /** Adds the column that holds the attributes to those of an INSERT, and what is bound for it. */
  pack({ set }: DynamicChanges, columns: string[], values: unknown[]): void {
    if (set.size === 0) return;
    columns.push(this.holder.name);
    values.push(this.store.pack(set));
  }

  /** Adds the column to those of an UPDATE, and what is bound to change it. */
  packChanges({ set, removed }: DynamicChanges, columns: string[], values: unknown[]): void {
    if (set.size === 0 && removed.length === 0) return;
    columns.push(this.holder.name);
    values.push(...this.store.changes(set, removed));
  }

  override decode(rows: Row[], names?: ReadonlySet<string>, already?: ReadonlySet<string>): void {
    super.decode(rows, names, already);
    if ((names === undefined || names.has(this.holder.name)) && already?.has(this.holder.name) !== true)
      this.unpack(rows);
    for (const name of names ?? []) {
      if (this.columns?.has(name) === true || name === this.holder.name) continue;
      const decode = this.attribute(name, undefined).codec?.decode;
      if (decode === undefined) continue;
      // A scope or `wrap` may have taken the column out of the result.
      for (const row of rows) if (hasOwn(row, name) && row[name] !== null) row[name] = decode(row[name]);
    }
  }

  override unpack(rows: Row[]): void {
    const [first] = rows;
    const { name } = this.holder;
    if (first === undefined || !hasOwn(first, name)) return;
    const names = Object.keys(first);
    const unpack = this.unpackerFor(names);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as Row;
      // knex's `postProcessResponse` may have given rows of their own names.
      const make = hasNames(row, names) ? unpack : this.unpackerFor(Object.keys(row));
      rows[i] = make(row, row[name] ?? null);
    }
  }

  /** What makes rows of those that have these names: it learns what they look like, so it is kept. */
  private unpackerFor(names: readonly string[]): Unpack {
    const shape = names.join('\0');
    let unpack = this.unpackers.get(shape);
    if (unpack === undefined) {
      const columns = names.filter((each) => each !== this.holder.name);
      unpack = this.store.unpacker(columns, this.decodersOf(names));
      if (this.unpackers.size >= MOST_UNPACKERS) this.unpackers.clear();
      this.unpackers.set(shape, unpack);
    }
    return unpack;
  }

  /** How attributes are decoded in rows that have these names. */
  private decodersOf(names: readonly string[]): Parameters<DynamicStore['unpacker']>[1] {
    // What a row has already is no attribute: a column wins, and so does what the query computed. `__proto__` can be none.
    const taken = new Set([...names, ...(this.columns?.keys() ?? []), '__proto__']);
    return (each) => (taken.has(each) ? null : this.attribute(each, undefined).codec?.decode);
  }

  private attribute(name: string, model: string | undefined): AttributeColumn {
    let column = this.attributes.get(name);
    if (column === undefined) {
      checkName(name, model);
      column = {
        ...this.asked(name, model),
        name,
        nullable: true,
        hasDefault: false,
        generated: false,
        primaryKey: 0,
        dynamic: true,
      };
      if (this.attributes.size >= MOST_ATTRIBUTES) this.attributes.clear();
      this.attributes.set(name, column);
    }
    return column;
  }

  private asked(name: string, model: string | undefined): DynamicAttribute {
    const cast = own(this.casts, name) as string | undefined;
    try {
      return this.store.attribute(name, cast);
    } catch (error) {
      const message = `${model ?? 'Table'} '${this.name}': '${clip(name)}' ${error instanceof Error ? error.message : String(error)}`;
      const details = { model, table: this.name, columns: [name], cause: error };
      throw cast === undefined ? new InvalidAttributeError(message, details) : new InvalidValueError(message, details);
    }
  }
}

/** The column that holds attributes without one of their own, unless a class says another. */
const USUAL = 'attributes';

/** The table with the column that a class has its attributes held by; the table itself where there is none. */
export function holding(
  table: Table,
  stores: ReadonlyMap<string, DynamicStore>,
  { dynamicColumn, casts }: Declares,
): Table {
  const said = dynamicColumn === true ? USUAL : dynamicColumn;
  const name = said === false ? false : (table.called(said) ?? said);
  const store = name === false ? undefined : stores.get(name);
  const holder = name === false ? undefined : table.columns?.get(name);
  if (store === undefined || holder === undefined) return table;
  return new DynamicTable(table, holder, store, casts ?? {});
}
